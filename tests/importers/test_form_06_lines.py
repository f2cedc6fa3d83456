"""Form 06: lines are fields, bodies, tiers, totals or parts, before and since the reform."""

from pathlib import Path
from typing import Any

from form_files import BODIES, FIELDS, Line, counts, form_06, forms_06
from official_files import Import, columns, files, progress, rows, unit

VIET_TRI = unit("H44.100", "UBND Phường Việt Trì", 1, 2)


def test_bodies_under_their_tiers_arrive_with_the_tiers_before_and_after_the_reform(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    lines: list[Line] = [
        ["I", "Sở, ban, ngành", *counts(15)],
        ["1", "Sở Tư pháp", *counts(10)],
        ["2", "Ban Quản lý các khu công nghiệp", *counts(5)],
        ["II", "Huyện, thị xã, thành phố", *counts(4)],
        ["1", "UBND huyện Thanh Thủy", *counts(4)],
        ["III", "Xã, phường, thị trấn", *counts(7)],
        ["1", "UBND xã Hy Cương", *counts(7)],
        ["", "Tổng cộng", *counts(26)],
    ]
    days = "(Từ ngày 01/05/2025 đến ngày 31/05/2025)"
    bring(form_06(tmp_path / "a.xlsx", *lines, period=days, number="Biểu số 06/VPCP/KSTT"), period=None)
    assert columns(into, "dossiers", "agency_code", "row_kind", "to_handle_total") == [
        ("nhom-h44-cap-so", "tier_total", "15"),
        ("dv-so-tu-phap", "agency", "10"),
        ("dv-ban-quan-ly-cac-khu-cong-nghiep", "agency", "5"),
        ("nhom-h44-cap-huyen", "tier_total", "4"),
        ("dv-huyen-thanh-thuy", "agency", "4"),
        ("nhom-h44-cap-xa", "tier_total", "7"),
        ("dv-xa-hy-cuong", "agency", "7"),
        ("H44", "agency", "26"),
    ]
    assert {item["period_basis"] for item in rows(into, "dossiers")} == {"calendar"}
    assert columns(into, "agency_groups", "group_code", "name", "tier", "kind", "parent_code") == [
        ("nhom-h44-cap-so", "Sở, ban, ngành", "province", "", "H44"),
        ("nhom-h44-cap-huyen", "Huyện, thị xã, thành phố", "district", "district", "H44"),
        ("nhom-h44-cap-xa", "Xã, phường, thị trấn", "commune", "commune", "H44"),
    ]
    assert columns(into, "agencies", "agency_code", "kind", "tier", "parent_code")[1:] == [
        ("dv-so-tu-phap", "department", "province", "H44"),
        ("dv-ban-quan-ly-cac-khu-cong-nghiep", "board", "province", "H44"),
        ("dv-huyen-thanh-thuy", "district", "district", "H44"),
        ("dv-xa-hy-cuong", "commune", "commune", "H44"),
    ]


def test_the_sums_of_tiers_may_stand_below_them(tmp_path: Path, into: Path, bring: Import) -> None:
    lines: list[Line] = [
        *BODIES[:3],
        ["", "Cộng", *counts(15, 1)],
        *BODIES[3:6],
        ["", "Cộng", *counts(10)],
        ["", "Tổng cộng", *counts(25, 1)],
        ["", "Tổng số cấp xã", *counts(10, 1)],
    ]
    bring(form_06(tmp_path / "a.xlsx", *lines), period=None)
    found = columns(into, "dossiers", "agency_code", "row_kind", "to_handle_total")
    assert [item for item in found if item[1] == "tier_total" or item[0] == "H44"] == [
        ("nhom-h44-cap-so", "tier_total", "16"),
        ("nhom-h44-cap-xa", "tier_total", "10"),
        ("H44", "agency", "26"),
        ("nhom-h44-cap-xa", "tier_total", "11"),  # contradicts the other: for the rules to say
    ]


def test_bodies_are_found_among_those_of_the_package_and_tiers_keep_their_codes(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    known = [VIET_TRI, unit("H44.104", "UBND xã Hy Cương - Tỉnh Phú Thọ", 1, 2), unit("H44.19", "Sở Tư pháp", 1, 2)]
    bring(progress(tmp_path / "a.json", *known))
    said.clear()
    bring(form_06(tmp_path / "b.xlsx", *BODIES), period=None)
    codes = [item[0] for item in columns(into, "dossiers", "agency_code")]
    assert codes == ["H44.19", "dv-so-y-te", "H44.100", "H44.104", "H44"]
    notes = [line for line in said if "chưa có mã" in line]
    assert ["Sở Y tế (dv-so-y-te)" in line and "1 đơn vị" in line for line in notes] == [True]
    assert not (into / "agency_names.csv").exists()


def test_a_body_that_gets_its_code_later_changes_over_to_it(tmp_path: Path, into: Path, bring: Import) -> None:
    path = form_06(tmp_path / "b.xlsx", *BODIES)
    bring(path, period=None)
    assert "dv-phuong-viet-tri" in [item[0] for item in columns(into, "dossiers", "agency_code")]
    bring(progress(tmp_path / "a.json", VIET_TRI))
    bring(path, period=None)
    assert "H44.100" in [item[0] for item in columns(into, "dossiers", "agency_code")]
    assert "dv-phuong-viet-tri" not in {item["agency_code"] for item in rows(into, "agencies")}
    before = files(into)
    bring(path, period=None)
    assert files(into) == before


def test_fields_by_tier_belong_to_the_tier(tmp_path: Path, into: Path, bring: Import) -> None:
    lines: list[Line] = [
        ["I", "Cấp tỉnh", *counts(3)],
        ["1", "Hộ tịch", *counts(3)],
        ["II", "Cấp xã", *counts(7)],
        ["1", "Hộ tịch", *counts(6)],
        ["2", "Xã hội", *counts(1)],
    ]
    bring(form_06(tmp_path / "a.xlsx", *lines), period=None)
    assert columns(into, "dossiers", "agency_code", "row_kind", "field_code") == [
        ("nhom-h44-cap-so", "tier_total", "ALL"),
        ("nhom-h44-cap-so", "field", "ho-tich"),
        ("nhom-h44-cap-xa", "tier_total", "ALL"),
        ("nhom-h44-cap-xa", "field", "ho-tich"),
        ("nhom-h44-cap-xa", "field", "xa-hoi"),
    ]


def test_sections_keep_their_fields_apart_and_their_sums_out_of_the_rows(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    lines: list[Line] = [
        ["I", "Trên Hệ thống các Bộ", *counts(9)],
        ["1", "Chứng thực", *counts(9)],
        ["1.1", "Chứng thực chữ ký", *counts(9)],
        ["II", "Trên Hệ thống thành phố"],
        ["1", "Chứng thực", *counts(4)],
        ["", "TỔNG CỘNG", *counts(13)],
    ]
    bring(form_06(tmp_path / "a.xlsx", *lines), period=None)
    assert columns(into, "dossiers", "row_kind", "field_code", "field_name") == [
        ("field", "tren-he-thong-cac-bo.chung-thuc", "Chứng thực"),
        ("field", "tren-he-thong-thanh-pho.chung-thuc", "Chứng thực"),
        ("agency", "ALL", ""),
    ]
    kept = [(item["property"], item["text"]) for item in rows(into, "source_texts")]
    assert kept[0] == ("Trên Hệ thống các Bộ: to_handle_total", "9")
    assert ("Chứng thực chữ ký: received_online", "9") in kept
    assert any("2 dòng chi tiết" in line for line in said)


def test_a_sum_at_the_end_of_a_section_is_not_the_sum_of_all(tmp_path: Path, into: Path, bring: Import) -> None:
    lines: list[Line] = [
        ["I", "Trên Hệ thống các Bộ"],
        ["1", "Chứng thực", *counts(9)],
        ["", "Cộng", *counts(9)],
        ["II", "Trên Hệ thống thành phố"],
        ["1", "Chứng thực", *counts(4)],
        ["", "Tổng cộng", *counts(13)],
    ]
    bring(form_06(tmp_path / "a.xlsx", *lines), period=None)
    assert columns(into, "dossiers", "row_kind", "to_handle_total") == [
        ("field", "9"),
        ("field", "4"),
        ("agency", "13"),
    ]


def test_the_last_tier_may_end_with_its_sum_as_the_others_do(tmp_path: Path, into: Path, bring: Import) -> None:
    lines: list[Line] = [*BODIES[:3], ["", "Cộng", *counts(15, 1)], *BODIES[3:6], ["", "Cộng", *counts(10)]]
    bring(form_06(tmp_path / "a.xlsx", *lines), period=None)
    found = columns(into, "dossiers", "agency_code", "row_kind")
    assert [item[0] for item in found if item[1] == "tier_total"] == ["nhom-h44-cap-so", "nhom-h44-cap-xa"]
    assert "H44" not in {item[0] for item in found}


def test_fields_may_be_numbered_in_any_way(tmp_path: Path, into: Path, bring: Import) -> None:
    marks = (("I", "II"), ("a", "b"), ("1.", "2."), ("", ""), ("-", "-"))
    for n, (one, other) in enumerate(marks):
        lines: list[Line] = [[one, "1. Lĩnh vực Hộ tịch", *counts(1)], [other, "Ban hành văn bản", *counts(2)]]
        bring(form_06(tmp_path / f"{n}.xlsx", *lines), period=None, into=into / str(n))
        assert columns(into / str(n), "dossiers", "row_kind", "field_code") == [
            ("field", "ho-tich"),
            ("field", "ban-hanh-van-ban"),
        ]


def test_a_field_takes_the_code_that_the_package_has_for_its_name(tmp_path: Path, into: Path, bring: Import) -> None:
    into.mkdir()
    (into / "procedures.csv").write_text(
        "procedure_code,field_code,field_name\n1.000001,G15-TP02,Hộ tịch\n1.000002,X,Đất đai\n1.000003,Y,Đất đai\n",
        encoding="utf-8",
    )
    bring(form_06(tmp_path / "a.xlsx", *FIELDS), period=None)
    assert [item[0] for item in columns(into, "dossiers", "field_code")] == ["G15-TP02", "dat-dai", "ALL"]


def test_two_fields_whose_names_differ_by_their_tones_have_two_codes(tmp_path: Path, into: Path, bring: Import) -> None:
    lines: list[Line] = [["1", "Thuế", *counts(1)], ["2", "Thuê", *counts(2)], ["3", "THUẾ", *counts(3)]]
    bring(form_06(tmp_path / "a.xlsx", *lines), period=None)
    one, other, again = (item[0] for item in columns(into, "dossiers", "field_code"))
    assert one == again == "thue"
    assert other.startswith("thue-")


def test_again_changes_nothing_and_a_newer_edition_replaces_the_older(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    path = form_06(tmp_path / "a.xlsx", *BODIES)
    bring(path, period=None)
    before = files(into)
    assert bring(path, period=None).written == ()
    assert files(into) == before
    result = bring(form_06(tmp_path / "b.xlsx", ["1", "Hộ tịch", *counts(1)]), period=None)
    assert result.files[0].change == "added"  # by field: another form than the one by body
    result = bring(form_06(tmp_path / "c.xlsx", *BODIES[:-1], ["", "Tổng số", *counts(26, 1)]), period=None)
    assert result.files[0].change == "replaced"
    assert len(rows(into, "dossiers")) == 6
    assert rows(into, "dossiers")[4]["to_handle_total"] == "27"


def test_sheets_of_several_periods_are_several_sources(tmp_path: Path, into: Path, bring: Import) -> None:
    sheets: dict[str, Any] = {f"Q{n}": (FIELDS, {"period": f"Quý {n}/2026"}) for n in (1, 2)}
    path = forms_06(tmp_path / "a.xlsx", sheets)
    result = bring(path, period=None)
    assert [item.source for item in result.files] == ["bieu-06-h44-2026-q1", "bieu-06-h44-2026-q2"]
    assert [item[0] for item in columns(into, "dossiers", "period")] == ["2026-Q1"] * 3 + ["2026-Q2"] * 3
    before = files(into)
    assert {item.change for item in bring(path, period=None).files} == {"unchanged"}
    assert files(into) == before


def test_sheets_of_one_period_are_one_form_and_what_both_say_is_there_once(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    more: list[Line] = [*FIELDS[:2], ["1", "Y tế", *counts(1)]]
    sheets: dict[str, Any] = {"1": (FIELDS, {}), "2": (BODIES, {}), "3": (more, {"agency": "", "period": ""})}
    bring(forms_06(tmp_path / "a.xlsx", sheets), period=None)
    found = columns(into, "dossiers", "row_kind", "agency_code", "field_code")
    assert len(found) == len(set(found)) + 1  # the totals of the two differ, and the rules will say so
    assert ("field", "H44", "y-te") in found
    assert len(rows(into, "sources")) == 1
