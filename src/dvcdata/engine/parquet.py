"""Records of Parquet tables; where its types are those of the schema, a table is read as the text it would be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from dvcdata import schemas
from dvcdata.engine.load import is_full, literal, quoted
from dvcdata.errors import UserError
from dvcdata.package import Table

BATCH = 10_000
PLAIN = re.compile(r"[a-z/ ]*", re.IGNORECASE)  # a missing value that no number or date is written like …
WORDS = {"true", "false", "nan", "inf", "none"}  # … nor anything else that is no text
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
TEXT = "cast({0} as varchar)"
DIGITS = f"case when {{0}} = trunc({{0}}) then format('{{{{:.0f}}}}', {{0}}) else {TEXT} end"
CUT = f"case when {{0}} = trunc({{0}}) then cast(cast({{0}} as hugeint) as varchar) else {TEXT} end"
MIDNIGHT = "date_trunc('second', {0}) = date_trunc('day', {0})"
DAY = f"case when {MIDNIGHT} then cast(cast({{0}} as date) as varchar) else {TEXT} end"
YEAR = f"case when {{0}} between 0 and 999 then lpad({TEXT}, 4, '0') else {TEXT} end"
TEXTS: dict[str, dict[str, str]] = {  # the text of a value, by the type of the field and that of the column
    "string": {"VARCHAR": TEXT, "UUID": TEXT},
    "integer": {**dict.fromkeys(WHOLE, TEXT), "DECIMAL": CUT, "DOUBLE": DIGITS, "FLOAT": DIGITS},
    "number": {**dict.fromkeys(WHOLE, TEXT), "DECIMAL": TEXT, "DOUBLE": DIGITS, "FLOAT": DIGITS},
    "boolean": {"BOOLEAN": TEXT},
    "date": {"DATE": TEXT, "TIMESTAMP": DAY, "TIMESTAMP_NS": DAY},
    "year": dict.fromkeys(WHOLE, YEAR),
    "any": dict.fromkeys((*WHOLE, "VARCHAR", "UUID", "BOOLEAN", "DATE", "DECIMAL"), TEXT),
}
VALUES = {  # what Python would have to fetch otherwise, or with more digits than were meant
    "UUID": TEXT,
    "FLOAT": f"cast({TEXT} as double)",
    "TIMESTAMP WITH TIME ZONE": "make_timestamp(epoch_us({0}))",  # in UTC
}


class _File:
    """The files of a table as DuckDB sees them; several are one table by the names of their columns."""

    def __init__(self, table: Table, control: dict[str, Any]) -> None:
        self.table = table
        paths = ", ".join(literal(str(path)) for path in table.paths)
        self.source = f"read_parquet([{paths}], union_by_name = true)"
        self.connection = duckdb.connect()
        kinds = {name: kind for name, kind, *_ in self.run(f"describe select * from {self.source}").fetchall()}
        wanted = [name for name in control.get("columns") or kinds if name in kinds]
        self.kinds = {name: kinds[name] for name in wanted}

    def run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Runs a statement; what DuckDB cannot read is damaged."""
        try:
            return self.connection.execute(sql)
        except duckdb.Error as problem:
            if is_full(problem):
                raise
            raise UserError("parquet.damaged", path=", ".join(map(str, self.table.paths))) from None


def records(table: Table, control: dict[str, Any], header: int) -> Iterator[list[Any]]:
    """The names of the columns, then the rows."""
    file = _File(table, control)
    yield list(file.kinds)
    columns = (_as(VALUES.get(kind, "{0}"), name) for name, kind in file.kinds.items())
    cursor = file.run(f"select {', '.join(columns)} from {file.source}")
    while rows := cursor.fetchmany(BATCH):
        yield from map(list, rows)


def as_text(table: Table, folder: Path) -> Table:
    """The table as a CSV in the folder that frictionless judges as it would the table itself, else the table."""
    if not _plain_missing(schemas.plain(table.schema).get("missingValues", [""])):
        return table
    file = _File(table, {})
    columns = []
    for name, kind in file.kinds.items():
        field = table.columns.get(name, {})
        form = TEXTS.get(field.get("type", "any"), {}).get(kind if "[" in kind else kind.partition("(")[0])
        if form is None:
            return table
        columns.append(f"{_as(form, name)} as {quoted(name)}")
    path = folder / f"{uuid4().hex}.csv"
    file.run(
        f"copy (select {', '.join(columns)} from {file.source}) to {literal(str(path))} "
        "(format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr '')"
    )
    return replace(table, paths=(path,), format="csv", label=table.file)


def _as(form: str, name: str) -> str:
    return form.format(quoted(name))


def _plain_missing(texts: Sequence[str]) -> bool:
    """Whether the missing values of a schema mean the same in a text as beside a number, a date or a boolean."""
    return "" in texts and all(PLAIN.fullmatch(text) and text.lower() not in WORDS for text in texts)
