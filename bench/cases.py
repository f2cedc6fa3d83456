"""What is measured, in three literal tables: the peers, the cases, and what the figures must show.

A new case is a line of CASES (and, for another kind of input, a function of make.py that its `make` names).
A new peer is a line of PEERS and one script in peers/.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DAY = "2026-11-21"  # the date that dvcdata is told, so that every run does the same
PER_ROW = 1 / 13  # a share of rows as a share of cells: one bad cell in such a row of 13 columns
IDENTITIES = ("to-handle-total-inconsistent", "resolved-total-inconsistent", "stock-flow-inconsistent")


@dataclass(frozen=True)
class Peer:
    """A tool that is measured: one script, run as `python SCRIPT FOLDER OPTIONS` in a process of its own."""

    title: str
    script: str
    options: tuple[str, ...] = ()
    own: bool = False  # needs the peers' environment (requirements.txt); the others run on the project's
    most_rows: int = 1_000_000_000  # beyond it the figure is scaled up from a smaller case, and said to be
    packages: tuple[str, ...] = ()  # whose versions are told


@dataclass(frozen=True)
class Case:
    """An input and who reads it; `folder` instead of `make` for what the project already has."""

    title: str
    peers: tuple[str, ...]
    make: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    rows: int = 0
    folder: str = ""
    clean: bool | None = None  # True: a peer must find nothing; False: something; None: as may be


@dataclass(frozen=True)
class Target:
    """A bound on a median: `measure` of peer in case, at most `times` that of another (or at most `times` itself)."""

    case: str
    peer: str
    times: float
    than: str = ""
    than_case: str = ""  # else the same case
    measure: str = "wall"  # wall (s), inside (s) or peak (MB)


RULES = tuple(part for rule in IDENTITIES for part in ("--rule", rule))

PEERS = {
    "dvcdata": Peer("dvcdata validate, identities", "by_dvcdata.py", ("validate", *RULES), packages=("dvcdata",)),
    "dvcdata-inside": Peer("dvcdata, after its imports", "by_dvcdata_inside.py", RULES),
    "dvcdata-catalogue": Peer("dvcdata validate, every rule", "by_dvcdata.py", ("validate",)),
    "dvcdata-reports": Peer(
        "dvcdata validate, identities, all findings to JSON and CSV",
        "by_dvcdata.py",
        ("validate", *RULES, "--report", "{scratch}/all.json", "--report", "{scratch}/all.csv"),
    ),
    "dvcdata-help": Peer("dvcdata --help", "by_dvcdata.py", ("--help",)),
    "bare-scan": Peer("DuckDB, bare scan", "by_duckdb.py", packages=("duckdb",)),
    "dataframely": Peer("dataframely (polars)", "by_dataframely.py", own=True, packages=("dataframely", "polars")),
    "pandera": Peer("pandera (polars)", "by_pandera.py", own=True, packages=("pandera",)),
    "great-expectations": Peer(
        "Great Expectations (pandas)",
        "by_great_expectations.py",
        own=True,
        most_rows=2_000_000,
        packages=("great_expectations", "pandas"),
    ),
    "frictionless": Peer("frictionless", "by_frictionless.py", most_rows=2_000_000, packages=("frictionless",)),
}

TABULAR = (
    "dvcdata",
    "dvcdata-inside",
    "bare-scan",
    "dataframely",
    "pandera",
    "great-expectations",
    "frictionless",
)
KEYS: dict[str, Any] = {"key": True, "foreign": True}


def _dossiers(title: str, rows: int, *more: str, dirty: float = 0.0, **options: Any) -> Case:
    """The statistics of form 06, that many rows, read by every tabular peer."""
    return Case(title, TABULAR + more, "dossiers", {"dirty": dirty, **options}, rows, clean=not dirty)


CASES = {
    "try": _dossiers(
        "2,000 rows, both keys, bad cells: to see that all is there · 2.000 dòng, hai khoá, có ô sai: để thử",
        2_000,
        dirty=0.01,
        **KEYS,
    ),
    "200k-clean": _dossiers("0.2 M rows, clean · 0,2 triệu dòng, sạch", 200_000),
    "200k-keys": _dossiers("0.2 M rows, clean, both keys · 0,2 triệu dòng, sạch, hai khoá", 200_000, **KEYS),
    "200k-dirty": _dossiers(
        "0.2 M rows, a bad cell in 1 % of rows · 0,2 triệu dòng, 1 % số dòng có một ô sai",
        200_000,
        dirty=0.01 * PER_ROW,
    ),
    "2m-clean": _dossiers("2 M rows, clean · 2 triệu dòng, sạch", 2_000_000),
    "2m-key": _dossiers(
        "2 M rows, clean, composite primary key · 2 triệu dòng, sạch, khoá chính nhiều cột", 2_000_000, key=True
    ),
    "2m-keys": _dossiers(
        "2 M rows, clean, both keys · 2 triệu dòng, sạch, hai khoá", 2_000_000, "dvcdata-catalogue", **KEYS
    ),
    "2m-dirty": _dossiers(
        "2 M rows, a bad cell in 1 % of rows · 2 triệu dòng, 1 % số dòng có một ô sai", 2_000_000, dirty=0.01 * PER_ROW
    ),
    "2m-dirty-keys": _dossiers(
        "2 M rows, a bad cell in 1 % of rows, both keys · 2 triệu dòng, 1 % số dòng có một ô sai, hai khoá",
        2_000_000,
        dirty=0.01 * PER_ROW,
        **KEYS,
    ),
    "2m-dirty-cells": _dossiers("2 M rows, 1 % of cells bad · 2 triệu dòng, 1 % số ô sai", 2_000_000, dirty=0.01),
    "10m-clean": _dossiers("10 M rows, clean · 10 triệu dòng, sạch", 10_000_000),
    "10m-keys": _dossiers("10 M rows, clean, both keys · 10 triệu dòng, sạch, hai khoá", 10_000_000, **KEYS),
    "10m-dirty": _dossiers(
        "10 M rows, a bad cell in 1 % of rows · 10 triệu dòng, 1 % số dòng có một ô sai",
        10_000_000,
        dirty=0.01 * PER_ROW,
    ),
    "bad-cells": Case(
        "10.4 million findings: 2.6 M rows, a third of all cells bad · 10,4 triệu lỗi: 2,6 triệu dòng, 1/3 số ô sai",
        ("dvcdata-reports",),
        "dossiers",
        {"dirty": 1 / 3},
        2_600_000,
        clean=False,
    ),
    "sample": Case(
        "the sample package, every rule · gói dữ liệu mẫu, mọi quy tắc",
        ("dvcdata-catalogue",),
        folder="datasets/sample",
    ),
    "help": Case("the help page · trang trợ giúp", ("dvcdata-help",), folder="datasets/sample", clean=True),
}

TARGETS = (
    Target("2m-clean", "dvcdata", 1, "dataframely"),
    Target("2m-clean", "dvcdata", 1 / 30, "frictionless"),
    Target("2m-clean", "dvcdata-inside", 1.6, "bare-scan", measure="inside"),
    Target("2m-clean", "dvcdata", 1500, measure="peak"),
    Target("2m-key", "dvcdata", 1.5, "dvcdata", "2m-clean"),
    Target("2m-keys", "dvcdata", 1.5, "dvcdata", "2m-clean"),
    Target("2m-keys", "dvcdata-catalogue", 2.5, "dvcdata"),
    Target("2m-dirty", "dvcdata", 4, "dvcdata", "2m-clean"),
    Target("10m-clean", "dvcdata", 1, "dataframely"),
    Target("10m-clean", "dvcdata", 1 / 60, "frictionless"),
    Target("10m-clean", "dvcdata", 2, "bare-scan"),
    Target("10m-clean", "dvcdata-inside", 1.6, "bare-scan", measure="inside"),
    Target("10m-clean", "dvcdata", 1500, measure="peak"),
    Target("10m-keys", "dvcdata", 1.5, "dvcdata", "10m-clean"),
    Target("10m-dirty", "dvcdata", 4, "dvcdata", "10m-clean"),
    Target("10m-dirty", "dvcdata", 1500, measure="peak"),
    Target("bad-cells", "dvcdata-reports", 1500, measure="peak"),
    Target("sample", "dvcdata-catalogue", 1.5),
    Target("help", "dvcdata-help", 0.25),
)

CHECKS = {  # what a peer's script says of itself in its own CHECKS, in the order of the table in docs/
    "encoding": "declared encoding, NUL bytes, newlines · mã hoá, ký tự NUL, xuống dòng",
    "header": "header · dòng tiêu đề",
    "shape": "blank rows, missing and extra cells · dòng trống, thừa hoặc thiếu ô",
    "types": "types · kiểu dữ liệu",
    "required": "required · ô bắt buộc",
    "minimum": "minimum 0 · không âm",
    "pattern": "pattern of period · dạng của kỳ",
    "enum": "list of row kinds · danh sách loại dòng",
    "key": "composite primary key · khoá chính nhiều cột",
    "foreign": "foreign key · khoá ngoại",
    "identities": "row identities (3)=(4)+(5)+(6) … · tổng trong một dòng",
    "explained": "names row, column and value of each problem · nêu dòng, cột, giá trị của từng lỗi",
}
