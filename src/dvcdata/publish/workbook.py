"""A table as XLSX: a cover sheet, notes on every column, and the rows with codes as text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dvcdata import schemas, texts
from dvcdata.findings import plain
from dvcdata.publish.tables import Typed

VERSION = 1  # of what is written: a new one is sent again
MOST_ROWS = 1_048_575  # of a sheet, beside the header
MOST_TEXT = 32_767  # characters of a cell
EXACT = 10**15  # a spreadsheet keeps 15 digits
FIRST_DAY = date(1900, 3, 1)  # before it the calendar of spreadsheets has a day too many
WIDEST = 60
MADE = datetime(2000, 1, 1)  # not the clock: the same data in, the same bytes out


def write(path: Path, name: str, rows: Typed, schema: Mapping[str, Any], cover: Iterable[tuple[str, str]]) -> None:
    """Writes the workbook; `cover` is what the first sheet says, label and text."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": MADE, "title": name})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        _sheet(book.add_worksheet(texts.text("publish.sheet.cover", "vi")), cover, (30, 90), bold, wrap)
        _sheet(
            book.add_worksheet(texts.text("publish.sheet.notes", "vi")),
            _notes(rows, schema),
            (28, 32, 32, 14, 90),
            bold,
            wrap,
        )
        _data(book, book.add_worksheet(name[:31]), rows, bold)


def _sheet(sheet: Any, lines: Iterable[Sequence[str]], widths: Sequence[int], bold: Any, wrap: Any) -> None:
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell[:MOST_TEXT], wrap if place or not number else bold)


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


def _data(book: Any, sheet: Any, rows: Typed, bold: Any) -> None:
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    widths = [min(WIDEST, max(12, len(column.name) + 2)) for column in rows.columns]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(rows.columns):
        sheet.write_string(0, place, column.name, bold)
    number = 0
    for batch in rows.batches():
        for row in batch:
            number += 1
            for place, value in enumerate(row):
                _cell(sheet, number, place, value, day, text)
    if number:
        sheet.autofilter(0, 0, number, len(rows.columns) - 1)


def _cell(sheet: Any, row: int, place: int, value: Any, day: Any, text: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float | Decimal) and -EXACT < value < EXACT:
        sheet.write_number(row, place, value)
    elif type(value) is date and value >= FIRST_DAY:
        sheet.write_datetime(row, place, value, day)
    else:
        sheet.write_string(row, place, plain(value)[:MOST_TEXT], text)
