"""Gathers what the site says: the packages, their findings, and the rows that pages are made of."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import texts
from dvcdata.engine.staged import Staged
from dvcdata.findings import Finding
from dvcdata.indicators import catalogue as indicators
from dvcdata.indicators import database, words
from dvcdata.indicators.run import Runner
from dvcdata.package import Package
from dvcdata.report import Report
from dvcdata.rules import catalogue, reference
from dvcdata.rules.run import Seen
from dvcdata.status.deliveries import Series, series
from dvcdata.status.question import question
from dvcdata.validate import on_duckdb, validate
from dvcdata.website import charts, described, fields, files, numbers, queries
from dvcdata.website.charts import Placed
from dvcdata.website.checks import Checks
from dvcdata.website.described import Dataset
from dvcdata.website.engine import Engine
from dvcdata.website.forms import Forms, Standing
from dvcdata.website.numbers import Number, Numbers
from dvcdata.website.releases import Release
from dvcdata.workspace import settings

Row = dict[str, Any]
UNUSED = "service-without-dossiers"
KEPT = 100  # findings of a rule, a table or a body that a page shows


@dataclass(frozen=True)
class Gathered:
    """Everything that the pages are made of; nothing is read after this."""

    packages: Sequence[Package]
    report: Report
    rows: Mapping[str, list[Row]]  # of the queries in queries.py, by their names
    numbers: Numbers
    tables: Mapping[str, bytes]  # the files of the tables, by path
    heads: Mapping[tuple[str, str], list[list[str]]]  # the first rows of the tables, by package and name
    checks: Checks
    home: Path | None = None
    engine: Engine = field(default_factory=Engine)
    releases: Sequence[Release] = ()  # the latest first
    base_url: str = ""  # without a slash at the end
    periods: Mapping[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)  # rows of each, where told
    deliveries: Sequence[Series] = ()
    charts: Sequence[Placed] = ()

    @property
    def as_of(self) -> date:
        """The day that the findings stand for."""
        return self.report.as_of

    @cached_property
    def bodies(self) -> dict[str, Row]:
        """The row of each body."""
        return {row["agency_code"]: row for row in self.rows["agencies"]}

    @cached_property
    def names(self) -> dict[str, Row]:
        """The names of bodies, of groups of bodies, and of those that only the reference knows, which have no page."""
        others = {row["code"]: {**row, "page": False} for row in self.rows["named"]}
        found = others | {code: {**row, "page": True} for code, row in self.bodies.items()}
        return {code: {part: row[part] for part in ("name", "name_en", "page")} for code, row in found.items()}

    def named(self, codes: Iterable[str | None]) -> dict[str, Row]:
        """The names of those of these bodies that are known, by code."""
        return {code: self.names[code] for code in dict.fromkeys(codes) if code in self.names}

    @cached_property
    def sources(self) -> dict[str, dict[str, str]]:
        """What is said of each source, by its id, in each language; of an id that two packages use, both sources."""
        said = self.by("sources", "source_id").items()
        return {key: {lang: words.sources(rows, lang) for lang in texts.LANGUAGES} for (key,), rows in said}

    def sourced(self, series: Sequence[Row]) -> list[dict[str, str]]:
        """The sources of the rows of a page, each once."""
        ids = dict.fromkeys(part for row in series for part in (row["source_id"] or "").split(" "))
        return [self.sources[key] for key in ids if key in self.sources]

    @cached_property
    def services_of(self) -> dict[str, list[str]]:
        """The owners of each service code."""
        owners: dict[str, list[str]] = defaultdict(list)
        for row in self.rows["services"]:
            owners[row["service_code"]].append(row["owner_code"])
        return owners

    @cached_property
    def service_names(self) -> dict[tuple[str, str], str]:
        """The name of each service, by code and owner."""
        return {(row["service_code"], row["owner_code"]): row["name"] or "" for row in self.rows["services"]}

    @cached_property
    def procedure_names(self) -> dict[str, str]:
        """The name of each procedure."""
        return {row["procedure_code"]: row["name"] for row in self.rows["procedures"]}

    @cached_property
    def fields(self) -> fields.Fields:
        """The fields with their procedures and services."""
        return fields.of(self.rows)

    @cached_property
    def findings(self) -> dict[tuple[str, str], list[Finding]]:
        """The first findings by ("rule", id), ("table", package/table) and ("agency", code)."""
        return _by_place(self.report.findings)

    @cached_property
    def accepted(self) -> dict[tuple[str, str], list[Finding]]:
        """The first findings that a waiver accepts, by the same places."""
        return _by_place(self.report.waived)

    @cached_property
    def tallies(self) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
        """How many findings of each rule and severity there are in all, by the same places."""
        counted: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for finding in self.report.findings:
            for place in _places(finding):
                counted[place][finding.rule, finding.severity] += 1
        return counted

    @cached_property
    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """How many findings of each severity, by the same places."""
        counted: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for place, tally in self.tallies.items():
            for (_, severity), n in tally.items():
                counted[place][severity] += n
        return counted

    @cached_property
    def unused(self) -> set[tuple[str, str]]:
        """The services that the rule on it found without dossiers, by code and owner; waived or not."""
        found = (item for part in (self.report.findings, self.report.waived) for item in part)
        return {
            (item.key.get("service_code", ""), item.key.get("owner_code", "")) for item in found if item.rule == UNUSED
        }

    @cached_property
    def unused_unchecked(self) -> dict[str, str]:
        """Why that rule could not be checked at all, in each language; nothing where it was."""
        lacks = [item for item in self.report.not_checked if item.rule == UNUSED and not item.partly]
        return {lang: texts.text(lacks[0].key, lang, **lacks[0].params) for lang in texts.LANGUAGES} if lacks else {}

    def rule_title(self, rule_id: str) -> dict[str, str]:
        """The title of a rule, or of a kind of error in the structure, in each language."""
        if rule := self.report.rules.get(rule_id):
            return {lang: rule.title[lang] for lang in texts.LANGUAGES}
        key = f"structure.{rule_id}.title"
        key = key if texts.entry(key) else "structure.other.title"
        return {lang: texts.text(key, lang) for lang in texts.LANGUAGES}

    @cached_property
    def structure(self) -> list[str]:
        """The kinds of errors in the structure of files: those that are known, and whatever else was found."""
        found = {name for kind, name in (*self.counts, *self.accepted) if kind == "rule"} - set(self.report.rules)
        return sorted(found.union(reference.structure_rules()))

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """What metadata say of each package and each table, by the address of its page."""
        return described.all_of(self)

    @cached_property
    def bundles(self) -> dict[str, bytes]:
        """The zips, descriptions and checksums of the packages, by path."""
        return dict(files.bundles(self))

    def by(self, table: str, *columns: str) -> dict[tuple[Any, ...], list[Row]]:
        """The rows of a query by the values of these columns."""
        found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in self.rows[table]:
            found[tuple(row[column] for column in columns)].append(row)
        return found


def _by_place(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    kept: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        for place in _places(finding):
            if len(kept[place]) < KEPT:
                kept[place].append(finding)
    return kept


def _places(finding: Finding) -> Iterable[tuple[str, str]]:
    yield "rule", finding.rule
    yield "table", f"{finding.package}/{finding.table}"
    yield "package", finding.package
    for column in ("agency_code", "owner_code"):
        if code := finding.key.get(column):
            yield "agency", code


def _nothing(path: str, made_of: str) -> bytes | None:
    return None


def _periods(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[tuple[str, int]]:
    if "period" not in staged.columns:
        return []
    sql = f"select t.period, count(*) from {staged.relation} as t where t.period is not null group by all order by all"
    return [(str(period), n) for period, n in connection.execute(sql).fetchall()]


def gather(
    packages: Sequence[Package],
    home: Path | None,
    as_of: date,
    base_url: str = "",
    standing: Standing = _nothing,
    drawn: Callable[[Iterable[Placed]], None] = lambda charts: None,
) -> Gathered:
    """Reads the tables once: the rules, the indicators and the pages all ask the same database.

    `standing` gives the bytes of a file that a former build made of the same; `drawn` is given the charts as soon as it
    is known what they show.
    """
    rules = catalogue.choose(catalogue.load(home), (), ())
    taken = _Taken(packages, home, Checks(rules, as_of), standing, base_url, drawn)
    given: list[tuple[Any, ...]] = []
    judge = partial(on_duckdb, look=taken.look, ask=question(as_of), answered=given.extend)
    report = validate(packages, rules, as_of, judge=judge)
    assert taken.numbers
    found = (taken.rows, taken.numbers, taken.files, taken.heads, taken.checks)
    return Gathered(
        packages,
        report,
        *found,
        home,
        base_url=base_url,
        periods=taken.periods,
        deliveries=series(given, settings(home).deadlines, as_of),
        charts=taken.charts,
    )


@dataclass
class _Taken:
    """What is taken from the database while it is there."""

    packages: Sequence[Package]
    home: Path | None
    checks: Checks
    standing: Standing
    base_url: str
    drawn: Callable[[Iterable[Placed]], None]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    periods: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    heads: dict[tuple[str, str], list[list[str]]] = field(default_factory=dict)
    numbers: Numbers | None = None
    charts: list[Placed] = field(default_factory=list)

    def look(
        self, connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], seen: Mapping[str, Seen], folder: Path
    ) -> Callable[[duckdb.DuckDBPyConnection], None]:
        """Takes rows and files before the database is locked; while the rules run, measures, and makes the rest."""
        forms = Forms(connection.cursor(), {package.name: package for package in self.packages}, folder, self.standing)
        self.periods |= {(item.table.package, item.table.name): _periods(connection, item) for item in staged}
        self._draw(charts.of_tables(self.packages, self.periods, self.base_url))
        for item in staged:
            self.files.update(forms.of(item))
            self.heads[item.table.package, item.table.name] = files.head(item.table)
        database.prepare(connection)
        for name, sql in queries.ALL.items():
            cursor = connection.execute(sql)
            columns = [item[0] for item in cursor.description or []]
            self.rows[name] = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
        self.checks.look(connection, staged, seen, folder)
        return partial(self._meanwhile, staged, forms)

    def _meanwhile(self, staged: Sequence[Staged], forms: Forms, connection: duckdb.DuckDBPyConnection) -> None:
        opened = database.beside(connection, staged, self.packages)
        with ThreadPoolExecutor(1) as pool:
            books = pool.submit(lambda: dict(forms.books()))
            self.numbers = numbers.gather(opened, indicators.load(self.home), self._measured)
            self.files |= books.result()

    def _measured(self, runner: Runner, found: Mapping[str, Number]) -> None:
        self._draw(charts.of_numbers(found, runner.bodies, self.base_url))
        self.checks.measured(runner, [number.entry for number in found.values()])

    def _draw(self, found: Iterable[Placed]) -> None:
        listed = list(found)
        self.charts += listed
        self.drawn(listed)
