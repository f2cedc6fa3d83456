"""`dvcdata outstanding`: the shortlist equals one made in plain Python, and somebody's list is checked against it."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from plain_measures import LAST, PROVINCE, SAMPLE, alive, number, procedures, table
from running import Run, Write


def plain(audience: str) -> list[str]:
    """The five services, by criteria met and then by online dossiers of 24 months."""
    online: dict[str, int] = defaultdict(int)
    for row in table("usage"):
        online[row["item_code"]] += number(row["received_online"]) or 0
    rated: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in table("satisfaction"):
        pair = number(row["ratings_satisfied"]), number(row["ratings"])
        if pair[0] is not None and pair[1] is not None:
            rated[row["item_code"]][0] += pair[0]
            rated[row["item_code"]][1] += pair[1]
    full = [
        row["service_code"]
        for row in table("services")
        if row["owner_code"] == PROVINCE
        and row["level"] == "full"
        and alive(row, LAST)
        and procedures().get(row["procedure_code"], {}).get("audience") in (audience, "both")
    ]
    full.sort(key=lambda code: -online[code])
    met = {
        code: (place < 10 and online[code] > 0) + (rated[code][1] >= 30 and 10 * rated[code][0] >= 9 * rated[code][1])
        for place, code in enumerate(full)
    }
    return sorted((code for code in full if met[code]), key=lambda code: (-met[code], -online[code], code))[:5]


def shortlist(run: Run, *arguments: object) -> dict[str, Any]:
    result = run("outstanding", SAMPLE, *arguments, "--format", "json")
    assert not result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


@pytest.mark.parametrize("audience", ["citizen", "business"])
def test_the_list_is_the_one_made_by_hand(audience: str, run: Run) -> None:
    found = shortlist(run)
    assert (found["owner"], found["from"], found["to"]) == (PROVINCE, "2024-09-01", "2026-08-31")
    assert [item["service_code"] for item in found["chosen"][audience]] == plain(audience)
    for item in found["chosen"][audience]:
        assert item["level"] == "full" and item["met"] and item["source_id"]
    for item in found["next"][audience]:
        assert item["missed"]


def test_proof_of_savings_brings_a_service_in_but_not_one_that_is_no_fully_online_service(
    run: Run, tmp_path: Path
) -> None:
    codes = {
        row["level"]: row["service_code"] for row in table("services") if alive(row) and row["owner_code"] == PROVINCE
    }
    proof = "".join(f"{code},giảm 2 lần đi lại\n" for code in codes.values())
    (tmp_path / "tiet-kiem.csv").write_text(f"service_code,evidence\n{proof}", encoding="utf-8")
    (tmp_path / "ds.csv").write_text("service_code\n" + "".join(f"{code}\n" for code in codes.values()))
    found = shortlist(run, "--saved", tmp_path / "tiet-kiem.csv", "--check", tmp_path / "ds.csv")
    verdicts = {item["service_code"]: item["holds"] for item in found["checked"]}
    assert verdicts == {code: level == "full" for level, code in codes.items()}
    assert "saved" in next(item["evidence"]["met"] for item in found["checked"] if item["holds"])


def test_somebodys_list_is_checked_entry_by_entry(run: Run, tmp_path: Path) -> None:
    best = plain("citizen")[0]
    (tmp_path / "ds.csv").write_text(f"service_code,audience\n{best},citizen\n{best[:-1]}9,citizen\n", encoding="utf-8")
    result = run("outstanding", SAMPLE, "--check", tmp_path / "ds.csv")
    assert result.code == 1
    assert f"ĐẠT {best}" in result.out and f"không có dịch vụ này; gần nhất là {best}" in result.out


def test_criteria_are_parameters(run: Run) -> None:
    found = shortlist(run, "--number", "2", "--years", "1", "--satisfaction", "100", "--most", "2")
    assert found["from"] == "2025-09-01" and [len(items) for items in found["chosen"].values()] == [2, 2]
    assert all(item["met"] == ["most"] for items in found["chosen"].values() for item in items)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--owner", "H98"], "gần nhất là “H99”"),
        (["--check", "khong-co.csv"], "Không đọc được danh sách"),
        (["--number", "0"], "--number"),
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], said: str, run: Run) -> None:
    result = run("outstanding", SAMPLE, *arguments)
    assert result.code == 2 and said in result.err and result.err.count("\n") == 1 and not result.out


def test_a_package_without_what_it_takes_says_what(package: Write, run: Run) -> None:
    result = run("outstanding", package(services="service_code,owner_code,level\n1.000100.01,H90,full\n"))
    assert result.code == 2 and "gói chưa có usage" in result.err


def test_dossiers_of_another_province_speak_for_no_service_of_this_one(package: Write, run: Run) -> None:
    services = "".join(f"1.000100.01,{code},1.000100,full\n" for code in ("G15", "H44", "H90"))
    folder = package(
        agencies="agency_code,name,kind,parent_code\nH44,Tỉnh P,province,\nH90,Tỉnh Thử,province,\n"
        + "H44.01,Sở,department,H44\n",
        services="service_code,owner_code,procedure_code,level\n" + services + "1.000200.01,G15,1.000200,full\n",
        procedures="procedure_code,name,audience\n1.000100,A,citizen\n1.000200,B,citizen\n",
        usage="period,agency_code,item_code,received_online,received_total\n"
        + "2026-08,H44.01,1.000100.01,9,9\n2026-08,H90,1.000100.01,2,2\n2026-08,H44.01,1.000200.01,5,5\n",
    )
    found = {}
    for owner in ("H44", "H90", "G15"):
        result = run("outstanding", folder, "--owner", owner)
        found[owner] = [line.strip() for line in result.out.splitlines() if line.strip()[:3] in ("1. ", "2. ")]
    assert [line.partition(" hồ sơ")[0] for line in found["H44"]] == ["1. 1.000100.01 “A”: 9/9"]
    assert [line.partition(" hồ sơ")[0] for line in found["H90"]] == ["1. 1.000100.01 “A”: 2/2"]
    assert [line.partition(" hồ sơ")[0] for line in found["G15"]] == ["1. 1.000200.01 “B”: 5/5"]
