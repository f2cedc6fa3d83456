"""Numbers that the made-up province published about itself, computed from its own tables and rightly rounded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dvcdata.sample import open_datasets
from dvcdata.sample.agencies import PROVINCE
from dvcdata.sample.dossiers import BASIS
from dvcdata.sample.facts import Facts
from dvcdata.sample.months import COUNT, LAST_DAY
from dvcdata.sample.scores import half_up
from dvcdata.sample.sheet import Cells

SOURCE = "s8"
COLUMNS = (
    "figure_id source_id date statement statement_en indicator scope regime level population period period_basis as_of"
    " qualifier relation value decimals unit numerator denominator base_figure_id base_period factor"
).split()
YEAR_2025, FIRST_HALF_2025, FIRST_HALF_2026 = range(4, 16), range(4, 10), range(16, 22)
LAST = COUNT - 1
YEARLY, MID_2025, MID_2026, BULLETIN = date(2026, 1, 12), date(2025, 7, 15), date(2026, 7, 14), date(2026, 9, 8)

# figure: indicator, population, unit, statement in both languages ({value} as printed)
WORDS = {
    "F01": (
        *("online-dossiers", "hồ sơ tiếp nhận trong năm", "percent"),
        "Năm 2025, {value}% hồ sơ tiếp nhận là trực tuyến.",
        "In 2025, {value}% of dossiers were received online.",
    ),
    "F02a": (
        *("online-dossiers", "hồ sơ trực tuyến", "dossiers"),
        "Sáu tháng đầu năm 2025 có {value} hồ sơ trực tuyến.",
        "In the first half of 2025, {value} dossiers were received online.",
    ),
    "F02b": (
        *("online-dossiers", "hồ sơ trực tuyến", "dossiers"),
        "Sáu tháng đầu năm 2026 có hơn {value} hồ sơ trực tuyến.",
        "In the first half of 2026, more than {value} dossiers were received online.",
    ),
    "F02c": (
        *("online-dossiers", "hồ sơ trực tuyến", "times"),
        "Hồ sơ trực tuyến sáu tháng đầu năm 2026 gấp {value} lần cùng kỳ.",
        "Online dossiers in the first half of 2026 were {value} times those of a year before.",
    ),
    "F03": (
        *("dossiers-on-time", "hồ sơ đã giải quyết", "percent"),
        "Tháng 8/2026, {value}% hồ sơ được giải quyết đúng và trước hạn.",
        "In August 2026, {value}% of resolved dossiers were on time or early.",
    ),
    "F04": (
        *("services-with-dossiers", "dịch vụ trực tuyến của tỉnh", "percent"),
        "Tháng 8/2026, {value}% dịch vụ trực tuyến có phát sinh hồ sơ.",
        "In August 2026, {value}% of online services had dossiers.",
    ),
    "F05": (
        *("full-services", "dịch vụ trực tuyến của tỉnh", "percent"),
        "Gần {value}% dịch vụ trực tuyến là toàn trình.",
        "Nearly {value}% of online services are fully online.",
    ),
    "F06": (
        *("online-services", "dịch vụ trực tuyến của tỉnh", "services"),
        "Tỉnh cung cấp {value} dịch vụ công trực tuyến.",
        "The province offers {value} online services.",
    ),
    "F07": (
        *("communes-online-90", "xã, phường", "communes"),
        "{value} xã, phường có từ 90% hồ sơ trực tuyến trong tháng 8/2026.",
        "In {value} communes at least 90% of dossiers were online in August 2026.",
    ),
    "F08": (
        *("procedures-cut", "thủ tục bãi bỏ, không có thủ tục thay thế", "procedures"),
        "Tám tháng đầu năm 2026, tỉnh cắt {value} thủ tục.",
        "In the first eight months of 2026, the province cut {value} procedures.",
    ),
    "F09": (
        *("services-new", "dịch vụ của thủ tục mới", "services"),
        "Tám tháng đầu năm 2026 có {value} dịch vụ cho thủ tục mới.",
        "In the first eight months of 2026, {value} services opened for new procedures.",
    ),
    "F10": (
        *("open-datasets", "cổng dữ liệu mở của tỉnh", "datasets"),
        "Tỉnh công bố {value} bộ dữ liệu mở.",
        "The province publishes {value} open datasets.",
    ),
    "F11": (
        *("eligible-procedures-online", "thủ tục đủ điều kiện", "percent"),
        "Khoảng {value}% thủ tục đủ điều kiện đã được cung cấp trực tuyến.",
        "About {value}% of eligible procedures are offered online.",
    ),
    "F12": (
        *("satisfaction-rate", "lượt đánh giá ở đơn vị có từ 5 lượt", "percent"),
        "Quý II/2026, {value}% lượt đánh giá hài lòng.",
        "In the second quarter of 2026, {value}% of ratings were satisfied.",
    ),
}


@dataclass(frozen=True)
class Figure:
    """One published number; what it says in words is in WORDS."""

    figure_id: str
    day: date
    period: str
    relation: str
    value: Decimal
    decimals: int = 0
    qualifier: str = "exact"
    of: tuple[int | None, int | None] = (None, None)  # numerator, denominator
    base: tuple[str | None, str | None] = (None, None)  # figure, period
    as_of: date | None = None
    level: tuple[str | None, str | None] = (None, None)  # regime, level

    def row(self) -> Cells:
        """The row of table figures."""
        indicator, population, unit, statement, statement_en = WORDS[self.figure_id]
        printed = f"{self.value:,.{self.decimals}f}"
        in_vietnamese = printed.translate(str.maketrans(",.", ".,"))
        return (
            *(self.figure_id, SOURCE, self.day, statement.format(value=in_vietnamese)),
            *(statement_en.format(value=printed), indicator, PROVINCE, *self.level, population),
            *(self.period, BASIS, self.as_of, self.qualifier, self.relation, self.value, self.decimals, unit),
            *(*self.of, *self.base, self.value if self.relation == "times" else None),
        )


def rows(facts: Facts, satisfied: int, rated: int) -> Iterator[Cells]:
    """The table figures: a dozen numbers, from a yearly report, a half-yearly one and the last month's bulletin."""
    share = half_up(100 * satisfied, rated, 1)
    last = Figure("F12", MID_2026, "2026-Q2", "share", share, 1, of=(satisfied, rated))
    for figure in (*_dossiers(facts), *_services(facts), *_catalogue(facts), last):
        yield figure.row()


def _received(facts: Facts, months: Iterable[int]) -> tuple[int, int]:
    span = list(months)
    online = facts.flow(span, "received_online")
    return online, online + facts.flow(span, "received_offline")


def _dossiers(facts: Facts) -> Iterator[Figure]:
    year = _received(facts, YEAR_2025)
    before, half = _received(facts, FIRST_HALF_2025)[0], _received(facts, FIRST_HALF_2026)[0]
    form = facts.form(PROVINCE, LAST)
    timely = (form["resolved_early"] + form["resolved_on_time"], form["resolved_total"])
    yield Figure("F01", YEARLY, "2025", "share", half_up(100 * year[0], year[1], 1), 1, of=year)
    yield Figure("F02a", MID_2025, "2025-H1", "count", Decimal(before))
    yield Figure("F02b", MID_2026, "2026-H1", "count", Decimal(half // 1000 * 1000), 0, "more_than")
    ratio, base = half_up(half, before), ("F02a", "2025-H1")
    yield Figure("F02c", MID_2026, "2026-H1", "times", ratio, 2, of=(half, before), base=base)
    yield Figure("F03", BULLETIN, "2026-08", "share", half_up(100 * timely[0], timely[1]), 2, of=timely)


def _services(facts: Facts) -> Iterator[Figure]:
    offered = facts.on_offer(LAST)
    count, full = len(offered), sum(item.level == "full" for item in offered)
    used = facts.usage.used_online[LAST]
    forms = [facts.form(body.code, LAST) for body in facts.world.communes]
    leading = sum(form["received_online"] >= 9 * form["received_offline"] for form in forms)
    nearly, level = Decimal(-(-100 * full // count)), ("224/2026", "full")
    yield Figure("F04", BULLETIN, "2026-08", "share", half_up(100 * used, count), 2, of=(used, count))
    yield Figure("F05", BULLETIN, "2026-08", "share", nearly, 0, "nearly", (full, count), as_of=LAST_DAY, level=level)
    yield Figure("F06", BULLETIN, "2026-08", "count", Decimal(count), as_of=LAST_DAY)
    yield Figure("F07", BULLETIN, "2026-08", "count", Decimal(leading), of=(leading, len(forms)))


def _catalogue(facts: Facts) -> Iterator[Figure]:
    cut = [item for item in facts.procedures if item.status == "abolished" and not item.recreated]
    this_year = [item for item in cut if item.abolished and item.abolished.year == LAST_DAY.year]
    new = {item.code for item in facts.procedures if item.change_kind == "new" and not item.recreated}
    opened = [item for item in facts.services if item.procedure.code in new and item.launched.year == LAST_DAY.year]
    eligible = [item for item in facts.in_force(LAST) if item.eligible]
    online = {item.procedure.code for item in facts.on_offer(LAST)}
    reached = (sum(item.code in online for item in eligible), len(eligible))
    share = half_up(100 * reached[0], reached[1], 0)
    yield Figure("F08", BULLETIN, "2026", "count", Decimal(len(this_year)), as_of=LAST_DAY)
    yield Figure("F09", BULLETIN, "2026", "count", Decimal(len(opened)), as_of=LAST_DAY)
    yield Figure("F10", BULLETIN, "2026-08", "count", Decimal(len(open_datasets.DATASETS)), as_of=LAST_DAY)
    yield Figure("F11", BULLETIN, "2026-08", "share", share, 0, "about", reached, as_of=LAST_DAY)
