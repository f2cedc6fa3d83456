"""XLSX, XLS and ODS are read as the same cells, and what their reader keeps silent about is put back."""

import datetime as dt
import struct
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from sheet_files import LINKS, PACKAGE, XlsCell, ods, ods_cell, ods_row, record, xls, xlsx

from dvcdata.errors import UserError
from dvcdata.spreadsheets import survey
from dvcdata.spreadsheets import xlsx as xlsx_survey
from dvcdata.spreadsheets.cells import Cell
from dvcdata.spreadsheets.survey import Flaw
from dvcdata.spreadsheets.workbook import Book

DAY = dt.date(2026, 8, 1)
GIVEN: list[list[XlsCell]] = [["mã số", None, "có"], [1.0001, 12.0, True], [None, None, DAY], [b"\x17", " x", "é"]]
SHOWN: list[list[Cell]] = [
    ["mã số", "", "có"],
    [Decimal("1.0001"), 12, True],
    ["", "", DAY],
    ["#REF!", " x", "é"],
]


def book(path: Path) -> Book:
    return Book(path.read_bytes(), path.name)


def an_xlsx(path: Path) -> Path:
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("T")
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for row, cells in enumerate(GIVEN):
        for column, cell in enumerate(cells):
            if isinstance(cell, bytes):
                sheet.write_formula(row, column, "=A99", None, "#REF!")
            elif cell is not None:
                sheet.write(row, column, cell, day if cell == DAY else None)
    workbook.close()
    return path


def an_xls(path: Path) -> Path:
    return xls(path, {"T": GIVEN})


def an_ods(path: Path) -> Path:
    error = 'table:formula="of:=A99" office:string-value="" calcext:value-type="error"'
    return ods(
        path,
        ods_row(ods_cell("mã số"), ods_cell(), ods_cell("có"))
        + ods_row(
            ods_cell("1,0001", 'office:value="1.0001"', "float"),
            ods_cell("12", 'office:value="12"', "float"),
            ods_cell("ĐÚNG", 'office:boolean-value="true"', "boolean"),
        )
        + ods_row(ods_cell(repeated=2), ods_cell("01/08", f'office:date-value="{DAY}"', "date"))
        + ods_row(ods_cell("#REF!", error), ods_cell('<text:s text:c="1"/>x'), ods_cell("é"))
        + ods_row(ods_cell(repeated=1024), repeated=1_048_000),
    )


MAKERS = [an_xlsx, an_xls, an_ods]


@pytest.mark.parametrize("maker", MAKERS)
def test_the_cells_are_the_same_in_every_kind_of_workbook(maker: Callable[[Path], Path], tmp_path: Path) -> None:
    found = book(maker(tmp_path / "whatever.name"))
    assert list(found.rows("T")) == SHOWN


def test_rows_and_columns_before_the_first_cell_are_kept(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["C3"] = "x"
    workbook.save(tmp_path / "a.xlsx")
    assert list(book(tmp_path / "a.xlsx").rows("Sheet")) == [["", "", ""], ["", "", ""], ["", "", "x"]]


def test_hidden_sheets_are_known_and_charts_are_no_sheets(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name in ("A", "B", "C"):
        workbook.add_worksheet(name).write(0, 0, "x")
    workbook.get_worksheet_by_name("A").hide()
    workbook.get_worksheet_by_name("B").very_hidden()
    workbook.get_worksheet_by_name("C").activate()
    workbook.add_chartsheet("D").set_first_sheet()
    workbook.close()
    found = book(tmp_path / "a.xlsx")
    assert (found.names, found.visible, found.hidden) == (["A", "B", "C"], ("C",), ("A", "B"))
    found = book(xls(tmp_path / "a.xls", {"A": [["x"]], "B": [["x"]]}, hidden=["A"]))
    assert (found.visible, found.hidden) == (("B",), ("A",))
    assert list(found.rows("A")) == [["x"]]


def test_a_short_xls_lies_in_small_sectors(tmp_path: Path) -> None:
    found = book(xls(tmp_path / "a.xls", {"T": [["x", b"\x07"]]}, small=True))
    assert list(found.rows("T")) == [["x", "#DIV/0!"]]


def test_merged_cells_are_filled_when_asked_for(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for place, text in {"A1": "nhóm", "B2": "m", "E3": "z"}.items():
        sheet[place] = text
    for place in ("A1:D1", "B2:C3", "E3:F5"):  # the last one reaches beyond every cell
        sheet.merge_cells(place)
    workbook.save(tmp_path / "a.xlsx")
    assert list(book(tmp_path / "a.xlsx").rows("Sheet", fill_merged=True)) == [
        ["nhóm", "nhóm", "nhóm", "nhóm", "", ""],
        ["", "m", "m", "", "", ""],
        ["", "m", "m", "", "z", "z"],
        ["", "", "", "", "z", "z"],
        ["", "", "", "", "z", "z"],
    ]
    merged = [(0, 1, 0, 0), (0, 0, 5, 1)]  # the second one is broken
    filled = book(xls(tmp_path / "a.xls", {"T": [["a", None], [None, "b"]]}, merged=merged))
    assert list(filled.rows("T", fill_merged=True)) == [["a", ""], ["a", "b"]]


FORMULAS = {
    "<c r='A1'><f>1+1</f></c>": [Flaw(0, 0)],
    "<c r='A1'><f>1+1</f><v/></c>": [Flaw(0, 0)],
    "<c r='A1'><f>1+1</f><v></v></c>": [Flaw(0, 0)],
    "<c r='A1'><f t='shared' si='0'/></c>": [Flaw(0, 0)],
    "<c r='A1' t='inlineStr'><is><t>a</t></is></c><c r='B1'><f>1+1</f><v/></c>": [Flaw(0, 1)],
    "<c r='A1'><v>1</v></c><c r='B1'><f>1+1</f><v/></c>": [Flaw(0, 1)],
    "<c r='A1'><f>1+1</f><v>2</v></c>": [],
    "<c r='A1'><f>1+1</f><v>0</v></c>": [],
    "<c r='A1' t='str'><f>A2</f><v></v></c>": [],  # the empty text
    "<c r='A1'><v/></c>": [],
    "<c r='A1' t='e'><v>#REF!</v></c>": [Flaw(0, 0, "#REF!")],
    "<c r='A1' t='e'><f>1/0</f><v>#DIV/0!</v></c>": [Flaw(0, 0, "#DIV/0!")],
    "<c><v>1</v></c><c><f>1+1</f></c>": [Flaw(0, 1)],
    "<c r='AA1'><f>1+1</f></c><c><f>1+1</f></c>": [Flaw(0, 26), Flaw(0, 27)],
}


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("cells", FORMULAS)
def test_formulas_without_a_value_and_errors_are_found(cells: str, prefix: str, tmp_path: Path) -> None:
    text = f"<row>{cells}</row>"
    if prefix:
        text = text.replace("</", "<|").replace("<", f"<{prefix}:").replace(f"<{prefix}:|", f"</{prefix}:")
    found = book(xlsx(tmp_path / "a.xlsx", text, prefix=prefix))
    assert found.survey("T").flaws.get(0, []) == FORMULAS[cells]


def test_a_nought_is_no_value_where_the_workbook_says_that_nothing_was_calculated(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert book(xlsx(tmp_path / "a", cells)).survey("T").flaws == {}
    found = book(xlsx(tmp_path / "b", cells, settings='<calcPr fullCalcOnLoad="1"/>'))
    assert found.survey("T").flaws == {0: [Flaw(0, 0)]}
    assert list(found.rows("T")) == [["", 2]]


def test_the_result_of_a_formula_of_an_xls_is_read_and_an_error_is_one(tmp_path: Path) -> None:
    error = record(0x06, struct.pack("<HHHBBB3xHHIH", 1, 0, 0, 2, 0, 0x2A, 0xFFFF, 0, 0, 0))
    number = record(0x06, struct.pack("<HHHBB6BHIH", 1, 1, 0, 2, 0, *bytes(5), 0x40, 0, 0, 0))  # begins like an error
    found = book(xls(tmp_path / "a.xls", {"T": [["x", "y"]]}, more=error + number))
    assert list(found.rows("T")) == [["x", "y"], ["#N/A", Decimal("2.000000000000001")]]


def test_errors_of_an_xls_are_those_of_the_sheet_also_after_a_chart_in_it(tmp_path: Path) -> None:
    chart = record(0x0809, bytes(16)) + record(0x0A)
    late = record(0x0205, struct.pack("<HHHBB", 1, 0, 0, 0x17, 1))
    found = book(xls(tmp_path / "a.xls", {"A": [["x"]], "B": [[b"\x07"]]}, more=chart + late))
    assert found.survey("A").flaws == {1: [Flaw(1, 0, "#REF!")]}
    assert found.survey("B").flaws == {0: [Flaw(0, 0, "#DIV/0!")], 1: [Flaw(1, 0, "#REF!")]}


def test_a_formula_beyond_all_values_is_still_in_a_row(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><f>1+1</f></c></row>'
    assert list(book(xlsx(tmp_path / "a.xlsx", cells)).rows("T")) == [[1, ""], ["", ""], ["", ""]]


def test_a_formula_and_an_error_of_an_ods_repeat_with_their_cell(tmp_path: Path) -> None:
    formula = ods_cell(attributes='table:formula="of:=1+1"', repeated=2)
    error = ods_cell("Err:502", 'table:formula="of:=x" office:value="0" calcext:value-type="error"', "float")
    path = ods(
        tmp_path / "a.ods", ods_row(ods_cell("a")) + ods_row(formula, error, repeated=2) + ods_row(ods_cell("z"))
    )
    found = book(path)
    assert found.survey("T").flaws == {1: [Flaw(1, 0, None, 2, 2), Flaw(1, 2, "Err:502", 2, 1)]}
    assert list(found.rows("T")) == [["a", "", ""], ["", "", "Err:502"], ["", "", "Err:502"], ["z", "", ""]]


def test_places_in_an_ods_are_counted_with_what_repeats(tmp_path: Path) -> None:
    formula = ods_cell(attributes='table:formula="of:=1+1"')
    value = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    rows = ods_row(ods_cell("a"), repeated=3) + ods_row(ods_cell("b", repeated=2), formula, value)
    found = book(ods(tmp_path / "a.ods", rows))
    assert found.survey("T").flaws == {3: [Flaw(3, 2)]}
    assert list(found.rows("T"))[3] == ["b", "b", "", 2]


def test_a_note_on_a_cell_is_not_its_text(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>x</text:p></office:annotation>"
    cell = f'<table:table-cell table:formula="of:=1">{note}</table:table-cell>'
    error = ods_cell("#REF!", 'calcext:value-type="error"')
    flaws = book(ods(tmp_path / "a.ods", ods_row(cell, error))).survey("T").flaws
    assert flaws == {0: [Flaw(0, 0), Flaw(0, 1, "#REF!")]}


def test_a_quick_look_suffices_for_a_usual_sheet_and_sees_what_the_exact_one_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = an_xlsx(tmp_path / "a.xlsx")
    plain = xlsx(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>')
    monkeypatch.setattr(xlsx_survey, "_look", None)
    assert book(plain).survey("T").end == (0, 2)
    with pytest.raises(TypeError):
        book(path).survey("T")  # it holds an error


@pytest.mark.parametrize(
    "cells", ["<c><v>1</v></c>", '<c\tr="A1"><v>1</v></c>', '<c s="0" r="A1"><v>1</v></c>', "<c r='A1'><v>1</v></c>"]
)
@pytest.mark.parametrize("prefix", ["", "x"])
def test_a_sheet_written_in_an_unusual_way_is_looked_at(cells: str, prefix: str, tmp_path: Path) -> None:
    text = f"<row r='3'>{cells.replace('A1', 'A3')}</row>"
    if prefix:
        text = text.replace("</", "<|").replace("<", f"<{prefix}:").replace(f"<{prefix}:|", f"</{prefix}:")
    found = book(xlsx(tmp_path / "a.xlsx", text, prefix=prefix))
    assert found.survey("T").end == (2, 0)
    assert list(found.rows("T"))[2] == [1]


def test_the_file_of_a_sheet_may_be_named_from_the_root(tmp_path: Path) -> None:
    link = f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    links = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
    path = xlsx(tmp_path / "a.xlsx", "<row r='1'><c r='A1'><f>1</f></c></row>", **{"xl/_rels/workbook.xml.rels": links})
    assert book(path).survey("T").flaws == {0: [Flaw(0, 0)]}


FAR = [
    "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576' s='1'><v>1</v></c></row>",
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1048576"><c><v>1</v></c><c r="XFD1048576"><f>1</f></c></row>',
]


@pytest.mark.parametrize("cells", FAR)
@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 20])
def test_a_cell_far_out_is_refused_wherever_a_chunk_ends(
    cells: str, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_survey, "CHUNK", chunk)
    with pytest.raises(UserError) as caught:
        list(book(xlsx(tmp_path / "a.xlsx", cells)).rows("T"))
    assert caught.value.key == "spreadsheet.far_cell"


def test_an_empty_cell_far_out_is_no_trouble(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert list(book(xlsx(tmp_path / "a.xlsx", cells)).rows("T")) == [[1]]


def test_few_bytes_of_an_ods_that_stand_for_many_cells_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        book(ods(tmp_path / "a.ods", ods_row(ods_cell("x", repeated=1000), repeated=1_000_000)))
    assert caught.value.key == "spreadsheet.far_cell"


FAR_RECORDS = {
    "a text": record(0x0204, struct.pack("<HHHHB", 65535, 60000, 0, 1, 0) + b"x"),
    "numbers side by side": record(0xBD, struct.pack("<HHHIHIH", 65535, 0, 0, 0, 0, 0, 60000)),
    "dimensions": record(0x0200, struct.pack("<IIHHH", 0, 1 << 31, 0, 256, 0)),
    "old dimensions": record(0x0200, struct.pack("<HHHHH", 0, 65535, 0, 65535, 0)),
}


@pytest.mark.parametrize("name", FAR_RECORDS)
def test_a_cell_of_an_xls_far_out_is_refused_before_it_is_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        book(xls(tmp_path / "a.xls", {"T": [["x"]]}, more=FAR_RECORDS[name]))
    assert caught.value.key == "spreadsheet.far_cell"


def test_a_merged_cell_over_the_whole_sheet_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xls(tmp_path / "a.xls", {"T": [["x"]]}, merged=[(0, 65535, 0, 255)])
    monkeypatch.setattr("dvcdata.spreadsheets.workbook.MOST_CELLS", 1_000_000)
    assert survey.MOST_CELLS > 65536 * 256
    assert list(book(path).rows("T")) == [["x"]]
    with pytest.raises(UserError) as caught:
        next(book(path).rows("T", fill_merged=True))
    assert caught.value.key == "spreadsheet.far_cell"


def test_blank_sheets_are_known(tmp_path: Path) -> None:
    for path in (an_xlsx(tmp_path / "a"), an_xls(tmp_path / "b"), an_ods(tmp_path / "c")):
        assert not book(path).is_blank("T")
    for path in (xlsx(tmp_path / "a", ""), xls(tmp_path / "b", {"T": []}), ods(tmp_path / "c", ods_row(ods_cell()))):
        assert book(path).is_blank("T")
        assert list(book(path).rows("T")) == []
