"""Surveys the sheets of an XLS (BIFF) for errors, which its reader shows as empty; formulas always have a value."""

import struct
from collections.abc import Iterator

from dvcdata.spreadsheets.ole import Container
from dvcdata.spreadsheets.survey import Flaw, Survey

BOF, EOF, SHEET, ERROR, FORMULA, PASSWORD = {0x0809, 0x0409, 0x0209}, 0x0A, 0x85, 0x0205, 0x06, 0x2F
BOOKS = ("Workbook", "Book")
CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def is_book(container: Container) -> bool:
    """Whether a compound file is a workbook."""
    return any(name in container.names for name in BOOKS)


def is_encrypted(container: Container) -> bool:
    """Whether the workbook asks for a password."""
    return any(kind == PASSWORD for kind, _ in _records(_book(container), 0))


def surveys(container: Container) -> list[Survey]:
    """The surveys of all sheets in the order of the workbook."""
    book = _book(container)
    offsets = [struct.unpack_from("<I", data)[0] for kind, data in _records(book, 0) if kind == SHEET]
    return [_survey(book, offset) for offset in offsets]


def _book(container: Container) -> bytes:
    return container.stream(next(name for name in BOOKS if name in container.names))


def _records(book: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records from there to the end of what begins there; a chart inside a sheet begins and ends as well."""
    depth = 0
    while offset + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, offset)
        depth += (kind in BOF) - (kind == EOF)
        if depth <= 0:
            return
        yield kind, book[offset + 4 : offset + 4 + size]
        offset += 4 + size


def _survey(book: bytes, offset: int) -> Survey:
    found = Survey()
    for kind, data in _records(book, offset):
        if kind == ERROR and len(data) >= 8:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", data)
        elif kind == FORMULA and len(data) >= 14:
            row, column, _, tag, _, code, _, _, _, mark = struct.unpack_from("<HHHBBBBBBH", data)
            is_error = tag == 2 and mark == 0xFFFF
        else:
            continue
        if is_error:
            found.add(Flaw(row, column, CODES.get(code, "#N/A")))
    return found
