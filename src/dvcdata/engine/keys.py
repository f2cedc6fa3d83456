"""Keys over typed rows: repeated primary keys and unique values, and foreign keys that lead nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from dvcdata import schemas
from dvcdata.engine.load import quoted
from dvcdata.engine.staged import Staged, error
from dvcdata.findings import Finding, plain

BATCH = 10_000
LARGE = 1_000_000  # rows from which it pays to ask first whether a column has few values
FEW, SAMPLE = 10_000, 100_000  # values that are few, and the rows where this is seen
MOST = 1 << 27  # combinations of them that have a bit each
FAMILIES = {"any": "string", "number": "integer", "year": "integer"}


def primary_and_unique(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[Finding]:
    """Rows whose primary key is empty or stands in an earlier row, and cells of unique columns that do."""
    table = staged.table
    key = table.key
    if key and set(key) <= set(staged.columns):
        empty = " and ".join(f"{quoted(name)} is null" for name in key)
        some_empty, some_repeated = _looked_at(connection, staged, key, empty)
        note = 'cells composing the primary keys are all "None"'
        sql = f"select _row, {_list(key)} from {staged.relation} where {empty}"
        for row, *values in _rows(connection, sql) if some_empty else ():
            yield error(table, "primary-key", row, note=note, key=_named(key, values))
        for row, twin, *values in _repeated(connection, staged, key, f"not ({empty})") if some_repeated else ():
            yield error(table, "primary-key", row, note=_twin(twin), key=_named(key, values))
    for name, field in table.columns.items():
        if name in staged.columns and field.get("constraints", {}).get("unique"):
            empty = f"{quoted(name)} is null"
            if not _looked_at(connection, staged, [name], empty)[1]:
                continue
            for row, twin, value in _repeated(connection, staged, [name], f"not ({empty})"):
                yield error(table, "unique-error", row, field=name, cell=str(value), note=_twin(twin))


def _unique(connection: duckdb.DuckDBPyConnection, staged: Staged, key: Sequence[str]) -> bool:
    """Whether a key of several columns of few values is proven to be whole and different in every row of a large table.

    Each combination of values has a bit of its own, so that no key is held in memory; a row that lacks a part has none.
    """
    if len(key) < 2 or not _few(connection, staged, key):
        return False
    joins, codes, most = "", [], 1
    for place, name in enumerate(key):
        table = f"stage.{quoted(f'{staged.table.package}.{staged.table.name}.{name}.values')}"
        numbered = f"select v, row_number() over () - 1 as n from (select distinct {quoted(name)} as v"
        connection.execute(f"create or replace table {table} as {numbered} from {staged.relation}) as d")
        (count,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
        joins += f" left join {table} as k{place} on k{place}.v = t.{quoted(name)}"
        codes.append(f"k{place}.n * {most}")
        most *= count
        if not 0 < most <= MOST:
            return False
    numbers = f"select {' + '.join(codes)} as n from {staged.relation} as t{joins}"
    asked = (
        f"select count(*), count(n), bit_count(bitstring_agg(n, 0::bigint, {most - 1}::bigint)) from ({numbers}) as q"
    )
    return len(set(connection.execute(asked).fetchone() or (0, 1))) == 1


def _few(connection: duckdb.DuckDBPyConnection, staged: Staged, names: Sequence[str]) -> bool:
    """Whether the table is large and these columns, as far as a sample tells, have few different values."""
    if staged.rows < LARGE:
        return False
    counts = ", ".join(f"count(distinct {quoted(name)})" for name in names)
    sample = f"select {_list(names)} from {staged.relation} limit {SAMPLE}"
    return all(count <= FEW for count in connection.execute(f"select {counts} from ({sample}) as s").fetchone() or ())


def _looked_at(
    connection: duckdb.DuckDBPyConnection, staged: Staged, key: Sequence[str], empty: str
) -> tuple[bool, bool]:
    """Whether any key is empty, and whether any other is there twice."""
    if _unique(connection, staged, key):
        return False, False
    columns = _list(key)
    groups = f"select {columns}, count(*) as _times from {staged.relation} group by {columns}"
    looked = f"select bool_or({empty}), bool_or(_times > 1 and not ({empty})) from ({groups}) as g"
    some_empty, some_repeated = connection.execute(looked).fetchone() or (False, False)
    return bool(some_empty), bool(some_repeated)


def _repeated(
    connection: duckdb.DuckDBPyConnection, staged: Staged, key: Sequence[str], condition: str
) -> Iterator[tuple[Any, ...]]:
    """Each row whose key an earlier row has, with the last such row before it."""
    columns = _list(key)
    repeated = f"select {columns} from {staged.relation} where {condition} group by {columns} having count(*) > 1"
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
        if _all_stand(connection, staged, names, target, targets):
            continue
        shown = _list(["_row", *names, *staged.key], "a")
        lost = f"select {shown} {_from_lost(staged, staged.relation, names, target, targets)} order by a._row"
        for row, *values in _rows(connection, lost):
            texts = ", ".join(plain(value) for value in values[: len(names)])
            yield error(
                staged.table,
                "foreign-key",
                row,
                field=", ".join(names),
                note=f'for "{", ".join(names)}": values "{texts}" not found in the lookup table "{reference}" as '
                f'"{", ".join(targets)}"',
                key=_named(staged.key, values[len(names) :]),
                params={"values": texts, "reference": reference or staged.table.name},
            )


def _all_stand(
    connection: duckdb.DuckDBPyConnection, staged: Staged, names: Sequence[str], target: Staged, targets: Sequence[str]
) -> bool:
    """Whether no row of a large table can be lost, since each of its few different values stands in the target."""
    if not _few(connection, staged, names):
        return False
    different = f"(select distinct {_list(names)} from {staged.relation})"
    lost = f"select 1 {_from_lost(staged, different, names, target, targets)} limit 1"
    return connection.execute(lost).fetchone() is None


def _from_lost(staged: Staged, relation: str, names: Sequence[str], target: Staged, targets: Sequence[str]) -> str:
    """SQL, from FROM on, for the rows whose values, unless all are null, stand nowhere in the target's columns."""
    given = " or ".join(f"a.{quoted(name)} is not null" for name in names)
    lost = f"from {relation} as a"
    if set(targets) <= set(target.columns) and _families(staged, names) == _families(target, targets):
        pairs = zip(names, targets, strict=True)
        same = " and ".join(f"a.{quoted(a)} is not distinct from b.{quoted(b)}" for a, b in pairs)
        lost += f" anti join (select distinct {_list(targets)} from {target.relation}) as b on {same}"
    return f"{lost} where {given}"


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
