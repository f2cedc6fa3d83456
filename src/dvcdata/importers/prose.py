"""Periods, days and names in the sentences above a table, as officials write them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dvcdata.importers.ids import fold

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
YEAR = r"(20[0-9]{2})(?![0-9])"
OF = r"[ /.,-]*(?:nam )?[ /.-]*"
QUARTER = re.compile(rf"\bquy (iv|iii|ii|i|0?[1-4])\b{OF}{YEAR}")
MONTH = re.compile(rf"(?<!/)\bthang (0?[1-9]|1[0-2])\b{OF}{YEAR}")
HALF = re.compile(rf"\b0?6 thang (dau|cuoi){OF}{YEAR}")
NINE_MONTHS = re.compile(rf"\b0?9 thang (?:dau)?{OF}{YEAR}")
WHOLE_YEAR = re.compile(rf"(?:\bky bao cao:? (?:ca )?nam |\bca nam |\bbao cao nam |^\(?nam ){YEAR}")
DAY = re.compile(
    r"(?:ngay )?([0-9]{1,2})(?: thang | ?[/.-] ?)([0-9]{1,2})(?:(?: nam | ?[/.-] ?)(20[0-9]{2}))?(?![0-9])"
)
ISO_DAY = re.compile(r"(?:ngay )?(20[0-9]{2})-([0-9]{2})-([0-9]{2})(?:t00:00:00)?")
ANY_DAY = f"{ISO_DAY.pattern}|{DAY.pattern}"
SPAN = re.compile(rf"\btu (?P<first>{ANY_DAY})[ ,]*(?:den|-|–)(?: het)? (?P<last>{ANY_DAY})")
REPORTER = re.compile(r"^\W*(?:đơn vị|cơ quan)(?:\s*,\s*(?:đơn vị|cơ quan))? (?:lập )?báo cáo\s*:\s*", re.IGNORECASE)
RECEIVER = re.compile(r"^\W*(?:đơn vị|cơ quan) (?:nhận|tổng hợp) báo cáo|^\W*nơi nhận", re.IGNORECASE)
FILLING = re.compile(r"[.…_\s:–-]*")


class Span(NamedTuple):
    """The first and the last day that numbers are about."""

    first: date
    last: date


def periods(text: str) -> set[str]:
    """The periods that a text names in words: "Quý III/2026" is 2026-Q3. A month in a date is none."""
    plain = DAY.sub(" ", SPAN.sub(" ", fold(text)))
    found = {f"{year}-Q{ROMAN.get(n) or int(n)}" for n, year in QUARTER.findall(plain)}
    found |= {f"{year}-H{1 if half == 'dau' else 2}" for half, year in HALF.findall(plain)}
    found |= {f"{year}-9M" for year in NINE_MONTHS.findall(plain)}
    found |= {f"{year}-{int(month):02}" for month, year in MONTH.findall(plain)}
    return found | set(WHOLE_YEAR.findall(plain))


def spans(text: str) -> set[Span]:
    """The spans of days in a text: "Từ ngày 15/12/2025 đến ngày 14/6/2026"."""
    found = (_span(match["first"], match["last"]) for match in SPAN.finditer(fold(text)))
    return {span for span in found if span}


def _span(first: str, last: str) -> Span | None:
    end = _day(last)
    start = _day(first, end.year if end else 0)
    if end and start and start > end:
        start = _day(first, end.year - 1)  # "từ ngày 15/12 đến ngày 14/6/2026"
    return Span(start, end) if start and end and start <= end else None


def _day(text: str, year: int = 0) -> date | None:
    if iso := ISO_DAY.fullmatch(text):
        parts = iso.groups()
    else:
        match = DAY.fullmatch(text)
        day, month, said = match.groups() if match else ("", "", None)
        parts = (said or year, month, day)
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def reporter(rows: Sequence[Sequence[str]]) -> str:
    """The name after "Đơn vị báo cáo:": in its cell, in the cells after it, or below it; "" where there is none."""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            lines = [line.strip() for line in cell.splitlines()]
            for n, line in enumerate(lines):
                if match := REPORTER.match(line):
                    beside = [line[match.end() :], *lines[n + 1 :], *cells[column + 1 :]]
                    below = [later[column] for later in rows[row + 1 :]]
                    return _name([*beside, *below])
    return ""


def _name(candidates: Sequence[str]) -> str:
    for text in candidates:
        lines = text.strip().splitlines() or [""]
        if FILLING.fullmatch(lines[0]):
            continue
        return "" if RECEIVER.match(lines[0]) else lines[0].strip(" .;\u00a0")
    return ""


def lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Every line above a table that may be the name of the body it is of, but for those about the receiver."""
    for cells in rows:
        for cell in cells:
            yield from (line.strip() for line in cell.splitlines() if line.strip() and not RECEIVER.match(line))
