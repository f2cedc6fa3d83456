"""Lists of procedures: nothing is lost, nothing repaired, and each row knows its cell."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_files import FIRST_ROW, HEADER, SHEET, Import, procedure, procedure_list, rows, workbook

from dvcdata.errors import UserError
from dvcdata.importers import procedure_list as module


def test_a_procedure_arrives_with_its_texts_and_the_code_of_its_issuer(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure("1.000100", name="Cấp thẻ", field="Cư trú")))
    assert rows(into, "procedures") == [
        {
            "procedure_code": "1.000100",
            "name": "Cấp thẻ",
            "field_name": "Cư trú",
            "issuing_text": "Bộ Công an",
            "issuing_agency": "G01",
            "source_id": "dvcqg-tthc-bo-cong-an",
        }
    ]


@pytest.mark.parametrize(
    "name",
    [
        " Cấp  thẻ ",
        "Cấp\u00a0thẻ",
        "Cấp\nthẻ",
        "Cấp\tthẻ\u200b",
        unicodedata.normalize("NFD", "Cấp thẻ"),
        '"=1+1", thẻ',
        "0123",
    ],
)
def test_a_text_arrives_as_it_stood(tmp_path: Path, into: Path, bring: Import, name: str) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure(name=name, issuing=name, field=name)))
    [row] = rows(into, "procedures")
    assert (row["name"], row["issuing_text"], row["field_name"]) == (name, name, name)


@pytest.mark.parametrize(
    ("cell", "code"), [("1.000100", "1.000100"), (1.0001, "1.0001"), (1000100.0, "1000100"), ("1,0001", "1,0001")]
)
def test_a_code_stays_text_and_a_number_shows_what_it_lost(
    tmp_path: Path, into: Path, bring: Import, cell: str | float, code: str
) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure(cell)))
    assert rows(into, "procedures")[0]["procedure_code"] == code
    assert rows(into, "procedure_agencies")[0]["procedure_code"] == code


def test_line_breaks_in_a_cell_make_rows_and_other_separators_do_not(tmp_path: Path, into: Path, bring: Import) -> None:
    cell = "Sở Y tế\nBộ, cơ quan ngang Bộ; Cục A / B\n  Công an xã "
    bring(procedure_list(tmp_path / "a.xlsx", procedure(executing=cell)))
    found = [(row["n"], row["executing_text"]) for row in rows(into, "procedure_agencies")]
    assert found == [("1", "Sở Y tế"), ("2", "Bộ, cơ quan ngang Bộ; Cục A / B"), ("3", "  Công an xã ")]


def test_an_empty_item_makes_no_row_but_keeps_its_place_and_is_said(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    cells = ["\nSở A\n \n\nSở B\n", "\n\n", ""]
    bring(procedure_list(tmp_path / "a.xlsx", *(procedure(f"1.00000{n}", executing=c) for n, c in enumerate(cells))))
    found = [(row["procedure_code"], row["n"]) for row in rows(into, "procedure_agencies")]
    assert found == [("1.000000", "2"), ("1.000000", "5")]
    assert any("4 mục trống" in line for line in said)
    assert any("1 ô “Cơ quan thực hiện” chỉ có" in line for line in said)


@given(st.lists(st.text(alphabet="ab \n\r", max_size=6), max_size=6))
def test_items_and_their_places_give_the_cell_back(parts: list[str]) -> None:
    cell = "\n".join(parts)
    items = dict(module.items(cell))
    all_items = re.split("\r\n|\r|\n", cell)
    assert [items.get(n, "") for n in range(1, len(all_items) + 1)] == [
        item if item.strip() else "" for item in all_items
    ]


def test_a_class_of_agencies_becomes_a_group_once(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure("1.000001"), procedure("1.000002")))
    [group] = rows(into, "agency_groups")
    assert (group["name"], group["tier"]) == ("Ủy ban nhân dân cấp xã", "commune")
    assert {row["executing"] for row in rows(into, "procedure_agencies")} == {group["group_code"]}


def test_an_agency_is_mapped_by_its_exact_name_only(tmp_path: Path, into: Path, bring: Import) -> None:
    cell = "Bộ Công an\nBộ công an\n Bộ Công an\nSở Tư pháp"
    bring(procedure_list(tmp_path / "a.xlsx", procedure(executing=cell)))
    assert [row["executing"] for row in rows(into, "procedure_agencies")] == ["G01", "", "", ""]


def test_a_code_that_stands_twice_arrives_twice(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure(), procedure(name="Khác"), procedure()))
    assert [row["name"] for row in rows(into, "procedures")] == ["Cấp thẻ", "Khác", "Cấp thẻ"]


def test_each_row_knows_its_file_sheet_and_cells(tmp_path: Path, into: Path, bring: Import) -> None:
    shuffled = ["Tên", "Mã số", "Lĩnh vực", "Cơ quan thực hiện", "Cơ quan ban hành"]
    cells = ["Cấp thẻ", "1.000100", "Cư trú", "Ủy ban nhân dân cấp xã", "Bộ Công an"]
    bring(procedure_list(tmp_path / "Bộ.xlsx", cells, header=shuffled))
    places = {row["table"]: row for row in rows(into, "provenance")}
    assert places["procedures"] == {
        "table": "procedures",
        "row": "2",
        "key": "1.000100",
        "file": "Bộ.xlsx",
        "sheet": SHEET,
        "line": str(FIRST_ROW),
        "columns": "procedure_code=B name=A issuing_text=E executing_text=D field_name=C",
        "source_id": "dvcqg-tthc-bo-cong-an",
        "corrected": "",
    }
    assert places["procedure_agencies"]["key"] == "1.000100|1"
    assert places["procedure_agencies"]["columns"] == "procedure_code=B executing_text=D"
    assert places["agency_groups"]["columns"] == "name=D"


def test_blank_rows_are_no_procedures_and_do_not_shift_the_cells(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure("1.000001"), [""], [" "], procedure("1.000002")))
    lines = [row["line"] for row in rows(into, "provenance") if row["table"] == "procedures"]
    assert lines == [str(FIRST_ROW), str(FIRST_ROW + 3)]


def test_a_column_that_the_profile_lacks_and_words_above_the_header_are_kept(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    path = tmp_path / "a.xlsx"
    title = "DANH SÁCH THỦ TỤC HÀNH CHÍNH\nTính đến tháng 7"
    procedure_list(path, [*procedure(), "một phần"], header=[*HEADER, "Mức độ"], title=title)
    bring(path)
    found = [(row["about"], row["property"], row["text"]) for row in rows(into, "source_texts")]
    assert found == [(SHEET, "A1", "Tính đến tháng 7"), ("1.000100", "Mức độ", "một phần")]


def test_the_kind_is_recognised_by_content_and_said(tmp_path: Path, bring: Import, said: list[str]) -> None:
    header = [" mã  SỐ", "TÊN", "Cơ quan\nthực hiện"]
    name = tmp_path / "bieu-06.json"
    rows = {"Trang 1": [[], [], [], ["", *header], ["", "1.000100", "Cấp thẻ", "Sở A"]]}
    result = bring(workbook(tmp_path / "x.xlsx", rows).rename(name))
    assert [(item.kind, item.rows["procedures"]) for item in result.files] == [("procedure-list", 1)]
    assert said[0] == "bieu-06.json: nhận ra là danh sách thủ tục hành chính của Cổng DVCQG."


def test_other_and_hidden_sheets_are_left_out_and_named(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    sheets = {name: [HEADER, procedure(code)] for name, code in (("A", "1.000001"), ("B", "1.000002"))}
    bring(workbook(tmp_path / "a.xlsx", {**sheets, "Ghi chú": [["x"]], "Trống": []}, hidden=["B"]))
    assert [row["procedure_code"] for row in rows(into, "procedures")] == ["1.000001"]
    notes = [line for line in said if "trang tính" in line]
    assert [("“Ghi chú”" in line, "ẩn “B”" in line) for line in notes] == [(True, False), (False, True)]


def test_all_visible_lists_of_a_workbook_are_taken(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(workbook(tmp_path / "a.xlsx", {"A": [HEADER, procedure("1.000001")], "B": [HEADER, procedure("1.000002")]}))
    assert [row["procedure_code"] for row in rows(into, "procedures")] == ["1.000001", "1.000002"]


def test_a_workbook_of_another_kind_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["STT", "Tên", "Tổng"], ["1", "Sở A", 3]]})
    with pytest.raises(UserError) as caught:
        bring(path)
    assert caught.value.key == "import.kind_of_workbook"
    assert not into.exists()


def test_the_agency_given_names_the_source(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure()), agency="H44")
    [source] = rows(into, "sources")
    assert source["source_id"] == "dvcqg-tthc-h44"
    assert source["covers"] == "Bộ Công an (1)"
