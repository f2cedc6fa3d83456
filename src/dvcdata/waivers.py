"""A file of waivers: findings that are accepted for a time, each with who, why and until when, as CSV.

`waivers.csv` lies in the package that it is about and is published with it; a list of known findings
(`--baseline`) has the same columns and says for each row which package it is about.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dvcdata.errors import UserError

FILE = "waivers.csv"
PERSONAL = "personal-data"  # the rule whose findings can only be waived as not personal
COLUMNS = ("rule", "table", "key", "field", "value", "count", "not_personal", "reason", "by", "until", "date")
REQUIRED = ("rule", "reason", "by", "until")
DAY = re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})")  # what a spreadsheet makes of 2026-12-31
PIECE = re.compile(r"(?:[^\\|]|\\.)+", re.DOTALL)
PAIR = re.compile(r"(?P<name>(?:[^\\=]|\\.)+)=(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True)
class Terms:
    """On what terms a finding is accepted: why, by whom, until when (that day included), and since when."""

    reason: str
    by: str
    until: date
    recorded: date | None = None
    not_personal: bool = False

    def check(self, today: date) -> None:
        """Refuses terms that say nothing, or that have ended already."""
        for name, value in (("--reason", self.reason), ("--by", self.by)):
            if not value.strip():
                raise UserError("waive.empty", name=name)
        if self.until < today:
            raise UserError("waive.past", until=self.until)


@dataclass(frozen=True)
class Waiver:
    """One row: `count` findings of a rule at one place; `value` tells places apart that no key does."""

    rule: str
    package: str
    table: str
    key: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    value: str = ""
    count: int = 1
    terms: Terms = Terms("", "", date.min)

    def row(self) -> dict[str, str | int | bool | date | None]:
        """The row by column, `package` too."""
        terms = self.terms
        return {
            "package": self.package,
            "rule": self.rule,
            "table": self.table,
            "key": written(self.key),
            "field": self.field,
            "value": self.value,
            "count": self.count,
            "not_personal": terms.not_personal or None,
            "reason": terms.reason,
            "by": terms.by,
            "until": terms.until,
            "date": terms.recorded,
        }


def written(key: Mapping[str, str]) -> str:
    """A key as one text, `period=2026-08|agency_code=H44`; \\ stands before a | or \\ that belongs to a value."""
    return "|".join(f"{_escaped(name, '=')}={_escaped(value)}" for name, value in key.items())


def key(text: str) -> dict[str, str]:
    """The key that such a text means; ValueError where a part of it has no `=`."""
    found: dict[str, str] = {}
    for piece in PIECE.findall(text) if text.strip() else ():
        match = PAIR.fullmatch(piece)
        if not match:
            raise ValueError(piece)
        found[_plain(match["name"]).strip()] = _plain(match["value"])
    return found


def _escaped(text: str, more: str = "") -> str:
    return re.sub(rf"([\\|{more}])", r"\\\1", text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def read(path: Path, package: str | None) -> Iterator[Waiver]:
    """The waivers of a file, in its order; `package` is the one it lies in, else a column names it.

    A comma or a semicolon separates the cells, as the spreadsheet that saved the file was minded.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            rows = csv.DictReader(file, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
            lacking = [name for name in (*REQUIRED, *(() if package else ("package",))) if name not in _names(rows)]
            if lacking:
                raise UserError("waivers.columns", path=str(path), names=", ".join(lacking))
            for row in rows:
                if any(cell for cell in row.values()):
                    yield _waiver(row, package, str(path), rows.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise UserError("waivers.unreadable", path=str(path), why=str(problem)) from None


def _names(rows: "csv.DictReader[str]") -> list[str]:
    return list(rows.fieldnames or ())


def _waiver(row: Mapping[str, str | None], package: str | None, path: str, line: int) -> Waiver:
    cells = {name: (row.get(name) or "").strip() for name in (*COLUMNS, "package")}
    for name in REQUIRED:
        if not cells[name]:
            raise UserError("waivers.empty", path=path, line=line, name=name)
    until = _day(cells["until"], path, line, "until")
    recorded = _day(cells["date"], path, line, "date") if cells["date"] else None
    not_personal = cells["not_personal"].lower() == "true"
    if (cells["rule"] == PERSONAL) is not not_personal:
        word = "waivers.personal" if cells["rule"] == PERSONAL else "waivers.other_rule"
        raise UserError(word, path=path, line=line, rule=PERSONAL)
    try:
        named, count = key(row.get("key") or ""), int(cells["count"] or 1)
    except ValueError as problem:
        raise UserError("waivers.cell", path=path, line=line, why=str(problem)) from None
    terms = Terms(cells["reason"], cells["by"], until, recorded, not_personal)
    where = cells["package"] if package is None else package
    return Waiver(cells["rule"], where, cells["table"], named, cells["field"], cells["value"], count, terms)


def _day(text: str, path: str, line: int, name: str) -> date:
    match = DAY.fullmatch(text)
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])) if match else date.fromisoformat(text)
    except ValueError:
        raise UserError("waivers.day", path=path, line=line, name=name, value=text) from None
