"""Who delivered which period, from the tables themselves; and what was found, by package and by body."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from dvcdata import texts, validate, workspace
from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES, Finding, Mender, Severity
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.status import opening
from dvcdata.status.question import question
from dvcdata.texts import PERIOD


@dataclass(frozen=True)
class Body:
    """A body and the periods of one series that are expected of it, each with whether it gave figures."""

    code: str
    name: str
    gave: dict[str, bool] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)  # periods without figures that are not due yet

    @property
    def missing(self) -> list[str]:
        """The periods for which it gave nothing, those that are not due yet left out."""
        return [period for period, gave in self.gave.items() if not gave and period not in self.waiting]

    def delivery(self, period: str) -> str:
        """How it stands with a period, as the name of a text; not_due is one that is not expected of it."""
        if period not in self.gave:
            return "not_due"
        return "gave" if self.gave[period] else "waiting" if period in self.waiting else "lacks"


@dataclass(frozen=True)
class Series:
    """The deliveries of one table, by month, quarter or year."""

    table: str
    kind: str
    periods: list[str]
    bodies: list[Body]
    due: dict[str, date] = field(default_factory=dict)  # by period, where the workspace has a deadline

    def given(self, period: str) -> int:
        """How many bodies gave figures for a period."""
        return sum(body.gave.get(period, False) for body in self.bodies)

    def expected(self, period: str) -> int:
        """Of how many figures are expected for a period."""
        return sum(period in body.gave for body in self.bodies)

    @property
    def gaps(self) -> list[str]:
        """The periods for which some body gave nothing; templates ask for them."""
        return [period for period in self.periods if self.given(period) < self.expected(period)]

    @property
    def waiting(self) -> list[Body]:
        """The bodies of which figures are still to come, and not late."""
        return [body for body in self.bodies if body.waiting]

    @property
    def behind(self) -> list[Body]:
        """The bodies that lack figures, those that lack most first."""
        return sorted((body for body in self.bodies if body.missing), key=lambda body: (-len(body.missing), body.code))


@dataclass
class Trouble:
    """What was found in one package, or of one body."""

    name: str
    severities: Counter[Severity] = field(default_factory=Counter)
    menders: Counter[Mender] = field(default_factory=Counter)
    blocking: Counter[str] = field(default_factory=Counter)  # rules that keep it from publication

    def add(self, finding: Finding) -> None:
        """Counts one finding in."""
        self.severities[finding.severity] += 1
        if finding.severity in ("block", "error"):
            self.menders[finding.mender] += 1
        if finding.severity == "block":
            self.blocking[finding.rule] += 1


@dataclass(frozen=True)
class Status:
    """Deliveries and troubles (the worst first) of packages on a day, and the report that the troubles are from."""

    report: Report
    series: list[Series]
    packages: list[Trouble]
    bodies: list[Trouble]
    unread: list[tuple[str, UserError]] = field(default_factory=list)  # packages that could not be opened, and why


def run(
    path: Path | None, as_of: date | None = None, periods: Sequence[str] = (), reports: Sequence[Path] = ()
) -> Status:
    """`dvcdata status`: opens what the path names (else the workspace), asks it for deliveries, and checks it."""
    for period in periods:
        if not PERIOD.fullmatch(period):
            raise UserError("status.period", value=period)
    home = workspace.find(path or Path())
    rules = catalogue.choose(catalogue.load(home), (), ())
    chosen = [("--period", period) for period in periods] + [("--report", str(item)) for item in reports]
    chosen += [("--as-of", as_of.isoformat())] if as_of else []
    words = ["dvcdata", "status", *([str(path)] if path else []), *(word for pair in chosen for word in pair)]
    command = " ".join(map(texts.word, words))
    answers: list[tuple[Any, ...]] = []
    day = as_of or validate.today()
    judge = partial(validate.on_duckdb, ask=question(day, periods), answered=answers.extend)
    packages, unread = opening.readable(path or home or Path())
    report = opening.checked(
        packages, unread, lambda some: validate.validate(some, rules, day, command, judge=judge), day
    )
    found = series(answers, workspace.settings(home).deadlines, day)
    return replace(_gathered(replace(report, files=tuple(reports)), found), unread=unread)


def _gathered(report: Report, series: list[Series]) -> Status:
    packages = {name: Trouble(name) for name in report.packages}
    bodies: dict[str, Trouble] = {}
    names = {body.code: body.name for item in series for body in item.bodies}
    for finding in report.findings:
        packages.setdefault(finding.package, Trouble(finding.package)).add(finding)
        code = finding.key.get("agency_code")
        if code and finding.severity in ("block", "error"):
            bodies.setdefault(code, Trouble(f"{names[code]} ({code})" if names.get(code) else code)).add(finding)
    return Status(report, series, _worst_first(packages), _worst_first(bodies))


def _worst_first(found: Mapping[str, Trouble]) -> list[Trouble]:
    return sorted(found.values(), key=lambda item: ([-item.severities[severity] for severity in SEVERITIES], item.name))


def series(answers: Iterable[Sequence[Any]], deadlines: Mapping[str, int], as_of: date) -> list[Series]:
    """The deliveries by table and kind of period, of the rows that answer the question."""
    found: dict[tuple[str, str], Series] = {}
    bodies: dict[tuple[str, str, str], Body] = {}
    for table, kind, period, ends, code, name, gave in answers:
        of_table = found.setdefault((table, kind), Series(table, kind, [], []))
        if (table, kind, code) not in bodies:
            bodies[table, kind, code] = Body(code, name or "")
            of_table.bodies.append(bodies[table, kind, code])
        if not of_table.periods or of_table.periods[-1] != period:
            of_table.periods.append(period)
        bodies[table, kind, code].gave[period] = gave
        if table in deadlines:
            of_table.due[period] = ends + timedelta(days=deadlines[table])
            if not gave and of_table.due[period] >= as_of:
                bodies[table, kind, code].waiting.append(period)
    return list(found.values())
