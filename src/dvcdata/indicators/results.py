"""A measured value with all that must stand beside it, and how values of several bodies become one."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dvcdata.indicators.header import Indicator
from dvcdata.indicators.windows import Window

ONE_BY_ONE = ("mean", "median", "value")  # kinds whose values do not add up


@dataclass(frozen=True)
class Body:
    """A body as the tables know it; one that only figures name has nothing but its code."""

    code: str
    parent: str | None = None
    name: str | None = None
    name_en: str | None = None
    kind: str | None = None
    tier: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    listed: bool = False

    def alive(self, window: Window) -> bool:
        """Whether it was there on the last day of a window."""
        return (self.valid_from or window.ends) <= window.ends <= (self.valid_to or window.ends)


@dataclass(frozen=True)
class Comparison:
    """The value of another period; `difference` is None where the two can't be compared, and `why` says so."""

    window: Window
    value: Fraction | None
    difference: Fraction | None = None
    why: str = ""


@dataclass(frozen=True)
class Goal:
    """A target with what the value says about it; `met` is None where there is no value."""

    scope: str
    due: str
    comparator: str
    value: Decimal
    unit: str
    title: str | None
    title_en: str | None
    basis: str | None
    met: bool | None
    past: bool = False  # due before the period that was measured


@dataclass(frozen=True)
class Result:
    """The value of one indicator for one body (or several together) and one period."""

    indicator: Indicator
    window: Window
    agency: str  # a code, or nothing where bodies without a common parent are taken together
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    known: int  # rows of the SELECT with a figure
    of: int
    group: str | None = None  # of a breakdown: a field, a level, an audience, a tier
    parts: int = 0  # periods of the data in it
    parts_of: int = 0
    basis: str = ""  # how these periods are counted, where all say the same: calendar, reporting or cumulative
    summed: tuple[str, ...] = ()  # the bodies that it is the sum of
    given: tuple[tuple[str, Fraction], ...] = ()  # those of them that have a figure, with what each weighs in it
    units: int = 0  # bodies below with a figure
    units_of: int = 0
    rank: int | None = None
    ranked: int = 0  # how many were ranked with it
    before: Comparison | None = None
    year_ago: Comparison | None = None
    goals: tuple[Goal, ...] = ()

    @property
    def bodies(self) -> int:
        """How many bodies it is the sum of: those that have a figure, if any has."""
        return len(self.given or self.summed) or 1

    @property
    def of_bodies(self) -> tuple[str, ...]:
        """The bodies whose rows it is made of."""
        return self.summed or (self.agency,)

    @property
    def small(self) -> bool:
        """Whether its denominator is too small to stand beside others."""
        return self.denominator is not None and self.denominator < self.indicator.small

    @property
    def decimals(self) -> int:
        """Those of the indicator, and more where a share would else read as all or as nothing and is neither."""
        least = self.indicator.decimals
        return telling(self.value, least) if self.indicator.is_share and self.value is not None else least

    @property
    def shown(self) -> Decimal | None:
        """The value as it is printed."""
        return rounded(self.value, self.decimals)


def rounded(value: Fraction | None, decimals: int) -> Decimal | None:
    """A value with that many decimals, half up."""
    if value is None:
        return None
    whole = (2 * 10**decimals * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return (Decimal(whole) * (1 if value.numerator >= 0 else -1)).scaleb(-decimals)


def telling(share: Fraction, decimals: int) -> int:
    """As many decimals, or as many more as it takes to print a percentage between 0 and 100 as neither of them."""
    while 0 < share < 100 and rounded(share, decimals) in (0, 100):
        decimals += 1
    return decimals


def exact(value: int | float | Decimal | None) -> Fraction | None:
    """A number of the database as a fraction."""
    return None if value is None else Fraction(Decimal(str(value)) if isinstance(value, float) else value)


def value_of(kind: str, numerator: Fraction | None, denominator: Fraction | None) -> Fraction | None:
    """What a numerator and a denominator make; a zero denominator makes nothing."""
    if kind in ("count", "points", "value"):
        return numerator
    if numerator is None or not denominator:
        return None
    parts = 1 if kind == "times" else 100  # in one step, since each step of fractions takes its time
    return Fraction(
        parts * numerator.numerator * denominator.denominator, numerator.denominator * denominator.numerator
    )


def ancestors(code: str, bodies: Mapping[str, Body]) -> Iterable[str]:
    """The bodies above one, nearest first."""
    seen = {code}
    parent = bodies[code].parent if code in bodies else None
    while parent and parent not in seen:
        yield parent
        seen.add(parent)
        parent = bodies[parent].parent if parent in bodies else None


def roots(results: Sequence[Result], bodies: Mapping[str, Body]) -> list[Result]:
    """Those results whose body lies under no other one's: together they count everything once."""
    top = tops({item.agency for item in results}, bodies)
    return [item for item in results if item.agency in top]


def tops(codes: Set[str], bodies: Mapping[str, Body]) -> set[str]:
    """Those of the bodies that lie under no other of them."""
    return {code for code in codes if codes.isdisjoint(ancestors(code, bodies))}


def together(results: Sequence[Result], bodies: Mapping[str, Body], subject: str = "") -> Result | None:
    """One result for all bodies: that of the one at the top, or the sum of those that lie under no other.

    Where several are at the top, the body that the package is about stands for itself, not for others' too.
    """
    top = roots(results, bodies)
    own = [item for item in top if subject and item.agency == subject]
    if len(top) == 1 or own:
        return (own or top)[0]
    if not top or one_by_one(top[0].indicator):
        return None
    return added(top, common(top, bodies))


def one_by_one(indicator: Indicator) -> bool:
    """Whether the values of several bodies do not add up to one."""
    return indicator.kind in ONE_BY_ONE or indicator.apart


def common(results: Sequence[Result], bodies: Mapping[str, Body]) -> str:
    """The body that all of these lie under, or nothing."""
    chains = [[item.agency, *ancestors(item.agency, bodies)] for item in results]
    return next((code for code in chains[0] if all(code in chain for chain in chains)), "")


def added(results: Sequence[Result], agency: str) -> Result:
    """The sum of results of one period: numerators and denominators, never percentages."""
    first = results[0]
    numerator, denominator = _sum(item.numerator for item in results), _sum(item.denominator for item in results)
    if first.indicator.kind == "points" and len(results) > 1:
        numerator = None  # points of several bodies add up to nothing
    return replace(
        first,
        agency=agency,
        numerator=numerator,
        denominator=denominator,
        value=value_of(first.indicator.kind, numerator, denominator),
        known=sum(item.known for item in results),
        of=sum(item.of for item in results),
        parts=min(item.parts for item in results),
        parts_of=max(item.parts_of for item in results),
        summed=tuple(item.agency for item in results),
        given=tuple((item.agency, item.denominator or Fraction(0)) for item in results if item.known),
    )


def _sum(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    whole = sum(value.numerator for value in known if value.denominator == 1)  # as most are, which adds up faster
    return sum((value for value in known if value.denominator != 1), Fraction(whole)) if known else None


def ranked(results: Sequence[Result], bodies: Mapping[str, Body]) -> list[Result]:
    """The results with their ranks among bodies of one tier, equal values on one rank; small ones are left apart."""
    races: dict[str, list[Fraction]] = {}
    for item in results:
        if item.value is not None and not item.small:
            races.setdefault(_race(item, bodies), []).append(item.value)
    places = {race: _places(values) for race, values in races.items() if len(values) > 1}
    placed = []
    for item in results:
        race = _race(item, bodies)
        if item.value is not None and not item.small and race in places:
            item = replace(item, rank=places[race][item.value], ranked=len(races[race]))
        placed.append(item)
    return placed


def _places(values: Sequence[Fraction]) -> dict[Fraction, int]:
    """The rank of each value; what is equal shares the best one."""
    places: dict[Fraction, int] = {}
    for place, value in enumerate(sorted(values, key=_about, reverse=True), 1):
        places.setdefault(value, place)
    return places


def _about(value: Fraction) -> tuple[int, Fraction]:
    """What a value is sorted by: whole numbers compare faster, and mostly tell enough."""
    return (value.numerator << 32) // value.denominator, value


def _race(item: Result, bodies: Mapping[str, Body]) -> str:
    """Its tier; but a whole province does not run against its own departments."""
    body = bodies.get(item.agency)
    return "" if body is None else "whole" if body.kind == "province" else body.tier or ""


@dataclass(frozen=True)
class Missing:
    """An indicator that could not be computed, and why: the key of a text with its values."""

    indicator: Indicator
    key: str
    params: Mapping[str, object] = field(default_factory=dict)
