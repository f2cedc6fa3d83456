"""What frictionless asks of a table's structure, asked of an engine: constraints, keys and foreign keys."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvcdata import schemas
from dvcdata.engine.load import literal, quoted
from dvcdata.engine.staged import error
from dvcdata.engines.database import OnEngine
from dvcdata.engines.tables import ELSEWHERE, Held
from dvcdata.findings import Finding, plain
from dvcdata.package import Table

PLAIN = re.compile(r"(?:[^\\(?]|\((?!\?))*")  # a pattern that all engines read alike
COMPARED = {"minimum": "<", "maximum": ">", "exclusiveMinimum": "<=", "exclusiveMaximum": ">="}
Row = Mapping[str, Any]


def findings(database: OnEngine, held: Sequence[Held]) -> Iterator[Finding]:
    """Everything that breaks the schemas of these tables."""
    others = {(item.table.package, item.table.name): item for item in held}
    for item in held:
        yield from _constraints(database, item)
        yield from _keys(database, item)
        for key in schemas.foreign_keys(item.table.schema):
            if target := others.get((key.package or item.table.package, key.table or item.table.name)):
                yield from _lost(database, item, key, target)


def _source(held: Held, alias: str = "t") -> str:
    return f"{quoted(held.table.name)} as {alias} where {alias}._package = {literal(held.table.package)}"


def _key(held: Held) -> list[str]:
    return [name for name in held.table.key if name in held.columns]


def _named(held: Held, row: Row) -> dict[str, str]:
    return {name: plain(row[name]) for name in _key(held)}


def _constraints(database: OnEngine, held: Held) -> Iterator[Finding]:
    """Cells that break a constraint of their field: one look at the table for all of them."""
    broken = [item for name in held.columns for item in _conditions(held.table, name)]
    if not broken:
        return
    columns = ", ".join(f"t.{quoted(name)}" for name in dict.fromkeys([*_key(held), *(item[0] for item in broken)]))
    flags = ", ".join(f"case when {item[3]} then 1 else 0 end as _broken_{place}" for place, item in enumerate(broken))
    conditions = " or ".join(item[3] for item in broken)
    for row in database.rows(f"select {columns}, {flags} from {_source(held)} and ({conditions})", None):
        for place, (name, constraint, limit, _) in enumerate(broken):
            if row[f"_broken_{place}"]:
                note = f'constraint "{constraint}" is "{limit}"'
                cell = plain(row[name])
                yield error(
                    held.table, "constraint-error", None, field=name, cell=cell, note=note, key=_named(held, row)
                )


def _conditions(table: Table, name: str) -> Iterator[tuple[str, str, object, str]]:
    """The constraints of a field: its name, the constraint, its limit, and what holds of a cell that breaks it."""
    kind, column = str(table.columns[name].get("type") or "any"), f"t.{quoted(name)}"
    for constraint, limit in table.columns[name].get("constraints", {}).items():
        condition = ""
        if constraint == "required" and limit:
            condition = f"{column} is null"
        elif constraint in COMPARED:
            condition = f"{column} {COMPARED[constraint]} {_limit(kind, limit)}"
        elif constraint == "enum":
            condition = f"{column} not in ({', '.join(_limit(kind, item) for item in limit)})"
        elif constraint in ("minLength", "maxLength"):
            condition = f"length({column}) {'<' if constraint == 'minLength' else '>'} {int(limit)}"
        elif constraint == "pattern" and PLAIN.fullmatch(limit):
            condition = f"not regexp_matches({column}, {literal(f'^{limit}$')})"
        if condition:
            yield name, constraint, limit, condition


def _limit(kind: str, limit: object) -> str:
    if kind in ("integer", "number", "year", "boolean"):
        return plain(limit)
    return f"date {literal(str(limit))}" if kind == "date" else literal(str(limit))


def _keys(database: OnEngine, held: Held) -> Iterator[Finding]:
    """A finding for each row beyond the first of a primary key or a unique value, and for each empty key."""
    key = held.table.key
    if key and set(key) <= set(held.columns):
        for row in _repeated(database, held, key):
            empty = all(row[name] is None for name in key)
            for _ in range(row["_n"] - (not empty)):
                params: dict[str, object] = {"type": "engine_empty"} if empty else {**ELSEWHERE, "n": row["_n"]}
                yield error(held.table, "primary-key", None, key=_named(held, row), params=params)
    for name, field in held.table.columns.items():
        if name in held.columns and field.get("constraints", {}).get("unique"):
            for row in _repeated(database, held, [name]):
                for _ in range(row["_n"] - 1 if row[name] is not None else 0):
                    params = {**ELSEWHERE, "n": row["_n"]}
                    yield error(held.table, "unique-error", None, field=name, cell=plain(row[name]), params=params)


def _repeated(database: OnEngine, held: Held, key: Sequence[str]) -> Iterator[dict[str, Any]]:
    columns = ", ".join(f"t.{quoted(name)}" for name in key)
    empty = " and ".join(f"t.{quoted(name)} is null" for name in key)
    sql = f"select {columns}, count(*) as _n from {_source(held)} group by {columns} having count(*) > 1 or ({empty})"
    yield from database.rows(sql, None)


def _lost(database: OnEngine, held: Held, key: schemas.ForeignKey, target: Held) -> Iterator[Finding]:
    """Rows whose foreign key stands nowhere in the table it refers to."""
    if not set(key.columns) <= set(held.columns) or not set(key.targets) <= set(target.columns):
        return
    columns = ", ".join(f"t.{quoted(name)}" for name in dict.fromkeys([*_key(held), *key.columns]))
    given = " or ".join(f"t.{quoted(name)} is not null" for name in key.columns)
    pairs = zip(key.columns, key.targets, strict=True)
    same = " and ".join(f"o.{quoted(theirs)} is not distinct from t.{quoted(ours)}" for ours, theirs in pairs)
    there = f"exists (select 1 from {_source(target, 'o')} and {same})"
    for row in database.rows(f"select {columns} from {_source(held)} and ({given}) and not {there}", None):
        shown = ", ".join(plain(row[name]) for name in key.columns)
        params = {"values": shown, "reference": key.table or held.table.name}
        field = ", ".join(key.columns)
        yield error(held.table, "foreign-key", None, field=field, key=_named(held, row), params=params)
