"""What only a process of its own shows: pipes, the colours of a terminal, an interruption."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from checking import ENDLESS, ONE_RULE, PROCEDURES, process, rule_text, workspace
from running import PATIENCE, Write, waited

ESCAPE = b"\x1b["
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals are those of Unix")


@pytest.fixture
def long_work(package: Write) -> Path:
    """A package of two tables, read side by side, that takes long: every number in one of them is wrong."""
    rows = "".join(f"2026-08,H44.{n},1.000100,x{n}\n" for n in range(60_000))
    return package(usage="period,agency_code,item_code,received_total\n" + rows, procedures=PROCEDURES)


@pytest.fixture
def warned(package: Write) -> Path:
    """A package with a warning, which a terminal shows in colour."""
    return package(procedures=PROCEDURES.replace(",Đăng", ", Đăng"))


def on_a_terminal(folder: Path, *arguments: object, first: str = "", **variables: str) -> bytes:
    """What the command prints when its output is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    streams = {"stdout": theirs, "stderr": theirs, "stdin": theirs}
    started = process(*arguments, folder=folder, variables=variables, first=first, **streams)
    os.close(theirs)
    printed = b""
    while True:
        try:
            block = os.read(ours, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not block:
            break
        printed += block
    os.close(ours)
    assert started.wait() == 0, printed
    return printed


@UNIX
def test_a_terminal_gets_colours_unless_it_does_not_want_them(warned: Path, tmp_path: Path) -> None:
    assert ESCAPE in on_a_terminal(tmp_path, "validate", warned, *ONE_RULE)
    assert ESCAPE not in on_a_terminal(tmp_path, "validate", warned, *ONE_RULE, "--no-color")
    assert ESCAPE not in on_a_terminal(tmp_path, "--no-color", "validate", warned, *ONE_RULE)
    assert ESCAPE not in on_a_terminal(tmp_path, "validate", warned, *ONE_RULE, NO_COLOR="1")


@UNIX
def test_a_terminal_sees_how_far_long_work_is_until_it_is_done(long_work: Path, tmp_path: Path) -> None:
    only = (*ONE_RULE, "--fail-on", "block", "--report", "a.csv")
    soon = "from dvcdata import progress; progress.DELAY, progress.EVERY = 0, 0.01"  # however quick the machine is
    printed = on_a_terminal(tmp_path, "validate", long_work, *only, first=soon).decode()
    before, _, after = printed.partition("Kiểm tra gói goi")
    assert "\rĐọc bảng" in before or "\rGhi báo cáo" in before
    assert before.removesuffix(ESCAPE.decode() + "1m").endswith(" \r")
    assert "\r " not in after


def test_a_pipe_gets_no_colours_and_utf_8_whatever_the_locale_says(warned: Path, tmp_path: Path) -> None:
    variables = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    started = process("validate", warned, *ONE_RULE, folder=tmp_path, variables=variables, stdout=subprocess.PIPE)
    printed, _ = started.communicate()
    assert ESCAPE not in printed
    assert "CẢNH BÁO" in printed.decode("utf-8")


def test_a_reader_who_leaves_early_gets_no_traceback(long_work: Path, tmp_path: Path) -> None:
    started = process(
        *("validate", long_work, "--format", "json"), folder=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert started.stdout and started.stderr
    assert started.stdout.readline() == b"{\n"
    started.stdout.close()  # as `| head -1` does
    errors = started.stderr.read()
    started.stderr.close()
    assert (errors, started.wait()) == (b"", 1)  # the verdict, as if everything had been read


@UNIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interruption_ends_with_130_in_one_sentence_and_leaves_nothing_behind(
    long_work: Path, tmp_path: Path, name: str
) -> None:
    workspace(tmp_path, endless=rule_text(ENDLESS))
    before = sorted(tmp_path.rglob("*"))
    started = process("validate", long_work, folder=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    waited(lambda: started.poll() is not None or any(tmp_path.glob("dvcdata-*/*")))
    started.send_signal(getattr(signal, name))
    printed, errors = started.communicate(timeout=PATIENCE)
    assert (started.returncode, printed, errors.decode()) == (130, b"", "\nĐã dừng theo yêu cầu.\n")
    assert sorted(tmp_path.rglob("*")) == before


@UNIX
def test_an_interruption_before_anything_was_begun_ends_without_a_word() -> None:
    code = """
import os, signal, sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "dvcdata.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupted())
import dvcdata.__main__
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("validate", *ONE_RULE), ("measure", "--help"), ("--version",), ("rules",)])
def test_output_that_a_full_disk_does_not_take_is_said_in_one_sentence(
    warned: Path, words: tuple[str, ...], unbuffered: str
) -> None:
    with Path("/dev/full").open("wb") as full:
        variables = {"PYTHONUNBUFFERED": unbuffered}
        started = process(
            "--lang", "en", *words, folder=warned, variables=variables, stdout=full, stderr=subprocess.PIPE
        )
        _, said = started.communicate()
    assert started.returncode == 2
    assert said.decode().count("\n") == 1 and "the disk is full" in said.decode()
