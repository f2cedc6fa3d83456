"""Measures packages: every indicator with its numerator, denominator, coverage, change and targets."""

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import progress, workspace
from dvcdata.errors import UserError
from dvcdata.indicators import catalogue, database, results
from dvcdata.indicators.database import Flaw
from dvcdata.indicators.header import BREAKDOWNS, Indicator
from dvcdata.indicators.results import Body, Missing, Result
from dvcdata.indicators.run import Runner
from dvcdata.indicators.windows import Calendar, Window
from dvcdata.package import Package, open_all

MOST = 10_000  # rows of evidence kept
BY = ("agency", "period", "tier", *BREAKDOWNS)


@dataclass(frozen=True)
class Asked:
    """What of the indicators is asked for."""

    by: str = ""
    agency: str = ""
    period: str = ""


@dataclass(frozen=True)
class Entry:
    """One indicator measured: the value of all together, and those of the breakdown asked for."""

    indicator: Indicator
    window: Window
    total: Result | None
    rows: tuple[Result, ...] = ()
    many: int = 0  # bodies whose values can't be taken together
    without: bool = False  # the breakdown asked for is none that this indicator has


@dataclass(frozen=True)
class Evidence:
    """What a value is made of: the SELECT's rows, the SELECT itself, and the sources of the rows."""

    indicator: Indicator
    window: Window
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int
    select: str
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Measured:
    """Everything that was measured in one run."""

    packages: tuple[str, ...]
    until: date
    asked: Asked
    entries: tuple[Entry, ...]
    missing: tuple[Missing, ...]
    flaws: tuple[Flaw, ...]
    bodies: dict[str, Body]
    sources: tuple[dict[str, Any], ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)


def run(
    paths: Sequence[Path],
    *,
    names: Sequence[str] = (),
    asked: Asked | None = None,
    as_of: date | None = None,
    before: Path | None = None,
    evidence: bool = False,
) -> Measured:
    """`dvcdata measure`: opens what the paths name (else the workspace), and measures the indicators asked for."""
    home = workspace.find(paths[0] if paths else Path())
    indicators = catalogue.choose(catalogue.load(home), names)
    packages = open_all(paths or [home or Path()])
    earlier = open_all([before]) if before else []
    with opened(packages, indicators, as_of, earlier) as runner:
        return measure(runner, indicators, packages, asked or Asked(), evidence)


@contextmanager
def opened(
    packages: Sequence[Package],
    indicators: Sequence[Indicator],
    as_of: date | None = None,
    before: Sequence[Package] = (),
    tables: set[str] | None = None,
) -> Iterator[Runner]:
    """A runner on a database with the tables that the indicators need, and those named."""
    tables = {table for item in indicators for table in item.needs} | (tables or set())
    with database.opened(packages, tables, before) as one:
        database.require(packages, one)
        yield Runner(one, Calendar(one, as_of, date.today()))


def measure(
    runner: Runner, indicators: Sequence[Indicator], packages: Sequence[Package], asked: Asked, evidence: bool = False
) -> Measured:
    """The values of these indicators; those that can't be computed with the reason."""
    if asked.agency and asked.agency not in runner.bodies:
        import difflib

        near = difflib.get_close_matches(asked.agency, runner.bodies, 1, 0)
        raise UserError("measure.no_agency", agency=asked.agency, near=near[0] if near else "-")
    runner.expect(indicators)
    # one after the other those that are about the same periods, which are then put down once for all of them
    alike = sorted(indicators, key=lambda item: (item.period, item.flow, item.table))
    told = progress.each("indicators", alike, lambda item: item.id)
    found = {item.id: runner.lacks(item) or _entry(runner, item, asked) for item in told}
    entries = [item for indicator in indicators if isinstance(item := found[indicator.id], Entry)]
    proven = sorted(entries, key=lambda entry: (entry.window.starts, entry.window.ends)) if evidence else []
    proofs = {entry.indicator.id: _evidence(runner, entry) for entry in proven}
    read = {table for indicator in indicators for table in indicator.needs}
    return Measured(
        packages=tuple(package.name for package in packages),
        until=runner.calendar.until,
        asked=asked,
        entries=tuple(entries),
        missing=tuple(item for indicator in indicators if isinstance(item := found[indicator.id], Missing)),
        flaws=tuple(flaw for flaw in runner.opened.flaws if flaw.table in read),
        bodies=runner.bodies,
        sources=tuple(runner.sources),
        evidence={entry.indicator.id: proofs[entry.indicator.id] for entry in entries if evidence},
    )


def _entry(runner: Runner, indicator: Indicator, asked: Asked) -> Entry | Missing:
    calendar = runner.calendar
    now = calendar.window(asked.period) if asked.period else calendar.latest(indicator)
    every = calendar.every(indicator) if asked.by == "period" else []
    rows = runner.rows(indicator, [now], ahead=_windows(runner, now, every))
    if not asked.period and not any(item.known for item in rows):
        now = _last_known(runner, indicator) or now
        rows = runner.rows(indicator, [now], ahead=_windows(runner, now, every))
    if not rows:
        return Missing(indicator, "measure.no_population", {"period": now.period, "table": indicator.table})
    codes = None
    if asked.agency:
        codes = {asked.agency, *(body.code for body in runner.below.get(asked.agency, ()))}
        rows = [item for item in rows if item.agency in codes]
        if not rows:
            return Missing(indicator, "measure.not_of_agency", {"agency": asked.agency})
    total = _finished(runner, rows, codes)
    many = 0 if total else len(results.roots(rows, runner.bodies))
    if asked.by == "period":
        # a year that is compared up to the same day only is whole among all years
        years = list({item.period: item for item in (*_windows(runner, now), *every)}.values())
        return Entry(indicator, now, total, tuple(runner.totals(indicator, years, codes)), many)
    broken = _broken_down(runner, rows, asked)
    return Entry(indicator, now, total, tuple(broken or ()), many, without=broken is None)


def _windows(runner: Runner, now: Window, more: Sequence[Window] = ()) -> list[Window]:
    """A period with those that it is compared with, and more."""
    windows = [now, runner.calendar.before(now), runner.calendar.year_ago(now), *more]
    return list({item.period: item for item in reversed(windows) if item}.values())


def _last_known(runner: Runner, indicator: Indicator) -> Window | None:
    """The last period with a figure, where the last one of the table has none for this indicator."""
    if indicator.flow == "as_of" or indicator.period == "year":
        return None
    return runner.last_known(indicator, runner.calendar.every(indicator))


def _finished(runner: Runner, rows: Sequence[Result], codes: Set[str] | None) -> Result | None:
    """The value of all bodies together, compared, covered, and held against the targets."""
    total, now = runner.together(rows), rows[0].window
    if total is None:
        return None
    total = runner.covered(total, rows)
    for name, window in (("before", runner.calendar.before(now)), ("year_ago", runner.calendar.year_ago(now))):
        if window is None or (name == "year_ago" and total.before and total.before.window == window):
            continue
        then = runner.totals(total.indicator, [window], codes)
        if comparison := runner.compared([total], then, window).get((total.agency, None)):
            total = replace(total, **{name: comparison})  # type: ignore[arg-type]  # a Comparison, under its own name
    return replace(total, goals=runner.goals(total))


def _broken_down(runner: Runner, rows: Sequence[Result], asked: Asked) -> list[Result] | None:
    """The values by what is asked for, or None where the indicator has no such breakdown."""
    indicator, now = rows[0].indicator, rows[0].window
    if asked.by == "agency":
        before = runner.calendar.before(now)
        old = runner.compared(rows, runner.rows(indicator, [before]), before) if before else {}
        rows = [replace(item, before=old.get((item.agency, None)), goals=runner.goals(item)) for item in rows]
        return results.ranked(rows, runner.bodies)
    if asked.by == "tier":
        return _by_tier(runner, rows)
    if asked.by:
        return _by_column(runner, indicator, asked, now) if asked.by in indicator.by else None
    return []


def _by_tier(runner: Runner, rows: Sequence[Result]) -> list[Result]:
    """The sums of the bodies that have no other below them, by tier."""
    above = {code for item in rows for code in runner.above(item.agency)}
    tiers: dict[str, list[Result]] = {}
    for item in rows:
        body = runner.bodies.get(item.agency)
        if item.agency not in above and body and body.tier:
            tiers.setdefault(body.tier, []).append(item)
    if not rows or results.one_by_one(rows[0].indicator):
        return []
    shared = results.common(results.roots(rows, runner.bodies), runner.bodies)
    return [replace(results.added(tiers[tier], shared), group=tier) for tier in sorted(tiers)]


def _by_column(runner: Runner, indicator: Indicator, asked: Asked, now: Window) -> list[Result]:
    groups: dict[str, list[Result]] = {}
    for item in runner.rows(indicator, [now], asked.by):
        if not asked.agency or item.agency == asked.agency or asked.agency in runner.above(item.agency):
            groups.setdefault(item.group or "", []).append(item)
    sums = ((name, runner.together(groups[name])) for name in sorted(groups))
    return [replace(item, group=name) for name, item in sums if item]


def _evidence(runner: Runner, entry: Entry) -> Evidence:
    """The rows behind a value, those of the bodies that it was summed from, with where they came from."""
    select = runner.filled(entry.indicator)
    given = entry.total.of_bodies if entry.total else ()
    names, rows = runner.parts(entry.indicator, [entry.window], given)
    place = names.index("source_id")
    ids = {row[place] for row in rows}
    keep = [n for n in range(len(names)) if any(row[n] is not None for row in rows)]
    return Evidence(
        indicator=entry.indicator,
        window=entry.window,
        columns=tuple(names[n] for n in keep),
        rows=tuple(tuple(row[n] for n in keep) for row in rows[:MOST]),
        count=len(rows),
        select=select,
        sources=tuple(row for row in runner.sources if row["source_id"] in ids),
    )
