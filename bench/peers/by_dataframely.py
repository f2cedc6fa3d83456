"""dataframely on polars: typed columns at once; where a cell refuses, everything as text, and cast cell by cell."""

from typing import Any

import dataframely as dy
import polars as pl
from task import COUNTS, IDENTITIES, PERIOD, ROW_KINDS, TEXTS, Task, begin

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
    "identities": "not in a row with a cell of the wrong type",
    "explained": "counts by rule; the rows, without number",
}


def schema(task: Task) -> type[dy.Schema]:
    """The checks as a dataframely schema."""
    members: dict[str, Any] = {
        name: dy.String(
            primary_key=task.key,
            regex=PERIOD if name == "period" else None,
            check=(lambda column: column.is_in(ROW_KINDS)) if name == "row_kind" else None,
        )
        for name in TEXTS
    }
    members |= {name: dy.Int64(nullable=True, min=0) for name in COUNTS}
    for rule, (whole, parts) in IDENTITIES.items():
        members[rule] = dy.rule()(lambda cls, w=whole, p=parts: pl.col(w) == pl.sum_horizontal(p, ignore_nulls=False))
    if task.foreign:
        known = pl.read_csv(task.agencies)["agency_code"].to_list()
        members["known_agency"] = dy.rule()(lambda cls: pl.col("agency_code").is_in(known))
    return type("Dossiers", (dy.Schema,), members)


task = begin()
rules = schema(task)
types = dict.fromkeys(TEXTS, pl.String) | dict.fromkeys(COUNTS, pl.Int64)
try:
    table = pl.read_csv(task.table, schema=types)
except pl.exceptions.ComputeError:
    table = pl.read_csv(task.table, infer_schema=False)
good, bad = rules.filter(table, cast=True)
task.end(sum(bad.counts().values()), rows=good.height)
