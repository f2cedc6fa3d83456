"""What goes wrong on Spark is one sentence and exit code 2, and nothing runs on: no job, no view, no Java."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from checking import process, rule_text, workspace
from running import PATIENCE, Result, Run, waited

from dvcdata.engines import spark as engine

PYTHON = "with a as (select nfc(p.name) as name from procedures as p) select x.name from a as x, a as y, a as z, a as v"
SLOW = f"{PYTHON} where (select count(*) from {{}}) = 0".format(
    " cross join ".join(f"reference.periods as p{n}" for n in range(9))
)
CAST = "select p.procedure_code from procedures as p where cast(p.name as bigint) > 0"
FAILS = "select nfc(p.name) as name from procedures as p"
PARTS = "with a as (select p.name from procedures as p) select x.name from a as x, a as y, a as z, a as u, a as v"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with one small package."""
    folder = workspace(tmp_path / "w")
    (folder / "datasets" / "goi").mkdir()
    (folder / "datasets" / "goi" / "procedures.csv").write_text("procedure_code,name\n1.000100,A\n", encoding="utf-8")
    return folder


@pytest.fixture
def judged(home: Path, run: Run, spark: Any) -> Iterator[Any]:
    """Judges the package by one rule in the session; afterwards no job of it runs and none of its parts is left."""

    def call(select: str, place: Path | None = None) -> Result:
        (home / "validators" / "thu.sql").write_text(rule_text(select), encoding="utf-8")
        os.chdir(home)
        return run("--lang", "en", "validate", place or "datasets/goi", "--engine", "spark", "--rule", "thu")

    yield call
    assert spark.sparkContext.statusTracker().getActiveJobsIds() == []
    assert spark.sql("SHOW VIEWS LIKE 'dvcdata_part*'").collect() == []


def test_a_job_that_fails_half_way_is_one_sentence(judged: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> str:
        raise RuntimeError("hỏng")

    monkeypatch.setattr(engine, "nfc", lambda: broken)
    result = judged(FAILS)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith(f"The rule {home / 'validators' / 'thu.sql'} could not be run: ")
    assert "RuntimeError: hỏng" in result.err and "Traceback" not in result.err


def test_a_file_that_is_damaged_inside_is_one_sentence(judged: Any, home: Path) -> None:
    place = home / "datasets" / "hong" / "procedures.parquet"
    place.parent.mkdir()
    rows = "select format('1.{:06d}', i) as procedure_code, md5(i::varchar) as name from range(100000) as r(i)"
    duckdb.sql(f"copy ({rows}) to '{place}' (format parquet)")
    content = bytearray(place.read_bytes())  # its end, which says what it holds, stays whole
    content[1000 : len(content) // 2] = bytes(len(content) // 2 - 1000)
    place.write_bytes(content)
    result = judged(PARTS, place.parent)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith("The engine could not run a query: ")


def test_the_parts_of_a_statement_are_let_go_when_it_was_answered(judged: Any) -> None:
    assert judged(PARTS).code in (0, 1)


def test_a_cell_that_a_rule_cannot_cast_leaves_the_rule_unchecked(judged: Any) -> None:
    result = judged(CAST)
    assert "The value 'A'" in result.out + result.err


def test_a_column_of_another_type_in_parquet_is_one_sentence(judged: Any, home: Path) -> None:
    place = home / "datasets" / "kieu" / "procedures.parquet"
    place.parent.mkdir()
    duckdb.sql(f"copy (select 1.000100 as procedure_code, 'A' as name) to '{place}' (format parquet)")
    result = judged(FAILS, place.parent)
    assert result.code == 2 and "procedures.procedure_code (decimal(7,6) ≠ string)" in result.err


def test_a_table_that_is_not_there_is_one_sentence(judged: Any, home: Path) -> None:
    (home / "datasets" / "goi" / "datapackage.json").write_text(
        '{"name": "goi", "resources": [{"name": "services", "path": "services.csv"}]}', encoding="utf-8"
    )
    result = judged(FAILS)
    assert (result.code, result.err.count("\n")) == (2, 1) and "services.csv" in result.err


def test_a_query_that_spark_refuses_is_told_without_its_log(judged: Any) -> None:
    result = judged(PARTS.replace("p.name", "p.khong_co"))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), result.err


def test_no_thread_of_pyspark_prints_a_traceback_when_java_is_gone(
    judged: Any, spark: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(FAILS)
    try:
        raise EOFError
    except EOFError:
        spark.sparkContext._accumulatorServer.handle_error(None, ("127.0.0.1", 1))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("of_java", "number", "code", "told"),
    [
        (False, signal.SIGINT, 130, "\nStopped as asked.\n"),
        (True, signal.SIGKILL, 2, "The connection to spark"),
    ],
)
def test_a_run_that_is_stopped_leaves_no_java_behind(
    home: Path, of_java: bool, number: int, code: int, told: str
) -> None:
    (home / "validators" / "lau.sql").write_text(rule_text(SLOW), encoding="utf-8")
    log = home / "log"
    log.mkdir()
    events = "spark.eventLog.enabled=true&spark.eventLog.compress=false&spark.eventLog.rolling.enabled=false"
    settings = "spark.master=local[1]&spark.driver.memory=1g&spark.sql.autoBroadcastJoinThreshold=-1"
    url = f"spark?{settings}&{events}&spark.eventLog.dir={log}"
    words = ("--lang", "en", "validate", "datasets/goi", "--engine", url, "--rule", "lau")
    started = process(*words, folder=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        waited(
            lambda: (
                started.poll() is not None or any(b"CartesianProduct" in item.read_bytes() for item in log.iterdir())
            )
        )
    except AssertionError:
        started.kill()
        raise
    (work,) = home.glob("dvcdata-*")
    assert {"artifacts", "blockmgr", "spark"} <= {item.name.partition("-")[0] for item in work.iterdir()}
    (java,) = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text(encoding="ascii").split()
    os.kill(int(java) if of_java else started.pid, number)
    out, err = started.communicate(timeout=PATIENCE)
    assert (started.returncode, out) == (code, b""), err.decode()
    assert err.decode().startswith(told) and err.decode().strip().count("\n") == 0, err.decode()
    waited(lambda: not Path(f"/proc/{java}").exists())
    left = {item.name for item in home.iterdir()} - {"datasets", "dvcdata.toml", "log", "validators"}
    assert left == set()
