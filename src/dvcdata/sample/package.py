"""The data package around the tables: descriptor, README, list of planted defects."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dvcdata import profiles
from dvcdata.sample.defects import Planted
from dvcdata.sample.months import RETRIEVED
from dvcdata.sample.names import PROVINCE
from dvcdata.sample.sheet import Cells, Sheet

PLANTED_HEAD = "| quy tắc / rule | bảng / table | khóa / key | cột / field | vì sao | why |\n|---|---|---|---|---|---|"
MADE_UP = "Dữ liệu giả định do máy sinh, không phải số liệu của địa phương nào"
MADE_UP_EN = "Made-up data from a generator, not the figures of any place"
PLANTED_COLUMNS = ("rule severity table key field changed_table changed_key changed_field from to why why_en").split()
SOURCE_COLUMNS = "source_id publisher title retrieved covers licence".split()
SOURCES = (
    ("s1", "Danh mục cơ quan, đơn vị hành chính"),
    ("s2", "Danh mục thủ tục hành chính"),
    ("s3", "Danh mục dịch vụ công trực tuyến"),
    ("s4", "Biểu 06 hằng tháng"),
    ("s5", "Hồ sơ theo dịch vụ, phần mềm một cửa điện tử"),
    ("s6", "Đánh giá mức độ hài lòng hằng quý"),
    ("s7", "Điểm Bộ chỉ số 766"),
    ("s8", "Kế hoạch, báo cáo và bản tin của tỉnh"),
    ("s9", "Cổng dữ liệu mở của tỉnh"),
)


def source_rows() -> list[Cells]:
    """The table sources: all of them invented, and each says so."""
    publisher = f"Tỉnh {PROVINCE} (giả định)"
    return [(code, publisher, f"{title} (giả định)", RETRIEVED, MADE_UP, "CC0-1.0") for code, title in SOURCES]


def descriptor(seed: int, scale: int, resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The content of datapackage.json."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "sample",
        "title": f"{MADE_UP} (tỉnh {PROVINCE}, H99)",
        "title_en": f"{MADE_UP_EN} (province {PROVINCE}, H99)",
        "description": f"{MADE_UP}. Để thử công cụ. Sinh bằng: dvcdata.sample --seed {seed} --scale {scale}.",
        "description_en": f"{MADE_UP_EN}. For trying the tool. From: dvcdata.sample --seed {seed} --scale {scale}.",
        "version": "1.0.0",
        "licenses": [
            {
                "name": "CC0-1.0",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
                "title": "Creative Commons Zero v1.0 Universal",
            }
        ],
        "sources": [{"title": MADE_UP}],
        "resources": list(resources),
    }


def resource(sheet: Sheet) -> dict[str, Any]:
    """The descriptor of a table; one of the profile takes its schema from there."""
    schema = sheet.schema or profiles.schema(sheet.name) or {}
    value = {
        "name": sheet.name,
        "type": "table",
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "title": schema["title"],
        "title_en": schema["title_en"],
    }
    return value | ({"schema": sheet.schema} if sheet.schema else {})


def planted_rows(planted: Sequence[Planted]) -> list[Cells]:
    """The rows of planted-defects.csv: one for each finding that a check must come to."""
    return [
        (
            *(item.found.rule, item.found.severity, item.table, item.key, item.found.field),
            *(item.changed_table, item.changed_key, item.changed, item.before, item.after),
            *(item.defect.why, item.defect.why_en),
        )
        for item in planted
    ]


def readme(
    resources: Sequence[dict[str, Any]], counts: Mapping[str, int], planted: Sequence[Planted], seed: int, scale: int
) -> str:
    """The content of README.md; its first line says that all of it is made up."""
    lines = [f"| `{r['name']}` | {r['title']} | {r['title_en']} | {counts[r['name']]} |" for r in resources]
    template = Path(__file__).with_name("readme.md").read_text("utf-8")
    return template.format(
        made_up=MADE_UP,
        made_up_en=MADE_UP_EN,
        province=PROVINCE,
        tables="\n".join(lines),
        command=f"python -m dvcdata.sample DIR --seed {seed} --scale {scale}",
        planted=_planted(planted),
    )


def _planted(planted: Sequence[Planted]) -> str:
    if not planted:
        return "Không có (`--clean`). / None (`--clean`)."
    lines = [
        f"| `{item.found.rule}` | `{item.table}` | `{_shown(item.key)}` | {_cell(item)}"
        f" | {item.defect.why} | {item.defect.why_en} |"
        for item in planted
    ]
    return "\n".join([PLANTED_HEAD, *lines])


def _cell(item: Planted) -> str:
    field = item.found.field
    if not item.changed:
        return f"`{field}`" if field else "–"
    change = f"`{_shown(item.before)}` → `{_shown(item.after)}`"
    if (item.changed, item.changed_key) == (field, item.key):
        return f"`{field}`: {change}"
    place = "" if item.changed_key == item.key else f" `{_shown(item.changed_key)}`"
    return f"`{field}` ({place.strip()}{' ' if place else ''}`{item.changed}`: {change})"


def _shown(value: str) -> str:
    return value.replace("|", " · ").strip() or "∅"
