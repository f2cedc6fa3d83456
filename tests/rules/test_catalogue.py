"""Rules are found nearest first, by the names of their files."""

from pathlib import Path

import pytest
from checking import rule_text, workspace

from dvcdata import builtin
from dvcdata.errors import UserError
from dvcdata.rules.catalogue import choose, find, folders, load
from dvcdata.rules.header import Rule

OWN = {
    "a_rule": rule_text(replaces='["first", "oldest"]'),
    "b_rule": rule_text(),
    "text_untidy": rule_text(severity='"block"'),
}


@pytest.fixture
def rules(tmp_path: Path) -> list[Rule]:
    """The rules of a workspace with three of its own, one of them under a shipped name."""
    return load(workspace(tmp_path, **OWN))


def test_the_shipped_rules_are_those_of_the_folder_in_the_order_of_their_names() -> None:
    ids = [rule.id for rule in load()]
    assert ids == sorted(path.stem for path in builtin.folder("validators").glob("*.sql"))
    assert len(ids) >= 19


def test_the_rules_of_a_workspace_come_first_and_replace_by_name(rules: list[Rule], tmp_path: Path) -> None:
    by_id = {rule.id: rule for rule in rules}
    assert set(by_id) == {rule.id for rule in load()} | {"a-rule", "b-rule"}
    assert by_id["text-untidy"].severity == "block"
    assert by_id["text-untidy"].path == tmp_path / "validators" / "text-untidy.sql"
    assert by_id["text-not-nfc"].path.parent == builtin.folder("validators")
    assert [rule.id for rule in rules] == sorted(by_id)


def test_a_workspace_without_rules_has_the_shipped_ones(tmp_path: Path) -> None:
    assert folders(tmp_path) == folders(None) == [builtin.folder("validators")]
    (tmp_path / "validators").mkdir()
    assert folders(tmp_path) == [tmp_path / "validators", builtin.folder("validators")]
    assert [rule.id for rule in load(tmp_path)] == [rule.id for rule in load()]


def test_files_that_are_no_sql_are_no_rules(tmp_path: Path) -> None:
    home = workspace(tmp_path)
    (home / "validators" / "README.md").write_text("x", encoding="utf-8")
    (home / "validators" / "b.sql.bak").write_text("x", encoding="utf-8")
    assert len(load(home)) == len(load())


def test_rules_are_chosen_by_id_and_by_former_id(rules: list[Rule]) -> None:
    assert [rule.id for rule in choose(rules, ["b-rule", "oldest"], [])] == ["a-rule", "b-rule"]
    assert [rule.id for rule in choose(rules, ["a-rule", "b-rule"], ["first"])] == ["b-rule"]
    assert choose(rules, ["a-rule"], ["a-rule"]) == []
    assert choose(rules, [], []) == rules
    assert len(choose(rules, [], ["a-rule"])) == len(rules) - 1


@pytest.mark.parametrize("name", ["a-rul", "a_rule", "a-rules"])
def test_an_unknown_rule_is_refused_with_the_nearest(rules: list[Rule], name: str) -> None:
    with pytest.raises(UserError) as raised:
        find(rules, name)
    assert raised.value.key == "rule.not_found"
    assert raised.value.params == {"rule": name, "near": "a-rule"}
    with pytest.raises(UserError):
        choose(rules, [], [name])


def test_without_any_rule_there_is_no_nearest() -> None:
    with pytest.raises(UserError) as raised:
        find([], "a")
    assert raised.value.params["near"] == "-"


def test_one_broken_rule_of_the_workspace_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        load(workspace(tmp_path, broken="select 1", a_rule=rule_text()))
    assert raised.value.params["path"] == str(tmp_path / "validators" / "broken.sql")
