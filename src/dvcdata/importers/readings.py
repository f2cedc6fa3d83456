"""Reads cells as a map says they are written: numbers, dates, periods; what does not fit stays as it is."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dvcdata.importers import periods, prose
from dvcdata.importers.ids import fold
from dvcdata.importers.maps import PARTS, TableMap
from dvcdata.importers.opening import Figure
from dvcdata.importers.prose import ROMAN

MONTH = re.compile(r"(?:t|th|tháng)?[ .]*(0?[1-9]|1[0-2])[ ./-]+(20[0-9]{2})", re.IGNORECASE)
YEAR_MONTH = re.compile(r"(20[0-9]{2})[ ./-]?(0[1-9]|1[0-2])")
FIRST_DAY = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])-01(?:T00:00:00)?")
QUARTER = re.compile(r"(?:q|quý)[ .]*([1-4]|iv|i{1,3})[ ./-]+(20[0-9]{2})", re.IGNORECASE)
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+)?")
DAY = re.compile(r"([0-9]{1,4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,4})(?:[T ][0-9:.]+)?")
TRUTH = {"co": "true", "yes": "true", "true": "true", "khong": "false", "no": "false", "false": "false"}
VIETNAMESE = TableMap("", {})  # numbers and dates as Vietnamese writes them
PLACES = {"dd/mm/yyyy": (2, 1, 0), "mm/dd/yyyy": (2, 0, 1), "yyyy/mm/dd": (0, 1, 2)}


def number(text: str, item: TableMap) -> str:
    """A number as data writes it: 1.234,5 is 1234.5 where the map says so."""
    said = text.strip()
    if isinstance(text, Figure) or not re.search("[0-9]", said):
        return text
    whole = rf"[0-9]{{1,3}}(?:{re.escape(item.thousands)}[0-9]{{3}})+" if item.thousands else "(?!)"
    rest = rf"(?:{re.escape(item.decimal)}[0-9]+)?" if item.decimal else ""
    if not re.fullmatch(rf"[+-]?(?:{whole}|[0-9]+){rest}", said):
        return text
    plain = said.replace(item.thousands, "") if item.thousands else said
    return plain.replace(item.decimal, ".") if item.decimal else plain


def marks(numbers: Sequence[str]) -> tuple[str, str]:
    """The decimal mark and the mark between thousands, as far as texts tell: 12.5 has a decimal point."""
    texts = [text.strip() for text in numbers if not isinstance(text, Figure)]
    point, comma = (
        any(re.fullmatch(rf".*{mark}([0-9]{{1,2}}|[0-9]{{4,}})", text) for text in texts) for mark in ("[.]", ",")
    )
    return (".", ",") if point and not comma else (",", ".")


def order(days: Sequence[str]) -> str:
    """Whether dates begin with the day or with the month, as far as texts tell: 11/21/2026 begins with the month."""
    found = [match for text in days if (match := DAY.fullmatch(text.strip())) and len(match[1]) < 3]
    month_first = any(int(match[2]) > 12 for match in found) and not any(int(match[1]) > 12 for match in found)
    return "mm/dd/yyyy" if month_first else "dd/mm/yyyy"


def whole(text: str, item: TableMap) -> str:
    """A whole number as data writes it; what would have a fraction stays as it is."""
    read = number(text, item)
    return read if "." not in read else text


def truth(text: str, item: TableMap) -> str:
    """A yes or no as data writes it."""
    return TRUTH.get(fold(text), text)


def day(text: str, item: TableMap) -> str:
    """A date as data writes it, by the order that the map says."""
    said = text.strip()
    match = ISO.fullmatch(said)
    parts = match.groups() if match else None
    if parts is None and (match := DAY.fullmatch(said)):
        parts = tuple(match[place + 1] for place in PLACES[item.dates])
    try:
        return date(*map(int, parts)).isoformat() if parts and len(parts[0]) == 4 else text
    except ValueError:
        return text


def period(text: str) -> str:
    """A period as data writes it, however the source writes it: "Tháng 8/2026", "08/2026", "202608", "Quý III/2026"."""
    said = text.strip()
    if periods.PERIOD.fullmatch(said):
        return said
    for pattern in (YEAR_MONTH, FIRST_DAY):
        if match := pattern.fullmatch(said):
            return f"{match[1]}-{match[2]}"
    if match := MONTH.fullmatch(said):
        return f"{match[2]}-{int(match[1]):02}"
    if match := QUARTER.fullmatch(said):
        return f"{match[2]}-Q{ROMAN.get(match[1].lower()) or match[1]}"
    named = prose.periods(said)
    return named.pop() if len(named) == 1 else text


def joined(parts: Mapping[str, str]) -> str:
    """The period that a year and perhaps a month or quarter make; what can't be one stays as it is."""
    year, quarter, month = (parts.get(name, "").strip() for name in PARTS)
    if number_of := re.fullmatch(r"(?:t|th|tháng)?[ .]*(0?[1-9]|1[0-2])", month, re.IGNORECASE):
        return f"{year}-{int(number_of[1]):02}"
    if number_of := re.fullmatch(r"(?:q|quý)?[ .]*([1-4]|iv|i{1,3})", quarter, re.IGNORECASE):
        return f"{year}-Q{ROMAN.get(number_of[1].lower()) or number_of[1]}"
    return "-".join(part for part in (year, quarter, month) if part)
