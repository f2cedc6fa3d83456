"""What is asked in one statement instead of many comes to the same, and rows come in the same order."""

from datetime import date
from typing import Any

import pytest
from checking import Make
from running import Write

from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule
from dvcdata.validate import validate

REPEATED = """
with counted as (
  select $keys, t._package, t._row, t.$column as _value, $period as _period,
    count(*) over (partition by t._package, t.$column) as n_rows
  from $table as t
  where regexp_matches(t.$column, '^1')
)
select $keys, t._package, t._row, t._value, t._period as in_period, t.n_rows
from counted as t
order by t._package, t._row
"""
SERVICES = "service_code,owner_code,procedure_code,regime\n1.000100.01,H1,1.000100,42/2022\n2,H1,1.000101,42/2022\n"
COMMON = """
with busy as (select u.item_code, count(*) as n_rows from usage as u group by u.item_code)
select p._package, p._row, p.procedure_code, b.n_rows
from procedures as p join busy as b on b.item_code = p.procedure_code
order by p._row desc
"""


def tables(codes: str) -> dict[str, str]:
    usage = "".join(f"2026-0{n},H1,{code}\n" for n, code in enumerate(codes.split(), 1))
    return {
        "usage": f"period,agency_code,item_code\n{usage}",
        "procedures": "procedure_code,name\n1.000100,1 tên\n1.000101,1 tên\n1.000102,tên\n",
        "services": SERVICES,
    }


def findings(report: Report) -> list[tuple[Any, ...]]:
    return [(i.package, i.table, i.row, i.field, i.value, dict(i.key), list(i.params.items())) for i in report.findings]


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SELECTs that were run, as they come."""
    asked: list[str] = []
    execute = OnDuckDB._execute

    def noted(self: OnDuckDB, sql: str, rule: Rule | None) -> Any:
        asked.append(sql)
        return execute(self, sql, rule)

    monkeypatch.setattr(OnDuckDB, "_execute", noted)
    return asked


def test_columns_asked_together_have_the_findings_that_each_alone_has(
    rule: Make, package: Write, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [package(None, "mot", **tables("1.000100 1.000100")), package(None, "hai", **tables("1.000101 2.9"))]
    every = rule(REPEATED, each='"text"', needs=None, together="true")

    def run() -> tuple[list[tuple[Any, ...]], int]:
        statements.clear()
        report = validate([open_package(folder) for folder in folders], [every], date(2026, 11, 21))
        return findings(report), sum("counted" in sql for sql in statements)

    together, once = run()
    monkeypatch.setattr(OnDuckDB, "stacks", False)
    alone, many = run()
    assert together == alone and len(together) > 15 and {item[0] for item in together} == {"mot", "hai"}
    assert once == 1 < many


@pytest.mark.parametrize(
    ("applies", "unknown", "reason"),
    [
        ("exists (select 1 from busy as b where b.n_rows > 0)", None, []),
        ("exists (select 1 from busy as b where b.n_rows > 9)", None, ["no_such_rows"]),
        (None, "not exists (select 1 from busy as b where b.item_code = procedure_code)", ["unknown_rows"]),
        (None, "exists (select 1 from busy as b where b.n_rows > 0)", ["unknown_rows"]),
    ],
)
def test_the_rows_a_rule_is_about_are_counted_in_the_statement_that_finds(
    rule: Make,
    package: Write,
    statements: list[str],
    monkeypatch: pytest.MonkeyPatch,
    applies: str | None,
    unknown: str | None,
    reason: list[str],
) -> None:
    folder = package(**tables("1.000100 1.000101 1.000101"))
    header = {name: f'"{text}"' for name, text in (("applies", applies), ("unknown", unknown)) if text}
    one = rule(COMMON, needs='{procedures = ["procedure_code"], usage = ["item_code"]}', **header)

    def run() -> tuple[list[tuple[Any, ...]], list[Any], int]:
        statements.clear()
        report = validate([open_package(folder)], [one], date(2026, 11, 21))
        return findings(report), list(report.not_checked), sum("busy" in sql for sql in statements)

    *together, once = run()
    monkeypatch.setattr(OnDuckDB, "stacks", False)
    *alone, many = run()
    assert together == alone
    assert [item.key.removeprefix("not_checked.") for item in alone[1]] == reason
    assert [row for _, _, row, *_ in alone[0]] == ([] if reason and not alone[1][0].partly else [3, 2])
    assert (once, many) == (1, 1 if reason and not alone[1][0].partly else 2)
