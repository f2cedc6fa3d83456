"""A line shows how far long work is: on a terminal, after a second, and never afterwards."""

import io
import re
from functools import partial

import pytest
from running import waited

from dvcdata import progress
from dvcdata.progress import Stage


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 0.05)
    monkeypatch.setattr(progress, "EVERY", 0.01)


def shows(seen: io.StringIO | None, name: str) -> bool:
    return seen is None or name in seen.getvalue()


def work(seen: io.StringIO | None = None) -> None:
    """Work of two parts, each of which lasts until it was seen on the terminal."""
    for name in progress.each("rules", ["a-rule", "b-rule"], str):
        waited(partial(shows, seen, name))


def test_long_work_is_shown_and_the_line_is_gone_when_it_is_done() -> None:
    out = Terminal()
    with progress.shown(stream=out):
        work(out)
    written = out.getvalue()
    assert "Chạy quy tắc [" in written and "0/2 a-rule" in written and "1/2 b-rule" in written
    assert re.search(r"\r +\r\Z", written)


def test_an_interruption_takes_the_line_away_too() -> None:
    out = Terminal()
    with pytest.raises(KeyboardInterrupt), progress.shown(stream=out):
        work(out)
        raise KeyboardInterrupt
    assert re.search(r"\r +\r\Z", out.getvalue())


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 60)
    out = Terminal()
    with progress.shown(stream=out):
        work()
    assert out.getvalue() == ""


@pytest.mark.parametrize(("out", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_a_pipe_and_who_wants_quiet_get_nothing(out: io.StringIO, quiet: bool) -> None:
    with progress.shown(quiet, out):
        work()
    assert out.getvalue() == ""


@pytest.mark.parametrize("width", [20, 40, 59, 60, 200])
def test_the_line_is_never_wider_than_the_window(width: int) -> None:
    stage = Stage("reading", 3, 21, "gói › bảng " * 20)
    shown = progress.line(stage, "vi", width)
    assert len(shown) <= width and "3/21" in shown
    assert ("█" in shown) == (width >= progress.NARROW)


def test_no_name_rules_the_terminal() -> None:
    assert progress.line(Stage("reading", 0, 1, "a\x1b[31m\n"), "vi", 80).isprintable()
