"""Reads one rule file: a TOML header inside the opening comment, then one SELECT."""

import dataclasses
import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from dvcdata.errors import UserError
from dvcdata.findings import MENDERS, SEVERITIES, Mender, Severity
from dvcdata.texts import LANGUAGES

FORM = re.compile(r"\s*/\*(?P<header>.*?)\*/(?P<select>.*)", re.DOTALL)
CERTAINTIES = ("verified", "high", "medium")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """What a workspace set about a rule: `severity`, `off`, or `parameters.<name>`, with the value its file has."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Rule:
    """A rule as its file declares it; the names of the header are the names of these attributes."""

    id: str
    path: Path
    select: str
    severity: Severity
    mender: Mender
    basis: Words  # the legal or factual ground it stands on
    certainty: Literal["verified", "high", "medium"]
    needs: Mapping[str, list[str]]  # tables and their columns that must be there with values; the first is the main one
    title: Words
    message: Words  # a template over the row's columns
    fix: Words
    not_when: Words  # when the rule does not apply
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    applies: str | None = None  # SQL condition on the main table: the rows it is about
    unknown: str | None = None  # SQL condition: rows among them that can't be checked
    suspect: str | None = None  # SQL condition that every offending row meets: where no row does, none is sought
    field: str | None = None  # the field of the finding, unless the SELECT yields _field
    each: Literal["text", "key"] | None = None  # run for every string column, or every column of a primary key
    columns: tuple[str, ...] = ()  # of `each`: only columns of these names
    replaces: tuple[str, ...] = ()  # former ids
    alternatives: tuple[Mapping[str, list[str]], ...] = ()  # other tables that will do, each list written like needs
    cases: Mapping[str, Mapping[str, Words]] = dataclasses.field(
        default_factory=dict
    )  # words that a row's _case asks for
    off: bool = False  # in this workspace it runs only when asked for by name
    changes: tuple[Change, ...] = ()  # what this workspace set otherwise than the file

    @property
    def table(self) -> str | None:
        """The main table, or None when the rule runs over every table."""
        return next(iter(self.needs), None)

    def words(self, part: str, case: object = None) -> Words:
        """The title, message or fix of the rule, or that of the case a row asks for where the case has its own."""
        own: Words = getattr(self, part)
        return self.cases.get(str(case), {}).get(part, own)


OPTIONAL = {
    "parameters",
    "applies",
    "unknown",
    "suspect",
    "field",
    "each",
    "columns",
    "replaces",
    "needs",
    "alternatives",
    "cases",
}
NOT_IN_HEADER = {"id", "path", "select", "off", "changes"}
REQUIRED = {item.name for item in fields(Rule)} - NOT_IN_HEADER - OPTIONAL
WORDS = ("title", "message", "fix", "not_when", "basis")
CASE_WORDS = ("title", "message", "fix")


def read(path: Path) -> Rule:
    """The rule in that file; a header that lacks something or says something unknown is refused by name."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError("rule.unreadable", path=str(path)) from None
    match = FORM.match(text)
    if not match:
        raise UserError("rule.no_header", path=str(path))
    try:
        header = tomllib.loads(match["header"])
    except tomllib.TOMLDecodeError as problem:
        raise UserError("rule.bad_header", path=str(path), why=str(problem)) from None
    _check(path, header)
    header.setdefault("needs", {})
    for name in ("replaces", "columns", "alternatives"):
        header[name] = tuple(header.get(name, ()))
    select = match["select"].strip().rstrip(";").strip()
    if not select:
        raise UserError("rule.no_select", path=str(path))
    return Rule(id=path.stem, path=path, select=select, **cast(Any, header))


def _check(path: Path, header: dict[str, Any]) -> None:
    for name in header:
        if name not in REQUIRED | OPTIONAL:
            near = difflib.get_close_matches(name, REQUIRED | OPTIONAL, 1, 0)[0]
            raise UserError("rule.unknown_key", path=str(path), name=name, near=near)
    if absent := sorted(REQUIRED - set(header)):
        raise UserError("rule.lacks", path=str(path), names=", ".join(absent))
    for name, known in (("severity", SEVERITIES), ("mender", MENDERS), ("certainty", CERTAINTIES)):
        if header[name] not in known:
            raise UserError("rule.bad_value", path=str(path), name=name, known=", ".join(known))
    if header.get("each") not in (None, "text", "key"):
        raise UserError("rule.bad_value", path=str(path), name="each", known="text, key")
    for name in WORDS:
        _check_words(path, name, header[name])
    for case, parts in header.get("cases", {}).items():
        if not isinstance(parts, dict) or not parts.keys() <= set(CASE_WORDS):
            raise UserError("rule.bad_value", path=str(path), name=f"cases.{case}", known=", ".join(CASE_WORDS))
        for part, words in parts.items():
            _check_words(path, f"cases.{case}.{part}", words)
    if "each" not in header and (header.get("columns") or not header.get("needs")):
        raise UserError("rule.lacks", path=str(path), names="each" if header.get("columns") else "needs")


def _check_words(path: Path, name: str, words: Any) -> None:
    if not isinstance(words, dict) or any(not words.get(lang) for lang in LANGUAGES):
        raise UserError("rule.words", path=str(path), name=name)


def kind(value: Any) -> str:
    """The kind of a parameter, which another value for it must be of too; "other" is nothing that SQL could hold."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return "number" if math.isfinite(value) else "other"
    if isinstance(value, str):
        return "text"
    if type(value) is date:
        return "date"
    if isinstance(value, list) and value and len({kind(item) for item in value}) == 1:
        return {"number": "numbers", "text": "texts", "date": "dates"}.get(kind(value[0]), "other")
    return "other"
