"""Problems in using the tool: each is one clear sentence and exit code 2."""

from typing import IO, Any

import click

from dvcdata import texts

LONGEST = 300  # characters of a value in a sentence


class UserError(click.ClickException):
    """Something the person at the keyboard can put right; `key` names its words in texts/*.toml."""

    exit_code = 2

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def format_message(self) -> str:
        return texts.fill(texts.words(self.key), {name: _short(value) for name, value in self.params.items()})

    def __str__(self) -> str:
        return f"{self.key}: {self.format_message()}"

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


def _short(value: object) -> object:
    """A value as one line of bearable length."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} […]"
