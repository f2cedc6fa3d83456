"""What the options of several commands have in common."""

import os
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from dvcdata import localized, progress, texts
from dvcdata.errors import UserError
from dvcdata.localized import option

YES = ("c", "có", "co", "y", "yes")


def everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command has, before or after its name."""
    hidden = {"expose_value": False, "is_eager": True}
    for decorator in (
        option("--quiet", is_flag=True, callback=_hush, **hidden),
        option("--no-color", is_flag=True, callback=_colour, **hidden),
        option("--lang", type=click.Choice(texts.LANGUAGES), callback=_speak, **hidden),
        click.help_option("--help", cls=localized.Option),
    ):
        command = decorator(command)
    return command


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The date that an option holds."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UserError("date.bad", value=value) from None


def said(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A text that says something, without blanks around it."""
    if not value.strip():
        raise UserError("waive.empty", name=param.opts[0])
    return value.strip()


def key(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """The columns of a key and their values, given as COLUMN=VALUE one by one or joined by |."""
    from dvcdata import waivers

    try:
        return {name: found for one in value for name, found in waivers.key(one).items()}
    except ValueError as problem:
        raise UserError("waive.key", value=str(problem)) from None


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agrees(question: str) -> bool:
    """Whether who sits there says yes, in either language; whatever else is typed is no."""
    typed = click.prompt(f"{question} {texts.text('ask.how')}", default="", show_default=False)
    return unicodedata.normalize("NFC", typed).strip().lower() in YES


def _speak(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        texts.language.set(value)


def _hush(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        token = progress.quiet.set(True)
        ctx.call_on_close(lambda: progress.quiet.reset(token))


def _colour(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value or os.environ.get("NO_COLOR"):
        ctx.color = False
