"""Which periods an indicator is asked for, and which periods of the data make each of them up."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dvcdata.errors import UserError
from dvcdata.indicators.database import FACTS, Opened
from dvcdata.indicators.header import Indicator
from dvcdata.status.question import TABLES

FINEST = ("month", "quarter", "half", "nine_months", "year")
MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


@dataclass(frozen=True)
class Span:
    """A period of the calendar."""

    period: str
    kind: str
    starts: date
    ends: date
    previous: str | None


@dataclass(frozen=True)
class Window:
    """A period asked for; it ends early where the figures do."""

    period: str
    starts: date
    ends: date
    kind: str
    whole: bool = True

    @property
    def until(self) -> date | None:
        """The last day, where it is not the period's own."""
        return None if self.whole else self.ends


class Calendar:
    """The calendar of the reference, and the periods of the tables; what lies after `as_of` is not looked at."""

    def __init__(self, database: Opened, as_of: date | None, today: date) -> None:
        self.connection = database.connection
        sql = "select period, kind, starts, ends, previous from reference.periods"
        self.spans = {row[0]: Span(*row) for row in self.connection.execute(sql).fetchall()}
        limit = as_of or today
        self.bases: dict[tuple[str, str], str] = {}  # of tables and periods all of whose rows say the same
        self.held = {table: self._periods(table, limit) for table in FACTS if database.rows.get(table)}
        self.until = as_of or self._last() or self._retrieved() or today
        self.asked: Sequence[Window] | None = None

    def _periods(self, table: str, limit: date) -> list[Span]:
        said = "coalesce(period_basis, '')"
        sql = f"select period, min({said}), max({said}) from main.{table} group by period"
        found = self.connection.execute(sql).fetchall()
        self.bases |= {(table, period): least for period, least, most in found if least == most}
        spans = [span for period, _, _ in found if (span := self.spans.get(period)) and span.ends <= limit]
        not_yet = self._not_yet(table, spans)
        return sorted((span for span in spans if span.period not in not_yet), key=lambda item: item.starts)

    def _not_yet(self, table: str, spans: Sequence[Span]) -> set[str]:
        """Those that have nothing but 0, from sources that were read before they were over: not yet is no figure."""
        first = self.connection.execute("select min(retrieved) from main.sources").fetchone()
        open_ = [span.period for span in spans if first and first[0] and first[0] < span.ends]
        sql = f"""select t.period from main.{table} as t join reference.periods as p on p.period = t.period
            left join (select source_id, max(retrieved) as retrieved from main.sources group by source_id) as s
                on s.source_id = t.source_id
            where t.period in (select unnest(?)) group by t.period, p.ends
            having max(coalesce(s.retrieved, p.ends)) < p.ends and max(greatest({TABLES[table]}, null)) = 0"""
        return {period for (period,) in self.connection.execute(sql, [open_]).fetchall()} if open_ else set()

    def _last(self) -> date | None:
        """The last day that figures reach; observations have the last word, for they may be there before their time."""
        of_forms = [span.ends for name, spans in self.held.items() for span in spans if name != "observations"]
        return max(of_forms or [span.ends for span in self.held.get("observations", [])], default=None)

    def _retrieved(self) -> date | None:
        row = self.connection.execute("select max(retrieved) from main.sources").fetchone()
        return row[0] if row else None

    def span(self, period: str) -> Span:
        """The period of that name; one that is none gets the nearest form."""
        if period not in self.spans:
            near = difflib.get_close_matches(period, self.spans, 1, 0)
            raise UserError("indicator.period", period=period, near=near[0] if near else "-")
        return self.spans[period]

    def latest(self, indicator: Indicator) -> Window:
        """The period that an indicator is about when none is asked for."""
        if indicator.period == "year":
            return self._year(self.until.year)
        held = self.held.get(indicator.table) if indicator.flow != "as_of" else None
        if held:
            last = max(held, key=lambda item: (item.ends, -FINEST.index(item.kind)))
            return self._window(last)
        month = self.spans.get(f"{self.until:%Y-%m}")
        return self._window(month) if month else Window(f"{self.until:%Y-%m}", self.until, self.until, "month")

    def window(self, period: str, until: date | None = None) -> Window:
        """The window of a period that was asked for, cut off on a day within it."""
        window = self._window(self.span(period))
        if until and window.starts <= until < window.ends:
            return replace(window, ends=until, whole=False)
        return window

    def every(self, indicator: Indicator) -> list[Window]:
        """All periods of the kind that the indicator is about which the data has."""
        last = self.latest(indicator)
        if indicator.period == "year":
            years = {span.starts.year for spans in self.held.values() for span in spans} or {self.until.year}
            return [self._year(year) for year in sorted(years)]
        held = self.held.get(indicator.table) or [item for spans in self.held.values() for item in spans]
        same = {item.period: self._window(item) for item in held if item.kind == last.kind}
        return sorted((same | {last.period: last}).values(), key=lambda item: item.starts)

    def _year(self, year: int) -> Window:
        return self._window(self.span(str(year)))

    def _window(self, span: Span) -> Window:
        ends = min(span.ends, self.until) if span.starts <= self.until else span.ends
        return Window(span.period, span.starts, ends, span.kind, ends == span.ends)

    def before(self, window: Window) -> Window | None:
        """The period before it: the one that ends as it begins, and for a year the same days of the year before."""
        if window.kind == "year":
            return self.year_ago(window)
        span = self.spans.get(window.period)
        previous = self.spans.get(span.previous or "") if span else None
        return Window(previous.period, previous.starts, previous.ends, previous.kind) if previous else None

    def year_ago(self, window: Window) -> Window | None:
        """The same period of the year before, cut off on the same day."""
        year = window.starts.year - 1
        span = self.spans.get(f"{year}{window.period[4:]}")
        if not span:
            return None
        ends = span.ends
        if not window.whole:
            ends = min(ends, _same_day(window.ends, year))
        return Window(span.period, span.starts, ends, span.kind, ends == span.ends)

    def ask(self, windows: Sequence[Window]) -> None:
        """Puts the windows, and the data's periods that make them up, where the SELECTs look."""
        if windows == self.asked:
            return
        self.asked = windows
        for table, rows in self.rows(windows).items():
            self.connection.execute(f"delete from asked.{table}")
            if rows:  # as lists: as literals they take long to read
                columns = list(map(list, zip(*rows, strict=True)))
                listed = ", ".join("unnest(?)" for _ in columns)
                self.connection.execute(f"insert into asked.{table} select {listed}", columns)

    def rows(self, windows: Sequence[Window]) -> dict[str, list[tuple[Any, ...]]]:
        """What stands in the tables `periods` and `parts` where these windows are asked for."""
        return {
            "periods": [(window.period, window.starts, window.ends) for window in windows],
            "parts": [
                (table, window.period, item.period, last, self._is_cumulative(table, item, window))
                for table in self.held
                for window in windows
                for item, last in self.parts(table, window)
            ],
        }

    def _is_cumulative(self, table: str, part: Span, window: Window) -> bool:
        """Whether cumulative rows make up a window: they are of all of it, and there are no others to add them to."""
        return part.period == window.period and self.bases.get((table, part.period)) == "cumulative"

    def basis(self, table: str, window: Window) -> str:
        """How the periods that make up a window are counted, where all rows say the same."""
        found = {self.bases.get((table, item.period), "") for item, _ in self.parts(table, window)}
        return found.pop() if len(found) == 1 else ""

    def parts(self, table: str, window: Window) -> list[tuple[Span, bool]]:
        """The periods of a table that make up a window, and whether each is the last of them."""
        held = self.held.get(table, [])
        whole = [item for item in held if item.period == window.period]
        if whole and (window.whole or window.ends == self.until):
            return [(whole[0], True)]
        inside = [item for item in held if window.starts <= item.starts and item.ends <= window.ends]
        for kind in FINEST:
            if chosen := [item for item in inside if item.kind == kind]:
                last = max(item.ends for item in chosen)
                return [(item, item.ends == last) for item in chosen]
        return []

    def expected(self, table: str, window: Window) -> int:
        """How many periods like those that the table has would make up the window."""
        parts = self.parts(table, window)
        if not parts:
            return 0
        months = (window.ends.year - window.starts.year) * 12 + window.ends.month - window.starts.month + 1
        return max(len(parts), months // MONTHS[parts[0][0].kind])


def _same_day(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)
