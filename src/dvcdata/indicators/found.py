"""What one statement finds of an indicator: rows by window, of which results are made when they are asked for."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from dvcdata.indicators import results
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.results import Body, Result
from dvcdata.indicators.windows import Calendar, Window

Row = tuple[Any, ...]  # period, agency, group, rows, known rows, numerator, denominator, middle, parts
AGENCY, OF, KNOWN = 1, 3, 4


@dataclass(frozen=True)
class Found:
    """The rows of some windows, in the order in which the statement yields them."""

    indicator: Indicator
    rows: Mapping[Window, Sequence[Row]]
    calendar: Calendar
    _made: dict[Window, list[Result]] = field(default_factory=dict)

    def of(self, window: Window) -> list[Result]:
        """The results of every body in a window."""
        if window not in self._made:
            self._made[window] = self._results(window, self.rows[window])
        return self._made[window]

    def top(self, window: Window, bodies: Mapping[str, Body], codes: Set[str] | None) -> list[Result]:
        """The results of the bodies that lie under no other, of all or of those with these codes."""
        rows = [(row[AGENCY] or "", row) for row in self.rows[window]]
        there = {code for code, _ in rows if codes is None or code in codes}
        top = results.tops(there, bodies)
        return self._results(window, (row for code, row in rows if code in top))

    def is_known(self, window: Window) -> bool:
        """Whether any body has a figure in the window."""
        return any(row[KNOWN] for row in self.rows[window])

    def _results(self, window: Window, rows: Iterable[Row]) -> list[Result]:
        expected = self.calendar.expected(self.indicator.table, window)
        basis = self.calendar.basis(self.indicator.table, window)
        return [_result(self.indicator, window, expected, basis, row) for row in rows]


def found_in(indicator: Indicator, windows: Sequence[Window], rows: Iterable[Row], calendar: Calendar) -> Found:
    """The rows of a statement that asked for these windows."""
    by_period: dict[str, list[Row]] = {window.period: [] for window in windows}
    for row in rows:
        if indicator.kind not in ("mean", "median") or row[OF] > 1:
            by_period[row[0]].append(row)
    return Found(indicator, {window: by_period[window.period] for window in windows}, calendar)


def _result(indicator: Indicator, window: Window, expected: int, basis: str, row: Row) -> Result:
    _, agency, group, of, known, top, bottom, middle, parts = row
    numerator, denominator = results.exact(top), results.exact(bottom)
    if indicator.kind == "points" and known < of:
        numerator = None  # a part that is not known is no part of 0 points
    value = results.value_of(indicator.kind, numerator, denominator)
    if indicator.kind in ("mean", "median"):
        value = results.exact(middle)
    return Result(
        indicator=indicator,
        window=window,
        agency=agency or "",
        numerator=numerator,
        denominator=denominator,
        value=value,
        known=known,
        of=of,
        group=group,
        parts=parts,
        parts_of=max(expected, parts) if parts else 0,
        basis=basis,
    )
