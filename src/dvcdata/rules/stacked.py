"""The texts of small tables as one relation, so that what is asked of each of them is prepared once and not anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dvcdata.engine.load import literal, quoted

if TYPE_CHECKING:
    from dvcdata.rules.run import Seen


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
