"""Reads the tables of packages, each by the fastest way that is sure to agree with frictionless."""

import csv
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb

from dvcdata.engine import (
    abreast,
    archives,
    canonical,
    declared,
    dialects,
    keys,
    lines,
    parquet,
    records,
    sources,
    tally,
)
from dvcdata.engine.room import MAX_LINE, threads
from dvcdata.engine.staged import Staged, Way
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import TEXT, Package, Table

LONGEST_CELL = 1 << 30  # Python's own limit is 128 KiB
SMALL = 4 << 20  # bytes
SAMPLE = 200  # records looked at to choose how wide numbers are kept
Found = Callable[[Finding], None]


def read(
    connection: duckdb.DuckDBPyConnection,
    packages: Sequence[Package],
    labelled: dict[str, set[str]],
    folder: Path,
    found: Found,
) -> list[Staged]:
    """Stages every table of the packages in DuckDB, and reports everything that frictionless finds wrong."""
    csv.field_size_limit(LONGEST_CELL)
    tables = [table for package in packages for table in package.tables]
    works = []
    for number, table in enumerate(tables):
        place = folder / f"table-{number}"
        place.mkdir(exist_ok=True)
        works.append(
            (f"{table.package} › {table.name}", partial(_staged, table, labelled.get(table.name, set()), place))
        )
    n_threads = _threads(tables)
    if n_threads > 1:
        connection.execute("set threads = 1")  # of its own for each table, and later for each rule
    staged = abreast.run(connection, "reading", works, found, n_threads)
    known = {(table.package, table.name): item for table, item in zip(tables, staged, strict=True)}
    for item in staged:
        for finding in keys.foreign(connection, item, known):
            found(finding)
    return staged


def _threads(tables: Sequence[Table]) -> int:
    """How many tables are read at a time: small ones are, while a large one keeps all cores busy by itself."""
    small = all(path.stat().st_size < SMALL for table in tables for path in table.paths)
    return threads() if small else 1


def _staged(
    table: Table, labelled: set[str], folder: Path, connection: duckdb.DuckDBPyConnection, found: Found
) -> Staged:
    try:
        staged = replace(_table(connection, table, labelled, folder, found), table=table)
    except duckdb.InvalidInputException as problem:
        if "line size" not in str(problem):
            raise
        raise UserError("file.long_line", path=str(table.paths[0]), megabytes=MAX_LINE >> 20) from None
    for finding in itertools.chain(keys.primary_and_unique(connection, staged), declared.differences(staged)):
        found(finding)
    return staged


def _table(
    connection: duckdb.DuckDBPyConnection, table: Table, labelled: set[str], folder: Path, found: Found
) -> Staged:
    if table.compression:
        opened = archives.unpacked(table, folder)
        with archives.named(opened, table):
            return _table(connection, opened, labelled, folder, found)
    text = parquet.as_text(table, folder) if table.format == "parquet" and not labelled else table
    large = text.format in TEXT and not labelled and text.paths[0].stat().st_size >= tally.LEAST
    dialect, census = dialects.begin(text, later=large)
    if large and (staged := _at_once(connection, text, dialect, folder, found, census)):
        return staged
    way: Way | canonical.LinePlan = census()
    if way == Way():
        way = _plan(text, dialect)
    if isinstance(way, canonical.LinePlan):
        try:
            return lines.Lines(connection, text, dialect, way, labelled, folder).read(found)
        except lines.OpenQuoteError:
            way = Way("open_quotes")
        except lines.PatternError:
            way = Way("pattern")
    if text is not table:
        dialect, way = dialects.settle(table)
    return records.read(connection, table, dialect, labelled, folder, found, way)


def _at_once(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    dialect: dialects.Dialect,
    folder: Path,
    found: Found,
    census: Callable[[], Way],
) -> Staged | None:
    """A large table loaded as it is, while its bytes are read through; None where that can't be shown to be right."""
    try:
        plan = _plan(table, dialect)
        if not isinstance(plan, canonical.LinePlan):
            return None
        one = lines.Lines(connection, table, dialect, plan, set(), folder)
        total = one.at_once()
    except UnicodeDecodeError:  # the census will say it
        return None
    if total is None:
        return None
    if census() != Way():
        one.drop()
        return None
    return one.staged(found, total, Way(counted=True))


def _plan(table: Table, dialect: dialects.Dialect) -> canonical.LinePlan | Way:
    labels, *sample = _head(table, dialect)
    if any("\n" in label for label in labels):  # what follows the header's first line is no row
        return Way("open_quotes")
    return canonical.plan(table, dialect, [label.strip() for label in labels], sample)  # stripped as frictionless does


def _head(table: Table, dialect: dialects.Dialect) -> list[list[str]]:
    """The first records of the table, the header before them."""
    with table.paths[0].open(encoding=dialect.encoding, newline="") as file:
        lines_ = itertools.takewhile(bool, (file.readline(sources.BLOCK) for _ in range(SAMPLE)))
        return list(csv.reader(lines_, delimiter=dialect.delimiter)) or [[]]
