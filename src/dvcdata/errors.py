"""Problems in using the tool: each is one clear sentence and exit code 2."""

import errno
from typing import IO, Any

import click

from dvcdata import texts

LONGEST = 300  # characters of a value in a sentence
SYSTEM = {  # what the system says of files and disks, for which there are words
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "denied"),
    **dict.fromkeys((errno.EBUSY, errno.ETXTBSY), "busy"),
    errno.EROFS: "read_only",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "exists",
    errno.EISDIR: "is_folder",
    errno.ENAMETOOLONG: "long_name",
    errno.EFBIG: "too_large",
    errno.EIO: "broken",
    errno.ELOOP: "circle",
}


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


def why(problem: OSError) -> str:
    """Why the system refused, in the language of the reader where there are words for it."""
    kind = SYSTEM.get(problem.errno or 0)
    return texts.text(f"system.{kind}") if kind else problem.strerror or str(problem)


def _short(value: object) -> object:
    """A value as one line of bearable length."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} […]"
