"""Records of a template that somebody filled in, as data has them, and what its description sheet says."""

import itertools
from collections.abc import Iterator
from typing import Any

from dvcdata import describe
from dvcdata.errors import UserError
from dvcdata.spreadsheets.cells import Cell, shown
from dvcdata.spreadsheets.workbook import Book, Filler
from dvcdata.template import filled, version
from dvcdata.template.filled import Filled


def tables(book: Book) -> list[Filled]:
    """The sheets of rows of a workbook that is a template of ours; none where it is another."""
    heads = {name: _texts(itertools.islice(book.rows(name), filled.HEAD)) for name in book.visible}
    return filled.opened(book.file, heads, lambda name: _texts(book.rows(name)))


def others(book: Book) -> set[str]:
    """The sheets of a template that hold no rows."""
    return filled.sheets({name: _texts(itertools.islice(book.rows(name), filled.HEAD)) for name in book.visible})


def choose(book: Book, table: str) -> Filled | None:
    """The sheet of rows that is meant: of that table, else the first; None where the workbook has none."""
    mine = tables(book)
    found = next((item for item in mine if table in ("", item.table)), None)
    if mine and not found:
        raise UserError("template.other_table", file=book.file, table=mine[0].table, given=table)
    return found


def rows(book: Book, sheet: str) -> Iterator[tuple[list[Cell], list[int]]]:
    """The rows of a sheet, those below the header as data has them; none of our own column, none after the last."""
    item = next((item for item in tables(book) if item.sheet == sheet), None)
    if item is None:
        yield from ((cells, []) for cells in book.rows(sheet))
        return
    item.check(book.file, book.survey(sheet))
    width, last, blank = max(item.places.values()) + 1, 0, 0
    filler = Filler(merged for merged in book.merged(sheet) if merged[0][1] < width)
    for index, cells in enumerate(book.rows(sheet)):
        row = [*map(shown, cells[:width])]
        whole = cells[:width]
        filler.fill(index, whole)
        if index > item.header:
            values = item.row(row, dict(enumerate(map(shown, whole))))
            if values is None:
                blank += 1
                continue
            last = index
            for name, place in item.places.items():
                row[place] = values[name]
        for _ in range(blank):  # so that each row keeps its number
            yield [""] * width, []
        blank = 0
        yield [*row], []
    if not last:
        raise item.empty(book.file)


def described(book: Book, file: str) -> tuple[str, dict[str, Any]]:
    """Where a template says what its dataset is, and what, as a descriptor has it; nothing for another workbook."""
    first = _texts(itertools.islice(book.rows(book.visible[0]), filled.HEAD))
    item = next(iter(tables(book)), None) if version.found(first) else None
    if item is None or not item.about_sheet:
        return "", {}
    return f"{file} › {item.about_sheet}", describe.applied({}, item.described(book.file))


def _texts(rows: Iterator[list[Cell]]) -> list[list[str]]:
    return [[shown(cell) for cell in cells] for cells in rows]
