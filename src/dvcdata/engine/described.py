"""Tables about the packages themselves, for rules on licences and the like, and one view of all cells by column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import duckdb

from dvcdata import schemas
from dvcdata.corrections import records, states
from dvcdata.engine.database import SMALL
from dvcdata.engine.load import literal, quoted
from dvcdata.engine.staged import Staged
from dvcdata.package import DESCRIPTOR, Package, read_json
from dvcdata.rules.run import Seen

CORRECTIONS = (*records.COLUMNS, "state", "now")
PACKAGES = ("name", "title", "description", "licence", "version", "homepage", "contact", "created", "frequency")
RESOURCES = ("name", "title", "path", "format", "licence")
COLUMNS = ("table_name", "column_name", "column_type")
CELLS = dict.fromkeys((*COLUMNS, "value"), "VARCHAR")
Row = dict[str, object]


def describe(connection: duckdb.DuckDBPyConnection, packages: Sequence[Package], staged: Sequence[Staged]) -> set[str]:
    """Makes `described.packages`, `.resources` and `.cells`; plain names too, those returned, unless the data has them.

    `declared` is true where the description was read from a datapackage.json, and null for a lone table file.
    """
    connection.execute("create schema described")
    for name, (columns, listed) in rows(packages).items():
        _make(connection, name, columns, listed)
    tables = _columns(staged)
    named: list[Row] = [
        dict(zip(COLUMNS, (table, *column), strict=True)) for table, kinds in tables.items() for column in kinds.items()
    ]
    _make(connection, "columns", COLUMNS, named)
    selects = [_empty(CELLS), *_cells(staged, tables)]
    connection.execute(f"create view described.cells as {' union all '.join(selects)}")
    free = {"packages", "resources", "cells", "corrections"} - {item.table.name.lower() for item in staged}
    for name in free:
        connection.execute(f"create view {name} as from described.{name}")
    return free


def rows(packages: Sequence[Package]) -> dict[str, tuple[Sequence[str], list[Row]]]:
    """The columns and rows of `described.packages`, `.resources` and `.corrections`."""
    shown = [(package, _declared(package)) for package in packages]
    return {
        "packages": (PACKAGES, [_package(*one) for one in shown]),
        "resources": (RESOURCES, [row for one in shown for row in _resources(*one)]),
        "corrections": (CORRECTIONS, [row for one in packages for row in _corrections(one)]),
    }


def seen(packages: Sequence[Package], made: set[str], rows: int) -> Mapping[str, Seen]:
    """What the runner must know of those tables; `cells` counts the rows of the data."""
    files = {package.name: package.described or DESCRIPTOR for package in packages}
    mended = sum(len(records.read(package.folder)) for package in packages if _is_folder(package))
    key = schemas.primary_key(records.SCHEMA)
    shown = {
        "packages": Seen("packages", ["name"], {"name"}, [], {*PACKAGES, "declared"}, files, len(packages)),
        "resources": Seen("resources", ["name"], {"name"}, [], {*RESOURCES, "declared"}, files, rows),
        "cells": Seen("cells", [], set(), [], {"column_name"}, {}, rows, frozenset({"column_name"})),
        "corrections": Seen(
            "corrections", key, set(key), [], {*CORRECTIONS}, dict.fromkeys(files, records.FILE), mended
        ),
    }
    return {name: table for name, table in shown.items() if name in made}


def _is_folder(package: Package) -> bool:
    """Whether the package is a folder with a descriptor, and so may hold corrections."""
    return not package.described and bool(_declared(package))


def _declared(package: Package) -> bool | None:
    path = package.folder / DESCRIPTOR
    if package.described:
        return True
    return True if path.is_file() and read_json(path) == package.descriptor else None


def _make(connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    types = dict.fromkeys(("_package", *columns), "VARCHAR") | {"declared": "BOOLEAN", "_row": "BIGINT"}
    fields = ", ".join(f"{quoted(column)} {kind}" for column, kind in types.items())
    connection.execute(f"create table described.{name} ({fields})")
    if rows:  # as lists: a parameter for each cell takes far longer
        values = [[row.get(column) for row in rows] for column in types]
        connection.execute(f"insert into described.{name} select {', '.join('unnest(?)' for _ in types)}", values)


def _package(package: Package, declared: bool | None) -> Row:
    said = package.descriptor
    texts = ("title", "description", "version", "homepage", "created", "frequency")
    row: Row = {name: _text(said.get(name)) for name in texts}
    row |= {"_package": package.name, "name": package.name, "declared": declared}
    row |= {"licence": _licences(said), "contact": _contacts(said)}
    return row


def _resources(package: Package, declared: bool | None) -> Iterator[Row]:
    for said in package.descriptor["resources"]:
        path = said["path"] if isinstance(said["path"], str) else ", ".join(map(str, said["path"]))
        row: Row = {"_package": package.name, "name": said["name"], "path": path, "declared": declared}
        yield row | {"title": _text(said.get("title")), "format": _text(said.get("format")), "licence": _licences(said)}


def _corrections(package: Package) -> Iterator[Row]:
    """The corrections of a package with what became of them; `_row` is that of corrections.csv."""
    for number, item in states.of_package(package) if _is_folder(package) else ():
        yield {"_package": package.name, "_row": number, "state": item.state, "now": item.now} | asdict(item.correction)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _licences(said: dict[str, Any]) -> str | None:
    """The licences stated, by name or else by title or path."""
    return _joined(said.get("licenses"), ("name", "title", "path"))


def _contacts(said: dict[str, Any]) -> str | None:
    """Whom to ask: the contributors, in the older form the publishers, or one contact."""
    found = (_joined(said.get(name), ("title", "email", "path", "name")) for name in ("contributors", "publishers"))
    return next((item for item in found if item), None) or _joined([said.get("contact")], ("title", "email", "name"))


def _joined(entries: Any, names: Sequence[str]) -> str | None:
    found = []
    for entry in entries if isinstance(entries, list) else []:
        given = (entry.get(name) for name in names) if isinstance(entry, dict) else (entry,)
        found += [text for text in map(_text, given) if text][:1]
    return ", ".join(found) or None


def _columns(staged: Sequence[Staged]) -> dict[str, dict[str, str]]:
    """The columns of each table of the data, with their types."""
    tables: dict[str, dict[str, str]] = {}
    for item in staged:
        columns = tables.setdefault(item.table.name, {})
        for name in item.columns:
            kind = str(item.table.columns.get(name, {}).get("type") or "any")
            columns[name] = kind.replace("any", "string")
    return tables


def _cells(staged: Sequence[Staged], tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    rows = {name: sum(item.rows for item in staged if item.table.name == name) for name in tables}
    small = {name: columns for name, columns in tables.items() if columns and rows[name] <= SMALL}
    if small:
        yield _together(small)
    for name, columns in tables.items():
        if name not in small:
            yield from _one_by_one(name, columns)


def _together(tables: Mapping[str, Mapping[str, str]]) -> str:
    """The cells of small tables in one SELECT, so that patterns are compiled once and not for each column."""
    lists = []
    for table, kinds in tables.items():
        values = ", ".join(f"cast({quoted(name)} as varchar)" for name in kinds)
        named, typed = (", ".join(map(literal, said)) for said in (kinds.keys(), kinds.values()))
        lists.append(
            f"select _package, _row, {literal(table)} as table_name, [{named}] as names, [{typed}] as types, "
            f"[{values}] as cells from main.{quoted(table)}"
        )
    return (
        "select _package, _row, table_name, unnest(names), unnest(types), unnest(cells) "
        f"from ({' union all '.join(lists)}) as q"
    )


def _one_by_one(table: str, kinds: Mapping[str, str]) -> Iterator[str]:
    """The cells of a large table column by column: those that a rule does not ask for are never read."""
    for column, kind in kinds.items():
        said = ", ".join(literal(text) for text in (table, column, kind))
        yield f"select _package, _row, {said}, cast({quoted(column)} as varchar) from main.{quoted(table)}"


def _empty(columns: dict[str, str]) -> str:
    listed = {"_package": "VARCHAR", "_row": "BIGINT"} | columns
    return f"select {', '.join(f'cast(null as {kind}) as {name}' for name, kind in listed.items())} where false"
