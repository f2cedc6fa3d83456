"""Runs rules side by side, each on a connection of its own, and hands on what they find in the order of the rules."""

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread

import duckdb

from dvcdata import progress
from dvcdata.findings import Finding
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked, Runner

BATCH = 1_000  # findings handed over at once
AHEAD = 4  # batches of a rule that wait for those before it, so that memory stays flat


class Turn:
    """A rule whose findings wait until those of the rules before it are handed on."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._found: Queue[list[Finding]] = Queue(AHEAD)
        self._end: list[NotChecked] | BaseException = []

    def run(self, runner: Runner) -> None:
        """Runs the rule; waits where nobody takes what it finds."""
        batch: list[Finding] = []

        def found(finding: Finding) -> None:
            nonlocal batch
            batch.append(finding)
            if len(batch) == BATCH:
                self._found.put(batch)
                batch = []

        try:
            self._end = runner.run(self.rule, found)
        except BaseException as problem:  # raised where it is waited for
            self._end = problem
        if batch:
            self._found.put(batch)
        self._found.put([])

    def take(self, found: Callable[[Finding], None]) -> list[NotChecked]:
        """Hands on what the rule finds; what of it could not be checked."""
        while batch := self._found.get():
            for finding in batch:
                found(finding)
        if isinstance(self._end, BaseException):
            raise self._end
        return self._end

    def drop(self) -> None:
        """Throws away what waits."""
        try:
            while True:
                self._found.get_nowait()
        except Empty:
            return


def run(
    runner: Runner, connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule], found: Callable[[Finding], None]
) -> dict[str, list[NotChecked]]:
    """Hands on what the rules find on a connection, in their order; what of each could not be checked."""
    turns = [Turn(rule) for rule in rules]
    shown = progress.each("rules", turns, lambda turn: turn.rule.id)
    n = min(os.cpu_count() or 1, len(rules))
    if n < 2:
        return {turn.rule.id: runner.run(turn.rule, found) for turn in shown}
    left = deque(turns)
    cursors = [connection.cursor() for _ in range(n)]
    threads = [Thread(target=_work, args=(runner.beside(OnDuckDB(cursor)), left)) for cursor in cursors]
    for thread in threads:
        thread.start()
    try:
        return {turn.rule.id: turn.take(found) for turn in shown}
    finally:
        left.clear()  # where one failed, or somebody pressed Ctrl-C, the others need not go on
        while any(thread.is_alive() for thread in threads):
            for cursor in cursors:
                cursor.interrupt()
            for turn in turns:
                turn.drop()
            time.sleep(0.001)


def _work(runner: Runner, left: deque[Turn]) -> None:
    while left:
        with suppress(IndexError):  # another took the last
            left.popleft().run(runner)
