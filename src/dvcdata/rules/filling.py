"""Puts into a rule's SQL what stands there as `$name`: parameters, and the column that an `each` rule is run for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dvcdata.engine.load import quoted
from dvcdata.errors import UserError
from dvcdata.rules.header import Rule

if TYPE_CHECKING:
    from dvcdata.rules.run import Seen

PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
NAMES = {"keys", "table", "column", "period", "period_basis"}  # what `expanded` puts in


def expanded(sql: str, table: Seen, column: str) -> str:
    """The SELECT of an `each` rule for one column of one table.

    `$keys`, `$table` and `$column` stand for these; `$period` and `$period_basis` for the columns of that name, or
    null where the table has none.
    """
    return replaced(sql, names(table, column))


def replaced(sql: str, values: Mapping[str, str]) -> str:
    """The SELECT with these values for `$keys` and the like."""
    return PARAMETER.sub(lambda match: values.get(match[1], match[0]), sql)


def names(table: Seen, column: str) -> dict[str, str]:
    """What stands for `$keys` and the like in the SELECT of an `each` rule."""
    keys = ", ".join(f"t.{quoted(name)} as {quoted(name)}" for name in table.key) or "null as no_key"
    values = {"keys": keys, "table": quoted(table.name), "column": quoted(column)}
    for name in ("period", "period_basis"):
        values[name] = f"cast({f't.{quoted(name)}' if name in table.present else 'null'} as varchar)"
    return values


def filled(rule: Rule, sql: str, as_of: date) -> str:
    """A statement of the rule with its parameters as literals."""
    values = {"as_of": as_of, **rule.parameters}

    def literal(match: re.Match[str]) -> str:
        if rule.each and match[1] in NAMES:
            return match[0]
        if match[1] not in values:
            raise UserError("rule.unknown_parameter", path=str(rule.path), name=match[1])
        return as_literal(values[match[1]])

    return PARAMETER.sub(literal, sql)


def as_literal(value: Any) -> str:
    """A parameter's value as an SQL literal: number, text, date, boolean, or a list of them for IN."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"({', '.join(as_literal(item) for item in value)})"
    return "'" + str(value).replace("'", "''") + "'"
