"""Foreign keys within a package and between packages, and tables of one name in packages of one name."""

from typing import Any

from running import Run, Write

CHILD = "code,n\nA,1\nB,2\n,3\n"


def child(reference: dict[str, Any]) -> list[dict[str, Any]]:
    fields = [{"name": "code", "type": "string"}, {"name": "n", "type": "integer"}]
    schema = {"fields": fields, "foreignKeys": [{"fields": ["code"], "reference": reference}]}
    return [{"name": "child", "path": "child.csv", "schema": schema}]


def parent() -> list[dict[str, Any]]:
    return [{"name": "parent", "path": "parent.csv", "schema": {"fields": [{"name": "id", "type": "string"}]}}]


def test_a_foreign_key_is_followed_into_another_package_that_is_given(run: Run, package: Write) -> None:
    reference = {"package": "others", "resource": "parent", "fields": ["id"]}
    ours = package(child(reference), "ours", child=CHILD)
    others = package(parent(), "others", parent="id\nA\n")
    result = run("--lang", "en", "validate", ours, others, "--rule", "null-in-key")
    assert result.code == 1
    assert "foreign-key  1 cell" in result.out and "child.csv › row 3" in result.out


def test_a_foreign_key_into_a_package_that_is_not_given_is_said_to_be_unchecked(run: Run, package: Write) -> None:
    ours = package(child({"package": "others", "resource": "parent", "fields": ["id"]}), "ours", child=CHILD)
    result = run("--lang", "en", "validate", ours, "--rule", "null-in-key")
    assert result.code == 0
    assert "others › parent" in result.out


def test_a_foreign_key_to_a_table_that_is_not_there_is_refused_by_name(run: Run, package: Write) -> None:
    ours = package(child({"resource": "nowhere", "fields": ["id"]}), "ours", child=CHILD)
    result = run("validate", ours)
    assert result.code == 2 and "nowhere" in result.err


def test_a_foreign_key_to_a_column_that_is_not_there_is_refused(run: Run, package: Write) -> None:
    resources = child({"resource": "parent", "fields": ["nothing"]}) + parent()
    result = run("validate", package(resources, child=CHILD, parent="id\nA\n"))
    assert result.code == 2 and "parent" in result.err


def test_two_editions_of_a_package_are_checked_side_by_side(run: Run, package: Write) -> None:
    first = package(parent(), "first", parent="id\nA\nB\n")
    second = package(parent(), "second", parent="id\nA\n")
    for folder in (first, second):
        path = folder / "datapackage.json"
        path.write_text(path.read_text(encoding="utf-8").replace(f'"{folder.name}"', '"same"'), encoding="utf-8")
    result = run("--lang", "en", "validate", first, second, "--rule", "text-not-nfc")
    assert result.code == 0
    assert "same (first), same (second)" in result.out and "3 rows" in result.out


def test_one_wall_clock_time_in_two_zones_is_no_repeated_key(run: Run, package: Write) -> None:
    fields = [{"name": "at", "type": "datetime"}]
    resources = [{"name": "t", "path": "t.csv", "schema": {"fields": fields, "primaryKey": "at"}}]
    table = "at\n2020-01-01T10:00:00Z\n2020-01-01T10:00:00+07:00\n2020-01-01T10:00:00\n2020-01-01T17:00:00+07:00\n"
    result = run("--lang", "en", "validate", package(resources, t=table), "--rule", "text-not-nfc")
    assert "primary-key  1 row" in result.out and "row 5" in result.out  # the same instant as row 2


def test_a_file_without_a_column_of_its_key_is_one_finding_and_the_rest_of_the_key_is_looked_at(
    run: Run, package: Write
) -> None:
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}, {"name": "c", "type": "integer"}]
    schema = {"fields": fields, "primaryKey": ["a", "b"], "fieldsMatch": "superset"}
    folder = package([{"name": "t", "path": "t.csv", "schema": schema}], t="a,c\nx,1\n,2\n")
    result = run("--lang", "en", "validate", folder, "--rule", "null-in-key")
    assert result.code == 1, result.err
    assert "missing-label  1" in result.out and "null-in-key  1" in result.out


def test_a_key_may_be_called_as_our_own_counts_are(run: Run, package: Write) -> None:
    schema = {"fields": [{"name": "n", "type": "string"}], "primaryKey": "n"}
    folder = package([{"name": "t", "path": "t.csv", "schema": schema}], t="n\nx\nx\n")
    result = run("--lang", "en", "validate", folder, "--rule", "text-not-nfc")
    assert (result.code, "primary-key  1 row" in result.out) == (1, True), result.err
