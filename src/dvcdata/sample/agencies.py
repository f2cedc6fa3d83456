"""The bodies of the made-up province H99 and their territories, before and since its reorganisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dvcdata.sample import names
from dvcdata.sample.dice import Dice
from dvcdata.sample.months import EVE, REFORM

PROVINCE = "H99"  # no real province has this code
PROVINCE_UNIT = "99"
DEPARTMENTS, DISTRICTS, COMMUNES, POLICE = "SO", "HUYEN", "XA", "CA"  # group codes
DISTRICT_COUNT, NEW_COMMUNES = 9, 130
CITIES = 2  # the first districts of every nine are towns, their communes wards
SOURCE = "s1"

# key: code, name, kind, key of what it became on 2025-07-01 ("" : it stayed), exists from the reorganisation on?
OFFICES = {
    "TP": ("01", "Sở Tư pháp", "department", "", False),
    "CT": ("02", "Sở Công Thương", "department", "", False),
    "GD": ("03", "Sở Giáo dục và Đào tạo", "department", "", False),
    "YT": ("04", "Sở Y tế", "department", "", False),
    "VH": ("05", "Sở Văn hóa, Thể thao và Du lịch", "department", "", False),
    "TC": ("06", "Sở Tài chính", "department", "", False),
    "NV": ("07", "Sở Nội vụ", "department", "", False),
    "KC": ("08", "Sở Khoa học và Công nghệ", "department", "", False),
    "KN": ("09", "Ban Quản lý các khu công nghiệp", "board", "", False),
    "XD": ("11", "Sở Xây dựng", "department", "XG", False),
    "GT": ("12", "Sở Giao thông vận tải", "department", "XG", False),
    "MT": ("13", "Sở Tài nguyên và Môi trường", "department", "NM", False),
    "NN": ("14", "Sở Nông nghiệp và Phát triển nông thôn", "department", "NM", False),
    "KD": ("15", "Sở Kế hoạch và Đầu tư", "department", "TC", False),
    "LD": ("16", "Sở Lao động - Thương binh và Xã hội", "department", "NV", False),
    "TT": ("17", "Sở Thông tin và Truyền thông", "department", "KC", False),
    "DT": ("18", "Ban Dân tộc", "department", "DG", False),
    "XG": ("31", "Sở Xây dựng", "department", "", True),
    "NM": ("32", "Sở Nông nghiệp và Môi trường", "department", "", True),
    "DG": ("33", "Sở Dân tộc và Tôn giáo", "department", "", True),
}


@dataclass(frozen=True)
class Agency:
    """A body that takes dossiers; `group` is the code its usage is counted under, `weight` its size."""

    code: str
    name: str
    kind: str
    tier: str
    group: str
    weight: int = 100
    unit_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""

    @property
    def short_name(self) -> str:
        """The name for tables and charts."""
        text = self.name.removeprefix("Ủy ban nhân dân ")
        return text[0].upper() + text[1:]

    @property
    def place(self) -> str:
        """The name of the place alone: "xã Lạc Viên" is Lạc Viên."""
        words = self.short_name.split()
        return " ".join(words[1:] if words[0] in ("Phường", "Xã", "Huyện") else words[2:])

    def exists(self, day: date) -> bool:
        """Whether the body is in force on that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True)
class World:
    """All bodies; `heirs` says which communes an old commune or district went into."""

    scale: int
    departments: Mapping[str, Agency]
    districts: tuple[Agency, ...]
    old_communes: tuple[Agency, ...]
    communes: tuple[Agency, ...]
    heirs: Mapping[str, tuple[str, ...]]
    district_of: Mapping[str, str]

    def bodies(self) -> list[Agency]:
        """Every body below the province, by code."""
        every = [*self.departments.values(), *self.districts, *self.old_communes, *self.communes]
        return sorted(every, key=lambda agency: agency.code)


def build(seed: int, scale: int) -> World:
    """The bodies of a province, `scale` times as many districts and communes as the sample that is shipped."""
    dice, district_count = Dice(seed, "agencies"), DISTRICT_COUNT * scale
    words = names.communes(dice)
    districts = tuple(_district(n, next(words)) for n in range(district_count))
    old: list[Agency] = []
    new: list[Agency] = []
    heirs: dict[str, tuple[str, ...]] = {district.code: () for district in districts}
    district_of: dict[str, str] = {}
    counts = [0] * district_count
    for n in range(NEW_COMMUNES * scale):
        home = n * district_count // (NEW_COMMUNES * scale)
        code, town = f"{PROVINCE}.{100 + n}", home % DISTRICT_COUNT < CITIES
        parts = 1 + (n % 3 == 0) + (n % 43 == 0)
        for _ in range(parts):
            counts[home] += 1
            old.append(_old_commune(len(old), counts[home], districts[home], next(words), town, dice, code))
            heirs[old[-1].code] = (code,)
            district_of[old[-1].code] = districts[home].code
        if n % 45 == 40:  # now and then a commune was divided: its second half went to the one before
            heirs[old[-1].code] = (code, new[-1].code)
        new.append(_commune(code, old[-parts:], next(words) if dice.chance(40) else "", town))
        heirs[districts[home].code] += (code,)
        district_of[code] = districts[home].code
    return World(scale, _departments(), districts, tuple(old), tuple(new), heirs, district_of)


def _departments() -> dict[str, Agency]:
    return {
        key: Agency(
            code=f"{PROVINCE}.{code}",
            name=name,
            kind=kind,
            tier="province",
            group=f"{PROVINCE}.{code}",
            valid_from=REFORM if late else None,
            valid_to=EVE if heir else None,
            successor=f"{PROVINCE}.{OFFICES[heir][0]}" if heir else "",
        )
        for key, (code, name, kind, heir, late) in OFFICES.items()
    }


def _district(n: int, name: str) -> Agency:
    place = n % DISTRICT_COUNT
    kind = ("thành phố", "thị xã")[place] if place < CITIES else "huyện"
    return Agency(
        code=f"{PROVINCE}.{40 + n}" if n < DISTRICT_COUNT else f"{PROVINCE}.D{n}",
        name=f"Ủy ban nhân dân {kind} {names.PROVINCE if n == 0 else name}",
        kind="district",
        tier="district",
        group=DISTRICTS,
        unit_code=str(990 + n) if n < DISTRICT_COUNT else f"99D{n}",
        valid_to=EVE,
    )


def _old_commune(n: int, place: int, home: Agency, name: str, town: bool, dice: Dice, heir: str) -> Agency:
    kind = "phường" if town else "thị trấn" if place == 1 else "xã"
    return Agency(
        code=f"{home.code}.{place:02}",
        name=f"Ủy ban nhân dân {kind} {name}",
        kind="commune",
        tier="commune",
        group=COMMUNES,
        weight=dice.between(50, 110) + 50 * town,
        unit_code=f"{99000 + n}",
        valid_to=EVE,
        successor=heir,
    )


def _commune(code: str, parts: list[Agency], name: str, town: bool) -> Agency:
    return Agency(
        code=code,
        name=f"Ủy ban nhân dân {'phường' if town else 'xã'} {name or parts[0].place}",
        kind="commune",
        tier="commune",
        group=COMMUNES,
        weight=sum(part.weight for part in parts),
        unit_code=parts[0].unit_code,  # as in 2025: a merged commune keeps the code of one of its parts
        valid_from=REFORM,
    )
