"""A rule reads the tables and nothing else, and one that cannot be run is refused with its file and the reason."""

from datetime import date
from pathlib import Path

import pytest
from checking import Make, rule_text
from running import Write

from dvcdata.errors import UserError
from dvcdata.package import open_package
from dvcdata.rules.header import Rule, read
from dvcdata.validate import validate

TWO = "procedure_code,name,issuing_text\n1.000100,A,Bộ Y tế\n1.000101,,\n"


def refused(rule: Rule, folder: Path) -> UserError:
    with pytest.raises(UserError) as raised:
        validate([open_package(folder)], [rule], date(2026, 11, 21))
    assert str(raised.value.params["path"]).endswith("a-rule.sql")
    return raised.value


@pytest.mark.parametrize(
    ("select", "reason"),
    [
        ("select nothing as a from procedures", "nothing"),
        ("select 1 as a from no_such_table", "no_such_table"),
        ("select no_such_function(1) as a", "no_such_function"),
        ("select 1 as a from procedures where name == 'a' selekt", "selekt"),
    ],
)
def test_a_rule_that_cannot_be_run_is_refused_with_its_file_and_the_reason(
    rule: Make, package: Write, select: str, reason: str
) -> None:
    problem = refused(rule(select), package(procedures=TWO))
    assert problem.key == "rule.failed"
    assert reason in str(problem.params["why"]) and "\n" not in str(problem.params["why"])


@pytest.mark.parametrize(
    "select",
    [
        *("drop table procedures", "insert into procedures select * from procedures", "set threads = 1", "checkpoint"),
        *("select 1 as a; select 2 as b", "select 1 as a) as q; drop table procedures; select * from (select 1 as b"),
        *("attach '/tmp/x.db' as x", "copy procedures to '/tmp/x.csv'", "install httpfs", "pragma version"),
    ],
)
def test_nothing_but_one_select_is_run(rule: Make, package: Write, select: str) -> None:
    assert refused(rule(select), package(procedures=TWO)).key in ("rule.not_one_select", "rule.failed")
    assert refused(rule(f"{select} order by 1"), package(procedures=TWO)).key in ("rule.not_one_select", "rule.failed")


@pytest.mark.parametrize(
    "select",
    [
        *("select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from glob('/*')"),
        *("select * from read_text('http://127.0.0.1/')", "select content from read_blob('/etc/passwd')"),
    ],
)
@pytest.mark.parametrize("order", ["", " order by 1"])
def test_no_rule_reads_a_file_or_the_network(rule: Make, package: Write, select: str, order: str) -> None:
    assert refused(rule(select + order), package(procedures=TWO)).key in ("rule.forbidden", "rule.failed")


@pytest.mark.parametrize("condition", ["applies", "unknown", "suspect"])
def test_a_condition_that_cannot_be_asked_is_refused_with_its_file(rule: Make, package: Write, condition: str) -> None:
    for sql in ('"nothing = 1"', '"name ==="'):
        assert refused(rule(**{condition: sql}), package(procedures=TWO)).key == "rule.failed"
    assert refused(rule(**{condition: '"true; drop table procedures"'}), package(procedures=TWO)).key in (
        "rule.not_one_select",
        "rule.failed",
    )


def test_one_rule_that_cannot_be_asked_is_not_blamed_on_another(rule: Make, package: Write, tmp_path: Path) -> None:
    good = rule(applies='"name is not null"')
    (tmp_path / "b-rule.sql").write_text(rule_text(applies='"nothing = 1"'), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        validate([open_package(package(procedures=TWO))], [good, read(tmp_path / "b-rule.sql")], date(2026, 11, 21))
    assert str(raised.value.params["path"]).endswith("b-rule.sql")


def test_a_parameter_that_is_not_declared_is_refused_in_a_condition_too(rule: Make, package: Write) -> None:
    parameters = '{word = "A"}'
    problem = refused(rule(applies='"name = $other"', parameters=parameters), package(procedures=TWO))
    assert (problem.key, problem.params["name"]) == ("rule.unknown_parameter", "other")
