"""What a rule's header and SELECT may ask of the runner beyond the rows they yield."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from running import Write

from dvcdata.errors import UserError
from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules import catalogue, run
from dvcdata.rules.clauses import with_clause
from dvcdata.rules.header import Rule, read
from dvcdata.rules.reference import facts, show
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


CASES = """
[needs]
agencies = ["agency_code"]
[cases.closed.message]
vi = "{name} đã giải thể"
en = "{name} is closed"
"""
AS_CASE = """select a._package, a._row, a.agency_code, a.name, nullif(a.kind, 'other') as _case
from agencies as a order by a._row"""


def test_a_row_may_ask_for_words_of_its_own_and_has_the_rules_words_for_the_rest(rule: Make, package: Write) -> None:
    folder = package(agencies="agency_code,name,kind\nH1,A,closed\nH2,B,other\n")
    report = check(folder, rule(CASES, AS_CASE))
    found = [item for item in report.findings if item.rule == "a-rule"]
    assert [report.words(item, "message", "vi") for item in found] == ["A đã giải thể", "a"]
    assert [report.words(item, "fix", "en") for item in found] == ["a", "a"]


def test_a_case_that_the_header_does_not_declare_is_refused(rule: Make, package: Write) -> None:
    folder = package(agencies="agency_code,name,kind\nH1,A,merged\n")
    with pytest.raises(UserError, match=r"rule\.bad_value"):
        check(folder, rule(CASES, AS_CASE))


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ('[cases]\nclosed = "A"', "bad_value"),
        ('[cases.closed.basis]\nvi = "a"\nen = "a"', "bad_value"),
        ('[cases.closed.fix]\nvi = "a"', "words"),
    ],
)
def test_a_case_holds_title_message_and_fix_in_both_languages_and_nothing_else(rule: Make, case: str, key: str) -> None:
    with pytest.raises(UserError, match=rf"rule\.{key}"):
        rule(f'[needs]\nagencies = ["name"]\n{case}', EVERY_ROW)


ALTERNATIVES = """
applies = "executing_tier = 'province'"
[needs]
procedures = ["name"]
[[alternatives]]
services = ["url"]
agencies = ["name"]
"""
PROCEDURES = "procedure_code,name,executing_tier\n1.000100,A,{tier}\n"
AGENCIES = "agency_code,name\nH1,A\n"
SERVICES = "service_code,owner_code,url\n1.000100.01,H1,{url}\n"


@pytest.mark.parametrize(
    ("tables", "checked", "why"),
    [
        ({"procedures": PROCEDURES.format(tier="province")}, 1, []),
        ({"procedures": PROCEDURES.format(tier="commune")}, 0, ["not_checked.no_such_rows"]),
        ({"services": SERVICES.format(url="x"), "agencies": AGENCIES}, 1, []),
        (
            {
                "procedures": PROCEDURES.format(tier="commune"),
                "services": SERVICES.format(url="x"),
                "agencies": AGENCIES,
            },
            1,
            [],
        ),
        ({"services": SERVICES.format(url=""), "agencies": AGENCIES}, 0, ["not_checked.no_table"]),
    ],
)
def test_a_rule_is_checked_where_its_tables_or_another_list_of_them_are_there(
    rule: Make, package: Write, tables: dict[str, str], checked: int, why: list[str]
) -> None:
    report = check(package(**tables), rule(ALTERNATIVES, "select p._package, p._row from procedures as p where false"))
    assert report.checked.rules == checked
    assert [item.key for item in report.not_checked] == why


def test_a_number_out_of_all_bounds_leaves_a_rule_unchecked_and_stops_nothing(rule: Make, package: Write) -> None:
    folder = package(usage="period,agency_code,item_code,received_total\n2026-08,H1,1.000100,9223372036854775807\n")
    select = "select u._package, u._row, u.received_total + u.received_total as double from usage as u"
    report = check(folder, rule('[needs]\nusage = ["received_total"]', select))
    assert [item.key for item in report.not_checked] == ["not_checked.out_of_bounds"]
    assert report.checked.rules == 0


def test_the_reference_shows_the_words_of_cases_and_the_tables_that_will_do_as_well(rule: Make) -> None:
    with_cases = "\n".join(f"{label}: {value}" for label, value in facts(rule(CASES, EVERY_ROW), "en"))
    assert "{name} is closed" in with_cases
    needs = dict(facts(rule(ALTERNATIVES, EVERY_ROW), "vi"))["Cần có"]
    assert needs == "procedures (name) hoặc services (url); agencies (name)"


def test_an_each_rule_sees_the_period_of_a_row_and_null_where_a_table_has_none(rule: Make, package: Write) -> None:
    folder = package(
        usage="period,agency_code,item_code,period_basis\n2026-08,H44.07,1.000100,reporting\n",
        services="service_code,owner_code,procedure_code\n1.000100.01,H44,1.000100\n",
    )
    select = "select $keys, t._package, t._row, $period as p, $period_basis as b from $table as t"
    found = check(folder, rule(CODES, select)).findings
    assert {item.table: (item.params["p"], item.params["b"]) for item in found} == {
        "usage": ("2026-08", "reporting"),
        "services": (None, None),
    }


def test_an_each_rule_that_needs_a_table_is_not_checked_without_it(rule: Make, package: Write) -> None:
    report = check(
        package(procedures="procedure_code,name\n1.000100,A\n"),
        rule(f'{CODES}\n[needs]\nagencies = ["agency_code"]', EVERY_ROW),
    )
    assert [(item.key, item.params["table"]) for item in report.not_checked] == [("not_checked.no_table", "agencies")]


JUDGED = """with judged as (select a.agency_code, case when a.kind = '(' then 1 else 0 end as odd from agencies as a)
select a._package, a._row, a.agency_code from agencies as a join judged as j on j.agency_code = a.agency_code
where j.odd = 2"""


def test_the_conditions_of_a_header_may_name_what_the_select_builds(rule: Make, package: Write) -> None:
    folder = package(agencies="agency_code,name,kind\nH1,A,board\nH2,B,court\n")
    unknown = "exists (select 1 from judged as j where j.agency_code = agencies.agency_code and j.odd = 0)"
    report = check(folder, rule(f'unknown = "{unknown}"\n[needs]\nagencies = ["kind"]', JUDGED))
    assert [(item.key, item.params["n"]) for item in report.not_checked] == [("not_checked.unknown_rows", 2)]


@pytest.mark.parametrize(
    ("select", "clause"),
    [
        ("select 1 as one", ""),
        ("with a as (select ')' as x) select a.x from a", "with a as (select ')' as x) "),
        ("with a as ( -- select )\nselect 1 as x) SELECT a.x from a", "with a as ( -- select )\nselect 1 as x) "),
    ],
)
def test_the_with_clause_ends_where_the_main_select_begins(select: str, clause: str) -> None:
    assert with_clause(select) == clause


@pytest.mark.parametrize("condition", ["t.$column = 'B'", "t.$column = 'B' and t.procedure_code = '1.000200'"])
def test_a_large_table_gives_what_a_small_one_gives(
    condition: str, rule: Make, package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,A\n1.000200,B\n")
    one = rule(f'each = "text"\napplies = "{condition}"', f"{EVERY_ROW} where {condition}")
    small = list(check(folder, one).findings)
    monkeypatch.setattr(run, "LARGE", 1)
    assert list(check(folder, one).findings) == small != []


def test_a_rule_that_finds_nothing_to_compare_is_not_checked(rule: Make, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,A\n1.000101,B\n")
    select = "with long as (select p._package, p._row from procedures as p where length(p.name) > $least)\n"
    header = '[needs]\nprocedures = ["name"]\n[parameters]\nleast = {}'
    possible = 'possible = "exists (select 1 as one from long as l)"\n'
    for least, found, why in ((0, 2, []), (5, 0, ["not_checked.impossible"])):
        report = check(
            folder, rule(possible + header.format(least), select + "select l._package, l._row from long as l")
        )
        assert [item.key for item in report.not_checked] == why
        assert (len(report.findings), report.checked.rules) == (found, int(not why))


@pytest.mark.parametrize(
    ("sql", "why"),
    [("p.name", "cast"), ("9999999999 * p._row", "out_of_bounds"), ("9223372036854775807 * p._row", "out_of_bounds")],
)
def test_a_cast_that_fails_is_told_from_a_number_beyond_bounds(rule: Make, package: Write, sql: str, why: str) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,Hộ tịch 038099012345\n")
    select = f"select p._package, p._row, cast({sql} as integer) as n from procedures as p"
    report = check(folder, rule('[needs]\nprocedures = ["name"]', select))
    assert [item.key for item in report.not_checked] == [f"not_checked.{why}"]
    assert "038099012345" not in str(report.not_checked)


@pytest.mark.parametrize(
    "end", ["", ";", " ; ", ";;", " -- hm", "; -- hm", "; /* hm; */ -- hm;", "\n;\n-- it's\n", " -- ;", "; -- '"]
)
def test_a_select_may_end_in_semicolons_and_comments(rule: Make, package: Write, end: str) -> None:
    select = "select p._package, p._row, ';' as a from procedures as p where p.name <> '; -- '" + end
    report = check(
        package(procedures="procedure_code,name\n1.000100,A\n"), rule('[needs]\nprocedures = ["name"]', select)
    )
    assert len(report.findings) == 1


def test_two_statements_are_still_no_rule(rule: Make, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,A\n")
    with pytest.raises(UserError, match=r"rule\.not_one_select"):
        check(folder, rule('[needs]\nprocedures = ["name"]', "select 1 as a; select 2 as b; -- hm"))


DOSSIERS = "period,agency_code,row_kind,field_code,to_handle_total\n"


@pytest.mark.parametrize(
    ("rows", "checked"),
    [
        ("2026-08,H44.19,agency,ALL,5\n", 0),
        ("2026-08,H44.19,agency,ALL,5\n2026-08,H44.19,field,ho-tich,\n", 0),
        ("2026-08,H44.19,agency,ALL,5\n2026-08,H44.19,field,ho-tich,5\n", 1),
    ],
)
def test_a_sum_is_checked_only_where_something_could_be_added_up(package: Write, rows: str, checked: int) -> None:
    rollup = catalogue.find(catalogue.load(), "rollup-mismatch")
    report = check(package(dossiers=DOSSIERS + rows), rollup)
    assert report.checked.rules == checked
    assert [item.key for item in report.not_checked if not item.partly] == ["not_checked.impossible"] * (1 - checked)
