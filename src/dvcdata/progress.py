"""A line on the terminal that says how far long work is; there is none in pipes, and none in the first second.

It goes once the command says something.
"""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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

    key: str = "beginning"
    done: int = 0
    of: int = 0
    what: str = ""


quiet = ContextVar("quiet", default=False)  # whether only what is asked for shall be said
_now = Stage()
_line: "_Line | None" = None  # the one that may be shown
_pen = threading.Lock()  # whoever writes the line holds it
if hasattr(os, "register_at_fork"):  # a copy of this process made while it is held would wait for it for ever
    os.register_at_fork(before=_pen.acquire, after_in_parent=_pen.release, after_in_child=_pen.release)


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
def shown(stream: IO[str] | None = None) -> Iterator[None]:
    """Shows while the work goes on how far it is, where somebody sits at a terminal to see it."""
    global _line, _now
    out = stream or sys.stderr
    if quiet.get() or not out.isatty():
        yield
        return
    hide()
    _now, _line = Stage(), _Line(out)
    try:
        yield
    finally:
        hide()


def hide() -> None:
    """Takes the line away, so that something can be said; it does not come back by itself."""
    global _line
    line, _line = _line, None
    if line:
        line.end()


class _Line:
    """Draws the line until it is told to end."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw, args=(texts.language.get(),), daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _draw(self, lang: str) -> None:
        before, wait = "", DELAY
        while not self._over.wait(wait):
            width = shutil.get_terminal_size((80, 24)).columns - 1
            now = line(_now, lang, width)
            if now != before:
                self._write("\r" + now.ljust(len(before))[:width])
            before, wait = now, EVERY
        if before:
            self._write("\r" + " " * len(before) + "\r")

    def _write(self, text: str) -> None:
        with _pen:
            self._out.write(text)
            self._out.flush()


def line(stage: Stage, lang: str, width: int) -> str:
    """The line as it stands: what is being done, a bar where there is room, and how many of how many."""
    said = texts.text(f"progress.{stage.key}", lang)
    if not stage.of:
        return f"{said} …"[:width]
    filled = BAR * stage.done // stage.of
    bar = f"[{'█' * filled}{'░' * (BAR - filled)}] " if width >= NARROW else ""
    done, of = (texts.formatted(n, "", lang) for n in (stage.done, stage.of))
    return f"{said} {bar}{done}/{of} {texts.visible(stage.what)}"[:width].rstrip()
