"""What makes small tables quicker leaves out only what this version of DuckDB has, and says what fails."""

from pathlib import Path

import duckdb
import pytest

from dvcdata.engine import abreast, database

DISABLED = "select current_setting('disabled_optimizers')"


def test_only_optimizers_that_this_duckdb_has_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "COSTLY", [*database.COSTLY, "of_another_version"])
    with database.connect(tmp_path) as connection:
        known = {name for (name,) in connection.execute("select name from duckdb_optimizers()").fetchall()}
        database.plan_quickly(connection)
        (left_out,) = connection.execute(DISABLED).fetchone() or ("",)
    assert set(str(left_out).split(",")) == known & set(database.COSTLY) != set()


def test_statements_are_all_run_and_the_one_that_fails_is_said(tmp_path: Path) -> None:
    with database.connect(tmp_path) as connection:
        abreast.execute(connection, [f"create table t{n} as select {n} as n" for n in range(9)], 2)
        assert connection.execute(" union all ".join(f"from t{n}" for n in range(9))).fetchall() == [
            (n,) for n in range(9)
        ]
        with pytest.raises(duckdb.CatalogException, match="t3"):
            abreast.execute(connection, ["create table u as select 1 as n", "create table t3 as select 1 as n"], 2)
