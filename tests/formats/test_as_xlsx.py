"""The report as a workbook: the steward's own back with marks, or the tables in question; links both ways; no harm."""

import re
import resource
import shutil
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from checking import AS_OF, as_json
from form_files import counts, form_06
from official_files import procedure, procedure_list
from openpyxl.styles import PatternFill
from running import Run, Write
from sheet_files import ole

from dvcdata import validate
from dvcdata.formats import files
from dvcdata.formats.workbook import gathered, marked, originals, stream, tables
from dvcdata.formats.workbook.page import Names, harmless

LIST, REPORT = "danh-sach.xlsx", "ket-qua.xlsx"
SUMMARY, FINDINGS, OWN = "Tóm tắt", "Vấn đề", "Việc của đơn vị"
ONLY = ("--rule", "code-lost-zeros", "--rule", "executing-agency-missing", "--rule", "text-untidy", *AS_OF)
FORMULAS = ("=HYPERLINK(1)", "+1+2", "-1+2", "@SUM(A1)", "=cmd|'/C calc'!A0")


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Path:
    """A package imported from a list with a lost zero, stray blanks and a procedure without an executing agency."""
    citizen = {"issuing": "Bộ Tư pháp", "field": "Hộ tịch"}
    procedure_list(
        tmp_path / LIST,
        procedure("1.001193", name="Đăng ký khai sinh", executing="Ủy ban nhân dân cấp xã", **citizen),
        procedure("1.000656", name="Đăng ký khai  tử", executing="Ủy ban nhân dân cấp xã", **citizen),
        procedure(1.00089, name="Đăng ký kết hôn", executing="Cơ quan đại diện", **citizen),
        procedure("2.002516", name="Xác nhận thông tin hộ tịch", executing="", **citizen),
    )
    assert run("import", LIST, "--into", "goi").code == 0
    return tmp_path / "goi"


def report(run: Run, *arguments: object, name: str = REPORT) -> Any:
    """The workbook that the report was written to."""
    result = run("validate", *arguments, "--report", name)
    assert result.code in (0, 1), result.err
    return openpyxl.load_workbook(name, rich_text=True)


def links(sheet: Any) -> Iterator[tuple[str, str, str]]:
    """Where the cells of a sheet lead: the cell, the sheet and the cell there."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink:
                assert not cell.hyperlink.target, "a link out of the workbook"
                match = re.fullmatch(r"'((?:[^']|'')+)'!([A-Z]+[0-9]+)", cell.hyperlink.location)
                assert match
                yield cell.coordinate, match[1].replace("''", "'"), match[2]


def coloured(sheet: Any) -> set[str]:
    """The cells that our conditional formats colour."""
    ours = (area for area in sheet.conditional_formatting for rule in area.rules if rule.formula == [marked.ALWAYS])
    return {cell for area in ours for cell in str(area.sqref).split()}


def texts_of(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_steward_has_his_own_workbook_back_with_the_offending_cells_marked(run: Run, imported: Path) -> None:
    told = as_json(run, imported, *ONLY[:-2])
    before = (imported.parent / LIST).read_bytes()
    book = report(run, imported, *ONLY)
    sheet = book["Danh sách TTHC"]
    spots = {item["cell"].rpartition(" › ")[2] for item in told["findings"]}
    assert len(spots) == 3
    assert coloured(sheet) == spots
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(comments) == spots
    for item in told["findings"]:
        said = comments[item["cell"].rpartition(" › ")[2]]
        assert item["message"] in said and item["fix"] in said and item["rule"] in said
    assert (imported.parent / LIST).read_bytes() == before
    original = openpyxl.load_workbook(imported.parent / LIST, rich_text=True)["Danh sách TTHC"]
    for row in original.iter_rows():
        for cell in row:
            twin = sheet[cell.coordinate]
            assert twin.value == cell.value
            for look in ("font", "fill", "border", "alignment", "number_format", "protection"):
                assert repr(getattr(twin, look)) == repr(getattr(cell, look))


def test_links_lead_from_every_marked_row_to_its_finding_and_back(run: Run, imported: Path) -> None:
    book = report(run, imported, *ONLY)
    sheet, findings = book["Danh sách TTHC"], book[FINDINGS]
    back = {cell: (name, there) for cell, name, there in links(findings)}
    for cell, name, there in links(sheet):
        assert name == FINDINGS
        place = f"C{there[1:]}"
        assert back[place][0] == sheet.title
        assert re.sub("[A-Z]+", "", back[place][1]) == re.sub("[A-Z]+", "", cell)
    assert {there for _, there in back.values()} == coloured(sheet)


def test_the_list_has_every_finding_gravest_first_with_its_words(run: Run, imported: Path) -> None:
    told = as_json(run, imported, *ONLY[:-2])
    head, *rows = report(run, imported, *ONLY)[FINDINGS].iter_rows(values_only=True)
    assert head[:3] == ("Số", "Mức độ nghiêm trọng", "Ở đâu")
    order = list(told["counts"])
    expected = sorted(told["findings"], key=lambda item: order.index(item["severity"]))
    assert [(row[0], row[8], row[2], row[5], row[6]) for row in rows] == [
        (number, item["rule"], item["cell"].partition(" › ")[2], item["message"], item["fix"])
        for number, item in enumerate(expected, 1)
    ]


def test_on_paper_the_list_has_the_columns_that_people_read_under_their_heads(run: Run, package: Write) -> None:
    """In the steward's own workbook and in a new one, of cells and of streamed rows."""
    said = ["Số", "Mức độ nghiêm trọng", "Ở đâu", "Cột", "Giá trị", "Vấn đề phát hiện", "Việc cần làm"]
    folder = package(sources="source_id,title\ns1,\ns1,Nguồn\n")
    run("validate", folder, "--report", "moi.xlsx")
    sheet = openpyxl.load_workbook("moi.xlsx")[FINDINGS]
    area = sheet.print_area.split("!")[-1].replace("$", "")
    assert [cell.value for cell in sheet[area][0]] == said and len(sheet[area]) == sheet.max_row > 1
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"


def test_the_list_in_ones_own_workbook_is_printed_alike(run: Run, imported: Path) -> None:
    sheet = report(run, imported, *ONLY)[FINDINGS]
    area = sheet.print_area.split("!")[-1].replace("$", "")
    assert area == f"A1:G{sheet.max_row}" and sheet.print_title_rows == "$1:$1"


def test_patterns_are_counted_where_people_read_and_written_out_where_they_ask(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,Đăng ký\n")
    run("validate", folder, "--rule", "procedure-code-form", "--report", "a.xlsx", "--report", "a.html")
    summary = texts_of(openpyxl.load_workbook("a.xlsx")["Tóm tắt"])
    assert any("mẫu tìm hoặc danh sách (xem: dvcdata rules procedure-code-form)" in text for text in summary)
    assert not any("[0-9]" in text for text in summary)
    page = Path("a.html").read_text("utf-8")
    folded = page.partition("<details>")[2].partition("</details>")[0]
    assert "mẫu tìm hoặc danh sách</summary>" in folded and "[0-9]{6}" in folded
    assert "[0-9]{6}" not in page.replace(folded, "")


def test_each_issuing_agency_has_a_slip_that_is_ready_to_be_sent(run: Run, imported: Path) -> None:
    book = report(run, imported, *ONLY)
    (name,) = (name for name in book.sheetnames if name.startswith("Phiếu"))
    said = texts_of(book[name])
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "PHIẾU ĐỀ NGHỊ CHỈNH SỬA DỮ LIỆU", "Kính gửi: Bộ Tư pháp"):
        assert part in said
    assert "……………, ngày 21 tháng 11 năm 2026" in said
    assert any("2.002516" in text for text in said) and not any("1.00089" in text for text in said)
    assert any("Đề nghị cơ quan ban hành quyết định công bố" in text for text in said)
    assert any("1.00089" in text for text in texts_of(book[OWN]))
    assert name == "Phiếu 1 Bộ Tư pháp"


def test_the_summary_says_what_was_checked_what_not_and_how_to_run_again(run: Run, imported: Path) -> None:
    told = as_json(run, imported, *ONLY[:-2], "--rule", "figure-mismatch")
    book = report(run, imported, *ONLY, "--rule", "figure-mismatch")
    said = "\n".join(texts_of(book[SUMMARY]))
    assert book.active.title == SUMMARY
    for part in (told["not_checked"][0]["why"], "Không kiểm tra không có nghĩa là đạt", "21/11/2026", "dvcdata 0."):
        assert part in said
    assert f"--report {REPORT}" in said and "bản sao của danh-sach.xlsx" in said
    rows = [row[:4] for row in book[SUMMARY].iter_rows(values_only=True) if isinstance(row[3], int)]
    assert sum(int(row[3] or 0) for row in rows) == len(told["findings"])
    assert {name for _, name, _ in links(book[SUMMARY])} == {FINDINGS, OWN, "Phiếu 1 Bộ Tư pháp"}


def test_a_marked_workbook_imports_as_before_and_loses_its_old_marks(run: Run, imported: Path, tmp_path: Path) -> None:
    report(run, imported, *ONLY)
    book = openpyxl.load_workbook(REPORT, rich_text=True)
    book["Danh sách TTHC"]["A5"].value = "1.000890"  # mended where it was marked
    book.save("lan-2.xlsx")
    assert run("import", "lan-2.xlsx", "--into", "goi-2").code == 0
    for name in ("procedures", "procedure_agencies", "agency_groups"):
        first, second = ((tmp_path / folder / f"{name}.csv").read_text("utf-8") for folder in ("goi", "goi-2"))
        assert second.replace("1.000890", "1.00089") == first.replace("1.000890", "1.00089")
    again = report(run, "goi-2", *ONLY, name="ket-qua-2.xlsx")
    assert coloured(again["Danh sách TTHC"]) == {"B4", "D6"}
    assert again.sheetnames == book.sheetnames
    assert len(list(links(again["Danh sách TTHC"]))) == 2


def test_a_steward_keeps_comments_and_conditional_formats_of_his_own(run: Run, tmp_path: Path) -> None:
    wrong = [1250, *counts(900, 210, 130, overdue=12, pending=90)[1:]]
    path = tmp_path / "bieu.xlsx"
    form_06(path, ["1", "Hộ tịch", *wrong], agency="UBND tỉnh Minh Họa")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["C8"].comment = openpyxl.comments.Comment("Đã hỏi Sở", "Phòng KSTTHC")
    sheet["T30"] = "=SUM(C8:D8)"
    sheet.merge_cells("V2:W3")
    sheet["C8"].fill = PatternFill("solid", "00FF00")
    book.save(path)
    assert run("import", path.name, "--into", "goi", "--agency", "H99").code == 0
    back = report(run, "goi", "--rule", "to-handle-total-inconsistent", *AS_OF)[sheet.title]
    assert coloured(back) == {"C8"}
    assert "Tổng số không khớp" in back["C8"].comment.text and "Đã hỏi Sở" in back["C8"].comment.text
    assert back["T30"].value == "=SUM(C8:D8)" and "V2:W3" in back.merged_cells
    assert back["C8"].fill.fgColor.rgb == "0000FF00"


def test_what_the_copy_cannot_keep_is_said(run: Run, imported: Path) -> None:
    path = imported.parent / LIST
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("_xmlsignatures/sig1.xml", b"<x/>")
    assert run("import", LIST, "--into", "goi").code == 0
    said = "\n".join(texts_of(report(run, imported, *ONLY)[SUMMARY]))
    assert "Không giữ được khi sao: macro, chữ ký số." in said


def test_another_file_of_the_same_name_is_never_marked(run: Run, imported: Path) -> None:
    book = openpyxl.load_workbook(imported.parent / LIST)
    book.worksheets[0]["B3"].value = "Khác"
    book.save(imported.parent / LIST)
    back = report(run, imported, *ONLY)
    assert "Không thấy tệp gốc" in "\n".join(texts_of(back[SUMMARY]))
    assert "Danh sách TTHC" not in back.sheetnames and "procedures" in back.sheetnames


def test_an_original_that_cannot_be_opened_gives_way_to_its_rows(run: Run, imported: Path, package: Write) -> None:
    assert run("validate", LIST, "--report", "a.xlsx").code in (0, 1, 2)
    (imported.parent / LIST).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    back = report(run, imported, *ONLY)
    assert "procedures" in back.sheetnames


TABLE = "procedure_code,name,fee_vnd,note\n1.000100,Đăng ký khai sinh,8000,\n1.000200, A,x,{cell}\n"


def test_a_csv_comes_as_a_table_with_codes_as_texts_and_marks(run: Run, package: Write) -> None:
    folder = package(procedures=TABLE.format(cell="b"))
    sheet = report(run, folder, *ONLY)["procedures"]
    head = [str(cell.value).split("\n")[0] for cell in sheet[2]]
    assert head == ["Dòng", "Vấn đề số", "procedure_code", "name", "fee_vnd", "note"]
    assert (sheet["C3"].value, sheet["C3"].number_format, sheet["E3"].value) == ("1.000100", "@", 8000)
    assert sheet["D4"].comment and "khoảng trắng" in sheet["D4"].comment.text
    assert sheet["E4"].value == "x" and "không phải số" in sheet["E4"].comment.text
    assert sheet["D4"].fill.fgColor.rgb != sheet["D3"].fill.fgColor.rgb
    ((cell, name, there),) = links(sheet)
    assert (cell, name) == ("B4", FINDINGS) and sheet["B4"].value.startswith("→ ")
    book = openpyxl.load_workbook(REPORT)
    assert book.sheetnames[:2] == [SUMMARY, FINDINGS]
    back = {spot for _, name, spot in links(book[FINDINGS]) if name == "procedures"}
    assert back == {"D4", "E4"} and int(there[1:]) > 1


def test_of_a_large_table_the_offending_rows_alone_are_given_and_it_says_so(
    run: Run, package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "WHOLE", 5)
    rows = "".join(f"1.0001{n},{' A' if n % 10 == 5 else 'A'}\n" for n in range(10, 60))
    book = report(run, package(procedures=f"procedure_code,name\n{rows}"), *ONLY)
    shown = [row[0] for row in book["procedures"].iter_rows(min_row=3, values_only=True)]
    assert shown == [7, 17, 27, 37, 47]
    assert "chỉ 5 dòng có vấn đề trong 50 dòng" in str(book["procedures"]["A1"].value)
    assert "Bảng lớn chỉ ghi các dòng có vấn đề" in "\n".join(texts_of(book[SUMMARY]))


def test_there_is_an_end_to_marks_and_links_but_none_to_the_list(
    run: Run, package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, n in ((gathered, "MARKED", 4), (gathered, "SAID", 3), (stream, "HYPERLINKS", 2)):
        monkeypatch.setattr(module, name, n)
    rows = "".join(f"1.0001{n}, A\n" for n in range(10, 20))
    book = report(run, package(procedures=f"procedure_code,name\n{rows}"), *ONLY)
    assert book[FINDINGS].max_row == 11
    assert len(list(links(book[FINDINGS]))) == 2
    sheet = book["procedures"]
    assert len([1 for row in sheet.iter_rows() for cell in row if cell.comment]) == 3
    assert len(list(links(sheet))) == 4
    said = "\n".join(texts_of(book[SUMMARY]))
    assert "không ghi lại hết ở đây" in said
    assert any("3 vấn đề đầu tiên trong 10" in text for text in texts_of(book[OWN]))


@pytest.mark.parametrize(("cell", "style"), [*product(FORMULAS, ("csv", "xlsx"))])
def test_no_cell_becomes_a_formula(run: Run, package: Write, tmp_path: Path, cell: str, style: str) -> None:
    folder = package(agencies=f'agency_code,name,valid_from\nH1,A,"{cell}"\n')
    if style == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.create_sheet("agencies", 0)
        for row in (("agency_code", "name", "valid_from"), ("H1", "A", None)):
            sheet.append(row)
        sheet["C2"].value, sheet["C2"].data_type = cell, "s"
        book.save(tmp_path / "agencies.xlsx")
        folder = tmp_path / "agencies.xlsx"
    report(run, folder, "--rule", "text-untidy", *AS_OF)
    book = openpyxl.load_workbook(REPORT)
    assert "<f>" not in "".join(part for part in sheets_of(tmp_path / REPORT))
    assert any(value == cell for sheet in book for row in sheet.values for value in row)


def sheets_of(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        yield from (archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)


def test_a_cell_of_any_length_and_any_signs_leaves_a_workbook_that_opens(run: Run, package: Write) -> None:
    evil = f"\x1b[31m_x0041_\u202e\ufeff<b>&{'á' * 1_000_000}"
    folder = package(agencies=f"agency_code,name,valid_from\nH1,A,{evil}\n")
    book = report(run, folder, "--rule", "text-untidy", *AS_OF)
    texts = [text for sheet in book for text in texts_of(sheet)]
    assert max(map(len, texts)) <= 8_000 and any("[…]" in text for text in texts)
    assert not [text for text in texts if set(text) & set("\x1b\u202e\ufeff")]
    raw = "".join(sheets_of(Path(REPORT)))
    assert "_x005F_x0041_" in raw and "_x0041_" not in raw.replace("_x005F_x0041_", "")


def test_columns_that_look_like_personal_data_are_not_written_out(run: Run, package: Write) -> None:
    ids = [f"0012010{n:05}" for n in range(20)]
    rows = "".join(f"H{n},Nguyễn Văn {n},{one}\n" for n, one in enumerate(ids))
    folder = package(agencies=f"agency_code,name,short_name\n{rows}")
    book = report(run, folder, "--rule", "personal-data", *AS_OF)
    said = "\n".join(text for sheet in book for text in texts_of(sheet))
    assert "giống dữ liệu cá nhân" in said and "•••" in said
    assert not [one for one in ids if one in said]


@pytest.mark.parametrize("lock", ["~$ket-qua.xlsx", ".~lock.ket-qua.xlsx#"])
def test_a_workbook_that_is_open_is_left_alone(run: Run, package: Write, tmp_path: Path, lock: str) -> None:
    (tmp_path / lock).write_text("")
    (tmp_path / REPORT).write_text("old")
    result = run("validate", package(procedures=TABLE.format(cell="")), *ONLY, "--report", REPORT)
    assert result.code == 2 and "text-untidy" in result.out
    assert len(result.err.splitlines()) == 1 and "đang mở" in result.err
    assert (tmp_path / REPORT).read_text() == "old"


@pytest.mark.parametrize(("how", "said"), [("password", "có mật khẩu"), ("mode", "chỉ cho đọc")])
def test_a_workbook_that_is_protected_is_left_alone(
    run: Run, package: Write, tmp_path: Path, how: str, said: str
) -> None:
    old = tmp_path / REPORT
    old.write_bytes(ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}) if how == "password" else b"old")
    old.chmod(0o644 if how == "password" else 0o444)
    before = old.read_bytes()
    result = run("validate", package(procedures=TABLE.format(cell="")), *ONLY, "--report", REPORT)
    assert result.code == 2 and "text-untidy" in result.out
    assert len(result.err.splitlines()) == 1 and said in result.err and REPORT in result.err
    assert old.read_bytes() == before and not list(tmp_path.glob(".*.xlsx"))


@pytest.mark.parametrize("how", ["open", "password", "kept"])
def test_an_original_that_is_open_or_protected_gives_a_report_all_the_same(
    run: Run, imported: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    original = imported.parent / LIST
    if how == "open":
        original.with_name(f"~${LIST}").write_text("")
    elif how == "password":
        original.write_bytes(ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}))
    else:
        real = Path.read_bytes

        def kept(path: Path) -> bytes:
            if path.name == LIST:
                raise PermissionError(13, "Permission denied")
            return real(path)

        monkeypatch.setattr(Path, "read_bytes", kept)
    result = run("validate", imported, *ONLY, "--report", REPORT)
    assert result.code == 1 and not result.err and "text-untidy" in result.out
    book = openpyxl.load_workbook(REPORT, rich_text=True)
    assert ("Danh sách TTHC" in book.sheetnames) == (how == "open")
    if how == "kept":
        assert "không đọc được" in "\n".join(texts_of(book[SUMMARY]))


def test_a_report_never_takes_the_place_of_the_original(run: Run, imported: Path) -> None:
    original = imported.parent / LIST
    before = original.read_bytes()
    result = run("validate", imported, *ONLY, "--report", LIST)
    assert result.code == 2 and LIST in result.err and len(result.err.splitlines()) == 1
    assert original.read_bytes() == before
    shutil.copy(original, "ban-sao.xlsx")
    assert run("validate", imported, *ONLY, "--report", "ban-sao.xlsx").code == 2  # it may be the only one left


@pytest.mark.parametrize(("limit", "said"), [("FINDINGS", "quá nhiều vấn đề"), ("MOST", "quá lớn")])
def test_a_workbook_too_large_to_be_marked_gives_way_to_its_rows(
    run: Run, imported: Path, monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(originals, limit, 2)
    book = report(run, imported, *ONLY)
    assert said in "\n".join(texts_of(book[SUMMARY])) and "procedures" in book.sheetnames


@pytest.mark.parametrize("ending", [".xlsx", ".sarif", ".xml"])
def test_on_a_full_disk_it_is_said_in_one_sentence_and_nothing_is_left(
    tmp_path: Path, package: Write, ending: str
) -> None:
    cells = "".join(f"1.0001{n}, {'A' * 90}{n}\n" for n in range(10, 99))
    path = tmp_path / "moi" / f"a{ending}"
    found = replace(validate.run([package(procedures=f"procedure_code,name\n{cells}")]), files=(path,))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, before[1]))
    try:
        _, (problem,) = files.write(found, "vi")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert problem.key == "report.unwritable" and list(path.parent.iterdir()) == []


def test_several_files_cannot_come_back_in_one_and_that_is_said(run: Run, imported: Path) -> None:
    citizen = {"issuing": "Bộ Y tế", "field": "Y"}
    procedure_list(imported.parent / "hai.xlsx", procedure("1.777777", name="A  B", executing="", **citizen))
    assert run("import", "hai.xlsx", "--into", "goi").code == 0
    book = report(run, imported, *ONLY)
    assert "Dữ liệu lấy từ nhiều tệp" in "\n".join(texts_of(book[SUMMARY]))
    assert [name for name in book.sheetnames if name.startswith("Phiếu")] == ["Phiếu 1 Bộ Tư pháp", "Phiếu 2 Bộ Y tế"]


def test_where_nothing_is_found_the_workbook_says_so_of_what_was_checked(run: Run, package: Write) -> None:
    book = report(run, package(procedures="procedure_code,name\n1.000100,A\n"), "--rule", "text-untidy", *AS_OF)
    assert "Không phát hiện vấn đề nào trong những gì đã kiểm tra." in texts_of(book[SUMMARY])
    assert book.sheetnames == [SUMMARY, FINDINGS]


def test_the_workbook_speaks_english(run: Run, imported: Path) -> None:
    book = report(run, "--lang", "en", imported, *ONLY)
    assert {"Summary", "Findings", "Yours to fix", "Slip 1 Bộ Tư pháp"} <= set(book.sheetnames)
    said = "\n".join(text for sheet in book.worksheets[1:] for text in texts_of(sheet))
    assert "To: Bộ Tư pháp" in said and "REQUEST TO MEND DATA" in said


def test_names_of_sheets_are_those_that_excel_takes() -> None:
    names = Names(["Tóm tắt"])
    assert [names(wanted) for wanted in ("tóm tắt", "a[1]:*?/\\b", "'x'", "History", "", "\x00")] == [
        *("tóm tắt (2)", "a 1 b", "x", "History (1)", "?", "x00"),
    ]
    long = [names("Phiếu 1 Bộ Nông nghiệp và Môi trường") for _ in range(12)]
    assert len(set(long)) == 12 and all(len(name) <= 31 for name in long)


def test_a_text_keeps_its_lines_and_loses_what_would_be_obeyed() -> None:
    assert harmless("a\nb\tc\x07") == "a\nb\tc\\x07"
    assert [len(harmless(sign * 10_000)) for sign in "x\x07"] == [8_000, 8_000]
