"""Surveys the sheets of an XLS (BIFF) for errors, which its reader shows as empty, and for cells far out.

A formula without a value cannot be told there: every formula has one, be it the empty text.
"""

import struct
from collections.abc import Iterator

from dvcdata.spreadsheets.ole import Container
from dvcdata.spreadsheets.survey import Flaw, Survey

BOF, EOF, SHEET, ERROR, FORMULA, PASSWORD = {0x0809, 0x0409, 0x0209}, 0x0A, 0x85, 0x0205, 0x06, 0x2F
CELLS = {0x06, 0x0203, 0x0204, 0x0205, 0x027E, 0xD6, 0xFD}  # each begins with its row and column
SEVERAL = 0xBD  # numbers side by side; ends with the last column
DIMENSIONS = 0x0200  # the first row, the one after the last, and the columns likewise
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
        if kind in CELLS:
            row, column = struct.unpack_from("<HH", data)
            found.reach(row, column)
            if (code := _error(kind, data)) is not None:
                found.add(Flaw(row, column, CODES.get(code, "#N/A")))
        elif kind == SEVERAL:
            found.reach(struct.unpack_from("<H", data)[0], struct.unpack_from("<H", data, len(data) - 2)[0])
        elif kind == DIMENSIONS:
            first_row, last_row, first, last = struct.unpack_from("<IIHH" if len(data) >= 14 else "<HHHH", data)
            if first_row > last_row or first > last:
                raise ValueError("dimensions that end before they begin")
            found.room = (last_row - first_row) * (last - first)
    return found


def _error(kind: int, data: bytes) -> int | None:
    """The code of the error that the cell holds or that its formula came to."""
    if kind == ERROR:
        code, is_error = struct.unpack_from("<BB", data, 6)
        return int(code) if is_error else None
    if kind == FORMULA:
        tag, _, code, mark = struct.unpack_from("<BBB3xH", data, 6)
        return int(code) if tag == 2 and mark == 0xFFFF else None
    return None
