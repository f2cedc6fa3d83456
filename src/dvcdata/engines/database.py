"""Rules on an engine: the doors that a runner asks through, in front of PostgreSQL or Spark."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

from dvcdata.engines.asking import Asker, FailedError
from dvcdata.engines.parts import often
from dvcdata.engines.suites import Batch
from dvcdata.engines.tables import Held
from dvcdata.engines.writing import Dialect, select, written
from dvcdata.errors import UserError
from dvcdata.package import Package, Table
from dvcdata.rules.database import ORDERED, OutOfBoundsError
from dvcdata.rules.header import Rule


class Engine(Protocol):
    """Where tables are held, and how they are asked for."""

    title: str
    dialect: Dialect
    asker: Asker

    def packages(self, paths: Sequence[Path], table: str | None) -> list[Package]:
        """What is to be checked there."""

    def held(self, table: Table) -> Held:
        """A table of that description as it is held there, its rows counted."""

    def named(self, name: str, source: str) -> str:
        """What stands for a table in a query: the source itself, or a name that the engine then knows it by."""

    def part(self, name: str, sql: str) -> str:
        """What stands for a part of a statement, worked out once; only where the dialect `repeats`."""

    def forget(self, names: Iterable[str]) -> None:
        """Lets go of the parts of a statement."""

    def cells(self, table: Table, columns: Sequence[str], source: str) -> str:
        """A SELECT of every cell of a table as text, from what stands for the table."""

    def batch(self, table: Table) -> Batch:
        """A table that was held, as Great Expectations gets it for suites of its own."""

    def close(self) -> None:
        """Ends every session there."""

    def problem(self, text: str, rule: Rule | None) -> Exception:
        """What a failed query means."""


class Named(dict[str, str]):
    """What stands for each table in a query; the engine is told of a table when a rule first names it."""

    def __init__(self, engine: Engine, sources: Mapping[str, str]) -> None:
        super().__init__(sources)
        self.engine = engine
        self.known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self.known:
            self.known[name] = self.engine.named(name, super().__getitem__(name))
        return self.known[name]


class OnEngine:
    """The tables of an engine, under the names that rules know them by."""

    stacks = False

    def __init__(self, engine: Engine, tables: Mapping[str, str]) -> None:
        self.engine = engine
        self.tables = Named(engine, tables)

    def one(self, sql: str, rule: Rule | None) -> tuple[Any, ...]:
        """The first row of a SELECT."""
        return next((tuple(row.values()) for row in self._asked(sql, rule, numbered=True)), ())

    def together(self, table: str, expressions: Iterable[str]) -> tuple[Any, ...] | None:
        """Aggregates over a table in one look, or None when one of them can't be asked."""
        try:
            return self.one(f"select {', '.join(expressions)} from {table}", None)
        except (UserError, OutOfBoundsError):
            return None

    def rows(self, sql: str, rule: Rule | None) -> Iterator[dict[str, Any]]:
        """The rows of a rule's SELECT by column name, in the same order every time; no row has a number here."""
        rows = self._asked(sql, rule)
        if not ORDERED.search(sql):
            rows.sort(key=in_order)
        yield from (row | {"_row": None} for row in rows)

    def beside(self) -> Self:
        """The same tables: no answer is left open here."""
        return self

    def _asked(self, sql: str, rule: Rule | None, numbered: bool = False) -> list[dict[str, Any]]:
        path, dialect = str(rule.path) if rule else "", self.engine.dialect
        tree, parts = select(sql, path), dict[str, str]()
        tables = ChainMap(parts, self.tables)
        try:
            for name, part in often(tree) if dialect.repeats else ():
                parts[name] = self.engine.part(name, written(part, dialect, tables, path))
            rows = self.engine.asker.rows(written(tree, dialect, tables, path, numbered))
        except FailedError as problem:
            raise self.engine.problem(str(problem), rule) from None
        self.engine.forget(parts)
        return rows


def in_order(row: Mapping[str, Any]) -> list[tuple[bool, str]]:
    """By what rows are sorted, so that they come in the same order every time."""
    return [(value is None, str(value)) for value in row.values()]
