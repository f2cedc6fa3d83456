"""A file that is no workbook, or does harm, is refused with one sentence before a reader sees it."""

import struct
from pathlib import Path

import pytest
from sheet_files import ods, ods_cell, ods_row, ole, record, xls, xlsx, zipped

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.spreadsheets import guards
from dvcdata.spreadsheets.workbook import Book

SHEET = '<row r="1"><c r="A1"><v>1</v></c></row>'
TEXT = "application/vnd.oasis.opendocument.text"
ROW = ods_row(ods_cell("x"))


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        book = Book(guards.content(path), path.name)
        list(book.rows(book.visible[0]))
    for lang in texts.LANGUAGES:
        sentence = texts.text(caught.value.key, lang, **caught.value.params)
        assert path.name in sentence and "\n" not in sentence and "{" not in sentence
    return caught.value.key.removeprefix("spreadsheet.")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"a,b\n1,2\n", "not_known"),
        (b"\x89PNG\r\n\x1a\n", "not_known"),
        (b"<html><table></table></html>", "html"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
        (ole({"WordDocument": b"x"}), "word"),
        (ole({"Summary": b"x", "WordDocument": b"x"}), "word"),
        (ole({"PowerPoint Document": b"x"}), "not_known"),
        (ole({"Workbook": b"x"}), "damaged"),
        (ole({"Workbook": b"x"})[:700], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"PK\x03\x04" + bytes(600), "damaged"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, key: str, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    assert refused(tmp_path / "a.xls") == key


@pytest.mark.parametrize(
    ("members", "key"),
    [
        ({"word/document.xml": b"<w/>"}, "word"),
        ({"ppt/presentation.xml": b"<p/>"}, "zip"),
        ({"a.csv": b"1"}, "zip"),
        ({}, "zip"),
        ({"xl/workbook.bin": b"x"}, "xlsb"),
        ({"mimetype": TEXT.encode(), "content.xml": b"<x/>"}, "word"),
        ({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"<x/>"}, "zip"),
        ({"xl/workbook.xml": b"<workbook/>"}, "damaged"),
        ({"content.xml": b"no xml"}, "damaged"),
        ({"content.xml": b"<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>"}, "damaged"),
    ],
)
def test_a_zip_that_is_no_workbook_is_named(members: dict[str, bytes], key: str, tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "a.xlsx", members)) == key


def test_a_workbook_inside_a_word_document_does_not_make_it_one(tmp_path: Path) -> None:
    inside = ole({"WordDocument": b"x", "ObjectPool": b"x", "Workbook": b"x"})
    at = inside.index("Workbook".encode("utf-16-le"))
    apart = bytearray(inside)
    # no entry leads to the last one any more: it lies below a folder of the document, not at its root
    apart[at - 128 + 72 : at - 128 + 76] = b"\xff\xff\xff\xff"
    (tmp_path / "a.xls").write_bytes(bytes(apart))
    assert refused(tmp_path / "a.xls") == "word"


def test_passwords_are_named(tmp_path: Path) -> None:
    assert refused(xls(tmp_path / "a.xls", {"T": [["x"]]}, password=True)) == "encrypted"
    assert refused(ods(tmp_path / "a.ods", ROW, entries="<m:encryption-data/>")) == "encrypted"
    content = bytearray(xlsx(tmp_path / "a.xlsx", SHEET).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    (tmp_path / "b.xlsx").write_bytes(bytes(content))
    assert refused(tmp_path / "b.xlsx") == "encrypted"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_half_a_workbook_is_damaged(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    {"xlsx": lambda: xlsx(path, SHEET), "xls": lambda: xls(path, {"T": [["x"]] * 300}), "ods": lambda: ods(path, ROW)}[
        kind
    ]()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert refused(path) == "damaged"


def test_a_member_that_states_a_false_size_or_checksum_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "CHUNK", 16)
    for offset, value in ((24, 10), (16, 1)):
        content = bytearray(xlsx(tmp_path / "a.xlsx", SHEET).read_bytes())
        at = content.rindex(b"PK\x01\x02") + offset
        content[at : at + 4] = struct.pack("<I", value)
        with pytest.raises(UserError) as caught:
            guards.check(bytes(content), "a.xlsx")
        assert caught.value.key == "spreadsheet.damaged"


def test_what_would_make_its_reader_ask_for_all_memory_is_damaged(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for end in (65535, 0):
        dimensions = record(0x0200, struct.pack("<IIHHH", 10, end, 1, 0, 0))
        assert refused(xls(tmp_path / "a.xls", {"T": [["x"]]}, more=dimensions)) == "damaged"
    many = '<sst uniqueCount="99999999999"><si><t>x</t></si></sst>'
    assert refused(xlsx(tmp_path / "a.xlsx", SHEET, **{"xl/sharedStrings.xml": many})) == "damaged"
    for offset in (44, 64):
        content = bytearray(xls(tmp_path / "a.xls", {"T": [["x"]]}).read_bytes())
        content[offset : offset + 4] = struct.pack("<I", 1 << 31)
        (tmp_path / "a.xls").write_bytes(content)
        assert refused(tmp_path / "a.xls") == "damaged"
    assert capfd.readouterr() == ("", "")


def test_a_reader_that_panics_says_nothing_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = record(0x06, struct.pack("<HHHdHIH", 1, 1, 0, 7, 0, 0, 60000))  # a formula longer than its record
    span = record(0x0203, struct.pack("<HHHd", 0, 0, 2, 1e300))  # hours beyond the end of time
    for more in (broken, span):
        assert refused(xls(tmp_path / "a.xls", {"T": [["x"]]}, more=more)) == "damaged"
    assert capfd.readouterr() == ("", "")


def test_a_reader_is_kept_silent_where_nobody_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(number: int) -> int:
        raise OSError

    monkeypatch.setattr("os.dup", closed)
    Book(xlsx(tmp_path / "a.xlsx", SHEET).read_bytes(), "a.xlsx")


def test_sectors_that_follow_each_other_in_a_circle_are_damaged(tmp_path: Path) -> None:
    content = bytearray(xls(tmp_path / "a.xls", {"T": [["x"]]}).read_bytes())
    content[512 + 4 * 4 : 512 + 5 * 4] = struct.pack("<I", 4)
    (tmp_path / "a.xls").write_bytes(content)
    assert refused(tmp_path / "a.xls") == "damaged"


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_PACKED"])
def test_what_would_unpack_to_too_much_is_not_opened(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "SMALL", 1 << 16)
    monkeypatch.setattr(guards, "MOST_PACKED", 100 if limit == "MOST_PACKED" else 1_000_000)
    monkeypatch.setattr(guards, "MOST_BYTES", 1 << 18 if limit == "MOST_BYTES" else 1 << 30)
    assert refused(xlsx(tmp_path / "a.xlsx", SHEET + " " * (1 << 19))) == "bomb"
    monkeypatch.setattr(guards, "SMALL", 1 << 20)
    if limit == "MOST_PACKED":
        Book(xlsx(tmp_path / "a.xlsx", SHEET + " " * (1 << 19)).read_bytes(), "a")


def test_lock_files_are_named_whatever_they_hold(tmp_path: Path) -> None:
    for name in ("~$a.xlsx", ".~lock.a.ods#"):
        assert refused(xlsx(tmp_path / name, SHEET)) == "lock"


def test_a_workbook_without_a_visible_sheet_is_refused(tmp_path: Path) -> None:
    assert refused(xls(tmp_path / "a.xls", {"T": [["x"]]}, hidden=["T"])) == "nothing_visible"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        guards.content(tmp_path)
    assert caught.value.key == "file.unreadable"


def test_an_interruption_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(content: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.CalamineWorkbook", type("W", (), {"from_filelike": staticmethod(interrupted)}))
    with pytest.raises(KeyboardInterrupt):
        Book(xlsx(tmp_path / "a.xlsx", SHEET).read_bytes(), "a.xlsx")
