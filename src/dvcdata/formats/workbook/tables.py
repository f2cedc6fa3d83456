"""The pages with the tables that findings are in: all rows of a small table, else those with findings alone."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from dvcdata import texts
from dvcdata.engine import archives, dialects, records
from dvcdata.engine.staged import Staged
from dvcdata.findings import Finding, plain
from dvcdata.formats import sentences
from dvcdata.formats.workbook.gathered import HIDDEN, Gathered, Mark, gravest
from dvcdata.formats.workbook.listing import line
from dvcdata.formats.workbook.page import Cell, Line, Page, place
from dvcdata.package import Table
from dvcdata.spreadsheets.cells import letter
from dvcdata.tracing import Trace

WHOLE = 5_000  # rows of a table that is shown whole
SAMPLE = 100
BEFORE = 2  # columns before those of the table: the row's number and its findings
HEAD = 2  # the row with the names of the columns; above it stands what the table is
FIRST = 20  # findings of a row that are numbered beside it
WIDTHS = {"string": 26, "integer": 13, "number": 13, "date": 12, "boolean": 9}
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})|-?(0|[1-9][0-9]{0,9})\.[0-9]{1,5}")  # as spreadsheets keep them exactly


@dataclass
class Sheet:
    """The page of a table as it fills up: where each record with findings came to stand."""

    item: Staged
    name: str
    columns: list[str] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all its rows are shown."""
        return self.item.rows <= WHOLE

    def link(self, finding: Finding) -> str:
        """The place of a finding on the page, "" where it is not shown."""
        row = self.rows.get(finding.row or 0)
        if not row:
            return ""
        known = finding.field in self.columns
        return place(self.name, f"{letter(self.columns.index(finding.field or '') + BEFORE) if known else 'A'}{row}")


def page(sheet: Sheet, found: Gathered, findings: str, lang: str) -> Page:
    """The table with its findings; the sheet learns where they stand."""
    table = sheet.item.table
    with opened(table) as (labels, _):
        sheet.columns = labels
    kinds = [str(table.columns.get(name, {}).get("type", "string")) for name in labels]
    widths = (8.0, 12.0, *(float(WIDTHS.get(kind, 18)) for kind in kinds))
    return Page(sheet.name, widths, _lines(sheet, kinds, found, findings, lang), frozen=True, frozen_columns=BEFORE)


@contextmanager
def opened(table: Table) -> Iterator[tuple[list[str], Iterator[tuple[int, list[Any]]]]]:
    """The header of a table, and its records with their numbers, as the file has them."""
    from frictionless import Dialect as Reader

    table = replace(table, trace=Trace())
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        table = archives.unpacked(table, Path(folder)) if table.compression else table
        dialect, _ = dialects.settle(table)
        reader = Reader.from_descriptor(dialect.descriptor)
        cells = records.cells_of(table, dialect)
        sample = list(islice(cells, SAMPLE))
        labels = [str(label) for label in reader.read_labels(sample)]
        yield labels, reader.read_enumerated_content_stream(chain(sample, cells))


def _lines(sheet: Sheet, kinds: list[str], found: Gathered, findings: str, lang: str) -> Iterator[Line]:
    table = sheet.item.table
    marks = found.marks[table.package, table.name]
    hidden = {name for package, owner, name in found.hidden if (package, owner) == (table.package, table.name)}
    key = "workbook.table_whole" if sheet.is_whole else "workbook.table_part"
    names = {"table": sentences.short(table.name), "file": sentences.short(table.file)}
    yield Line((Cell(texts.text(key, lang, **names, shown=len(marks), n=sheet.item.rows), "title", span=BEFORE + 4),))
    yield _header(sheet, marks, findings, lang)
    row = HEAD
    with opened(table) as (_, rows):
        for record, cells in rows:
            if record not in marks and not sheet.is_whole:
                continue
            row += 1
            if record in marks:
                sheet.rows[record] = row
            yield _row(sheet, kinds, hidden, record, cells, marks.get(record, []), findings)


def _header(sheet: Sheet, all_marks: Mapping[int, list[Mark]], findings: str, lang: str) -> Line:
    marks = all_marks.get(1, [])
    if marks:
        sheet.rows[1] = HEAD
    title = "title" if lang == "vi" else "title_en"
    said = {name: str(item.get(title) or item.get("title") or "") for name, item in sheet.item.table.columns.items()}
    labels = [f"{name}\n{said[name]}" if said.get(name) else name for name in sheet.columns]
    names = (Cell(label, *_look(marks, name, "head")) for label, name in zip(labels, sheet.columns, strict=True))
    first = Cell(texts.text("workbook.record", lang), *_look(marks, None, "head", sheet.columns))
    return Line((first, _numbers(marks, findings, lang), *names), head=True)


def _row(
    sheet: Sheet, kinds: list[str], hidden: set[str], record: int, cells: list[Any], marks: list[Mark], findings: str
) -> Line:
    line_ = [Cell(record, *_look(marks, None, "number", sheet.columns)), _numbers(marks, findings)]
    for place_, cell in enumerate(cells):
        name = sheet.columns[place_] if place_ < len(sheet.columns) else f"#{place_ + 1}"
        style, link, span, comment = _look(marks, name, "cell")
        value: str | int | float = cell if isinstance(cell, str) else plain(cell)
        if name in hidden and value:
            value = HIDDEN
        elif style == "cell" and place_ < len(kinds) and kinds[place_] in ("integer", "number"):
            value, style = _number(str(value))
        line_.append(Cell(value, style, link, span, comment))
    return Line(line_)


def _number(text: str) -> tuple[str | int | float, str]:
    if not NUMBER.fullmatch(text):
        return text, "cell"
    return (float(text), "decimal") if "." in text else (int(text), "number")


def _look(
    marks: list[Mark], name: str | None, style: str, columns: list[str] | None = None
) -> tuple[str, str, int, str]:
    """The style of a cell with its link, span and comment; without a name, of the cell that stands for the row."""
    here = [mark for mark in marks if (mark.field == name if name else mark.field not in (columns or ()))]
    if not here:
        return style, "", 1, ""
    return gravest(here), "", 1, "\n\n".join(mark.words for mark in here if mark.words)


def _numbers(marks: list[Mark], findings: str, lang: str = "") -> Cell:
    """The numbers of a row's findings, with a link to the first of them."""
    if not marks:
        return Cell(texts.text("workbook.problems", lang), "head") if lang else Cell("", "cell")
    more = " …" if len(marks) > FIRST else ""
    numbers = ", ".join(str(mark.number) for mark in marks[:FIRST])
    return Cell(f"→ {numbers}{more}", "link", place(findings, f"A{line(marks[0].number)}"))
