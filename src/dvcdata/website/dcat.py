"""The catalogue in the words of DCAT-AP 3, as Turtle and as JSON-LD."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dvcdata import texts
from dvcdata.website import places
from dvcdata.website.described import Dataset, File
from dvcdata.website.forms import MEDIA

if TYPE_CHECKING:
    pass

VERSION = 1  # of what is said here
EU = "http://publications.europa.eu/resource/authority"
ADMS = "http://purl.org/adms"
IANA = "https://www.iana.org/assignments/media-types"
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
TIERS = {
    "central": "NationalAuthority",
    "province": "RegionalAuthority",
    "district": "LocalAuthority",
    "commune": "LocalAuthority",
}
LICENCES = {  # the kinds of the ADMS vocabulary
    "CC0-1.0": "PublicDomain",
    "PDDL-1.0": "PublicDomain",
    "CC-BY-4.0": "Attribution",
    "ODC-By-1.0": "Attribution",
    "CC-BY-SA-4.0": "ViralEffect-ShareAlike",
    "ODbL-1.0": "ViralEffect-ShareAlike",
}
FORMATS = {"csv": "CSV", "json": "JSON", "xlsx": "XLSX", "parquet": "PARQUET", "zip": "ZIP"}
Node = tuple[str, Mapping[str, Any]]


def catalogue(datasets: Iterable[Dataset], base: str, as_of: date) -> tuple[bytes, bytes]:
    """The catalogue of these datasets as Turtle and as JSON-LD, both the same graph."""
    made = Catalogue(base)
    made.add(list(datasets), as_of)
    turtle = made.graph.serialize(format="turtle", encoding="utf-8")
    prefixes = {prefix: str(there) for prefix, there in made.graph.namespaces() if prefix in PREFIXES}
    jsonld = made.graph.serialize(format="json-ld", context=prefixes, encoding="utf-8", indent=1, sort_keys=True)
    return turtle, _sorted(jsonld)


PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def _sorted(jsonld: bytes) -> bytes:
    """The nodes in the order of their ids: rdflib keeps none."""
    import json

    said = json.loads(jsonld)
    said["@graph"] = sorted((_tidy(node) for node in said["@graph"]), key=lambda node: str(node.get("@id")))
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _tidy(node: dict[str, Any]) -> dict[str, Any]:
    import json

    return {
        key: sorted(value, key=lambda item: json.dumps(item, sort_keys=True)) if isinstance(value, list) else value
        for key, value in node.items()
    }


class Catalogue:
    """A graph that grows by datasets; every node has an address of its own, so that the bytes never change."""

    def __init__(self, base: str) -> None:
        from rdflib import Graph

        self.base = f"{base}/" if base else "urn:dvcdata:site:"
        self.graph: Graph = Graph()
        for prefix, there in PREFIXES.items():
            self.graph.bind(prefix, there)

    def say(self, subject: str, kind: str, said: Mapping[str, Any]) -> str:
        """States what is said of a thing; texts by language, lists, days and numbers as what they are."""
        from rdflib import RDF, URIRef

        about = URIRef(subject)
        self.graph.add((about, RDF.type, self._name(kind)))
        for name, value in said.items():
            for one in value if isinstance(value, list) else [value]:
                if one not in (None, ""):
                    for node in self._nodes(one):
                        self.graph.add((about, self._name(name), node))
        return subject

    def _nodes(self, value: Any) -> Iterable[Any]:
        from rdflib import XSD, Literal, URIRef

        if isinstance(value, Mapping):
            if "@id" in value:
                return [URIRef(_iri(str(value["@id"])))]
            if "@type" in value:
                return [Literal(value["@value"], datatype=self._name(value["@type"]))]
            return [Literal(text, lang=lang) for lang, text in value.items()]
        if isinstance(value, date):
            return [Literal(value.isoformat(), datatype=XSD.date)]
        return [Literal(value)]

    @staticmethod
    def _name(name: str) -> Any:
        from rdflib import URIRef

        prefix, _, rest = name.partition(":")
        return URIRef(PREFIXES[prefix] + rest)

    def add(self, datasets: list[Dataset], as_of: date) -> None:
        """The catalogue itself and all of its datasets."""
        title = {lang: texts.text("site.title", lang) for lang in texts.LANGUAGES}
        organisation = self._agent(datasets[0]) if datasets else None
        self.say(
            f"{self.base}catalog",
            "dcat:Catalog",
            {
                "dct:title": title,
                "dct:description": {lang: texts.text("site.description", lang) for lang in texts.LANGUAGES},
                "dct:publisher": organisation,
                "dct:language": [self._concept(f"{EU}/language/{code}") for code in ("VIE", "ENG")],
                "dct:issued": as_of,
                "dct:modified": as_of,
                "dct:license": self._licence(datasets[0]) if datasets else None,
                "dct:spatial": self._vietnam(),
                "dcat:themeTaxonomy": self._scheme(),
                "foaf:homepage": self._document(f"{self.base}index.html"),
                "dcat:dataset": [{"@id": f"{self.base}{item.page}"} for item in datasets],
            },
        )
        for item in datasets:
            self._dataset(item)

    def _dataset(self, item: Dataset) -> None:
        here = f"{self.base}{item.page}"
        self.say(
            here,
            "dcat:Dataset",
            {
                "dct:identifier": item.name,
                "dct:title": item.title,
                "dct:description": item.description,
                "dct:publisher": self._agent(item),
                "dcat:contactPoint": self._contact(item),
                "dcat:keyword": [{"vi": str(word)} for word in item.package.get("keywords", [])]
                or [
                    {lang: texts.text(f"site.keyword.{n}", lang)}
                    for n in ("procedures", "services")
                    for lang in texts.LANGUAGES
                ],
                "dcat:theme": self._concept(f"{EU}/data-theme/GOVE", "Government and public sector", self._scheme()),
                "dct:accessRights": self._statement(f"{EU}/access-right/PUBLIC"),
                "dct:spatial": self._vietnam(),
                "dct:temporal": self._period(item),
                "dct:language": [self._concept(f"{EU}/language/VIE")],
                "dct:issued": item.as_of,
                "dct:modified": item.as_of,
                "dcat:version": item.version,
                "dcat:landingPage": self._document(here),
                "dct:conformsTo": self._standard(),
                "dct:isPartOf": {"@id": f"{self.base}{item.whole}"} if item.whole else None,
                "dct:hasPart": [{"@id": f"{self.base}{page}"} for page in item.parts],
                "dcat:distribution": [self._distribution(item, file) for file in item.files],
            },
        )

    def _distribution(self, item: Dataset, file: File) -> Mapping[str, str]:
        url = f"{self.base}{file.path}"
        there = f"{self.base}catalog#{file.path}"
        checksum = self.say(
            f"{there}-sha256",
            "spdx:Checksum",
            {
                "spdx:algorithm": {
                    "@id": self.say(f"{PREFIXES['spdx']}checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm", {})
                },
                "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
            },
        )
        self.say(
            there,
            "dcat:Distribution",
            {
                "dct:title": f"{file.path.rpartition('/')[2]}",
                "dct:description": {lang: texts.text(f"site.form.{file.kind}", lang) for lang in texts.LANGUAGES},
                "dcat:accessURL": self._resource(url),
                "dcat:downloadURL": self._resource(url),
                "dct:format": self._concept(f"{EU}/file-type/{FORMATS[file.kind]}", kind="dct:MediaTypeOrExtent"),
                "dcat:mediaType": self._media(file),
                "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
                "spdx:checksum": {"@id": checksum},
                "dct:license": self._licence(item),
                "dcatap:availability": self._concept(f"{EU}/planned-availability/AVAILABLE"),
                "dct:modified": item.as_of,
            },
        )
        return {"@id": there}

    def _media(self, file: File) -> Mapping[str, str]:
        media = MEDIA.get(file.kind, "application/zip")
        return {"@id": self.say(f"{IANA}/{media}", "dct:MediaType", {})}

    def _agent(self, item: Dataset) -> Mapping[str, str]:
        kind = TIERS.get(item.tier)
        said = {
            "foaf:name": {"vi": item.publisher},
            "dct:type": self._concept(f"{ADMS}/publishertype/{kind}", kind) if kind else None,
        }
        return {
            "@id": self.say(
                f"{self.base}catalog#publisher-{places.name(item.package.get('name') or item.name)}", "foaf:Agent", said
            )
        }

    def _contact(self, item: Dataset) -> Mapping[str, str]:
        person = next((one for one in item.people if one.get("email") or one.get("path")), {})
        mail = f"mailto:{person['email']}" if person.get("email") else ""
        there = str(person.get("path") or f"{self.base}{item.whole or item.page}")
        said = {
            "vcard:fn": str(person.get("title") or item.publisher),
            "vcard:hasEmail": {"@id": mail} if mail else None,
            "vcard:hasURL": {"@id": there},
        }
        return {
            "@id": self.say(
                f"{self.base}catalog#contact-{places.name(item.package.get('name') or item.name)}", "vcard:Kind", said
            )
        }

    def _licence(self, item: Dataset) -> Mapping[str, str] | None:
        said = next((one for one in item.licences if one.get("path")), None)
        if said is None:
            return None
        kind = LICENCES.get(str(said.get("name")))
        return {
            "@id": self.say(
                _iri(str(said["path"])),
                "dct:LicenseDocument",
                {
                    "dct:title": said.get("title"),
                    "dct:type": self._concept(f"{ADMS}/licencetype/{kind}", kind) if kind else None,
                },
            )
        }

    def _period(self, item: Dataset) -> Mapping[str, str] | None:
        if not item.first or not item.last:
            return None
        there = f"{self.base}catalog#{item.first}-{item.last}"
        return {"@id": self.say(there, "dct:PeriodOfTime", {"dcat:startDate": item.first, "dcat:endDate": item.last})}

    def _concept(self, there: str, label: str | None = None, scheme: Any = None, kind: str = "") -> Mapping[str, str]:
        """A term of a vocabulary that others keep, with a name and the list that it is of."""
        around, _, name = there.rpartition("/")
        if kind:
            self.say(there, kind, {})
        listed = scheme or {
            "@id": self.say(around, "skos:ConceptScheme", {"dct:title": {"en": around.rpartition("/")[2]}})
        }
        return {
            "@id": self.say(there, "skos:Concept", {"skos:prefLabel": {"en": label or name}, "skos:inScheme": listed})
        }

    def _scheme(self) -> Mapping[str, str]:
        return {"@id": self.say(f"{EU}/data-theme", "skos:ConceptScheme", {"dct:title": {"en": "Data theme"}})}

    def _statement(self, there: str) -> Mapping[str, str]:
        self.say(there, "dct:RightsStatement", {})
        return self._concept(there)

    def _vietnam(self) -> Mapping[str, str]:
        there = f"{EU}/country/VNM"
        self.say(there, "dct:Location", {})
        return self._concept(there, "Viet Nam")

    def _standard(self) -> Mapping[str, str]:
        return {"@id": self.say(SCHEMA, "dct:Standard", {"dct:title": {"en": "Data Package 2.0"}})}

    def _document(self, there: str) -> Mapping[str, str]:
        return {"@id": self.say(there, "foaf:Document", {})}

    def _resource(self, there: str) -> Mapping[str, str]:
        return {"@id": there}


def _iri(text: str) -> str:
    """An address without what an address can't hold."""
    from urllib.parse import quote

    return quote(text, safe="%/:=&?~#+!$,;'@()*[]")
