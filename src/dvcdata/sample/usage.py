"""Dossiers of each service by month: the flows of a field shared out among its services, most to very few."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dvcdata.sample.agencies import COMMUNES, DISTRICTS, POLICE, World
from dvcdata.sample.dice import Dice, shared
from dvcdata.sample.dossiers import BASIS, Ledger
from dvcdata.sample.fields import BY_CODE
from dvcdata.sample.months import BREAK, COUNT, month, month_from, start
from dvcdata.sample.procedures import Procedure
from dvcdata.sample.services import NORMAL, TOP, UNKNOWN, Place, Service, places

SOURCE = "s5"
COLUMNS = (
    "period agency_code item_code period_basis received_total received_online received_offline received_assisted"
    " resolved_total resolved_online resolved_overdue paid_online source_id"
).split()
NOT_COLLECTED, NOT_APPLICABLE = "nc", "na"
ASSISTED = {COMMUNES: 38, DISTRICTS: 30}  # percent of online dossiers filed with help at the desk; departments: 9

UsageRow = tuple[str | int, ...]


@dataclass
class Item:
    """A service, or a procedure without one, at one place: its weights by channel, and what came of them."""

    code: str
    place: Place
    online: int
    offline: int
    charged: bool
    payment: bool
    open: int = 0
    received: int = 0
    resolved: list[int] = field(default_factory=lambda: [0] * COUNT)


class Shelf:
    """The items of one field at one group: shares the field's flows out among those that are on offer."""

    def __init__(self, seed: int, group: str, field_code: str, items: list[Item]) -> None:
        self.seed, self.group, self.field_code, self.items = seed, group, field_code, items
        self.assisted = ASSISTED.get(group, 9)

    def month(self, n: int, flow: Mapping[str, int]) -> Iterator[UsageRow]:
        """The rows of one month; their sums are the flow, and no item resolves what it has not."""
        dice = Dice(self.seed, "usage", self.group, self.field_code, n)
        live = [item for item in self.items if item.place.first <= n <= item.place.last]
        if n == 0:
            self._first_stock(dice, flow["carried_over"], live)
        self._hand_over(n, live)
        online = self._split(dice, flow["received_online"], [item.online for item in live])
        offline = self._split(dice, flow["received_offline"], [item.offline for item in live])
        stocks = [item.open + more + less for item, more, less in zip(live, online, offline, strict=True)]
        resolved = shared(flow["resolved_total"], stocks)
        handled = shared(flow["resolved_online"], resolved)
        late = shared(flow["resolved_overdue"], resolved)
        for item, stock, *counts in zip(live, stocks, online, offline, resolved, handled, late, strict=True):
            item.open = stock - counts[2]
            item.received += counts[0] + counts[1]
            item.resolved[n] += counts[2]
            yield self._row(dice, n, item, counts)

    def _first_stock(self, dice: Dice, carried: int, live: list[Item]) -> None:
        for item, stock in zip(live, self._split(dice, carried, [item.offline for item in live]), strict=True):
            item.open = stock

    def _split(self, dice: Dice, total: int, weights: list[int]) -> list[int]:
        if not sum(weights):
            if total:
                raise ValueError(f"nothing takes the dossiers of {self.field_code} at {self.group}")
            return weights
        return dice.split(total, weights)

    def _hand_over(self, n: int, live: list[Item]) -> None:
        """What is open of an ended service is finished under the field's main one."""
        for item in self.items:
            if item.place.last == n - 1 and item.open and live:
                live[0].open += item.open
                item.open = 0

    def _row(self, dice: Dice, n: int, item: Item, counts: list[int]) -> UsageRow:
        online, offline, resolved, handled, late = counts
        no_desk_count = n < BREAK and self.group in ASSISTED
        assisted = NOT_COLLECTED if no_desk_count else dice.part(online, self.assisted)
        paid = dice.part(online, 72) if item.payment and n else 0
        return (
            *(month(n), self.group, item.code, BASIS, online + offline, online, offline, assisted),
            *(resolved, handled, late, paid if item.charged else NOT_APPLICABLE, SOURCE),
        )


class Usage:
    """The table usage. Read after the ledger's rows; reading it to the end fills the items' counts."""

    def __init__(
        self, seed: int, world: World, ledger: Ledger, services: list[Service], procedures: list[Procedure]
    ) -> None:
        self.world, self.ledger = world, ledger
        self.items = [*_of_services(services), *_of_procedures(world, services, procedures)]
        by_shelf: dict[tuple[str, str], list[Item]] = {}
        for item in self.items:
            by_shelf.setdefault((item.place.group, item.place.field), []).append(item)
        self.shelves = {key: Shelf(seed, *key, by_shelf[key]) for key in sorted(by_shelf)}
        self.used_online, self.paid, self.payable = [0] * COUNT, [0] * COUNT, [0] * COUNT

    def rows(self) -> Iterator[UsageRow]:
        """By month, group and item."""
        for n in range(COUNT):
            if n == BREAK:
                self._reorganise()
            rows: list[UsageRow] = []
            for shelf in self.shelves.values():
                rows += shelf.month(n, self.ledger.flow(shelf.group, shelf.field_code, n))
            self._count(n, rows)
            yield from sorted(rows, key=lambda row: row[1:3])

    def _count(self, n: int, rows: list[UsageRow]) -> None:
        """Services with online dossiers, and dossiers paid online of those that cost something."""
        total, online, paid = (COLUMNS.index(name) for name in ("received_total", "received_online", "paid_online"))
        self.used_online[n] = len({row[2] for row in rows if row[online]})
        charged = [row for row in rows if row[paid] != NOT_APPLICABLE]
        self.paid[n] = sum(int(row[paid]) for row in charged)
        self.payable[n] = sum(int(row[total]) for row in charged)

    def _reorganise(self) -> None:
        """What is open at a group that ends goes to its heir: to the same item there, else to the main one."""
        for (group, field_code), shelf in self.shelves.items():
            heir = self._heir(group, field_code)
            if heir == group:
                continue
            there = {item.code: item for item in self.shelves[heir, field_code].items if item.place.first <= BREAK}
            main = self.shelves[heir, field_code].items[0]
            for item in shelf.items:
                there.get(item.code, main).open += item.open
                item.open = 0

    def _heir(self, group: str, field_code: str) -> str:
        if group == DISTRICTS:
            return COMMUNES
        return group if group == COMMUNES else self.world.departments[BY_CODE[field_code].since].code


def _of_services(services: list[Service]) -> Iterator[Item]:
    for service in services:
        weight = service.weight if service.use == NORMAL else 0
        online, offline = weight * service.takes_online, weight * service.takes_offline
        for place in service.places if service.use != UNKNOWN else ():
            yield Item(service.code, place, online, offline, bool(service.procedure.fee), service.payment)


def _of_procedures(world: World, services: list[Service], procedures: list[Procedure]) -> Iterator[Item]:
    """Procedures without a service still take dossiers at the desk, and are counted under their own code."""
    served = {service.procedure.code for service in services}
    for n, procedure in enumerate(procedures):
        if procedure.code in served or POLICE in procedure.homes:
            continue
        first = month_from(procedure.started or start(0))
        last = month_from(procedure.abolished) - 1 if procedure.abolished else COUNT - 1
        for place in places(world, procedure, first, last):
            yield Item(procedure.code, place, 0, TOP // (40 + n % 160), bool(procedure.fee), False)
