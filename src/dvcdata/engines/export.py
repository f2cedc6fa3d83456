"""Writes rules as suites that plain Great Expectations runs: one for each table, since a suite is run on one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import profiles
from dvcdata.engine.database import REFERENCE
from dvcdata.engines import given
from dvcdata.engines.asking import NAMED, escaped
from dvcdata.engines.postgresql import TYPES as POSTGRESQL_TYPES
from dvcdata.engines.spark import DIALECT as SPARK
from dvcdata.engines.writing import Dialect, select, written
from dvcdata.rules.filling import filled
from dvcdata.rules.header import Rule
from dvcdata.validate import labelled_columns
from dvcdata.write import write_json

POSTGRESQL = Dialect("postgres", "NORMALIZE({}, NFC)", types=POSTGRESQL_TYPES)
DIALECTS = {"postgresql": POSTGRESQL, "spark": SPARK}
LABELS = {  # the label of a missing value, where the table has a column `<column>_status`
    "postgres": "TO_JSONB(t) ->> '{}_status'",
    "spark": "GET_JSON_OBJECT(TO_JSON(STRUCT(t.*)), '$.{}_status')",
}
BATCH = "dvcdata_batch"  # stands for {batch} until the braces of the query are doubled
DESCRIBED = {"packages", "resources", "cells", "corrections"}


@dataclass(frozen=True)
class Exported:
    """The files that were written, the rules in them, and why others are in none."""

    files: list[Path]
    rules: list[str]
    left_out: dict[str, str]  # by rule, the last part of the key of the words that say why


def write(rules: Sequence[Rule], engine: str, as_of: date, folder: Path) -> Exported:
    """Writes `<table>.suite.json` into the folder for each table that some rule is about."""
    left_out = {rule.id: why for rule in rules if (why := obstacle(rule, engine))}
    suites: dict[str, list[dict[str, Any]]] = {}
    for rule in (rule for rule in rules if rule.id not in left_out):
        suites.setdefault(rule.table or "", []).append(expectation(rule, engine, as_of))
    files = []
    for table, expectations in sorted(suites.items()):
        files.append(folder / f"{table}.suite.json")
        meta = {"engine": engine, "as_of": as_of.isoformat()}
        write_json(files[-1], {"name": f"dvcdata-{table}", "expectations": expectations, "meta": meta})
    return Exported(files, [rule.id for rule in rules if rule.id not in left_out], left_out)


def obstacle(rule: Rule, engine: str) -> str:
    """Why a rule can't be put into one query of Great Expectations, or nothing."""
    if rule.expectation:
        return "suite"
    if rule.each:
        return "each"
    if DESCRIBED & set(rule.needs) or "described." in rule.select:
        return "described"
    return "nfc" if engine == "spark" and "nfc(" in rule.select else ""


def expectation(rule: Rule, engine: str, as_of: date) -> dict[str, Any]:
    """A rule as `unexpected_rows_expectation`: its rows are the offenders."""
    dialect = DIALECTS[engine]
    tree = select(filled(rule, rule.select, as_of), str(rule.path))
    query = escaped(written(tree, dialect, _tables(rule, engine), str(rule.path)))
    query = NAMED.sub(r"\\:", query) if engine == "postgresql" else query
    return {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": query.replace(BATCH, "{batch}")},
        "meta": {"rule": rule.id, "severity": rule.severity, "title": dict(rule.title), "basis": dict(rule.basis)},
    }


def _tables(rule: Rule, engine: str) -> Mapping[str, str]:
    """What stands for each table: that of the batch for the main one, tables of their own names for the others."""
    dialect = DIALECTS[engine]
    labelled = labelled_columns([rule])
    named = {name: BATCH if name == rule.table else dialect.quoted(name) for name in profiles.tables()}
    found = {name: _source(name, where, labelled.get(name, set()), dialect) for name, where in named.items()}
    return found | given.reference(set(REFERENCE.findall(rule.select)), dialect)


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
