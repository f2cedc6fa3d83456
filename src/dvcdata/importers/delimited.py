"""Reads a text table (CSV) as a workbook of one sheet without a name, its cells as they stand."""

import codecs
import csv
from collections import Counter
from io import StringIO

from dvcdata.errors import UserError
from dvcdata.spreadsheets.workbook import Sheet, Workbook

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = ",;\t|"
SAMPLE = 200  # records


def read(content: bytes, file: str) -> Workbook | None:
    """The table in these bytes, or None where they are no text table; one in an old encoding is refused."""
    text = _text(content, file)
    if text is None:
        return None
    rows = max((_records(text, mark) for mark in DELIMITERS), key=_evenness)
    separations, alike = _evenness(rows)
    if not separations or alike * 2 < sum(1 for row in rows[:SAMPLE] if row):
        return None
    width = max(map(len, rows))
    return Workbook((Sheet("", [row + [""] * (width - len(row)) for row in rows]),))


def _text(content: bytes, file: str) -> str | None:
    try:
        text = content.decode("utf-16" if content.startswith(WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        if content.startswith(WIDE) or any(byte < 32 and byte not in b"\t\r\n\f" for byte in content):
            return None
        raise UserError("import.not_utf8", file=file) from None
    return None if any(ord(char) < 32 and char not in "\t\r\n\f" for char in text) else text


def _records(text: str, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        return []


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    """How many separations the records as wide as most have together, and how many such records there are."""
    widths = Counter(len(row) for row in rows[:SAMPLE] if row)
    return max(((n * (width - 1), n) for width, n in widths.items()), default=(0, 0))
