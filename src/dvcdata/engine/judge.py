"""Judges rows cell by cell with frictionless' own cell readers; a verdict on equal cells is remembered."""

from collections.abc import Callable, Sequence
from typing import Any

Note = tuple[str, int, str, str]  # error type, field position (0 first), cell as text, note
MEMORY = 100_000  # verdicts remembered per column
KINDS = {"type": "type-error"}
Verdict = tuple[Any, tuple[tuple[str, str], ...]]


class Judge:
    """What frictionless says of each row of a table with these fields (frictionless' own, in the order of the data)."""

    def __init__(self, fields: Sequence[Any]) -> None:
        self.fields = fields
        self.readers: list[Callable[[Any], tuple[Any, dict[str, str] | None]]] = [
            item.create_cell_reader() for item in fields
        ]
        self.memory: list[dict[Any, Verdict]] = [{} for _ in fields]

    def cell(self, position: int, source: Any) -> Verdict:
        """The typed value of a cell, and the notes on it as (error type, note)."""
        if type(source) is not str and source is not None:  # 1, 1.0 and True are one key of a dict
            return self._asked(position, source)
        memory = self.memory[position]
        if source not in memory:
            if len(memory) >= MEMORY:
                memory.clear()
            memory[source] = self._asked(position, source)
        return memory[source]

    def _asked(self, position: int, source: Any) -> Verdict:
        try:
            value, notes = self.readers[position](source)
        except Exception:  # such as times with and without a zone, which it cannot compare with a bound
            field = self.fields[position]
            value, notes = None, {"type": f'type is "{field.type}/{field.format}"'}
        return value, tuple((KINDS.get(name, "constraint-error"), note) for name, note in (notes or {}).items())

    def row(self, cells: Sequence[Any]) -> tuple[list[Any], list[Note]]:
        """The typed values of a row by field, and what is wrong with it, as frictionless' rows have it."""
        count = len(self.readers)
        values: list[Any] = []
        notes: list[Note] = []
        for position, source in enumerate([*cells[:count], *[None] * (count - len(cells))]):
            value, listed = self.cell(position, source)
            values.append(value)
            if listed:
                notes += [(kind, position, "" if source is None else str(source), note) for kind, note in listed]
        if values.count(None) == count and not any(kind == "type-error" for kind, *_ in notes):
            return values, [("blank-row", -1, "", "")]
        notes += [("extra-cell", place, str(cells[place]), "") for place in range(count, len(cells))]
        notes += [("missing-cell", place, "", "") for place in range(len(cells), count)]
        return values, notes
