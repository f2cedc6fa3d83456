"""A table on its way to a file: rows are made as they are written, so that memory stays flat at any size."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from dvcdata import profiles
from dvcdata.write import Cell, table_bytes

CHUNK = 20_000  # rows in memory at a time

Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One table: its name, its columns, rows that can be read once, and a schema where the profile has none."""

    name: str
    columns: list[str]
    rows: Iterable[Cells]
    schema: dict[str, Any] | None = None

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return list((self.schema or profiles.schema(self.name) or {}).get("primaryKey", []))


def write(path: Path, sheet: Sheet) -> int:
    """Writes the canonical CSV of a table; the number of its rows."""
    rows, count = iter(sheet.rows), 0
    head = table_bytes(sheet.columns, [])
    with path.open("wb") as file:
        file.write(head)
        while chunk := list(islice(rows, CHUNK)):
            file.write(table_bytes(sheet.columns, chunk)[len(head) :])
            count += len(chunk)
    return count
