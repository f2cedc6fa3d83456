"""The suites that `rules export --to gx` writes are loaded and run by plain Great Expectations, with the same rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from examples import Typed, examples
from postgres import PASSWORD, Cluster
from running import Run

from dvcdata import profiles
from dvcdata.engine.load import sql_type
from dvcdata.engines.spark import DIALECT
from dvcdata.engines.tables import values
from dvcdata.findings import plain

WHOLE = ("to-handle-total-inconsistent", "part-exceeds-whole", "ratio-out-of-range")


def batch(cluster: Cluster, schema: str, table: str) -> Any:
    """The table as a batch of plain Great Expectations."""
    import great_expectations as gx

    source = gx.get_context(mode="ephemeral").data_sources.add_postgres(
        "plain",
        connection_string=f"postgresql+psycopg://steward@127.0.0.1:{cluster.port}/dvc",
        kwargs={"connect_args": {"password": PASSWORD, "options": f"-c search_path={schema}"}},
    )
    return source.add_table_asset("t", table_name=table).add_batch_definition_whole_table("all").get_batch()


def whole(tables: Sequence[Typed]) -> Iterator[Typed]:
    """Every table of the profile with all of its columns, which is what a suite expects."""
    given = {table.name: table for table in tables}
    for name in profiles.tables():
        types = {item["name"]: sql_type(item) for item in (profiles.schema(name) or {})["fields"]}
        table = given.get(name, Typed(name, {}, []))
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        yield Typed(name, types, [tuple(row.get(column) for column in types) for row in rows])


def suite(run: Run, folder: Path, rule: str, dialect: str) -> Any:
    """The exported suite of the rule's table as plain Great Expectations loads it, with that rule alone."""
    import great_expectations as gx

    example = examples()[rule, "fail"]
    assert run("rules", "export", "--to", "gx", "--dialect", dialect, "--as-of", str(example.as_of)).code == 0
    written = json.loads((folder / "gx" / f"{example.rule.table}.suite.json").read_text(encoding="utf-8"))
    written["expectations"] = [item for item in written["expectations"] if item["meta"]["rule"] == rule]
    return gx.ExpectationSuite(**written)


def located(table: str | None, row: Mapping[str, Any]) -> list[str]:
    """The table and the key of a row, as a list that can be sorted."""
    key = (profiles.schema(table or "") or {})["primaryKey"]
    return [str(table), *(f"{name}={plain(row[name])}" for name in sorted(key) if row.get(name))]


def same(validated: Any, rule: str) -> None:
    """Asserts that the rows of a result are those that the rule finds on DuckDB."""
    (only,) = validated.results
    assert "observed_value" in only.result, only.exception_info
    example = examples()[rule, "fail"]
    expected = [located(item.table, item.key) for item in example.findings if item.rule == rule]
    rows = only.result["details"]["unexpected_rows"]
    assert sorted(located(row.get("_table") or example.rule.table, row) for row in rows) == sorted(expected)
    assert only.result["observed_value"] == len(expected)


@pytest.mark.parametrize("rule", WHOLE)
def test_an_exported_rule_finds_the_same_rows_in_plain_great_expectations(
    cluster: Cluster, run: Run, tmp_path: Path, rule: str
) -> None:
    example = examples()[rule, "fail"]
    cluster.load("xuat", list(whole(example.tables)))
    asked = batch(cluster, "xuat", example.rule.table or "")
    validated = asked.validate(suite(run, tmp_path, rule, "postgresql"), result_format="COMPLETE")
    asked.data.execution_engine.engine.dispose()
    asked.datasource.get_engine().dispose()
    same(validated, rule)


@pytest.mark.parametrize("rule", WHOLE)
def test_an_exported_rule_finds_the_same_rows_in_plain_great_expectations_on_spark(
    spark: Any, run: Run, tmp_path: Path, rule: str
) -> None:
    import great_expectations as gx

    example = examples()[rule, "fail"]
    for table in whole(example.tables):
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        spark.sql(f"SELECT * FROM {values(table.columns, rows, DIALECT)}").drop(
            "_package", "_row"
        ).createOrReplaceTempView(table.name)
    source = gx.get_context(mode="ephemeral").data_sources.add_spark("plain", persist=False)
    asset = source.add_dataframe_asset("t").add_batch_definition_whole_dataframe("all")
    asked = asset.get_batch({"dataframe": spark.table(example.rule.table)})
    same(asked.validate(suite(run, tmp_path, rule, "spark"), result_format="COMPLETE"), rule)


def test_what_no_suite_can_hold_is_listed_with_the_reason(run: Run) -> None:
    result = run("--lang", "en", "rules", "export", "--to", "gx", "--dialect", "spark")
    assert result.code == 0
    assert "Spark has no function for NFC: agency-name-variant" in result.out
    assert "each column of every table: " in result.out and "text-untidy" in result.out
