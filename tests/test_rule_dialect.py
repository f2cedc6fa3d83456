"""Every rule keeps to the dialect that docs/rule-dialect.md prescribes, and each breach of it is caught."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from dvcdata import profiles
from dvcdata.indicators import catalogue as indicators
from dvcdata.indicators.header import Indicator
from dvcdata.package import open_package
from dvcdata.rules import catalogue
from dvcdata.rules.clauses import with_clause
from dvcdata.rules.dialect import FUNCTIONS, TYPES
from dvcdata.rules.filling import PARAMETER, as_literal, expanded, filled
from dvcdata.rules.header import OPTIONAL, REQUIRED, Rule, read
from dvcdata.rules.offenders import OURS
from dvcdata.rules.run import Seen
from dvcdata.validate import validate

RULES = catalogue.load()
INDICATORS = indicators.load()
ENGINES = ("postgres", "spark")
SYNTAX = (exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Exists)  # functions to sqlglot alone
LISTS = (exp.Array, exp.List, exp.Bracket, exp.Struct, exp.Lambda, exp.Unnest, exp.Explode)
REFUSED = {
    exp.Qualify: "qualify",
    exp.Interval: "arithmetic of dates (take reference.periods)",
    exp.Placeholder: "a parameter left open",
    exp.Parameter: "a parameter left open",
    exp.Limit: "limit",
    exp.Pivot: "pivot",
    exp.TableSample: "a sample",
}


def seen(name: str) -> Seen:
    schema = profiles.schema(name) or {}
    columns = {field["name"] for field in schema["fields"]}
    return Seen(name, list(schema["primaryKey"]), set(), [], columns, {})


def statements(rule: Rule) -> Iterator[str]:
    """The rule's SELECT as it runs: for an `each` rule one for every table of the profile, and one of no profile."""
    if not rule.each:
        yield filled(rule, rule.select, date(2026, 11, 21))
        if rule.export:
            yield filled(rule, with_clause(rule.select) + rule.export["select"], date(2026, 11, 21))
        return
    for name in profiles.tables():
        if columns := [item for item in profiles.columns(name) if item in (rule.columns or [item])]:
            yield filled(rule, expanded(rule.select, seen(name), columns[0]), date(2026, 11, 21))
    bare = Seen("own table", [], set(), [], set(), {})
    yield filled(rule, expanded(rule.select, bare, "own column"), date(2026, 11, 21))


def conditions(rule: Rule) -> Iterator[str]:
    """The conditions of the header, as the runner puts them."""
    for condition in (rule.applies, rule.unknown):
        if not condition:
            continue
        if rule.each:
            sql = expanded(f"select count(*) as n from $table as t where {condition}", seen("usage"), "item_code")
        else:
            sql = f"{with_clause(rule.select)} select count(*) as n from {rule.table} where {condition}"
        yield filled(rule, sql, date(2026, 11, 21))


@cache
def types() -> frozenset[Any]:
    """What sqlglot makes of the types on the white list."""
    return frozenset(sqlglot.parse_one(f"cast(a as {name})", read="duckdb").to.this for name in TYPES)


@cache
def allowed() -> frozenset[type[Any]]:
    """What sqlglot makes of the functions on the white list."""
    found: set[type[Any]] = set()
    for name in FUNCTIONS:
        for arguments in ("", "a", "a, 'b'", "a, 'b', c"):
            try:
                tree = sqlglot.parse_one(f"select {name}({arguments})", read="duckdb")
            except sqlglot.ParseError:
                continue
            found |= {type(node) for node in tree.find_all(exp.Func)} - {exp.Anonymous}
    return frozenset(found)


def breaches(sql: str) -> Iterator[str]:
    """What in a statement is outside the dialect."""
    trees = sqlglot.parse(sql, read="duckdb")
    if len(trees) != 1 or not isinstance(trees[0], exp.Select):
        yield "not exactly one SELECT"
        return
    tree = trees[0]
    yield from names(tree)
    yield from functions(tree)
    yield from patterns(tree)
    yield from forms(tree)


def names(tree: exp.Select) -> Iterator[str]:
    for select in tree.find_all(exp.Select):
        if isinstance(select.parent, exp.Exists):
            continue
        for item in select.expressions:
            if not isinstance(item, exp.Alias | exp.Column) or isinstance(item.this, exp.Star):
                yield f"output without a name: {item.sql()}"
        given = [item.alias_or_name for item in select.expressions]
        yield from (f"two outputs of one name: {name}" for name in sorted({n for n in given if given.count(n) > 1}))
    for query in tree.find_all(exp.Subquery):
        if isinstance(query.parent, exp.From | exp.Join) and not query.alias:
            yield f"subquery without a name: {query.sql()}"


def functions(tree: exp.Select) -> Iterator[str]:
    for node in tree.find_all(exp.Func):
        if isinstance(node, exp.Anonymous):
            if node.name.lower() not in FUNCTIONS:
                yield f"function not on the white list: {node.name}"
        elif type(node) not in (*SYNTAX, *allowed()):
            yield f"function not on the white list: {node.sql_name().lower()}"
    for cast in tree.find_all(exp.Cast):
        if cast.to.this not in types():
            yield f"cast to a type not on the white list: {cast.to.sql()}"


def patterns(tree: exp.Select) -> Iterator[str]:
    for match in tree.find_all(exp.RegexpLike):
        pattern = match.expression
        if not isinstance(pattern, exp.Literal):
            yield f"pattern that is not literal: {pattern.sql()}"
        elif "\\" in pattern.this or "(?" in pattern.this or "[[" in pattern.this:
            yield f"pattern that engines read differently: {pattern.this}"


def forms(tree: exp.Select) -> Iterator[str]:
    yield from (f"a list: {node.sql()}" for kind in LISTS for node in tree.find_all(kind))
    yield from (f"{what}: {node.sql()}" for kind, what in REFUSED.items() for node in tree.find_all(kind))
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            yield "a star"
    for join in tree.find_all(exp.Join):
        if join.method or join.kind not in ("", "INNER", "CROSS", "OUTER") or join.side not in ("", "LEFT", "FULL"):
            yield f"a join of another kind: {join.sql()}"
    for window in tree.find_all(exp.Window):
        if window.find(exp.Filter):
            yield f"FILTER in a window: {window.sql()}"
    for distinct in tree.find_all(exp.Distinct):
        if distinct.args.get("on"):
            yield "distinct on"
    for group in tree.find_all(exp.Group):
        if group.args.get("all"):
            yield "group by all"


def rule_id(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=rule_id)
def test_a_rule_keeps_to_the_dialect(rule: Rule) -> None:
    for sql in (*statements(rule), *conditions(rule)):
        assert list(breaches(sql)) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rule", RULES, ids=rule_id)
def test_a_rule_can_be_written_for_another_engine(rule: Rule, engine: str) -> None:
    for sql in (*statements(rule), *conditions(rule)):
        (written,) = sqlglot.transpile(sql, read="duckdb", write=engine, unsupported_level=sqlglot.ErrorLevel.RAISE)
        assert sqlglot.parse_one(written, read=engine)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.id)
def test_an_indicator_keeps_to_the_dialect_and_can_be_written_for_other_engines(indicator: Indicator) -> None:
    values = {"as_of": date(2026, 11, 21), "by": "", **indicator.parameters}
    sql = PARAMETER.sub(lambda match: as_literal(values[match[1]]), indicator.select)
    assert list(breaches(sql)) == []
    for engine in ENGINES:
        (written,) = sqlglot.transpile(sql, read="duckdb", write=engine, unsupported_level=sqlglot.ErrorLevel.RAISE)
        assert sqlglot.parse_one(written, read=engine)


@pytest.mark.parametrize(
    ("sql", "breach"),
    [
        ("select t.a from t as t; select t.a from t as t", "not exactly one"),
        ("delete from t", "not exactly one"),
        ("select t.a from t as t union select t.a from t as t", "not exactly one"),
        ("select * from t as t", "output without a name"),
        ("select t.* from t as t", "output without a name"),
        ("select * exclude (a) from t as t", "output without a name"),
        ("select count(*) from t as t", "output without a name"),
        ("with x as (select max(t.a) from t as t) select x.a from x", "output without a name"),
        ("select t.a, u.a from t as t join u as u on u.b = t.b", "two outputs of one name: a"),
        ("select x.a from (select t.a from t as t)", "subquery without a name"),
        ("select nfc_normalize(t.a) as a from t as t", "nfc_normalize"),
        ("select regexp_extract(t.a, '[0-9]', 0) as a from t as t", "regexp_extract"),
        ("select regexp_full_match(t.a, '[0-9]') as a from t as t", "regexp_full_match"),
        ("select try_cast(t.a as integer) as a from t as t", "white list"),
        ("select quantile_cont(t.a, 0.9) as a from t as t", "white list"),
        ("select current_date as a from t as t", "white list"),
        ("select cast(t.a as integer[]) as a from t as t", "cast to a type"),
        ("select cast(t.a as timestamp) as a from t as t", "cast to a type"),
        ("select t.a from t as t where regexp_matches(t.a, '\\d')", "pattern that engines"),
        ("select t.a from t as t where regexp_matches(t.a, '\\bx')", "pattern that engines"),
        ("select t.a from t as t where regexp_matches(t.a, 'x(?=y)')", "pattern that engines"),
        ("select t.a from t as t where regexp_matches(t.a, '[[:digit:]]')", "pattern that engines"),
        ("select t.a from t as t where regexp_matches(t.a, t.b)", "not literal"),
        ("select t.a from t as t where regexp_matches(t.a, '[' || 'x' || ']')", "not literal"),
        ("select [t.a] as a from t as t", "a list"),
        ("select t.a[1] as a from t as t", "a list"),
        ("select u.a from t as t cross join unnest(t.b) as u(a)", "a list"),
        ("select t.a from t as t where t.d > date '2026-01-01' - interval 1 month", "arithmetic of dates"),
        ("select t.a from t as t where t.a > $least", "left open"),
        ("select t.a from t as t qualify row_number() over (order by t.a) = 1", "qualify"),
        ("select t.a from t as t limit 5", "limit"),
        ("select t.a from t as t semi join u as u on u.a = t.a", "join of another kind"),
        ("select t.a from t as t asof join u as u on u.a >= t.a", "join of another kind"),
        ("select t.a from t as t natural join u as u", "join of another kind"),
        ("select count(*) filter (where t.a > 1) over (partition by t.b) as n from t as t", "FILTER in a window"),
        ("select distinct on (t.a) t.b from t as t", "distinct on"),
        ("select t.a, count(*) as n from t as t group by all", "group by all"),
    ],
)
def test_a_breach_of_the_dialect_is_caught(sql: str, breach: str) -> None:
    assert [found for found in breaches(sql) if breach in found]


def test_plain_sql_is_no_breach() -> None:
    sql = """with x as (select t.a, count(*) as n from t as t group by t.a)
    select x.a, case when x.n > 1 and x.a is distinct from 'b' then 1 else 0 end as many, nfc(x.a) as b,
      (select max(u.a) as a from u as u) as c, lag(x.n) over (order by x.a) as before, cast(x.n as varchar) as d
    from x left join (select u.a from u as u) as y on y.a = x.a
    where not exists (select 1 from u as u where u.a = x.a) and x.n in (select u.n from u as u)
      and regexp_matches(x.a, '^[0-9]{6}([.]|$)')"""
    assert list(breaches(sql)) == []


def test_every_function_of_the_white_list_is_one_that_duckdb_has() -> None:
    import duckdb

    sql = "select distinct function_name from duckdb_functions()"
    known = {name for (name,) in duckdb.connect().execute(sql).fetchall()}
    syntax = {"coalesce", "nfc"}  # the one no function to DuckDB, the other ours
    windows = {"row_number", "rank", "dense_rank", "lag", "lead", "first_value"}
    assert FUNCTIONS - known - syntax - windows == set()


def test_text_untidy_looks_for_just_the_characters_that_it_can_show() -> None:
    given = catalogue.find(RULES, "text-untidy").parameters
    listed = set("".join(given[name] for name in ("blanks", "breaks", "tab", "hidden")))
    found = {char for char in map(chr, range(1, 0x10000)) if re.search(given["odd"], f"a{char}a")}
    assert found == listed


PAGE = (Path(__file__).parents[1] / "docs" / "rule-dialect.md").read_text(encoding="utf-8")


def test_the_page_for_rule_authors_names_every_key_of_the_header_and_every_function() -> None:
    keys = REQUIRED | OPTIONAL
    assert {name for name in keys | FUNCTIONS if f"`{name}`" not in PAGE} == set()
    assert {name for name in OURS if f"`{name}`" not in PAGE} == set()
    listed = PAGE[PAGE.index("Functions, and no others:") : PAGE.index("`src/dvcdata/rules/dialect.py`")]
    assert set(re.findall("`([a-z_]+)`", listed)) == FUNCTIONS


def test_the_rule_on_the_page_for_rule_authors_works(tmp_path: Path) -> None:
    path = tmp_path / "withdrawn-before-opened.sql"
    path.write_text(PAGE.split("```sql\n")[1].split("```")[0], encoding="utf-8")
    rule = read(path)
    assert [list(breaches(sql)) for sql in (*statements(rule), *conditions(rule))] == [[], [], []]
    folder = tmp_path / "package"
    folder.mkdir()
    head = "service_code,owner_code,launched_date,withdrawn_date,url\n"
    rows = "1.000100.01,H44,2025-03-01,2025-02-01,\n1.000200.01,H44,2025-03-01,,\n"
    (folder / "services.csv").write_text(head + rows, encoding="utf-8")
    resources = [{"name": "services", "path": "services.csv"}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "example", "resources": resources}), encoding="utf-8")
    report = validate([open_package(folder)], [rule], date(2026, 11, 21))
    (finding,) = report.findings
    assert (finding.row, finding.field, finding.value) == (2, "withdrawn_date", "2025-02-01")
    assert "01/03/2025" in report.words(finding, "message", "vi")
    assert [item.params["n"] for item in report.not_checked] == [1]
