"""Validates packages: structure by frictionless, then the rules on DuckDB, into one report."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import provenance, schemas, texts, tracing, workspace
from dvcdata.baseline import Known
from dvcdata.engine import abreast, database, described, room
from dvcdata.engine.load import scratch
from dvcdata.engine.read import read
from dvcdata.engine.staged import Staged
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.ledger import Ledger
from dvcdata.masking import masked
from dvcdata.package import Package, open_all, require_rows
from dvcdata.report import Checked, Report
from dvcdata.rules import catalogue
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked, Runner, Seen
from dvcdata.waivers import PERSONAL, Terms

Found = Callable[[Finding], None]
Judged = tuple[list[Staged], dict[str, list[NotChecked]]]  # the tables, and what each rule could not check
Judge = Callable[[Sequence[Package], Sequence[Rule], date, Found], Judged]
Database = duckdb.DuckDBPyConnection
Look = Callable[[Database, Sequence[Staged], Mapping[str, Seen], Path], Callable[[Database], None]]


def run(
    paths: Sequence[Path],
    *,
    as_of: date | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    table: str | None = None,
    engine: str | None = None,
    reports: Sequence[Path] = (),
    baseline: Path | None = None,
    accept: Terms | None = None,
) -> Report:
    """`dvcdata validate`: opens what the paths name (else the workspace), and checks it by the rules asked for.

    With an engine, its tables are checked where they are. What no longer occurs leaves the baseline's file; with
    `accept` what is new joins it.
    """
    if accept:
        accept.check(as_of or today())
    elif baseline and not baseline.is_file():
        raise UserError("baseline.missing", path=str(baseline))
    home = workspace.find(paths[0] if paths else Path())
    known = catalogue.load(home, {*only, *skip} if only else ())
    rules = catalogue.choose(known, only, skip)
    if not rules:
        raise UserError("nothing.rules")
    given = {"--engine": engine, "--rule": only, "--skip": skip, "--table": table}
    command = _command(paths, {**given, "--as-of": as_of, "--report": reports, "--baseline": baseline})
    off = [] if only else [rule for rule in known if rule.off]
    day = as_of or date.today()
    if engine:
        from dvcdata.engines import opening

        with opening.opened(engine, paths, table) as (packages, judge):
            report = validate(packages, rules, day, command, off, baseline, judge)
    else:
        report = validate(open_all(paths or [home or Path()], table), rules, day, command, off, baseline)
    report = replace(report, files=tuple(reports))
    if not only:  # else not every rule was read
        report = replace(report, not_checked=(*report.not_checked, *_nobody(report, known)))
    return _kept(report, baseline, accept) if baseline else report


def _nobody(report: Report, known: Sequence[Rule]) -> Iterator[NotChecked]:
    """The rules that waivers name and that nobody knows, so that a misspelt one is not thought to hold."""
    ids = [name for rule in known for name in (rule.id, *rule.replaces)]
    for path, name in report.known.named if report.known else ():
        if name not in ids and f"structure.{name}.title" not in texts.catalogue():
            import difflib

            near = difflib.get_close_matches(name, ids, 1, 0)
            yield NotChecked("*", "not_checked.waiver", {"path": path, "name": name, "near": near[0]}, partly=True)


def _command(paths: Sequence[Path], options: Mapping[str, object]) -> str:
    """What to type to run the same again."""
    words = ["dvcdata", "validate", *map(str, paths)]
    for name, given in options.items():
        values = given if isinstance(given, (list, tuple)) else [given]
        words += [word for value in values if value for word in (name, str(value))]
    return " ".join(map(texts.word, words))


def today() -> date:
    """The as-of date where none is given."""
    return date.today()


def _kept(report: Report, baseline: Path, accept: Terms | None) -> Report:
    """The report once the file of known findings is brought up to date: it only shrinks, unless new ones join it."""
    known = report.known
    assert known is not None
    if accept:
        findings, waived = Ledger(), report.waived
        terms = replace(accept, recorded=accept.recorded or report.as_of)
        known.accept((item for item in report.findings if item.rule != PERSONAL), baseline, terms)
        for item in report.findings:
            (findings if item.rule == PERSONAL else waived).add(replace(item, waiver=terms))
        report = replace(report, findings=findings, waived=waived)
    if accept or known.n_gone:
        known.save(baseline)
    return report


def validate(
    packages: Sequence[Package],
    rules: Sequence[Rule],
    as_of: date,
    command: str = "",
    off: Sequence[Rule] = (),
    baseline: Path | None = None,
    judge: Judge | None = None,
) -> Report:
    """The report on these packages: every finding, and what could not be checked with the reason.
    Findings that a waiver of their package, or the baseline, accepts on that day are kept apart.
    """
    findings, waived = Ledger(), Ledger()
    locate = provenance.Locator(packages)
    known = Known(packages, as_of, {old: rule.id for rule in (*rules, *off) for old in rule.replaces}, baseline)

    def found(finding: Finding) -> None:
        finding = known.judge(masked(locate(finding)))
        accepted = finding.waiver is not None and finding.waiver.until >= as_of
        (waived if accepted else findings).add(finding)

    staged, lacks = (judge or on_duckdb)(packages, rules, as_of, found)
    _settle(known, staged, rules, lacks)
    rows, cells = sum(item.rows for item in staged), sum(item.rows * len(item.columns) for item in staged)
    whole = sum(all(item.partly for item in lack) for lack in lacks.values())
    return Report(
        as_of=as_of,
        packages=tuple(package.name for package in packages),
        checked=Checked(packages=len(packages), tables=len(staged), rows=rows, cells=cells, rules=whole),
        findings=findings,
        not_checked=(*_left_out(staged), *(item for lack in lacks.values() for item in lack)),
        tables=tuple(staged),
        rules={rule.id: rule for rule in rules},
        command=command,
        off=tuple(off),
        waived=waived,
        known=known,
    )


def on_duckdb(
    packages: Sequence[Package],
    rules: Sequence[Rule],
    as_of: date,
    found: Found,
    ask: str = "",
    answered: Callable[[list[tuple[Any, ...]]], None] = lambda rows: None,
    look: Look | None = None,
) -> Judged:
    """Reads the tables into DuckDB, with what is wrong with their structure, and runs the rules there.

    `ask` is a SELECT over the same tables, whose rows are for `answered`. `look` sees the database before it is locked,
    and what it gives back is called with a connection while the rules run.
    """
    n_found = 0

    def counted(finding: Finding) -> None:
        nonlocal n_found
        n_found += 1
        found(finding)

    with scratch() as folder, database.connect(folder) as connection:
        labelled = labelled_columns(rules)
        staged = read(connection, packages, labelled, folder, counted)
        rows = sum(item.rows for item in staged)
        require_rows(packages, rows or n_found)
        asked = [ask, *(rule.sql for rule in rules)]
        database.unite(connection, staged, labelled, None if look else asked)
        database.load_reference(connection, asked)
        made = described.describe(connection, packages, staged)
        seen = tables_seen(staged, labelled) | dict(described.seen(packages, made, rows))
        beside = look(connection, staged, seen, folder) if look else None
        if rows <= database.SMALL:
            database.plan_quickly(connection)
        database.lock(connection)
        if ask:
            answered(connection.execute(ask).fetchall())
        lacks = _by_rules(connection, seen, as_of, rules, found, beside)
        return staged, lacks | _by_suites(connection, staged, rules, found)


def _by_rules(
    connection: Database,
    seen: Mapping[str, Seen],
    as_of: date,
    rules: Sequence[Rule],
    found: Found,
    beside: Callable[[Database], None] | None,
) -> dict[str, list[NotChecked]]:
    rules = [rule for rule in rules if not rule.expectation]
    runner = Runner(OnDuckDB(connection), seen, as_of, rules)

    def work(rule: Rule, connection: Database, found: Found) -> list[NotChecked]:
        return runner.beside(OnDuckDB(connection)).run(rule, found)

    works = [(rule.id, partial(work, rule)) for rule in rules]
    aside = (lambda connection, found: beside(connection)) if beside else None
    lacks = abreast.run(connection, "rules", works, found, room.threads(), aside)
    return dict(zip((rule.id for rule in rules), lacks, strict=True))


def _by_suites(
    connection: Database, staged: Sequence[Staged], rules: Sequence[Rule], found: Found
) -> dict[str, list[NotChecked]]:
    """What suites of Great Expectations find; only then it and pandas are imported, which takes seconds."""
    rules = [rule for rule in rules if rule.expectation]
    if not rules:
        return {}
    from dvcdata.engines import local, suites

    return suites.judge(local.Local(connection, staged), [(item.table, item.rows) for item in staged], rules, found)


def _settle(
    known: Known, staged: Sequence[Staged], rules: Sequence[Rule], lacks: Mapping[str, Sequence[NotChecked]]
) -> None:
    """What is known and was not found is gone, unless its rule was not checked or rows of its table were left out."""
    checked = {rule.id for rule in rules if all(item.partly for item in lacks[rule.id])}
    broken = {(item.table.package, item.table.name) for item in staged if item.left_out}

    def was_checked(rule: str, package: str, table: str) -> bool:
        structure = texts.entry(f"structure.{rule}.title") is not None
        return structure or (rule in checked and (package, table) not in broken)

    known.settle([item.table.package for item in staged], was_checked)


def labelled_columns(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """The columns whose labels of missing values some rule asks for, by table."""
    asked: dict[str, set[str]] = {}
    for rule in rules:
        for table, columns in rule.needs.items():
            asked.setdefault(table, set()).update(
                name.removesuffix("_missing") for name in columns if name.endswith("_missing")
            )
    return asked


def _left_out(staged: Sequence[Staged]) -> list[NotChecked]:
    rows = [("left_out", {"table": item.table.name, "n": item.left_out}) for item in staged if item.left_out]
    reasons = (*rows, *tracing.unread(item.table.trace for item in staged))
    reasons += tuple(("no_package", {"table": item.table.name, "package": key}) for item, key in _unreached(staged))
    return [NotChecked("*", f"not_checked.{name}", params, partly=True) for name, params in reasons]


def _unreached(staged: Sequence[Staged]) -> Iterator[tuple[Staged, str]]:
    """The tables with foreign keys into packages that were not given, and the names of these."""
    given = {(item.table.package, item.table.name) for item in staged}
    for item in staged:
        for key in schemas.foreign_keys(item.table.schema):
            if key.package and (key.package, key.table) not in given:
                yield item, f"{key.package} › {key.table}"


def tables_seen(staged: Sequence[Staged], labelled: Mapping[str, set[str]]) -> dict[str, Seen]:
    """What the runner must know of the tables that were read."""
    seen: dict[str, Seen] = {}
    for name in {item.table.name: None for item in staged}:
        parts = [item for item in staged if item.table.name == name]
        fields = parts[0].table.columns
        present = {column for item in parts for column in item.columns}
        seen[name] = Seen(
            name=name,
            key=[column for column in parts[0].table.key if column in present],
            required={n for n, f in fields.items() if f.get("constraints", {}).get("required")},
            text=[n for n, f in fields.items() if f.get("type") == "string"],
            present=present | {f"{column}_missing" for column in labelled.get(name, set()) & present},
            files={item.table.package: item.table.file for item in parts},
            rows=sum(item.rows - item.left_out for item in parts),
        )
    return seen
