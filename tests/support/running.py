"""The types of the fixtures that run the command line and write packages, and how a test waits for a process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]
Write = Callable[..., Path]


def waited(condition: Callable[[], bool]) -> None:
    """Returns as soon as that holds; fails when it does not come to that within five minutes."""
    end = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < end, "it did not come to that within five minutes"
        time.sleep(0.05)
