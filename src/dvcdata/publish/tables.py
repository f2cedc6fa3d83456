"""Tables on their way out: as one canonical CSV, and as typed rows with the labels of what is missing beside them."""

import csv
import hashlib
import itertools
import json
from collections.abc import Container, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import schemas, write
from dvcdata.corrections import public
from dvcdata.corrections import records as corrections
from dvcdata.engine import archives, database, dialects, records
from dvcdata.engine.load import literal, quoted, scratch, sql_type
from dvcdata.engine.read import read
from dvcdata.engine.room import sparingly, with_room
from dvcdata.engine.staged import Staged
from dvcdata.package import SHEETS, Package, Table
from dvcdata.publish.store import BLOCK, Store
from dvcdata.spreadsheets.cells import fitted

BATCH = 5_000
INVALID = "invalid"  # the label of a cell that is not of the type of its column
PLAIN = {
    "header": True,
    "headerRows": [1],
    "csv": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False},
}


@dataclass(frozen=True)
class Canonical:
    """A table as CSV: the file, its hash and its size; `rows` without the header."""

    path: Path
    sha256: str
    size: int


def canonical(table: Table, store: Store) -> Canonical:
    """The table as CSV in UTF-8 with commas and LF: its own file where it is one already, byte for byte.

    Corrections that hold something personal are published with a mask in its place.
    """
    if table.name == corrections.TABLE and (shown := public.content(table.paths[0].parent)):
        sha256, size = store.add(shown)
        return Canonical(store.path(sha256), sha256, size)
    if table.format == "csv" and not table.compression and len(table.paths) == 1:
        dialect, way = dialects.settle(table)
        if dialect.encoding.lower() == "utf-8" and dialect.descriptor == PLAIN and not way.reason:
            sha256, size, plain = _hashed(table.paths[0])
            if plain:
                return Canonical(table.paths[0], sha256, size)
    with store.new() as made, scratch() as folder:
        opened = archives.unpacked(table, folder) if table.compression else table
        with archives.named(opened, table), made.path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(_lines(opened))
    return Canonical(store.path(made.sha256), made.sha256, made.size)


def _hashed(path: Path) -> tuple[str, int, bool]:
    """The hash and size of a file, and whether its lines end in LF alone."""
    sha, plain = hashlib.sha256(), True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            sha.update(block)
            plain = plain and b"\r" not in block
        return sha.hexdigest(), file.tell(), plain


def _lines(table: Table) -> Iterator[str]:
    from frictionless import Dialect as Reader

    dialect, _ = dialects.settle(table)
    reader = Reader.from_descriptor(dialect.descriptor)
    cells = records.cells_of(table, dialect)
    sample = list(itertools.islice(cells, records.SAMPLE))
    labels = reader.read_labels(sample) or list(table.columns)
    yield write.line(labels)
    kinds = [table.columns.get(label, {}).get("type", "any") for label in labels]
    for _, row in reader.read_enumerated_content_stream(itertools.chain(sample, cells)):
        row = fitted(row, kinds) if table.format in SHEETS else row
        yield write.line([_text(cell) for cell in row])


def _text(cell: Any) -> str:
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False)
    try:
        return write.text(cell)
    except ValueError:  # a number that is none
        return str(cell)


@dataclass(frozen=True)
class Column:
    """A column of typed rows: its field of the Table Schema; `of` names the column whose labels it holds."""

    name: str
    field: dict[str, Any]
    of: str = ""

    @property
    def sql(self) -> str:
        """The expression that yields it."""
        return f"{quoted(self.of + '_missing')} as {quoted(self.name)}" if self.of else quoted(self.name)


@dataclass(frozen=True)
class Typed:
    """Typed rows in a database, in the order of the file; `number` is how many, where that is known."""

    connection: duckdb.DuckDBPyConnection
    relation: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    number: int | None = None

    @property
    def select(self) -> str:
        """The statement that yields them."""
        listed = ", ".join(column.sql for column in self.columns)
        return f"select {listed} from {self.relation} as t order by _row"

    def batches(self, size: int = BATCH) -> Iterator[list[tuple[Any, ...]]]:
        """The rows, some thousands at a time."""
        cursor = with_room(self.connection, lambda: self.connection.execute(self.select))
        while rows := cursor.fetchmany(size):
            yield rows

    def lengths(self, most: int = 200) -> list[int]:
        """How long the longest text of each column is among the first rows; 0 where all are empty."""
        listed = ", ".join(f"max(length(cast({quoted(column.name)} as varchar)))" for column in self.columns)
        sql = f"select {listed} from ({self.select} limit {most})"
        return [
            int(length or 0)
            for length in with_room(self.connection, lambda: self.connection.execute(sql)).fetchone() or ()
        ]

    def count(self) -> int:
        """How many rows there are."""
        if self.number is not None:
            return self.number
        return int((self.connection.execute(f"select count(*) from {self.relation} as t").fetchone() or (0,))[0])


@contextmanager
def typed(path: Path, name: str, schema: dict[str, Any]) -> Iterator[Typed]:
    """The rows of a canonical CSV by their schema, as every rule sees them; a cell that is not of its type is null,
    and said to be such beside it."""
    table = Table(name, "p", (path,), schema, {}, "csv", "utf-8")
    with ExitStack() as stack:
        yield sparingly(lambda: _typed(table, stack))


def _typed(table: Table, stack: ExitStack) -> Typed:
    folder = stack.enter_context(scratch())
    connection = stack.enter_context(database.connect(folder))
    found = labelled(connection, table)
    package = Package("p", folder, {}, (table,))
    (staged,) = read(connection, [package], {table.name: found}, folder, lambda _: None)
    relation = staged.relation
    if odd := broken(connection, table, staged):
        connection.execute(f"create table stage.labelled as {with_labels(staged, table, found | odd)}")
        found, relation = found | odd, "stage.labelled"
    columns = with_status(table, staged.columns, found)
    return Typed(connection, relation, columns, _sound_key(connection, relation, staged.key))


def with_status(table: Table, names: Sequence[str], labelled: Container[str]) -> tuple[Column, ...]:
    """The columns of these names, beside each that has labels the one that holds them."""
    columns: list[Column] = []
    for name in names:
        columns.append(Column(name, table.columns.get(name, {"name": name, "type": "string"})))
        if name in labelled:
            columns.append(_status(name, {*names}))
    return tuple(columns)


def _status(column: str, taken: set[str]) -> Column:
    name = f"{column}_status"
    while name in taken:
        name += "_"
    return Column(name, {"name": name, "type": "string"}, column)


def labelled(connection: duckdb.DuckDBPyConnection, table: Table) -> set[str]:
    """The columns of a canonical CSV, other than texts, in which a labelled missing value really stands."""
    labels = list(schemas.missing_labels(table.schema))
    candidates = [name for name, field in table.columns.items() if sql_type(field) != "VARCHAR"]
    if not labels or not candidates:
        return set()
    with table.paths[0].open(encoding="utf-8", newline="") as file:
        head = next(csv.reader(file), [])
    present = [name for name in candidates if name in head]
    if not present:
        return set()
    listed = ", ".join(map(literal, labels))
    asked = ", ".join(f"bool_or({quoted(name)} in ({listed}))" for name in present)
    try:
        found = connection.execute(f"select {asked} from {as_text(table.paths[0], head)}").fetchone()
    except duckdb.Error:  # a file so odd that only the slow way can tell
        return set(candidates)
    return {name for name, hit in zip(present, found or (), strict=True) if hit}


def broken(connection: duckdb.DuckDBPyConnection, table: Table, staged: Staged) -> set[str]:
    """The columns of a canonical CSV, other than texts, in which a cell stands that is not of their type."""
    given = ((name, table.columns.get(name)) for name in staged.columns)
    names = [name for name, field in given if field and sql_type(field) != "VARCHAR"]
    if not names:
        return set()
    missing = _missing(table)
    written = ", ".join(f"count(case when {quoted(name)} not in ({missing[name]}) then 1 end)" for name in names)
    known = ", ".join(f"count({quoted(name)})" for name in names)
    try:
        rows, *there = connection.execute(f"select count(*), {written} from {_cells(table.paths[0])}").fetchone() or ()
    except duckdb.Error:  # a file so odd that only the slow way can tell
        return set()
    whole, *held = connection.execute(f"select count(*), {known} from {staged.relation} as t").fetchone() or ()
    return {name for name, more, fewer in zip(names, there, held, strict=True) if rows == whole and more > fewer}


def with_labels(staged: Staged, table: Table, labelled: Container[str]) -> str:
    """The SQL of the typed rows with why a cell is empty, by its text in the canonical CSV, beside these columns."""
    labels = ", ".join(map(literal, ["", *schemas.missing_labels(table.schema)]))
    missing = _missing(table)
    beside = ", ".join(
        f"case when c.{quoted(name)} in ({labels}) then nullif(c.{quoted(name)}, '')"
        f" when t.{quoted(name)} is null and c.{quoted(name)} not in ({missing[name]}) then {literal(INVALID)} end"
        f" as {quoted(name + '_missing')}"
        for name in staged.columns
        if name in labelled
    )
    return (
        f"select t._row, {', '.join(f't.{quoted(name)}' for name in staged.columns)}, {beside} from "
        f"(select row_number() over (order by _row) as _n, * from {staged.relation} as r) as t "
        f"join (select row_number() over () as _n, * from {_cells(table.paths[0])}) as c on c._n = t._n order by t._row"
    )


def _missing(table: Table) -> dict[str, str]:
    """What stands for no value in each column, labelled or not, as a list of SQL."""
    said = schemas.plain(table.schema)
    every = said.get("missingValues", [])
    given = {item["name"]: ["", *item.get("missingValues", every)] for item in said["fields"]}
    return {name: ", ".join(map(literal, map(str, values))) for name, values in given.items()}


def _cells(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return as_text(path, next(csv.reader(file), []))


def as_text(path: Path, labels: Sequence[str]) -> str:
    """The SQL that reads a canonical CSV with every cell as text."""
    kinds = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in labels)
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"null_padding = true, strict_mode = false, columns = {{{kinds}}})"
    )


def _sound_key(connection: duckdb.DuckDBPyConnection, relation: str, key: Sequence[str]) -> tuple[str, ...]:
    """The primary key, where it really tells the rows apart."""
    if not key:
        return ()
    listed = ", ".join(map(quoted, key))
    missing = " or ".join(f"{quoted(name)} is null" for name in key)
    twice = f"select 1 from {relation} as t group by {listed} having count(*) > 1"  # grouping spills, distinct does not
    sql = f"select exists({twice}), exists(select 1 from {relation} as t where {missing})"
    return tuple(key) if connection.execute(sql).fetchone() == (False, False) else ()
