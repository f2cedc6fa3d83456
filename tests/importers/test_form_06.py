"""Form 06: every number arrives as it stands, whatever its header looks like, and knows its cell."""

from pathlib import Path

import openpyxl
import pytest
from form_files import BODIES, COLUMNS, FIELDS, FIRST_LINE, NUMBER, SHEET, Line, counts, form_06, old_form_06, row
from official_files import Import, columns, files, rows, workbook
from running import Run

from dvcdata.errors import UserError


def numbers(item: dict[str, str]) -> dict[str, str]:
    return {name: item[name] for name in COLUMNS}


def test_the_fields_of_a_body_arrive_with_all_their_columns(tmp_path: Path, into: Path, bring: Import) -> None:
    result = bring(form_06(tmp_path / "a.xlsx", *FIELDS), period=None)
    assert [item.kind for item in result.files] == ["form-06"]
    assert columns(
        into, "dossiers", "period", "agency_code", "row_kind", "field_code", "field_name", "period_basis"
    ) == [
        ("2026-Q3", "H44", "field", "ho-tich", "Hộ tịch", "reporting"),
        ("2026-Q3", "H44", "field", "dat-dai", "Đất đai", "reporting"),
        ("2026-Q3", "H44", "agency", "ALL", "", "reporting"),
    ]
    assert [numbers(item) for item in rows(into, "dossiers")] == [
        row(100, 10, 5, 1, 3),
        row(200, 10, 5, 1, 2),
        row(300, 20, 10, 2, 5),
    ]
    [source] = rows(into, "sources")
    assert source["title"] == "Biểu 06/VPCP/KSTT: Ủy ban nhân dân tỉnh Phú Thọ, quý III/2026"
    assert source["covers"] == "UBND tỉnh Phú Thọ; từ 15/06/2026 đến 14/09/2026"
    assert not (into / "coverage.csv").exists()


def test_a_workbook_of_excel_97_arrives_the_same(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(form_06(tmp_path / "a.xlsx", *BODIES), period=None)
    new = rows(into, "dossiers")
    other = tmp_path / "other"
    bring(old_form_06(tmp_path / "a.xls", *BODIES), period=None, into=other)
    assert rows(other, "dossiers") == new


def test_each_row_knows_its_file_sheet_and_cells(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(form_06(tmp_path / "Biểu 06.xlsx", *FIELDS), period=None)
    place = next(item for item in rows(into, "provenance") if item["table"] == "dossiers")
    assert (place["file"], place["sheet"], place["line"]) == ("Biểu 06.xlsx", SHEET, str(FIRST_LINE))
    pairs = dict(pair.split("=") for pair in place["columns"].split())
    assert pairs == {"field_name": "B"} | dict(zip(COLUMNS, "CDEFGHIJKLM", strict=True))


def test_a_finding_names_the_cell_of_the_form(tmp_path: Path, into: Path, bring: Import, run: Run) -> None:
    wrong = counts(900, 210, 130)
    wrong[0] = 1250
    bring(form_06(tmp_path / "bieu06.xlsx", ["1", "Hộ tịch", *wrong]), period=None)
    result = run("validate", into, "--rule", "to-handle-total-inconsistent")
    assert f"bieu06.xlsx › {SHEET} › C{FIRST_LINE}" in " ".join(result.out.split())


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", ""),
        ("-", "-"),
        (0, "0"),
        ("0", "0"),
        (12.0, "12"),
        (12.5, "12.5"),
        (1.125, "1.125"),  # a number, not thousands written apart
        ("chưa có", "chưa có"),
        ("na", "na"),
        (" 5 ", " 5 "),
        (-3, "-3"),
    ],
)
def test_a_cell_arrives_as_it_stands_and_an_empty_one_is_unknown(
    tmp_path: Path, into: Path, bring: Import, cell: str | float, value: str
) -> None:
    line = ["1", "Hộ tịch", *counts(5)]
    line[3] = cell
    bring(form_06(tmp_path / "a.xlsx", line), period=None)
    assert rows(into, "dossiers")[0]["received_online"] == value


def test_a_field_without_any_number_is_a_row_of_unknowns(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(form_06(tmp_path / "a.xlsx", ["1", "Hộ tịch"], ["2", "Đất đai", *counts(1)], ["3", "Y tế"]), period=None)
    assert columns(into, "dossiers", "field_name", "to_handle_total") == [
        ("Hộ tịch", ""),
        ("Đất đai", "1"),
        ("Y tế", ""),
    ]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.250", "900"], ["1250", "900"]),
        (["1,250", "12,345,678"], ["1250", "12345678"]),
        (["1 250", "1\u00a0250"], ["1250", "1250"]),
        (["1.250", "0.000"], ["1.250", "0.000"]),  # three decimals, as it seems
        (["1.25", "1.2500"], ["1.25", "1.2500"]),
        (["1.250,5", "1,250.5"], ["1.250,5", "1,250.5"]),
    ],
)
def test_thousands_written_apart_are_one_number_and_decimals_are_not_touched(
    tmp_path: Path, into: Path, bring: Import, said: list[str], cells: list[str], values: list[str]
) -> None:
    bring(form_06(tmp_path / "a.xlsx", ["1", "Hộ tịch", *cells, *counts(1)[2:]]), period=None)
    found = rows(into, "dossiers")[0]
    assert [found[name] for name in COLUMNS[:2]] == values
    assert any("1.250" in line for line in said) == (cells != values)


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"numbers": "{}"},
        {"numbers": "({})", "number": "Biểu số 06/VPCP/KSTT"},
        {"numbers": "", "number": "Biểu số 06 /VPCP/KSTT"},
        {"numbers": "", "number": "Báo cáo"},
        {"numbers": "", "label": "Lĩnh vực giải quyết"},
    ],
)
def test_the_form_is_recognised_by_its_columns_however_they_are_numbered(
    tmp_path: Path, into: Path, bring: Import, texts: dict[str, str]
) -> None:
    bring(form_06(tmp_path / "a.xlsx", *FIELDS, **texts), period=None)
    assert numbers(rows(into, "dossiers")[0]) == row(100, 10, 5, 1, 3)
    assert len(rows(into, "dossiers")) == 3


def test_the_header_may_stand_anywhere_and_in_one_row(tmp_path: Path, into: Path, bring: Import) -> None:
    labels = ["Tổng số hồ sơ tiếp nhận", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước"]
    labels += ["Tổng số hồ sơ đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn"]
    labels += ["Tổng số hồ sơ đang giải quyết", "Trong hạn", "Quá hạn"]
    header: Line = ["", "", "STT", "Lĩnh vực", *(f"{label} ({n})" for n, label in enumerate(labels, 3)), "Ghi chú"]
    above: list[Line] = [[], ["", "TỔNG HỢP"], ["", "Kỳ báo cáo: Tháng 01/2026"], [], []]
    sheet = [*above, header, ["", "", "1", "Hộ tịch", *counts(4, 1), "chờ bộ"]]
    bring(workbook(tmp_path / "a.xlsx", {"TH": sheet}), period=None, agency="H44.107")
    [found] = rows(into, "dossiers")
    assert (found["period"], found["agency_code"], found.get("period_basis", "")) == (
        "2026-01",
        "H44.107",
        "",
    )
    assert numbers(found) == row(4, 1)
    place = next(item for item in rows(into, "provenance") if item["table"] == "dossiers")
    assert place["line"] == "7" and "to_handle_total=E" in place["columns"]
    assert [(item["property"], item["text"]) for item in rows(into, "source_texts")] == [("Ghi chú: Hộ tịch", "chờ bộ")]


def test_numbers_that_contradict_the_labels_are_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    shifted = ["", *(f"({n})" for n in range(1, 14))]  # a column too far to the right
    with pytest.raises(UserError) as caught:
        bring(form_06(tmp_path / "a.xlsx", shifted, *FIELDS, numbers=""), period=None)
    assert caught.value.key == "import.form_06_header"
    assert not into.exists()


def test_columns_numbered_in_another_way_are_read_by_their_labels(tmp_path: Path, into: Path, bring: Import) -> None:
    others = ["A", "B", *(str(n) for n in range(1, 12))]
    bring(form_06(tmp_path / "a.xlsx", others, *FIELDS, numbers=""), period=None)
    assert numbers(rows(into, "dossiers")[0]) == row(100, 10, 5, 1, 3)
    assert len(rows(into, "dossiers")) == 3


def test_another_form_of_the_same_series_is_not_taken_for_it(tmp_path: Path, into: Path, bring: Import) -> None:
    header = ["STT", "Đơn vị", *["Tổng", "Tỉnh", "Huyện", "Xã"] * 3]
    sheet = [["Biểu số II.07b/VPCP/KSTT"], header, [str(n) for n in range(1, 15)], ["1", "Sở A", *range(12)]]
    with pytest.raises(UserError) as caught:
        bring(workbook(tmp_path / "a.xlsx", {"A": sheet}))
    assert caught.value.key == "import.kind_of_workbook"


def test_a_header_on_the_next_page_and_lines_for_signatures_are_no_rows(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    again = [f"({n})" for n in range(1, 14)]
    foot: list[Line] = [
        [],
        ["", "", "", "", "", "", "", "", "", "Phú Thọ, ngày 15 tháng 9 năm 2026"],
        ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
        ["", "Trần Thị B"],
    ]
    bring(form_06(tmp_path / "a.xlsx", FIELDS[0], again, *FIELDS[1:], *foot), period=None)
    assert len(rows(into, "dossiers")) == 3
    assert not any(b"Tr\xe1\xba\xa7n" in content for content in files(into).values())
    assert any("3 dòng dưới bảng" in line for line in said)


def test_other_sheets_are_named(tmp_path: Path, bring: Import, said: list[str]) -> None:
    path = form_06(tmp_path / "a.xlsx", *FIELDS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ghi chú")["A1"] = "x"
    book.create_sheet("Nháp")["A1"] = "x"
    book["Nháp"].sheet_state = "hidden"
    book.save(path)
    bring(path, period=None)
    assert [("“Ghi chú”" in line, "“Nháp”" in line) for line in said if "trang tính" in line] == [
        (True, False),
        (False, True),
    ]


def test_a_title_without_a_table_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    with pytest.raises(UserError) as caught:
        bring(workbook(tmp_path / "a.xlsx", {"A": [[NUMBER], ["STT", "Lĩnh vực", "Tổng"], ["1", "Hộ tịch", 3]]}))
    assert caught.value.key == "import.form_06_header"
    assert not into.exists()


def test_a_form_without_lines_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    for n, lines in enumerate(([], [["Sở ban ngành"]], [["", "Người lập biểu"]])):
        with pytest.raises(UserError) as caught:
            bring(form_06(tmp_path / f"{n}.xlsx", *lines), period=None)
        assert caught.value.key == "import.form_06_empty"
    assert not into.exists()
