"""The DuckDB database that rules see: the tables of the packages given, the profile's others empty, and `reference`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import builtin, profiles
from dvcdata.engine import abreast, room
from dvcdata.engine.load import literal, quoted, sql_type
from dvcdata.engine.staged import Staged
from dvcdata.errors import UserError

WORD = re.compile(r"\w+")
REFERENCE = re.compile(r"\breference\.([a-z_]+)")
HIDDEN = {"_package": "VARCHAR", "_row": "BIGINT"}
LOCKS = (
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set lock_configuration = true",
)
SMALL = 100_000  # rows
COSTLY = (  # optimizers that take longer over the statements of the rules than they save on small tables
    "aggregate_function_rewriter column_lifetime common_subexpressions common_subplan cte_filter_pusher cte_inlining "
    "distinct_aggregate_rewrite duplicate_groups join_elimination join_filter_pushdown outer_join_simplification "
    "partial_aggregate_pushdown projection_placement projection_pullup redundant_order_keys self_join_aggregate "
    "statistics_propagation window_self_join"
).split()


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """An empty database with the functions that the dialect of rules adds to plain SQL; it spills into the folder."""
    here = room.room.get()
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{here.memory}'")
    connection.execute(f"set temp_directory = {literal(str(folder))}")
    if here is room.SPARE:
        connection.execute("set threads = 1")
        connection.execute("set allocator_flush_threshold = '1MB'")
        connection.execute("set allowed_configs = ['memory_limit']")  # see room.with_room
        connection.execute(f"attach {literal(str(folder / 'stage.duckdb'))} as stage")  # compressed, unlike memory
    else:
        connection.execute("create schema stage")
    connection.execute("create schema reference")
    connection.execute("create macro nfc(x) as nfc_normalize(x)")
    return connection


def unite(
    connection: duckdb.DuckDBPyConnection,
    staged: Sequence[Staged],
    labelled: Mapping[str, set[str]],
    statements: Iterable[str] | None = None,
    schema: str = "main",
) -> None:
    """Makes each table out of the staged ones of its name; absent profile tables are empty, absent columns null.

    Small ones are made anew, since every rule would plan the view again; large ones stay where they are. Where
    statements are given, absent tables are made only if one of them names them.
    """
    named = None if statements is None else set(WORD.findall("\n".join(statements).lower()))
    absent = (name for name in profiles.tables() if named is None or name.lower() in named)
    parts: dict[str, list[Staged]] = {name: [] for name in absent}
    for item in staged:
        parts.setdefault(item.table.name, []).append(item)
    lower: dict[str, str] = {}
    for name in (*profiles.tables(), *parts):  # which SQL does not tell apart
        if (other := lower.setdefault(name.lower(), name)) != name:
            raise UserError("table.case", one=other, other=name)
    made = []
    for name, items in parts.items():
        selects = (_visible(item) for item in items)
        union = " union all by name ".join([_template(name, labelled.get(name, set())), *selects])
        kind = "table" if sum(item.rows for item in items) <= SMALL else "view"
        made.append(f"create {kind} {schema}.{quoted(name)} as {union}")
    abreast.execute(connection, made, room.threads())


def _visible(item: Staged) -> str:
    package = literal(item.table.package)
    return f"select {package} as _package, * exclude (_whole) from {item.relation} as t where _whole"


def _template(name: str, labelled: Iterable[str]) -> str:
    fields = (profiles.schema(name) or {}).get("fields", [])
    columns = HIDDEN | {field["name"]: sql_type(field) for field in fields}
    columns |= {f"{column}_missing": "VARCHAR" for column in labelled}
    listed = ", ".join(f"cast(null as {kind}) as {quoted(column)}" for column, kind in columns.items())
    return f"select {listed} where false"


def load_reference(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """The tables of the shipped reference package that the statements name, as `reference.<table>`.

    They are read straight, without frictionless: our own tests hold them to their schemas.
    """
    wanted = {name for statement in statements for name in REFERENCE.findall(statement)}
    if not wanted:
        return
    folder = builtin.folder("datasets") / "reference"
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    made = []
    for resource in descriptor["resources"]:
        name = resource["name"]
        if name in wanted:
            schema: dict[str, Any] = resource.get("schema") or profiles.schema(name) or {}
            made.append(_shipped(name, folder / resource["path"], schema))
    abreast.execute(connection, made, room.threads())


def _shipped(name: str, path: Path, schema: Mapping[str, Any]) -> str:
    fields = {field["name"]: sql_type(field) for field in schema["fields"]}
    with path.open(encoding="utf-8") as file:
        labels = file.readline().rstrip("\n").split(",")
    columns = ", ".join(f"'{label}': '{fields[label]}'" for label in labels)
    absent = "".join(f", cast(null as {kind}) as {quoted(c)}" for c, kind in fields.items() if c not in labels)
    return (
        f"create table if not exists reference.{quoted(name)} as select *{absent} from read_csv({literal(str(path))}, "
        f"header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}})"
    )


def plan_quickly(connection: duckdb.DuckDBPyConnection) -> None:
    """From here on statements are planned for small tables; each version of DuckDB has its own optimizers."""
    known = {name for (name,) in connection.execute("select name from duckdb_optimizers()").fetchall()}
    connection.execute(f"set disabled_optimizers = '{','.join(name for name in COSTLY if name in known)}'")


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From here on no statement can reach a file, a network, an extension or these settings."""
    for statement in LOCKS:
        connection.execute(statement)
