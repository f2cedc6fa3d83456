"""A header is found wherever it stands, and never by a label that could be two columns."""

from pathlib import Path

from official_files import Import, rows

from dvcdata.importers import delimited, tables
from dvcdata.importers.maps import TableMap
from dvcdata.spreadsheets.workbook import Sheet, Workbook

ITEM = TableMap("usage", {"Mã": "item_code", "Tổng số": "received_total"})


def sheet(*rows: list[str]) -> Sheet:
    width = max(map(len, rows))
    return Sheet("S", [row + [""] * (width - len(row)) for row in rows])


def read(text: str) -> Workbook | None:
    return delimited.read(text.encode(), "a.csv")


def test_a_label_that_stands_twice_is_no_label() -> None:
    assert tables.find(sheet(["Mã", "Tổng số", "Quá hạn"], ["1", "2", "3"]), ITEM) is not None
    assert tables.find(sheet(["Mã", "Tổng số", "tổng  SỐ"], ["1", "2", "3"]), ITEM) is None


def test_numbers_of_columns_and_a_header_on_the_next_page_are_no_rows() -> None:
    header = ["Mã", "Tổng số", "Quá hạn"]
    found = tables.find(sheet(["x"], header, ["(1)", "(2)", "(3)"], ["a", "1", "2"], [], header, ["1", "2", "3"]), ITEM)
    assert found is not None
    assert [row for _, row in found.below()] == [["a", "1", "2"], ["1", "2", "3"]]
    assert found.above() == [["x", "", ""]]


def test_a_text_with_a_few_commas_is_no_table() -> None:
    assert read("Ghi chú\nđã nhận, xong\nmột\nhai\nba\n") is None
    assert read("a\nb, c, d, e, f, g, h, i, k\nl\nm\nn\n") is None
    assert read("chỉ một cột\n1\n") is None
    assert read("a,b\x00c\n1,2\n") is None


def test_the_mark_that_makes_the_most_even_table_counts() -> None:
    found = read('Mã;Tên, số\n1;"Khai; tử, sinh"\n2;x\n')
    assert found is not None
    assert found.sheets[0].rows == [["Mã", "Tên, số"], ["1", "Khai; tử, sinh"], ["2", "x"]]


def test_a_table_of_bodies_is_of_no_one_body(tmp_path: Path, into: Path, bring: Import) -> None:
    (tmp_path / "a.csv").write_text("agency_code,name\nH44.107,UBND xã Phùng Nguyên\n", encoding="utf-8")
    bring(tmp_path / "a.csv", period=None)
    assert rows(into, "agencies")[0]["name"] == "UBND xã Phùng Nguyên"
    assert rows(into, "sources")[0]["source_id"] == "bang-agencies-co-quan-don-vi"
    assert bring(tmp_path / "a.csv", period=None).written == ()
