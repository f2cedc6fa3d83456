"""Problems in using the tool: each is one clear sentence and exit code 2."""

from typing import IO, Any

import click

from dvcdata import texts


class UserError(click.ClickException):
    """Something the person at the keyboard can put right; `key` names its words in texts/*.toml."""

    exit_code = 2

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def format_message(self) -> str:
        return texts.fill(texts.words(self.key), self.params)

    def __str__(self) -> str:
        return f"{self.key}: {self.format_message()}"

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)
