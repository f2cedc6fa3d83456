"""Rules see what packages say of themselves: licence, title, contact; and every cell with its column's name."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dvcdata.engine import database, described
from dvcdata.engine.load import scratch
from dvcdata.engine.read import read
from dvcdata.package import open_all
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.testing import run_example
from dvcdata.validate import validate

AS_OF = date(2026, 11, 21)
RULES = catalogue.load()
HEAD = "agency_code,name\n"
FULL = {
    "title": "Cơ quan của tỉnh",
    "description": "Danh mục cơ quan.",
    "licenses": [{"name": "CC-BY-4.0"}],
    "contributors": [{"title": "UBND tỉnh Minh Họa", "roles": ["publisher"]}],
}


def package(folder: Path, said: dict[str, Any], resource: dict[str, Any] | None = None) -> Path:
    """A package of one small table with that description."""
    folder.mkdir(exist_ok=True)
    (folder / "agencies.csv").write_text(HEAD + "H99,UBND tỉnh Minh Họa\n", encoding="utf-8")
    resources = [{"name": "agencies", "path": "agencies.csv", **(resource or {})}]
    descriptor = {"name": "co-quan", **said, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def cells(folder: Path) -> list[tuple[Any, ...]]:
    """The cells of a package as a rule sees them."""
    with scratch() as work, database.connect(work) as connection:
        packages = open_all([folder])
        staged = read(connection, packages, {}, work, lambda finding: None)
        database.unite(connection, staged, {})
        described.describe(connection, packages, staged)
        return connection.execute("select * from described.cells order by all").fetchall()


def report(rule: str, *paths: Path) -> Report:
    return validate(open_all(paths), [catalogue.find(RULES, rule)], AS_OF)


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in FULL.items() if name not in names}


def test_a_package_with_a_full_description_has_nothing_missing(tmp_path: Path) -> None:
    folder = package(tmp_path, FULL)
    for rule in ("licence-missing", "metadata-incomplete"):
        made = report(rule, folder)
        assert not made.findings
        assert not made.not_checked


def test_a_missing_licence_is_found_in_the_description(tmp_path: Path) -> None:
    made = report("licence-missing", package(tmp_path, without("licenses")))
    (finding,) = made.findings
    assert (finding.table, finding.file, finding.row, finding.key) == (
        "packages",
        "datapackage.json",
        None,
        {"name": "co-quan"},
    )
    assert "co-quan" in made.words(finding, "message", "vi")


@pytest.mark.parametrize("licenses", [[{}], [{"name": " "}], "CC0", None, [None]])
def test_a_licence_that_says_nothing_is_none(licenses: object, tmp_path: Path) -> None:
    assert report("licence-missing", package(tmp_path, {**FULL, "licenses": licenses})).findings


@pytest.mark.parametrize("licence", [{"name": "CC0-1.0"}, {"title": "CC0"}, {"path": "https://a.example/l"}])
def test_a_licence_may_be_that_of_the_tables(licence: dict[str, str], tmp_path: Path) -> None:
    folder = package(tmp_path, without("licenses"), {"licenses": [licence]})
    assert not report("licence-missing", folder).findings


def test_what_the_description_lacks_is_named(tmp_path: Path) -> None:
    made = report("metadata-incomplete", package(tmp_path, {"title": "co-quan"}))
    (finding,) = made.findings
    assert finding.severity == "warning"
    assert "a title, a description, a contact" in made.words(finding, "message", "en")


def test_a_package_that_lacks_only_a_contact_gets_a_note(tmp_path: Path) -> None:
    (finding,) = report("metadata-incomplete", package(tmp_path, without("contributors"))).findings
    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("frequency", "last", "found"),
    [
        ("monthly", "2026-06", ["frequency"]),
        ("monthly", "2026-07", []),
        ("hằng quý", "2026-06", []),
        ("R/P1Y", "2020", []),
    ],
)
def test_a_package_is_held_to_the_frequency_that_it_declares(
    frequency: str, last: str, found: list[str], tmp_path: Path
) -> None:
    folder = package(tmp_path, {**FULL, "frequency": frequency}, {"name": "usage", "path": "usage.csv"})
    (folder / "usage.csv").write_text(f"period,agency_code,item_code\n{last},H99,1.000100\n", encoding="utf-8")
    made = report("update-overdue", folder)
    assert [item.field for item in made.findings] == found
    assert {item.key["name"] for item in made.findings} <= {"co-quan"}
    assert not made.not_checked


@pytest.mark.parametrize(("retrieved", "found"), [("2026-06-10", ["frequency"]), ("2026-07-31", [])])
def test_a_package_of_lists_is_as_old_as_its_sources(retrieved: str, found: list[str], tmp_path: Path) -> None:
    folder = package(tmp_path, {**FULL, "frequency": "monthly"}, {"name": "sources", "path": "sources.csv"})
    text = f"source_id,title,retrieved\ns1,Danh sách,2026-05-01\ns2,Danh sách,{retrieved}\n"
    (folder / "sources.csv").write_text(text, encoding="utf-8")
    assert [item.field for item in report("update-overdue", folder).findings] == found


def test_a_lone_file_has_no_description_to_lack(tmp_path: Path) -> None:
    made = report("licence-missing", package(tmp_path, {}) / "agencies.csv")
    assert not made.findings
    assert [item.key for item in made.not_checked] == ["not_checked.no_values"]


def test_the_cells_of_a_large_table_are_those_of_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = cells(package(tmp_path, FULL))
    assert small == [
        ("co-quan", 2, "agencies", "agency_code", "string", "H99"),
        ("co-quan", 2, "agencies", "name", "string", "UBND tỉnh Minh Họa"),
    ]
    monkeypatch.setattr(described, "SMALL", 0)
    assert cells(tmp_path) == small


@pytest.mark.parametrize("name", ["packages", "resources", "cells", "Packages"])
def test_a_table_of_the_data_may_have_the_same_name(name: str, tmp_path: Path) -> None:
    schema = {"fields": [{"name": "name", "type": "string"}, {"name": "n", "type": "integer"}]}
    (tmp_path / "own.csv").write_text("name,n\na,1\n", encoding="utf-8")
    resources = [{"name": name, "path": "own.csv", "schema": schema}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "own", "resources": resources}), encoding="utf-8")
    made = validate(open_all([tmp_path]), RULES, AS_OF)
    assert {item.rule for item in made.findings} <= {"licence-missing", "metadata-incomplete"}


def test_small_cells_are_off_until_a_threshold_is_set(tmp_path: Path) -> None:
    rule = catalogue.find(RULES, "small-cell")
    folder = tmp_path / "package"
    folder.mkdir()
    head = "period,agency_code,row_kind,field_code,to_handle_total\n"
    rows = "2026-08,H99.100,field,TP-HT,2\n2026-08,H99.100,agency,ALL,47\n"
    (folder / "dossiers.csv").write_text(head + rows, encoding="utf-8")
    resources = [{"name": "dossiers", "path": "dossiers.csv"}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    made = report("small-cell", folder)
    assert not made.findings
    assert [item.key for item in made.not_checked] == ["not_checked.no_such_rows"]
    (folder / "example.toml").write_text("[parameters]\nbelow = 3\n", encoding="utf-8")
    (tmp_path / "copy").mkdir()
    made = run_example(rule, folder, tmp_path / "copy").report
    (finding,) = made.findings
    assert (finding.row, finding.value) == (2, "2")
    assert "47" in made.words(finding, "message", "vi")
