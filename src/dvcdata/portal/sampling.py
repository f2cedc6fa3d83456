"""Tells what a file really is by its bytes, whatever its name or its server says."""

import io
import json
import re
import zipfile
import zlib

from dvcdata.engine.sources import WIDE_MARKS
from dvcdata.errors import UserError
from dvcdata.importers import delimited
from dvcdata.portal.kinds import named
from dvcdata.spreadsheets import guards, ole

MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PAR1", "PARQUET"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format 3", "GPKG"),
)
ROOTS = {"rdf": "RDF_XML", "kml": "KML", "gpx": "GPX", "rss": "RSS", "feed": "RSS", "html": "HTML"}
ROOT = re.compile(rb"<(?:([A-Za-z][\w.-]*):)?([A-Za-z][\w.-]*)[\s>/]")
MOST_INNER = 1 << 20  # bytes of one file that are taken out of an archive


def real_kind(content: bytes, whole: bool, declared: str) -> str:
    """The name of the format that the bytes are in; empty where they could be anything."""
    for magic, name in MAGIC:
        if content.startswith(magic):
            return name
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(content, whole, declared)
    if content.startswith(ole.MAGIC):
        return _old_office(content, whole, declared)
    text = _text(content, whole)
    if text is None:
        return ""
    start = text[:4000].lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _marked_up(start.encode())
    if start[:1] in ("{", "["):
        return _json(text, whole)
    if re.match(r"(#[^\n]*\n\s*)*@?(prefix|base)\s+[\w-]*:?\s*<", start, re.IGNORECASE):
        return "RDF_TURTLE"
    return _table(text, declared)


def _text(content: bytes, whole: bool) -> str | None:
    """The bytes as a text of whole lines, in UTF-8 or the encodings that old Vietnamese files have."""
    wide = content.startswith(WIDE_MARKS)
    if not wide and any(byte < 32 and byte not in b"\t\r\n\f" for byte in content[:4000]):
        return None
    text = content.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    return text if whole else text.rpartition("\n")[0] or text


def _zipped(content: bytes, whole: bool, declared: str) -> str:
    if not whole:  # the list of what is inside stands at the end
        inside = re.findall(rb"PK\x03\x04.{26}([\w.\[\]/-]{3,60}?)", content[:8000], re.DOTALL)
        office = any(name.startswith((b"[Con", b"xl/", b"_re")) for name in inside)
        return declared if office and declared in ("XLSX", "DOCX", "PPTX") else "ZIP"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, NotImplementedError, ValueError):
        return "ZIP"
    if b"opendocument" in kind:
        return "ODS" if b"spreadsheet" in kind else "ODT"
    for start, name in (("xl/", "XLSX"), ("word/", "DOCX"), ("ppt/", "PPTX")):
        if any(item.startswith(start) for item in names):
            return name
    return "SHP" if any(item.lower().endswith(".shp") for item in names) else "ZIP"


def _old_office(content: bytes, whole: bool, declared: str) -> str:
    if not whole:
        return declared if declared in ("XLS", "DOC") else ""
    try:
        names = set(ole.Container(content).names)
    except (UserError, *guards.BROKEN):
        return ""
    return "XLS" if names & {"Workbook", "Book"} else "DOC" if "WordDocument" in names else ""


def _marked_up(start: bytes) -> str:
    plain = re.sub(rb"<[!?].*?>|<!--.*?-->", b"", start, flags=re.DOTALL)
    if re.match(rb"<!doctype\s+html", start, re.IGNORECASE):
        return "HTML"
    root = ROOT.search(plain)
    if not root:
        return "XML"
    prefix, name = (root[1] or b"").decode().lower(), root[2].decode().lower()
    if name in ("html", "head", "body", "script", "div", "meta"):
        return "HTML"
    return (
        "GML" if b"opengis.net/gml" in start else ROOTS.get(name, ROOTS.get(prefix if prefix == "rdf" else "", "XML"))
    )


def _json(text: str, whole: bool) -> str:
    """JSON, and which; a text that only begins like it is none."""
    if '"FeatureCollection"' in text[:2000]:
        return "GEOJSON"
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if len(lines) > 1 and all(parses(line) for line in lines[: len(lines) if whole else -1]):
        return "JSONL"
    if whole and not parses(text):
        return "JSON" if re.match(r"\s*[\[{]\s*[\"{\[\]}]", text) else "TXT"
    return "JSON_LD" if '"@context"' in text[:4000] or '"@graph"' in text[:4000] else "JSON"


def parses(text: str) -> bool:
    """Whether a text is JSON, and more than one value alone."""
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _table(text: str, declared: str) -> str:
    """CSV where the lines are as wide as each other, or where it is declared: opening it tells what is wrong then."""
    plain = text.encode()
    try:
        found = delimited.read(plain, "") if plain.strip() else None
    except UserError:
        return "TXT"
    if not found and declared not in ("CSV", "TSV"):
        return "TXT"
    first = text.splitlines()[0] if text.splitlines() else ""
    return "TSV" if first.count("\t") > max(first.count(","), first.count(";")) else "CSV"


def inner(content: bytes, kind: str) -> tuple[str, bytes, bool] | None:
    """The name, beginning and completeness of the only file in an archive; nothing where it holds several, or harm."""
    if kind == "GZIP":
        unpacker = zlib.decompressobj(wbits=31)
        try:
            start = unpacker.decompress(content, MOST_INNER)
        except zlib.error:
            return None
        return "", start, unpacker.eof
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [item for item in archive.infolist() if not item.is_dir() and "__MACOSX" not in item.filename]
            if len(members) != 1 or members[0].flag_bits & 1:
                return None
            with archive.open(members[0]) as stream:
                start = stream.read(MOST_INNER)
                return members[0].filename, start, not stream.read(1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, NotImplementedError, EOFError, ValueError):
        return None


def unpacked_size(content: bytes) -> int:
    """The bytes that a zip says it unpacks to."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError):
        return 0


def declared_kind(format_: str, media: str, url: str) -> str:
    """The format that the catalogue declares; by the ending of the address where it says nothing."""
    for text in (format_, media):
        if text and (kind := named(text)):
            return kind.name
    if format_:
        return ""
    ending = re.search(r"\.([0-9A-Za-z]{2,8})(?:[?#]|$)", url.rpartition("/")[2])
    kind = named(ending[1]) if ending else None
    return kind.name if kind else ""
