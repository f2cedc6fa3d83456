"""Runs rules on a database: whether each could be checked, on how many rows, and what it found."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from dvcdata.engine.load import quoted
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.rules import offenders, stacked
from dvcdata.rules.clauses import with_asked, with_clause
from dvcdata.rules.database import ORDERED, CastError, Database, OutOfBoundsError
from dvcdata.rules.facts import Facts
from dvcdata.rules.filling import expanded, filled, names, replaced
from dvcdata.rules.header import Rule

LARGE = 100_000  # rows from which it pays to look at distinct values
OTHER_COLUMN = re.compile(r"\bt\s*\.|\bselect\b", re.IGNORECASE)
ASKED = ("_possible", "_total", "_unclear", "_place")  # beside what is found
Row = dict[str, Any]
SELECT = re.compile(r"\bselect\b", re.IGNORECASE)


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
            worth_it = list(self._worth_it(rule, targets))
            if self._stackable(rule, worth_it):
                self._find_together(rule, found, worth_it)
                return []
            for table, column in worth_it:
                for row in self.database.rows(expanded(self._filled(rule, rule.select), table, column), rule):
                    found(self._finding(rule, row, table.name, column))
            return []
        lack, rows = self._lacks(rule, rule.needs), None
        if not lack:
            lack, rows = self._population(rule)
        if lack and not lack.partly:
            if all(self._lacks(rule, other) for other in rule.alternatives):
                return [lack]
            lack = None
        elif self._cleared(rule):
            return [lack] if lack else []
        if not self._hand_on(rule, found, self._rows(rule) if rows is None else rows):
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

    def _population(self, rule: Rule) -> tuple[NotChecked | None, Iterator[Row] | None]:
        """What is to be said of the rows the rule is about, and what it finds where that was asked together."""
        if not rule.applies and not rule.unknown:
            return None, None
        if expressions := self._counts(rule):
            counts = (self._fact(rule, quoted(rule.table or ""), item) for item in expressions)
            return self._unclear(rule, *counts), None
        # the conditions look at other tables, or at what the SELECT calls into being
        unknown = f"coalesce(sum(case when {rule.unknown or 'false'} then 1 else 0 end), 0)"
        sql = f"from {quoted(rule.table or '')} where {rule.applies or 'true'}"
        if rule.suspect or not self.database.stacks or self.tables[rule.table or ""].rows > LARGE:
            # where no row is meant, the SELECT is spared
            sql = self._filled(rule, f"{with_clause(rule.select)}select count(*), {unknown} {sql}")
            return self._unclear(rule, *self._one(sql, rule)), None
        rows = self._rows(rule, f"select count(*) as _total, {unknown} as _unclear {sql}")
        first = next(rows)
        return self._unclear(rule, first["_total"], first["_unclear"]), itertools.chain([first], rows)

    def _unclear(self, rule: Rule, total: int, unclear: int) -> NotChecked | None:
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

    def _rows(self, rule: Rule, population: str = "") -> Iterator[Row]:
        """What the SELECT finds, in one statement with whatever else is asked of its common tables."""
        asked = [f"select case when {rule.possible} then 1 else 0 end as _possible"] if rule.possible else []
        sql = rule.select
        if population or asked:
            ordered = not asked and ORDERED.search(sql) is not None
            sql = with_asked(sql, [*asked, *([population] if population else [])], ordered)
        return self.database.rows(self._filled(rule, sql), rule)

    def _hand_on(self, rule: Rule, found: Callable[[Finding], None], rows: Iterable[Row]) -> bool:
        """Hands on what was found; whether the data as a whole gave the rule anything to compare."""
        for row in rows:
            if row.pop("_is_found", 1) is None:
                return row.get("_possible") != 0
            for name in ASKED:
                row.pop(name, None)
            found(self._finding(rule, row, rule.table, ""))
        return True

    def _stackable(self, rule: Rule, targets: Sequence[tuple[Seen, str]]) -> bool:
        small = all(table.rows <= LARGE for table, _ in targets)
        return rule.together and rule.each == "text" and self.database.stacks and small and len(targets) > 1

    def _find_together(self, rule: Rule, found: Callable[[Finding], None], targets: Sequence[tuple[Seen, str]]) -> None:
        """Hands on what the SELECT finds in one column after the other: once prepared, it takes next to no time."""
        sql = replaced(self._filled(rule, rule.select), stacked.cells(targets))
        for (table, column), row in stacked.rows(self.database, rule, sql, targets):
            found(self._finding(rule, row, table.name, column))

    def _finding(self, rule: Rule, row: Mapping[str, Any], table: str | None, column: str) -> Finding:
        name = row.get("_table") or table or ""
        seen = self.tables.get(name)
        return offenders.finding(rule, row, name, column, seen.key if seen else [], seen.files if seen else {})

    def _filled(self, rule: Rule, sql: str) -> str:
        return filled(rule, sql, self.as_of)

    def _one(self, sql: str, rule: Rule | None = None) -> tuple[Any, ...]:
        return self.database.one(sql, rule)

    def _fact(self, rule: Rule | None, table: str, expression: str) -> Any:
        return self.facts.value(table, expression, self.database, lambda sql: self._one(sql, rule))
