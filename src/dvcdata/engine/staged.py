"""A table that was read: its typed rows in DuckDB, and how it came there."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dvcdata.findings import Finding
from dvcdata.package import Table

NOTE_TYPE = re.compile(r'type is "(?P<type>[^/"]+)/(?P<format>.*)"', re.DOTALL)
NOTE_ITEM = re.compile(r'item type is "(?P<item>\w+)"')
NOTE_CONSTRAINT = re.compile(r'constraint "(?P<constraint>\w+)" is "(?P<limit>.*)"', re.DOTALL)
NOTE_TWIN = re.compile(r"the same as in the row at position (?P<twin>\d+)")


@dataclass(frozen=True)
class Way:
    """How a table was read: by its lines, or record by record for the reason given (a text `way.<reason>`)."""

    reason: str = ""
    detail: str = ""
    counted: bool = False  # loaded at once, and proven right by counting


@dataclass(frozen=True)
class Staged:
    """`relation` is SQL that yields `_row`, `_whole` and the typed columns of every row read."""

    table: Table
    relation: str
    columns: list[str]
    way: Way
    rows: int
    left_out: int = 0  # rows that no rule sees

    @property
    def key(self) -> list[str]:
        """The columns of the primary key that the file has."""
        return [name for name in self.table.key if name in self.columns]


def error(
    table: Table,
    kind: str,
    row: int | None,
    *,
    field: str | None = None,
    cell: str | None = None,
    note: str = "",
    key: Mapping[str, str] | None = None,
    params: Mapping[str, object] | None = None,
) -> Finding:
    """A finding of frictionless' error type, with what its note says taken apart for our own words."""
    values: dict[str, object] = {"note": note, **(params or {}), **_taken_apart(note)}
    return Finding(
        rule=kind,
        severity="error",
        mender="you",
        package=table.package,
        table=table.name,
        file=table.file,
        row=row,
        field=field,
        value=cell,
        key=key or {},
        params=values,
    )


@lru_cache(1000)
def _taken_apart(note: str) -> Mapping[str, str]:
    """What a note says of a type, of a constraint, or of a row that is the same; most notes come again and again."""
    values: dict[str, str] = {}
    for form in (NOTE_TYPE, NOTE_ITEM, NOTE_CONSTRAINT, NOTE_TWIN):
        if match := form.search(note):
            values |= match.groupdict()
    if "item" in values:
        values["type"] = "items"
    if values.get("constraint") == "enum":
        values["limit"] = _listed(values["limit"])
    return values


def _listed(text: str) -> str:
    """The values of a closed list, which a note holds as Python writes them, with commas between them."""
    try:
        return ", ".join(map(str, ast.literal_eval(text)))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return text
