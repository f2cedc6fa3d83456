"""Runs rules on a database: whether each could be checked, on how many rows, and what it found."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from dvcdata.engine.load import quoted
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.rules import offenders, stacked
from dvcdata.rules.clauses import with_clause, with_possible
from dvcdata.rules.database import CastError, Database, OutOfBoundsError
from dvcdata.rules.facts import Facts
from dvcdata.rules.header import Rule

LARGE = 100_000  # rows from which it pays to look at distinct values
OTHER_COLUMN = re.compile(r"\bt\s*\.|\bselect\b", re.IGNORECASE)
SELECT = re.compile(r"\bselect\b", re.IGNORECASE)
PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
NAMES = {"keys", "table", "column", "period", "period_basis"}  # what `expanded` puts in


@dataclass(frozen=True)
class Seen:
    """A table as the rules see it, over all packages that have one of its name."""

    name: str
    key: list[str]
    required: set[str]
    text: list[str]  # the columns of texts
    present: set[str]  # the columns that some file really has
    files: Mapping[str, str]  # by package
    rows: int = 0
    filled: frozenset[str] = frozenset()  # the columns known to hold a value in every row


@dataclass(frozen=True)
class NotChecked:
    """Why a rule was not checked, or not on every row; `key` names the words."""

    rule: str
    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    partly: bool = False


class Runner:
    """Runs rules one after the other on one database as of one date."""

    def __init__(
        self,
        database: Database,
        tables: Mapping[str, Seen],
        as_of: date,
        rules: Iterable[Rule] = (),
    ) -> None:
        """`rules` are those to come, so that what they ask of a table is asked together."""
        self.database = database
        self.tables = tables
        self.as_of = as_of
        self.facts = Facts()
        self._stack = stacked.texts(item for item in tables.values() if item.rows <= LARGE)
        for rule in rules:
            self._expect(rule)

    def beside(self, database: Database) -> Self:
        """Another runner on the same tables, which knows what this one knows, for a thread of its own."""
        other = copy(self)
        other.database = database
        return other

    def _expect(self, rule: Rule) -> None:
        for name, columns in rule.needs.items():
            for column in columns:
                if name in self.tables and column in self.tables[name].present:
                    self.facts.expect(quoted(name), f"count({quoted(column)})")
        try:
            for table, column in self._candidates(rule) if rule.each else ():
                if rule.columns:
                    self.facts.expect(quoted(table.name), f"count({quoted(column)})")
                if rule.applies:
                    self.facts.expect(*self._hit(rule, table, column)[:2])
            if rule.table and rule.table in self.tables and not rule.each:
                for expression in (*self._counts(rule), *self._suspicion(rule)):
                    self.facts.expect(quoted(rule.table), expression)
        except UserError:
            return  # said when the rule is run

    def run(self, rule: Rule, found: Callable[[Finding], None]) -> list[NotChecked]:
        """Hands on what the rule finds; what of it could not be checked."""
        try:
            return self._run(rule, found)
        except OutOfBoundsError as problem:
            key = "not_checked.cast" if isinstance(problem, CastError) else "not_checked.out_of_bounds"
            return [NotChecked(rule.id, key, {"why": str(problem)})]

    def _run(self, rule: Rule, found: Callable[[Finding], None]) -> list[NotChecked]:
        if rule.each:
            if absent := self._lacks(rule, rule.needs):
                return [absent]
            targets = list(self._targets(rule))
            if rule.columns and not targets:
                return [NotChecked(rule.id, "not_checked.no_such_values", {"columns": ", ".join(rule.columns)})]
            for target in self._worth_it(rule, targets):
                self._find(rule, found, *target)
            return []
        lack = self._lacks(rule, rule.needs) or self._population(rule)
        if lack and not lack.partly:
            if all(self._lacks(rule, other) for other in rule.alternatives):
                return [lack]
            lack = None
        elif self._cleared(rule):
            return [lack] if lack else []
        if not self._find(rule, found):
            return [NotChecked(rule.id, "not_checked.impossible")]
        return [lack] if lack else []

    def selects(self, rule: Rule) -> tuple[str, Sequence[Mapping[str, str]]]:
        """The SELECT that finds what the rule finds, and the values to put into it: of an `each` rule many or none."""
        targets = [names(table, column) for table, column in self._targets(rule)] if rule.each else [{}]
        return self._filled(rule, rule.select), targets

    def _targets(self, rule: Rule) -> Iterator[tuple[Seen, str]]:
        """The columns that an `each` rule is about; those it names only where they hold a value."""
        for table, column in self._candidates(rule):
            if not rule.columns or self._has_values(table.name, column):
                yield table, column

    def _candidates(self, rule: Rule) -> Iterator[tuple[Seen, str]]:
        for table in self.tables.values():
            nullable = [name for name in table.key if name not in table.required]
            columns = nullable if rule.each == "key" else table.text
            yield from (
                (table, name) for name in columns if name in table.present and name in (rule.columns or columns)
            )

    def _worth_it(self, rule: Rule, targets: Sequence[tuple[Seen, str]]) -> Iterator[tuple[Seen, str]]:
        """Those of the targets where `applies` holds of some cell: one look at each table instead of one per column."""
        if not rule.applies:
            yield from targets
            return
        for table, column in targets:
            cells, holds, place = self._hit(rule, table, column)
            fact = self._fact(rule, cells, holds)
            if place in (fact or ()) if place else fact:
                yield table, column

    def _hit(self, rule: Rule, table: Seen, column: str) -> tuple[str, str, str]:
        """Where to ask (a large table once a value), and the aggregate that says whether `applies` holds of a cell;
        small tables are asked together, where that can be, and the third is the place to look for in the answer."""
        condition = expanded(self._filled(rule, rule.applies or ""), table, column)
        cells = quoted(table.name)
        if not OTHER_COLUMN.search(condition.replace(f"t.{quoted(column)}", "")):
            if table.rows > LARGE:
                cells = f"(select distinct {quoted(column)} from {cells})"
            elif self.database.stacks and column in table.text:
                holds = stacked.holding(condition.replace(f"t.{quoted(column)}", "t.value"))
                return self._stack, holds, stacked.place(table.name, column)
        return f"{cells} as t", f"bool_or({condition})", ""

    def _lacks(self, rule: Rule, needs: Mapping[str, list[str]]) -> NotChecked | None:
        """The first table, column or value that is needed and that the data lacks."""
        for name, columns in needs.items():
            table = self.tables.get(name)
            if table is None:
                return NotChecked(rule.id, "not_checked.no_table", {"table": name})
            if not table.rows:
                return NotChecked(rule.id, "not_checked.no_rows", {"table": name})
            for column in columns:
                if column not in table.present:
                    return NotChecked(rule.id, "not_checked.no_column", {"table": name, "column": column})
                if not column.endswith("_missing") and not self._has_values(name, column):
                    return NotChecked(rule.id, "not_checked.no_values", {"table": name, "column": column})
        return None

    def _has_values(self, table: str, column: str) -> bool:
        known = column in self.tables[table].filled
        return known or bool(self._fact(None, quoted(table), f"count({quoted(column)})"))

    def _population(self, rule: Rule) -> NotChecked | None:
        """Counts the rows the rule is about, and those among them that can't be checked."""
        if not rule.applies and not rule.unknown:
            return None
        if expressions := self._counts(rule):
            total, unclear = (self._fact(rule, quoted(rule.table or ""), item) for item in expressions)
        else:  # the conditions look at other tables, or at what the SELECT calls into being
            unknown = f"coalesce(sum(case when {rule.unknown or 'false'} then 1 else 0 end), 0)"
            sql = f"select count(*), {unknown} from {quoted(rule.table or '')} where {rule.applies or 'true'}"
            total, unclear = self._one(self._filled(rule, with_clause(rule.select) + sql), rule)
        if not total:
            return NotChecked(rule.id, "not_checked.no_such_rows", {"table": rule.table})
        if unclear:
            params = {"n": unclear, "of": total, "table": rule.table}
            return NotChecked(rule.id, "not_checked.unknown_rows", params, partly=unclear < total)
        return None

    def _counts(self, rule: Rule) -> list[str]:
        """The aggregates for the rule's population, where they can be asked of the table alone."""
        applies, unknown = rule.applies or "true", rule.unknown or "false"
        if not (rule.applies or rule.unknown) or SELECT.search(f"{applies} {unknown}"):
            return []
        counted = (
            f"coalesce(sum(case when {condition} then 1 else 0 end), 0)"
            for condition in (applies, f"({applies}) and ({unknown})")
        )
        return [self._filled(rule, item) for item in counted]

    def _suspicion(self, rule: Rule) -> list[str]:
        """The aggregate that says whether any row may offend."""
        return [self._filled(rule, f"bool_or({rule.suspect})")] if rule.suspect else []

    def _cleared(self, rule: Rule) -> bool:
        """Whether no row of the main table may offend, so that the SELECT would find nothing."""
        return any(self._fact(rule, quoted(rule.table or ""), item) is not True for item in self._suspicion(rule))

    def _find(self, rule: Rule, found: Callable[[Finding], None], table: Seen | None = None, column: str = "") -> bool:
        """Hands on what the SELECT finds; whether the data as a whole gave the rule anything to compare."""
        sql = self._filled(rule, with_possible(rule.select, rule.possible) if rule.possible else rule.select)
        sql = expanded(sql, table, column) if table else sql
        for row in self.database.rows(sql, rule):
            if row.pop("_is_found", 1) is None:
                return bool(row["_possible"])
            row.pop("_possible", None)
            name = row.get("_table") or (table.name if table else rule.table) or ""
            seen = self.tables.get(name)
            found(offenders.finding(rule, row, name, column, seen.key if seen else [], seen.files if seen else {}))
        return True

    def _filled(self, rule: Rule, sql: str) -> str:
        return filled(rule, sql, self.as_of)

    def _one(self, sql: str, rule: Rule | None = None) -> tuple[Any, ...]:
        return self.database.one(sql, rule)

    def _fact(self, rule: Rule | None, table: str, expression: str) -> Any:
        return self.facts.value(table, expression, self.database, lambda sql: self._one(sql, rule))


def expanded(sql: str, table: Seen, column: str) -> str:
    """The SELECT of an `each` rule for one column of one table.

    `$keys`, `$table` and `$column` stand for these; `$period` and `$period_basis` for the columns of that name, or
    null where the table has none.
    """
    values = names(table, column)
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
