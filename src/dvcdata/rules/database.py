"""Where rules run: what a runner asks of a database, and DuckDB as the one that is always there."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, Self

import duckdb

from dvcdata.engine.load import is_full
from dvcdata.engine.room import with_room
from dvcdata.errors import UserError
from dvcdata.masking import masked_text
from dvcdata.rules.header import Rule

BATCH = 10_000
ORDERED = re.compile(r"\border\s+by\b[^()]*$", re.IGNORECASE)


class OutOfBoundsError(Exception):
    """The rule is sound, but a number in the data is out of all bounds."""


class CastError(OutOfBoundsError):
    """A value in the data is of no form that the rule's cast could take."""


class Database(Protocol):
    """Tables that statements in the dialect of rules are asked of; a rule that fails there is a UserError by name."""

    stacks: bool  # whether many tables can be asked as one (`dvcdata.rules.stacked`)

    def one(self, sql: str, rule: Rule | None) -> tuple[Any, ...]:
        """The first row of a SELECT."""

    def together(self, table: str, expressions: Iterable[str]) -> tuple[Any, ...] | None:
        """Aggregates over a table in one look, or None when one of them can't be asked."""

    def rows(self, sql: str, rule: Rule) -> Iterator[dict[str, Any]]:
        """The rows of a rule's SELECT by column name, in the same order every time."""

    def beside(self) -> Self:
        """The same tables, to ask something else while the rows of a SELECT are still being read."""


class OnDuckDB:
    """The tables of a DuckDB connection."""

    stacks = True

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def one(self, sql: str, rule: Rule | None) -> tuple[Any, ...]:
        """The first row of a SELECT."""
        return self._execute(sql, rule).fetchone() or ()

    def together(self, table: str, expressions: Iterable[str]) -> tuple[Any, ...] | None:
        """Aggregates over a table in one look, or None when one of them can't be asked."""
        try:
            (statement,) = self.connection.extract_statements(f"select {', '.join(expressions)} from {table}")
            return self.connection.execute(statement).fetchone() or ()
        except (duckdb.Error, ValueError):
            return None

    def rows(self, sql: str, rule: Rule) -> Iterator[dict[str, Any]]:
        """The rows of a rule's SELECT by column name, in the same order every time."""
        try:
            cursor = self._execute(sql if ORDERED.search(sql) else f"select * from (\n{sql}\n) as q order by all", rule)
        except UserError:
            self._checked(sql, rule)  # what the rule itself says wrong goes first
            raise
        names = [item[0] for item in cursor.description or []]
        while rows := cursor.fetchmany(BATCH):
            yield from (dict(zip(names, values, strict=True)) for values in rows)

    def beside(self) -> Self:
        """The same tables, to ask something else while the rows of a SELECT are still being read."""
        return type(self)(self.connection.cursor())

    def _checked(self, sql: str, rule: Rule | None) -> duckdb.Statement:
        """The statement, which must be exactly one SELECT."""
        path = str(rule.path) if rule else ""
        try:
            statements = self.connection.extract_statements(sql)
        except duckdb.Error as problem:
            raise UserError("rule.failed", path=path, why=str(problem).splitlines()[0]) from None
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise UserError("rule.not_one_select", path=path)
        return statements[0]

    def _execute(self, sql: str, rule: Rule | None) -> duckdb.DuckDBPyConnection:
        path = str(rule.path) if rule else ""
        try:
            return with_room(self.connection, lambda: self.connection.execute(self._checked(sql, rule)))
        except duckdb.ConversionException as problem:
            why = str(problem).splitlines()[0]
            raise (OutOfBoundsError if "out of range" in why else CastError)(masked_text(why)) from None
        except duckdb.DataError as problem:
            raise OutOfBoundsError(str(problem).splitlines()[0]) from None
        except duckdb.PermissionException:
            raise UserError("rule.forbidden", path=path) from None
        except duckdb.Error as problem:
            if is_full(problem):  # the disk, which is no fault of the rule
                raise
            raise UserError("rule.failed", path=path, why=str(problem).splitlines()[0]) from None
