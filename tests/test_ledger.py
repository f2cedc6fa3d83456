"""A ledger keeps every finding, exactly as it was, without keeping them all in memory."""

import gc
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest
from checking import as_json
from running import Run, Write

from dvcdata import ledger
from dvcdata.findings import Finding, Severity
from dvcdata.ledger import Ledger

PARAMS = {
    "decimal": Decimal("1250.50"),
    "huge": Decimal("1E+400"),
    "date": date(2026, 11, 21),
    "moment": datetime(2026, 11, 21, 14, 5),
    "nothing": None,
    "yes": True,
    "int": 2**70,
    "float": 0.1,
    "text": "Đăng\nký\x00",
    "list": [Decimal("1.0"), None, "a"],
    "nested": {"$date": "không phải ngày", "d": date(2026, 1, 1), "in": {"n": Decimal(1)}},
    "by date": {date(2026, 1, 1): Decimal("2.50")},
}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that keeps five findings in memory and writes three at once."""
    monkeypatch.setattr(ledger, "IN_MEMORY", 5)
    monkeypatch.setattr(ledger, "BATCH", 3)


def finding(number: int, severity: Severity = "error", rule: str = "type-error", **params: object) -> Finding:
    return Finding(rule, severity, "you", "goi", "dossiers", "dossiers.csv", number, params=params)


def findings(n: int) -> Iterator[Finding]:
    return (finding(number) for number in range(n))


@pytest.mark.parametrize("n", [0, 1, 4, 5, 6, 7, 8, 9, 11, 100])
def test_all_findings_come_back_in_the_order_they_came(small: None, n: int) -> None:
    kept = Ledger()
    kept.extend(findings(n))
    assert [item.row for item in kept] == list(range(n))
    assert len(kept) == n and bool(kept) == (n > 0)


def test_a_finding_comes_back_from_the_file_exactly_as_it_was(small: None) -> None:
    whole = Finding(
        *("a-rule", "info", "issuer", "gói", "bảng", "tệp.csv", 7, "cột", "giá trị", 9, "t.xlsx › Trang 1 › B17"),
        key={"$decimal": "1.000100"},
        params=PARAMS,
    )
    kept = Ledger()
    kept.extend([*findings(5), whole, *findings(5)])
    back = list(kept)[5]
    assert back == whole
    assert [type(value) for value in back.params.values()] == [type(value) for value in PARAMS.values()]
    assert str(back.params["decimal"]) == "1250.50"


def test_findings_may_be_added_while_others_are_read_and_read_twice_at_once(small: None) -> None:
    kept = Ledger()
    kept.extend(findings(20))
    half = islice(iter(kept), 9)
    assert [item.row for item in half] == list(range(9))  # left in the middle of the file
    kept.extend(finding(number) for number in range(20, 30))
    assert [(a.row, b.row) for a, b in zip(kept, kept, strict=True)] == [(n, n) for n in range(30)]


def test_counts_are_those_of_all_findings(small: None) -> None:
    kept = Ledger()
    for number in range(30):
        kept.add(finding(number, "error" if number % 3 else "warning", "a" if number % 2 else "b"))
    assert dict(kept.severities) == {"error": 20, "warning": 10}
    assert dict(kept.menders) == {"you": 30}
    groups = [(n, [(item.severity, item.rule, item.row) for item in first]) for n, first in kept.groups()]
    assert groups == [
        (10, [("error", "a", 1), ("error", "a", 5), ("error", "a", 7)]),
        (10, [("error", "b", 2), ("error", "b", 4), ("error", "b", 8)]),
        (5, [("warning", "a", 3), ("warning", "a", 9), ("warning", "a", 15)]),
        (5, [("warning", "b", 0), ("warning", "b", 6), ("warning", "b", 12)]),
    ]


def test_findings_beyond_the_first_are_not_kept_in_memory(small: None) -> None:
    kept = Ledger()
    gc.collect()
    before = alive()
    kept.extend(finding(number, value=f"x{number}") for number in range(10_000))
    assert alive() - before < 20  # those in memory, those not yet written, and the first of each kind
    assert sum(1 for _ in kept) == len(kept) == 10_000


def alive() -> int:
    return sum(isinstance(item, Finding) for item in gc.get_objects())


def test_the_file_is_gone_with_the_ledger(small: None) -> None:
    kept = Ledger()
    kept.extend(findings(50))
    file = kept._file
    assert file is not None and not file.closed
    del kept
    gc.collect()
    assert file.closed


def test_every_bad_cell_of_a_long_table_is_in_the_json(run: Run, package: Write) -> None:
    n = ledger.IN_MEMORY + ledger.BATCH + 7
    rows = "".join(f"H{number},A,x\n" for number in range(n))
    report = as_json(run, package(agencies="agency_code,name,valid_from\n" + rows), "--rule", "text-not-nfc")
    assert [item["row"] for item in report["findings"]] == list(range(2, n + 2))
    assert report["counts"]["error"] == n


def test_nothing_is_left_in_the_folder_for_temporary_files(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = Ledger()
    kept.extend(findings(50))
    del kept
    gc.collect()
    assert list(tmp_path.iterdir()) == []
