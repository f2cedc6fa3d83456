"""A folder of forms comes back as a zip: each file as itself with its cells marked, to be sent where it belongs."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from checking import AS_OF, UNTIDY
from form_files import counts, form_06
from running import Run, Write

WRONG = ["1", "Hộ tịch", 1250, *counts(900, 210, 130, overdue=12, pending=90)[1:]]
RULE = ("--rule", "to-handle-total-inconsistent", *AS_OF)


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Path:
    """A package imported from the forms of two bodies, each with a wrong total."""
    (tmp_path / "bieu").mkdir()
    for code in ("H99.1", "H99.2"):
        path = form_06(tmp_path / "bieu" / f"{code}.xlsx", WRONG, agency=f"UBND xã {code}")
        assert run("import", path, "--into", "goi", "--agency", code).code == 0
    return tmp_path / "goi"


def test_every_file_comes_back_as_itself_with_marks(run: Run, imported: Path, tmp_path: Path) -> None:
    result = run("validate", imported, *RULE, "--report", "bieu/tra-lai.zip")
    assert (result.code, result.err) == (1, "") and "bieu/tra-lai.zip" in result.out
    assert sorted(path.name for path in (tmp_path / "bieu").iterdir()) == ["H99.1.xlsx", "H99.2.xlsx", "tra-lai.zip"]
    with zipfile.ZipFile("bieu/tra-lai.zip") as archive:
        assert archive.namelist() == ["H99.1.xlsx", "H99.2.xlsx"]
        archive.extractall("mo")
    for code in ("H99.1", "H99.2"):
        original = openpyxl.load_workbook(f"bieu/{code}.xlsx").sheetnames[0]
        marked = openpyxl.load_workbook(f"mo/{code}.xlsx")[original]
        assert "Tổng số không khớp" in marked["C8"].comment.text
        assert code in str([[cell.value for cell in row] for row in marked.iter_rows()])


def test_what_is_in_no_file_comes_in_a_workbook_of_its_own(run: Run, package: Write) -> None:
    run("validate", package(procedures=UNTIDY), "--rule", "text-untidy", *AS_OF, "--report", "a.zip")
    with zipfile.ZipFile("a.zip") as archive:
        assert archive.namelist() == ["van-de-khac.xlsx"]
        archive.extractall("mo")
    assert openpyxl.load_workbook("mo/van-de-khac.xlsx").sheetnames[:2] == ["Tóm tắt", "Vấn đề"]
