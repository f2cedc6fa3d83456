"""Reads one rule file: a TOML header inside the opening comment, then one SELECT."""

import dataclasses
import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

import tomli

from dvcdata import builtin, parts, texts
from dvcdata.errors import UserError
from dvcdata.findings import MENDERS, SEVERITIES, Mender, Severity
from dvcdata.texts import LANGUAGES

FORM = re.compile(r"\s*/\*(?P<header>.*?)\*/(?P<select>.*)", re.DOTALL)
PIECE = re.compile(r"""'[^']*'|"[^"]*"|--[^\n]*|/[*].*?[*]/|;|[^'"/;-]+|.""", re.DOTALL)
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
    possible: str | None = None  # SQL condition on the common tables of the SELECT: else there is nothing to compare
    suspect: str | None = None  # SQL condition that every offending row meets: where no row does, none is sought
    field: str | None = None  # the field of the finding, unless the SELECT yields _field
    each: Literal["text", "key"] | None = None  # run for every string column, or every column of a primary key
    columns: tuple[str, ...] = ()  # of `each`: only columns of these names
    together: bool = False  # of `each`: rows of two packages never meet, so that it may be asked for columns at once
    replaces: tuple[str, ...] = ()  # former ids
    alternatives: tuple[Mapping[str, list[str]], ...] = ()  # other tables that will do, each list written like needs
    cases: Mapping[str, Mapping[str, Words]] = dataclasses.field(
        default_factory=dict
    )  # words that a row's _case asks for
    export: Mapping[str, Any] = dataclasses.field(default_factory=dict)  # its list: a last SELECT, and column titles
    expectation: Mapping[str, Any] = dataclasses.field(
        default_factory=dict
    )  # of a suite of Great Expectations, which stands in the place of a SELECT
    off: bool = False  # in this workspace it runs only when asked for by name
    changes: tuple[Change, ...] = ()  # what this workspace set otherwise than the file

    @property
    def table(self) -> str | None:
        """The main table, or None when the rule runs over every table."""
        return next(iter(self.needs), None)

    @property
    def sql(self) -> str:
        """All that the rule asks of tables."""
        return "\n".join(filter(None, (self.select, self.applies, self.unknown, self.possible, self.suspect)))

    def words(self, part: str, case: object = None) -> Words:
        """The title, message or fix of the rule, or that of the case a row asks for where the case has its own."""
        own: Words = getattr(self, part)
        return self.cases.get(str(case), {}).get(part, own)


OPTIONAL = {
    "parameters",
    "applies",
    "unknown",
    "possible",
    "suspect",
    "field",
    "each",
    "columns",
    "together",
    "replaces",
    "needs",
    "alternatives",
    "cases",
    "export",
}
NOT_IN_HEADER = {"id", "path", "select", "expectation", "off", "changes"}
REQUIRED = {item.name for item in fields(Rule)} - NOT_IN_HEADER - OPTIONAL
WORDS = ("title", "message", "fix", "not_when", "basis")
CASE_WORDS = ("title", "message", "fix")


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _needs(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_names, value.values()))


def _parameters(value: Any) -> bool:
    return isinstance(value, dict) and "as_of" not in value and all(kind(item) != "other" for item in value.values())


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _export(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"select", "columns"} or not _text(value["select"]):
        return False
    return isinstance(value["columns"], dict) and bool(value["columns"])


FORMS: dict[str, Callable[[Any], bool]] = {  # of values that TOML may write otherwise; each has words in texts
    "needs": _needs,
    "alternatives": lambda value: isinstance(value, list) and all(map(_needs, value)),
    "parameters": _parameters,
    "applies": _text,
    "unknown": _text,
    "possible": _text,
    "suspect": _text,
    "field": _text,
    "columns": _names,
    "together": lambda value: isinstance(value, bool),
    "replaces": _names,
    "cases": lambda value: isinstance(value, dict),
    "export": _export,
}


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
        header = tomli.loads(match["header"])
    except tomli.TOMLDecodeError as problem:
        raise UserError("rule.bad_header", path=str(path), why=str(problem)) from None
    _check(path, header)
    header.setdefault("needs", {})
    for name in ("replaces", "columns", "alternatives"):
        header[name] = tuple(header.get(name, ()))
    select = _select(parts.whole(match["select"], path, builtin.folder("validators"), "rule.no_part"))
    if not select:
        raise UserError("rule.no_select", path=str(path))
    return Rule(id=path.stem, path=path, select=select, **cast(Any, header))


def _select(text: str) -> str:
    """The SELECT without the semicolon that it ends in, which comments may follow."""
    if ";" not in text:
        return text.strip()
    pieces = [piece for piece in PIECE.finditer(text) if piece[0].strip() and not piece[0].startswith(("--", "/*"))]
    if not pieces or pieces[-1][0] != ";":
        return text.strip()
    while pieces and pieces[-1][0] == ";":
        pieces.pop()
    return text[: pieces[-1].end()].strip() if pieces else ""


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
    for name, value in header.items():
        if name in FORMS and not FORMS[name](value):
            raise UserError("rule.form", path=str(path), name=name, form=texts.text(f"rule.forms.{name}"))
    if header.get("each") not in (None, "text", "key"):
        raise UserError("rule.bad_value", path=str(path), name="each", known="text, key")
    for name in WORDS:
        _check_words(path, name, header[name])
    for column, words in header.get("export", {}).get("columns", {}).items():
        _check_words(path, f"export.columns.{column}", words)
    for case, own in header.get("cases", {}).items():
        if not isinstance(own, dict) or not own.keys() <= set(CASE_WORDS):
            raise UserError("rule.bad_value", path=str(path), name=f"cases.{case}", known=", ".join(CASE_WORDS))
        for part, words in own.items():
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
