"""A graph that grows by statements, and the terms of vocabularies that others keep."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

EU = "http://publications.europa.eu/resource/authority"
ADMS = "http://purl.org/adms"
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
EXTENT = {  # the country with its sea and islands, 6°50'–23°23' N, 101°–117°20' E
    "dcat:bbox": "POLYGON((101 6.8333, 117.3333 6.8333, 117.3333 23.3833, 101 23.3833, 101 6.8333))",
    "dcat:centroid": "POINT(109.1667 15.1083)",
}
PREFIXES = {
    "geo": "http://www.opengis.net/ont/geosparql#",
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


class Statements:
    """A graph whose every node has an address of its own, so that equal statements make equal bytes."""

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
        self.graph.add((about, RDF.type, self.name(kind)))
        for name, value in said.items():
            for one in value if isinstance(value, list) else [value]:
                if one not in (None, ""):
                    for node in self._nodes(one):
                        self.graph.add((about, self.name(name), node))
        return subject

    def _nodes(self, value: Any) -> Iterable[Any]:
        from rdflib import XSD, Literal, URIRef

        if isinstance(value, Mapping):
            if "@id" in value:
                return [URIRef(iri(str(value["@id"])))]
            if "@type" in value:
                return [Literal(value["@value"], datatype=self.name(value["@type"]))]
            return [Literal(text, lang=lang) for lang, text in value.items()]
        if isinstance(value, date):
            return [Literal(value.isoformat(), datatype=XSD.date)]
        return [Literal(value)]

    @staticmethod
    def name(name: str) -> Any:
        """The address of a term, from its short form."""
        from rdflib import URIRef

        prefix, _, rest = name.partition(":")
        return URIRef(PREFIXES[prefix] + rest)

    def concept(self, there: str, label: str | None = None, scheme: Any = None, kind: str = "") -> Mapping[str, str]:
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

    def term(self, name: str, kind: str) -> Mapping[str, str]:
        """A term of a vocabulary of ADMS, whose lists bear a version."""
        around = f"{ADMS}/{name}"
        listed = {"@id": self.say(f"{around}/1.0", "skos:ConceptScheme", {"dct:title": {"en": name}})}
        return self.concept(f"{around}/{kind}", kind, listed)

    def scheme(self) -> Mapping[str, str]:
        """The list that themes are of."""
        return {"@id": self.say(f"{EU}/data-theme", "skos:ConceptScheme", {"dct:title": {"en": "Data theme"}})}

    def statement(self, there: str) -> Mapping[str, str]:
        """A statement of rights."""
        self.say(there, "dct:RightsStatement", {})
        return self.concept(there)

    def language(self, code: str) -> Mapping[str, str]:
        """A language."""
        there = f"{EU}/language/{code}"
        self.say(there, "dct:LinguisticSystem", {})
        return self.concept(there)

    def vietnam(self) -> Mapping[str, str]:
        """The country, with its extent."""
        there = f"{EU}/country/VNM"
        wkt = {name: {"@value": text, "@type": "geo:wktLiteral"} for name, text in EXTENT.items()}
        self.say(there, "dct:Location", wkt)
        return self.concept(there, "Viet Nam")

    def standard(self) -> Mapping[str, str]:
        """The standard that packages conform to."""
        return {"@id": self.say(SCHEMA, "dct:Standard", {"dct:title": {"en": "Data Package 2.0"}})}

    def document(self, there: str) -> Mapping[str, str]:
        """A page."""
        return {"@id": self.say(there, "foaf:Document", {})}

    def resource(self, there: str) -> Mapping[str, str]:
        """A file."""
        return {"@id": there}


def iri(text: str) -> str:
    """An address without what an address can't hold."""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]")
