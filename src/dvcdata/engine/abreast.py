"""Does works side by side, each on a connection of its own, and hands on what they find in the order of the works."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, Queue
from threading import Thread
from typing import Any, Generic, TypeVar

import duckdb

from dvcdata import progress
from dvcdata.findings import Finding

BATCH = 1_000  # findings handed over at once
AHEAD = 4  # batches of a work that wait for those before it, so that memory stays flat
T = TypeVar("T")
Found = Callable[[Finding], None]
Work = Callable[[duckdb.DuckDBPyConnection, Found], T]


class Turn(Generic[T]):
    """A work whose findings wait until those of the works before it are handed on."""

    def __init__(self, name: str, work: Work[T]) -> None:
        self.name = name
        self.work = work
        self._found: Queue[list[Finding]] = Queue(AHEAD)
        self._end: list[T] = []
        self._problem: BaseException | None = None
        self._dropped = False

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Does the work; waits where nobody takes what it finds."""
        batch: list[Finding] = []

        def found(finding: Finding) -> None:
            nonlocal batch
            batch.append(finding)
            if self._dropped:
                raise KeyboardInterrupt
            if len(batch) == BATCH:
                self._found.put(batch)
                batch = []

        try:
            self._end.append(self.work(connection, found))
        except BaseException as problem:  # raised where it is waited for
            self._problem = problem
        if batch:
            self._found.put(batch)
        self._found.put([])

    def take(self, found: Found) -> T:
        """Hands on what the work finds; what came of it."""
        while batch := self._found.get():
            for finding in batch:
                found(finding)
        if self._problem:
            raise self._problem
        (end,) = self._end
        return end

    def drop(self) -> None:
        """Throws away what waits, and ends the work as soon as it finds more."""
        self._dropped = True
        try:
            while True:
                self._found.get_nowait()
        except Empty:
            return


def run(
    connection: duckdb.DuckDBPyConnection,
    stage: str,
    works: Sequence[tuple[str, Work[T]]],
    found: Found,
    threads: int,
    beside: Work[None] | None = None,
) -> list[T]:
    """What comes of each work, in their order; `stage` and the works' names are what the progress bar says.

    What goes on `beside` them takes long: it is begun first.
    """
    turns = [Turn(name, work) for name, work in works]
    long = [Turn("", beside)] if beside else []
    every: list[Turn[Any]] = [*long, *turns]
    shown = progress.each(stage, turns, lambda turn: turn.name)
    left = deque(every)
    threads = max(1, min(threads, len(left)))  # one at least: the engine does not look for Ctrl-C in every query
    cursors = [connection.cursor() for _ in range(threads)]
    workers = [Thread(target=copy_context().run, args=(_work, cursor, left)) for cursor in cursors]
    try:
        for worker in workers:
            worker.start()
        ends = [turn.take(found) for turn in shown]
        for one in long:
            one.take(found)
        return ends
    finally:
        left.clear()  # where one failed, or somebody pressed Ctrl-C, the others need not go on
        while any(worker.is_alive() for worker in workers):
            for cursor in cursors:
                cursor.interrupt()
            for turn in every:
                turn.drop()
            time.sleep(0.001)


def execute(connection: duckdb.DuckDBPyConnection, statements: Sequence[str], threads: int) -> None:
    """Runs statements that each make a table or a view of its own, some at a time."""
    cursors = [connection.cursor() for _ in range(threads)]

    def some(place: int) -> None:
        for statement in statements[place::threads]:
            cursors[place].execute(statement)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(some, range(threads)))


def _work(connection: duckdb.DuckDBPyConnection, left: deque[Turn[Any]]) -> None:
    while left:
        with suppress(IndexError):  # another took the last
            left.popleft().run(connection)
