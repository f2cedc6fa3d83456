"""Packages open to what they declare, and never to anything outside their own folder."""

import json
from pathlib import Path
from typing import Any

import pytest
from checking import PROCEDURES
from running import Write

from dvcdata import profiles
from dvcdata.errors import UserError
from dvcdata.package import inside, open_all, open_file, open_package, read_json

FIELDS = [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]


def refusal(call: Any, *arguments: Any) -> UserError:
    with pytest.raises(UserError) as raised:
        call(*arguments)
    return raised.value


def test_a_table_of_the_profile_takes_the_schema_of_the_profile(package: Write) -> None:
    (table,) = open_package(package(procedures=PROCEDURES)).tables
    assert table.schema == profiles.schema("procedures")
    assert (table.name, table.package, table.file) == ("procedures", "goi", "procedures.csv")
    assert table.key == ["procedure_code"] and "abolished_date" in table.columns


def test_a_table_with_a_schema_of_its_own_is_read_by_it(package: Write) -> None:
    resource = {"name": "procedures", "path": "t.csv", "schema": {"fields": FIELDS, "primaryKey": "a"}}
    (table,) = open_package(package([resource], t="a,b\nx,1\n")).tables
    assert (list(table.columns), table.key) == (["a", "b"], ["a"])


def test_schema_and_dialect_may_be_files_of_the_package(package: Write) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": "s.json", "dialect": "d.json"}
    folder = package([resource], t="a;b\nx;1\n")
    (folder / "s.json").write_text(json.dumps({"fields": FIELDS}), encoding="utf-8")
    (folder / "d.json").write_text('{"delimiter": ";"}', encoding="utf-8")
    (table,) = open_package(folder).tables
    assert list(table.columns) == ["a", "b"] and table.dialect == {"delimiter": ";"}


def test_a_resource_that_is_no_table_is_kept_apart(package: Write) -> None:
    resources = [{"name": "procedures", "path": "procedures.csv"}, {"name": "anh", "path": "anh.png"}]
    opened = open_package(package(resources, procedures=PROCEDURES))
    assert [table.name for table in opened.tables] == ["procedures"]
    assert opened.others == ("anh",)


def test_a_package_without_a_name_is_called_like_its_folder(package: Write) -> None:
    folder = package(procedures=PROCEDURES)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["name"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert open_package(folder).name == "goi"


def test_a_package_that_is_named_in_two_ways_is_opened_once(package: Write, tmp_path: Path) -> None:
    folder = package(procedures=PROCEDURES)
    opened = open_all([folder, folder / "datapackage.json", tmp_path, folder.parent / "goi" / ".." / "goi"])
    assert [item.name for item in opened] == ["goi"]


def test_a_folder_opens_its_packages_by_name_and_a_workspace_those_of_its_datasets(
    package: Write, tmp_path: Path
) -> None:
    for name in ("b", "a"):
        package(None, name, procedures=PROCEDURES)
    assert [item.name for item in open_all([tmp_path])] == ["a", "b"]
    (tmp_path / "datasets").mkdir()
    package(None, "datasets/c", procedures=PROCEDURES)
    assert [item.folder.name for item in open_all([tmp_path])] == ["c"]


def test_a_lone_file_is_a_package_of_one_table_named_like_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ds-thu-tuc.csv"
    path.write_text("procedure_code,name\n1.000100,A\n", encoding="utf-8")
    opened = open_file(path, "procedures")
    assert (opened.name, [table.name for table in opened.tables]) == ("ds-thu-tuc", ["procedures"])


OUT: dict[str, list[Any]] = {
    "path.url": ["http://a/b.csv", "ftp://a/b.csv", "file:///etc/passwd", "s3://a/b.csv"],
    "path.absolute": ["/etc/passwd", "C:\\a.csv", "C:a.csv", "\\\\may\\chung\\a.csv", "\\a.csv", "~/a.csv", "~root/a"],
    "path.parent": ["../a.csv", "x/../../a.csv", "x\\..\\..\\a.csv", "..", "x/.."],
    "path.bad": ["", 5, None, ["a.csv"], {"a": 1}],
}


@pytest.mark.parametrize(("key", "given"), [(key, given) for key, many in OUT.items() for given in many])
def test_a_path_that_could_lead_out_of_the_package_is_refused(tmp_path: Path, key: str, given: Any) -> None:
    assert refusal(inside, tmp_path, given, "datapackage.json").key == key


@pytest.mark.parametrize("given", ["a.csv", "so-lieu/tháng 8/a.csv", "./a.csv", "a..csv", "...csv", "a~.csv"])
def test_a_path_inside_the_package_is_taken(tmp_path: Path, given: str) -> None:
    assert inside(tmp_path, given, "datapackage.json") == tmp_path / given


def test_a_link_out_of_the_package_is_refused_and_one_inside_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "goi"
    folder.mkdir()
    (folder / "that.csv").touch()
    (folder / "trong.csv").symlink_to("that.csv")
    (folder / "ngoai.csv").symlink_to(tmp_path / "khac.csv")
    (folder / "len").symlink_to(tmp_path)
    assert inside(folder, "trong.csv", "x") == folder / "trong.csv"
    assert refusal(inside, folder, "ngoai.csv", "x").key == "path.link"
    assert refusal(inside, folder, "len/khac.csv", "x").key == "path.link"


BROKEN: dict[str, Any] = {
    "package.no_resources": {"name": "goi"},
    "package.bad_resource": {"resources": [{"path": "t.csv"}]},
    "package.twice": {"resources": [{"name": "procedures", "path": "t.csv"}] * 2},
    "package.no_tables": {"resources": [{"name": "anh", "path": "anh.png"}]},
    "resource.no_path": {"resources": [{"name": "procedures"}]},
    "resource.missing": {"resources": [{"name": "procedures", "path": "khac.csv"}]},
    "resource.no_schema": {"resources": [{"name": "la", "path": "t.csv"}]},
    "resource.format": {"resources": [{"name": "procedures", "path": "t.csv", "format": "docx"}]},
    "package.not_an_object": {"resources": [{"name": "procedures", "path": "t.csv", "schema": ["a"]}]},
    "schema.fields": {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": []}}]},
    "schema.key": {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS, "primaryKey": "c"}}]},
    "schema.bad": {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "x"}]}}]},
}


@pytest.mark.parametrize("key", BROKEN)
def test_a_descriptor_that_lacks_something_is_refused_by_what_it_lacks(key: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(PROCEDURES, encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(BROKEN[key]), encoding="utf-8")
    assert refusal(open_package, tmp_path).key == key


def test_broken_json_is_refused_with_the_place_of_the_mistake(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    path.write_text('{"name": "goi",\n  "resources" []}', encoding="utf-8")
    problem = refusal(read_json, path)
    assert (problem.key, problem.params["line"], problem.params["column"]) == ("json.broken", 2, 15)
    path.write_bytes(b'{"name": "\xe1"}')
    assert refusal(read_json, path).key == "json.unreadable"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert refusal(read_json, path).key == "json.unreadable"
