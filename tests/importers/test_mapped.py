"""Any table with a map: read as the map says, the map kept, nothing guessed that a person has not seen."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from map_files import HEADER, MAP, export, line, mapping
from official_files import Cells, Import, columns, files, procedure, procedure_list, progress, rows, unit, workbook
from running import Run

from dvcdata.errors import UserError
from dvcdata.importers import maps


def usage(into: Path) -> list[tuple[str, ...]]:
    return columns(into, "usage", "period", "agency_code", "item_code", "received_online")


def test_a_table_is_read_as_its_map_says(tmp_path: Path, into: Path, bring: Import, said: list[str]) -> None:
    path = export(
        tmp_path / "xuất.xlsx", line(), line("1.000200", "1.250", "9"), ["", "Tổng cộng", "", "", "", "", 1255, 0]
    )
    bring(path, period=None, map_file=mapping(tmp_path / "m.toml"))
    assert usage(into) == [("2026-08", "H44", "1.000100", "5"), ("2026-09", "H44", "1.000200", "1250")]
    assert {row["period_basis"] for row in rows(into, "usage")} == {"calendar"}
    place = next(row for row in rows(into, "provenance") if row["table"] == "usage")
    assert (place["file"], place["sheet"], place["line"]) == ("xuất.xlsx", "Sheet1", "3")
    assert place["columns"] == "item_code=B agency_code=D received_online=G received_offline=H period=E"
    notes = "\n".join(said)
    assert "2 cột không được nhập: STT, Tên thủ tục" in notes and "1 dòng không có mã" in notes


def test_where_people_sign_below_a_table_there_is_no_row_and_no_body(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    foot = ["Người lập biểu", "", "", "Thủ trưởng đơn vị", "", "", ""]
    bring(export(tmp_path / "xuất.xlsx", line(), foot), period=None, map_file=mapping(tmp_path / "m.toml"))
    assert usage(into) == [("2026-08", "H44", "1.000100", "5")]
    assert "1 dòng không có mã" in "\n".join(said) and "Thủ trưởng" not in "\n".join(said)


def test_a_body_merged_over_its_services_is_that_of_each(tmp_path: Path, into: Path, bring: Import) -> None:
    foot: Cells = ["", "1.000300", "", "", 8, 2026, 7, 0]
    path = export(tmp_path / "xuất.xlsx", line(), line("1.000200"), foot)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet
    for cells in ("D3:D5", "G3:G4"):
        sheet.merge_cells(cells)
    book.save(path)
    bring(path, period=None, map_file=mapping(tmp_path / "m.toml"))
    assert usage(into) == [
        ("2026-08", "H44", "1.000100", "5"),
        ("2026-08", "H44", "1.000200", ""),
        ("2026-08", "H44", "1.000300", "7"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_parts_its_cells(
    tmp_path: Path, into: Path, bring: Import, mark: str, encoding: str
) -> None:
    cells = [
        HEADER,
        ["1", "1.000100", '"Khai, sinh; |\n tử"'.replace("\t", ""), "UBND tỉnh Phú Thọ", "8", "2026", "5", "0"],
    ]
    text = "\r\n".join(mark.join(map(str, row)) for row in cells)
    path = tmp_path / "xuất.csv"
    path.write_bytes(text.encode(encoding))
    bring(path, period=None, map_file=mapping(tmp_path / "m.toml"))
    assert usage(into) == [("2026-08", "H44", "1.000100", "5")]


def test_the_map_is_kept_and_used_again(tmp_path: Path, into: Path, bring: Import) -> None:
    text = "# của tôi\n" + MAP
    bring(export(tmp_path / "8.xlsx"), period=None, map_file=mapping(tmp_path / "m.toml", text))
    assert (into / "map.toml").read_text(encoding="utf-8") == text
    bring(export(tmp_path / "9.xlsx", line(month=9)), period=None)
    assert [row[0] for row in usage(into)] == ["2026-08", "2026-09"]
    before = files(into)
    assert bring(tmp_path / "8.xlsx", tmp_path / "9.xlsx", period=None).written == ()
    bring(tmp_path / "8.xlsx", period=None, map_file=into / "map.toml")
    assert files(into) == before
    kept = (into / "map.toml").rename(into / "map-xuất.toml")
    bring(tmp_path / "8.xlsx", period=None, map_file=kept)
    assert not (into / "map.toml").exists()


def test_maps_of_two_tables_are_kept_apart(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(export(tmp_path / "8.xlsx"), period=None, map_file=mapping(tmp_path / "m.toml"))
    other = '[table]\nname = "satisfaction"\n[columns]\n"Mã" = "item_code"\n"Lượt" = "ratings"\n'
    path = workbook(tmp_path / "b.xlsx", {"A": [["Mã", "Lượt"], ["1.000100", 3]]})
    bring(path, period="2026-08", agency="H44", map_file=mapping(tmp_path / "n.toml", other))
    assert {item.name for item in maps.kept(into)} == {"usage", "satisfaction"}
    bring(tmp_path / "8.xlsx", path, period="2026-08", agency="H44")
    assert len(rows(into, "satisfaction")) == len(rows(into, "usage")) == 1


def test_a_map_that_does_not_fit_is_one_sentence_with_the_nearest_column(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    path = export(tmp_path / "a.xlsx", header=[*HEADER[:6], "Nộp trực tuyến", "Trực tiếp"])
    for text, key, words in (
        (MAP, "map.no_label", "“Trực tuyến” mà m.toml ghi; gần nhất: “Nộp trực tuyến”"),
        (MAP.replace('"usage"', '"usage"\nsheet = "Sheet2"'), "map.no_sheet", "“Sheet1”"),
        (MAP.replace('"usage"', '"usage"\nheader = 1'), "map.no_label", "“Mã TTHC”"),
    ):
        with pytest.raises(UserError) as caught:
            bring(path, period=None, map_file=mapping(tmp_path / "m.toml", text))
        assert caught.value.key == key
        assert words in caught.value.format_message()
        assert caught.value.format_message().endswith("Chưa ghi gì.")
    assert not into.exists()


def test_a_header_in_another_row_than_the_map_says_is_named(tmp_path: Path, into: Path, bring: Import) -> None:
    text = MAP.replace('"usage"', '"usage"\nheader = 99')
    with pytest.raises(UserError) as caught:
        bring(export(tmp_path / "a.xlsx"), period=None, map_file=mapping(tmp_path / "m.toml", text))
    assert "hàng tiêu đề là 99, nhưng các cột đó nằm ở hàng 2" in caught.value.format_message()


def test_the_months_of_one_body_need_no_other_column(tmp_path: Path, into: Path, bring: Import) -> None:
    text = """[table]
name = "usage"
[columns]
"Tháng" = "month"
"Trực tuyến" = "received_online"
[constants]
year = 2026
agency_code = "H44"
item_code = "1.000100"
period_basis = "calendar"
"""
    cells: list[Cells] = [["Tháng", "Trực tuyến"], ["08", 5], ["09", 7], ["", 12]]
    bring(workbook(tmp_path / "năm.xlsx", {"Sheet1": cells}), period=None, map_file=mapping(tmp_path / "m.toml", text))
    assert usage(into) == [("2026-08", "H44", "1.000100", "5"), ("2026-09", "H44", "1.000100", "7")]


def test_a_table_without_rows_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    path = export(tmp_path / "a.xlsx", ["", "Tổng số", "", "", "", "", 5, 0])
    with pytest.raises(UserError) as caught:
        bring(path, period=None, map_file=mapping(tmp_path / "m.toml"))
    assert caught.value.key == "import.no_rows"
    assert not into.exists()


def test_a_proposal_is_shown_and_written_but_used_only_when_somebody_saw_it(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    path = export(tmp_path / "a.xlsx")
    with pytest.raises(UserError) as caught:
        bring(path, period=None)
    assert caught.value.key == "map.drafted"
    assert [item.name for item in into.iterdir()] == ["map.toml"]
    assert '    "Mã TTHC" = "item_code"' in said
    bring(path, period=None)
    assert usage(into) == [("2026-08", "H44", "1.000100", "5")]


@pytest.mark.parametrize(("answer", "used"), [("c", True), ("Yes", True), ("k", False), ("", False)])
def test_a_person_is_asked_whether_the_proposal_is_right(
    tmp_path: Path, into: Path, bring: Import, answer: str, used: bool
) -> None:
    path, asked = export(tmp_path / "a.xlsx"), []

    def ask(question: str, proposal: str) -> str:
        asked.append((question.split()[1], proposal))
        return answer

    if used:
        bring(path, period=None, ask=ask)
    else:
        with pytest.raises(UserError):
            bring(path, period=None, ask=ask)
    assert asked == [("a.xlsx", "c")] and (into / "map.toml").exists() and (into / "usage.csv").exists() == used


def test_labels_that_are_the_columns_own_need_no_question(tmp_path: Path, into: Path, bring: Import) -> None:
    (tmp_path / "a.csv").write_text("period,agency_code,item_code,received_online\n2026-08,H44,1.000100,5\n", "utf-8")
    bring(tmp_path / "a.csv", period=None)
    assert usage(into) == [("2026-08", "H44", "1.000100", "5")]
    assert (into / "map.toml").exists()


def test_a_table_that_is_alike_to_none_is_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    for header, key in (
        (["Họ tên", "Số điện thoại"], "import.kind_of_workbook"),
        (["Tiếp nhận trực tuyến", "Thanh toán trực tuyến"], "map.incomplete"),
        (["Tên ngắn", "Cấp", "Tên tiếng Anh"], "map.incomplete"),  # bodies without codes
    ):
        with pytest.raises(UserError) as caught:
            bring(workbook(tmp_path / "a.xlsx", {"A": [header, ["x", "y", "z"]]}))
        assert caught.value.key == key
        assert caught.value.format_message().endswith("Chưa ghi gì.")
    assert not into.exists()


def test_period_and_body_come_from_the_prose_above_where_no_column_gives_them(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    text = '[table]\nname = "usage"\n[columns]\n"Mã TTHC" = "item_code"\n"Trực tuyến" = "received_online"\n'
    above = "Đơn vị báo cáo: UBND tỉnh Phú Thọ\nTừ ngày 01/08/2026 đến ngày 31/08/2026"
    path = export(tmp_path / "a.xlsx", above=above)
    bring(path, period=None, map_file=mapping(tmp_path / "m.toml", text))
    assert usage(into) == [("2026-08", "H44", "1.000100", "5")]
    assert rows(into, "usage")[0]["period_basis"] == "calendar"
    assert rows(into, "sources")[0]["source_id"].endswith("-h44-2026-08")
    with pytest.raises(UserError) as caught:
        bring(export(tmp_path / "b.xlsx"), period=None)
    assert caught.value.key == "import.no_period_known"
    with pytest.raises(UserError) as caught:
        bring(export(tmp_path / "b.xlsx"), period="2026-08")
    assert f"{into} --period 2026-08 --agency MÃ." in caught.value.format_message()
    (into / "map.toml").write_text(f'{text}[constants]\nperiod = "2026-08"\n', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        bring(export(tmp_path / "b.xlsx"), period=None)
    assert f"{into} --agency MÃ." in caught.value.format_message()


def test_sheets_of_several_months_are_several_sources(tmp_path: Path, into: Path, bring: Import) -> None:
    text = '[table]\nname = "usage"\n[columns]\n"Mã TTHC" = "item_code"\n"Trực tuyến" = "received_online"\n'
    sheets: dict[str, Any] = {f"Tháng {n}.2026": [HEADER, line(online=n)] for n in (7, 8)}
    sheets["Ghi chú"] = [["x"]]
    path = workbook(tmp_path / "a.xlsx", sheets)
    result = bring(path, period=None, agency="H44", map_file=mapping(tmp_path / "m.toml", text))
    assert [row[0] for row in usage(into)] == ["2026-07", "2026-08"]
    assert [item.source[-7:] for item in result.files] == ["2026-07", "2026-08"]
    before = files(into)
    bring(path, period=None, agency="H44")
    assert files(into) == before


def test_a_longer_export_replaces_the_shorter_and_another_month_does_not(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    options: dict[str, Any] = {"period": None, "map_file": mapping(tmp_path / "m.toml")}
    bring(export(tmp_path / "a.xlsx", *(line(month=n) for n in (1, 2, 3))), **options)
    result = bring(export(tmp_path / "b.xlsx", *(line(month=n, online=6) for n in (1, 2, 3, 4))), **options)
    assert result.files[0].change == "replaced"
    assert [row[3] for row in usage(into)] == ["6"] * 4
    result = bring(export(tmp_path / "c.xlsx", *(line(month=n) for n in (7, 8))), **options)
    assert result.files[0].change == "added"
    assert len(rows(into, "usage")) == 6 and len(rows(into, "sources")) == 2


def test_names_of_bodies_become_codes_where_they_are_known(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    bring(progress(tmp_path / "tree.json", unit("H44.100", "UBND Phường Việt Trì", 1, 2)))
    lines = [line(body=body) for body in ("UBND PHƯỜNG VIỆT TRÌ", "H44.104", "UBND xã Lạ")]
    bring(export(tmp_path / "a.xlsx", *lines), period=None, map_file=mapping(tmp_path / "m.toml"))
    assert [row[1] for row in usage(into)] == ["H44.100", "H44.104", "UBND xã Lạ"]
    assert any("1 tên đơn vị chưa có mã" in text and "UBND xã Lạ" in text for text in said)


def test_words_are_replaced_as_the_map_says_and_dates_and_truths_read(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    text = (
        '[table]\nname = "services"\nheader = [1, 2]\n[columns]\n"Mã" = "service_code"\n"Chi tiết › Mức" = "level"\n'
        '"Chi tiết › Từ ngày" = "launched_date"\n"Trả phí" = "online_payment"\n'
        '[constants]\nowner_code = "H44"\nregime = "42/2022"\n[values.level]\n"Toàn trình" = "full"\n'
    )
    sheet = [
        ["Mã", "Chi tiết", "", "Trả phí"],
        ["", "Mức", "Từ ngày", ""],
        ["1.000100.01", "Toàn trình", "01/03/2025", "Có"],
    ]
    path = workbook(tmp_path / "a.xlsx", {"A": sheet})
    bring(path, period=None, map_file=mapping(tmp_path / "m.toml", text))
    [row] = rows(into, "services")
    assert (row["level"], row["launched_date"], row["online_payment"]) == ("full", "2025-03-01", "true")
    assert (row["owner_code"], row["regime"]) == ("H44", "42/2022")


def test_dossiers_by_field_get_codes_and_their_sum_is_of_the_body(tmp_path: Path, into: Path, bring: Import) -> None:
    sheet: list[Cells] = [
        ["Lĩnh vực", "Trực tuyến", "Trực tiếp", "Kỳ"],
        ["Hộ tịch", 5, 1, "8/2026"],
        ["Tổng số", 5, 1, "8/2026"],
    ]
    path = workbook(tmp_path / "a.xlsx", {"A": sheet})
    bring(path, period=None, agency="H44", ask=lambda question, proposal: proposal)
    keys = ("period", "agency_code", "row_kind", "field_code", "field_name")
    assert columns(into, "dossiers", *keys) == [
        ("2026-08", "H44", "field", "ho-tich", "Hộ tịch"),
        ("2026-08", "H44", "agency", "ALL", ""),
    ]


def test_known_kinds_go_their_own_way_and_an_unused_map_is_said(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    path = procedure_list(tmp_path / "a.xlsx", procedure())
    result = bring(path, period=None, map_file=mapping(tmp_path / "m.toml"))
    assert [item.kind for item in result.files] == ["procedure-list"]
    assert any("--map không được dùng" in text for text in said)
    assert not (into / "map.toml").exists()
    result = bring(path, export(tmp_path / "b.xlsx"), period=None, map_file=mapping(tmp_path / "m.toml"))
    assert [item.kind for item in result.files] == ["procedure-list", "mapped"]


def test_the_command_line_takes_a_map(tmp_path: Path, into: Path, run: Run) -> None:
    export(tmp_path / "a.xlsx")
    result = run("import", tmp_path / "a.xlsx", "--into", into, "--map", mapping(tmp_path / "m.toml"))
    assert result.code == 0, result.err
    result = run("validate", into, "--rule", "null-in-key")
    assert result.code == 0, result.out
    wrong = mapping(tmp_path / "n.toml", MAP.replace("received_online", "recieved_online"))
    result = run("import", tmp_path / "a.xlsx", "--into", into, "--map", wrong, "--lang", "en")
    assert result.code == 2
    assert "“Trực tuyến”" in result.err and "nearest: “received_online”" in result.err


def test_a_table_of_the_package_that_no_file_is_about_is_not_looked_at(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    into.mkdir()
    (into / "services.csv").write_bytes(b"service_code;owner_code\n1;2\n")
    bring(export(tmp_path / "a.xlsx"), period=None, map_file=mapping(tmp_path / "m.toml"))
    assert (into / "services.csv").read_bytes() == b"service_code;owner_code\n1;2\n"
