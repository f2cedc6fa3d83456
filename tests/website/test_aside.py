"""A process aside makes what it is given as this one would, says what went wrong there, and is not left behind."""

import multiprocessing
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from running import PATIENCE, waited
from site_reading import contents
from small_site import TABLES, workspace

from dvcdata.errors import UserError
from dvcdata.website.aside import started
from dvcdata.website.output import Output
from dvcdata.website.tasks import Job


def _hello(output: Output) -> None:
    output.put("a/hello.txt", b"hello")


def _failing(output: Output) -> None:
    raise UserError("site.blocked", n=1, rule="r", package="p", table="t")


def _deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def test_what_another_process_made_is_in_the_output(tmp_path: Path) -> None:
    with Output(tmp_path / "public") as output, started(output, str) as aside:
        aside.give([])
        aside.give([Job("a", _hello)])
        aside.finish()
    assert (output.paths, output.written) == (["a/hello.txt", "published.txt"], 2)
    assert contents(tmp_path / "public")["a/hello.txt"] == b"hello"


def test_what_went_wrong_in_another_process_is_raised_here_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused, Output(tmp_path / "public") as output, started(output, str) as aside:
        aside.give([Job("a", _hello), Job("b", _failing)])
        aside.finish()
    assert refused.value.key == "site.blocked"
    assert not (tmp_path / "public").exists()
    assert not multiprocessing.active_children()


def test_a_process_that_nobody_waits_for_and_that_hears_nothing_ends_with_the_block(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Output(tmp_path / "public") as output, started(output, _deaf) as aside:
        aside.give([Job("a", _hello)])
        waited(lambda: bool(list(tmp_path.rglob("hello.txt"))))  # until it is deaf for sure
        raise KeyboardInterrupt
    assert not (tmp_path / "public").exists()
    assert not multiprocessing.active_children()


def test_who_has_drawn_a_chart_already_builds_a_site_as_others_do(tmp_path: Path) -> None:
    home = workspace(tmp_path, TABLES)
    code = f"""
from pathlib import Path
from unittest import mock
from dvcdata.website import build, drawing, engine
drawing.begin()
with mock.patch.object(engine, "brought", lambda folder: engine.Engine(why="npm")):
    build.run([Path({str(home)!r})])
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)
    assert list((home / "public" / "indicators").glob("*.png"))
