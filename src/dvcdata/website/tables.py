"""What a DuckDB in a browser needs to hold the tables as the rules see them: published Parquet, and the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dvcdata.engine.load import quoted
from dvcdata.engine.staged import Staged
from dvcdata.website import files, places

FOLDER = "browser"
OWN = ("reference", "described")  # schemas whose tables no dataset page has


@dataclass
class Tables:
    """The tables with their columns and parts, the views on them, and the files that only the browser needs."""

    tables: list[dict[str, Any]] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


def gather(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], folder: Path) -> Tables:
    """The tables of a database that rules are about to run on; files of theirs are written through the folder."""
    found = Tables()
    parts: dict[str, list[Staged]] = {}
    for item in staged:
        parts.setdefault(item.table.name, []).append(item)
    for schema, name, kind in _listed(connection):
        if schema == "main" and kind == "VIEW" and name not in parts:
            continue
        relation = f"{schema}.{quoted(name)}"
        columns = [row[:2] for row in connection.execute(f"describe {relation}").fetchall()]
        table: dict[str, Any] = {"schema": schema, "name": name, "columns": columns, "parts": []}
        if schema in OWN:
            table["parts"] = list(_own(connection, found, relation, f"{schema}-{places.name(name)}", folder))
        else:
            for item in parts.get(name, ()):
                table["parts"].append(_part(connection, found, item, folder))
        found.tables.append(table)
    found.views = [sql for name, sql in _views(connection) if name not in parts]
    return found


def _listed(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    sql = (
        "select table_schema, table_name, table_type from information_schema.tables"
        " where table_schema in ('main', 'reference', 'described') order by all"
    )
    return [
        (schema, name, kind)
        for schema, name, kind in connection.execute(sql).fetchall()
        if (schema, kind) != ("described", "VIEW")
    ]


def _views(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """The views of the descriptions, those that others look at first."""
    sql = (
        "select view_name, sql from duckdb_views() where not internal and schema_name in ('main', 'described')"
        " order by schema_name, view_name"
    )
    yield from connection.execute(sql).fetchall()


def _own(
    connection: duckdb.DuckDBPyConnection, found: Tables, relation: str, name: str, folder: Path
) -> Iterator[dict[str, Any]]:
    path = f"{FOLDER}/{name}.parquet"
    (rows,) = connection.execute(f"select count(*) from {relation}").fetchone() or (0,)
    if rows:
        found.files[path] = files.copied(connection, f"from {relation}", folder)
        yield {"file": path}


def _part(connection: duckdb.DuckDBPyConnection, found: Tables, item: Staged, folder: Path) -> dict[str, Any]:
    """The Parquet that is published, and beside it what it lacks: the rows' numbers where they aren't 2, 3, 4 …,
    which rows no rule sees, and the labels of missing values."""
    stem = places.table(item.table.package, item.table.name).removesuffix(".html")
    present = [row[0] for row in connection.execute(f"describe from {item.relation} as t").fetchall()]
    labels = [name for name in present if name.endswith("_missing") and name not in item.columns]
    counted = f"select *, row_number() over (order by _row) as _n from {item.relation} as t"
    plain = ["bool_and(_whole and _row = _n + 1)", *(f"count({quoted(label)}) = 0" for label in labels)]
    (simple,) = connection.execute(f"select {' and '.join(plain)} from ({counted})").fetchone() or (None,)
    part: dict[str, Any] = {"file": f"{stem}.parquet", "package": item.table.package, "columns": item.columns}
    if simple is False:
        part["rows"] = f"{FOLDER}/rows-{stem.replace('/', '-')}.parquet"
        part["labels"] = labels
        wanted = ", ".join(("_row", "_whole", *map(quoted, labels)))
        sql = f"select {wanted} from {item.relation} as t order by _row"
        found.files[part["rows"]] = files.copied(connection, sql, folder)
    return part


def columns(found: Tables) -> dict[str, list[str]]:
    """The columns of each table that has rows, by the name that a query calls it."""
    return {
        table["name"] if table["schema"] == "main" else f"{table['schema']}.{table['name']}": [
            name for name, _ in table["columns"] if not name.startswith("_")
        ]
        for table in sorted(found.tables, key=lambda table: table["schema"] != "main")
        if table["parts"] and table["schema"] != "described"
    }
