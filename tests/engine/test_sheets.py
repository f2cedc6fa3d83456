"""Spreadsheets are held to the standard of CSV: nothing lost, every finding in its cell."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from judging import FIELDS, GOOD, LABELS, Place, Rows, findings, package, places, refused, values, workbook
from running import Run
from sheet_files import ods, ods_cell, ods_row, xls, xlsx, zipped


def theirs(folder: Path) -> list[Place]:
    """What frictionless says of the same package."""
    from frictionless import Package

    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (task,) = Package.from_descriptor(descriptor, basepath=str(folder)).validate(limit_errors=1_000_000).tasks
    return sorted(map(place, task.errors))


def place(error: Any) -> Place:
    number = getattr(error, "field_number", None)
    name = getattr(error, "field_name", "") or getattr(error, "label", "") or (f"#{number}" if number else "")
    row = getattr(error, "row_number", 0) or (1 if hasattr(error, "labels") else 0)
    return error.type, row, name, error.note


# Spreadsheets

HEAD: Rows = [["Danh sách"], ["1.000100", 7, 98.93]]
MESSY: Rows = [
    LABELS,
    GOOD,
    ("1.000200", -1, 0, dt.date(2026, 2, 28), False),
    ("1.000300", 1.5, "1,5", "2026-02-30", "x"),
    ("x", "7", "98.93", "2026-08-01", "true"),
    ("#", 1, 1, dt.datetime(2026, 8, 1, 10, 30), True),
    (None, None, None, None, None),
    ("1.000400", "na", None, None, None),
]
DIALECTS: dict[str, tuple[dict[str, Any], Rows]] = {
    "plain": ({}, MESSY),
    "header below": ({"headerRows": [3]}, [*HEAD, *MESSY]),
    "two header rows": (
        {"headerRows": [1, 2], "headerJoin": "-"},
        [["a", "a", "b"], ["x", "y", "z"], ["1.000100", 7, 98.93, dt.date(2026, 8, 1), True]],
    ),
    "comments": ({"commentRows": [2, 4]}, MESSY),
    "comment sign": ({"commentChar": "#"}, MESSY),
    "blank rows": ({"skipBlankRows": True}, MESSY),
    "no header": ({"header": False}, MESSY[1:]),
    "other names": ({}, [["code", "m", "share", "day", "open"], *MESSY[1:]]),
    "a name twice": ({}, [["code", "code", "share", "day", "open"], *MESSY[1:]]),
    "no name": ({}, [["code", "n", None, "day", "open"], *MESSY[1:]]),
    "a column more": ({}, [[*LABELS, "more"], *MESSY[1:]]),
    "a cell more": ({}, [LABELS, (*GOOD, "x"), *MESSY[1:]]),
    "a column less": ({}, [LABELS[:4], *(row[:4] for row in MESSY[1:])]),
    "a year as a name": ({}, [["code", "n", "share", "day", 2026], *MESSY[1:]]),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_workbook_is_judged_as_frictionless_judges_it(name: str, tmp_path: Path) -> None:
    dialect, rows = DIALECTS[name]
    workbook(tmp_path / "t.xlsx", rows)
    package(tmp_path, "t.xlsx", dialect or None)
    assert places(tmp_path) == theirs(tmp_path)


def test_merged_cells_are_filled_as_frictionless_fills_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows: Rows = [["code", None, "n"], ["a", "b", "n"], ["1.000100", "x", 1], [None, "y", 2], [None, None, 3]]
    for row in rows:
        book.worksheets[0].append(list(row))
    for place_ in ("A1:B1", "A3:A5", "C1:C2"):
        book.worksheets[0].merge_cells(place_)
    book.save(tmp_path / "t.xlsx")
    dialect = {"excel": {"fillMergedCells": True}, "headerRows": [1, 2], "headerJoin": "."}
    fields = [
        {"name": "code.a", "type": "string"},
        {"name": "code.b", "type": "string"},
        {"name": "n", "type": "integer"},
    ]
    package(tmp_path, "t.xlsx", dialect, fields=fields, primaryKey=["code.a", "n"])
    assert places(tmp_path) == theirs(tmp_path) == []
    assert values(tmp_path) == [("1.000100", "x", 1), ("1.000100", "y", 2), ("1.000100", None, 3)]


def test_a_code_typed_as_a_number_is_a_text_that_lost_its_zeros(run: Run, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "procedures.xlsx", [["procedure_code", "name"], [1.0001, "a"], ["1.000200", "b"]], "Danh mục"
    )
    report = json.loads(run("validate", path, "--rule", "code-lost-zeros", "--format", "json").out)
    (finding,) = report["findings"]
    assert (finding["value"], finding["cell"]) == ("1.0001", "procedures.xlsx › Danh mục › A2")


def test_a_value_of_the_columns_type_is_taken_whatever_its_texts_look_like(tmp_path: Path) -> None:
    fields = [
        {"name": "n", "type": "number", "groupChar": ".", "decimalChar": ","},
        {"name": "d", "type": "date", "format": "%d/%m/%Y"},
        {"name": "b", "type": "boolean", "trueValues": ["có"], "falseValues": ["không"]},
    ]
    rows: Rows = [["n", "d", "b"], [1.5, dt.date(2026, 8, 1), True], ["1.234,5", "02/08/2026", "không"]]
    workbook(tmp_path / "t.xlsx", rows)
    package(tmp_path, "t.xlsx", fields=fields)
    assert places(tmp_path) == theirs(tmp_path) == []
    found = [(float(n), day, flag) for n, day, flag in values(tmp_path)]
    assert found == [(1.5, dt.date(2026, 8, 1), True), (1234.5, dt.date(2026, 8, 2), False)]


def test_xls_and_ods_are_judged_like_xlsx(tmp_path: Path) -> None:
    package(tmp_path, "t.xls")
    xls(tmp_path / "t.xls", {"T": [LABELS, list(GOOD), ["x", b"\x17", "#REF!", None, True]]})
    expected = [
        ("constraint-error", 3, "code", 'constraint "pattern" is "[0-9][.][0-9]{6}"'),
        ("constraint-error", 3, "day", 'constraint "required" is "True"'),
        ("type-error", 3, "n", 'type is "integer/default"'),
        ("type-error", 3, "share", 'type is "number/default"'),
    ]
    assert places(tmp_path) == expected
    assert [f.value for f in findings(tmp_path) if f.rule == "type-error"] == ["#REF!", "#REF!"]
    package(tmp_path, "t.ods")
    good = [
        ods_cell("1.000100"),
        ods_cell("7", 'office:value="7"', "float"),
        ods_cell("98,93", 'office:value="98.93"', "float"),
        ods_cell("1/8", 'office:date-value="2026-08-01"', "date"),
        ods_cell("ĐÚNG", 'office:boolean-value="true"', "boolean"),
    ]
    bad = [ods_cell("x"), ods_cell("#REF!", 'calcext:value-type="error"'), ods_cell("#REF!"), ods_cell(), good[4]]
    ods(tmp_path / "t.ods", ods_row(*map(ods_cell, LABELS)) + ods_row(*good) + ods_row(*bad))
    assert places(tmp_path) == expected


def test_the_ending_of_a_workbook_may_be_wrong(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", [LABELS, GOOD]).rename(tmp_path / "t.xls")
    assert places(package(tmp_path, "t.xls")) == []


def two_sheets(path: Path, hide: str) -> Path:
    book = xlsxwriter.Workbook(path)
    for name in ("A", "B", "C"):
        page = book.add_worksheet(name)
        if name != "C":
            page.write_row(0, 0, ["code"])
            page.write_row(1, 0, [name])
    book.get_worksheet_by_name("C").activate()
    book.get_worksheet_by_name("C").set_first_sheet()
    book.get_worksheet_by_name(hide).hide()
    book.close()
    return path


@pytest.mark.parametrize(
    ("dialect", "code"),
    [
        (None, "B"),
        ({"excel": {"sheet": "B"}}, "B"),
        ({"excel": {"sheet": "A"}}, "A"),
        ({"excel": {"sheet": 1}}, "A"),
        ({"excel": {"sheet": 2}}, "B"),
        ({"sheetName": "A"}, "A"),
        ({"sheetNumber": 1}, "A"),
        ({"ods": {"sheet": 1}}, "A"),
    ],
)
def test_the_sheet_is_the_one_named_or_counted_else_the_first_visible(
    dialect: dict[str, Any] | None, code: str, tmp_path: Path
) -> None:
    two_sheets(tmp_path / "t.xlsx", hide="A")
    package(tmp_path, "t.xlsx", dialect, fields=[{"name": "code", "type": "string"}])
    assert values(tmp_path) == [(code,)]


def test_sheets_that_are_not_read_are_said(run: Run, tmp_path: Path) -> None:
    two_sheets(tmp_path / "t.xlsx", hide="A")
    fields = [{"name": "code", "type": "string"}]
    package(tmp_path, "t.xlsx", fields=fields)
    out = run("validate", tmp_path).out
    assert "không đọc trang tính ẩn của t.xlsx: A." in out and "trang tính khác" not in out  # C is blank
    two_sheets(tmp_path / "t.xlsx", hide="C")
    assert "không đọc trang tính khác của t.xlsx: B." in run("validate", tmp_path).out
    resources = [
        {"name": name.lower(), "path": "t.xlsx", "schema": {"fields": fields}, "dialect": {"excel": {"sheet": name}}}
        for name in ("A", "B")
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    assert "không đọc" not in run("validate", tmp_path).out


def test_a_formula_without_a_value_is_named_once_and_counts_as_unknown(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows: Rows = [["Biểu", None], ["code", "n"], ["=1+1", 5], ["1.000200", "=B3*2"], [None, None]]
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "t.xlsx")
    package(tmp_path, "t.xlsx", {"headerRows": [2]}, fields=FIELDS[:2])
    assert places(tmp_path) == [("formula-without-value", 3, "code", ""), ("formula-without-value", 4, "n", "")]
    assert values(tmp_path) == [(None, 5), ("1.000200", None)]
    assert "t.xlsx › Sheet › A3, B4" in run("validate", tmp_path).out
    assert "never calculated" in run("--lang", "en", "validate", tmp_path).out


def test_findings_name_the_cell_also_in_the_header_and_in_a_second_file(run: Run, tmp_path: Path) -> None:
    labels = ["code", "n", "share", "day", ""]
    workbook(tmp_path / "a.xlsx", [["x"], labels, (*GOOD[:1], "x", *GOOD[2:])], "Quý I")
    workbook(tmp_path / "b.xlsx", [["x"], labels, GOOD, GOOD, (*GOOD[:1], "y", *GOOD[2:])], "Quý II")
    package(tmp_path, "a.xlsx", {"headerRows": [2]})
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["path"] = ["a.xlsx", "b.xlsx"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    report = json.loads(run("validate", tmp_path, "--format", "json").out)
    assert [(f["row"], f["cell"]) for f in report["findings"] if f["rule"] == "type-error"] == [
        (3, "a.xlsx › Quý I › B3"),
        (6, "b.xlsx › Quý II › B5"),
    ]
    assert [f["cell"] for f in report["findings"] if f["rule"] == "blank-label"] == ["a.xlsx › Quý I › E2"]
    workbook(tmp_path / "b.xlsx", [["x"], labels, (*GOOD, "stray")], "Quý II")
    assert ("extra-cell", 4, "#6", "") in places(tmp_path)
    workbook(tmp_path / "b.xlsx", [["x"], ["n", "code", *labels[2:]], GOOD], "Quý II")
    assert refused(tmp_path, run) == "table.parts_differ"


LONE: Rows = [["Danh mục thủ tục"], [None], ["procedure_code", "name", "field_name"], ["1.000100", "a", "b"]]


@pytest.mark.parametrize("arguments", [[], ["--table", "procedures"]])
def test_a_lone_workbook_is_recognised_by_a_header_in_its_first_rows(
    arguments: list[str], run: Run, tmp_path: Path
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "bao cao.xlsx")
    book.add_worksheet("Ghi chú").write(0, 0, "x")
    page = book.add_worksheet("Bảng")
    for number, row in enumerate(LONE):
        page.write_row(number, 0, row)
    book.close()
    result = run("validate", tmp_path / "bao cao.xlsx", *arguments, "--format", "json")
    report = json.loads(result.out)
    assert (result.code, report["checked"]["rows"], report["checked"]["cells"]) == (0, 1, 3)


def test_a_lone_workbook_that_is_no_table_says_how_to_import_it(run: Run, tmp_path: Path) -> None:
    path = workbook(tmp_path / "bao cao.xlsx", [["Mã số", "Tên"], ["1.000100", "a"]])
    result = run("validate", path)
    assert result.code == 2 and f'dvcdata import "{path}" --into' in result.err
    result = run("validate", path, "--table", "procedures")
    assert result.code == 2 and "procedure_code" in result.err
    result = run("validate", path, "--table", "proc")
    assert result.code == 2 and "procedures" in result.err


def test_a_header_below_row_1_must_be_declared_in_a_package(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", [["Danh sách"], LABELS, GOOD])
    assert refused(package(tmp_path, "t.xlsx"), run) == "spreadsheet.header_below"
    assert '“dialect”: {"headerRows": [2]}' in run("validate", tmp_path).err
    assert places(package(tmp_path, "t.xlsx", {"headerRows": [2]})) == []
    workbook(tmp_path / "t.xlsx", [["code", "x"], ["n", "code"]])
    assert ("incorrect-label", 1, "n", "") in places(package(tmp_path, "t.xlsx"))
    workbook(tmp_path / "t.xlsx", [["x", "y"], ["a", "b"], ["n", "7"]])  # one name of a column may be a value
    assert ("incorrect-label", 1, "n", "") in places(package(tmp_path, "t.xlsx"))


REFUSED: dict[str, Callable[[Path], object]] = {
    "spreadsheet.word": lambda path: zipped(path, {"word/document.xml": b"<w/>"}),
    "spreadsheet.html": lambda path: path.write_bytes(b"<html><table></table></html>"),
    "spreadsheet.not_known": lambda path: path.write_bytes(b"a,b\n"),
    "spreadsheet.damaged": lambda path: path.write_bytes(workbook(path, [LABELS, GOOD]).read_bytes()[:3000]),
    "spreadsheet.encrypted": lambda path: xls(path, {"T": [["x"]]}, password=True),
    "spreadsheet.nothing_visible": lambda path: xls(path, {"T": [["x"]]}, hidden=["T"]),
    "spreadsheet.far_cell": lambda path: xlsx(path, '<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
    "spreadsheet.blank": lambda path: workbook(path, []),
    "file.empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("key", REFUSED)
def test_a_workbook_that_cannot_be_read_gets_one_sentence(key: str, run: Run, tmp_path: Path) -> None:
    REFUSED[key](tmp_path / "t.xlsx")
    assert refused(package(tmp_path, "t.xlsx"), run) == key


def test_a_lock_file_and_a_missing_sheet_get_one_sentence(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "~$t.xlsx", [LABELS, GOOD])
    result = run("validate", tmp_path / "~$t.xlsx")
    assert result.code == 2 and "~$" in result.err and len(result.err.splitlines()) == 1
    workbook(tmp_path / "t.xlsx", [LABELS, GOOD])
    for sheet in ("X", 2):
        assert refused(package(tmp_path, "t.xlsx", {"excel": {"sheet": sheet}}), run) == "spreadsheet.no_sheet"


BAD_DIALECTS: list[dict[str, Any]] = [
    {"excel": {"sheet": True}},
    {"excel": {"sheet": 0}},
    {"excel": "T"},
    {"sheetNumber": "1"},
    {"excel": {"fillMergedCells": "yes"}},
    {"headerRows": "1"},
    {"headerRows": [0]},
    {"headerRows": [2, 1]},
    {"commentRows": ["2"]},
    {"header": "no"},
    {"headerJoin": 1},
    {"commentChar": ""},
    {"csv": {"delimiter": ";;"}},
    {"quoteChar": ""},
    {"json": {"keys": "code"}},
]


@pytest.mark.parametrize("dialect", BAD_DIALECTS, ids=str)
def test_a_dialect_that_nothing_can_be_read_by_gets_one_sentence(
    dialect: dict[str, Any], run: Run, tmp_path: Path
) -> None:
    workbook(tmp_path / "t.xlsx", [LABELS, GOOD])
    assert refused(package(tmp_path, "t.xlsx", dialect), run) == "dialect.bad"


def test_comment_rows_may_be_listed_in_any_order(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", [LABELS, ["x"], GOOD, ["y"]])
    assert places(package(tmp_path, "t.xlsx", {"commentRows": [4, 2]})) == []
