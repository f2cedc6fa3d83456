"""Reads one indicator file: a TOML header inside the opening comment, then one SELECT."""

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast

import tomli

from dvcdata import builtin, parts
from dvcdata.errors import UserError
from dvcdata.rules.header import FORM, Words
from dvcdata.texts import LANGUAGES

KINDS = ("ratio", "mean", "median", "count", "times", "points", "value")
COUNTS = (
    *("dossiers", "services", "procedures", "agencies", "datasets", "ratings", "fields"),
    *("points", "percent", "days", "vnd"),
)
PERIODS = ("month", "year")
FLOWS = ("flow", "stock", "as_of")
LEVELS = ("none", "as_recorded", "end_of_period")
GROUPS = ("headline", "online", "used", "dossiers", "time", "catalogue", "satisfaction", "open-data", "index-766")
BREAKDOWNS = ("field", "level", "audience")


@dataclass(frozen=True)
class Indicator:
    """An indicator as its file declares it; the names of the header are the names of these attributes."""

    id: str
    path: Path
    select: str
    version: str
    group: str  # one of GROUPS
    kind: Literal["ratio", "mean", "median", "count", "times", "points", "value"]
    counts: str  # the unit of count of numerator and denominator, one of COUNTS
    period: str  # month: the last one with figures; year: the year so far
    flow: str  # flow: months add up; stock: the last month's; as_of: the state on the last day
    reported: bool  # as a source reports it, or computed from the tables
    needs: Mapping[str, list[str]]
    title: Words
    definition: Words
    is_not: Words
    numerator: Words
    population: Words
    basis: Words
    denominator: Words | None = None
    level_at: str = "none"  # the date whose level is taken, one of LEVELS
    regime: str = ""  # the only regime of levels that it is about
    decimals: int = 2  # as shown, a half goes up
    small: int = 30  # a denominator below it ranks apart
    by: tuple[str, ...] = ()  # breakdowns that the SELECT has a column for
    code: str = ""  # its number in the list of nine indicators that are called "tỷ lệ trực tuyến"
    unknown: Words | None = None  # what happens to what is not known, where it is not simply left out and counted
    warning: Words | None = None  # what a reader must know before quoting it
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    apart: bool = False  # the bodies' values do not add up, since one thing is in several of their denominators
    before: tuple[str, ...] = ()  # tables of an earlier release that it compares with

    @property
    def table(self) -> str:
        """The main table."""
        return next(iter(self.needs))

    @property
    def is_share(self) -> bool:
        """Whether its value is a percentage."""
        return self.kind in ("ratio", "mean", "median") or self.counts == "percent"


WORDS = ("title", "definition", "is_not", "numerator", "population", "basis")
LISTED: dict[str, tuple[str, ...]] = {
    "group": GROUPS,
    "kind": KINDS,
    "counts": COUNTS,
    "period": PERIODS,
    "flow": FLOWS,
    "level_at": LEVELS,
}
KNOWN = {item.name for item in fields(Indicator)} - {"id", "path", "select"}
OPTIONAL = {item.name for item in fields(Indicator) if item.default is not dataclasses.MISSING} | {"parameters"}


def read(path: Path) -> Indicator:
    """The indicator in that file; a header that lacks something or says something unknown is refused by name."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError("indicator.unreadable", path=str(path)) from None
    match = FORM.match(text)
    if not match:
        raise UserError("indicator.no_header", path=str(path))
    try:
        header = tomli.loads(match["header"])
    except tomli.TOMLDecodeError as problem:
        raise UserError("indicator.bad_header", path=str(path), why=str(problem)) from None
    shipped = builtin.folder("datasets") / "indicators"
    select = parts.whole(match["select"], path, shipped, "indicator.no_part").strip().rstrip(";").strip()
    _check(path, header, select)
    for name in ("by", "before"):
        header[name] = tuple(header.get(name, ()))
    return Indicator(id=path.stem, path=path, select=select, **cast(Any, header))


def _check(path: Path, header: dict[str, Any], select: str) -> None:
    for name in header:
        if name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, 1, 0)[0]
            raise UserError("indicator.unknown_key", path=str(path), name=name, near=near)
    absent = sorted(KNOWN - OPTIONAL - set(header)) + ([] if select else ["SELECT"])
    if absent:
        raise UserError("indicator.lacks", path=str(path), names=", ".join(absent))
    for name, known in LISTED.items():
        if name in header and header[name] not in known:
            raise UserError("indicator.bad_value", path=str(path), name=name, known=", ".join(known))
    if not set(header.get("by", ())) <= set(BREAKDOWNS):
        raise UserError("indicator.bad_value", path=str(path), name="by", known=", ".join(BREAKDOWNS))
    if not isinstance(header["needs"], dict) or not header["needs"]:
        raise UserError("indicator.lacks", path=str(path), names="needs")
    given = [name for name in ("denominator", "unknown", "warning") if name in header]
    for name in (*WORDS, *given):
        words = header[name]
        if not isinstance(words, dict) or any(not words.get(lang) for lang in LANGUAGES):
            raise UserError("indicator.words", path=str(path), name=name)
