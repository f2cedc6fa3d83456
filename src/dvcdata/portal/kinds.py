"""The formats of files: their names and media types, and whether they are open and read by machines."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Kind:
    """A format by its name in the vocabulary of file types; `like` is the format that it is a special case of."""

    name: str
    media: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    open: bool = True  # free of any maker
    machine: bool = True
    stars: int = 3  # of five, with an open licence
    like: str = ""


KINDS = (
    Kind("CSV", ("text/csv", "application/csv"), ("comma separated values",)),
    Kind("TSV", ("text/tab-separated-values",), like="CSV"),
    Kind("JSON", ("application/json", "text/json"), ("api", "rest api")),
    Kind("JSONL", ("application/x-ndjson", "application/jsonl"), ("ndjson", "json lines"), like="JSON"),
    Kind("GEOJSON", ("application/geo+json", "application/vnd.geo+json"), ("geo json",), like="JSON"),
    Kind("JSON_LD", ("application/ld+json",), ("jsonld", "json ld", "json-ld"), stars=4, like="JSON"),
    Kind("XML", ("application/xml", "text/xml")),
    Kind("RDF_XML", ("application/rdf+xml",), ("rdf", "rdf xml"), stars=4, like="XML"),
    Kind("RDF_TURTLE", ("text/turtle",), ("ttl", "turtle"), stars=4),
    Kind("KML", ("application/vnd.google-earth.kml+xml",), like="XML"),
    Kind("GML", ("application/gml+xml",), ("wfs",), like="XML"),
    Kind("GPX", ("application/gpx+xml",), like="XML"),
    Kind("RSS", ("application/rss+xml", "application/atom+xml"), ("atom",), like="XML"),
    Kind("ODS", ("application/vnd.oasis.opendocument.spreadsheet",)),
    Kind(
        "XLSX",
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        ("excel", "ms excel", "excel 2007"),
        open=False,
        stars=2,
    ),
    Kind("XLS", ("application/vnd.ms-excel", "application/msexcel"), open=False, stars=2, like="XLSX"),
    Kind("PARQUET", ("application/vnd.apache.parquet", "application/x-parquet")),
    Kind("GPKG", ("application/geopackage+sqlite3",), ("geopackage",)),
    Kind("SHP", ("application/x-shapefile",), ("shapefile", "esri shapefile"), open=False, stars=2, like="ZIP"),
    Kind("ZIP", ("application/zip", "application/x-zip-compressed"), machine=False, stars=1),
    Kind("GZIP", ("application/gzip", "application/x-gzip"), ("gz",), machine=False, stars=1),
    Kind("RAR", ("application/vnd.rar", "application/x-rar-compressed"), open=False, machine=False, stars=1),
    Kind("7Z", ("application/x-7z-compressed",), machine=False, stars=1),
    Kind("PDF", ("application/pdf",), machine=False, stars=1),
    Kind("DOCX", ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), machine=False, stars=1),
    Kind("DOC", ("application/msword",), ("word",), open=False, machine=False, stars=1),
    Kind(
        "PPTX",
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
        ("ppt",),
        machine=False,
        stars=1,
    ),
    Kind("ODT", ("application/vnd.oasis.opendocument.text",), machine=False, stars=1),
    Kind("RTF", ("application/rtf", "text/rtf"), machine=False, stars=1),
    Kind("TXT", ("text/plain",), ("text",), machine=False, stars=1),
    Kind("HTML", ("text/html", "application/xhtml+xml"), ("htm", "web page", "website"), machine=False, stars=1),
    Kind("PNG", ("image/png",), machine=False, stars=1),
    Kind("JPEG", ("image/jpeg",), ("jpg",), machine=False, stars=1),
    Kind("TIFF", ("image/tiff",), ("tif", "geotiff"), machine=False, stars=1),
)
BY_NAME = {kind.name: kind for kind in KINDS}


@cache
def named(text: str) -> Kind | None:
    """The format that a catalogue means, by a name, an ending, a media type or an address of a vocabulary."""
    plain = text.strip().lower().partition(";")[0].strip()
    if "://" in plain:
        plain = plain.rstrip("/").rpartition("media-types/")[2] if "media-types/" in plain else _last(plain)
    return _names().get(plain) or _names().get(_plain(plain))


def _last(address: str) -> str:
    return re.split("[/#]", address.rstrip("/"))[-1]


def _plain(text: str) -> str:
    return re.sub("[^0-9a-z]+", " ", text).strip()


@cache
def _names() -> dict[str, Kind]:
    names = {_plain(name.lower()): kind for kind in KINDS for name in (kind.name, *kind.others)}
    return names | {media: kind for kind in KINDS for media in kind.media}


def agree(declared: str, real: str) -> bool:
    """Whether a file of one format may be declared as the other: the same, a special case of it, or a near relative."""
    if declared == real:
        return True
    families = {declared, BY_NAME[declared].like or declared}, {real, BY_NAME[real].like or real}
    return bool(families[0] & families[1])
