"""Where the rows of a table stand in the workbooks they were read from, and which sheets of these were not read."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dvcdata.spreadsheets.cells import letter

NUMBER = re.compile("#([0-9]{1,5})")


@dataclass(frozen=True)
class Part:
    """The rows of a table that one sheet gave: from record `first` on, each stands `shift` below its number."""

    first: int
    shift: int
    file: str
    sheet: str


@dataclass(frozen=True)
class Look:
    """What there is to see in a workbook when a table is read from one of its sheets."""

    path: Path
    file: str
    read: str
    visible: tuple[str, ...]
    hidden: tuple[str, ...]


@dataclass
class Trace:
    """What reading a table's workbooks brings to light, row by row; empty for a table that is in none."""

    parts: list[Part] = field(default_factory=list)
    header: int = 1  # the last row of the header
    columns: dict[str, str] = field(default_factory=dict)  # letters by field
    unvalued: dict[int, list[int]] = field(default_factory=dict)  # places of formulas never calculated, by record
    looks: list[Look] = field(default_factory=list)
    broken: "array[int]" = field(default_factory=lambda: array("Q"))  # records that hold line breaks, in order
    breaks: "array[int]" = field(default_factory=lambda: array("Q"))  # in these and all before

    def name_columns(self, names: Iterable[str]) -> None:
        """Takes note of the fields in the order of the columns; one without a name is called by its number, `#3`."""
        for place, name in enumerate(names):
            self.columns.setdefault(name, letter(place))

    def note_breaks(self, record: int, n: int) -> None:
        """Takes note of a record that goes over `n` line ends."""
        self.broken.append(record)
        self.breaks.append(n + (self.breaks[-1] if self.breaks else 0))

    def line(self, row: int | None) -> int | None:
        """The line of the file that a record begins in, where this is not its number."""
        if row is None or not (before := bisect_left(self.broken, row)):
            return None
        return row + self.breaks[before - 1]

    def cell(self, row: int | None, field: str | None) -> str | None:
        """The place of a field of a record, such as "tệp.xlsx › Danh sách TTHC › B17"; of the header for row 1."""
        if row is None or not self.parts:
            return None
        row = max(row, self.header)
        part = self.parts[max(bisect_right(self.parts, row, key=lambda part: part.first) - 1, 0)]
        return f"{part.file} › {part.sheet} › {self._column(field)}{row + part.shift}"

    def _column(self, field: str | None) -> str:
        if field and (number := NUMBER.fullmatch(field)):
            return letter(int(number[1]) - 1)
        return self.columns.get(field.split(", ")[0], "") if field else ""


def unread(traces: Iterable[Trace]) -> Iterator[tuple[str, dict[str, object]]]:
    """The sheets that hold something and were not read: a word for why, and the values of its sentence."""
    books: dict[Path, list[Look]] = {}
    for look in (look for trace in traces for look in trace.looks):
        books.setdefault(look.path, []).append(look)
    for looks in books.values():
        read = {look.read for look in looks}
        for key, names in (("other_sheets", looks[0].visible), ("hidden_sheets", looks[0].hidden)):
            if left := [name for name in names if name not in read]:
                yield key, {"file": looks[0].file, "sheets": ", ".join(left), "n": len(left)}
