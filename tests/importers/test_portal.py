"""Statistics responses of the portal: every number arrives, in its own digits, with its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from official_files import Import, progress, response, rows, unit

from dvcdata.errors import UserError

VIET_TRI = unit("H44.100", "UBND Phường Việt Trì", 2348, 2971)
OFFICE = unit("H44.19", "Sở Tư pháp - Tỉnh Phú Thọ", 0, 0, level="PROVINCE")
ONLINE = {
    "departmentId": "id-H44",
    "departmentName": "UBND tỉnh Phú Thọ",
    "departmentCode": "H44",
    "totalScore": 8.83,
    "totalMaxScore": 12,
    "ratio": 73.58,
    "authorityCount": 56,
    "partialCount": 31,
    "fullCount": 21,
    "onlineDossierCount": 406,
    "onlineServiceTotal": 1968,
    "channelOnlineSum": 150956,
    "channelDirectSum": 1639,
    "channelPostalSum": 0,
    "channelTotalSum": 152595,
    "onlineOnTimeSum": 134160,
    "onlineOverdueSum": 16796,
}
SCORE = ("numerator", "denominator", "ratio_pct", "score", "max_score")


def observed(into: Path, agency: str = "H44") -> dict[tuple[str, str], str]:
    found = [row for row in rows(into, "observations") if row["agency_code"] == agency]
    return {(row["period"], row["measure"]): row["value"] for row in found}


def numbers(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [number for part in parts for number in numbers(part)]
    return [str(value)] if isinstance(value, int | float) else []


def test_bodies_arrive_with_tier_kind_and_the_body_above(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", OFFICE, VIET_TRI))
    found = [
        tuple(row[name] for name in ("agency_code", "name", "kind", "tier", "parent_code"))
        for row in rows(into, "agencies")
    ]
    assert found == [
        ("H44", "UBND tỉnh Phú Thọ", "province", "province", ""),
        ("H44.19", "Sở Tư pháp - Tỉnh Phú Thọ", "department", "province", "H44"),
        ("H44.100", "UBND Phường Việt Trì", "commune", "commune", "H44"),
    ]


def test_a_score_holds_its_ratio_as_stated(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", VIET_TRI))
    row = rows(into, "scores")[1]
    assert (row["measure"], row["stage"], row["period_basis"]) == ("766-on-time", "published", "calendar")
    assert [row[name] for name in SCORE] == ["2348", "2971", "79.03", "15.81", "20"]


def test_zero_stays_zero_and_null_is_nothing(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", {**OFFICE, "score": None, "totalOverdue": None}))
    row = rows(into, "scores")[1]
    assert [row[name] for name in SCORE] == ["0", "0", "0", "", "20"]
    assert observed(into, "H44.19") == {
        ("2026-08", "portal-received"): "0",
        ("2026-08", "portal-on-time"): "0",
        ("2026-08", "portal-mean-days"): "7.05",
    }


@pytest.mark.parametrize("kind", ["progress", "online"])
def test_every_number_of_a_response_arrives_once(tmp_path: Path, into: Path, bring: Import, kind: str) -> None:
    path = tmp_path / "a.json"
    chart = [{"month": "08", "onTimePct": 78.38, "overduePct": 21.62}, {"month": "09", "onTimePct": 0, "overduePct": 0}]
    if kind == "progress":
        progress(path, OFFICE, {**VIET_TRI, "new": {"deep": [1.5, {"x": 2}]}}, monthlyChart=chart, other=77)
    else:
        response(path, ONLINE)
    bring(path)
    scores = [row[name] for row in rows(into, "scores") for name in SCORE[2:] if row[name]]
    arrived = scores + [row["value"] for row in rows(into, "observations")]
    assert sorted(arrived) == sorted(numbers(json.loads(path.read_text(encoding="utf-8"))))


def test_a_number_keeps_the_digits_it_was_written_with(tmp_path: Path, into: Path, bring: Import) -> None:
    path = progress(tmp_path / "a.json", VIET_TRI)
    path.write_text(path.read_text(encoding="utf-8").replace("7.05", "12.70"), encoding="utf-8")
    bring(path)
    assert observed(into)["2026-08", "portal-mean-days"] == "12.70"


def test_the_parts_of_a_group_come_with_their_ratio_and_without_a_score(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    bring(response(tmp_path / "a.json", ONLINE))
    assert {row["measure"]: [row[name] for name in SCORE] for row in rows(into, "scores")} == {
        "766-online": ["", "", "73.58", "8.83", "12"],
        "766-online-provision": ["52", "56", "", "", ""],
        "766-online-used": ["406", "1968", "", "", ""],
        "766-online-share": ["150956", "152595", "", "", ""],
    }


def test_a_part_whose_counts_are_not_all_there_is_not_added_up(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(response(tmp_path / "a.json", {**ONLINE, "fullCount": None}))
    [row] = [row for row in rows(into, "scores") if row["measure"] == "766-online-provision"]
    assert (row["numerator"], row["denominator"]) == ("", "56")


def test_a_chart_gives_the_months_of_the_year(tmp_path: Path, into: Path, bring: Import) -> None:
    chart = [{"month": f"{month:02}", "onTimePct": month / 8} for month in (1, 12)]
    bring(progress(tmp_path / "a.json", VIET_TRI, monthlyChart=chart))
    found = observed(into)
    assert found["2026-01", "portal-monthly-chart-on-time-pct"] == "0.125"
    assert found["2026-12", "portal-monthly-chart-on-time-pct"] == "1.5"


def test_an_id_or_any_other_text_is_kept_beside(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", {**VIET_TRI, "level": "DISTRICT", "final": True}))
    found = {(row["about"], row["property"]): row["text"] for row in rows(into, "source_texts")}
    assert found == {
        ("H44", "departmentId"): "id-H44",
        ("H44.100", "departmentId"): "id-H44.100",
        ("H44.100", "level"): "DISTRICT",
        ("H44.100", "final"): "true",
    }


def test_measures_are_defined_and_an_unknown_field_is_said(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    bring(progress(tmp_path / "a.json", {**VIET_TRI, "petitionCount": 3}))
    titles = {row["measure"]: row["title"] for row in rows(into, "measures")}
    assert titles["766-on-time"] == "Tiến độ giải quyết"
    assert titles["portal-petition-count"] == "petitionCount"
    used = {row["measure"] for table in ("scores", "observations") for row in rows(into, table)}
    assert used == titles.keys()
    assert {row["source_id"] for row in rows(into, "measures")} <= {row["source_id"] for row in rows(into, "sources")}
    assert any("petitionCount" in line for line in said)


def test_each_number_knows_its_place_in_the_response(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", OFFICE, VIET_TRI, monthlyChart=[{"month": "08", "onTimePct": 1}]))
    places = {(row["table"], row["key"]): row for row in rows(into, "provenance")}
    score = places["scores", "2026-08|H44.100|766-on-time|published"]
    assert (score["file"], score["sheet"], score["line"]) == ("a.json", "data.children", "1")
    assert "ratio_pct=ratio" in score["columns"].split()
    chart = places["observations", "2026-08|H44|portal-monthly-chart-on-time-pct|dvcqg-progress-h44-2026-08"]
    assert (chart["sheet"], chart["line"], chart["columns"]) == ("data.monthlyChart", "0", "value=onTimePct")


def test_the_source_is_named_by_kind_agency_and_period(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(response(tmp_path / "a.json", ONLINE), period="2026-Q3")
    source = rows(into, "sources")[0]
    assert source["source_id"] == "dvcqg-online-h44-2026-q3"
    assert source["title"] == "Cổng DVCQG, cung cấp dịch vụ công trực tuyến: UBND tỉnh Phú Thọ (H44), quý III/2026"


def test_another_agency_than_the_one_given_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    with pytest.raises(UserError) as caught:
        bring(response(tmp_path / "a.json", ONLINE), agency="H26")
    assert caught.value.key == "import.other_agency"
    bring(response(tmp_path / "a.json", ONLINE), agency="H44")
    assert into.exists()


@pytest.mark.parametrize("value", [{}, [], [1], {"code": "OK", "data": None}, {"departmentCode": "H44"}, {"a": ONLINE}])
def test_a_response_of_another_kind_is_refused(tmp_path: Path, into: Path, bring: Import, value: Any) -> None:
    with pytest.raises(UserError) as caught:
        bring(response(tmp_path / "a.json", value))
    assert caught.value.key == "import.kind_of_response"
    assert not into.exists()


def test_a_tree_of_online_services_gives_its_children_too(tmp_path: Path, into: Path, bring: Import) -> None:
    child = {
        **ONLINE,
        "departmentCode": "H44.100",
        "departmentName": "UBND Phường Việt Trì",
        "score": 1,
        "maxScore": 12,
    }
    tree = {"code": "OK", "data": {"parent": ONLINE, "children": [child]}}
    bring(response(tmp_path / "a.json", tree))
    assert [row["agency_code"] for row in rows(into, "agencies")] == ["H44", "H44.100"]
