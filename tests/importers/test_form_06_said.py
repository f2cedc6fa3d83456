"""Form 06: period and body come from its own words, from the command line, or from a person."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from form_files import BODIES, FIELDS, form_06
from official_files import Import, columns, progress, rows, unit

from dvcdata.errors import UserError

VIET_TRI = unit("H44.100", "UBND Phường Việt Trì", 1, 2)


@pytest.mark.parametrize(
    ("period", "when", "basis"),
    [
        ("Kỳ báo cáo: Quý III/2026", "2026-Q3", ""),
        ("Từ ngày 15/12/2025 đến ngày 14/6/2026", "2026-H1", "reporting"),
        ("Kỳ báo cáo: 6 tháng đầu năm 2026 (từ ngày 15/12/2025 đến ngày 14/6/2026)", "2026-H1", "reporting"),
        ("6 tháng cuối năm 2026, từ 15/6/2026 - 14/12/2026", "2026-H2", "reporting"),
        ("9 tháng năm 2026 (15/12)", "2026-9M", ""),
        ("Từ ngày 01 tháng 8 năm 2026 đến hết ngày 31 tháng 8 năm 2026", "2026-08", "calendar"),
        ("Tháng 8/2026\n(từ ngày 15/12/2025 đến ngày 14/8/2026)", "2026-08", "cumulative"),
        ("Kỳ báo cáo: Năm 2026\nTừ ngày 15/12/2025 đến ngày 14/12/2026", "2026", "reporting"),
        ("TỪ NGÀY 15/12 ĐẾN NGÀY 14/12/2026", "2026", "reporting"),
        (unicodedata.normalize("NFD", "Quý IV năm 2026"), "2026-Q4", ""),
    ],
)
def test_the_period_and_its_convention_come_from_the_prose(
    tmp_path: Path, into: Path, bring: Import, said: list[str], period: str, when: str, basis: str
) -> None:
    bring(form_06(tmp_path / "a.xlsx", *FIELDS, period=period), period=None)
    found = rows(into, "dossiers")[0]
    assert (found["period"], found.get("period_basis", "")) == (when, basis)
    assert any("period_basis để trống" in line for line in said) == (not basis)


def test_dates_in_cells_of_their_own_are_read_as_well(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(form_06(tmp_path / "a.xlsx", *FIELDS, period="Từ ngày 2026-06-15T00:00:00 đến ngày 2026-09-14"), period=None)
    assert rows(into, "dossiers")[0]["period_basis"] == "reporting"


@pytest.mark.parametrize(
    ("period", "options", "key"),
    [
        ("Kỳ báo cáo: …", {}, "import.no_period_known"),
        ("Quý II/2026 (từ ngày 15/6/2026 đến ngày 14/9/2026)", {}, "import.unclear_period"),
        ("Quý III/2026, so với Quý II/2026", {}, "import.unclear_period"),
        ("Từ ngày 15/12/2025 đến ngày 14/8/2026", {}, "import.unclear_period"),
        ("Quý III/2026", {"period": "2026-Q2"}, "import.other_period"),
        ("Từ ngày 15/6/2026 đến ngày 14/9/2026", {"period": "2026-07-01/2026-09-30"}, "import.other_period"),
        ("Từ ngày 15/12/2025 đến ngày 14/9/2026", {"period": "2026-Q3"}, "import.other_period"),
        ("Quý III/2026", {"period": "2026-06-15/2026-09-30"}, "import.bad_period"),
        ("Quý III/2026", {"agency": "H01"}, "import.other_agency"),
        ("Quý III/2026", {"agency": "không biết"}, "import.bad_agency"),
    ],
)
def test_what_the_prose_leaves_open_or_contradicts_is_refused_with_one_sentence(
    tmp_path: Path, into: Path, bring: Import, period: str, options: dict[str, Any], key: str
) -> None:
    path = form_06(tmp_path / "a.xlsx", *FIELDS, period=period)
    with pytest.raises(UserError) as caught:
        bring(path, **{"period": None, **options})
    assert caught.value.key == key
    sentence = caught.value.format_message()
    assert sentence.endswith("Chưa ghi gì.") and "\n" not in sentence
    if not options:
        assert f"dvcdata import {path} --into {into} --period 2026-08." in sentence
    assert not into.exists()


@pytest.mark.parametrize(
    ("period", "given", "basis"),
    [
        ("Kỳ báo cáo: …", "2026-Q3", ""),
        ("Kỳ báo cáo: …", "2026-06-15/2026-09-14", "reporting"),
        ("Quý III/2026", "2026-07-01/2026-09-30", "calendar"),
        ("Quý II/2026 (từ ngày 15/6/2026 đến ngày 14/9/2026)", "2026-Q3", "reporting"),
        ("Từ ngày 15/5/2026 đến ngày 14/9/2026", "2026-Q3", "cumulative"),
    ],
)
def test_the_command_line_says_what_the_prose_leaves_open(
    tmp_path: Path, into: Path, bring: Import, period: str, given: str, basis: str
) -> None:
    bring(form_06(tmp_path / "a.xlsx", *FIELDS, period=period), period=given)
    found = rows(into, "dossiers")[0]
    assert (found["period"], found.get("period_basis", "")) == ("2026-Q3", basis)


@pytest.mark.parametrize(
    ("agency", "code"),
    [
        ("Đơn vị báo cáo: UBND tỉnh Phú Thọ", "H44"),
        ("- Đơn vị báo cáo:\nỦY BAN NHÂN DÂN TỈNH  PHÚ THỌ\n- Đơn vị nhận báo cáo: Bộ Tư pháp", "H44"),
        ("Cơ quan báo cáo : Uỷ ban nhân dân tỉnh Hoà Bình", "H28"),
        ("UBND TỈNH PHÚ THỌ", "H44"),
        ("Đơn vị nhận báo cáo: Bộ Tư pháp\nTỉnh Phú Thọ", "H44"),
    ],
)
def test_the_body_comes_from_the_prose_by_its_exact_name(
    tmp_path: Path, into: Path, bring: Import, agency: str, code: str
) -> None:
    bring(form_06(tmp_path / "a.xlsx", *FIELDS, agency=agency), period=None)
    assert {item[0] for item in columns(into, "dossiers", "agency_code")} == {code}


@pytest.mark.parametrize(
    ("agency", "key", "near"),
    [
        ("Đơn vị báo cáo: ……\nĐơn vị nhận báo cáo: UBND tỉnh Phú Thọ", "import.no_agency", "--agency MÃ"),
        ("Văn phòng Chính phủ và UBND tỉnh Phú Thọ", "import.no_agency", "--agency MÃ"),
        ("Đơn vị báo cáo: UBND phường Việt Trì", "import.unknown_agency", "--agency MÃ"),
        ("Đơn vị báo cáo: UBND tỉnh Phú Thọo", "import.unknown_agency", "--agency H44"),
        ("Đơn vị báo cáo: UBND tỉnh Minh Họa", "import.unknown_agency", "--agency MÃ"),
    ],
)
def test_a_body_that_is_not_known_is_proposed_but_not_guessed(
    tmp_path: Path, into: Path, bring: Import, agency: str, key: str, near: str
) -> None:
    with pytest.raises(UserError) as caught:
        bring(form_06(tmp_path / "a.xlsx", *FIELDS, agency=agency), period=None)
    assert caught.value.key == key
    assert caught.value.format_message().endswith(f"{near}. Chưa ghi gì.")
    assert not into.exists()


def test_a_person_is_asked_for_both_with_proposals(tmp_path: Path, into: Path, bring: Import) -> None:
    asked = []

    def ask(question: str, proposal: str) -> str:
        asked.append(proposal)
        return "UBND tỉnh Phú Thọ" if proposal == "H44" else "2026-Q3"

    path = form_06(tmp_path / "quy3_2026.xlsx", *FIELDS, agency="Đơn vị báo cáo: UBND tỉnh Phú Thọo", period="")
    bring(path, period=None, ask=ask)
    assert asked == ["2026-Q3", "H44"]
    assert columns(into, "dossiers", "period", "agency_code")[0] == ("2026-Q3", "H44")


def test_a_commune_that_the_package_knows_needs_no_option(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(progress(tmp_path / "a.json", VIET_TRI))
    agency = "Đơn vị báo cáo: UBND phường Việt Trì, tỉnh Phú Thọ"
    bring(form_06(tmp_path / "b.xlsx", *FIELDS, agency=agency), period=None)
    assert {item[0] for item in columns(into, "dossiers", "agency_code")} == {"H44.100"}
    bring(
        form_06(tmp_path / "b.xlsx", *FIELDS, agency=agency), period=None, agency="H44"
    )  # the body above is no denial
    assert {item[0] for item in columns(into, "dossiers", "agency_code")} == {"H44.100"}
    path = form_06(tmp_path / "c.xlsx", *FIELDS, agency="Đơn vị báo cáo: UBND phường Việt Trì, tỉnh Vĩnh Phúc")
    with pytest.raises(UserError):
        bring(path, period=None)


def test_a_code_made_up_for_a_name_in_a_list_is_not_enough_for_a_report_of_its_own(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    bring(form_06(tmp_path / "a.xlsx", *BODIES), period=None)
    assert ("dv-xa-hy-cuong",) in columns(into, "agencies", "agency_code")
    for agency in ("Đơn vị báo cáo: UBND xã Hy Cương", "UBND xã Hy Cương"):
        with pytest.raises(UserError) as caught:
            bring(form_06(tmp_path / "b.xlsx", *FIELDS, agency=agency), period=None)
        assert "--agency MÃ" in caught.value.format_message()


def test_bodies_are_known_from_the_other_files_of_the_same_run(tmp_path: Path, into: Path, bring: Import) -> None:
    form = form_06(tmp_path / "a.xlsx", *FIELDS, agency="Đơn vị báo cáo: UBND phường Việt Trì")
    result = bring(form, progress(tmp_path / "2026-Q3.json", VIET_TRI), period="2026-Q3", agency=None)
    assert [item.file for item in result.files] == ["a.xlsx", "2026-Q3.json"]
    assert {item[0] for item in columns(into, "dossiers", "agency_code")} == {"H44.100"}


def test_a_code_given_for_an_unknown_name_is_kept_with_that_name(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    path = form_06(tmp_path / "a.xlsx", *FIELDS, agency="Đơn vị báo cáo: UBND phường Việt Trì")
    bring(path, period=None, agency="H44.100")
    [body] = rows(into, "agencies")
    assert (body["agency_code"], body["name"], body["tier"]) == ("H44.100", "UBND phường Việt Trì", "commune")
    assert body["parent_code"] == "H44"
    said.clear()
    other = form_06(tmp_path / "b.xlsx", *FIELDS, agency="Đơn vị báo cáo: Việt Trì", period="Quý II/2026")
    bring(other, period=None, agency="H44.100")
    assert [(item["name"], item["kind"]) for item in rows(into, "agency_names")] == [("Việt Trì", "alias")]
    assert any("“Việt Trì”" in line for line in said)
    bring(other, period=None)  # now it is known
    assert len(rows(into, "agency_names")) == 1
