"""The online services of the procedures: who owns and offers them, their level, and how far they are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dvcdata.sample.agencies import COMMUNES, DEPARTMENTS, DISTRICTS, POLICE, PROVINCE, World
from dvcdata.sample.dice import Dice
from dvcdata.sample.months import BREAK, COUNT, EVE, LEVELS_CHANGE, REFORM, month_from, start
from dvcdata.sample.procedures import PINNED, Procedure
from dvcdata.sample.sheet import Cells

SOURCE = "s3"
POLICE_OWNER, JUSTICE_OWNER = "G01", "G15"
COLUMNS = (
    "service_code owner_code procedure_code name regime level proactive_level partial_reason intake online_payment"
    " result_online launched_date withdrawn_date source_id"
).split()
OFFER_COLUMNS = "service_code owner_code offered_by from_date to_date source_id".split()

# why a service is only partial: NĐ 224/2026 Điều 14
REASONS = (
    "Người nộp hồ sơ phải có mặt",
    "Phải kiểm tra, xác minh thực địa",
    "Lý do kỹ thuật khác",
    "Sự cố kỹ thuật",
)
VARIANTS = ("", "", " (nộp nhiều hồ sơ một lần)")  # most services bear the name of their procedure
NORMAL, NEVER, UNKNOWN = "normal", "never", "unknown"  # dossiers by weight; explicit zeros; no number at all
TOP = 1_000_000


@dataclass(frozen=True)
class Place:
    """Where a service takes dossiers, and from which month to which."""

    group: str
    field: str
    first: int
    last: int


@dataclass(frozen=True)
class Service:
    """A service of one procedure; `weight` is its share of the dossiers of its field and tier."""

    code: str
    owner: str
    procedure: Procedure
    name: str | None
    level: str
    intake: str
    payment: bool
    launched: date
    withdrawn: date | None
    use: str
    weight: int
    places: tuple[Place, ...]

    @property
    def takes_online(self) -> bool:
        """Whether dossiers can be filed online."""
        return self.level != "information"

    @property
    def takes_offline(self) -> bool:
        """Whether dossiers can be filed at the desk or by post."""
        return self.intake != "online_only"


class Maker:
    """Makes the services of procedures in the order of the catalogue, which is that of their use."""

    def __init__(self, seed: int, world: World) -> None:
        self.dice = Dice(seed, "services")
        self.world = world
        self.ranks: dict[tuple[str, str], int] = {}

    def make(self, procedure: Procedure) -> Iterator[Service]:
        """None, one or several services of a procedure."""
        if not procedure.steady and procedure.code not in PINNED and not self.dice.chance(86):
            return
        for n in range(1 + self.dice.chance(40) + self.dice.chance(6)):
            if service := self._service(procedure, n):
                yield service

    def _service(self, procedure: Procedure, n: int) -> Service | None:
        launched, first = self._launch(procedure, n)
        withdrawn, last = self._withdrawal(procedure, n, first)
        if last - first < 2:
            return None
        main = procedure.steady and n == 0
        level = "full" if main else self._level()
        return Service(
            code=f"{procedure.code}.{n + 1:02}",
            owner=POLICE_OWNER if POLICE in procedure.homes else PROVINCE,
            procedure=procedure,
            name=procedure.name + VARIANTS[n] if VARIANTS[n] else None,
            level=level,
            intake="online_only" if level == "full" and not main and self.dice.chance(7) else "both",
            payment=bool(procedure.fee) and self.dice.chance(85 if level == "full" else 40),
            launched=launched,
            withdrawn=withdrawn,
            use=self._use(procedure, main),
            weight=self._weight(procedure),
            places=tuple(places(self.world, procedure, first, last)),
        )

    def _launch(self, procedure: Procedure, n: int) -> tuple[date, int]:
        earliest = procedure.started or date(2019, 1, 1)
        first = month_from(earliest)
        if first:
            return start(first), first
        if not procedure.steady and self.dice.chance(23 if n == 0 else 42):
            month = self.dice.between(2, COUNT - 3)
            return start(month), month
        return max(date(self.dice.between(2020, 2024), self.dice.between(1, 8), 1), earliest), 0

    def _withdrawal(self, procedure: Procedure, n: int, first: int) -> tuple[date | None, int]:
        end = procedure.abolished
        if not end and n and first < COUNT - 3 and self.dice.chance(8):
            end = start(self.dice.between(first, COUNT - 2) + 1)
        if not end:
            return None, COUNT - 1
        return end - timedelta(days=1), month_from(end) - 1

    def _level(self) -> str:
        throw = self.dice.below(100)
        return "full" if throw < 53 else "partial" if throw < 96 else "information"

    def _use(self, procedure: Procedure, main: bool) -> str:
        if POLICE in procedure.homes:
            return UNKNOWN
        throw = self.dice.below(100)
        return NORMAL if main else NEVER if throw < 6 else UNKNOWN if throw < 9 else NORMAL

    def _weight(self, procedure: Procedure) -> int:
        key = (procedure.field.code, procedure.homes[0])
        rank = self.ranks[key] = self.ranks.get(key, 0) + 1
        return TOP // rank


def places(world: World, procedure: Procedure, first: int, last: int) -> Iterator[Place]:
    """Where a procedure is handled from one month to another; a reorganised body makes it two places."""
    for home in procedure.homes:
        before, since = home, home
        if home == DEPARTMENTS:
            before, since = (world.departments[key].code for key in (procedure.field.before, procedure.field.since))
        elif home == DISTRICTS:
            since = COMMUNES
        if before == since:
            yield Place(before, procedure.field.code, first, last)
            continue
        if first < BREAK:
            yield Place(before, procedure.field.code, first, min(last, BREAK - 1))
        if last >= BREAK:
            yield Place(since, procedure.field.code, max(first, BREAK), last)


def build(seed: int, world: World, procedures: list[Procedure]) -> list[Service]:
    """The services of all procedures, about five for every four."""
    maker = Maker(seed, world)
    return [service for procedure in procedures for service in maker.make(procedure)]


def _owners(service: Service) -> list[str]:
    """Civil status is offered by the province and by the ministry: two rows of one code."""
    return [JUSTICE_OWNER, service.owner] if service.procedure.field.code == "TP-HT" else [service.owner]


def rows(services: list[Service]) -> Iterator[Cells]:
    """The table services, by code and owner."""
    for item in sorted(services, key=lambda service: service.code):
        old = item.withdrawn is not None and item.withdrawn < LEVELS_CHANGE
        reason = REASONS[item.weight % 23 % 4] if item.level == "partial" and not old else None
        ahead = 1 + item.weight % 2 if item.level == "full" and not old and item.weight % 19 == 0 else None
        for owner in _owners(item):
            yield (
                *(item.code, owner, item.procedure.code, item.name, "42/2022" if old else "224/2026", item.level),
                *(ahead, reason, item.intake, item.payment, item.level == "full"),
                *(item.launched, item.withdrawn, SOURCE),
            )


def offer_rows(services: list[Service]) -> Iterator[Cells]:
    """The table service_offers: each body or group that takes a service's dossiers, and its time."""
    for item in sorted(services, key=lambda service: service.code):
        for owner in _owners(item):
            for place in sorted(item.places, key=lambda place: place.group):
                since = REFORM if place.first == BREAK and item.launched < REFORM else None
                until = EVE if place.last == BREAK - 1 else item.withdrawn
                yield item.code, owner, place.group, since, until, SOURCE
