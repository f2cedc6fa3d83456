"""The suites that `rules export --to gx` writes find in plain Great Expectations what the rules find on files."""

import atexit
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import shown
from examples import Typed
from postgres import PASSWORD, Cluster
from running import Run
from whole_sample import DAY, SAMPLE

from dvcdata import profiles, texts
from dvcdata.engine import database
from dvcdata.engine.load import sql_type
from dvcdata.engine.read import read
from dvcdata.engines import export
from dvcdata.findings import plain
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.validate import labelled_columns, validate

SHOWN = 200  # rows of a finding that Great Expectations shows
Rows = Counter[tuple[str, ...]]  # the table and the key of each


@cache
def tables() -> tuple[Path, list[Typed]]:
    """The tables of the sample with all columns of the profile, as a suite expects them, in Parquet and as rows."""
    packages, labelled = open_all([SAMPLE]), labelled_columns(catalogue.load())
    folder, made = tempfile.TemporaryDirectory(prefix="dvcdata-suites-"), []
    atexit.register(folder.cleanup)
    with tempfile.TemporaryDirectory() as work, database.connect(Path(work)) as connection:
        staged = read(connection, packages, labelled, Path(work), lambda _: None)
        database.unite(connection, staged, labelled)
        there = {item.table.name: item.columns for item in staged}
        for name in profiles.tables():
            types = {item["name"]: sql_type(item) for item in (profiles.schema(name) or {})["fields"]}
            cells = {
                column: f'"{column}"' if column in there.get(name, ()) else f"cast(null as {kind})"
                for column, kind in types.items()
            }
            cells |= {f"{column}_status": f'"{column}_missing"' for column in labelled.get(name, ()) if name in there}
            source = f'"{name}"' if name in there else "(select 1) where false"
            select = f"select {', '.join(f'{cell} as {column}' for column, cell in cells.items())} from {source}"
            connection.execute(f"copy ({select}) to '{folder.name}/{name}.parquet' (format parquet)")
            rows = connection.execute(select).fetchall()
            made.append(Typed(name, {column: types.get(column, "VARCHAR") for column in cells}, rows))
    return Path(folder.name), made


@cache
def here() -> dict[str, Rows]:
    """What each rule finds in the sample on files."""
    found: dict[str, Rows] = {}
    for item in validate(open_all([SAMPLE]), catalogue.load(), DAY).findings:
        found.setdefault(item.rule, Counter())[located(item.table, item.key)] += 1
    return found


def located(table: str | None, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The table and the key of a row, as texts that can be compared."""
    key = (profiles.schema(table or "") or {}).get("primaryKey", [])
    return (str(table), *(f"{name}={plain(row[name])}" for name in sorted(key) if row.get(name)))


def suites(run: Run, dialect: str) -> Iterator[tuple[str, Any]]:
    """The exported suites as plain Great Expectations loads them, by table."""
    import great_expectations as gx

    assert run("rules", "export", "--to", "gx", "--dialect", dialect, "--as-of", str(DAY)).code == 0
    for path in sorted(Path("gx").glob("*.suite.json")):
        yield path.name.removesuffix(".suite.json"), gx.ExpectationSuite(**json.loads(path.read_text(encoding="utf-8")))


def unlike(table: str, batch: Any, suite: Any) -> Iterator[tuple[str, object]]:
    """The expectations of a suite whose rows are not those that the rule finds on files."""
    for result in batch.validate(suite, result_format="COMPLETE").results:
        rule = result.expectation_config.meta["rule"]
        if "observed_value" not in result.result:
            yield rule, str(result.exception_info)[:800]
            continue
        found = result.result["details"]["unexpected_rows"]
        rows = Counter(located(row.get("_table") or table, row) for row in found)
        told = here().get(rule, Counter())
        if (
            result.result["observed_value"] != told.total()
            or rows.total() != min(told.total(), SHOWN)
            or not rows <= told
        ):
            yield rule, (result.result["observed_value"], told.total(), rows - told)


def test_the_exported_suites_find_the_same_in_plain_gx_on_postgresql(cluster: Cluster, run: Run) -> None:
    import great_expectations as gx

    cluster.load("xuat", tables()[1])
    source = gx.get_context(mode="ephemeral").data_sources.add_postgres(
        "plain",
        connection_string=f"postgresql+psycopg://steward@127.0.0.1:{cluster.port}/dvc",
        kwargs={
            "connect_args": {"password": PASSWORD, "options": "-c search_path=xuat -c jit=off -c enable_nestloop=off"}
        },
    )
    found = []
    for name, suite in suites(run, "postgresql"):
        asset = source.add_table_asset(name, table_name=name)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        found += list(unlike(name, batch, suite))
        batch.data.execution_engine.engine.dispose()
    source.get_engine().dispose()
    assert found == []


def test_the_exported_suites_find_the_same_in_plain_gx_on_spark(spark: Any, run: Run) -> None:
    import great_expectations as gx

    for path in tables()[0].iterdir():
        spark.read.parquet(str(path)).coalesce(1).localCheckpoint().createOrReplaceTempView(path.stem)
    source = gx.get_context(mode="ephemeral").data_sources.add_spark("plain", persist=False)
    found, exported = [], dict(suites(run, "spark"))
    exec(views(), {"spark": spark})
    for name, suite in exported.items():
        asset = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
        found += list(unlike(name, asset.get_batch({"dataframe": spark.table(name)}), suite))
    assert found == []


def views() -> str:
    """The lines of the page that make the views which the suites name on Spark."""
    shown_there = [[item.lines for item in shown.blocks(f"docs/engines.{lang}.md")] for lang in texts.LANGUAGES]
    assert shown_there[0] == shown_there[1]
    return "\n".join(next(lines for lines in shown_there[0] if any("parts.json" in line for line in lines)))


def test_what_no_suite_can_hold_is_listed_with_the_reason(run: Run) -> None:
    result = run("--lang", "en", "rules", "export", "--to", "gx", "--dialect", "spark")
    assert result.code == 0
    made = json.loads(Path("gx/parts.json").read_text(encoding="utf-8"))
    assert f"To be made in the Spark session first: {len(made)} views, from gx/parts.json." in result.out
    assert "Spark has no function for NFC: agency-name-variant" in result.out
    assert "each column of every table: " in result.out and "text-untidy" in result.out


def test_an_export_leaves_nothing_of_an_earlier_one_and_all_that_is_not_of_one(tmp_path: Path) -> None:
    rules = [rule for rule in catalogue.load() if rule.id in ("carry-over-broken", "part-exceeds-whole")]
    assert export.write(rules, "spark", DAY, tmp_path).views
    suite = json.loads((tmp_path / "usage.suite.json").read_text(encoding="utf-8"))
    others = {"cua-minh.suite.json": suite | {"meta": {"table": "usage"}}, "so.json": [1], "parts": {"a": "b"}}
    for name, content in others.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "hong.json").write_text("{", encoding="utf-8")
    export.write(rules[:1], "postgresql", DAY, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*others, "hong.json", "dossiers.suite.json"}
    (tmp_path / "parts.json").write_text('{"cua_minh": "SELECT 1"}', encoding="utf-8")
    export.write(rules[:1], "postgresql", DAY, tmp_path)
    assert (tmp_path / "parts.json").exists()
