"""The catalogue in the words of DCAT-AP 3, as Turtle and as JSON-LD."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dvcdata import texts
from dvcdata.website import places
from dvcdata.website.described import Dataset, File
from dvcdata.website.forms import MEDIA
from dvcdata.website.statements import EU, PREFIXES, Statements, iri

VERSION = 1  # of what is said here
IANA = "https://www.iana.org/assignments/media-types"
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


def catalogue(datasets: Iterable[Dataset], base: str, as_of: date) -> tuple[bytes, bytes]:
    """The catalogue of these datasets as Turtle and as JSON-LD, both the same graph."""
    made = Catalogue(base)
    made.add(list(datasets), as_of)
    turtle = made.graph.serialize(format="turtle", encoding="utf-8")
    prefixes = {prefix: str(there) for prefix, there in made.graph.namespaces() if prefix in PREFIXES}
    jsonld = made.graph.serialize(format="json-ld", context=prefixes, encoding="utf-8", indent=1, sort_keys=True)
    return turtle, _sorted(jsonld)


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


class Catalogue(Statements):
    """A graph that grows by datasets; every node has an address of its own, so that the bytes never change."""

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
                "dct:language": [self.language(code) for code in ("VIE", "ENG")],
                "dct:issued": as_of,
                "dct:modified": as_of,
                "dct:license": self._licence(datasets[0]) if datasets else None,
                "dct:spatial": self.vietnam(),
                "dcat:themeTaxonomy": self.scheme(),
                "foaf:homepage": self.document(f"{self.base}index.html"),
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
                "dcat:theme": self.concept(f"{EU}/data-theme/GOVE", "Government and public sector", self.scheme()),
                "dct:accessRights": self.statement(f"{EU}/access-right/PUBLIC"),
                "dct:spatial": self.vietnam(),
                "dct:temporal": self._period(item),
                "dct:language": self.language("VIE"),
                "dct:issued": item.as_of,
                "dct:modified": item.as_of,
                "dcat:version": item.version,
                "dcat:landingPage": self.document(here),
                "dct:conformsTo": self.standard(),
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
                "dcat:accessURL": self.resource(url),
                "dcat:downloadURL": self.resource(url),
                "dct:format": self.concept(f"{EU}/file-type/{FORMATS[file.kind]}", kind="dct:MediaTypeOrExtent"),
                "dcat:mediaType": self._media(file),
                "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
                "spdx:checksum": {"@id": checksum},
                "dct:license": self._licence(item),
                "dcatap:availability": self.concept(f"{EU}/planned-availability/AVAILABLE"),
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
            "dct:type": self.term("publishertype", kind) if kind else None,
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
                iri(str(said["path"])),
                "dct:LicenseDocument",
                {
                    "dct:title": said.get("title"),
                    "dct:type": self.term("licencetype", kind) if kind else None,
                },
            )
        }

    def _period(self, item: Dataset) -> Mapping[str, str] | None:
        if not item.first or not item.last:
            return None
        there = f"{self.base}catalog#{item.first}-{item.last}"
        return {"@id": self.say(there, "dct:PeriodOfTime", {"dcat:startDate": item.first, "dcat:endDate": item.last})}
