"""Puts the rows of a source into a table: a newer edition replaces its own rows, and nobody else's."""

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dvcdata.importers.harvest import Row, Values
from dvcdata.importers.holding import MAPPED, Held, Line, Table

# Tables whose rows are things, not statements: a second source that names the same thing adds no row.
THINGS = {"sources", "agencies", "agency_names", "agency_groups", "measures"}
# Things that the reference package defines: its latest word counts where the row names the same source for it.
DEFINED = {"measures", "sources"}
Rows = dict[tuple[str, ...], deque[Held]]


class Otherwise(NamedTuple):
    """A source says of a known thing what the package has otherwise: the row, the column, and what is there."""

    row: Row
    key: str
    column: str
    there: str


@dataclass
class Merged:
    """What became of a table: how many rows the source had before, and what it says otherwise of known things."""

    before: int = 0
    changed: bool = False
    otherwise: list[Otherwise] = field(default_factory=list)

    def add(self, other: "Merged") -> None:
        """Counts another table in."""
        self.before += other.before
        self.changed = self.changed or other.changed
        self.otherwise += other.otherwise


def merge(table: Table, rows: Sequence[Row], source: str, file: str) -> Merged:
    """Makes the table hold these rows of the source and no others of it."""
    mine, theirs = _by_owner(table, source, {table.key_of(row.values) for row in rows})
    merged = Merged(sum(map(len, mine.values())))
    for row in rows:
        key, line = table.key_of(row.values), Line(source, file, *row.place)
        if held := mine[key].popleft() if mine[key] else None:
            if _renew(table, held, row, line, merged):
                continue
            theirs[key].append(held)
        if same := next((held for held in theirs[key] if _agrees(table, held, row, merged)), None):
            if same.owners:  # a row that nobody imported stays the steward's own
                same.lines.append(line)
        else:
            table.rows.append(Held(dict(row.values), [line]))
            merged.changed = True
    gone = {id(held) for left in mine.values() for held in left if not _leave(held, source, merged)}
    table.rows = [held for held in table.rows if id(held) not in gone]
    merged.changed = merged.changed or bool(gone)
    table.changed = table.changed or merged.changed
    return merged


def _by_owner(table: Table, source: str, wanted: Collection[tuple[str, ...]]) -> tuple[Rows, Rows]:
    """The rows of the source by their keys, and those of others that have one of the keys wanted."""
    mine: Rows = defaultdict(deque)
    theirs: Rows = defaultdict(deque)
    for held in table.rows:
        if held.is_of(source):
            mine[table.key_of(held.values)].append(held)
        elif wanted and (key := table.key_of(held.values)) in wanted:
            theirs[key].append(held)
    return mine, theirs


def _renew(table: Table, held: Held, row: Row, line: Line, merged: Merged) -> bool:
    """Brings a row of the source up to date; False when another source says it too and would be contradicted."""
    if held.owners == {line.source}:
        new = _combined(held.values, row.values)
        merged.changed = merged.changed or new != held.values
        held.values, held.lines = new, [line]
    elif _agrees(table, held, row, merged):
        sources = [other.source for other in held.lines]
        at = sources.index(line.source) if line.source in sources else len(sources)
        held.lines[at : at + 1] = [line]
    else:
        _leave(held, line.source, merged)
        return False
    return True


def _combined(old: Values, new: Values) -> Values:
    """The new row with what the source does not say as it was: a steward's columns, and codes of unchanged texts."""
    kept = dict(old)
    for code, text in MAPPED.items():
        if code in kept and old.get(text, "") != new.get(text, ""):
            kept[code] = ""
    return kept | new


def _agrees(table: Table, held: Held, row: Row, merged: Merged) -> bool:
    """Whether a row of another source says the same; of a thing, what that one left open is filled in."""
    said = {name: value for name, value in row.values.items() if name != "source_id" and name not in MAPPED}
    if table.name not in THINGS:
        return all(held.values.get(name, "") == value for name, value in said.items())
    ours = table.name in DEFINED and held.values.get("source_id") == row.values.get("source_id")
    for name, value in said.items():
        there = held.values.get(name, "")
        if value and (not there or (value != there and ours)):
            held.values[name], merged.changed = value, True
        elif value and value != there:
            merged.otherwise.append(Otherwise(row, "|".join(table.key_of(row.values)), name, there))
    return True


def _leave(held: Held, source: str, merged: Merged) -> bool:
    """Takes a source from a row; whether another one is left that says it."""
    held.lines = [line for line in held.lines if line.source != source]
    if held.values.get("source_id") == source:
        held.values["source_id"] = next((line.source for line in held.lines), "")
        merged.changed = True
    return bool(held.owners)
