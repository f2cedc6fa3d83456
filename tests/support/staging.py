"""Tables read by the engine alone: what it found, how each was read, and the rows that rules would see."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dvcdata.engine import database
from dvcdata.engine.load import scratch
from dvcdata.engine.read import read
from dvcdata.findings import Finding
from dvcdata.package import open_package

Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """What became of the one table `t` of a package."""

    findings: list[Finding]
    way: str  # "lines", or the reason for reading record by record
    rows: int
    left_out: int
    seen: list[Row]  # the rows that a rule sees, with `_row`
    types: dict[str, str]

    @property
    def places(self) -> list[tuple[str, int | None, str | None]]:
        """The findings as (kind, row, field)."""
        return [(item.rule, item.row, item.field) for item in self.findings]

    def column(self, name: str) -> list[Any]:
        """The values of a column, in the order of the rows."""
        return [row[name] for row in self.seen]


def reading(folder: Path, labelled: Mapping[str, set[str]] | None = None) -> Reading:
    """Reads the package in that folder as `dvcdata validate` does, and says what became of its table `t`."""
    found: list[Finding] = []
    with scratch() as work, database.connect(work) as connection:
        staged = read(connection, [open_package(folder)], dict(labelled or {}), work, found.append)
        database.unite(connection, staged, labelled or {})
        cursor = connection.execute('select * from "t" order by _row')
        names = [(item[0], str(item[1])) for item in cursor.description or []]
        rows = [dict(zip((name for name, _ in names), values, strict=True)) for values in cursor.fetchall()]
    (one,) = (item for item in staged if item.table.name == "t")
    return Reading(found, one.way.reason or "lines", one.rows, one.left_out, rows, dict(names))
