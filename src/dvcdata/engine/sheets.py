"""Records of tables in spreadsheets: one sheet of a workbook, where its rows stand, and which row is the header."""

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from dvcdata import profiles, schemas
from dvcdata.engine import templates
from dvcdata.errors import UserError, why
from dvcdata.package import Table
from dvcdata.spreadsheets import guards
from dvcdata.spreadsheets.cells import Cell, shown
from dvcdata.spreadsheets.workbook import Book
from dvcdata.template import version
from dvcdata.tracing import Look, Part

HEADER_WITHIN = 10  # rows
Row = tuple[list[Cell], list[int]]  # its cells, and the columns of formulas that were never calculated


def records(table: Table, control: dict[str, Any], header: int) -> Iterator[list[Cell]]:
    """The rows of a sheet of each file; of those after the first without the header, which must be the same."""
    trace = table.trace
    trace.header = header
    head: list[list[str]] = []
    count = 0
    for path in table.paths:
        book = _book(path)
        sheet = _sheet(book, control.get("sheet"))
        file = table.label or path.name
        rows = _rows(book, sheet, bool(control.get("fillMergedCells")))
        top = list(itertools.islice(rows, max(header, HEADER_WITHIN)))
        ours: set[str] = set()
        if version.found(_labels(top)):
            rows, ours = templates.rows(book, sheet), templates.others(book)
            top = list(itertools.islice(rows, max(header, HEADER_WITHIN)))
        visible, hidden = (
            tuple(name for name in names if name not in ours and not book.is_blank(name))
            for names in (book.visible, book.hidden)
        )
        trace.looks.append(Look(path, file, sheet, visible, hidden))
        trace.parts.append(Part(count + 1, header - count if count else 0, file, sheet))
        if count and _labels(top[:header]) != head:
            raise UserError("table.parts_differ", path=str(path), first=str(table.paths[0]))
        if not count:
            _check_header(table, book, sheet, top)
            head = _labels(top[:header])
        for cells, unvalued in itertools.chain(top[header:] if count else top, rows):
            count += 1
            if unvalued:
                trace.unvalued[count] = unvalued
            yield cells


def _rows(book: Book, sheet: str, fill_merged: bool = False) -> Iterator[Row]:
    for cells, flaws in zip(book.rows(sheet, fill_merged), book.survey(sheet).by_row(), strict=False):
        formulas = [flaw for flaw in flaws if flaw.text is None]
        yield cells, [column for flaw in formulas for column in range(flaw.column, flaw.column + flaw.columns)]


def _labels(rows: Sequence[Row]) -> list[list[str]]:
    """The texts of rows without the blanks at their ends, which another sheet may have more of."""
    found = []
    for cells, _ in rows:
        texts = [shown(cell).strip() for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        found.append(texts)
    return found


def _book(path: Path) -> Book:
    """The workbook at that path, opened once for all tables of it that follow each other."""
    try:
        stat = path.stat()
    except OSError as problem:
        raise UserError("file.unreadable", path=str(path), why=why(problem)) from None
    return _opened(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _opened(path: Path, modified: int, size: int) -> Book:
    return Book(guards.content(path), str(path))


def _sheet(book: Book, wanted: Any) -> str:
    """The sheet that the dialect names, or counts from 1 among all; else the first that is visible."""
    if wanted is None:
        return book.visible[0]
    names = book.names
    if isinstance(wanted, int) and 0 < wanted <= len(names):
        return names[wanted - 1]
    if wanted in names:
        return str(wanted)
    known, hidden = ", ".join(book.visible), ", ".join(book.hidden) or "–"
    raise UserError("spreadsheet.no_sheet", file=book.file, sheet=str(wanted), known=known, hidden=hidden)


def _check_header(table: Table, book: Book, sheet: str, top: Sequence[Row]) -> None:
    """Refuses a blank sheet, and one whose header stands below row 1 where the dialect does not say so."""
    if not top:
        raise UserError("spreadsheet.blank", file=book.file, sheet=sheet)
    if {"header", "headerRows", "commentRows"} & table.dialect.keys():
        return
    fields = set(table.columns)
    first, *others = (len(fields & set(labels)) for labels in _labels(top[:HEADER_WITHIN]))
    best = max(others, default=0)
    if not first and best >= min(2, len(fields)):
        row = others.index(best) + 2
        raise UserError("spreadsheet.header_below", file=book.file, sheet=sheet, table=table.name, row=row)


def described(path: Path) -> tuple[str, dict[str, Any]]:
    """Where a workbook that is a template says what its dataset is, and what; nothing for another workbook."""
    return templates.described(_book(path), path.name)


def recognised(table: Table, path: Path) -> tuple[str, dict[str, Any]]:
    """Which profile table a lone workbook holds, and where: the first sheet with a header among its first rows.

    A table that has a name is looked for by its key columns.
    """
    book = _book(table.paths[0])
    key = set(schemas.primary_key(table.schema))
    for sheet in book.visible:
        head = _labels(list(itertools.islice(_rows(book, sheet), HEADER_WITHIN)))
        if version.found(head) and (mine := templates.choose(book, table.name)):
            return mine.table, {"excel": {"sheet": mine.sheet}, "headerRows": [mine.header + 1], "skipBlankRows": True}
        for row, labels in enumerate(head, 1):
            name = profiles.recognise(labels) if not table.name else table.name if key <= set(labels) else None
            if name:
                return name, {"excel": {"sheet": sheet}, "headerRows": [row]}
    words = {
        "file": str(path),
        "path": str(path),
        "rows": HEADER_WITHIN,
        "sheets": ", ".join(book.visible),
    }
    if table.name:
        raise UserError("spreadsheet.no_header", **words, table=table.name, columns=", ".join(sorted(key)))
    raise UserError("spreadsheet.unknown_table", **words)
