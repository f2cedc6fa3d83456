"""A folder of many bodies' files: one package, who is missing, who sent twice, and all that is wrong at once."""

from pathlib import Path
from typing import Any

import pytest
from form_files import FIELDS, Line, counts, form_06
from official_files import Import, columns, files, procedure, procedure_list, progress, rows, unit

from dvcdata.errors import UserError

NAMES = {f"H44.{100 + n}": f"UBND xã Số {n}" for n in range(5)}
TREE = [unit(code, name, 1, 2) for code, name in NAMES.items()]
TREE.append(unit("H44.19", "Sở Tư pháp", 1, 2, level="PROVINCE"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for what communes send."""
    (tmp_path / "nop").mkdir()
    return tmp_path / "nop"


@pytest.fixture
def known(tmp_path: Path, bring: Import, said: list[str]) -> None:
    """A package that knows five communes and a department."""
    bring(progress(tmp_path / "tree.json", *TREE))
    said.clear()


def sent(folder: Path, n: int, *lines: Line, name: str = "", **texts: str) -> Path:
    """The form of commune n."""
    agency = f"Đơn vị báo cáo: {NAMES[f'H44.{100 + n}'].upper()}\nĐơn vị nhận báo cáo: UBND tỉnh Phú Thọ"
    return form_06(folder / (name or f"{n}.xlsx"), *(lines or FIELDS), **{"agency": agency, **texts})


@pytest.mark.usefixtures("known")
def test_the_files_of_many_bodies_are_merged_and_shown_as_one_table(
    folder: Path, into: Path, bring: Import, said: list[str]
) -> None:
    for n in range(3):
        sent(folder, n)
    result = bring(folder, period=None)
    assert columns(into, "dossiers", "agency_code", "field_code")[::3] == [(f"H44.10{n}", "ho-tich") for n in range(3)]
    places = {(row["file"], row["key"]) for row in rows(into, "provenance") if row["table"] == "dossiers"}
    assert ("2.xlsx", "2026-Q3|H44.102|agency|ALL") in places
    first = result.files[0]
    assert (first.agency, first.period, first.rows["dossiers"]) == ("H44.100", "2026-Q3", 3)
    assert said[0].split() == ["Đơn", "vị", "Kỳ", "Dòng", "Kết", "quả", "Tệp"]
    assert said[1] == "H44.100 UBND xã Số 0  quý III/2026     3  thêm mới  0.xlsx"
    assert said[4] == "Cộng 3 tệp, 9 dòng: 3 thêm mới."
    assert not any("nhận ra là" in line for line in said)


@pytest.mark.usefixtures("known")
def test_who_is_missing_is_said_among_the_bodies_of_the_tier_that_exist_in_the_period(
    folder: Path, into: Path, bring: Import, said: list[str]
) -> None:
    table = (into / "agencies.csv").read_text(encoding="utf-8")
    header = table.splitlines()[0]
    assert header.startswith("agency_code,name,kind,tier,parent_code,source_id")
    gone = "H44.199,UBND xã Cũ,commune,commune,H44,,2025-06-30\n"
    lines = [f"{line},".replace("source_id,", "source_id,valid_to") for line in table.splitlines()]
    (into / "agencies.csv").write_text("\n".join([*lines, gone]), encoding="utf-8")
    sent(folder, 0)
    bring(folder, period=None)
    assert not any("Còn thiếu" in line for line in said)  # one file says nothing of the others
    for n in (1, 3):
        sent(folder, n)
    bring(folder, period=None)
    expected = (
        "Số liệu quý III/2026: 3/5 đơn vị cấp xã của UBND tỉnh Phú Thọ đã có. Còn thiếu 2: UBND xã Số 2, UBND xã Số 4."
    )
    assert expected in said
    for n in (2, 4):
        sent(folder, n)
    bring(folder, period=None)
    assert "Số liệu quý III/2026: đủ 5/5 đơn vị cấp xã của UBND tỉnh Phú Thọ đã có." in said
    bring(*(sent(folder, n, period="Quý II/2025") for n in (0, 1)), period=None)
    assert any(line.startswith("Số liệu quý II/2025: 2/6 đơn vị cấp xã") for line in said)  # UBND xã Cũ was there then


@pytest.mark.usefixtures("known")
def test_a_newer_file_of_a_later_run_replaces_the_older_and_says_so(
    folder: Path, into: Path, bring: Import, said: list[str]
) -> None:
    for n in range(2):
        sent(folder, n)
    bring(folder, period=None)
    said.clear()
    sent(folder, 1, ["1", "Hộ tịch", *counts(7)], name="1 nộp lại.xlsx")
    (folder / "1.xlsx").unlink()
    result = bring(folder, period=None)
    assert [(item.file, item.change) for item in result.files] == [
        ("0.xlsx", "unchanged"),
        ("1 nộp lại.xlsx", "replaced"),
    ]
    assert "Cộng 2 tệp, 4 dòng: 1 không đổi, 1 thay bản cũ." in said
    assert columns(into, "dossiers", "agency_code", "to_handle_total")[3:] == [("H44.101", "7")]


@pytest.mark.usefixtures("known")
def test_two_different_files_of_one_body_and_period_are_refused_by_name_and_a_saved_copy_is_not(
    folder: Path, into: Path, bring: Import, said: list[str]
) -> None:
    for n in range(2):
        sent(folder, n)
        sent(folder, n, name=f"{n} bản sao.xlsx", title="CHÉP LẠI")  # other bytes, the same rows
    assert [item.change for item in bring(folder, period=None).files] == ["added", "copy"] * 2
    assert "Cộng 4 tệp, 12 dòng: 2 thêm mới, 2 bản sao." in said
    before = files(into)
    for n in range(2):
        sent(folder, n, ["1", "Hộ tịch", *counts(7)], name=f"{n} nộp lại.xlsx")
    with pytest.raises(UserError) as caught:
        bring(folder, period=None)
    first, second = caught.value.format_message().splitlines()
    assert "0 bản sao.xlsx và 0 nộp lại.xlsx" in first and "1 nộp lại.xlsx" in second
    assert files(into) == before


@pytest.mark.usefixtures("known")
def test_all_that_is_wrong_is_said_at_once_and_nothing_written(folder: Path, into: Path, bring: Import) -> None:
    before = files(into)
    sent(folder, 0)
    for n in range(1, 5):
        sent(folder, n, period="Kỳ báo cáo: …")
    form_06(folder / "a.xlsx", *FIELDS, agency="Đơn vị báo cáo: UBND xã Lạ")
    with pytest.raises(UserError) as caught:
        bring(folder, period=None)
    lines = caught.value.format_message().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["1.xlsx", "3", "a.xlsx"]
    assert lines[1] == "3 tệp khác cũng vậy: 2.xlsx, 3.xlsx, 4.xlsx."
    assert "“UBND xã Lạ”" in lines[2]
    (folder / "hỏng.xlsx").write_bytes(b"x")
    (folder / "trống.xlsx").write_bytes(b"")
    with pytest.raises(UserError) as caught:
        bring(folder, period=None)
    assert [line.rstrip(".")[-11:] for line in caught.value.format_message().splitlines()] == ["Chưa ghi gì"] * 2
    assert files(into) == before


@pytest.mark.usefixtures("known")
def test_what_many_files_have_in_common_is_said_once(folder: Path, bring: Import, said: list[str]) -> None:
    foot: list[Line] = [["", ""], ["", "Người lập biểu"], ["", "Trần Thị B"]]
    for n in range(3):
        sent(folder, n, *FIELDS, *foot[: n + 1], period="Quý III/2026")
    bring(folder, period=None)
    notes = [line.strip() for line in said if "Lưu ý" in line]
    assert len(notes) == 2
    assert "3 dòng dưới bảng" in notes[0] or "3 dòng dưới bảng" in notes[1]
    assert "(ở 0.xlsx, 1.xlsx, 2.xlsx)" in [line.strip() for line in said]


@pytest.mark.usefixtures("known")
def test_files_of_other_kinds_in_the_folder_come_in_as_well(
    folder: Path, into: Path, bring: Import, said: list[str]
) -> None:
    for n in range(2):
        sent(folder, n)
    procedure_list(folder / "danh sách.xlsx", procedure())
    bring(folder, period=None)
    assert len(rows(into, "procedures")) == 1
    assert said[0].startswith("danh sách.xlsx: nhận ra là")
    assert sum(line.startswith("H44.10") for line in said) == 2


def test_the_summary_speaks_english(folder: Path, tmp_path: Path, bring: Import, said: list[str]) -> None:
    bring(progress(tmp_path / "tree.json", *TREE))
    said.clear()
    for n in range(2):
        sent(folder, n)
    bring(folder, period=None, lang="en")
    text = "\n".join(said)
    assert "2 files, 6 rows in all: 2 added." in text
    assert "Numbers for Q3 2026: 2 of 5 commune bodies of UBND tỉnh Phú Thọ are there. Missing 3: " in text


def test_a_hostile_file_name_does_not_rule_the_terminal(folder: Path, bring: Import, said: list[str]) -> None:
    options: dict[str, Any] = {"period": None, "agency": None}
    for n, quarter in enumerate(("Quý I/2026", "Quý II/2026")):
        form_06(folder / f"{n}\x1b[31m.xlsx", *FIELDS, period=quarter)
    bring(folder, **options)
    assert not any("\x1b" in line for line in said)
