"""Runs indicators on a database: what each yields for each body, period and breakdown."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb

from dvcdata import builtin
from dvcdata.engine.database import SMALL
from dvcdata.engine.load import is_full, quoted
from dvcdata.errors import UserError
from dvcdata.indicators import comparing, database, results
from dvcdata.indicators.found import Found, found_in
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.results import Body, Comparison, Goal, Missing, Result
from dvcdata.indicators.shared import Shared
from dvcdata.indicators.windows import Calendar, Window
from dvcdata.rules.filling import PARAMETER, as_literal

# what a SELECT may leave out
TEMPLATE = """select cast(null as varchar) as part, cast(null as varchar) as item_code, cast(null as varchar) as
source_id, cast(null as decimal(28, 8)) as denominator, cast(null as varchar) as decision where false"""
CHANGING = re.compile(r"\b(asked\s*\.\s*(periods|parts)|before\s*\.)", re.IGNORECASE)  # what is not the same all along
COLUMN = {"field": "field_code"}  # of a breakdown, where it has another name
COMPARATORS = {
    ">=": lambda value, goal: value >= goal,
    ">": lambda value, goal: value > goal,
    "<=": lambda value, goal: value <= goal,
    "<": lambda value, goal: value < goal,
    "=": lambda value, goal: value == goal,
}


class Runner:
    """Runs indicators one after the other on one database."""

    def __init__(self, opened: database.Opened, calendar: Calendar) -> None:
        self.opened = opened
        self.connection = opened.connection
        self.calendar = calendar
        self._kept: dict[tuple[str, str], Found] = {}  # the last that was asked of each
        self._filled: dict[tuple[str, str], str] = {}  # the SELECTs with their parameters
        self._expected: tuple[Indicator, ...] = ()
        self._shared = Shared()
        rows = self.connection.execute(
            "select agency_code, parent_code, name, name_en, kind, tier, valid_from, valid_to, successor_code,"
            " coalesce(listed, false) from asked.bodies order by agency_code"
        ).fetchall()
        self.bodies = {row[0]: Body(*row) for row in rows}
        self.below: dict[str, list[Body]] = {}
        for code, body in self.bodies.items():
            for above in results.ancestors(code, self.bodies) if body.listed else ():
                self.below.setdefault(above, []).append(body)
        self.merged: dict[str, list[date]] = {}
        for body in self.bodies.values():
            if body.successor and body.valid_to and body.successor != body.code:
                self.merged.setdefault(body.successor, []).append(body.valid_to)

    @cached_property
    def subject(self) -> str:
        """The one body that all figures of the package are about or below, or nothing."""
        tables = [name for name in database.FACTS if self.opened.rows.get(name)]
        sql = " union ".join(f"select distinct agency_code from main.{name}" for name in tables)
        codes = {row[0] for row in self.connection.execute(sql).fetchall()} if sql else set()
        top = [code for code in codes if code and not codes.intersection(self.above(code))]
        return top[0] if len(top) == 1 else ""

    @cached_property
    def sources(self) -> list[dict[str, Any]]:
        """The rows of the table of sources, what several packages say alike once."""
        return list({tuple(row.items()): row for row in self.table("sources")}.values())

    @cached_property
    def targets(self) -> dict[str, list[Sequence[Any]]]:
        """The targets of each indicator, the packages' own before those of the reference, each behind its regime."""
        sql = """select t.indicator, t.regime, t.scope, t.due, t.comparator, t.value, t.unit,
            t.title, t.title_en, t.basis
            from (select *, 1 as own from main.targets union all by name select *, 2 as own from reference.targets) as t
            where t.value is not null and t.comparator is not null order by t.own, t.due, t.scope"""
        found: dict[str, list[Sequence[Any]]] = {}
        for indicator, *row in self.connection.execute(sql).fetchall():
            found.setdefault(indicator, []).append(row)
        return found

    def together(self, found: Sequence[Result]) -> Result | None:
        """One result for all bodies of one period."""
        return results.together(found, self.bodies, self.subject)

    def lacks(self, indicator: Indicator) -> Missing | None:
        """Why the indicator can't be computed from these tables, or None when it can."""
        if found := database.lacks(self.opened, indicator.needs):
            return Missing(indicator, *found)
        for table in indicator.before:
            if table not in self.opened.earlier:
                return Missing(indicator, "measure.no_before", {"table": table})
        return None

    def expect(self, indicators: Iterable[Indicator]) -> None:
        """Says which indicators will be asked for, so that what they have in common is worked out once."""
        asked = tuple(item for item in indicators if not self.lacks(item))
        if asked != self._expected:
            large = {name.lower() for name, rows in self.opened.rows.items() if rows > SMALL}
            self._expected, self._shared = asked, Shared(map(self.filled, asked), large, CHANGING)

    def rows(
        self, indicator: Indicator, windows: Sequence[Window], by: str = "", ahead: Sequence[Window] = ()
    ) -> list[Result]:
        """The results of every body in these windows, broken down by a column where one is named.

        `ahead` are all that will be asked for, these among them, so that one statement will do.
        """
        found = self._found(indicator, ahead or windows, by)
        return [item for window in windows for item in found.of(window)]

    def totals(self, indicator: Indicator, windows: Sequence[Window], codes: Set[str] | None = None) -> list[Result]:
        """One result for all bodies, or for those of these codes, in each window that has any, the earliest first."""
        found = self._found(indicator, windows)
        tops = (found.top(item, self.bodies, codes) for item in sorted(windows, key=lambda item: item.starts))
        return [item for top in tops if (item := self.together(top))]

    def last_known(self, indicator: Indicator, windows: Sequence[Window]) -> Window | None:
        """The last of the windows for which any body has a figure."""
        found = self._found(indicator, windows)
        return next((window for window in reversed(windows) if found.is_known(window)), None)

    def _found(self, indicator: Indicator, windows: Sequence[Window], by: str = "") -> Found:
        kept = self._kept.get((indicator.id, by))
        lacking = [item for item in windows if kept is None or item not in kept.rows]
        if kept and not lacking:
            return kept
        self.calendar.ask(lacking)
        rows = self.execute(indicator, self.summed(indicator, by, self._short(indicator, by)))
        found = found_in(indicator, lacking, rows, self.calendar)
        found = self._kept[indicator.id, by] = replace(found, rows={**(kept.rows if kept else {}), **found.rows})
        return found

    def summed(self, indicator: Indicator, by: str = "", select: str = "") -> str:
        """The query for the figures of every body in the windows that were asked for, out of that SELECT or its own."""
        group = f"x.{COLUMN.get(by, by)}" if by else "cast(null as varchar)"
        known = "x.numerator is not null"
        if indicator.kind not in ("count", "value"):
            known += " and x.denominator is not null"
        return f"""select x.period, x.agency_code, {group} as grp, count(*) as n,
            count(case when {known} then 1 end) as known,
            {_sums(indicator, known)}, count(distinct x.part) as parts
            from ({TEMPLATE} union all by name (\n{select or self.filled(indicator, by)}\n)) as x
            group by x.period, x.agency_code, grp order by all"""

    def parts(
        self, indicator: Indicator, windows: Sequence[Window], agencies: Sequence[str]
    ) -> tuple[list[str], list[Any]]:
        """The columns and the rows of the SELECT itself for these windows and bodies, what counts first."""
        self.calendar.ask(windows)
        given = ", ".join(as_literal(code) for code in agencies)
        sql = f"""select * from ({TEMPLATE} union all by name (\n{self._short(indicator)}\n)) as x
            where coalesce(x.agency_code, '') in ({given or "null"})
            order by coalesce(x.numerator, 0) desc, x.agency_code, x.item_code, x.part"""
        rows = self.execute(indicator, sql)
        return [item[0] for item in self.connection.description or []], rows

    def covered(self, result: Result, now: Sequence[Result]) -> Result:
        """The result with how many of the bodies below it have a figure, where any has."""
        if result.indicator.flow == "as_of" or result.indicator.table == "usage":
            return result
        below = [body for body in self.below.get(result.agency, ()) if body.alive(result.window)]
        given = {item.agency for item in now if item.value is not None or item.denominator == 0}
        units = sum(body.code in given for body in below)
        return replace(result, units=units, units_of=len(below)) if units else result

    def compared(self, now: Sequence[Result], then: Sequence[Result], window: Window) -> Mapping[Any, Comparison]:
        """What each result is compared with in that other window."""
        return comparing.compared(now, then, window, self._breaks)

    def _breaks(self, agency: str, then: Window, now: Window) -> bool:
        """Whether other bodies were merged into this one between two periods: a break of the series."""
        return any(then.ends <= day < now.ends for day in self.merged.get(agency, ()))

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table of the packages, in the order of the file."""
        cursor = self.connection.execute(
            f"select * exclude (_package) from main.{quoted(name)} order by _package, _row"
        )
        names = [item[0] for item in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return [{key: value for key, value in row.items() if key != "_row"} for row in rows]

    def goals(self, result: Result) -> tuple[Goal, ...]:
        """The targets for this value: the next one due, or the last one that was."""
        asked = result.indicator
        of_regime = (row for row in self.targets.get(asked.id, ()) if not row[0] or asked.regime in ("", row[0]))
        fitting = [row for _, *row in of_regime if self._meant(row[0], result)]
        year = result.window.period[:4]
        due = sorted({row[1] for row in fitting})
        chosen = next((item for item in due if item[:4] >= year), due[-1] if due else None)
        return tuple(_goal(row, result, chosen[:4] < year) for row in fitting if chosen == row[1])

    def _meant(self, scope: str, result: Result) -> bool:
        body = self.bodies.get(result.agency)
        if scope in (result.agency, "VN") and (scope == result.agency or not result.agency):
            return True
        if body is None:
            return False
        return scope in (f"each:{body.kind}", f"each:unit-of:{body.parent}") or (
            scope.startswith("each:unit-of:") and scope.removeprefix("each:unit-of:") in self.above(body.code)
        )

    def above(self, code: str) -> list[str]:
        """The bodies above one."""
        return list(results.ancestors(code, self.bodies))

    def filled(self, indicator: Indicator, by: str = "") -> str:
        """The SELECT with its parameters as literals; `$by` is the column that it is broken down by."""
        if kept := self._filled.get((indicator.id, by)):
            return kept
        values = {"as_of": self.calendar.until, "by": by, **indicator.parameters}

        def literal(match: Any) -> str:
            if match[1] not in values:
                raise UserError("indicator.unknown_parameter", path=str(indicator.path), name=match[1])
            return as_literal(values[match[1]])

        sql = PARAMETER.sub(literal, indicator.select)
        if not indicator.path.is_relative_to(builtin.folder("datasets")):  # ours are held to it by tests
            self._checked(indicator, sql)  # by itself: nothing may hide behind what is put around it
        self._filled[indicator.id, by] = sql
        return sql

    def _short(self, indicator: Indicator, by: str = "") -> str:
        """The SELECT that yields the same, and looks at what it shares with others."""
        select = self.filled(indicator, by)
        return self._shared.of(select, self.connection.execute)

    def execute(self, indicator: Indicator, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query made of the indicator's SELECT, which may only read the tables."""
        path = str(indicator.path)
        try:
            return self.connection.execute(self._checked(indicator, sql)).fetchall()
        except duckdb.PermissionException:
            raise UserError("indicator.forbidden", path=path) from None
        except duckdb.Error as problem:
            if is_full(problem):  # the disk, which is no fault of the indicator
                raise
            raise UserError("indicator.failed", path=path, why=str(problem).splitlines()[0]) from None

    def _checked(self, indicator: Indicator, sql: str) -> duckdb.Statement:
        """The statement, which must be exactly one SELECT."""
        try:
            statements = self.connection.extract_statements(sql)
        except duckdb.Error as problem:
            raise UserError("indicator.failed", path=str(indicator.path), why=str(problem).splitlines()[0]) from None
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise UserError("indicator.not_one_select", path=str(indicator.path))
        return statements[0]


def _sums(indicator: Indicator, known: str) -> str:
    """Numerator, denominator and middle; of a mean or a median: the sum of the rows' ratios, how many, and which."""
    if indicator.kind not in ("mean", "median"):
        sums = (f"sum(case when {known} then x.{name} end) as {name}" for name in ("numerator", "denominator"))
        return f"{', '.join(sums)}, null as middle"
    # exact decimals: a sum of doubles depends on the order in which threads come to the rows
    share = "100 * cast(x.numerator as double) / cast(x.denominator as double)"
    ratio = f"case when x.denominator > 0 then cast({share} as decimal(28, 10)) end"
    middle = "avg" if indicator.kind == "mean" else "median"
    return f"sum({ratio}) as numerator, count({ratio}) as denominator, {middle}({ratio}) as middle"


def _goal(row: Sequence[Any], result: Result, past: bool) -> Goal:
    scope, due, comparator, value, unit, title, title_en, basis = row
    judge = COMPARATORS.get(comparator)
    exact = results.exact(value)
    met = judge(result.value, exact) if judge and result.value is not None and exact is not None else None
    goal = Decimal(value).normalize()
    return Goal(scope, due, comparator, goal, unit or "", title, title_en, basis, met, past)
