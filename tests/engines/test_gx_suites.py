"""The suites that `rules export --to gx` writes are loaded and run by plain Great Expectations, with the same rows."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from examples import Typed, examples
from postgres import PASSWORD, Cluster
from running import Run

from dvcdata import profiles
from dvcdata.engine.load import sql_type

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


@pytest.mark.parametrize("rule", WHOLE)
def test_an_exported_rule_finds_the_same_rows_in_plain_great_expectations(
    cluster: Cluster, run: Run, tmp_path: Path, rule: str
) -> None:
    import great_expectations as gx

    example = examples()[rule, "fail"]
    cluster.load("xuat", list(whole(example.tables)))
    assert run("rules", "export", "--to", "gx", "--as-of", str(example.as_of)).code == 0
    written = json.loads((tmp_path / "gx" / f"{example.rule.table}.suite.json").read_text(encoding="utf-8"))
    written["expectations"] = [item for item in written["expectations"] if item["meta"]["rule"] == rule]
    asked = batch(cluster, "xuat", example.rule.table or "")
    (only,) = asked.validate(gx.ExpectationSuite(**written)).results
    asked.data.execution_engine.engine.dispose()
    asked.datasource.get_engine().dispose()
    assert "observed_value" in only.result, only.exception_info
    assert only.result["observed_value"] == len([item for item in example.findings if item.rule == rule])


def test_what_no_suite_can_hold_is_listed_with_the_reason(run: Run) -> None:
    result = run("--lang", "en", "rules", "export", "--to", "gx", "--dialect", "spark")
    assert result.code == 0
    assert "Spark has no function for NFC: agency-name-variant" in result.out
    assert "each column of every table: " in result.out and "text-untidy" in result.out
