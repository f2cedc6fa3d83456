"""Form 06 month by month: dossiers come in, are resolved or stay, and what stays goes on to whoever succeeds."""

from collections.abc import Iterator
from dataclasses import dataclass

from dvcdata.sample.agencies import COMMUNES, DEPARTMENTS, DISTRICTS, POLICE, PROVINCE, Agency, World
from dvcdata.sample.dice import Dice, shared
from dvcdata.sample.fields import FIELDS, Field, Home
from dvcdata.sample.months import BREAK, COUNT, EVE, REFORM, month

SOURCE = "s4"
ALL, BASIS = "ALL", "calendar"
MEASURES = (
    "to_handle_total received_online received_offline carried_over resolved_total resolved_early resolved_on_time"
    " resolved_overdue pending_total pending_on_time pending_overdue resolved_online"
).split()
COLUMNS = ["period", "agency_code", "row_kind", "field_code", "period_basis", *MEASURES, "source_id"]

# a commune whose own row of one month is empty, while the totals above have its paper report
SILENT = (f"{PROVINCE}.45.03", 2)

# percent of a usual month: Tết in 01-02/2025 and 02/2026, the reorganisation in 07/2025
SEASON = (
    *(100, 104, 107, 112, 84, 92, 110, 106, 104, 98, 74, 96),
    *(103, 106, 109, 113, 105, 74, 112, 108, 106, 109, 111, 107),
)

Counts = tuple[int, ...]  # the values of MEASURES, in order
FormRow = tuple[str | int | None, ...]
NOTHING: Counts = (0,) * len(MEASURES)


@dataclass(frozen=True)
class Stock:
    """Dossiers still open at the end of a month."""

    on_time: int = 0
    overdue: int = 0


@dataclass
class Line:
    """One field at one body: how much usually comes, what is open, and whether form 06 has it."""

    field: Field
    mean: int
    covered: bool
    stock: Stock


def added(rows: list[Counts]) -> Counts:
    """The sum of rows, column by column."""
    return tuple(map(sum, zip(*rows, strict=True))) if rows else NOTHING


def handle(dice: Dice, mean: int, online_percent: int, late_percent: int, before: Stock) -> tuple[Counts, Stock]:
    """One month of one field at one body; what was late and is not resolved stays late."""
    received, carried = dice.around(mean), before.on_time + before.overdue
    online = dice.part(received, online_percent)
    late = before.overdue + dice.part(before.on_time, late_percent)
    late_resolved = dice.part(late, dice.between(55, 85))
    fresh_resolved = dice.part(received, dice.between(74, 90))
    timely = carried - late + fresh_resolved
    early = dice.part(timely, dice.between(55, 80))
    after = Stock(received - fresh_resolved, late - late_resolved)
    resolved = timely + late_resolved
    counts = (
        *(received + carried, online, received - online, carried),
        *(resolved, early, timely - early, late_resolved),
        *(after.on_time + after.overdue, after.on_time, after.overdue),
        dice.part(resolved, online_percent * 7 // 10),
    )
    return counts, after


class Ledger:
    """All bodies' lines. Reading `rows` to the end fills `flows` (by group, field, month) and `totals` (by code)."""

    def __init__(self, seed: int, world: World) -> None:
        self.seed, self.world = seed, world
        self.bodies = world.bodies()
        self.group = {body.code: body.group for body in self.bodies}
        self.communes = {body.code: body for body in world.communes}
        self.lines: dict[str, list[Line]] = {}
        self.flows: dict[tuple[str, str, int], Counts] = {}
        self.totals: dict[tuple[str, int], Counts] = {}

    def rows(self) -> Iterator[FormRow]:
        """The table dossiers, by month, body and field."""
        for n in range(COUNT):
            if n in (0, BREAK):
                self._open(n)
            yield from sorted(self._month(n), key=lambda row: tuple(map(str, row[:4])))

    def flow(self, group: str, field_code: str, n: int) -> dict[str, int]:
        """What form 06 would say of a field at a group in a month, also where another system keeps it."""
        return dict(zip(MEASURES, self.flows.get((group, field_code, n), NOTHING), strict=True))

    def total(self, code: str, n: int) -> dict[str, int]:
        """Form 06 of a body, a tier or the province in a month: its columns by name."""
        return dict(zip(MEASURES, self.totals.get((code, n), NOTHING), strict=True))

    def _month(self, n: int) -> Iterator[FormRow]:
        tiers: dict[str, list[Counts]] = {DEPARTMENTS: [], COMMUNES: []}
        if n < BREAK:
            tiers[DISTRICTS] = []
        for code, lines in self.lines.items():
            done = self._handled(code, lines, n)
            if code not in self.group:
                continue  # kept in another system: counted by service only
            group = self.group[code] if self.group[code] in tiers else DEPARTMENTS
            form = [(line.field.code, counts) for line, counts in zip(lines, done, strict=True) if line.covered]
            total = self.totals[code, n] = added([counts for _, counts in form])
            tiers[group].append(total)
            yield self._row(n, code, "agency", ALL, total)
            if n >= BREAK or group != COMMUNES:  # communes did not report by field before
                yield from (self._row(n, code, "field", field_code, counts) for field_code, counts in form)
        for tier, totals in tiers.items():
            self.totals[tier, n] = added(totals)
            yield self._row(n, tier, "tier_total", ALL, self.totals[tier, n])
        self.totals[PROVINCE, n] = added([self.totals[tier, n] for tier in tiers])
        yield self._row(n, PROVINCE, "agency", ALL, self.totals[PROVINCE, n])

    def _handled(self, code: str, lines: list[Line], n: int) -> list[Counts]:
        dice, done = Dice(self.seed, "dossiers", code, n), []
        online = min(96, 42 + 2 * n + dice.between(-6, 6))
        late = 40 if sum(map(ord, code)) % 11 == 3 else 8  # some bodies are often late
        for line in lines:
            counts, line.stock = handle(dice, line.mean * SEASON[n] // 100, online, late, line.stock)
            done.append(counts)
            key = (self.group.get(code, code), line.field.code, n)
            self.flows[key] = added([self.flows.get(key, NOTHING), counts])
        return done

    def _row(self, n: int, code: str, kind: str, field_code: str, counts: Counts) -> FormRow:
        shown = (None,) * len(counts) if (code, n) == SILENT else counts
        return (month(n), code, kind, field_code, BASIS, *shown, SOURCE)

    def _open(self, n: int) -> None:
        """Draws up the lines of a new time; open dossiers go to the heirs of those who had them."""
        bodies = [body for body in self.bodies if body.exists(REFORM if n else EVE)]
        before, self.lines = self.lines, {}
        for field in FIELDS:
            for home in field.homes:
                for code, mean in self._takers(field, home, bodies, n):
                    stock = Stock() if n else Stock(mean // 6, mean // 20)
                    self.lines.setdefault(code, []).append(Line(field, mean, bool(home.share), stock))
        for code, lines in before.items():
            for line in lines:
                self._inherit(code, line)

    def _takers(self, field: Field, home: Home, bodies: list[Agency], n: int) -> list[tuple[str, int]]:
        """The bodies that take a field's dossiers, each with its usual month."""
        tier = COMMUNES if home.tier == DISTRICTS and n else home.tier
        volume = home.volume * self.world.scale
        if tier == POLICE:
            return []
        if tier == DEPARTMENTS:
            return [(self.world.departments[field.since if n else field.before].code, volume)]
        if not home.share:
            return [(tier, volume)]
        takers = [body for body in bodies if body.group == tier and self._takes(field, home, body)]
        every = sum(body.weight for body in takers)
        return [(body.code, -(-volume * body.weight // every)) for body in takers]

    def _takes(self, field: Field, home: Home, body: Agency) -> bool:
        if home.share == 100 or body.kind == "district":
            return True
        if body.valid_to:  # an old commune: one of its heirs must take what it leaves open
            return any(self._takes(field, home, self.communes[heir]) for heir in self.world.heirs[body.code])
        first_of_district = self.world.heirs[self.world.district_of[body.code]][0]
        place = int(body.code.rpartition(".")[2])
        return body.code == first_of_district or (place * 37 + FIELDS.index(field) * 11) % 100 < home.share

    def _inherit(self, code: str, line: Line) -> None:
        if code in self.world.heirs:
            codes = self.world.heirs[code]
        elif code in self.group:
            codes = (self.world.departments[line.field.since].code,)
        else:
            codes = (COMMUNES,)
        heirs = [heir for heir_code in codes for heir in self.lines[heir_code] if heir.field is line.field]
        on_time = shared(line.stock.on_time, [1] * len(heirs))
        overdue = shared(line.stock.overdue, [1] * len(heirs))
        for heir, more, more_late in zip(heirs, on_time, overdue, strict=True):
            heir.stock = Stock(heir.stock.on_time + more, heir.stock.overdue + more_late)
