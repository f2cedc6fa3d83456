"""Packages and folders that Spark reads: the verdict on structure, rules and suites is that on the same files."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from checking import workspace
from running import Run, Write

pytestmark = pytest.mark.usefixtures("spark")
ENGINE = ("--engine", "spark?spark.sql.shuffle.partitions=1")
ONLY = ("--rule", "carry-over-broken", "--rule", "to-handle-total-inconsistent", "--rule", "text-untidy")
HEAD = (
    "period,period_basis,agency_code,row_kind,field_code,to_handle_total,received_online,received_offline,carried_over,"
    "resolved_total,pending_total\n"
)
GOOD = "2026-06,calendar,H99,field,LV-1,10,4,4,2,6,4\n2026-07,calendar,H99,field,LV-1,11,4,4,3,6,5\n"
DOSSIERS = (
    HEAD
    + GOOD
    + "2026-08,calendar,H99,field,LV-1,12,4,x,5,6,6\n"  # of another type
    + "2026-08,calendar,H99,field,LV-2,12,4,-4,5,6,6\n"  # out of bounds
    + "2026-08,calendar,H99,field,LV-2,9, 4 ,4,1,6,3\n"  # a repeated key, and a form of number that most lack
    + "2026-08,calendar,H99,field,LV-3,9,4,4,1,6,3,7\n"  # a cell too many
    + "2026-08,calendar,H99,field,LV-4,9,4,4\n"  # some cells too few
)


def found(run: Run, *arguments: object) -> list[tuple[Any, ...]]:
    """What a run finds, as every engine must have it."""
    result = run("validate", *arguments, "--format", "json", "--as-of", "2026-11-21", *ONLY)
    assert result.code in (0, 1), result.err
    items = json.loads(result.out)["findings"]
    return sorted((item["rule"], item["table"], str(item["key"]), item["field"], item["value"]) for item in items)


def test_a_csv_package_is_judged_on_spark_as_on_files(package: Write, run: Run) -> None:
    folder = package(dossiers=DOSSIERS)
    here, there = found(run, folder), found(run, folder, *ENGINE)
    assert {item[0] for item in here} >= {"type-error", "constraint-error", "primary-key", "extra-cell", "missing-cell"}
    assert [item[0] for item in here] == [item[0] for item in there]
    assert {item for item in here if item[0] != "primary-key"} - set(there) == set()


def test_a_folder_of_parquet_is_judged_on_spark_as_its_package(package: Write, run: Run, tmp_path: Path) -> None:
    folder = package(dossiers=HEAD + GOOD)
    place = tmp_path / "parquet" / "dossiers"
    place.mkdir(parents=True)
    read = f"read_csv('{folder / 'dossiers.csv'}')"
    for n, row in enumerate(("2026-06", "2026-07")):
        duckdb.sql(f"copy (from {read} where period = '{row}') to '{place / f'{n}.parquet'}' (format parquet)")
    assert [item[0] for item in found(run, tmp_path / "parquet", *ENGINE)] == ["carry-over-broken"]
    assert found(run, tmp_path / "parquet", *ENGINE) == found(run, folder)


def test_a_suite_of_great_expectations_runs_on_spark_too(run: Run, tmp_path: Path) -> None:
    home = workspace(tmp_path / "w")
    asked = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "pending_total", "max_value": 4}}
    like = {
        "type": "expect_column_values_to_match_like_pattern",
        "kwargs": {"column": "field_code", "like_pattern": "X%"},
    }
    query = {"unexpected_rows_query": "select * from {batch} where pending_total = 5"}
    items = [asked, like, {"type": "unexpected_rows_expectation", "kwargs": query}]
    (home / "validators" / "dossiers.suite.json").write_text(json.dumps({"expectations": items}), encoding="utf-8")
    (home / "datasets" / "goi").mkdir()
    (home / "datasets" / "goi" / "dossiers.csv").write_text(HEAD + GOOD, encoding="utf-8")
    names = [
        f"dossiers.{asked['type']}.pending_total",
        f"dossiers.{like['type']}.field_code",
        f"dossiers.{items[2]['type']}",
    ]
    rules = [word for name in names for word in ("--rule", name)]
    there = found(run, home / "datasets" / "goi", *ENGINE, *rules)
    assert [item[0] for item in there if item[0] in names] == sorted([names[0], names[1], names[1], names[2]])
