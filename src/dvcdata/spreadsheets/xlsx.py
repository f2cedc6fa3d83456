"""Surveys a sheet of an XLSX: a quick look at its bytes, and an exact one where that finds anything to look at."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from dvcdata.spreadsheets.cells import index
from dvcdata.spreadsheets.survey import MOST_CELLS, Flaw, Survey

CHUNK = 1 << 20
PLAIN = b'<c r="'
COLUMNS = re.compile(rb'<c r="([A-Z]{1,3})')
ROWS = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})')
MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b'"e"', b"'e'")  # of formulas and errors
UNUSUAL = (b"<c>", b"<c/", b"<c\t", b"<c\r", b"<c\n", b":c ", b":c>", b":c/", b":c\t", b":c\r", b":c\n")


def survey(archive: zipfile.ZipFile, sheet: str) -> Survey:
    """The survey of the sheet of that name."""
    member, stale = _member(archive, sheet)
    with archive.open(member) as stream:
        quick = _glance(stream)
    if quick is not None:
        return quick
    with archive.open(member) as stream:
        return _look(stream, stale)


def _member(archive: zipfile.ZipFile, sheet: str) -> tuple[str, bool]:
    """The file of a sheet, and whether the workbook says that its formulas have yet to be calculated."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    wanted = stale = ""
    for element in book.iter():
        name = element.tag.rpartition("}")[2]
        if name == "sheet" and element.get("name") == sheet:
            wanted = next((value for key, value in element.items() if key.endswith("}id")), "")
        elif name == "calcPr":
            stale = element.get("fullCalcOnLoad", "")
    target = targets.get(wanted, "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}", stale in ("1", "true")


def _glance(stream: IO[bytes]) -> Survey | None:
    """The reach of a sheet whose cells are written the usual way and hold no formula or error, else None."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for part in _parts(stream):
        if any(mark in part for mark in MARKS + UNUSUAL) or part.count(PLAIN) != part.count(b"<c "):
            return None
        columns.update(COLUMNS.findall(part))
        rows.update(ROWS.findall(part))
    if not rows:
        return Survey()
    end = max(map(int, rows)) - 1, max(index(letters.decode()) for letters in columns)
    return Survey(end=end) if (end[0] + 1) * (end[1] + 1) <= MOST_CELLS else None


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream in pieces that end where a tag begins."""
    rest = b""
    while chunk := stream.read(CHUNK):
        data = rest + chunk
        cut = max(data.rfind(b"<"), 0)
        yield data[:cut]
        rest = data[cut:]
    yield rest


class _Sheet:
    """Handles the tags of a sheet; a cell or row that names no place follows the one before it."""

    def __init__(self, stale: bool) -> None:
        self.found = Survey()
        self.stale = stale
        self.row = self.column = -1
        self.kind = ""
        self.formula = self.inside = self.filled = False
        self.value: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self._place(attributes.get("r"))
            self.kind = attributes.get("t", "")
            self.formula = self.filled = False
            self.value = []
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.filled, self.inside = True, name == "v"

    def _place(self, given: str | None) -> None:
        if given is None:
            self.column += 1
            return
        letters = given.rstrip("0123456789")
        self.column = index(letters.upper())
        self.row = int(given[len(letters) :]) - 1

    def text(self, text: str) -> None:
        if self.inside:
            self.value.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self.inside = False
        elif name == "c":
            self._cell("".join(self.value).strip())

    def _cell(self, value: str) -> None:
        if self.filled or self.formula:
            self.found.reach(self.row, self.column)
        if self.kind == "e" and value:
            self.found.add(Flaw(self.row, self.column, value))
        elif self.formula and self._unvalued(value):
            self.found.add(Flaw(self.row, self.column))

    def _unvalued(self, value: str) -> bool:
        """An empty text is a value (kind str); a nought is none where nothing was ever calculated."""
        return (not value and not (self.kind == "str" and self.filled)) or (self.stale and value == "0")


def _look(stream: IO[bytes], stale: bool) -> Survey:
    sheet = _Sheet(stale)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = sheet.start
    parser.CharacterDataHandler = sheet.text
    parser.EndElementHandler = sheet.end
    parser.ParseFile(stream)
    return sheet.found
