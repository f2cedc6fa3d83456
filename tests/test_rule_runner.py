"""What a rule's header and SELECT may ask of the runner beyond the rows they yield."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from running import Write

from dvcdata.errors import UserError
from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules.header import Rule, read
from dvcdata.rules.reference import show
from dvcdata.validate import validate

HEADER = """/*
severity = "error"
mender = "you"
certainty = "high"
{extra}
{words}
*/
{select}
"""
WORDS = "\n".join(f'[{name}]\nvi = "a"\nen = "a"' for name in ("basis", "title", "message", "fix", "not_when"))
CODES = 'each = "text"\ncolumns = ["procedure_code", "item_code"]'
EVERY_ROW = "select $keys, t._package, t._row, t.$column as _value from $table as t"
Make = Callable[[str, str], Rule]


@pytest.fixture
def rule(tmp_path: Path) -> Make:
    """Writes a rule with that addition to its header and that SELECT, and reads it."""

    def make(extra: str, select: str) -> Rule:
        path = tmp_path / "a-rule.sql"
        path.write_text(HEADER.format(extra=extra, words=WORDS, select=select), encoding="utf-8")
        return read(path)

    return make


def check(folder: Path, rule: Rule) -> Report:
    return validate([open_package(folder)], [rule], date(2026, 11, 21))


def test_a_rule_for_some_columns_looks_at_these_in_every_table_that_has_them(rule: Make, package: Write) -> None:
    folder = package(
        procedures="procedure_code,name\n1.000100,A\n",
        usage="period,agency_code,item_code\n2026-08,H44.07,1.000100.01\n",
        agencies="agency_code,name\nH44.07,B\n",
    )
    found = check(folder, rule(CODES, EVERY_ROW)).findings
    assert [(item.table, item.field) for item in found] == [("procedures", "procedure_code"), ("usage", "item_code")]


@pytest.mark.parametrize("codes", ["agency_code,name\nH44.07,B\n", "agency_code,name,item_code\nH44.07,B,\n"])
def test_a_rule_for_some_columns_is_not_checked_where_none_holds_a_value(
    rule: Make, package: Write, codes: str
) -> None:
    report = check(package(agencies=codes), rule(CODES, EVERY_ROW))
    assert [item.key for item in report.not_checked] == ["not_checked.no_such_values"]
    assert report.checked.rules == 0


def test_columns_without_each_are_refused(rule: Make) -> None:
    with pytest.raises(UserError, match=r"rule\.lacks"):
        rule('columns = ["procedure_code"]\n[needs]\nprocedures = ["name"]', EVERY_ROW)


def test_a_row_may_be_milder_than_its_rule_but_never_graver(rule: Make, package: Write) -> None:
    folder = package(agencies="agency_code,name\nH1,info\nH2,block\nH3,\n")
    select = "select a._package, a._row, a.agency_code, {} as _severity from agencies as a order by a._row"
    needs = '[needs]\nagencies = ["agency_code"]'
    shown = check(folder, rule(needs, select.format("nullif(a.name, '')"))).findings
    severities = [item.severity for item in shown if item.rule == "a-rule"]
    assert severities == ["info", "error", "error"]


def test_a_severity_that_means_nothing_is_refused(rule: Make, package: Write) -> None:
    folder = package(agencies="agency_code,name\nH1,A\n")
    select = "select a._package, a._row, a.agency_code, 'grave' as _severity from agencies as a"
    with pytest.raises(UserError, match=r"rule\.bad_value"):
        check(folder, rule('[needs]\nagencies = ["agency_code"]', select))


def test_the_reference_shows_invisible_characters_of_parameters_by_their_code() -> None:
    shown = show("text-untidy", None, "en")
    assert "\\u00a0" in shown
    assert all(char.isprintable() for char in shown.replace("\n", ""))
