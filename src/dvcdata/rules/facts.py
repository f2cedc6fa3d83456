"""What rules ask of a table as a whole, answered together in one look at each table."""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Any

from dvcdata.rules.database import Database

Ask = Callable[[str], tuple[Any, ...]]


class Facts:
    """Aggregates over tables, such as `count(name)`; those expected beforehand are asked for in one query."""

    def __init__(self) -> None:
        self.expected: dict[str, dict[str, None]] = {}
        self.known: dict[tuple[str, str], Any] = {}
        self.looking: defaultdict[str, Lock] = defaultdict(Lock)  # nobody asks what another is asking

    def expect(self, table: str, expression: str) -> None:
        """Says that this aggregate will be asked for; `table` is what stands behind FROM, with an alias or without."""
        self.expected.setdefault(table, {})[expression] = None

    def value(self, table: str, expression: str, database: Database, ask: Ask) -> Any:
        """The value of an aggregate over a table; `ask` runs a query on behalf of who wants to know."""
        with self.looking[table]:
            if (table, expression) not in self.known:
                self._look(table, database)
            if (table, expression) not in self.known:
                (self.known[table, expression],) = ask(f"select {expression} from {table}")
            return self.known[table, expression]

    def _look(self, table: str, database: Database) -> None:
        expressions = list(self.expected.pop(table, {}))
        values = database.together(table, expressions) if expressions else ()
        if values is not None:  # else each is asked by itself, and whose it is that can't be asked will be said
            self.known |= {(table, name): value for name, value in zip(expressions, values, strict=True)}
