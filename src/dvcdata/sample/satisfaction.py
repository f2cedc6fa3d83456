"""Ratings by applicants, each quarter: of every body as a whole, and of the services that are used most."""

from collections.abc import Iterator

from dvcdata.sample.agencies import World
from dvcdata.sample.dice import Dice
from dvcdata.sample.dossiers import ALL, BASIS, MEASURES, Ledger
from dvcdata.sample.months import QUARTERS, quarter
from dvcdata.sample.sheet import Cells
from dvcdata.sample.usage import Item, Usage

SOURCE = "s6"
COLUMNS = "period agency_code item_code period_basis ratings ratings_satisfied source_id".split()
RATED_ITEMS = 60
SUPPRESSED, FEWEST = "c", 5  # fewer ratings than that would show single persons
RESOLVED = MEASURES.index("resolved_total")


def rows(seed: int, scale: int, world: World, ledger: Ledger, usage: Usage) -> Iterator[Cells]:
    """The table satisfaction, by quarter, body and item."""
    most_used = sorted(usage.items, key=lambda item: (-item.received, item.code, item.place.group))
    items = sorted(most_used[: RATED_ITEMS * scale], key=lambda item: (item.place.group, item.code))
    for n in range(QUARTERS):
        rated = [*_bodies(seed, world, ledger, n), *_items(seed, items, n)]
        yield from sorted(rated, key=lambda row: row[:3])


def last_quarter(rows: list[Cells]) -> tuple[int, int]:
    """Satisfied and all ratings of the last quarter, over the bodies whose numbers are not suppressed."""
    shown = [row for row in rows if row[0] == quarter(QUARTERS - 1) and row[2] == ALL and row[5] != SUPPRESSED]
    return sum(int(str(row[5])) for row in shown), sum(int(str(row[4])) for row in shown)


def months(n: int) -> range:
    """The months of the n-th quarter."""
    return range(3 * n + 1, 3 * n + 4)


def _bodies(seed: int, world: World, ledger: Ledger, n: int) -> Iterator[tuple[str | int, ...]]:
    for body in world.bodies():
        resolved = [ledger.totals[body.code, m][RESOLVED] for m in months(n) if (body.code, m) in ledger.totals]
        if resolved:
            yield _rated(Dice(seed, "satisfaction", body.code, n), n, body.code, ALL, sum(resolved))


def _items(seed: int, items: list[Item], n: int) -> Iterator[tuple[str | int, ...]]:
    for item in items:
        if item.place.first <= months(n)[0] and item.place.last >= months(n)[-1]:
            dice = Dice(seed, "satisfaction", item.place.group, item.code, n)
            yield _rated(dice, n, item.place.group, item.code, sum(item.resolved[m] for m in months(n)))


def _rated(dice: Dice, n: int, code: str, item_code: str, resolved: int) -> tuple[str | int, ...]:
    ratings = dice.part(resolved, dice.between(12, 45))
    satisfied = dice.part(ratings, dice.between(84, 99))
    hidden = 0 < ratings < FEWEST
    return quarter(n), code, item_code, BASIS, ratings, SUPPRESSED if hidden else satisfied, SOURCE
