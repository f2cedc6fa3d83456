"""Finds a body by the name that a file has for it, among those of the package and of the reference package."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from dvcdata.importers import known, periods
from dvcdata.importers.ids import same_name, slug

Row = dict[str, str]
COMMITTEE = f"{same_name('ủy ban nhân dân')} "
# What a commune or district is called without its committee, and where a name tells the body above it as well.
PLACES = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã")
PROVINCE = re.compile(f"^(?:{same_name('tỉnh')}|{same_name('thành phố')}) ")
PLACE = re.compile(f"(?:{'|'.join(map(same_name, PLACES))}) ")
ABOVE = re.compile(f"(?: -|,) ((?:{same_name('tỉnh')}|{same_name('thành phố')}|tp\\.?) .+)$")
NEAR = 0.8
CERTAIN = 0.9  # of what is left of a name without its committee: Quảng Nam is not Quảng Ninh
PROVISIONAL = "dv-"


class Directory:
    """The bodies that are known; a name counts whatever its case, blanks and tone placement, but no near miss."""

    def __init__(self, agencies: Iterable[Row] = (), names: Iterable[Row] = (), groups: Iterable[Row] = ()) -> None:
        own = {row["agency_code"]: row for row in agencies}
        self.rows = known.bodies() | {code: _filled(row, known.bodies().get(code, {})) for code, row in own.items()}
        self._groups = [*groups]
        self._codes: dict[str, set[str]] = defaultdict(set)
        others = [*known.reference("agency_names"), *names]
        for row in [*self.rows.values(), *others]:
            for key in spellings(row.get("name", "")):
                self._codes[key].add(row["agency_code"])

    def find(self, name: str, above: str = "", period: str = "") -> str | None:
        """The code of the body of that name; of several, the one below that body, or that exists in that period."""
        told = self.find(match[1]) if (match := ABOVE.search(same_name(name))) else None
        for key in spellings(name):
            found = self._codes.get(key, set())
            if told and key == ABOVE.sub("", key):
                found = {code for code in found if self.is_below(code, told)}
            found = {code for code in found if not code.startswith(PROVISIONAL)} or found
            if len(found) > 1 and above:
                found = {code for code in found if self.is_below(code, above)} or found
            if len(found) > 1 and period:
                found = {code for code in found if self.exists(code, period)}
            if len(found) == 1:
                return next(iter(found))
        return None

    def reporter(self, lines: Iterable[str]) -> str | None:
        """The one body that lines are the name of; of two, as in a letterhead, the one below the other."""
        found = {code for code in map(self.find, lines) if code and not code.startswith(PROVISIONAL)}
        lowest = [code for code in found if all(code == other or self.is_below(code, other) for other in found)]
        return lowest[0] if len(lowest) == 1 else None

    def nearest(self, name: str) -> str | None:
        """The code of the body with the nearest name, to be shown."""
        found = map(self.find, get_close_matches(same_name(name), self._codes, 3, NEAR))
        return next((code for code in found if code and not code.startswith(PROVISIONAL)), None)

    def meant(self, name: str) -> str | None:
        """The code of the one body that a mistyped name can mean: what it calls the place itself is nearly the same."""
        own = {code: key for key in self._codes if (code := self.find(key)) and not code.startswith(PROVISIONAL)}
        places = {_place(key): code for code, key in own.items()}
        found = {places[key] for key in get_close_matches(_place(same_name(name)), places, 3, CERTAIN)}
        return found.pop() if len(found) == 1 else None

    def group(self, above: str, tier: str) -> str | None:
        """The code of the one class that holds the bodies of that tier below that body, or None."""
        same = (row for row in self._groups if (row.get("parent_code"), row.get("tier")) == (above, tier))
        found = {row["group_code"] for row in same}
        return found.pop() if len(found) == 1 else None

    def name(self, code: str) -> str:
        """The name of a body, "" where it is not known."""
        return self.rows.get(code, {}).get("name", "")

    def get(self, code: str, column: str) -> str:
        """What is known of a body."""
        return self.rows.get(code, {}).get(column) or ""

    def parent(self, code: str) -> str:
        """The body above: as it is known, else by the code, whose part before the last point is a body's."""
        above = code.rpartition(".")[0]
        return self.get(code, "parent_code") or (above if above in self.rows else "")

    def is_below(self, code: str, above: str) -> bool:
        """Whether a body is below that one, at whatever distance."""
        return above in self._line(code)

    def _line(self, code: str) -> Iterator[str]:
        seen = {code}
        while (code := self.parent(code)) and code not in seen:
            seen.add(code)
            yield code

    def exists(self, code: str, period: str) -> bool:
        """Whether a body exists at some time of the period, as far as is known."""
        span = periods.days(period)
        first, last = self.get(code, "valid_from"), self.get(code, "valid_to")
        return not span or ((first or "0") <= span.last.isoformat() and (last or "9") >= span.first.isoformat())


def _place(key: str) -> str:
    """A name without the committee and the word for its kind: what tells two provinces apart."""
    return PROVINCE.sub("", key.removeprefix(COMMITTEE))


def provisional(name: str) -> str:
    """A code for a body that only its name is known of; the same for UBND xã Hòa An and Xã Hòa An."""
    keys = list(spellings(name))
    return PROVISIONAL + slug(keys[-1] if keys else name)


def _filled(row: Row, reference: Row) -> Row:
    return reference | {name: value for name, value in row.items() if value}


def spellings(name: str) -> Iterator[str]:
    """The ways to write a name, the longest first."""
    whole = same_name(name)
    if not whole:
        return
    short = ABOVE.sub("", whole)
    for key in dict.fromkeys((whole, short)):
        yield key
        if key.startswith(COMMITTEE) and PLACE.match(key.removeprefix(COMMITTEE)):
            yield key.removeprefix(COMMITTEE)
