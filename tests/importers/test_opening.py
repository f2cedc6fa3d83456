"""A file that can't be imported is refused with one sentence, and nothing is written."""

import io
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from official_files import HEADER, Import, procedure, procedure_list, progress, rows, unit, workbook

from dvcdata.errors import UserError
from dvcdata.spreadsheets import guards

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
UNIT = unit("H44.100", "UBND Phường Việt Trì", 1, 2)
SHEET = b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>"


def refused(bring: Import, into: Path, *paths: Path) -> str:
    with pytest.raises(UserError) as caught:
        bring(*paths)
    assert not into.exists()
    sentence = caught.value.format_message()
    assert sentence.endswith("Chưa ghi gì.") or caught.value.key.split(".")[0] in {"json", "path", "file"}
    assert "\n" not in sentence
    return caught.value.key


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import.empty"),
        (b" \n\n", "import.empty"),
        (b"a,b\n1,2\n", "import.kind_of_workbook"),
        (b"a\n1\n", "import.not_known"),
        ("Mã,Tên\n1,Cấp thẻ\n".encode("cp1258", "replace") + b"\xd0,\xf0\n", "import.not_utf8"),
        (b"\x89PNG\r\n\x1a\n", "import.not_known"),
        ("{}".encode("utf-16"), "import.not_known"),
        (b"<html><table></table></html>", "import.html"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "import.html"),
        (OLE, "spreadsheet.damaged"),
        (rb"{\rtf1 Bi\u7875?u 06}", "spreadsheet.word"),
        (b'{"a": 1', "json.broken"),
        (b'{"a": NaN}', "json.unreadable"),
        (b'{"a": "\xff"}', "json.unreadable"),
        (b'{"a": "\\ud800"}', "json.unreadable"),
        (b'{"a": 1, "a": 2}', "json.unreadable"),
        (b"[" * 100_000, "json.unreadable"),
        (b'{"a": ' + b"1" * 5000 + b"}", "json.unreadable"),
    ],
)
def test_what_is_neither_workbook_nor_json_is_refused(
    tmp_path: Path, into: Path, bring: Import, content: bytes, key: str
) -> None:
    assert refused(bring, into, written(tmp_path / "a.xlsx", content)) == key


@pytest.mark.parametrize(
    ("members", "key"),
    [
        ({"word__document.xml": b"<w/>"}, "spreadsheet.word"),
        ({"a.csv": b"1"}, "spreadsheet.zip"),
        ({"mimetype": b"x", "content.xml": b"<x/>"}, "spreadsheet.zip"),
        ({"xl__workbook.bin": b"x"}, "spreadsheet.xlsb"),
        ({"xl__workbook.xml": b"<workbook/>"}, "spreadsheet.damaged"),
        ({"xl__workbook.xml": b"no xml", "xl__worksheets__sheet1.xml": SHEET}, "spreadsheet.damaged"),
    ],
)
def test_a_zip_that_is_no_workbook_is_refused(
    tmp_path: Path, into: Path, bring: Import, members: dict[str, bytes], key: str
) -> None:
    assert refused(bring, into, written(tmp_path / "a.xlsx", zipped(**members))) == key


def test_half_a_workbook_is_damaged(tmp_path: Path, into: Path, bring: Import) -> None:
    whole = procedure_list(tmp_path / "a.xlsx", procedure()).read_bytes()
    assert refused(bring, into, written(tmp_path / "a.xlsx", whole[: len(whole) // 2])) == "spreadsheet.damaged"
    assert refused(bring, into, written(tmp_path / "a.xlsx", b"PK\x03\x04" + whole[400:])) == "spreadsheet.damaged"


def test_a_zip_with_a_password_is_encrypted(tmp_path: Path, into: Path, bring: Import) -> None:
    content = bytearray(zipped(**{"xl__workbook.xml": b"<workbook/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(signature) + offset
        content[at] |= 1
    assert refused(bring, into, written(tmp_path / "a.xlsx", bytes(content))) == "spreadsheet.encrypted"


@pytest.mark.parametrize(
    ("limit", "value", "content"),
    [("MOST_BYTES", 2**18, random.Random(1).randbytes(2**19)), ("MOST_PACKED", 100, bytes(2**19))],
)
def test_what_would_unpack_to_too_much_is_not_opened(
    tmp_path: Path,
    into: Path,
    bring: Import,
    limit: str,
    value: int,
    content: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guards, "SMALL", 2**16)
    monkeypatch.setattr(guards, limit, value)
    bomb = zipped(**{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": content})
    assert refused(bring, into, written(tmp_path / "a.xlsx", bomb)) == "spreadsheet.bomb"


def test_a_member_that_states_a_false_size_is_damaged(tmp_path: Path, into: Path, bring: Import) -> None:
    content = bytearray(zipped(**{"xl__workbook.xml": b"<workbook>" + b" " * 10_000 + b"</workbook>"}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 10)
    assert refused(bring, into, written(tmp_path / "a.xlsx", bytes(content))) == "spreadsheet.damaged"


def test_a_cell_far_out_is_refused_before_the_reader_makes_room_for_all_before_it(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    far: list[list[str | float]] = [[] for _ in range(2000)]
    far[-1] = [*[""] * 16_000, "x"]
    path = workbook(tmp_path / "a.xlsx", {"A": [HEADER, procedure(), *far]})
    assert refused(bring, into, path) == "spreadsheet.far_cell"


def test_the_lock_file_of_excel_is_named_and_in_a_folder_left_out(
    tmp_path: Path, into: Path, bring: Import, said: list[str]
) -> None:
    folder = tmp_path / "tai-ve"
    folder.mkdir()
    lock = written(folder / "~$a.xlsx", b"\x05user")
    assert refused(bring, into, lock) == "spreadsheet.lock"
    assert refused(bring, into, folder) == "import.empty_folder"
    procedure_list(folder / "a.xlsx", procedure())
    bring(folder)
    assert len(rows(into, "procedures")) == 1
    assert any("~$a.xlsx" in line for line in said)


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path, into: Path, bring: Import) -> None:
    assert refused(bring, into, tmp_path / "x.xlsx") == "path.missing"
    (tmp_path / "trong").mkdir()
    assert refused(bring, into, tmp_path / "trong") == "import.empty_folder"


def test_a_folder_means_its_files_also_those_in_folders_and_no_hidden_ones(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    folder = tmp_path / "tai-ve"
    (folder / "xa" / ".git").mkdir(parents=True)
    procedure_list(folder / "b.xlsx", procedure("1.000001"))
    progress(folder / "xa" / "a.json", UNIT)
    for name in (".DS_Store", "Thumbs.db", "xa/.git/x"):
        (folder / name).write_bytes(b"x")
    result = bring(folder)
    assert [(item.file, item.kind) for item in result.files] == [
        ("b.xlsx", "procedure-list"),
        ("xa/a.json", "portal-progress"),
    ]


def test_one_bad_file_of_several_leaves_nothing_written(tmp_path: Path, into: Path, bring: Import) -> None:
    good = procedure_list(tmp_path / "a.xlsx", procedure())
    assert refused(bring, into, good, written(tmp_path / "b.xlsx", b"x")) == "import.not_known"
    bring(good)
    before = {path: path.read_bytes() for path in into.iterdir()}
    with pytest.raises(UserError):
        bring(progress(tmp_path / "c.json", UNIT), written(tmp_path / "b.xlsx", b"x"))
    assert {path: path.read_bytes() for path in into.iterdir()} == before


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_import_speaks_the_language_asked_for(language: str, tmp_path: Path, bring: Import, said: list[str]) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure(executing="A\n\nB")), lang=language, period=None)
    marks = {"vi": ["nhận ra là", "Thêm mới", "Lưu ý", "Đã ghi gói"], "en": ["recognised", "Added", "Note", "written"]}
    assert all(mark in line for mark, line in zip(marks[language], said, strict=True))


def test_formulas_that_were_never_calculated_are_named(tmp_path: Path, bring: Import, said: list[str]) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, procedure(), ["1.000101", '="Cấp "&"đổi"', "", "=1+1"]):
        sheet.append(list(row))
    book.save(path)
    bring(path)
    assert sum("2 ô công thức ở trang “Sheet”" in line for line in said) == 1
