"""The command line: each command reads its options, calls one function, prints, exits."""

import os
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from dvcdata import __version__, localized, texts, workspace
from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES
from dvcdata.localized import option


def _speak(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        texts.language.set(value)


def _colour(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value or os.environ.get("NO_COLOR"):
        ctx.color = False


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"dvcdata {__version__}")
        ctx.exit()


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UserError("date.bad", value=value) from None


def everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command has, before or after its name."""
    hidden = {"expose_value": False, "is_eager": True}
    for decorator in (
        option("--no-color", is_flag=True, callback=_colour, **hidden),
        option("--lang", type=click.Choice(texts.LANGUAGES), callback=_speak, **hidden),
        click.help_option("--help", cls=localized.Option),
    ):
        command = decorator(command)
    return command


@click.group(name="dvcdata", cls=localized.Group)
@everywhere
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
def cli() -> None:
    pass


@cli.command("init", cls=localized.Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@everywhere
def init_command(folder: Path) -> None:
    from dvcdata.init import init

    init(folder)
    click.echo(texts.text("init.done", path=str(folder)))


@cli.command("import", cls=localized.Command)
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…")
@option("--into", type=click.Path(path_type=Path), required=True, metavar="DIR")
@option("--period", metavar="PERIOD")
@option("--agency", metavar="CODE")
@option("--retrieved", callback=_day, metavar="DATE")
@option("--map", "map_file", type=click.Path(path_type=Path), metavar="FILE")
@everywhere
def import_command(files: Sequence[Path], into: Path, **given: Any) -> None:
    from dvcdata import importers

    ask = (lambda question, proposal: str(click.prompt(question, default=proposal))) if _is_terminal() else None
    importers.run(files, into, **given, ask=ask, say=click.echo, lang=texts.language.get())


@cli.command("validate", cls=localized.Command)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH…]")
@option("--format", type=click.Choice(("text", "json")), default="text")
@option("--fail-on", type=click.Choice(SEVERITIES), default="error")
@option("--as-of", callback=_day, metavar="DATE")
@option("--rule", "only", multiple=True, metavar="ID")
@option("--skip", multiple=True, metavar="ID")
@option("--table", metavar="NAME")
@option("--quiet", is_flag=True)
@option("--verbose", is_flag=True)
@everywhere
@click.pass_context
def validate_command(ctx: click.Context, /, paths: Sequence[Path], fail_on: Any, **given: Any) -> None:
    from dvcdata.formats import pieces
    from dvcdata.validate import run

    style, quiet, verbose = (given.pop(name) for name in ("format", "quiet", "verbose"))
    report = run(paths, **given)
    for piece in pieces(report, style, texts.language.get(), quiet, verbose):
        click.echo(piece, nl=False)
    click.echo()
    ctx.exit(1 if report.fails(fail_on) else 0)


@cli.command("rules", cls=localized.Command)
@click.argument("rule", required=False, metavar="[ID]")
@everywhere
def rules_command(rule: str | None) -> None:
    from dvcdata.rules import reference

    click.echo(reference.show(rule, workspace.find(Path()), texts.language.get()))


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits: 0 done, 1 findings, 2 the person can mend it, 3 a bug, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_run(given))


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
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left, as `| head` does
        return 0
    except Exception as problem:
        if "interrupted" in str(problem).lower():  # the engine's way of saying KeyboardInterrupt
            click.echo(texts.text("bug.interrupted"), err=True)
            return 130
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
