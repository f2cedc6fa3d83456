"""What the bytes of a file are is settled before anything parses them, and what is no text stops there."""

import codecs
from pathlib import Path

import pytest

from dvcdata.engine import sources
from dvcdata.engine.sources import delimiter, examine, labels
from dvcdata.errors import UserError

TEXT = "procedure_code,name\n1.000100,Đăng ký khai sinh\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


def refusal(path: Path, content: bytes, encoding: str | None = None) -> UserError:
    path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        examine(path, encoding)
    return raised.value


def test_utf_8_is_read_as_such_and_its_mark_is_no_part_of_the_text(path: Path) -> None:
    path.write_bytes(TEXT.encode())
    assert (examine(path, None).encoding, examine(path, None).obstacle) == ("utf-8", "")
    path.write_bytes(codecs.BOM_UTF8 + TEXT.encode())
    assert examine(path, None).encoding == "utf-8-sig"


@pytest.mark.parametrize("content", [b"", b" ", b"\n\r\n\t \n"])
def test_a_file_of_nothing_but_blanks_is_empty(path: Path, content: bytes) -> None:
    assert refusal(path, content).key == "file.empty"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04", "XLSX"),
        (b"\xd0\xcf\x11\xe0", "XLS"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "GZIP"),
        (b"PAR1", "Parquet"),
    ],
)
def test_a_file_of_another_kind_is_named_by_its_kind(path: Path, start: bytes, kind: str) -> None:
    problem = refusal(path, start + b"\0" * 100)
    assert problem.key == "file.binary_kind" and kind in str(problem.params["kind"])


@pytest.mark.parametrize("content", [b"a,b\n1,\0\n", bytes(range(256))])
def test_bytes_that_are_no_text_are_refused(path: Path, content: bytes) -> None:
    assert refusal(path, content).key in ("file.binary", "file.encoding")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_and_without_its_mark(path: Path, encoding: str) -> None:
    problem = refusal(path, (TEXT * 5).encode(encoding))
    assert (problem.key, problem.params["likely"]) == ("file.encoding", "UTF-16")


def test_a_vietnamese_file_that_is_not_utf_8_is_most_likely_cp1258(path: Path) -> None:
    problem = refusal(path, "stt,tên\n1,Đăng kê tàu cá\n".encode("cp1258"))
    assert problem.key == "file.encoding" and "1258" in str(problem.params["likely"])


@pytest.mark.parametrize(
    "content", [b"a,b\n1,\xc4\n2,x\n", b"a,b\n1,\xed\xa0\x80\n", b"a,b\n1,\xc0\x80\n", b"a\n\x80\n"]
)
def test_bytes_that_utf_8_does_not_know_are_refused(path: Path, content: bytes) -> None:
    assert refusal(path, content).key == "file.encoding"


def test_a_wrong_byte_is_found_however_late_and_named_by_its_line(path: Path) -> None:
    good = "".join(f"{n},{'x' * 100}\n" for n in range(20_000)).encode()
    assert len(good) > sources.BLOCK
    assert refusal(path, good + b"\xff\n").key == "file.encoding"
    problem = refusal(path, good + "đ\n".encode() + b"\xff\n", "utf-8")
    assert (problem.key, problem.params["line"]) == ("file.declared_encoding", 20_002)


def test_a_letter_that_two_blocks_share_is_read(path: Path) -> None:
    for place in range(-4, 2):
        path.write_bytes(b"a" * (sources.BLOCK + place) + "Đ\n".encode())
        assert examine(path, None).encoding == "utf-8"
        path.write_bytes(b"a" * (sources.BLOCK + place) + b"\xc4\n")
        with pytest.raises(UserError):
            examine(path, None)


def test_a_declared_encoding_decides_alone(path: Path) -> None:
    path.write_bytes("à\n".encode("cp1258"))
    assert examine(path, "cp1258").encoding == "cp1258"
    assert refusal(path, TEXT.encode(), "ascii").key == "file.declared_encoding"
    assert refusal(path, TEXT.encode(), "utf-88").key == "file.unknown_encoding"


@pytest.mark.parametrize(
    ("content", "obstacle"),
    [
        (b"a,b\n1,2\n", ""),
        (b"a,b\r\n1,2\r\n", ""),
        (b"a,b\r\n1,2", ""),
        (b"a,b\r\n1,2\n", "line_ends"),
        (b"a,b\n1,\r2\n", "line_ends"),
        (b"a,b\r1,2\r", "line_ends"),
        (b"a,b\r\n1,2\n\r", "line_ends"),
        (b"a,b\n1,\x1f\n", "control_characters"),
    ],
)
def test_line_ends_that_are_not_of_one_kind_are_an_obstacle(path: Path, content: bytes, obstacle: str) -> None:
    path.write_bytes(content)
    assert examine(path, None).obstacle == obstacle


def test_a_line_end_that_two_blocks_share_is_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 3, 4, 5, 7):
        monkeypatch.setattr(sources, "BLOCK", size)
        path.write_bytes(b"a,b\r\n1,2\r\n")
        assert examine(path, None).obstacle == ""
        path.write_bytes(b"a,b\r\n1,2\n\r")
        assert examine(path, None).obstacle == "line_ends"


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("a,b,c", ","),
        ("a;b;c", ";"),
        ("a\tb\tc", "\t"),
        ("a|b|c", "|"),
        ("abc", ","),
        ("a,b;c", ","),
        ("a;b;c,d", ";"),
        ('"a,b,c";d', ";"),
        ('"a;b";"c,d,e,f"', ";"),
        ('"a ""b,c,d"" e";f', ";"),
    ],
)
def test_a_delimiter_that_is_not_declared_is_the_commonest_outside_quotes(path: Path, line: str, mark: str) -> None:
    path.write_text(f"{line}\n1,2,3;4;5\n", encoding="utf-8")
    assert delimiter(path, "csv", "utf-8") == mark
    assert delimiter(path, "tsv", "utf-8") == "\t"


def test_the_labels_of_a_table_are_its_header(path: Path) -> None:
    path.write_bytes(codecs.BOM_UTF8 + 'mã;"tên; dài"\r\n1;2\r\n'.encode())
    assert labels(path, "csv") == ["mã", "tên; dài"]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"file\.unreadable"):
        examine(tmp_path, None)
