"""The canonical form of tables and descriptors, and that a failed write leaves nothing behind."""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dvcdata import write
from dvcdata.errors import UserError


def test_a_table_is_utf8_without_mark_with_plain_values(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    row: list[write.Cell] = ["Hộ tịch", 1250, Decimal("8.8300"), 0.1, True, None, date(2026, 8, 1)]
    assert write.write_files([(path, write.table_bytes(["a", "b", "c", "d", "e", "f", "g"], [row]))])
    assert path.read_bytes() == "a,b,c,d,e,f,g\nHộ tịch,1250,8.8300,0.1,true,,2026-08-01\n".encode()


def test_small_and_large_numbers_have_no_exponent() -> None:
    assert [write.text(x) for x in (1e-7, 1e20, Decimal("1E+3"))] == ["0.0000001", "100000000000000000000", "1000"]


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):
        write.text(float("nan"))


@pytest.mark.parametrize("cell", ["a,b", 'a"b', "a\nb", "a\rb", " a ", "a\u00a0b", "o\u0323\u0302", "#x", "'x"])
def test_a_cell_is_read_back_as_it_was(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "t.csv"
    write.write_files([(path, write.table_bytes(["x", "y"], [[cell, ""]]))])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["x", "y"], [cell, ""]]


def test_only_what_needs_quotes_has_them() -> None:
    cells = ["a,b", 'a"b', "a\nb", "a\rb", " a ", "a;b", "'"]
    assert write.table_bytes(list("1234567"), [cells]).partition(b"\n")[2] == (
        b'"a,b","a""b","a\nb","a\rb", a ,a;b,\'\n'
    )


def test_an_empty_cell_that_is_alone_makes_no_blank_line() -> None:
    assert write.table_bytes(["x"], [[None], ["1"]]) == b'x\n""\n1\n'


def test_a_mapping_gives_its_columns_in_order() -> None:
    assert write.table_bytes(["b", "a"], [{"a": 1, "b": 2, "c": 3}, {}]) == b"b,a\n2,1\n,\n"


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError):
        write.table_bytes(["a", "b"], [["1"]])


def test_json_keeps_letters_and_says_whether_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    assert write.write_json(path, {"title": "Số liệu"})
    assert path.read_bytes() == '{\n  "title": "Số liệu"\n}\n'.encode()
    assert not write.write_json(path, {"title": "Số liệu"})


def test_a_folder_is_made_and_no_temporary_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "t.csv"
    write.write_files([(path, write.table_bytes(["a"], [["1"]]))])
    assert list(path.parent.iterdir()) == [path]


def test_when_the_disk_is_full_all_files_are_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "a.csv", tmp_path / "b.csv"
    old.write_bytes(b"old")
    flushed: list[int] = []

    def full(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as caught:
        write.write_files([(old, b"1"), (new, b"2")])
    assert caught.value.key == "write.failed"
    assert files_of(tmp_path) == {"a.csv": b"old"}


def test_a_file_in_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(UserError) as caught:
        write.write_files([(tmp_path / "file" / "t.csv", write.table_bytes(["a"], []))])
    assert caught.value.key == "write.failed"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_when_a_replacement_fails_what_was_replaced_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    first.write_bytes(b"old")
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target == third:
            raise PermissionError(13, "open in another program", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(UserError):
        write.write_files([(first, b"1"), (second, b"2"), (third, b"3")])
    assert first.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [first]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_the_rights_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"x")
    path.chmod(0o664)
    write.write_files([(path, write.table_bytes(["a"], [["1"]]))])
    assert path.stat().st_mode & 0o777 == 0o664
