"""Click commands whose help and usage errors speak the reader's language; the words are in texts/cli.toml."""

import difflib
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from dvcdata import progress, texts

PLACEHOLDER = re.compile(r"[A-Z]+")
EXTRA = re.compile(r"extra arguments? \((.*)\)", re.DOTALL)  # in click's own sentence, which has no class of its own
F = TypeVar("F", bound=Callable[..., Any])


class Option(click.Option):
    """An option whose help is the text `option.<name>`."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _in_words(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = texts.text(f"option.{self.name}")
        record = super().get_help_record(ctx)
        return record and (record[0], record[1].replace("[required]", texts.text("usage.required")))


class _Speaking(click.Command):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with click.core.augment_usage_errors(ctx):  # an option without its value does not say of which command it is
            return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=texts.text("usage.usage") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = texts.text(f"command.{self.name}.help")
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, Option)]
        with formatter.section(texts.text("usage.options_title")):
            formatter.write_dl([record for record in records if record])

    def get_short_help_str(self, limit: int = 45) -> str:
        return texts.text(f"command.{self.name}.short")


class Command(_Speaking):
    """A command whose help is `command.<name>.help`, and `command.<name>.short` in the list of commands."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [texts.text("usage.options"), *map(_in_words, super().collect_usage_pieces(ctx)[1:])]

    def invoke(self, ctx: click.Context) -> Any:
        with progress.shown():
            return super().invoke(ctx)


class Group(_Speaking, click.Group):
    """The group of all commands."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [texts.text("usage.options"), texts.text("usage.command")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Speaking.format_options(self, ctx, formatter)
        with formatter.section(texts.text("usage.commands_title")):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in self.commands.items()])


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """An option of a command, without its help: that is a text."""
    return click.option(*names, cls=Option, **settings)


def usage_sentence(problem: click.UsageError) -> str:
    """What is wrong with a command line, as one sentence with what to do."""
    command = problem.ctx.command_path if problem.ctx else "dvcdata"
    if isinstance(problem, click.NoSuchOption):
        near = ", ".join(problem.possibilities or [])
        return _sentence("usage.no_option", command, option=problem.option_name, near=near or None)
    if isinstance(problem, click.exceptions.NoSuchCommand):
        commands = problem.ctx.command.commands if problem.ctx and isinstance(problem.ctx.command, click.Group) else {}
        close = next(iter(difflib.get_close_matches(problem.command_name, commands, 1)), None)
        given = {"name": problem.command_name, "known": ", ".join(commands), "near": close}
        return _sentence("usage.no_command", command, **given)
    if isinstance(problem, click.MissingParameter):
        return _sentence("usage.missing", command, name=_missing(problem))
    if isinstance(problem, click.BadParameter) and isinstance(getattr(problem.param, "type", None), click.Choice):
        choices = problem.param.type.choices  # type: ignore[union-attr]  # checked in the line above
        known = ", ".join(str(item) for item in choices)
        return _sentence("usage.choice", command, name=problem.param.opts[0] if problem.param else "", known=known)
    if isinstance(problem, click.BadOptionUsage) and "not take a value" in problem.message:
        return _sentence("usage.flag", command, name=problem.option_name)
    if isinstance(problem, click.BadOptionUsage):
        return _sentence("usage.no_value", command, name=problem.option_name)
    if match := EXTRA.search(problem.format_message()):
        return _sentence("usage.extra", command, words=match[1])
    if isinstance(problem, click.BadParameter) and problem.param:
        return _sentence("usage.bad", command, name=problem.param.opts[0])
    return _sentence("usage.other", command, why=problem.format_message().rstrip("."))


def _missing(problem: click.MissingParameter) -> str:
    """The option with what stands for its value, or the argument, as the help has them."""
    if problem.param is None or problem.ctx is None:
        return ""
    metavar = problem.param.make_metavar(problem.ctx)
    return f"{problem.param.opts[0]} {metavar}" if isinstance(problem.param, click.Option) else _in_words(metavar)


def _sentence(key: str, command: str, **params: object) -> str:
    return texts.fill(texts.words(key), {"command": command, **params})


def _in_words(metavar: str) -> str:
    """What stands for a value, such as [PATH…], in the reader's language."""
    return PLACEHOLDER.sub(lambda found: texts.text(f"placeholder.{found[0]}"), metavar)
