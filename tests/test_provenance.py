"""A finding in an imported package says where in the original file the value stands, or nothing at all."""

from pathlib import Path

import pytest
from checking import as_json
from running import Run, Write

from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import open_package
from dvcdata.provenance import COLUMNS, Locator, Origin, read

UNTIDY = "procedure_code,name\n1.000100,A\n1.000101, B\n"
SHEET = "t.xlsx,Danh sách TTHC"
LETTERS = "procedure_code=B name=C"


def keep(folder: Path, *rows: str) -> Path:
    """Writes the provenance file of a package."""
    path = folder / "provenance.csv"
    path.write_text("".join(f"{row}\n" for row in (",".join(COLUMNS), *rows)), encoding="utf-8")
    return path


def cells(run: Run, folder: Path) -> list[str | None]:
    return [item["cell"] for item in as_json(run, folder, "--rule", "text-untidy")["findings"]]


def test_a_finding_has_the_cell_of_the_spreadsheet(run: Run, package: Write) -> None:
    folder = package(procedures=UNTIDY)
    assert cells(run, folder) == [None]
    keep(folder, f"procedures,3,1.000101,{SHEET},18,{LETTERS}")
    assert cells(run, folder) == ["t.xlsx › Danh sách TTHC › C18"]
    assert "    t.xlsx › Danh sách TTHC › C18\n" in run("validate", folder).out


def test_a_row_that_was_moved_is_found_by_its_key(run: Run, package: Write) -> None:
    folder = package(procedures=UNTIDY)
    keep(folder, f"procedures,7,1.000101,{SHEET},18,{LETTERS}", f"procedures,3,1.000999,{SHEET},99,{LETTERS}")
    assert cells(run, folder) == ["t.xlsx › Danh sách TTHC › C18"]


def test_a_row_whose_key_changed_is_found_nowhere(run: Run, package: Write) -> None:
    folder = package(procedures=UNTIDY)
    keep(folder, f"procedures,3,1.000999,{SHEET},18,{LETTERS}", f"agencies,3,1.000101,{SHEET},18,{LETTERS}")
    assert cells(run, folder) == [None]


def test_a_key_that_stands_twice_is_told_by_its_row_only(tmp_path: Path) -> None:
    origins = read(keep(tmp_path, f"t,2,k,{SHEET},7,{LETTERS}", f"t,3,k,{SHEET},8,{LETTERS}"))
    assert origins["t", "2:k"].line == "7" and origins["t", "3:k"].line == "8"
    assert ("t", "k") not in origins


@pytest.mark.parametrize(
    ("origin", "field", "place"),
    [
        (Origin("t.xlsx", "Trang", "17", {"name": "C"}), "name", "t.xlsx › Trang › C17"),
        (Origin("t.xlsx", "Trang", "17", {"name": "AB"}), "name", "t.xlsx › Trang › AB17"),
        (Origin("t.xlsx", "Trang", "17", {"name": "C"}), "other", "t.xlsx › Trang › 17"),
        (Origin("t.xlsx", "Trang", "17", {"name": "C"}), None, "t.xlsx › Trang › 17"),
        (Origin("t.json", "", "4", {"value": "totalOnTime"}), "value", "t.json › [4].totalOnTime"),
        (Origin("t.csv", "", "4", {}), "value", "t.csv › 4"),
    ],
)
def test_a_place_is_a_cell_a_property_or_a_line(origin: Origin, field: str | None, place: str) -> None:
    assert origin.cell(field) == place


def test_packages_have_places_of_their_own(package: Write) -> None:
    folders = [package(None, name, procedures=UNTIDY) for name in ("mot", "hai")]
    keep(folders[0], f"procedures,3,1.000101,{SHEET},18,{LETTERS}")
    locate = Locator([open_package(folder) for folder in folders])
    there = {
        name: locate(
            Finding("r", "error", "you", name, "procedures", "f", 3, "name", key={"procedure_code": "1.000101"})
        )
        for name in ("mot", "hai")
    }
    assert (there["mot"].cell, there["hai"].cell) == ("t.xlsx › Danh sách TTHC › C18", None)


BROKEN = {
    "no text": b"\xff\xfe\x00",
    "columns missing": b"table,row,key\nprocedures,3,1.000101\n",
    "a short row": b"table,row,key,file,sheet,line,columns\nprocedures,3,1.000101\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_provenance_file_is_refused_in_one_sentence(run: Run, package: Write, content: bytes) -> None:
    folder = package(procedures=UNTIDY)
    (folder / "provenance.csv").write_bytes(content)
    result = run("validate", folder)
    assert result.code == 2 and result.out == ""
    assert "provenance.csv" in result.err and len(result.err.splitlines()) == 1


def test_a_provenance_file_that_is_a_link_out_of_the_package_is_refused(package: Write, tmp_path: Path) -> None:
    folder = package(procedures=UNTIDY)
    keep(tmp_path, f"procedures,3,1.000101,{SHEET},18,{LETTERS}")
    (folder / "provenance.csv").symlink_to(tmp_path / "provenance.csv")
    with pytest.raises(UserError, match=r"path\.link"):
        Locator([open_package(folder)])
