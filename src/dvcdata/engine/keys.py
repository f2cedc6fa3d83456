"""Keys over typed rows: repeated primary keys and unique values, and foreign keys that lead nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from dvcdata import schemas
from dvcdata.engine.load import quoted
from dvcdata.engine.staged import Staged, error
from dvcdata.findings import Finding, plain

BATCH = 10_000
FAMILIES = {"any": "string", "number": "integer", "year": "integer"}


def primary_and_unique(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[Finding]:
    """Rows whose primary key is empty or stands in an earlier row, and cells of unique columns that do."""
    table = staged.table
    key = table.key
    if key and set(key) <= set(staged.columns):
        empty = " and ".join(f"{quoted(name)} is null" for name in key)
        note = 'cells composing the primary keys are all "None"'
        for row, *values in _rows(connection, f"select _row, {_list(key)} from {staged.relation} where {empty}"):
            yield error(table, "primary-key", row, note=note, key=_named(key, values))
        for row, twin, *values in _repeated(connection, staged, key, f"not ({empty})"):
            yield error(table, "primary-key", row, note=_twin(twin), key=_named(key, values))
    for name, field in table.columns.items():
        if name in staged.columns and field.get("constraints", {}).get("unique"):
            for row, twin, value in _repeated(connection, staged, [name], f"{quoted(name)} is not null"):
                yield error(table, "unique-error", row, field=name, cell=str(value), note=_twin(twin))


def _repeated(
    connection: duckdb.DuckDBPyConnection, staged: Staged, key: Sequence[str], condition: str
) -> Iterator[tuple[Any, ...]]:
    """Each row whose key an earlier row has, with the last such row before it."""
    columns = _list(key)
    repeated = f"select {columns} from {staged.relation} where {condition} group by {columns} having count(*) > 1"
    (some,) = connection.execute(f"select count(*) from ({repeated}) as r").fetchone() or (0,)
    if not some:
        return
    same = " and ".join(f"a.{quoted(name)} is not distinct from r.{quoted(name)}" for name in key)
    yield from _rows(
        connection,
        f"select _row, twin, {columns} from (select a._row, {_list(key, 'a')}, lag(a._row) over "
        f"(partition by {_list(key, 'a')} order by a._row) as twin from {staged.relation} as a "
        f"semi join ({repeated}) as r on {same} where {condition}) as t where twin is not null order by _row",
    )


def foreign(
    connection: duckdb.DuckDBPyConnection, staged: Staged, others: Mapping[tuple[str, str], Staged]
) -> Iterator[Finding]:
    """Rows whose foreign key stands nowhere in the table it refers to, in this package or in another one given."""
    for key in schemas.foreign_keys(staged.table.schema):
        names, reference, targets = key.columns, key.table, key.targets
        target = others.get((key.package or staged.table.package, reference or staged.table.name))
        if target is None or not set(names) <= set(staged.columns):
            continue
        for row, *values in _rows(connection, _lost(staged, names, target, targets)):
            shown = ", ".join(plain(value) for value in values[: len(names)])
            yield error(
                staged.table,
                "foreign-key",
                row,
                field=", ".join(names),
                note=f'for "{", ".join(names)}": values "{shown}" not found in the lookup table "{reference}" as '
                f'"{", ".join(targets)}"',
                key=_named(staged.key, values[len(names) :]),
                params={"values": shown, "reference": reference or staged.table.name},
            )


def _lost(staged: Staged, names: Sequence[str], target: Staged, targets: Sequence[str]) -> str:
    """SQL for the rows of a table whose values, unless all are null, stand nowhere in the target's columns."""
    given = " or ".join(f"a.{quoted(name)} is not null" for name in names)
    shown = ", ".join(["a._row", *(f"a.{quoted(name)}" for name in [*names, *staged.key])])
    lost = f"select {shown} from {staged.relation} as a"
    if set(targets) <= set(target.columns) and _families(staged, names) == _families(target, targets):
        pairs = zip(names, targets, strict=True)
        same = " and ".join(f"a.{quoted(a)} is not distinct from b.{quoted(b)}" for a, b in pairs)
        lost += f" anti join (select distinct {_list(targets)} from {target.relation}) as b on {same}"
    return f"{lost} where {given} order by a._row"


def _families(staged: Staged, names: Sequence[str]) -> list[str]:
    """What kind of value each column holds: values of different kinds are never equal."""
    kinds = [staged.table.columns.get(name, {}).get("type", "any") for name in names]
    return [FAMILIES.get(kind, kind) for kind in kinds]


def _list(names: Sequence[str], alias: str = "") -> str:
    return ", ".join(f"{alias}.{quoted(name)}" if alias else quoted(name) for name in names)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor().execute(sql)
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _named(key: Sequence[str], values: Sequence[Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in zip(key, values, strict=True)}


def _twin(row: int) -> str:
    return f"the same as in the row at position {row}"
