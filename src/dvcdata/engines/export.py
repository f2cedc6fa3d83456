"""Writes rules as suites that plain Great Expectations runs: one for each table, since a suite is run on one."""

import json
import re
from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import profiles
from dvcdata.engine.database import REFERENCE
from dvcdata.engines import given
from dvcdata.engines.asking import escaped
from dvcdata.engines.parts import often
from dvcdata.engines.postgresql import TYPES as POSTGRESQL_TYPES
from dvcdata.engines.spark import DIALECT as SPARK
from dvcdata.engines.writing import Dialect, select, written
from dvcdata.rules.filling import filled
from dvcdata.rules.header import Rule
from dvcdata.validate import labelled_columns
from dvcdata.write import json_bytes, write_files

POSTGRESQL = Dialect("postgres", "NORMALIZE({}, NFC)", types=POSTGRESQL_TYPES)
DIALECTS = {"postgresql": POSTGRESQL, "spark": SPARK}
LABELS = {  # the label of a missing value, where the table has a column `<column>_status`
    "postgres": "TO_JSONB(t) ->> '{}_status'",
    "spark": "GET_JSON_OBJECT(TO_JSON(STRUCT(t.*)), '$.{}_status')",
}
BATCH = "dvcdata_batch"  # stands for {batch} until the braces of the query are doubled
DESCRIBED = {"packages", "resources", "cells", "corrections"}
PARTS = "parts.json"
VIEW = re.compile("dvcdata_[0-9]+_")


@dataclass(frozen=True)
class Exported:
    """How many suites were written, the rules in them, and why others are in none."""

    suites: int
    rules: list[str]
    left_out: dict[str, str]  # by rule, the last part of the key of the words that say why
    views: int  # that a session needs before it runs the suites


def write(rules: Sequence[Rule], engine: str, as_of: date, folder: Path) -> Exported:
    """Writes `<table>.suite.json` into the folder for each table that some rule is about.

    What an engine would work out again and again is in `parts.json`: views by name, in the order they are to be made.
    What an earlier export left there and this one does not have is removed.
    """
    left_out = {rule.id: why for rule in rules if (why := obstacle(rule, engine))}
    fit = [rule for rule in rules if rule.id not in left_out]
    writer = Writer(engine, as_of, fit)
    suites: dict[str, list[dict[str, Any]]] = {}
    for rule in fit:
        suites.setdefault(rule.table or "", []).append(writer.expectation(rule))
    meta = {"engine": engine, "as_of": as_of.isoformat()}
    files: dict[str, Any] = {
        f"{table}.suite.json": {"name": f"dvcdata-{table}", "expectations": expectations, "meta": meta}
        for table, expectations in sorted(suites.items())
    }
    if views := {name: sql for sql, name in writer.views.items()}:
        files[PARTS] = views
    written = {folder / name: json_bytes(content) for name, content in files.items()}
    write_files(list(written.items()))
    for path in (item for item in folder.glob("*.json") if item not in written and _ours(item)):
        path.unlink()
    return Exported(len(suites), [rule.id for rule in fit], left_out, len(views))


def _ours(path: Path) -> bool:
    """Whether an export wrote that file: a suite is marked, and views have names that nobody else gives."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    if not isinstance(content, dict):
        return False
    if path.name == PARTS:
        return bool(content) and all(VIEW.match(name) for name in content)
    marks = content.get("meta")
    named = path.name == f"{str(content.get('name')).removeprefix('dvcdata-')}.suite.json"
    return named and isinstance(marks, dict) and marks.keys() == {"engine", "as_of"}


def obstacle(rule: Rule, engine: str) -> str:
    """Why a rule can't be put into one query of Great Expectations, or nothing."""
    if rule.expectation:
        return "suite"
    if rule.each:
        return "each"
    if DESCRIBED & set(rule.needs) or "described." in rule.select:
        return "described"
    return "nfc" if engine == "spark" and "nfc(" in rule.select else ""


class Writer:
    """Writes rules for one engine, and gathers the views that their queries name."""

    def __init__(self, engine: str, as_of: date, rules: Sequence[Rule]) -> None:
        self.engine, self.dialect, self.as_of = engine, DIALECTS[engine], as_of
        self.views: dict[str, str] = {}  # by its SELECT, the name of each
        shipped = given.reference({name for rule in rules for name in REFERENCE.findall(rule.select)}, self.dialect)
        one = "SELECT /*+ COALESCE(1) */ * FROM {}"  # part is enough for so few rows
        self.shipped = (
            {name: self._view(name, one.format(source)) for name, source in shipped.items()}
            if self.dialect.repeats
            else shipped
        )

    def _view(self, name: str, sql: str) -> str:
        return self.views.setdefault(sql, f"dvcdata_{len(self.views) + 1}_{re.sub('[^0-9A-Za-z]+', '_', name)}")

    def expectation(self, rule: Rule) -> dict[str, Any]:
        """A rule as `unexpected_rows_expectation`: its rows are the offenders."""
        path, parts = str(rule.path), dict[str, str]()
        tree, tables = select(filled(rule, rule.select, self.as_of), path), ChainMap(parts, self._tables(rule))
        for name, part in often(tree) if self.dialect.repeats else ():
            sql = written(part, self.dialect, tables, path).replace(BATCH, self.dialect.quoted(rule.table or ""))
            parts[name] = self._view(f"{rule.id}_{name}", sql)
        query = escaped(written(tree, self.dialect, tables, path), colons=self.engine == "postgresql")
        return {
            "type": "unexpected_rows_expectation",
            "kwargs": {"unexpected_rows_query": query.replace(BATCH, "{batch}")},
            "meta": {"rule": rule.id, "severity": rule.severity, "title": dict(rule.title), "basis": dict(rule.basis)},
        }

    def _tables(self, rule: Rule) -> dict[str, str]:
        """What stands for each table: that of the batch for the main one, those of their own names for the others."""
        labelled = labelled_columns([rule])
        named = {name: BATCH if name == rule.table else self.dialect.quoted(name) for name in profiles.tables()}
        sources = {name: _source(name, place, labelled.get(name, set()), self.dialect) for name, place in named.items()}
        return sources | self.shipped


def _source(name: str, where: str, labelled: set[str], dialect: Dialect) -> str:
    # without a JOIN in the query GX gives its batch an alias of its own, and the statement would have two
    joined = " CROSS JOIN (SELECT 1 AS one) AS o" if where == BATCH and dialect.name == "postgres" else ""
    return f"(SELECT {', '.join(_columns(name, labelled, dialect))} FROM {where} AS t{joined})"


def _columns(name: str, labelled: set[str], dialect: Dialect) -> Iterator[str]:
    key = ", ".join(f"t.{dialect.quoted(column)}" for column in (profiles.schema(name) or {})["primaryKey"])
    yield f"{dialect.cast(dialect.literal(''), 'VARCHAR')} AS {dialect.quoted('_package')}"
    yield f"ROW_NUMBER() OVER (ORDER BY {key}) AS {dialect.quoted('_row')}"
    yield "t.*"
    for column in sorted(labelled):
        label = dialect.cast(f"({LABELS[dialect.name].format(column)})", "VARCHAR")
        yield f"{label} AS {dialect.quoted(f'{column}_missing')}"
