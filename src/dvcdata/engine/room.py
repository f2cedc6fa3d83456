"""How much memory reading and checking take: plenty, or little where the fastest way is not what matters."""

import contextlib
import os
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

import duckdb

from dvcdata.errors import UserError

T = TypeVar("T")
MAX_LINE = 16 << 20


@dataclass(frozen=True)
class Room:
    """What DuckDB may take; beyond `memory` it puts tables into the folder it is given."""

    memory: str
    longest_line: int  # bytes of a CSV's line; twice that is held in memory, by each thread

    @property
    def lines(self) -> str:
        """The options of read_csv for it; larger buffers would leave a core idle."""
        return f"max_line_size={self.longest_line}, buffer_size={2 * self.longest_line}"


ROOMY = Room("1GB", MAX_LINE)
SPARE = Room("72MB", MAX_LINE >> 2)
MORE = ("120MB", "180MB", "270MB", "400MB", "600MB", "1GB")  # for a single statement that has too little
room: ContextVar[Room] = ContextVar("room", default=ROOMY)
IS_SPARE = "select current_setting('allowed_configs') <> []"


def is_spare() -> bool:
    """Whether little memory is what matters here."""
    return room.get() is SPARE


def threads() -> int:
    """How many small works go on side by side."""
    return 1 if is_spare() else os.cpu_count() or 1


def sparingly(run: Callable[[], T]) -> T:
    """What `run` yields with little memory, or, where that cannot be, with plenty: it must bear being run twice."""
    token = room.set(SPARE)
    try:
        return run()
    except duckdb.OutOfMemoryException:
        pass
    except UserError as problem:
        if problem.key != "file.long_line":
            raise
    finally:
        room.reset(token)
    return run()


def with_room(connection: duckdb.DuckDBPyConnection, run: Callable[[], T]) -> T:
    """What `run` yields; where a spare connection has too little memory for it, run again with more, that once."""
    try:
        return run()
    except duckdb.OutOfMemoryException:
        settings = connection.cursor()
        if settings.execute(IS_SPARE).fetchone() != (True,):
            raise
    try:
        for limit in MORE:
            _limit(settings, limit)
            with contextlib.suppress(duckdb.OutOfMemoryException):
                return run()
        return run()
    finally:
        _limit(settings, SPARE.memory)


def _limit(connection: duckdb.DuckDBPyConnection, memory: str) -> None:
    with contextlib.suppress(
        duckdb.OutOfMemoryException
    ):  # while rows of a statement that took more are still to be read
        connection.execute(f"set memory_limit = '{memory}'")
