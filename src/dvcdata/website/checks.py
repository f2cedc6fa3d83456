"""The rules' and indicators' own SQL with what they came to, so that a reader's browser can run them once more."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dvcdata.engine.staged import Staged
from dvcdata.findings import plain
from dvcdata.indicators import database as of_indicators
from dvcdata.indicators import formats, run
from dvcdata.measure import Entry
from dvcdata.report import Report
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule
from dvcdata.rules.run import Runner, Seen
from dvcdata.website import tables
from dvcdata.website.files import dumped
from dvcdata.website.render import Page
from dvcdata.website.tables import FOLDER, Tables

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

JUDGED = ("mean", "median")  # kinds that sum ratios, which no two engines add up to the last digit alike


@dataclass
class Checks:
    """What the browser needs, gathered while the rules and the indicators are run."""

    rules: Sequence[Rule]
    as_of: date
    tables: Tables = field(default_factory=Tables)
    selects: dict[str, tuple[str, Sequence[Mapping[str, str]]]] = field(default_factory=dict)
    indicators: list[dict[str, Any]] = field(default_factory=list)

    def look(
        self, connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], seen: Mapping[str, Seen], folder: Path
    ) -> None:
        """Takes down the tables and the SELECTs of the rules, where these are about to run."""
        self.tables = tables.gather(connection, staged, folder)
        runner = Runner(OnDuckDB(connection), seen, self.as_of)
        self.selects = {rule.id: runner.selects(rule) for rule in self.rules}

    def measured(self, runner: run.Runner, entries: Sequence[Entry]) -> None:
        """Takes down the SELECTs of the indicators with their windows and figures."""
        for entry in entries:
            asked = {
                name: [list(map(plain, row)) for row in rows]
                for name, rows in runner.calendar.rows([entry.window]).items()
            }
            self.indicators.append(
                {"id": entry.indicator.id, **asked, "sql": _figures(runner, entry), **_printed(entry)}
            )


def pages(site: "Gathered") -> Iterator[Page]:
    """Explore, and the page that checks every number."""
    if not site.engine.files:  # their addresses stay all the same
        yield from (Page(f"{name}.html", "without_sql", {"name": name}) for name in ("explore", "check"))
    else:
        columns = tables.columns(site.checks.tables)
        yield Page("explore.html", "explore", {"columns": columns, "megabytes": site.engine.megabytes})
        values = {"printed": printed(site.report), "plain": formats.plain, "megabytes": site.engine.megabytes}
        yield Page("check.html", "check", values)


def files(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """What the browser loads: the engine, the tables with their files, and every number with its SQL."""
    if not site.engine.files:
        return
    found, counts = site.checks.tables, printed(site.report)
    rules = [
        {"id": name, "sql": sql, "targets": targets, "printed": counts[name]}
        for name, (sql, targets) in site.checks.selects.items()
        if name in counts
    ]
    yield from site.engine.files.items()
    yield from found.files.items()
    yield f"{FOLDER}/tables.json", dumped({"tables": found.tables, "after": [*found.views, *_asked(found)]})
    yield f"{FOLDER}/checks.json", dumped({"rules": rules, "indicators": site.checks.indicators})


def printed(report: Report) -> dict[str, int]:
    """How many findings the site says each rule has that was checked; those that a waiver accepts are among them."""
    unchecked = {item.rule for item in report.not_checked if not item.partly}
    counts = Counter(item.rule for found in (report.findings, report.waived) for item in found)
    return {name: counts[name] for name in report.rules if name not in unchecked}


def _figures(runner: run.Runner, entry: Entry) -> str:
    """Numerator and denominator of each body, as the results have them."""
    numerator = "q.numerator"
    if entry.indicator.kind == "points":
        numerator = "case when q.known < q.n then null else q.numerator end"
    many = " where q.n > 1" if entry.indicator.kind in JUDGED else ""
    return (
        f"select coalesce(q.agency_code, '') as agency, {numerator} as numerator, q.denominator"
        f" from (\n{runner.summed(entry.indicator)}\n) as q{many}"
    )


def _printed(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {
        "approximate": entry.indicator.kind in JUDGED,
        "rows": [[item.agency, _number(item.numerator), _number(item.denominator)] for item in entry.rows],
    }
    if entry.total:
        said["total"] = [_number(entry.total.numerator), _number(entry.total.denominator)]
        said["of"] = entry.total.of_bodies
    return said


def _number(value: Fraction | None) -> str | None:
    return None if value is None else plain(formats.plain(value))


def _asked(found: Tables) -> list[str]:
    """The statements for what indicators look at beside the tables: bodies, days, and no earlier release."""
    ours = [table["name"] for table in found.tables if table["schema"] == "main"]
    return [
        "create schema before",
        *(f'create table before."{name}" as from main."{name}" limit 0' for name in ours),
        "create schema asked",
        *of_indicators.asked(),
    ]
