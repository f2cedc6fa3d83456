"""The examples of all rules as typed tables, with what DuckDB makes of them, for engines to be held against."""

import atexit
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import testing
from dvcdata.engine import database, described
from dvcdata.engine.load import sql_type
from dvcdata.engine.read import read
from dvcdata.engine.staged import Staged
from dvcdata.findings import Finding
from dvcdata.package import Package, open_package
from dvcdata.rules import catalogue
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked, Runner
from dvcdata.validate import labelled_columns, tables_seen

FOLDER = Path(__file__).parents[1] / "validators"
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Typed:
    """A table with its columns' DuckDB types; the labels of missing values stand in columns `<name>_status`."""

    name: str
    columns: dict[str, str]
    rows: Rows


@dataclass(frozen=True)
class Example:
    """An example of a rule: its package, its typed tables, and what DuckDB makes of it."""

    name: str
    rule: Rule
    package: Package
    as_of: date
    tables: tuple[Typed, ...]
    findings: list[Finding]
    not_checked: list[NotChecked]


@cache
def examples() -> Mapping[tuple[str, str], Example]:
    """Both examples of every rule, by rule and kind."""
    return {(item.rule.id, item.name.split("/")[1]): item for rule in catalogue.load() for item in _of(rule)}


def _of(rule: Rule) -> Iterator[Example]:
    for kind in ("pass", "fail"):
        folder = FOLDER / rule.id / kind
        settings = testing.settings(folder)
        given = replace(rule, parameters={**rule.parameters, **settings.get("parameters", {})})
        work = Path(_kept().name) / rule.id / kind
        work.mkdir(parents=True)
        list(testing.copy(folder, work))
        yield _judged(f"{rule.id}/{kind}", given, open_package(work), settings.get("as_of", testing.AS_OF))


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """Where the examples are until all tests are over: what a package says of itself is read from there once more."""
    folder = tempfile.TemporaryDirectory(prefix="dvcdata-examples-")
    atexit.register(folder.cleanup)
    return folder


def _judged(name: str, rule: Rule, package: Package, as_of: date) -> Example:
    """What `validate` does, with the tables taken out while they are there."""
    findings: list[Finding] = []
    labelled = labelled_columns([rule])
    with tempfile.TemporaryDirectory() as work, database.connect(Path(work)) as connection:
        staged = read(connection, [package], labelled, Path(work), findings.append)
        database.unite(connection, staged, labelled)
        database.load_reference(connection, [rule.select])
        made = described.describe(connection, [package], staged)
        rows = sum(item.rows for item in staged)
        seen = tables_seen(staged, labelled) | dict(described.seen([package], made, rows))
        lacks = Runner(OnDuckDB(connection), seen, as_of, [rule]).run(rule, findings.append)
        tables = tuple(typed(connection, staged, labelled))
    return Example(name, rule, package, as_of, tables, findings, lacks)


def typed(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], labelled: Mapping[str, set[str]]
) -> Iterator[Typed]:
    """The tables of packages as rules see them, without the rows that no rule sees."""
    for item in staged:
        fields = item.table.columns
        columns = {name: sql_type(fields.get(name, {})) for name in item.columns}
        labels = [name for name in labelled.get(item.table.name, ()) if name in columns]
        wanted = ", ".join([f'"{name}"' for name in columns] + [f'"{name}_missing"' for name in labels])
        rows = connection.execute(f'select {wanted} from "{item.table.name}" order by _row').fetchall()
        yield Typed(item.table.name, columns | {f"{name}_status": "VARCHAR" for name in labels}, rows)


def places(findings: Iterable[Finding], rule: str) -> list[str]:
    """The findings of a rule as every engine must have them: without a row number."""
    found = (item for item in findings if item.rule == rule)
    return sorted(str((item.table, dict(item.key), item.field, item.value, item.severity)) for item in found)
