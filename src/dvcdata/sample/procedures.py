"""The catalogue of procedures, with what happened to it in the 24 months: cut, recoded, split, merged, new."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dvcdata.sample import names
from dvcdata.sample.agencies import COMMUNES, DEPARTMENTS, DISTRICTS, OFFICES, POLICE, PROVINCE
from dvcdata.sample.dice import Dice
from dvcdata.sample.fields import FIELDS, Field
from dvcdata.sample.months import COUNT, REFORM, start
from dvcdata.sample.sheet import Cells

SOURCE = "s2"
TOTAL = 1530
STEADY = 5  # the first procedures of a field are the used ones: nothing happens to them
COLUMNS = (
    "procedure_code local_code name field_code field_name issuing_text issuing_agency executing_tier audience"
    " decision_no decision_date published_date effective_date status abolished_date replaced_by change_kind"
    " time_limit_value time_limit_unit fee_vnd fee_online_vnd eligible_online source_id"
).split()
EXECUTING_COLUMNS = "procedure_code n executing_text executing source_id".split()

# ministries whose code domain knowledge is certain; the others keep their name only, as a real list would
ISSUERS = {
    "Bộ Công an": "G01",
    "Bộ Công Thương": "G02",
    "Bộ Giáo dục và Đào tạo": "G03",
    "Bộ Tư pháp": "G15",
    "Bộ Văn hóa, Thể thao và Du lịch": "G16",
    "Bộ Y tế": "G18",
}
# in the first field, whatever the seed: planted defects name these procedures
PINNED = ("1.000100", "1.000110", "1.000200", "2.000400", "1.001500")
# first digit, how many of a thousand codes up to here, numbers in use: as often as in the real lists
DIGITS = ((1, 740, 15000), (2, 873, 2700), (3, 965, 700), (6, 985, 400), (5, 1000, 200))
TIERS = {DEPARTMENTS: "province", DISTRICTS: "commune", COMMUNES: "commune", POLICE: "commune"}
FEES = (0, 0, 0, 20_000, 50_000, 100_000, 150_000, 300_000, 500_000)
LOCAL_FEES = (0, 0, 5_000, 8_000, 20_000, 50_000)
SPLITS = (
    ("đối với cá nhân", "đối với tổ chức"),
    ("lần đầu", "từ lần thứ hai"),
    ("trong giờ làm việc", "ngoài giờ làm việc"),
)
CHARGED = ("Cấp", "Chứng thực", "Đăng ký", "Thẩm định")
LIMITS = (1, 2, 3, 3, 5, 5, 7, 10, 15, 20, 30)


@dataclass(frozen=True)
class Decision:
    """An announcement decision of the made-up province: signed, public, and when it takes effect."""

    number: str
    signed: date
    effective: date

    @property
    def published(self) -> date:
        """The next working day, and so at least five working days before effect."""
        return self.signed + timedelta(days=3 if self.signed.weekday() == 4 else 1)


@dataclass(frozen=True)
class Procedure:
    """A procedure; `homes` are the tiers that take its dossiers, as in fields.toml."""

    code: str
    name: str
    field: Field
    homes: tuple[str, ...]
    decision: Decision
    fee: int
    time_limit: int
    audience: str
    status: str = "in_force"
    abolished: date | None = None
    replaced_by: str | None = None
    change_kind: str | None = None
    district: bool = False  # was decided by districts and ended with them
    recreated: bool = False  # cut, and announced again under another code soon after (both rows)
    steady: bool = False  # takes dossiers through all 24 months

    @property
    def started(self) -> date | None:
        """The day it takes effect; for an ended one the decision is that of its end, and the start not known."""
        return None if self.abolished else self.decision.effective

    @property
    def eligible(self) -> bool:
        """Whether it is on the list of those that can be fully online."""
        return int(self.code[-3:]) % 8 != 5


class Catalogue:
    """Makes the procedures of a province, field by field."""

    def __init__(self, seed: int, scale: int) -> None:
        self.dice = Dice(seed, "procedures")
        self.taken = set(PINNED)
        self.known: set[str] = set()
        self.span = scale
        self.past = [self._decision(2018 + n // 6, n % 6) for n in range(36)]
        self.events = [self._event(n) for n in range(1, COUNT, 2)]
        self.reform = Decision(f"{self.dice.between(1500, 1700)}/QĐ-UBND", date(2025, 6, 12), REFORM)

    def _decision(self, year: int, part: int) -> Decision:
        signed = _working(date(year, 2 * part + 1, self.dice.between(3, 20)))
        return Decision(self._number(signed), signed, signed + timedelta(days=self.dice.between(14, 30)))

    def _event(self, month: int) -> Decision:
        effective = start(month)
        signed = _working(effective - timedelta(days=self.dice.between(16, 22)))
        return Decision(self._number(signed), signed, effective)

    def _number(self, signed: date) -> str:
        return f"{signed.month * 230 - self.dice.below(200)}/QĐ-UBND"

    def code(self, new: bool = False) -> str:
        """A code that is not taken; those of new procedures come late in the count."""
        while True:
            at = self.dice.below(1000)
            digit, _, numbers = next(kind for kind in DIGITS if at < kind[1])
            first, room = (115_000, 900) if new and digit == 1 else (1, numbers)
            code = f"{digit}.{first + self.dice.below(room * self.span):06}"
            if code not in self.taken:
                self.taken.add(code)
                return code

    def make(self, field: Field, quota: int) -> Iterator[Procedure]:
        """About `quota` procedures of a field, the most used first."""
        words = (name for name in names.procedures(field) if name not in self.known)
        made = 0
        while made < quota:
            usual = self._plain(field, next(words), made)
            group = [usual] if made < STEADY else self._fate(usual, words)
            made += len(group)
            yield from group

    def _plain(self, field: Field, name: str, place: int) -> Procedure:
        self.known.add(name)
        tiers = [home.tier for home in field.homes]
        homes = tuple(tiers) if place == 0 or self.dice.chance(30) else (self.dice.pick(tiers),)
        pinned = field is FIELDS[0] and place < len(PINNED)
        return Procedure(
            code=PINNED[place] if pinned else self.code(),
            name=name,
            field=field,
            homes=homes,
            decision=self.dice.pick(self.past),
            fee=self._fee(name, homes),
            time_limit=self.dice.pick(LIMITS),
            audience=_audience(name, field, self.dice),
            steady=place == 0,
        )

    def _fee(self, name: str, homes: tuple[str, ...]) -> int:
        if not name.startswith(CHARGED):
            return 0
        return self.dice.pick(FEES if homes[0] == DEPARTMENTS else LOCAL_FEES)

    def _split(self, name: str) -> list[str]:
        """The names of two procedures made of one, such as no other procedure has."""
        pairs = ([f"{name} {case}" for case in cases] for cases in SPLITS)
        found = next(pair for pair in pairs if not self.known.intersection(pair))
        self.known.update(found)
        return found

    def _fate(self, old: Procedure, words: Iterator[str]) -> list[Procedure]:
        """What became of a procedure within the 24 months: most often nothing."""
        throw, event = self.dice.below(1000), self.dice.pick(self.events)
        if old.homes == (DISTRICTS,) and throw < 350:
            return self._recoded(replace(old, district=True), self.reform)
        if throw < 48:
            return [_ended(old, event)]
        if throw < 66:
            return self._recoded(old, event)
        if throw < 76:
            parts = [replace(self._successor(old, event, "split"), name=name) for name in self._split(old.name)]
            return [_ended(old, event, parts[0].code), *parts]
        if throw < 86:
            other = self._plain(old.field, next(words), STEADY)
            name = f"{old.name}; {other.name[0].lower()}{other.name[1:]}"
            new = replace(self._successor(old, event, "merged"), name=name)
            return [_ended(old, event, new.code), _ended(other, event, new.code), new]
        if throw < 130:
            return [replace(old, code=self.code(new=True), decision=event, change_kind="new")]
        if throw < 134:
            return self._recreated(old)
        return [old]

    def _recoded(self, old: Procedure, event: Decision) -> list[Procedure]:
        new = self._successor(old, event, "replaced" if old.district else "recoded")
        return [_ended(old, event, new.code), replace(new, district=False)]

    def _successor(self, old: Procedure, event: Decision, kind: str) -> Procedure:
        return replace(old, code=self.code(new=True), decision=event, change_kind=kind)

    def _recreated(self, old: Procedure) -> list[Procedure]:
        """Cut on paper, and announced as new two months later: no cut and nothing new."""
        at = self.dice.below(len(self.events) - 1)
        again = replace(self._successor(old, self.events[at + 1], "new"), recreated=True)
        return [replace(_ended(old, self.events[at]), recreated=True), again]


def _working(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _audience(name: str, field: Field, dice: Dice) -> str:
    if any(word in name for word in ("kinh doanh", "doanh nghiệp", "công ty", "hợp tác xã", "đầu tư", "sản xuất")):
        return "business"
    return "citizen" if field.homes[0].tier in (COMMUNES, POLICE) else dice.pick(("citizen", "business", "both"))


def _ended(old: Procedure, event: Decision, successor: str | None = None) -> Procedure:
    status = "replaced" if successor else "abolished"
    return replace(old, decision=event, status=status, abolished=event.effective, replaced_by=successor)


def build(seed: int, scale: int) -> list[Procedure]:
    """The catalogue: about 1,500 procedures times the scale, fields with more words having more."""
    catalogue = Catalogue(seed, scale)
    usual = {field.code: names.usual(field) + 6 for field in FIELDS}
    every = sum(usual.values())
    return [
        procedure for field in FIELDS for procedure in catalogue.make(field, TOTAL * scale * usual[field.code] // every)
    ]


def rows(procedures: list[Procedure]) -> Iterator[Cells]:
    """The table procedures, by code."""
    for item in sorted(procedures, key=lambda procedure: procedure.code):
        local = f"{item.code}.000.00.00.{PROVINCE}" if item.field.code.startswith("KC") else None
        tier = _tier(item)
        online_fee = item.fee // 2 if item.fee and item.homes[0] in (DISTRICTS, COMMUNES) else None
        yield (
            *(item.code, local, item.name, item.field.code, item.field.name, item.field.issuer),
            *(ISSUERS.get(item.field.issuer), tier, item.audience),
            *(item.decision.number, item.decision.signed, item.decision.published, item.started),
            *(item.status, item.abolished, item.replaced_by, item.change_kind),
            *(item.time_limit, "working_day", item.fee, online_fee, item.eligible, SOURCE),
        )


def _tier(item: Procedure) -> str:
    ended_with_districts = item.homes[0] == DISTRICTS and item.abolished and item.abolished <= REFORM
    return "district" if ended_with_districts else TIERS[item.homes[0]]


def executing_rows(procedures: list[Procedure]) -> Iterator[Cells]:
    """The table procedure_agencies: who handles each procedure today, or handled it at its end."""
    for item in sorted(procedures, key=lambda procedure: procedure.code):
        for n, tier in enumerate(item.homes, 1):
            yield (item.code, n, *_executing(item, tier), SOURCE)


def _executing(item: Procedure, tier: str) -> tuple[str, str]:
    if tier == DEPARTMENTS:
        early = item.abolished is not None and item.abolished <= REFORM
        code, name, *_ = OFFICES[item.field.before if early else item.field.since]
        return name, f"{PROVINCE}.{code}"
    if tier == POLICE:
        return "Công an cấp xã", POLICE
    if tier == DISTRICTS and item.abolished and item.abolished <= REFORM:
        return "Ủy ban nhân dân cấp huyện", DISTRICTS
    return "Ủy ban nhân dân cấp xã", COMMUNES
