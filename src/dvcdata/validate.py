"""Validates packages: structure by frictionless, then the rules on DuckDB, into one report."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from dvcdata import provenance, workspace
from dvcdata.engine import database
from dvcdata.engine.explain import explain
from dvcdata.engine.load import Spool, quoted, scratch
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import Package, Table, open_all
from dvcdata.report import Checked, Report
from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked, Runner, Seen


@dataclass
class Structure:
    """What reading the tables came to."""

    findings: list[Finding] = field(default_factory=list)
    staged: dict[str, list[str]] = field(default_factory=dict)
    present: dict[str, set[str]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    cells: int = 0


def run(
    paths: Sequence[Path],
    *,
    as_of: date | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    table: str | None = None,
) -> Report:
    """`dvcdata validate`: opens what the paths name (else the workspace), and checks it by the rules asked for."""
    home = workspace.find(paths[0] if paths else Path())
    rules = catalogue.choose(catalogue.load(home), only, skip)
    if not rules:
        raise UserError("nothing.rules")
    packages = open_all(paths or [home or Path()], table)
    command = " ".join(["dvcdata validate", *(shlex.quote(str(path)) for path in paths)])
    return validate(packages, rules, as_of or date.today(), command)


def validate(packages: Sequence[Package], rules: Sequence[Rule], as_of: date, command: str = "") -> Report:
    """The report on these packages: every finding, and what could not be checked with the reason."""
    connection = database.connect()
    labelled = labelled_columns(rules)
    structure = check_structure(connection, packages, labelled)
    if not structure.rows and not structure.findings:
        raise UserError("nothing.rows", names=", ".join(package.name for package in packages))
    database.unite(connection, structure.staged, labelled)
    database.load_reference(connection, (rule.select for rule in rules))
    database.lock(connection)
    runner = Runner(connection, _seen(connection, packages, structure), as_of)
    findings, not_checked, checked = list(structure.findings), _left_out(structure), 0
    for rule in rules:
        found, lacks = runner.run(rule)
        findings += found
        not_checked += lacks
        checked += all(item.partly for item in lacks)
    tables = sum(len(package.tables) for package in packages)
    return Report(
        as_of=as_of,
        packages=tuple(package.name for package in packages),
        checked=Checked(len(packages), tables, structure.rows, structure.cells, checked),
        findings=tuple(provenance.locate(findings, packages)),
        not_checked=tuple(not_checked),
        rules={rule.id: rule for rule in rules},
        command=command,
    )


def check_structure(
    connection: duckdb.DuckDBPyConnection, packages: Iterable[Package], labelled: dict[str, set[str]]
) -> Structure:
    """Reads every table, keeps what frictionless finds wrong, and stages the typed rows for the rules."""
    structure = Structure()
    with scratch() as folder:
        for package in packages:
            for table in package.tables:
                _check_table(connection, table, package, labelled, folder, structure)
    return structure


def _check_table(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    package: Package,
    labelled: dict[str, set[str]],
    folder: Path,
    structure: Structure,
) -> None:
    start, labels, rows = explain(table, package)
    structure.findings += start
    spool = Spool(table, labels, labelled.get(table.name, set()), folder)
    for row in spool.write(rows):
        structure.findings += row.findings
        structure.rows += bool(row.number)
        structure.cells += len(row.raw)
    target = f"stage.{quoted(f'{package.name}.{table.name}')}"
    spool.load(connection, target)
    structure.staged.setdefault(table.name, []).append(target)
    structure.present.setdefault(table.name, set()).update(spool.columns)
    if spool.left_out:
        structure.left_out[f"{package.name} › {table.name}"] = spool.left_out


def labelled_columns(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """The columns whose labels of missing values some rule asks for, by table."""
    asked: dict[str, set[str]] = {}
    for rule in rules:
        for table, columns in rule.needs.items():
            asked.setdefault(table, set()).update(
                name.removesuffix("_missing") for name in columns if name.endswith("_missing")
            )
    return asked


def _left_out(structure: Structure) -> list[NotChecked]:
    return [
        NotChecked("*", "not_checked.left_out", {"table": name, "n": count}, partly=True)
        for name, count in structure.left_out.items()
    ]


def _seen(connection: duckdb.DuckDBPyConnection, packages: Sequence[Package], structure: Structure) -> dict[str, Seen]:
    seen: dict[str, Seen] = {}
    for name, present in structure.present.items():
        tables = {p.name: t for p in packages for t in p.tables if t.name == name}
        first = next(iter(tables.values()))
        count = connection.execute(f"select count(*) from {quoted(name)}").fetchone() or (0,)
        seen[name] = Seen(
            name=name,
            key=first.key,
            required={n for n, f in first.columns.items() if f.get("constraints", {}).get("required")},
            text=[n for n, f in first.columns.items() if f.get("type") == "string"],
            present=present,
            files={package: table.file for package, table in tables.items()},
            rows=int(count[0]),
        )
    return seen
