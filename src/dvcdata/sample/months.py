"""The 24 months of the sample, and the day in their midst on which the made-up province was reorganised."""

from datetime import date, timedelta
from functools import cache

COUNT = 24
FIRST = (2024, 9)
BREAK = 10  # 2025-07: districts are gone, communes and departments merged
LEVELS_CHANGE = date(2026, 7, 1)  # NĐ 224/2026 takes over from NĐ 42/2022
RETRIEVED = date(2026, 9, 3)


@cache
def month(n: int) -> str:
    """The n-th month of the sample (0 is the first), written as a period."""
    return f"{start(n):%Y-%m}"


def start(n: int) -> date:
    """The first day of the n-th month."""
    years, months = divmod(FIRST[1] - 1 + n, 12)
    return date(FIRST[0] + years, months + 1, 1)


def end(n: int) -> date:
    """The last day of the n-th month."""
    return start(n + 1) - timedelta(days=1)


def month_from(day: date) -> int:
    """The first month that starts on that day or later; COUNT when none does."""
    return next((n for n in range(COUNT) if start(n) >= day), COUNT)


def quarter(n: int) -> str:
    """The n-th calendar quarter that lies in the sample whole (0 is 2024-Q4)."""
    years, quarters = divmod(3 + n, 4)
    return f"{FIRST[0] + years}-Q{quarters + 1}"


QUARTERS = 7  # 2024-Q4 to 2026-Q2
REFORM = start(BREAK)
EVE = end(BREAK - 1)
LAST_DAY = end(COUNT - 1)
