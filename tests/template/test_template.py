"""The workbook to fill in: what stands in it, what it lets in, and that nothing filled in is ever written over."""

import re
from pathlib import Path

import openpyxl
import pytest
from running import Run, Write
from template_files import Made

from dvcdata import profiles, texts
from dvcdata.rules import catalogue
from dvcdata.template import checks, columns

TABLES = profiles.tables()
LONGEST_VALIDATION = 255  # characters that a spreadsheet takes
LONGEST_FORMULA = 8192


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_template_whose_formulas_a_spreadsheet_takes(table: str, made: Made) -> None:
    book = openpyxl.load_workbook(made(table))
    sheet = book["Số liệu"]
    names = [cell.value for cell in sheet[5] if cell.value]
    assert names == [item.name for item in columns.of(table, "vi")]
    assert set(profiles.columns(table)) - set(names) <= {"source_id"}
    formulas = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type != "none"]
    assert all(len(str(formula)) <= LONGEST_VALIDATION for formula in formulas)
    last = sheet.cell(6, len(names) + 1).value
    assert isinstance(last, str) and last.startswith("=") and len(last) <= LONGEST_FORMULA
    assert last.count("(") == last.count(")") and last.count('"') % 2 == 0
    known = set(re.findall(r"\$([A-Z]+)\$?\d", last))
    assert known <= {cell.column_letter for cell in sheet[5] if cell.value}
    assert sheet.freeze_panes == "A6"
    assert f"dvcdata:{table}@" in str(sheet["A2"].value)


def test_codes_are_texts_dates_are_dates_and_numbers_are_numbers(made: Made) -> None:
    sheet = openpyxl.load_workbook(made("procedures"))["Số liệu"]
    letters = {cell.value: cell.column_letter for cell in sheet[5] if cell.value}
    formats = {name: sheet.column_dimensions[letter].number_format for name, letter in letters.items()}
    assert formats["procedure_code"] == formats["decision_no"] == "@"
    assert formats["decision_date"] == "dd/mm/yyyy"
    assert formats["fee_vnd"] == "#,##0"


def test_closed_lists_are_chosen_in_words(made: Made) -> None:
    book = openpyxl.load_workbook(made("services"))
    lists = book["Danh mục"]
    named = {lists.cell(3, column).value: column for column in range(1, lists.max_column + 1)}
    words = [lists.cell(row, named["online_payment"]).value for row in range(4, 10)]
    assert words[:3] == ["có", "không", "na – không áp dụng"]
    codes = [lists.cell(row, named["regime:value"]).value for row in range(4, 7)]
    assert codes == ["43/2011", "42/2022", "224/2026"]
    rules = book["Số liệu"].data_validations.dataValidation
    assert "ds_regime" in {str(rule.formula1) for rule in rules if rule.type == "list"}
    assert {"ds_regime", "ds_regime_"} <= set(book.defined_names)


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_the_words_of_a_list_are_all_there_and_all_different(table: str, lang: str) -> None:
    for item in profiles.schema(table)["fields"]:  # type: ignore[index]  # every table has a schema
        values = item.get("constraints", {}).get("enum", [])
        assert len(columns.words(item, lang)) == (2 if item["type"] == "boolean" else len(values))


def test_the_sums_of_a_template_are_those_of_the_rules() -> None:
    rules = {rule.id: rule for rule in catalogue.load()}
    for rule, (whole, parts) in zip(
        ("to-handle-total", "resolved-total", "pending-total", "stock-flow"), checks.SUMS["dossiers"], strict=True
    ):
        needed = rules[f"{rule}-inconsistent"].needs["dossiers"]
        assert set(needed) - {"period", "agency_code", "row_kind", "field_code"} == {whole, *parts}


def test_what_is_known_stands_in_the_template_from_the_start(run: Run, tmp_path: Path) -> None:
    result = run("template", "usage", "--agency", "UBND tỉnh Phú Thọ", "--period", "2026-06-15/2026-09-14")
    assert (result.code, result.err) == (0, "")
    path = tmp_path / "mau-usage-H44-2026-Q3.xlsx"
    assert path.name in result.out
    lines = {row[3].value: row for row in openpyxl.load_workbook(path)["Mô tả"].iter_rows(min_row=4)}
    assert [lines[name][1].value for name in ("agency", "period", "period_basis")] == [
        "H44",
        "2026-Q3",
        "kỳ báo cáo (từ ngày 15 đến ngày 14)",
    ]
    assert (lines["agency"][2].value, lines["period"][2].value) == (
        "Ủy ban nhân dân tỉnh Phú Thọ",
        "quý III/2026",
    )


def test_a_reference_package_gives_codes_with_their_names_to_choose_from(
    run: Run, tmp_path: Path, package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "CHECKED", 30)
    services = "service_code,owner_code,name\n1.1.01,H99,Khai sinh\n"
    folder = package(agencies="agency_code,name\nH99.19,Sở Tư pháp\n", services=services)
    assert run("template", "usage", "--out", "a.xlsx", "--reference", folder).code == 0
    lists = openpyxl.load_workbook(tmp_path / "a.xlsx")["Danh mục"]
    shown = {lists.cell(3, column).value: lists.cell(4, column).value for column in range(1, lists.max_column + 1)}
    assert (shown["agency_code"], shown["agency_code:value"]) == ("H99.19 – Sở Tư pháp", "H99.19")
    assert shown["item_code"] == "1.1.01 – Khai sinh"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("usages",), "Không có bảng nào tên “usages”; gần nhất: “usage”"),
        (("usage", "--period", "tháng 8"), "không phải kỳ báo cáo"),
        (("usage", "--agency", "Sở nào đó"), "không phải mã cơ quan"),
        (("usage", "--out", "a.xls"), "đuôi .xlsx"),
        (("usage", "--reference", "khong-co"), "Không tìm thấy khong-co"),
        (("usage", "--reference", "."), "không thấy datapackage.json"),
    ],
)
def test_what_a_template_cannot_be_made_of_is_one_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run("template", *arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err and result.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_never_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mau-usage.xlsx").write_text("đã điền", encoding="utf-8")
    result = run("template", "usage")
    assert result.code == 2 and "không ghi đè" in result.err
    assert (tmp_path / "mau-usage.xlsx").read_text(encoding="utf-8") == "đã điền"


def test_without_a_table_the_tables_are_listed(run: Run) -> None:
    result = run("template", "--lang", "en")
    assert result.code == 0
    assert [line.split()[0] for line in result.out.splitlines()[1:]] == TABLES
