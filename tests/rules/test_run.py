"""A rule is checked where its tables hold what it needs, else it says why; it finds what its SELECT yields."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from checking import Make
from running import Write

from dvcdata.findings import Finding, plain
from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules import run
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.filling import as_literal, expanded, filled
from dvcdata.rules.header import Rule
from dvcdata.rules.run import Seen
from dvcdata.validate import validate

TWO = "procedure_code,name,issuing_text\n1.000100,A,Bộ Y tế\n1.000101,,\n"


def check(rule: Rule, *folders: Path) -> Report:
    return validate([open_package(folder) for folder in folders], [rule], date(2026, 11, 21))


def found(report: Report) -> list[Finding]:
    return [item for item in report.findings if item.rule == "a-rule"]


def why(report: Report) -> list[tuple[str, dict[str, object]]]:
    return [
        (item.key.removeprefix("not_checked."), dict(item.params)) for item in report.not_checked if not item.partly
    ]


@pytest.mark.parametrize(
    ("needs", "reason", "params"),
    [
        ('{usage = ["period"]}', "no_table", {"table": "usage"}),
        ('{agencies = ["agency_code"]}', "no_rows", {"table": "agencies"}),
        ('{procedures = ["fee_vnd"]}', "no_column", {"table": "procedures", "column": "fee_vnd"}),
        ('{procedures = ["field_code"]}', "no_values", {"table": "procedures", "column": "field_code"}),
        ('{procedures = ["name"], usage = ["period"]}', "no_table", {"table": "usage"}),
        (
            '{procedures = ["name", "field_code", "fee_vnd"]}',
            "no_values",
            {"table": "procedures", "column": "field_code"},
        ),
    ],
)
def test_a_rule_whose_needs_are_not_met_is_not_checked_and_says_which(
    rule: Make, package: Write, needs: str, reason: str, params: dict[str, object]
) -> None:
    folder = package(
        procedures=TWO.replace("issuing_text", "issuing_text,field_code").replace("\n1", ",\n1"),
        agencies="agency_code,name\n",
    )
    (folder / "procedures.csv").write_text(
        "procedure_code,name,field_code\n1.000100,A,\n1.000101,,\n", encoding="utf-8"
    )
    report = check(rule(needs=needs), folder)
    assert why(report) == [(reason, params)]
    assert (report.checked.rules, found(report)) == (0, [])


def test_a_column_needs_one_value_and_not_all(rule: Make, package: Write) -> None:
    report = check(rule(needs='{procedures = ["name", "issuing_text"]}'), package(procedures=TWO))
    assert why(report) == [] and report.checked.rules == 1
    assert [item.row for item in found(report)] == [2, 3]


def test_a_table_that_is_needed_without_columns_needs_rows(rule: Make, package: Write) -> None:
    assert why(check(rule(needs="{procedures = []}"), package(procedures=TWO))) == []


def test_a_value_of_one_package_is_enough_for_all(rule: Make, package: Write) -> None:
    folders = [package(None, "mot", procedures=TWO), package(None, "hai", procedures="procedure_code\n1.000109\n")]
    report = check(rule(needs='{procedures = ["issuing_text"]}'), *folders)
    places = [(item.package, item.row, item.file) for item in found(report)]
    assert sorted(places) == [("hai", 2, "procedures.csv"), ("mot", 2, "procedures.csv"), ("mot", 3, "procedures.csv")]


def test_a_rule_that_applies_to_no_row_is_not_checked(rule: Make, package: Write) -> None:
    report = check(rule(applies="\"issuing_text = 'Bộ Công an'\""), package(procedures=TWO))
    assert why(report) == [("no_such_rows", {"table": "procedures"})]


def test_rows_that_cannot_be_checked_are_counted_among_those_the_rule_is_about(rule: Make, package: Write) -> None:
    folder = package(procedures=f"{TWO}1.000102,B,\n1.000103,C,Bộ Y tế\n")
    report = check(rule(applies='"name is not null"', unknown='"issuing_text is null"'), folder)
    (lack,) = (item for item in report.not_checked if item.rule == "a-rule")
    assert (lack.key, lack.partly) == ("not_checked.unknown_rows", True)
    assert lack.params == {"n": 1, "of": 3, "table": "procedures"}
    assert report.checked.rules == 1


def test_a_rule_that_can_check_none_of_its_rows_is_not_checked(rule: Make, package: Write) -> None:
    report = check(rule(unknown='"procedure_code is not null"'), package(procedures=TWO))
    assert why(report) == [("unknown_rows", {"n": 2, "of": 2, "table": "procedures"})]
    assert (report.checked.rules, found(report)) == (0, [])


def test_a_condition_that_is_neither_true_nor_false_holds_of_no_row(rule: Make, package: Write) -> None:
    report = check(rule(unknown="\"issuing_text = 'x'\""), package(procedures=TWO))
    assert report.not_checked == ()


def test_suspect_spares_the_select_where_no_row_may_offend(rule: Make, package: Write) -> None:
    folder = package(procedures=TWO)
    assert found(check(rule(suspect="\"name = 'không có'\""), folder)) == []
    assert len(found(check(rule(suspect='"name is null"'), folder))) == 2
    assert check(rule(suspect="\"name = 'không có'\""), folder).checked.rules == 1


EACH = "select $keys, t._package, t._row, t.$column as _value from $table as t where t.$column is not null"


def test_each_text_runs_over_the_text_columns_that_are_there(rule: Make, package: Write) -> None:
    folder = package(procedures=TWO, usage="period,agency_code,item_code,received_total\n2026-08,H1,1.000100,5\n")
    report = check(rule(EACH, each='"text"', needs=None), folder)
    columns = {(item.table, item.field) for item in found(report)}
    assert columns == {
        *(("procedures", name) for name in ("procedure_code", "name", "issuing_text")),
        *(("usage", name) for name in ("period", "agency_code", "item_code")),
    }
    assert report.checked.rules == 1


def test_each_key_runs_over_the_key_columns_that_may_be_empty(rule: Make, package: Write) -> None:
    field = {"name": "b", "type": "integer"}
    needed = {"name": "a", "type": "integer", "constraints": {"required": True}}
    schema = {"fields": [needed, field, {"name": "c", "type": "string"}], "primaryKey": ["a", "b"]}
    folder = package([{"name": "t", "path": "t.csv", "schema": schema}], t="a,b,c\n1,2,x\n")
    report = check(rule(EACH, each='"key"', needs=None), folder)
    assert [(item.field, item.value, item.key) for item in found(report)] == [("b", "2", {"a": "1", "b": "2"})]


def test_names_of_tables_and_columns_may_be_anything(rule: Make, package: Write) -> None:
    name = 'a "b" $;--'
    schema = {"fields": [{"name": name, "type": "string"}], "primaryKey": [name]}
    folder = package([{"name": "select", "path": "t.csv", "schema": schema}], t='"a ""b"" $;--"\ngiá trị\n')
    (one,) = found(check(rule(EACH, each='"text"', needs=None), folder))
    assert (one.table, one.field, one.value, one.key) == ("select", name, "giá trị", {name: "giá trị"})


def test_a_finding_takes_its_place_and_value_from_the_columns_of_ours(rule: Make, package: Write) -> None:
    select = (
        "select p._package, p._row, p.procedure_code, p.name, 'agencies' as _table, 'name' as _field, 7.50 as _value, "
        "1 as extra from procedures as p where p._row = 2"
    )
    folder = package(procedures=TWO, agencies="agency_code,name\nH1,A\n")
    (one,) = found(check(rule(select, field='"issuing_text"', parameters="{months = 12}"), folder))
    assert (one.table, one.file, one.row, one.field, one.value) == ("agencies", "agencies.csv", 2, "name", "7.5")
    assert one.key == {}
    assert {name: one.params[name] for name in ("extra", "months", "field", "table")} == {
        "extra": 1,
        "months": 12,
        "field": "name",
        "table": "agencies",
    }
    assert not {"_package", "_row", "_table", "_field", "_value"} & set(one.params)


def test_the_value_of_a_finding_is_that_of_its_field(rule: Make, package: Write) -> None:
    one, two = found(check(rule(field='"name"'), package(procedures=TWO)))
    assert (one.field, one.value, two.field, two.value) == ("name", "A", "name", None)
    assert one.key == {"procedure_code": "1.000100"}
    assert (one.severity, one.mender, one.package) == ("error", "you", "goi")


def test_findings_come_in_the_same_order_every_time(rule: Make, package: Write) -> None:
    select = "select p._package, p._row, p.procedure_code from procedures as p where p._row > 2"
    folder = package(procedures="procedure_code,name\n" + "".join(f"1.{n:06},x\n" for n in range(5000)))
    rows = [[item.row for item in found(check(rule(select), folder))] for _ in range(2)]
    assert rows[0] == rows[1] == sorted(row for row in rows[0] if row)


def test_rows_that_are_broken_in_structure_are_seen_by_no_rule(rule: Make, package: Write) -> None:
    report = check(rule(), package(procedures=f"{TWO}1.000102,B\n\n1.000103,C,D,E\n1.000104,F,\n"))
    assert [item.row for item in found(report)] == [2, 3, 7]
    (left_out,) = (item for item in report.not_checked if item.rule == "*")
    assert left_out.params == {"table": "procedures", "n": 3} and left_out.partly


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (12, "12"),
        (0.5, "0.5"),
        (True, "true"),
        (False, "false"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 11, 21), "date '2026-11-21'"),
        ("it's", "'it''s'"),
        ("'; drop table procedures; --", "'''; drop table procedures; --'"),
        ("$as_of", "'$as_of'"),
        (["a", "b'c"], "('a', 'b''c')"),
        ([1, 2], "(1, 2)"),
    ],
)
def test_parameters_stand_in_the_select_as_literals(value: Any, literal: str) -> None:
    assert as_literal(value) == literal


def test_a_parameter_is_a_text_and_never_sql(rule: Make, package: Write) -> None:
    select = "select p._package, p._row, $word as word, $as_of as today from procedures as p where p.name in $names"
    word = "'; drop table procedures; -- $as_of \\\\ {name}"
    parameters = f'{{word = "{word}", names = ["A", "B\'C"]}}'
    (one,) = found(check(rule(select, parameters=parameters), package(procedures=TWO)))
    assert one.params["word"] == word.replace("\\\\", "\\")
    assert one.params["today"] == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (Decimal("1250.50000000"), "1250.5"),
        (Decimal("1250.00000000"), "1250"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00000001"), "-0.00000001"),
        (100, "100"),
        (date(2026, 11, 21), "2026-11-21"),
        ("1.000100", "1.000100"),
    ],
)
def test_a_value_is_written_as_the_data_would_write_it(value: object, text: str) -> None:
    assert plain(value) == text


def test_an_each_select_is_expanded_for_a_table_and_a_column(rule: Make) -> None:
    seen = Seen('t"', ["k", "period"], set(), ["k"], {"k", "period"}, {})
    sql = expanded("select $keys, t.$column, $period, $period_basis, $other from $table as t", seen, 'a"b')
    assert sql == (
        'select t."k" as "k", t."period" as "period", t."a""b", cast(t."period" as varchar), cast(null as varchar), '
        '$other from "t""" as t'
    )
    assert filled(rule(parameters="{other = 3}"), "$other", date(2026, 1, 1)) == "3"
    assert expanded("$keys", Seen("t", [], set(), [], set(), {}), "a") == "null as no_key"


def test_parameters_reach_the_conditions_of_the_header(rule: Make, package: Write) -> None:
    folder = package(procedures=TWO)
    applies = '"name = $word"'
    assert why(check(rule(applies=applies, parameters='{word = "A"}'), folder)) == []
    assert [reason for reason, _ in why(check(rule(applies=applies, parameters='{word = "Z"}'), folder))] == [
        "no_such_rows"
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SELECTs that were run for what they find."""
    found: list[str] = []
    rows = OnDuckDB.rows

    def noted(self: OnDuckDB, sql: str, rule: Rule) -> Iterator[dict[str, Any]]:
        found.append(sql)
        return rows(self, sql, rule)

    monkeypatch.setattr(OnDuckDB, "rows", noted)
    return found


def test_a_large_table_is_spared_the_select_of_a_rule_that_is_about_none_of_its_rows(
    rule: Make, package: Write, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    folder = package(procedures=TWO)
    one = rule(applies="\"name in (select p.name from procedures as p where p.name = 'Z')\"")
    small = check(one, folder)
    assert len(asked) == 1, "how many rows it is about is asked together with what it finds"
    monkeypatch.setattr(run, "LARGE", 0)
    assert check(one, folder).not_checked == small.not_checked
    assert len(asked) == 1


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("stacks", [False, True])
def test_each_text_runs_only_where_its_condition_holds_of_some_cell(
    rule: Make, package: Write, monkeypatch: pytest.MonkeyPatch, asked: list[str], stacks: bool, large: bool
) -> None:
    monkeypatch.setattr(OnDuckDB, "stacks", stacks)
    monkeypatch.setattr(run, "LARGE", 0 if large else run.LARGE)
    folder = package(procedures=TWO, usage="period,agency_code,item_code\n2026-08,H1,1.000100\n")
    report = check(rule(EACH, each='"text"', needs=None, applies="\"t.$column = '1.000100'\""), folder)
    columns = {(item.table, item.field) for item in found(report)}
    assert columns == {("procedures", "procedure_code"), ("usage", "item_code")}
    assert len(asked) == 2
