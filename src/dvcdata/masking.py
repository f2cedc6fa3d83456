"""Masks in a finding what the patterns of the rule personal-data take for personal, so that no output repeats it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from dvcdata import builtin
from dvcdata.findings import Finding
from dvcdata.rules import header
from dvcdata.waivers import PERSONAL

WORTH_A_LOOK = re.compile(r"[0-9０-９](?:[^0-9０-９A-Za-z]{0,2}[0-9０-９]){7}|@")
APART = "\0\0\0"  # between texts that are looked at together: more signs than a number goes on over
BARE = re.compile(r"(?<![0-9])[0-9]{9,13}(?![0-9])")  # a number that the name of its column makes personal
LETTER = re.compile(r"[0-9A-Za-z]")
CELLS = ("papers", "identity", "mobile")
COLUMNS = ("id_columns", "phone_columns", "tax_columns", "person_columns")
T = TypeVar("T")


class Patterns:
    """The patterns of the shipped rule, which nobody can set otherwise."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.cells = [re.compile(given[name]) for name in CELLS]
        self.mail, self.offices = re.compile(given["mail"]), re.compile(given["offices"])
        self.columns = re.compile("|".join(given[name] for name in COLUMNS))
        self.even = str.maketrans(given["odd"], given["even"])
        self.letters = str.maketrans(given["accents"], given["letters"], "_-. /():")

    def person(self, column: str) -> bool:
        """Whether the name of a column speaks of a person."""
        return bool(self.columns.search(column.lower().translate(self.letters)))

    def masked(self, text: str, named: bool) -> str:
        """The text with a dot for each digit of a number, and each letter of an address, that looks personal."""
        plain = text.translate(self.even)
        for pattern in (*self.cells, *([BARE] if named else [])):
            while match := pattern.search(plain):
                plain, text = (_dotted(item, *match.span(), re.compile("[0-9０-９]")) for item in (plain, text))
        if not self.offices.search(plain.lower()):
            while match := self.mail.search(plain):
                plain, text = (_dotted(item, match.start(), match.end(), LETTER) for item in (plain, text))
        return text


def _dotted(text: str, start: int, end: int, what: re.Pattern[str]) -> str:
    return text[:start] + what.sub("•", text[start:end]) + text[end:]


@cache
def patterns() -> Patterns:
    """The patterns, read once."""
    return Patterns(header.read(builtin.folder("validators") / f"{PERSONAL}.sql").parameters)


@cache
def _person(column: str) -> bool:
    return patterns().person(column)


def masked(finding: Finding) -> Finding:
    """The finding with nothing personal in its value, its key and the values of its message."""
    if finding.rule == PERSONAL:  # which masks for itself
        return finding
    texts = (finding.value, *finding.key.values(), *finding.params.values())
    if not WORTH_A_LOOK.search(APART.join([text for text in texts if isinstance(text, str)])):
        return finding
    return replace(
        finding,
        value=_masked(finding.value, finding.field or ""),
        key={name: _masked(value, name) for name, value in finding.key.items()},
        params={name: _masked(value, finding.field or "") for name, value in finding.params.items()},
    )


def masked_text(text: str) -> str:
    """A text that may quote a cell, with nothing personal in it."""
    return _masked(text, "")


def masked_cell(text: str, column: str) -> str:
    """The text of a cell of that column, with nothing personal in it."""
    return _masked(text, column)


def _masked(value: T, column: str) -> T:
    if not isinstance(value, str) or not WORTH_A_LOOK.search(value):
        return value
    return patterns().masked(value, _person(column))  # type: ignore[return-value]  # a text for a text
