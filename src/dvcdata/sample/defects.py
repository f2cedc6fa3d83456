"""The planted defects: what is made wrong in which cell, and what a check must find there and nowhere else."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dvcdata.sample.sheet import Cells, Sheet
from dvcdata.write import Cell, text

Key = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A finding to expect; without table or key it is in the row that was made wrong."""

    rule: str
    field: str
    severity: str = "error"
    table: str = ""
    key: Key = ()


@dataclass(frozen=True)
class Defect:
    """One thing made wrong: the row by its key, the cells with what is done to them, and why it happens in life."""

    table: str
    key: Key
    changes: tuple[tuple[str, Callable[[Cell], Cell]], ...]
    found: tuple[Found, ...]
    why: str
    why_en: str
    copies: int = 1  # how many times the row then stands in the table: 0 lost, 2 twice


@dataclass(frozen=True)
class Planted:
    """A finding to expect, and the cell that was made wrong, which may stand in another row."""

    found: Found
    table: str
    key: str
    changed_table: str
    changed_key: str
    changed: str
    before: str
    after: str
    defect: Defect


def put(value: Cell) -> Callable[[Cell], Cell]:
    """The cell is overwritten."""
    return lambda _: value


def add(number: str) -> Callable[[Cell], Cell]:
    """The number in the cell is off by that much."""
    return lambda cell: text(Decimal(text(cell)) + Decimal(number))


def decomposed(cell: Cell) -> Cell:
    """Letters and their marks apart, as some input methods type them."""
    return unicodedata.normalize("NFD", text(cell))


def untidy(cell: Cell) -> Cell:
    """Two blanks where one should be, and one at the end."""
    return text(cell).replace(" ", "  ", 1) + " "


class Planting:
    """Applies the defects to rows as they pass, and keeps what they came to."""

    def __init__(self, defects: Iterable[Defect]) -> None:
        self.defects = tuple(defects)
        self.planted: dict[Defect, list[Planted]] = {}

    def apply(self, sheet: Sheet) -> Iterator[Cells]:
        """The rows with the defects of that table; a defect whose row is not there is a mistake in the list."""
        wanted = {defect.key: defect for defect in self.defects if defect.table == sheet.name}
        keys = [sheet.columns.index(name) for name in sheet.key]
        for row in sheet.rows:
            defect = wanted.pop(tuple(text(row[at]) for at in keys), None) if wanted else None
            if defect is None:
                yield row
                continue
            changed = self._change(defect, sheet.columns, row)
            self.planted[defect] = list(_expected(defect, sheet.columns, keys, row, changed))
            yield from (changed for _ in range(defect.copies))
        if wanted:
            raise LookupError(f"no row of {sheet.name} for the planted defects {sorted(wanted)}")

    def _change(self, defect: Defect, columns: list[str], row: Cells) -> Cells:
        cells = list(row)
        for name, change in defect.changes:
            at = columns.index(name)
            cells[at] = change(cells[at])
            if text(cells[at]) == text(row[at]):
                raise ValueError(f"{defect.table} {defect.key}: {name} was {text(row[at])!r} already")
        return tuple(cells)

    def findings(self) -> list[Planted]:
        """All findings to expect, in the order of the list of defects."""
        return [planted for defect in self.defects for planted in self.planted[defect]]


def _expected(defect: Defect, columns: list[str], keys: list[int], row: Cells, changed: Cells) -> Iterator[Planted]:
    names = [name for name, _ in defect.changes]
    own_key = "|".join(text(changed[at]) for at in keys)
    for found in defect.found:
        name = found.field if found.field in names else names[0] if names else ""
        yield Planted(
            found=found,
            table=found.table or defect.table,
            key="|".join(found.key) or own_key,
            changed_table=defect.table,
            changed_key=own_key,
            changed=name,
            before=text(row[columns.index(name)]) if name else "",
            after=_composed(changed[columns.index(name)]) if name else "",
            defect=defect,
        )


def _composed(cell: Cell) -> str:
    """A cell as it can stand in a text of ours, which is always NFC."""
    shown = unicodedata.normalize("NFC", text(cell))
    return shown if shown == text(cell) else f"{shown} (NFD)"
