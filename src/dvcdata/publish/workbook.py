"""A table as XLSX: a cover sheet, notes on every column, and the rows with codes as text."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dvcdata import schemas, texts
from dvcdata.engine.load import sql_type
from dvcdata.package import Package, Table
from dvcdata.publish import sheet
from dvcdata.publish.metadata import BOTH, both, listed
from dvcdata.publish.tables import Typed

VERSION = 5  # of what is written: a new one is sent again
MOST_ROWS = 1_048_575  # of a sheet, beside the header
PLAIN = ("BIGINT", "DECIMAL(28,8)", "BOOLEAN")  # kinds of columns whose cells need no format
WIDEST = 60
MADE = datetime(2000, 1, 1)  # not the clock: the same data in, the same bytes out


def write(
    path: Path,
    name: str,
    rows: Typed,
    schema: Mapping[str, Any],
    cover: Iterable[tuple[str, str]],
    lines: sheet.Lines | None = None,
) -> None:
    """Writes the workbook; `cover` is what the first sheet says, label and text, and `lines` are the rows in XML where
    they are at hand."""
    import xlsxwriter

    made = io.BytesIO()
    told = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # it holds no row
    with xlsxwriter.Workbook(made, told) as book:
        book.set_properties({"created": MADE, "title": name})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        _said(book.add_worksheet(texts.text("publish.sheet.cover", "vi")), cover, (30, 90), bold, wrap)
        _said(
            book.add_worksheet(texts.text("publish.sheet.notes", "vi")),
            _notes(rows, schema),
            (28, 32, 32, 14, 90),
            bold,
            wrap,
        )
        _head(
            book,
            book.add_worksheet(name[:31]),
            rows,
            bold,
            rows.lengths() if lines is None else [0] * len(rows.columns),
        )
    sheet.fill(made.getvalue(), path, "xl/worksheets/sheet3.xml", rows, lines)


def cover(package: Package, table: Table) -> list[tuple[str, str]]:
    """What the first sheet of a workbook says."""
    descriptor = package.descriptor
    names = [str(item.get("title") or item.get("name")) for item in listed(descriptor, "licenses")]
    lines = [(table.name, both(table.schema, "title").replace(BOTH, " / "))]
    lines += [("Mô tả / Description", both(table.schema, "description"))]
    lines += [
        ("Bộ dữ liệu / Dataset", both(descriptor, "title")),
        ("", both(descriptor, "description")),
    ]
    lines += [("Phiên bản / Version", str(descriptor.get("version", ""))), ("Giấy phép / Licence", "; ".join(names))]
    lines += [("Khóa / Key", ", ".join(schemas.primary_key(table.schema)))]
    return [line for line in lines if line[1]]


def _said(page: Any, lines: Iterable[Sequence[str]], widths: Sequence[int], bold: Any, wrap: Any) -> None:
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            page.write_string(number, place, cell[: sheet.MOST_TEXT], wrap if place or not number else bold)


def _notes(rows: Typed, schema: Mapping[str, Any]) -> Iterable[Sequence[str]]:
    both = [
        f"{texts.text(f'publish.notes.{key}', 'vi')} / {texts.text(f'publish.notes.{key}', 'en')}"
        for key in ("column", "title", "english", "unit", "meaning")
    ]
    yield both
    for column in rows.columns:
        field = column.field
        if column.of:
            yield (
                column.name,
                *(texts.text("publish.notes.status", lang, column=column.of) for lang in texts.LANGUAGES),
            )
            continue
        said = "\n".join(str(field[key]) for key in ("description", "description_en") if field.get(key))
        yield (column.name, *(str(field.get(key, "")) for key in ("title", "title_en", "unit")), said)
    yield from schemas.missing_labels(dict(schema)).items()


def _head(book: Any, data: Any, rows: Typed, bold: Any, lengths: Sequence[int]) -> None:
    """The header of the data sheet, and how each column is shown: dates as dates, all else but numbers as text."""
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    for place, (column, length) in enumerate(zip(rows.columns, lengths, strict=True)):
        kind = sql_type(column.field)
        shown = day if kind == "DATE" else None if kind in PLAIN else text
        data.set_column(place, place, min(WIDEST, max(12, len(column.name) + 4, length + 1)), shown)
        data.write_string(0, place, column.name, bold)
    data.freeze_panes(1, 0)
    if number := rows.count():
        data.autofilter(0, 0, number, len(rows.columns) - 1)
