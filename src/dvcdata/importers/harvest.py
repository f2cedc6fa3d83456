"""What one file yields: rows of tables, each with its place in the file, and the source they came from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dvcdata.importers.directory import Directory
from dvcdata.importers.fields import Fields
from dvcdata.importers.known import Known

Values = dict[str, str]


class Place(NamedTuple):
    """Where in the file a row stands: sheet, row of the sheet (or index in a JSON list), and its columns there.

    `corrected` names the columns whose values are not the file's but those of a correction.
    """

    sheet: str = ""
    line: str = ""
    columns: str = ""
    corrected: str = ""


class Row(NamedTuple):
    """One row of a table: only what the source says, by column."""

    values: Values
    place: Place


class Note(NamedTuple):
    """Something the steward should know that is no row: the key of a text, and its values."""

    key: str
    params: Mapping[str, object]


@dataclass
class Harvest:
    """The rows of one file by table; `identity` begins with `family` and is the same for a newer edition."""

    publisher: str
    family: str
    identity: str = ""
    title: str = ""
    covers: str = ""
    url: str = ""
    """The address of the source, "" where it is not said."""
    agency: str = ""
    """The code of the one body it is of, "" where it is of several or of none."""
    body: str = ""
    """The name of that body."""
    period: str = ""
    """The one period it is of, "" where it is of several or of none."""
    compared: tuple[str, tuple[str, ...]] | None = None
    """The table and columns by whose values editions of one source are told from its other parts, if there are any."""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    about: Mapping[str, str | list[str]] = field(default_factory=dict)
    """What the file says of the whole dataset, as `dvcdata describe` takes it."""
    _texts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, table: str, values: Mapping[str, str | None], place: Place) -> None:
        """One more row of a table; what is None is not said at all, and so takes nothing from a steward's mapping."""
        said = {name: value for name, value in values.items() if value is not None}
        self.tables.setdefault(table, []).append(Row(said, place))

    def add_text(self, about: str, name: str, text: str, place: Place) -> None:
        """One more text for which the profile has no column: about which code, what it is called, what it says."""
        self._texts[about, name] += 1
        values = {"about": about, "property": name, "n": str(self._texts[about, name]), "text": text}
        self.add("source_texts", values, place)

    def says_the_same(self, other: "Harvest") -> bool:
        """Whether another file holds the same rows, wherever they stand in it."""
        mine, theirs = (
            [(name, [row.values for row in rows]) for name, rows in one.tables.items()] for one in (self, other)
        )
        return mine == theirs

    def note(self, key: str, /, **params: object) -> None:
        """One more thing to say about the file."""
        self.notes.append(Note(key, params))


@dataclass(frozen=True)
class Request:
    """Of which period and body a part of a file is, and what is known beside it."""

    known: Known
    directory: Directory
    fields: Fields
    agency: str | None = None
    period: str = ""
    basis: str = ""
    """How the period is counted, "" where nobody says."""


def columns(pairs: Mapping[str, str]) -> str:
    """The columns of a place as the provenance file writes them: "procedure_code=B name=C"."""
    said = (f"{name}={column}" for name, column in pairs.items() if column)
    return " ".join(pair for pair in said if len(pair.split()) == 1)  # a blank would part the pair itself
