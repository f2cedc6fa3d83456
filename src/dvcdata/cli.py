"""The command line: the group of commands, and how a run ends."""

import atexit
import os
import platform
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO, cast

import click

from dvcdata import __version__, commands, localized, texts, workspace
from dvcdata.commands.options import everywhere
from dvcdata.errors import UserError, why
from dvcdata.localized import option
from dvcdata.patient import Patient


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"dvcdata {__version__}")
        ctx.exit()


@click.group(name="dvcdata", cls=localized.Group)
@everywhere
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
def cli() -> None:
    pass


for _command in commands.ALL:
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits: 0 done, 1 findings, 2 the person can mend it, 3 a bug, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout = cast(TextIO, Patient(sys.stdout))
    _end_cleanly()
    code: list[int] = []
    if arguments is None:
        atexit.register(_leave, code)  # the first that is registered is the last that is called
    given = list(sys.argv[1:] if arguments is None else arguments)
    code.append(_run(given))
    sys.exit(code[0])


def _leave(code: Sequence[int]) -> None:
    """Ends the process once all is written and closed, since taking every module down would take its time."""
    if code:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code[0])


def _end_cleanly() -> None:
    """From now on Ctrl-C is heard; who is told to end, or whose terminal was closed, ends alike and leaves no files."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, signal.default_int_handler)


def _run(arguments: list[str]) -> int:
    try:
        _choose_language(arguments)
        return int(cli.main(arguments or ["--help"], prog_name="dvcdata", standalone_mode=False) or 0)
    except UserError as problem:
        problem.show()
        return problem.exit_code
    except click.UsageError as problem:
        click.echo(localized.usage_sentence(problem), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(texts.text("bug.interrupted"), err=True)
        return 130
    except Exception as problem:
        if "interrupted" in str(problem).lower():  # the engine's way of saying KeyboardInterrupt
            click.echo(f"\n{texts.text('bug.interrupted')}", err=True)  # as click begins a line for it
            return 130
        if isinstance(problem, OSError) and problem.filename:  # such as a name that is too long for the system
            UserError("system.refused", path=str(problem.filename), why=why(problem)).show()
            return 2
        if "surrogate" in str(problem):  # which is how Python and the engine name bytes that are no UTF-8
            UserError("system.not_utf8").show()
            return 2
        _report_bug(arguments)
        return 3


def _choose_language(arguments: Sequence[str]) -> None:
    """The language before anything is parsed, so that help and usage errors speak it too."""
    for before, after in zip(arguments, [*arguments, ""][1:], strict=True):
        name, _, value = before.partition("=")
        if name == "--lang" and (value or after) in texts.LANGUAGES:
            texts.language.set(value or after)
            return
    texts.language.set(workspace.settings(workspace.find(Path())).lang)


def _report_bug(arguments: Sequence[str]) -> None:
    click.echo(texts.text("bug.report"), err=True)
    click.echo(f"dvcdata {__version__}, Python {platform.python_version()}, {platform.platform()}", err=True)
    click.echo(f"dvcdata {' '.join(arguments)}\n{traceback.format_exc()}", err=True)
