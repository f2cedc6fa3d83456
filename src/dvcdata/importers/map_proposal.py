"""Proposes how to read an unknown table, by the likeness of its labels to the columns of the tables that are known."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from dvcdata import profiles
from dvcdata.importers import readings
from dvcdata.importers.ids import fold
from dvcdata.importers.maps import ASKED, LEFT_OUT, PARTS, TableMap
from dvcdata.importers.tables import JOINED, Header, headers, tidy
from dvcdata.spreadsheets.workbook import Sheet

LIKE = 0.72  # as much must a label be like a name to be proposed for it
SURE = 0.999
NAMED = 0.97  # another name that software gives to the column
TABLES = (
    "usage",
    "dossiers",
    "satisfaction",
    "services",
    "procedures",
    "service_offers",
    "agencies",
    "actions",
    "scores",
)
SHORT = {
    "tthc": "thu tuc hanh chinh",
    "dvctt": "dich vu cong truc tuyen",
    "dvc": "dich vu cong",
    "hs": "ho so",
    "sl": "so luong",
    "tt": "thu tu",
    "bcci": "buu chinh",
}
# Other names that software gives to a column, beyond its own, its titles and what these have in common.
OTHERS: dict[str, tuple[str, ...]] = {
    "item_code": ("Mã thủ tục hành chính", "Mã thủ tục", "Mã dịch vụ", "Mã dịch vụ công", "Mã DVC trực tuyến"),
    "service_code": ("Mã dịch vụ công trực tuyến", "Mã dịch vụ"),
    "procedure_code": ("Mã thủ tục hành chính", "Mã số"),
    "agency_code": (
        "Mã đơn vị",
        "Mã cơ quan",
        "Đơn vị",
        "Cơ quan",
        "Tên đơn vị",
        "Đơn vị tiếp nhận",
        "Cơ quan thực hiện",
    ),
    "owner_code": ("Mã đơn vị", "Đơn vị", "Cơ quan"),
    "name": ("Tên thủ tục hành chính", "Tên dịch vụ công", "Tên dịch vụ công trực tuyến"),
    "period": ("Kỳ", "Kỳ thống kê", "Tháng năm"),
    "received_total": (
        "Tổng tiếp nhận",
        "Tổng số tiếp nhận",
        "Tổng số hồ sơ tiếp nhận",
        "Số hồ sơ tiếp nhận",
        "Tiếp nhận",
        "Tiếp nhận: tổng số",
    ),
    "received_online": (
        "Trực tuyến",
        "Hồ sơ trực tuyến",
        "Tiếp nhận trực tuyến",
        "Số hồ sơ trực tuyến",
        "Nộp trực tuyến",
    ),
    "received_offline": ("Trực tiếp", "Hồ sơ trực tiếp", "Trực tiếp, bưu chính", "Tiếp nhận trực tiếp"),
    "resolved_total": (
        "Đã giải quyết",
        "Tổng đã giải quyết",
        "Số hồ sơ đã giải quyết",
        "Giải quyết: tổng số",
        "Đã xử lý",
    ),
    "resolved_overdue": ("Quá hạn", "Giải quyết quá hạn", "Trễ hạn"),
    "field_name": ("Tên lĩnh vực",),
    "year": ("Năm",),
    "month": ("Tháng",),
    "quarter": ("Quý",),
}
# Words that tell columns of one kind apart, folded: a label with one of them means no column whose names lack it, and
# a column all of whose names have one is not meant by a label without it.
TELLING = (
    ("truc tuyen", "online"),
    ("truc tiep", "buu chinh", "offline"),
    ("ho tro", "assisted"),
    ("truoc han", "som han", "early"),
    ("dung han", "on time"),
    ("trong han",),
    ("qua han", "tre han", "overdue"),
    ("ky truoc", "ton", "carried"),
    ("thanh toan", "paid"),
    ("hai long", "satisfied"),
    ("tra lai", "tu choi", "rut"),
)
ORDER = re.compile("s?tt|so tt|so thu tu|thu tu|#")


@dataclass(frozen=True)
class Proposal:
    """A map for an unknown table, and whether every label is a name of its column."""

    map: TableMap
    sure: bool
    doubts: frozenset[str]
    """The labels that are only like a name of their column."""
    missing: tuple[str, ...]
    """Key columns that neither a label nor an answer can give."""
    score: float


def propose(sheets: Iterable[Sheet]) -> Proposal | None:
    """The best map for the tables in these sheets; None where nothing is alike."""
    found = [
        proposal
        for sheet in sheets
        for header in headers(sheet)
        for table in TABLES
        if (proposal := _proposal(header, table))
    ]
    complete = [item for item in found if not item.missing] or found
    return max(complete, key=lambda item: item.score, default=None)


def _proposal(header: Header, table: str) -> Proposal | None:
    labels = [label for label in header.labels if label and not ORDER.fullmatch(fold(label))]
    pairs = _pairs(labels, [*profiles.columns(table), *(PARTS if "period" in profiles.columns(table) else ())])
    if len(pairs) < 2:
        return None
    columns = {label: pairs[label][0] if label in pairs else LEFT_OUT for label in header.labels if label}
    given = {column for column, _ in pairs.values()}
    schema = profiles.schema(table) or {}
    constants = {"row_kind": "field"} if table == "dossiers" and "row_kind" not in given else {}
    by_parts = ["period"] if {"year", "month"} <= given or {"year", "quarter"} <= given else []
    by_name = ["field_code"] if "field_name" in given else []
    asked = ASKED if len(schema["primaryKey"]) > 1 else ()
    there = {*given, *constants, *asked, *by_parts, *by_name, "source_id"}
    missing = tuple(name for name in schema["primaryKey"] if name not in there)
    texts = _texts(header, pairs, {item["name"]: item["type"] for item in schema["fields"]})
    decimal, thousands = readings.marks(texts["number"] + texts["integer"])
    title, dates = str(schema["title"]), readings.order(texts["date"])
    item = TableMap(table, columns, constants, title=title, decimal=decimal, thousands=thousands, dates=dates)
    likeness = [like for _, like in pairs.values()]
    doubts = frozenset(label for label, (_, like) in pairs.items() if like < NAMED)
    score = sum(likeness) - 0.05 * (len(labels) - len(pairs)) - len(missing)
    return Proposal(item, min(likeness) >= SURE, doubts, missing, score)


def _texts(header: Header, pairs: Mapping[str, tuple[str, float]], types: Mapping[str, str]) -> dict[str, list[str]]:
    """The texts below a header by the types of the columns they are proposed for."""
    found: dict[str, list[str]] = {"number": [], "integer": [], "date": []}
    columns = [(n, types.get(pairs[label][0], "")) for n, label in enumerate(header.labels) if label in pairs]
    for _, row in header.below():
        for n, kind in columns:
            if kind in found and row[n].strip():
                found[kind].append(row[n])
    return found


def _pairs(labels: Sequence[str], columns: Sequence[str]) -> dict[str, tuple[str, float]]:
    """The likest columns of labels, each used once, the surest pairs first."""
    likeness = [
        (_like(label, column), label, column) for label in labels for column in columns if column != "source_id"
    ]
    found: dict[str, tuple[str, float]] = {}
    for like, label, column in sorted(likeness, key=lambda item: -item[0]):
        if like >= LIKE and label not in found and all(column != other for other, _ in found.values()):
            found[label] = (column, like)
    return found


def _like(label: str, column: str) -> float:
    """How alike a label and a column are: 1 where it is the column's own name or title, less where it may be meant."""
    whole = _words(label)
    if whole in _titles(column):
        return 1.0
    forms = {whole, _words(label.rpartition(JOINED)[2])}  # below a merged label, its own words may be enough
    names = {*_titles(column), *map(_words, OTHERS.get(column, ()))}
    told, known = _told(whole), [_told(name) for name in names]
    if not told <= frozenset().union(*known) or not frozenset.intersection(*known) <= told:
        return 0.0
    return 0.98 * max(_ratio(form, name) for form in forms for name in names)


@cache
def _told(words: str) -> frozenset[int]:
    """Which of the telling words a text has, by their place in the list."""
    there = f" {words} "
    return frozenset(n for n, some in enumerate(TELLING) if any(f" {word} " in there for word in some))


@cache
def _ratio(one: str, other: str) -> float:
    words, others = set(one.split()), set(other.split())
    shared = len(words & others) / len(words | others) if words | others else 0.0
    return max(SequenceMatcher(None, one, other).ratio(), shared)


@cache
def _titles(column: str) -> frozenset[str]:
    """What the profile calls a column."""
    fields = [item for table in TABLES for item in (profiles.schema(table) or {})["fields"] if item["name"] == column]
    titles = {name for item in fields for name in (item["title"], item["title_en"])}
    return frozenset(map(_words, {column, *titles}))


@cache
def _words(text: str) -> str:
    """A text as it is compared: folded, without marks, abbreviations written out."""
    plain = re.sub("[^a-z0-9]+", " ", fold(tidy(text)))
    return " ".join(SHORT.get(word, word) for word in plain.split())
