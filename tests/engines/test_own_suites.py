"""Suites of Great Expectations in a workspace's validators/ run beside the rules, on files and on PostgreSQL."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import core_expectations
import pytest
from checking import as_json, workspace
from examples import Typed
from postgres import PASSWORD, Cluster
from running import Run

from dvcdata import validate
from dvcdata.engines import address, validating
from dvcdata.engines.postgresql import Postgresql
from dvcdata.findings import Finding
from dvcdata.package import open_package
from dvcdata.rules import suites
from dvcdata.rules.header import Rule
from dvcdata.validate import Judge

NOT_ON_FILES = {"expect_table_row_count_to_equal_other_table"}
NOT_IN_SQL = {
    "expect_column_values_to_be_dateutil_parseable",
    "expect_column_values_to_be_decreasing",
    "expect_column_values_to_be_increasing",
    "expect_column_values_to_be_json_parseable",
    "expect_column_values_to_match_json_schema",
    "expect_column_values_to_match_strftime_format",
}
PARTIAL_KEY = {"expect_compound_columns_to_be_unique"}  # of which SQL names no other column than those asked for
Made = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path) -> Made:
    """A workspace with one package of usage and a suite of these expectations."""

    def make(*expectations: dict[str, Any], settings: str = "", rows: int = 0, **more: Any) -> Path:
        folder = workspace(tmp_path / "w", settings)
        (folder / "validators" / "usage.suite.json").write_text(
            json.dumps({"name": "usage", "expectations": expectations, **more}), encoding="utf-8"
        )
        package(folder / "datasets" / "goi", rows)
        return folder

    return make


def package(folder: Path, rows: int = 0) -> Path:
    folder.mkdir(parents=True)
    resource = {"name": "usage", "path": "usage.csv"}
    (folder / "datapackage.json").write_text(json.dumps({"name": "goi", "resources": [resource]}), encoding="utf-8")
    cells = [["" if cell is None else str(cell) for cell in row] for row in core_expectations.ROWS]
    cells += [["2026-01", f"H{n}", "1.000100.01", "1", "1"] for n in range(rows)]
    lines = [",".join(row) for row in [list(core_expectations.COLUMNS), *cells]]
    (folder / "usage.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def everything(folder: Path, text: str) -> list[Rule]:
    path = folder / "usage.suite.json"
    path.write_text(json.dumps(core_expectations.suite(text)), encoding="utf-8")
    return suites.read(path)


def judged(judge: Judge, packages: Any, rules: list[Rule]) -> tuple[dict[str, list[Finding]], set[str]]:
    """The findings of each expectation, and those that could not be checked."""
    found: list[Finding] = []
    _, lacks = judge(packages, rules, date(2026, 11, 21), found.append)
    kinds = {rule.id: rule.expectation["type"] for rule in rules}
    assert {lack.key for items in lacks.values() for lack in items} <= {"not_checked.suite"}
    return (
        {kind: [item for item in found if kinds.get(item.rule) == kind] for kind in kinds.values()},
        {kinds[name] for name, items in lacks.items() if items},
    )


def places(findings: list[Finding]) -> list[tuple[dict[str, str], str | None, str | None]]:
    return sorted(((dict(item.key), item.field, item.value) for item in findings), key=str)


@pytest.fixture(scope="module")
def on_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Finding]], set[str]]:
    """What all expectations find in a file."""
    folder = tmp_path_factory.mktemp("suite")
    return judged(validate.on_duckdb, [open_package(package(folder / "goi"))], everything(folder, "object"))


@pytest.fixture
def postgresql(cluster: Cluster) -> Iterator[Postgresql]:
    """A schema with the same table and one more."""
    cluster.load("bo", [core_expectations.USAGE, Typed("other", {"a": "BIGINT"}, [])])
    os.environ["PGPASSWORD"] = PASSWORD
    made = Postgresql(address.read(f"{cluster.url}?schema=bo"))
    yield made
    made.close()
    del os.environ["PGPASSWORD"]


def test_every_expectation_of_the_core_is_tried() -> None:
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    assert set(list_registered_expectation_implementations()) == {
        *core_expectations.EXPECTED,
        *core_expectations.ELSEWHERE,
    }


def test_every_expectation_of_the_core_works_on_files(on_files: tuple[dict[str, list[Finding]], set[str]]) -> None:
    found, lacking = on_files
    assert lacking == NOT_ON_FILES
    assert {kind for kind, findings in found.items() if not findings} == NOT_ON_FILES
    (between,) = found["expect_column_values_to_be_between"]
    assert (between.row, between.field, between.value) == (6, "received_total", "900")
    assert between.key == {"period": "2026-08", "agency_code": "X44", "item_code": "1.000100"}


def test_every_expectation_of_the_core_finds_the_same_in_postgresql(
    on_files: tuple[dict[str, list[Finding]], set[str]], postgresql: Postgresql, tmp_path: Path
) -> None:
    def judge(packages: Any, rules: Any, as_of: date, found: Any) -> Any:
        return validating.judge(postgresql, packages, rules, as_of, found)

    found, lacking = judged(judge, postgresql.packages([], "usage"), everything(tmp_path, "TEXT"))
    assert lacking == NOT_IN_SQL
    assert {kind for kind, findings in found.items() if not findings} == NOT_IN_SQL
    for kind in set(found) - NOT_IN_SQL - NOT_ON_FILES - PARTIAL_KEY:
        assert places(found[kind]) == places(on_files[0][kind]), kind


def test_all_rows_that_fail_an_expectation_are_findings(home: Made, run: Run) -> None:
    sql = "select * from {batch} where received_total = 1"
    report = as_json(
        run,
        home(
            {"type": "expect_column_values_to_be_between", "kwargs": {"column": "received_total", "min_value": 2}},
            {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": sql}},
            rows=1000,
        ),
    )
    for name in ("usage.expect_column_values_to_be_between.received_total", "usage.unexpected_rows_expectation"):
        rows = [item["row"] for item in report["findings"] if item["rule"] == name]
        assert sorted(rows) == list(range(7, 1007))


NULLS = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "received_total"}}
NAMED = {
    **NULLS,
    "meta": {"rule": "co-so-lieu", "severity": "block", "title": {"vi": "Phải có {số}", "en": "A figure"}},
}


def test_an_expectation_is_a_rule_with_a_name_and_a_severity_of_its_own(home: Made, run: Run) -> None:
    folder = home(
        NAMED,
        {**NULLS, "severity": "info"},
        settings='[rules."usage.expect_column_values_to_not_be_null.received_total"]\nseverity = "warning"\n',
    )
    report = as_json(
        run, folder, "--rule", "co-so-lieu", "--rule", "usage.expect_column_values_to_not_be_null.received_total"
    )
    assert {item["rule"]: item["severity"] for item in report["findings"]} == {
        "co-so-lieu": "block",
        "usage.expect_column_values_to_not_be_null.received_total": "warning",
    }
    assert report["checked"]["rules"] == 2
    listed = run("rules", "co-so-lieu")
    assert listed.code == 2  # outside of the workspace nobody knows it


def test_the_catalogue_of_rules_has_the_expectations(home: Made, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home(NAMED, NULLS))
    assert "Phải có (số)" in run("rules").out
    shown = run("--lang", "en", "rules", "usage.expect_column_values_to_not_be_null.received_total").out
    assert "expect_column_values_to_not_be_null (column = received_total)" in shown


def test_every_format_can_say_what_an_expectation_found(home: Made, run: Run) -> None:
    whole = {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 6}}
    folder = home(
        NULLS,
        whole,
        {
            "type": "unexpected_rows_expectation",
            "description": "một {dòng}",
            "kwargs": {"unexpected_rows_query": "select * from {batch}"},
        },
    )
    endings = ("html", "xlsx", "csv", "json", "md", "sarif", "xml", "gx.json")
    reports = [word for ending in endings for word in ("--report", f"bao-cao.{ending}")]
    for style in ("text", "github", "junit", "markdown", "sarif"):
        only = ("--rule", "usage.expect_table_row_count_to_equal", "--rule", "usage.unexpected_rows_expectation")
        result = run("validate", folder, "--format", style, *only, *(reports if style == "text" else ()))
        assert result.code == 1, result.err
        assert "kết quả là 5" in result.out and "một (dòng)" in result.out
    written = json.loads(Path("bao-cao.gx.json").read_text(encoding="utf-8"))
    assert {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 6}}.items() <= written["results"][0][
        "expectation_config"
    ].items()


def test_what_the_data_lacks_is_not_checked_and_never_passed(home: Made, run: Run) -> None:
    folder = home({**NULLS, "kwargs": {"column": "khong_co"}})
    other = {"meta": {"table": "satisfaction"}, "expectations": [NAMED]}
    (folder / "validators" / "khac.suite.json").write_text(json.dumps(other), encoding="utf-8")
    why = {item["rule"]: item["why"] for item in as_json(run, folder)["not_checked"]}
    assert why["usage.expect_column_values_to_not_be_null.khong_co"] == "bảng usage chưa có cột khong_co"
    assert why["co-so-lieu"] == "chưa có bảng satisfaction"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "usage.suite.json"),
        ("[]", "expectations"),
        ('{"expectations": [{"kwargs": {}}]}', "expectations[1].type"),
        ('{"expectations": [], "meta": {"table": 1}}', "meta.table"),
        (json.dumps({"expectations": [{**NULLS, "meta": {"severity": "cao"}}]}), "block, error, warning, info"),
        (json.dumps({"expectations": [{**NULLS, "meta": {"title": 5}}]}), "expectations[1].meta.title"),
        (json.dumps({"expectations": [NAMED, NAMED]}), "co-so-lieu"),
        (
            json.dumps({"expectations": [{"type": "expect_column_values_to_be_nul", "kwargs": {}}]}),
            "expect_column_values_to_be_null",
        ),
        (json.dumps({"expectations": [{**NULLS, "kwargs": {"column": "period", "la": 1}}]}), "la"),
        (
            json.dumps(
                {
                    "expectations": [
                        {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "period", "regex": "("}}
                    ]
                }
            ),
            "usage.expect_column_values_to_match_regex.period",
        ),
        (
            json.dumps(
                {
                    "expectations": [
                        {
                            "type": "unexpected_rows_expectation",
                            "kwargs": {"unexpected_rows_query": "select {gi} from {batch}"},
                        }
                    ]
                }
            ),
            "gi",
        ),
        (
            json.dumps(
                {
                    "expectations": [
                        {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "drop table usage"}}
                    ]
                }
            ),
            "usage.suite.json",
        ),
    ],
)
def test_a_suite_that_cannot_be_read_or_run_is_one_sentence(home: Made, run: Run, text: str, told: str) -> None:
    folder = home()
    (folder / "validators" / "usage.suite.json").write_text(text, encoding="utf-8")
    result = run("validate", folder, "--skip", "text-untidy")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), result.err
    assert told in result.err
