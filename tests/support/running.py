"""The types of the fixtures that run the command line and write packages, and how a test waits for a process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 300  # seconds that anything may take: a machine in use is slow, and who gets it sooner waits no longer


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]
Write = Callable[..., Path]


def waited(condition: Callable[[], bool]) -> None:
    """Returns as soon as that holds; fails when it never comes to that."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"it did not come to that within {PATIENCE} seconds"
        time.sleep(0.05)
