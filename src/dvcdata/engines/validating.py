"""Judges the tables of an engine where they are: structure and rules, by its own SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dvcdata import profiles, progress
from dvcdata.engine import described
from dvcdata.engine.database import REFERENCE
from dvcdata.engine.staged import Staged, Way
from dvcdata.engines import given, structure, suites
from dvcdata.engines.asking import Asker
from dvcdata.engines.database import Engine, OnEngine, in_order
from dvcdata.engines.suites import Batch, Row
from dvcdata.engines.tables import Held, empty, relation, seen, values
from dvcdata.package import Package, Table, require_rows
from dvcdata.rules.header import Rule
from dvcdata.rules.run import Runner
from dvcdata.validate import Found, Judged, labelled_columns


def judge(engine: Engine, packages: Sequence[Package], rules: Sequence[Rule], as_of: date, found: Found) -> Judged:
    """What `validate.on_duckdb` does, on the tables that an engine holds."""
    labelled = labelled_columns(rules)
    held = [engine.held(table) for package in packages for table in package.tables]
    for finding in (finding for item in held for finding in item.findings):
        found(finding)
    rows = sum(item.rows for item in held)
    require_rows(packages, rows)
    tables, made = relations(engine, packages, held, rules)
    known = seen(held, labelled) | dict(described.seen(packages, made, rows))
    database = OnEngine(engine, tables)
    for finding in structure.findings(database, held):
        found(finding)
    own = [rule for rule in rules if rule.expectation]
    rules = [rule for rule in rules if not rule.expectation]
    runner = Runner(database, known, as_of, rules)
    staged = [
        Staged(item.table, "", list(item.columns), Way("engine", engine.title), item.rows, item.left_out)
        for item in held
    ]
    lacks = {rule.id: runner.run(rule, found) for rule in progress.each("rules", rules, lambda rule: rule.id)}
    lacks |= suites.judge(Tables(engine), [(item.table, item.rows) for item in held], own, found)
    return staged, lacks


class Tables:
    """The tables of an engine for suites of Great Expectations."""

    def __init__(self, engine: Engine) -> None:
        self.title = engine.title
        self.batch = engine.batch
        self.problem = engine.problem

    def unexpected(self, batch: Batch, rule: Rule) -> list[dict[str, Any]]:
        """All rows of a suite's own query; no row has a number here."""
        query = rule.expectation["kwargs"]["unexpected_rows_query"].rstrip("; \n")
        rows = [row | {"_row": None} for row in Asker(batch.batch).answer(query)]
        return sorted(rows, key=in_order)

    def whole(self, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that Great Expectations names, which have their keys."""
        return sorted(rows, key=in_order)


def relations(
    engine: Engine, packages: Sequence[Package], held: Sequence[Held], rules: Sequence[Rule]
) -> tuple[dict[str, str], set[str]]:
    """What stands for each table that rules may name, and which plain names are those of `described`."""
    labelled = labelled_columns(rules)
    names = dict.fromkeys([*profiles.tables(), *(item.table.name for item in held)])
    of = {name: [item for item in held if item.table.name == name] for name in names}
    found = {name.lower(): relation(name, items, labelled.get(name, ()), engine.dialect) for name, items in of.items()}
    wanted = {name for rule in rules for name in REFERENCE.findall(rule.select)}
    found |= given.reference(wanted, engine.dialect) | given.descriptions(packages, engine.dialect)
    found["described.cells"] = _cells(engine, found, of)
    found["described.columns"] = _columns(engine, of)
    made = {"packages", "resources", "cells"} - {item.table.name.lower() for item in held}
    found |= {name: found[f"described.{name}"] for name in made}
    return found, made


def _cells(engine: Engine, found: Mapping[str, str], of: Mapping[str, Sequence[Held]]) -> str:
    """Every cell of the data as text, by table and column."""
    selects = [empty(described.CELLS, engine.dialect)]
    for name, items in of.items():
        if items:
            columns = {column: None for item in items for column in item.columns}
            selects.append(engine.cells(items[0].table, list(columns), found[name.lower()]))
    return f"({' UNION ALL '.join(selects)})"


def _columns(engine: Engine, of: Mapping[str, Sequence[Held]]) -> str:
    """Each column of the data: its table, its name, and its type."""
    rows = [
        {"table_name": name, "column_name": column, "column_type": item.table.columns.get(column, {}).get("type")}
        for name, items in of.items()
        for column, item in {column: item for item in items for column in item.columns}.items()
    ]
    return values(dict.fromkeys(described.COLUMNS, "VARCHAR"), rows, engine.dialect)
