"""The period of a file: as it says itself, else proposed from its name; and which convention its days follow."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from dvcdata.importers import known, prose
from dvcdata.importers.prose import Span

PERIOD = re.compile("[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?")
INTERVAL = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
YEAR_MONTH = re.compile(r"(?<![0-9])(20[0-9]{2})[-_. ]?(0[1-9]|1[0-2])(?![0-9])(?![-_. ][0-3]?[0-9](?![0-9]))")
MONTH_YEAR = re.compile(r"(?<![0-9])(?<![0-9][-_. ])(0?[1-9]|1[0-2])[-_. ]?(20[0-9]{2})(?![0-9])")
QUARTER = re.compile(r"(?:q|quy|quý)[-_. ]?([1-4])[-_. /]*(20[0-9]{2})(?![0-9])|(20[0-9]{2})[-_. ]?q([1-4])(?![0-9])")


class When(NamedTuple):
    """A period and how it is counted: calendar, reporting, cumulative, or "" where that is not said."""

    period: str
    basis: str = ""


@dataclass(frozen=True)
class Stated:
    """What a file itself says about its period: in words, and in days."""

    named: frozenset[str] = frozenset()
    spans: frozenset[Span] = frozenset()

    def when(self) -> When | None:
        """The one period that the file is of; None where it names none, or more than one."""
        if len(self.named) > 1 or len(self.spans) > 1:
            return None
        exact = self._exact()
        if not self.named:
            return exact
        [period] = self.named
        if self.spans and not self._basis(period):
            return None
        return When(period, self._basis(period))

    def counted(self, period: str) -> When | None:
        """How the file counts the period that somebody says it is of; None where it says another itself."""
        exact = self._exact()
        if period in self.named or (exact and exact.period == period) or not (self.named or exact):
            return When(period, self._basis(period))
        return None

    def _exact(self) -> When | None:
        return _conventions().get(next(iter(self.spans))) if len(self.spans) == 1 else None

    def _basis(self, period: str) -> str:
        exact = self._exact()
        if exact:
            return exact.basis if exact.period == period else ""
        return "cumulative" if any(_runs_on(span, period) for span in self.spans) else ""

    def proposal(self) -> str:
        """The month that the days of the file end with, for numbers counted from an earlier day on; else ""."""
        ends = {span.last for span in self.spans}
        months = (row for row in _rows().values() if row["kind"] == "month")
        found = {row["period"] for row in months if ends & {_day(row["ends"]), _day(row["reporting_ends"])}}
        return found.pop() if len(found) == 1 and not self.named else ""


def stated(texts: list[str]) -> Stated:
    """What these texts, which stand above a table, say about its period."""
    parts = [*texts, " ".join(texts)]
    named = {period for text in parts for period in prose.periods(text)}
    return Stated(frozenset(named), frozenset(span for text in parts for span in prose.spans(text)))


def given(value: str) -> When | None:
    """What --period or an answer says: a period, or two days with a stroke between them; None where it is neither."""
    text = value.strip()
    if PERIOD.fullmatch(text):
        return When(text)
    match = INTERVAL.fullmatch(text)
    try:
        return _conventions().get(Span(*map(date.fromisoformat, match.groups()))) if match else None
    except ValueError:
        return None


def propose(file: str) -> str | None:
    """The one period that a file's name holds, or None; a full date is the day of something else."""
    name = file.rpartition("/")[2].casefold()
    found = {f"{y1 or y2}-Q{q1 or q2}" for q1, y1, y2, q2 in QUARTER.findall(name)}
    name = QUARTER.sub(" ", name)
    found |= {f"{year}-{month}" for year, month in YEAR_MONTH.findall(name)}
    found |= {f"{year}-{int(month):02}" for month, year in MONTH_YEAR.findall(name)}
    return found.pop() if len(found) == 1 else None


def days(period: str) -> Span | None:
    """The first and the last calendar day of a period, or None for one that the reference does not know."""
    row = _rows().get(period)
    return Span(_day(row["starts"]), _day(row["ends"])) if row else None


def _runs_on(span: Span, period: str) -> bool:
    """Whether the days begin before the period and end with it."""
    row = _rows().get(period)
    if not row:
        return False
    calendar, reporting = Span(_day(row["starts"]), _day(row["ends"])), _reporting(row)
    return span.last in (calendar.last, reporting.last) and span.first < reporting.first


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["period"]: row for row in known.reference("periods")}


@cache
def _conventions() -> dict[Span, When]:
    """The period and convention of every span of days that is one."""
    found = {_reporting(row): When(period, "reporting") for period, row in _rows().items()}
    return found | {
        Span(_day(row["starts"]), _day(row["ends"])): When(name, "calendar") for name, row in _rows().items()
    }


def _reporting(row: dict[str, str]) -> Span:
    """The days of a period by the reporting convention: from those of its first month to those of its last."""
    first, last = (_rows()[row[name]] for name in ("first_month", "last_month"))
    return Span(_day(first["reporting_starts"]), _day(last["reporting_ends"]))


def _day(text: str) -> date:
    return date.fromisoformat(text)
