"""A line on the terminal that says how far long work is; there is none in pipes, and none in the first second."""

import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TypeVar

from dvcdata import texts

DELAY = 1.0  # seconds before the line appears
EVERY = 0.2  # seconds between two looks at it
BAR = 20  # characters
NARROW = 60  # columns, below which there is no bar
T = TypeVar("T")


@dataclass
class Stage:
    """What is being done: a text `progress.<key>`, how many parts of it are done, and of how many."""

    key: str = "opening"
    done: int = 0
    of: int = 0
    what: str = ""


_now = Stage()


def each(key: str, items: Sequence[T], name: Callable[[T], str]) -> Iterator[T]:
    """The items one after the other, while the line says which one it is at."""
    global _now
    for number, item in enumerate(items):
        _now = Stage(key, number, len(items), name(item))
        yield item


def at(key: str, done: int, of: int, what: str = "") -> None:
    """Says how far the work is, where it is no list that `each` could walk."""
    global _now
    _now = Stage(key, done, of, what)


@contextmanager
def shown(quiet: bool = False, stream: IO[str] | None = None) -> Iterator[None]:
    """Shows while the work goes on how far it is, where somebody sits at a terminal to see it."""
    out = stream or sys.stderr
    if quiet or not out.isatty():
        yield
        return
    global _now
    _now = Stage()
    over, lang = threading.Event(), texts.language.get()
    thread = threading.Thread(target=_draw, args=(out, over, lang), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _draw(out: IO[str], over: threading.Event, lang: str) -> None:
    before = ""
    wait = DELAY
    while not over.wait(wait):
        width = shutil.get_terminal_size((80, 24)).columns - 1
        now = line(_now, lang, width)
        if now != before:
            out.write("\r" + now.ljust(len(before))[:width])
            out.flush()
        before, wait = now, EVERY
    if before:
        out.write("\r" + " " * len(before) + "\r")
        out.flush()


def line(stage: Stage, lang: str, width: int) -> str:
    """The line as it stands: what is being done, a bar where there is room, and how many of how many."""
    said = texts.text(f"progress.{stage.key}", lang)
    if not stage.of:
        return f"{said} …"[:width]
    filled = BAR * stage.done // stage.of
    bar = f"[{'█' * filled}{'░' * (BAR - filled)}] " if width >= NARROW else ""
    return f"{said} {bar}{stage.done}/{stage.of} {texts.visible(stage.what)}"[:width].rstrip()
