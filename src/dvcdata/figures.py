"""Published numbers held against their own parts, against each other, and against the data of their package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from dvcdata import beside, measure, validate, workspace
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.indicators import catalogue
from dvcdata.indicators.database import FACTS
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.results import Missing, Result, exact
from dvcdata.indicators.run import Runner
from dvcdata.indicators.windows import Window
from dvcdata.judging import Claim, Verdict, judge
from dvcdata.package import open_all
from dvcdata.report import Report as RuleReport

RULES = ("figure-mismatch", "growth-without-base", "not-comparable", "levels-overlap", "rank-mismatch")
PARTS = {"share": ("numerator", "denominator"), "count": ("numerator",), "difference": ("base_figure_id",)}
SPOKEN_OF = {"agencies": "agency_code", "procedures": "issuing_agency", "services": "owner_code"}  # beside the facts
OTHERS = 4  # other definitions named
DOUBTFUL = ("no", "against", "cut")
VERDICTS = (*DOUBTFUL, "noted", "holds", "unchecked")  # the worst first
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Match:
    """A definition, and what it makes of a published number."""

    result: Result
    verdict: Verdict
    by_parts: bool = False  # numerator and denominator are the same too


@dataclass(frozen=True)
class Checked:
    """One published number with everything that was found about it."""

    package: str
    row: Row
    findings: tuple[Finding, ...] = ()
    own: Match | None = None  # by the definition that it names
    others: tuple[Match, ...] = ()  # by other definitions, where they give the number
    sum_of: tuple[str, str] | None = None  # two figures whose numerators and denominators add up to it
    source: Row | None = None

    @property
    def arithmetic(self) -> str:
        """How it stands with its own parts: holds, cut, no, or parts (it has none to check by)."""
        return _arithmetic(self.row, self.findings)

    @property
    def verdict(self) -> str:
        """The worst that is said of it: no, against, cut, noted; else holds, or unchecked."""
        if self.arithmetic in ("no", "cut") or contradicted(self):
            return "no" if self.arithmetic == "no" else "against" if contradicted(self) else "cut"
        if self.findings:
            return "noted"
        return "holds" if self.arithmetic == "holds" or self.own or self.sum_of else "unchecked"


@dataclass(frozen=True)
class Held:
    """The published numbers held against the data, before it is known what rules find; it needs no database."""

    figures: tuple[Checked, ...] = ()
    known: Mapping[str, beside.Known] = field(default_factory=dict)  # by package


@dataclass(frozen=True)
class Report:
    """All published numbers of the packages, and what rules say of them together."""

    packages: tuple[str, ...]
    figures: tuple[Checked, ...]
    rules: RuleReport
    known: Mapping[str, beside.Known]

    @property
    def doubtful(self) -> list[Checked]:
        """Those that do not hold, by their own parts or by the data."""
        return [item for item in self.figures if item.verdict in DOUBTFUL]


def run(paths: Sequence[Path]) -> Report:
    """`dvcdata figures`: every row of table figures with its verdicts."""
    home = workspace.find(paths[0] if paths else Path())
    packages = open_all(paths or [home or Path()])
    if not any(table.name == "figures" for package in packages for table in package.tables):
        raise UserError("figures.none", names=", ".join(package.name for package in packages))
    report = validate.run(paths, only=RULES)
    indicators = catalogue.load(home)
    with measure.opened(packages, indicators, tables={"figures"}) as runner:
        return judged(held(runner, indicators), report)


def held(runner: Runner, indicators: Sequence[Indicator]) -> Held:
    """Every row of table figures held against the data of all packages and the other rows of its own."""
    sources, there = _by_package(runner, "sources"), _there(runner)
    found: list[Checked] = []
    known: dict[str, beside.Known] = {}
    for package, rows in _by_package(runner, "figures").items():
        named = {row["source_id"]: row for row in sources.get(package, ())}
        for row in rows:
            asked = indicators if row["scope"] in there else ()
            found.append(_checked(runner, asked, package, row, rows, named.get(row["source_id"])))
        known[package] = beside.known(runner, rows, indicators)
    return Held(tuple(found), known)


def _there(runner: Runner) -> set[str]:
    """The bodies that the data can speak of; of others no indicator needs to be asked."""
    columns = {**SPOKEN_OF, **dict.fromkeys(("open_datasets", "actions", *FACTS), "agency_code")}
    parts = (
        f"select t.{column} from main.{table} as t" for table, column in columns.items() if table in runner.opened.rows
    )
    codes = runner.connection.execute(" union ".join(parts) or "select null").fetchall()
    return {code for (code,) in codes if code} | {runner.subject}


def _by_package(runner: Runner, table: str) -> dict[str, list[Row]]:
    """The rows of a table by their packages, in which each has a key of its own."""
    names = runner.connection.execute(f"select t._package from main.{table} as t order by t._package, t._row")
    found: dict[str, list[Row]] = {}
    for (name,), row in zip(names.fetchall(), runner.table(table), strict=True):
        found.setdefault(name, []).append(row)
    return found


def judged(given: Held, report: RuleReport) -> Report:
    """The numbers with what the rules on them found."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for item in report.findings:
        if item.table == "figures" and item.rule in RULES:
            found.setdefault((item.package, item.key.get("figure_id", "")), []).append(item)
    every = (replace(i, findings=tuple(found.get((i.package, i.row["figure_id"]), ()))) for i in given.figures)
    return Report(report.packages, tuple(every), report, given.known)


def _checked(
    runner: Runner,
    indicators: Sequence[Indicator],
    package: str,
    row: Row,
    rows: Sequence[Row],
    source: Row | None,
) -> Checked:
    named = next((item for item in indicators if item.id == row["indicator"]), None)
    own = next(_matches(runner, [named], row), None) if named else None
    others: list[Match] = []
    if own is None or own.verdict in ("no", "far"):
        like = [item for item in indicators if item is not named and named and item.counts == named.counts]
        others = [item for item in _matches(runner, like, row) if item.verdict in ("holds", "cut")]
        others = [item for item in others if item.by_parts] or others
    return Checked(package, row, (), own, tuple(others[:OTHERS]), _sum_of(row, rows), source)


def _arithmetic(row: Row, findings: Sequence[Finding]) -> str:
    for item in findings:
        if item.rule in ("figure-mismatch", "rank-mismatch"):
            return "cut" if str(item.params.get("case") or "").endswith("cut") else "no"
    relation = row["relation"] or "share"
    has = all(row[name] is not None for name in PARTS.get(relation, ()))
    if relation == "times":
        has = row["denominator"] is not None or row["base_figure_id"] is not None
    return "holds" if has and relation in (*PARTS, "times") and row["value"] is not None else "parts"


def _sum_of(row: Row, rows: Sequence[Row]) -> tuple[str, str] | None:
    """Two other figures on the same thing whose numerators and denominators add up to this one's."""
    whole = (row["numerator"], row["denominator"])
    if row["relation"] != "count" or None in whole:
        return None
    like = [
        item for item in rows if item is not row and all(item[n] == row[n] for n in ("indicator", "period", "relation"))
    ]
    for n, one in enumerate(like):
        for other in like[n + 1 :]:
            parts = [(one[name], other[name]) for name in ("numerator", "denominator")]
            if all(None not in pair for pair in parts) and whole == tuple(a + b for a, b in parts):
                return one["figure_id"], other["figure_id"]
    return None


def _matches(runner: Runner, indicators: Sequence[Indicator], row: Row) -> Iterator[Match]:
    """What each definition of the same kind gives for the body and the period that the number names."""
    window = _window(runner, row)
    if window is None or row["value"] is None or row["scope"] not in runner.bodies:
        return
    for indicator in indicators:
        if not _of_one_kind(indicator, row) or isinstance(runner.lacks(indicator), Missing):
            continue
        found = runner.rows(indicator, [window])
        own = [item for item in found if item.agency == row["scope"]]
        result = own[0] if own else runner.together(found) if row["scope"] == runner.subject else None
        if result and (match := _match(result, row)):
            yield match


def _window(runner: Runner, row: Row) -> Window | None:
    period = row["period"] or (f"{row['as_of']:%Y-%m}" if row["as_of"] else "")
    if period not in runner.calendar.spans:
        return None
    return runner.calendar.window(period, row["as_of"])


def _of_one_kind(indicator: Indicator, row: Row) -> bool:
    relation = row["relation"] or "share"
    if relation == "share":
        return indicator.is_share
    if relation == "times":
        return indicator.kind == "times"
    return relation == "count" and indicator.kind in ("count", "ratio")


def _match(result: Result, row: Row) -> Match | None:
    claim = Claim(Decimal(row["value"]), int(row["decimals"] or 0), row["qualifier"] or "exact")
    value = result.value
    if row["relation"] == "count" and result.indicator.kind == "ratio":
        value = result.numerator
    if value is None:
        return None
    given = [exact(row[name]) for name in ("numerator", "denominator")]
    return Match(result, judge(claim, value), given == [result.numerator, result.denominator])


def contradicted(item: Checked) -> bool:
    """Whether the data gives another number by the very definition that is named."""
    return item.own is not None and item.own.verdict in ("no", "far")
