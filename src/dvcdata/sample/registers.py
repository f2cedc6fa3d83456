"""The tables of who and where: agencies, their other names, groups, units and their changes, coverage."""

from collections.abc import Iterator
from datetime import date

from dvcdata.sample import agencies, names
from dvcdata.sample.agencies import COMMUNES, DEPARTMENTS, DISTRICTS, POLICE, PROVINCE, PROVINCE_UNIT, World
from dvcdata.sample.fields import FIELDS
from dvcdata.sample.months import EVE, REFORM
from dvcdata.sample.sheet import Cells

SOURCE = agencies.SOURCE
UNKNOWN_START = date(1900, 1, 1)

AGENCY_COLUMNS = (
    "agency_code name short_name kind tier parent_code unit_code valid_from valid_to successor_code source_id"
).split()
NAME_COLUMNS = "agency_code name kind from_date to_date source_id".split()
GROUP_COLUMNS = "group_code name tier kind parent_code source_id".split()
UNIT_COLUMNS = "unit_code valid_from valid_to name kind tier parent_code agency_code source_id".split()
CHANGE_COLUMNS = "old_code new_code date share source_id".split()
COVERAGE_COLUMNS = "agency_code field_code system included since source_id".split()

GROUPS = (
    (POLICE, "Công an cấp xã", "commune", "vertical", None),
    (DISTRICTS, "Ủy ban nhân dân cấp huyện", "district", "district", PROVINCE),
    (DEPARTMENTS, "Sở, ban, ngành", "province", None, PROVINCE),
    (COMMUNES, "Ủy ban nhân dân cấp xã", "commune", "commune", PROVINCE),
)


def agency_rows(world: World) -> Iterator[Cells]:
    """The province and every body below it. A body's parent is the one whose totals include it: the province."""
    title = f"Ủy ban nhân dân tỉnh {names.PROVINCE}"
    unit = PROVINCE_UNIT
    yield (PROVINCE, title, f"Tỉnh {names.PROVINCE}", "province", "province", None, unit, None, None, None, SOURCE)
    for body in world.bodies():
        yield (
            *(body.code, body.name, body.short_name, body.kind, body.tier, PROVINCE),
            *(body.unit_code, body.valid_from, body.valid_to, body.successor, SOURCE),
        )


def name_rows(world: World) -> Iterator[Cells]:
    """What communes are called in short, and the bodies that each one continues."""
    before: dict[str, list[str]] = {}
    for body in (*world.old_communes, *world.departments.values()):
        if body.successor:
            before.setdefault(body.successor, []).append(body.name)
    for body in world.bodies():
        rows: list[tuple[str, str, date | None]] = [
            (name, "former", EVE) for name in before.get(body.code, []) if name != body.name
        ]
        if body.tier == "commune" and not body.valid_to:
            rows.append((body.name.replace("Ủy ban nhân dân", "UBND"), "alias", None))
        for name, kind, until in sorted(rows, key=lambda row: row[0]):
            yield body.code, name, kind, None, until, SOURCE


def group_rows() -> Iterator[Cells]:
    """The classes that forms and lists name instead of a body."""
    yield from ((*group, SOURCE) for group in GROUPS)


def unit_rows(world: World) -> Iterator[Cells]:
    """Province, districts, old and new communes; a merged commune keeps the code of one of its parts."""
    rows: list[tuple[str, date, date | None, str, str, str, str | None, str, str]] = [
        (PROVINCE_UNIT, UNKNOWN_START, None, f"Tỉnh {names.PROVINCE}", "province", "province", None, PROVINCE, SOURCE)
    ]
    units = {body.code: body.unit_code for body in world.districts}
    for body in (*world.districts, *world.old_communes, *world.communes):
        tier = body.tier
        parent = units[world.district_of[body.code]] if body in world.old_communes else PROVINCE_UNIT
        kind = _kind(body.short_name)
        start = body.valid_from or UNKNOWN_START
        rows.append((body.unit_code, start, body.valid_to, body.short_name, kind, tier, parent, body.code, SOURCE))
    yield from sorted(rows, key=lambda row: row[:2])


def _kind(name: str) -> str:
    kinds = {"Phường": "ward", "Xã": "commune", "Thị trấn": "township", "Thị xã": "town"}
    kinds |= {"Thành phố": "city", "Huyện": "district"}
    return next(kind for word, kind in kinds.items() if name.startswith(word))


def change_rows(world: World) -> Iterator[Cells]:
    """Which old commune or district went into which commune, whole or in part."""
    codes = {body.code: body.unit_code for body in world.bodies()}
    for body in (*world.old_communes, *world.districts):
        heirs = world.heirs[body.code]
        share = "whole" if len(heirs) == 1 else "part"
        yield from ((body.unit_code, codes[heir], REFORM, share, SOURCE) for heir in heirs)


def coverage_rows() -> Iterator[Cells]:
    """For each field and who takes its dossiers: are they in the totals of form 06, and if not, where."""
    rows = []
    for field in FIELDS:
        for home in field.homes:
            tier = COMMUNES if home.tier == DISTRICTS else home.tier
            body = f"{PROVINCE}.{agencies.OFFICES[field.since][0]}" if tier == DEPARTMENTS else tier
            system = "Một cửa điện tử" if home.share else _system(tier, field.code)
            rows.append((body, field.code, system, bool(home.share), REFORM if home.share else None, SOURCE))
    yield from sorted(rows, key=lambda row: row[:3])


def _system(tier: str, field_code: str) -> str:
    if tier == POLICE:
        return "Phần mềm của ngành Công an"
    return "Hệ thống đăng ký doanh nghiệp" if field_code == "TC-DN" else "Phần mềm chuyên ngành"
