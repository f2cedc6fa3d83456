"""Finds in a sheet the header that a map speaks of, or that might be one, and reads the rows below it."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dvcdata.importers.form_06_table import NUMBER
from dvcdata.importers.maps import TableMap
from dvcdata.spreadsheets.workbook import Sheet

WITHIN = 40  # rows in which a header is looked for
JOINED = " › "


@dataclass(frozen=True)
class Header:
    """A header of one row or two: its rows counted from 0, and its labels, "" for a column without one."""

    sheet: Sheet
    rows: tuple[int, ...]
    labels: tuple[str, ...]

    def above(self) -> list[list[str]]:
        """The rows above it."""
        return self.sheet.rows[: self.rows[0]]

    def places(self, labels: Mapping[str, str]) -> dict[str, int] | None:
        """The places of those columns by what they mean, None where a label is missing."""
        found = {tidy(label): n for n, label in reversed(list(enumerate(self.labels))) if label}
        if not all(tidy(label) in found for label in labels):
            return None
        return {meaning: found[tidy(label)] for label, meaning in labels.items()}

    def below(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below it with their number from 0; no blank ones, no numbering of columns, no second header."""
        header = [self.sheet.rows[row] for row in self.rows]
        for index in range(self.rows[-1] + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            said = [cell.strip() for cell in row if cell.strip()]
            numbered = index <= self.rows[-1] + 2 and len(said) > 2 and _consecutive(said)
            if said and not numbered and row not in header:
                yield index, row


def find(sheet: Sheet, item: TableMap) -> Header | None:
    """The header of a sheet that has all columns of a map, or None."""
    if item.sheet and sheet.name != item.sheet:
        return None
    return next((header for header in choices(sheet, item) if header.places(item.used) is not None), None)


def choices(sheet: Sheet, item: TableMap) -> list[Header]:
    """The header that a map says a sheet has, or those that there might be."""
    if not item.header:
        return list(headers(sheet))
    header = _header(sheet, tuple(row - 1 for row in item.header))
    return [header] if header else []


def headers(sheet: Sheet) -> Iterator[Header]:
    """The rows, and pairs of rows, that might be a header: they have two labels at least."""
    for row in range(min(WITHIN, len(sheet.rows))):
        for rows in ((row,), (row, row + 1)) if any(sheet.rows[row]) else ():
            header = _header(sheet, rows)
            if header and sum(map(bool, header.labels)) > 1:
                yield header


def tidy(label: str) -> str:
    """A label as it counts: without case and needless blanks."""
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


def _header(sheet: Sheet, rows: tuple[int, ...]) -> Header | None:
    """The header in these rows; a label that stands twice says nothing and counts as none."""
    if rows[-1] >= len(sheet.rows):
        return None
    upper = [_plain(cell) for cell in sheet.rows[rows[0]]]
    lower = [_plain(cell) for cell in sheet.rows[rows[-1]]] if len(rows) > 1 else [""] * len(upper)
    labels, group = [], ""
    for above, label in zip(upper, lower, strict=True):
        group = above or (group if label else "")  # a merged cell speaks for the empty ones after it
        labels.append(JOINED.join(part for part in (group if label else above, label) if part))
    often = Counter(map(tidy, labels))
    return Header(sheet, rows, tuple(label if often[tidy(label)] == 1 else "" for label in labels))


def _plain(cell: str) -> str:
    return " ".join(cell.split())


def _consecutive(cells: Sequence[str]) -> bool:
    numbers = [int(match[1]) if (match := NUMBER.fullmatch(cell)) else 0 for cell in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] > 0
