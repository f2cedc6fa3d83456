"""pandera on polars: typed columns at once; where a cell refuses, first as text, then what is left as numbers."""

import pandera.polars as pa
import polars as pl
from task import COUNTS, IDENTITIES, PERIOD, ROW_KINDS, TEXTS, WHOLE, Task, begin

CHECKS = {
    "encoding": "stops at what is not UTF-8",
    "header": "stops at a missing column",
    "shape": "stops at an extra cell",
    "types": "yes",
    "required": "yes",
    "minimum": "yes",
    "pattern": "yes",
    "enum": "yes",
    "key": "yes",
    "foreign": "yes",
    "identities": "yes",
    "explained": "row and value; no row for identities",
}


def schema(task: Task) -> pa.DataFrameSchema:
    """The checks as a pandera schema over typed columns."""
    columns = {name: pa.Column(pl.String, nullable=False) for name in TEXTS}
    columns["period"].checks.append(pa.Check.str_matches(PERIOD))
    columns["row_kind"].checks.append(pa.Check.isin(ROW_KINDS))
    columns |= {name: pa.Column(pl.Int64, pa.Check.ge(0), nullable=True) for name in COUNTS}
    if task.foreign:
        columns["agency_code"].checks.append(pa.Check.isin(pl.read_csv(task.agencies)["agency_code"].to_list()))
    sums = [
        pa.Check(
            lambda data, w=whole, p=parts: data.lazyframe.select(
                (pl.col(w) == pl.sum_horizontal(p, ignore_nulls=False)).fill_null(True)
            ),
            name=name,
        )
        for name, (whole, parts) in IDENTITIES.items()
    ]
    return pa.DataFrameSchema(columns, checks=sums, unique=TEXTS if task.key else None)


def problems(checks: pa.DataFrameSchema, table: pl.DataFrame) -> int:
    """How many failures pandera lists."""
    try:
        checks.validate(table, lazy=True)
    except pa.errors.SchemaErrors as problem:
        return int(problem.failure_cases.height)
    return 0


task = begin()
found = 0
try:
    table = pl.read_csv(task.table, schema=dict.fromkeys(TEXTS, pl.String) | dict.fromkeys(COUNTS, pl.Int64))
except pl.exceptions.ComputeError:
    table = pl.read_csv(task.table, infer_schema=False)
    whole = pa.Column(pl.String, pa.Check.str_matches(WHOLE), nullable=True)
    found += problems(pa.DataFrameSchema(dict.fromkeys(COUNTS, whole)), table)
    table = table.with_columns(pl.col(COUNTS).cast(pl.Int64, strict=False))
found += problems(schema(task), table)
task.end(found, rows=table.height)
