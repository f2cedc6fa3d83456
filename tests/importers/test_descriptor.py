"""The descriptor of an imported package is a Data Package that says where its data come from and guesses no licence."""

import json
from pathlib import Path
from typing import Any

from official_files import Import, files, procedure, procedure_list, progress, unit

from dvcdata import package, profiles
from dvcdata.importers import extra

UNIT = unit("H44.100", "UBND Phường Việt Trì", 1, 2)


def descriptor(into: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((into / "datapackage.json").read_text(encoding="utf-8"))
    return value


def test_a_new_package_names_itself_its_sources_and_its_tables(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure()))
    new = descriptor(into)
    assert new["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (new["name"], new["title"]) == ("goi-so-lieu", "goi-so-lieu")
    assert new["sources"] == [{"title": "Danh sách thủ tục hành chính: Bộ Công an"}]
    assert "licenses" not in new and "created" not in new
    tables = [resource["name"] for resource in new["resources"]]
    assert tables == ["sources", "agency_groups", "procedures", "procedure_agencies"]
    assert {f"{name}.csv" for name in tables} | {"datapackage.json", "provenance.csv", "imported.zip"} == files(
        into
    ).keys()


def test_the_name_of_a_package_is_plain_whatever_the_folder_is_called(tmp_path: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure()), into=tmp_path / "Số liệu Phú Thọ")
    new = descriptor(tmp_path / "Số liệu Phú Thọ")
    assert (new["name"], new["title"]) == ("so-lieu-phu-tho", "Số liệu Phú Thọ")


def test_tables_of_the_profile_carry_no_schema_and_the_other_one_does(
    tmp_path: Path, into: Path, bring: Import
) -> None:
    bring(progress(tmp_path / "a.json", UNIT))
    resources = {resource["name"]: resource for resource in descriptor(into)["resources"]}
    assert [name for name, resource in resources.items() if "schema" in resource] == ["source_texts"]
    assert resources.keys() - {extra.TABLE} <= set(profiles.tables())
    assert extra.TABLE not in profiles.tables()


def test_a_package_opens_and_every_column_is_one_of_its_schema(tmp_path: Path, into: Path, bring: Import) -> None:
    bring(procedure_list(tmp_path / "a.xlsx", procedure()), progress(tmp_path / "a.json", UNIT))
    for table in package.open_package(into).tables:
        header = table.paths[0].read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert header == [name for name in table.columns if name in header]
        assert set(table.key) <= set(header)
