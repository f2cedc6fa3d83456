"""Tells of each correction whether it still fits what the source says, by the package that the import made of it."""

import csv
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dvcdata import package, profiles, provenance, schemas
from dvcdata.corrections import records
from dvcdata.corrections.records import Correction, Shape
from dvcdata.corrections.replay import Replay
from dvcdata.package import Package

State = Literal["stands", "needless", "changed", "gone", "waiting"]
STATES: tuple[State, ...] = ("stands", "needless", "changed", "gone", "waiting")


class Row(NamedTuple):
    """A row of a table; `as_said` names the columns that hold what its source itself says."""

    key: str
    values: Mapping[str, str]
    as_said: Collection[str] = ()


@dataclass(frozen=True)
class Standing:
    """A correction, whether it is still needed, and what the cell holds now."""

    correction: Correction
    state: State
    now: str | None = None


def judge(found: Sequence[Correction], replay: Replay, rows: Callable[[str], Iterable[Row]]) -> list[Standing]:
    """The state of each correction; `rows` gives the rows of a table as they are in the package."""
    there: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for table in {item.table: None for item in found}:
        of_table = [item for item in found if item.table == table]
        wanted = {key for item in of_table for key in (item.key, replay.key_after(table, item.key))}
        for row in rows(table):
            if row.key in wanted:
                there[table, row.key].append(row)
    return [
        _judge(item, there[item.table, replay.key_after(item.table, item.key)] or there[item.table, item.key])
        for item in found
    ]


def _judge(item: Correction, rows: Sequence[Row]) -> Standing:
    values = [row.values.get(item.field, "") for row in rows]
    if item.new in values:
        right = [row for row, value in zip(rows, values, strict=True) if value == item.new]
        needless = all(item.field in row.as_said for row in right)
        return Standing(item, "needless" if needless else "stands", item.new)
    if item.old in values:
        return Standing(item, "waiting", item.old)
    return Standing(item, "changed", values[0]) if values else Standing(item, "gone")


def of_package(opened: Package) -> list[tuple[int, Standing]]:
    """The corrections of a package by their rows, and their state; those of tables that are no CSV are left out."""
    found = records.read(opened.folder)
    if not found:
        return []
    tables = {table.name: table for table in opened.tables}
    shapes = {name: _shape(name, tables) for name in [*tables, *profiles.tables()]}
    records.check(found, shapes, opened.folder)
    numbered = [
        (n, item) for n, item in enumerate(found, 2) if item.table not in tables or _is_plain(tables[item.table])
    ]
    replay, as_said = Replay(found, lambda name: shapes[name].key), _as_said(opened, {item.table for item in found})

    def rows(name: str) -> Iterator[Row]:
        for values in _rows(tables[name]) if name in tables else ():
            key = "|".join([values.get(column, "") for column in shapes[name].key])
            yield Row(key, values, as_said.get((name, key), ()))

    judged = judge([item for _, item in numbered], replay, rows)
    return [(number, item) for (number, _), item in zip(numbered, judged, strict=True)]


def _shape(name: str, tables: Mapping[str, package.Table]) -> Shape:
    table = tables.get(name)
    schema = table.schema if table else profiles.schema(name) or {}
    columns = [item["name"] for item in schema.get("fields", [])]
    header = _header(table) if table and _is_plain(table) else []
    return Shape(schemas.primary_key(schema), list(dict.fromkeys([*columns, *header])))


def _is_plain(table: package.Table) -> bool:
    return table.format == "csv" and not table.compression and len(table.paths) == 1


def _header(table: package.Table) -> list[str]:
    return next(_lines(table), [])


def _rows(table: package.Table) -> Iterator[Mapping[str, str]]:
    """The rows that are as long as the header; the others are found by the check of structure."""
    lines = _lines(table)
    header = next(lines, [])
    yield from (dict(zip(header, row, strict=True)) for row in lines if len(row) == len(header))


def _lines(table: package.Table) -> Iterator[list[str]]:
    with table.paths[0].open(encoding="utf-8-sig", errors="replace", newline="") as file:
        yield from csv.reader(file)


def _as_said(opened: Package, tables: Collection[str]) -> dict[tuple[str, str], set[str]]:
    """The columns of each imported row of these tables that hold what its source says, by table and key."""
    places: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    if (opened.folder / provenance.FILE).is_file():
        for item in provenance.rows(package.inside(opened.folder, provenance.FILE, str(opened.folder))):
            if item["table"] in tables:
                places[item["table"], item["key"]].append((item["columns"], item.get("corrected", "")))
    return {row: as_said(lines) for row, lines in places.items()}


def as_said(lines: Iterable[tuple[str, str]]) -> set[str]:
    """The columns that the sources of a row name and nobody mended, out of its lines of provenance."""
    pairs = list(lines)
    said = {pair.partition("=")[0] for columns, _ in pairs for pair in columns.split()}
    return said - {name for _, corrected in pairs for name in corrected.split()}
