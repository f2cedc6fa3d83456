"""Puts the rows that frictionless has judged into DuckDB, typed by their schema, for the rules to see."""

import json
import math
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import schemas
from dvcdata.engine.explain import Judged
from dvcdata.package import Table

TYPES = {
    "integer": "BIGINT",
    "number": "DECIMAL(28,8)",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "time": "TIME",
    "year": "BIGINT",
}
INTEGER_LIMIT = 2**63
NUMBER_LIMIT = Decimal(10) ** 20
NUMBER_DECIMALS = 8


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_type(field: dict[str, Any]) -> str:
    """The DuckDB type a rule sees for a field of a Table Schema; what has no counterpart is text."""
    return TYPES.get(field.get("type", "any"), "VARCHAR")


class Spool:
    """Rows on their way into one DuckDB table, kept in a file so that memory stays flat."""

    def __init__(self, table: Table, present: list[str], labelled: set[str], folder: Path) -> None:
        self.table = table
        self.columns = [name for name in present if name in table.columns]
        self.types = {name: sql_type(table.columns[name]) for name in self.columns}
        self.labelled = [name for name in self.columns if name in labelled]
        self.labels = set(schemas.missing_labels(table.schema))
        self.path = folder / f"{table.package}.{table.name}.csv".replace("/", "_")
        self.rows = 0
        self.left_out = 0

    def write(self, rows: Iterable[Judged]) -> Iterator[Judged]:
        """Passes the rows on, and keeps those that rules may see."""
        with self.path.open("w", encoding="utf-8", newline="") as file:
            for row in rows:
                if row.whole:
                    file.write(self._line(row))
                    self.rows += 1
                elif row.number:
                    self.left_out += 1
                yield row

    def _line(self, row: Judged) -> str:
        cells = [self._cell(name, row.values.get(name)) for name in self.columns]
        labels = (row.raw.get(name, "") for name in self.labelled)
        cells += [_text(label) if label in self.labels else "" for label in labels]
        return ",".join([str(row.number), *cells]) + "\n"

    def _cell(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        kind = self.types[name]
        if kind == "BIGINT" and isinstance(value, int) and abs(value) >= INTEGER_LIMIT:
            self.types[name] = "DOUBLE"
        if kind == "DECIMAL(28,8)" and not _fits(value):
            self.types[name] = "DOUBLE"
        return _text(value)

    def load(self, connection: duckdb.DuckDBPyConnection, target: str) -> None:
        """Makes the DuckDB table of that name out of what was kept."""
        columns = {"_row": "BIGINT", **self.types, **{f"{name}_missing": "VARCHAR" for name in self.labelled}}
        listed = ", ".join(f"{_literal(name)}: {_literal(kind)}" for name, kind in columns.items())
        connection.execute(
            f"create table {target} as select {_literal(self.table.package)} as _package, * from read_csv("
            f"{_literal(str(self.path))}, header=false, auto_detect=false, delim=',', quote='\"', escape='\"', "
            f"allow_quoted_nulls=false, columns={{{listed}}})"
        )
        self.path.unlink()


def _fits(value: Any) -> bool:
    if isinstance(value, float):
        value = Decimal(repr(value)) if math.isfinite(value) else Decimal("NaN")
    if not isinstance(value, Decimal) or not value.is_finite():
        return isinstance(value, int)
    exponent = value.normalize().as_tuple().exponent
    return abs(value) < NUMBER_LIMIT and isinstance(exponent, int) and exponent >= -NUMBER_DECIMALS


def _text(value: Any) -> str:
    """A typed value as DuckDB reads it back: texts quoted, so that an empty text is no null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return '"' + str(value).replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for rows on their way, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        yield Path(folder)
