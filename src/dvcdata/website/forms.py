"""A table in every form in which it can be downloaded: CSV, JSON, XLSX and Parquet, made only where it changed."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from dvcdata.engine.load import literal, quoted
from dvcdata.engine.staged import Staged
from dvcdata.package import Package, Table
from dvcdata.publish import parquet, tables, workbook
from dvcdata.publish.store import Store
from dvcdata.publish.tables import Typed
from dvcdata.website import places

VERSIONS = {"json": 2, "parquet": parquet.VERSION, "xlsx": workbook.VERSION}  # of what is written
MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
Standing = Callable[[str, str], bytes | None]  # the bytes at a path, where they were made of the same


def made_of(*parts: object) -> str:
    """A digest of what a file is made of."""
    said = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(said.encode(errors="backslashreplace"), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Forms:
    """Makes the files of tables out of the database that has read them."""

    connection: duckdb.DuckDBPyConnection
    packages: Mapping[str, Package]
    folder: Path
    standing: Standing
    _books: list[Callable[[], tuple[str, bytes]]] = field(default_factory=list)

    def of(self, staged: Staged) -> Iterator[tuple[str, bytes]]:
        """The files of a table by path, but for a workbook that is still to be made; labels of missing values stand in
        a column of their own where types are."""
        table, package = staged.table, self.packages[staged.table.package]
        stem = places.table(table.package, table.name).removesuffix(".html")
        plain = tables.canonical(table, Store(self.folder / "canonical"))
        cover = workbook.cover(package, table)
        files: dict[str, bytes | None] = {"csv": plain.path.read_bytes()}
        for kind, version in VERSIONS.items():
            if kind != "xlsx" or staged.rows <= workbook.MOST_ROWS:
                source = made_of(kind, version, duckdb.__version__, plain.sha256, table.schema, cover)
                files[kind] = self.standing(f"{stem}.{kind}", source)
        if lacking := [kind for kind, content in files.items() if content is None]:
            with ExitStack() as held:
                rows = held.enter_context(self._typed(staged, plain.path))
                for kind in lacking:
                    if kind == "xlsx":  # the last
                        self._books.append(partial(self._book, f"{stem}.xlsx", table, rows, cover, held.pop_all()))
                    else:
                        target = self.folder / f"form.{kind}"
                        {"json": write_json, "parquet": parquet.write}[kind](target, rows)
                        files[kind] = target.read_bytes()
        yield from ((f"{stem}.{kind}", content) for kind, content in files.items() if content is not None)

    def books(self) -> Iterator[tuple[str, bytes]]:
        """The workbooks that are still to be made, which takes longest and can be done while other things are."""
        while self._books:
            yield self._books.pop()()

    def _book(
        self, path: str, table: Table, rows: Typed, cover: Sequence[tuple[str, str]], held: ExitStack
    ) -> tuple[str, bytes]:
        target = self.folder / "form.xlsx"
        with held:
            workbook.write(target, table.name, rows, table.schema, cover)
        return path, target.read_bytes()

    @contextmanager
    def _typed(self, staged: Staged, path: Path) -> Iterator[Typed]:
        """The typed rows, with the labels that the CSV has beside the columns where any stand."""
        table = staged.table
        plain = Table(table.name, table.package, (path,), table.schema, {}, "csv", "utf-8")
        labelled = tables.labelled(self.connection, plain) | tables.broken(self.connection, plain, staged)
        columns = tables.with_status(table, staged.columns, labelled)
        if not labelled:
            yield Typed(self.connection, staged.relation, columns, ())
            return
        with path.open(encoding="utf-8", newline="") as file:
            cells = tables.as_text(path, next(csv.reader(file)))
        if self._count(cells) != self._count(
            f"{staged.relation} as t"
        ):  # a file so odd that only the slow way can tell
            with tables.typed(path, table.name, table.schema) as rows:
                yield rows
            return
        target = f"stage.{quoted(f'labelled {table.package} {table.name}')}"
        self.connection.execute(f"create table {target} as {tables.with_labels(staged, plain, labelled)}")
        yield Typed(self.connection, target, columns, ())
        self.connection.execute(f"drop table {target}")

    def _count(self, relation: str) -> int:
        return int((self.connection.execute(f"select count(*) from {relation}").fetchone() or (0,))[0])


def write_json(path: Path, rows: Typed) -> None:
    """Writes the rows as an array of objects: numbers as they are, days in ISO, what is missing as null."""
    listed = []
    for name, kind, *_ in rows.connection.execute(f"describe {rows.select}").fetchall():
        column = quoted(name)
        if kind.startswith("DECIMAL"):
            column = f"cast(rtrim(rtrim(cast({column} as varchar), '0'), '.') as json) as {column}"
        elif kind == "DOUBLE":  # JSON has neither infinity nor what is no number
            column = f"case when isfinite({column}) then {column} end as {column}"
        listed.append(column)
    rows.connection.execute(
        f"copy (select {', '.join(listed)} from ({rows.select}) as q) to {literal(str(path))} (format json, array true)"
    )
