"""What the made-up province set out to do, and the duties it has done (its actions)."""

from collections.abc import Iterator
from datetime import date

from dvcdata.sample.agencies import PROVINCE
from dvcdata.sample.dice import Dice
from dvcdata.sample.sheet import Cells

SOURCE = "s8"
PLAN = "Kế hoạch 21/KH-UBND ngày 15/01/2026 (giả định)"
COLUMNS = "indicator scope due title title_en comparator value unit population regime basis source_id".split()
ACTION_COLUMNS = "agency_code kind date decision_no source_id".split()

TARGETS = (
    (
        *("dossiers-on-time", PROVINCE, "2026", "Từ 98% hồ sơ được giải quyết đúng và trước hạn"),
        *("At least 98% of dossiers resolved on time or early", ">=", 98, "percent", "hồ sơ đã giải quyết", None),
    ),
    (
        *("eligible-procedures-online", PROVINCE, "2025", "Toàn bộ thủ tục đủ điều kiện được cung cấp trực tuyến"),
        *("All eligible procedures offered online", "=", 100, "percent", "thủ tục đủ điều kiện", None),
    ),
    (
        *("full-services-of-eligible", PROVINCE, "2026", "80% dịch vụ đủ điều kiện là toàn trình"),
        *("80% of eligible services fully online", ">=", 80, "percent", "dịch vụ đủ điều kiện", "224/2026"),
    ),
    (
        *("online-dossiers", PROVINCE, "2025", "70% hồ sơ tiếp nhận là trực tuyến"),
        *("70% of dossiers received online", ">=", 70, "percent", "hồ sơ tiếp nhận trong năm", None),
    ),
    (
        *("online-dossiers", PROVINCE, "2026", "85% hồ sơ tiếp nhận là trực tuyến"),
        *("85% of dossiers received online", ">=", 85, "percent", "hồ sơ tiếp nhận trong năm", None),
    ),
    (
        *("online-dossiers", f"each:unit-of:{PROVINCE}", "2026", "Mỗi đơn vị có từ 75% hồ sơ trực tuyến"),
        *("At least 75% of dossiers online at every unit", ">=", 75, "percent", "hồ sơ tiếp nhận trong năm", None),
    ),
    (
        *("open-datasets", PROVINCE, "2026", "Công bố từ 20 bộ dữ liệu mở"),
        *("At least 20 open datasets published", ">=", 20, "count", None, None),
    ),
    (
        *("procedures-cut", PROVINCE, "2026", "Cắt giảm từ 30 thủ tục"),
        *("At least 30 procedures cut", ">=", 30, "count", None, None),
    ),
    (
        *("satisfaction-rate", PROVINCE, "2026", "Từ 95% lượt đánh giá là hài lòng"),
        *("At least 95% of ratings satisfied", ">=", 95, "percent", "lượt đánh giá", None),
    ),
    (
        *("services-with-dossiers", PROVINCE, "2026", "80% dịch vụ trực tuyến có phát sinh hồ sơ"),
        *("80% of online services with dossiers", ">=", 80, "percent", "dịch vụ trực tuyến", None),
    ),
)
KINDS = (
    ("plan_issued", "KH-UBND", date(2025, 1, 14)),
    ("plan_issued", "KH-UBND", date(2026, 1, 15)),
    ("eligible_list_issued", "QĐ-UBND", date(2024, 11, 20)),
    ("eligible_list_issued", "QĐ-UBND", date(2025, 8, 12)),
    ("eligible_list_issued", "QĐ-UBND", date(2026, 7, 9)),
    ("open_list_reviewed", "QĐ-UBND", date(2025, 2, 18)),
    ("open_list_reviewed", "QĐ-UBND", date(2025, 8, 21)),
    ("open_list_reviewed", "QĐ-UBND", date(2026, 2, 26)),
    ("open_list_reviewed", "QĐ-UBND", date(2026, 8, 20)),
    ("fee_cut", "NQ-HĐND", date(2025, 7, 18)),
)


def rows() -> Iterator[Cells]:
    """The table targets."""
    yield from ((*target, PLAN, SOURCE) for target in TARGETS)


def action_rows(seed: int) -> Iterator[Cells]:
    """The table actions: what the province did, and which departments announced online-only services."""
    dice = Dice(seed, "actions")
    done = [(PROVINCE, kind, day, f"{dice.between(12, 900)}/{mark}") for kind, mark, day in KINDS]
    for place in (1, 2, 4, 6, 31, 32):
        day = date(2026, dice.between(1, 6), dice.between(2, 27))
        done.append((f"{PROVINCE}.{place:02}", "online_only_announced", day, f"{dice.between(20, 400)}/TB-S"))
    yield from ((*action, SOURCE) for action in sorted(done))
