"""The texts of small tables as one relation, so that what is asked of each of them is prepared once and not anew."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dvcdata.engine.load import literal, quoted
from dvcdata.rules.filling import names

if TYPE_CHECKING:
    from dvcdata.rules.database import Database
    from dvcdata.rules.header import Rule
    from dvcdata.rules.run import Seen

Target = tuple["Seen", str]  # a column of a table
Row = dict[str, Any]
BATCH = 1_000
MARK = "|"  # between the number of a target and the name of a package


def place(table: str, column: str) -> str:
    """What a column is called in the relation."""
    return f"{table}.{column}"


def texts(tables: Iterable[Seen]) -> str:
    """The different texts of these tables, as `t` with columns `place` and `value`, for behind FROM."""
    selects = []
    for table in tables:
        if names := [name for name in table.text if name in table.present]:
            places = ", ".join(literal(place(table.name, name)) for name in names)
            values = ", ".join(map(quoted, names))
            selects.append(f"select unnest([{places}]) as place, unnest([{values}]) as value from {quoted(table.name)}")
    return f"(select distinct place, value from ({' union all '.join(selects)}) as q) as t"


def holding(condition: str) -> str:
    """The aggregate over them that lists the places where a condition on `t.value` holds."""
    return f"list(distinct place) filter (where {condition})"


def cells(targets: Sequence[Target]) -> dict[str, str]:
    """What stands for `$table` and the like in the SELECT of an `each` rule so that it is run for many columns at once.

    The package of a row says which column it is of; its key is not there.
    """
    selects = []
    for number, (table, column) in enumerate(targets):
        own = names(table, column)
        selects.append(
            f"select {literal(f'{number:05}{MARK}')} || t._package as _package, t._row, t.{own['column']} as value, "
            f"{own['period']} as period, {own['period_basis']} as period_basis from {own['table']} as t"
        )
    there = {name: f"t.{name}" for name in ("period", "period_basis")}
    return {"keys": "null as no_key", "table": f"({' union all '.join(selects)})", "column": "value", **there}


def rows(database: Database, rule: Rule, sql: str, targets: Sequence[Target]) -> Iterator[tuple[Target, Row]]:
    """The rows of such a SELECT, each with the column it is about, and as a SELECT about that column alone has it."""
    for number, group in itertools.groupby(
        database.rows(sql, rule), lambda row: int(row["_package"].split(MARK, 1)[0])
    ):
        table, _ = target = targets[number]
        while some := list(itertools.islice(group, BATCH)):
            keys = _keys(database.beside(), rule, table, [row["_row"] for row in some])
            for row in some:
                package = row["_package"].split(MARK, 1)[1]
                del row["no_key"]
                yield target, {**keys[package, row["_row"]], **row, "_package": package}


def _keys(database: Database, rule: Rule, table: Seen, numbers: Sequence[int]) -> dict[tuple[str, int], Row]:
    """The key, as `$keys` has it, of each of those rows."""
    keys, listed = names(table, "")["keys"], ", ".join(map(str, numbers))
    sql = f"select {keys}, t._package, t._row from {quoted(table.name)} as t where t._row in ({listed})"
    return {(row.pop("_package"), row.pop("_row")): row for row in database.rows(sql, rule)}
