"""A line shows how far long work is: on a terminal, after a second, and never afterwards."""

import contextlib
import io
import os
import re
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from running import waited

from dvcdata import progress, texts
from dvcdata.init import init
from dvcdata.patient import Patient
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
    with progress.shown(out):
        work(out)
    written = out.getvalue()
    assert "Chạy quy tắc [" in written and "0/2 a-rule" in written and "1/2 b-rule" in written
    assert re.search(r"\r +\r\Z", written)


def test_an_interruption_takes_the_line_away_too() -> None:
    out = Terminal()
    with pytest.raises(KeyboardInterrupt), progress.shown(out):
        work(out)
        raise KeyboardInterrupt
    assert re.search(r"\r +\r\Z", out.getvalue())


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 60)
    out = Terminal()
    with progress.shown(out):
        work()
    assert out.getvalue() == ""


@pytest.mark.parametrize(("out", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_a_pipe_and_who_wants_quiet_get_nothing(out: io.StringIO, quiet: bool) -> None:
    token = progress.quiet.set(quiet)
    with progress.shown(out):
        work()
    progress.quiet.reset(token)
    assert out.getvalue() == ""


def test_the_line_goes_once_something_is_said_and_does_not_come_back() -> None:
    out = Terminal()
    with progress.shown(out):
        work(out)
        Patient(io.StringIO()).write("a word")
        shown = out.getvalue()
        assert re.search(r"\r +\r\Z", shown)
        time.sleep(5 * progress.DELAY)
    assert out.getvalue() == shown


def test_every_stage_has_its_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(progress.__file__).parent.rglob("*.py"))
    stages = {Stage().key, *re.findall(r'progress\.(?:each|at)\(\s*"(\w+)"', source)}
    stages |= set(re.findall(r'abreast\.run\(\w+, "(\w+)"', source))
    assert {"rules", "reading", "pages", "sending"} < stages
    for lang in texts.LANGUAGES:
        for stage in stages:
            assert progress.line(Stage(stage), lang, 80).endswith(" …")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize("loud", [True, False])
def test_every_command_shows_it_on_a_terminal_unless_it_shall_be_quiet(tmp_path: Path, loud: bool) -> None:
    init(tmp_path / "w")
    program = f"""import sys
from dvcdata import cli, progress
progress.DELAY, progress.EVERY = 0.01, 0.001
cli.main(["measure", {str(tmp_path / "w")!r}, "--indicator", "headline", *{[] if loud else ["--quiet"]!r}])"""
    ours, theirs = os.openpty()
    shown = b""
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen([sys.executable, "-c", program], stdout=out, stderr=theirs)
        os.close(theirs)
        with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
            while piece := os.read(ours, 1 << 16):
                shown += piece
        os.close(ours)
        assert process.wait() == 0
    assert (" …" in shown.decode()) == loud == ("Ba con số chính" in (tmp_path / "out").read_text(encoding="utf-8"))
    assert not shown or re.search(rb"\r +\r\Z", shown)


@pytest.mark.parametrize("width", [20, 40, 59, 60, 200])
def test_the_line_is_never_wider_than_the_window(width: int) -> None:
    stage = Stage("reading", 300, 2100, "gói › bảng " * 20)
    shown = progress.line(stage, "vi", width)
    assert len(shown) <= width and "300/2.100" in shown
    assert ("█" in shown) == (width >= progress.NARROW)


def test_no_name_rules_the_terminal() -> None:
    assert progress.line(Stage("reading", 0, 1, "a\x1b[31m\n"), "vi", 80).isprintable()
