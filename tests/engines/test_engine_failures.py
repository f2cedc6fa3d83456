"""What goes wrong with an engine is one sentence and exit code 2, and no password is ever shown."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from checking import process
from examples import Typed
from postgres import PASSWORD, Cluster
from running import PATIENCE, Run, waited

from dvcdata.engines import address, opening
from dvcdata.errors import UserError

USAGE = {"period": "VARCHAR", "agency_code": "VARCHAR", "item_code": "VARCHAR", "received_total": "BIGINT"}
BASIC = ("--lang", "en", "validate", "--rule", "text-untidy", "--engine")


@pytest.fixture
def table(cluster: Cluster, password: None) -> Iterator[str]:
    """The address of a schema with one small table."""
    cluster.load("nho", [Typed("usage", USAGE, [("2026-08", "H44", " x", 1)])])
    yield f"{cluster.url}?schema=nho"


def test_a_table_is_checked_where_it_is(table: str, run: Run) -> None:
    result = run(*BASIC, table)
    assert result.code == 0
    assert "nho.usage › 2026-08 / H44 /  x" in result.out.replace("\n", " ")
    assert f'dvcdata validate --engine "{table}"' in result.out


def test_an_engine_that_is_down_is_one_sentence(run: Run) -> None:
    result = run(*BASIC, "postgresql://x@127.0.0.1:1/dvc")
    assert result.code == 2
    assert result.err.startswith("Cannot connect to postgresql://x@127.0.0.1:1/dvc") and result.err.count("\n") == 1


def test_a_server_of_spark_connect_that_is_down_is_one_sentence(run: Run, tmp_path: Path) -> None:
    result = run(*BASIC, "sc://127.0.0.1:1", tmp_path)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith("Cannot connect to sc://127.0.0.1:1: [Errno 111]")


@pytest.mark.parametrize("lacking", ["pyspark", "pyarrow", "grpc", "grpc_status", "zstandard"])
def test_what_spark_connect_lacks_is_one_sentence_with_the_command_that_installs_it(
    lacking: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None if name == lacking else object())
    result = run(*BASIC, "sc://127.0.0.1:1", tmp_path)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "pip install 'dvcdata[spark]'" in result.err


def test_a_wrong_password_is_one_sentence_without_it(table: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "sai-mat-khau")
    result = run(*BASIC, table)
    assert result.code == 2 and result.err.count("\n") == 1
    assert "does not accept the name or the password" in result.err
    assert "sai-mat-khau" not in result.out + result.err


def test_a_password_from_the_environment_is_in_no_output(table: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("MAT_KHAU", PASSWORD)
    result = run(*BASIC, table.replace("steward@", "steward:${MAT_KHAU}@"), "--format", "json")
    assert result.code == 0, result.err
    assert PASSWORD not in result.out and "%E1" not in result.out


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("postgresql://a:b@h/d", "engine.secret_in_url"),
        ("sc://h:15002/;token=abc", "engine.secret_in_url"),
        ("sc://h:15002;token=abc", "engine.secret_in_url"),
        ("sc://h/;use_ssl=true;x-api-key=abc", "engine.secret_in_url"),
        ("sc://u:abc@h", "engine.secret_in_url"),
        ("spark?spark.hadoop.fs.s3a.secret.key=abc", "engine.secret_in_url"),
        ("sc:/h;token=abc", "engine.secret_in_url"),
        ("cs://h:15002/;token=abc", "engine.unknown"),
        ("sc://h:${KHONG_CO}", "engine.no_variable"),
        ("sc://h:port", "engine.unknown"),
        ("postgresql://a:${KHONG_CO}@h/d", "engine.no_variable"),
        ("mysql://h/d", "engine.unknown"),
        ("postgresql://h:port/d", "engine.unknown"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        address.read(url)
    assert refused.value.key == key and "abc" not in refused.value.format_message()


def test_a_secret_is_shown_in_no_form_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE", "the/bi mat==")
    monkeypatch.setenv("SPARK_CONNECT_AUTHENTICATE_TOKEN", "the-khac")
    made = address.read("sc://h:15002/;use_ssl=true;token=${THE}?spark.x.password=${THE}")
    assert made.base == "sc://h:15002/;use_ssl=true;token=the%2Fbi%20mat%3D%3D"
    assert made.options == {"spark.x.password": "the/bi mat=="}
    assert made.masked("a the/bi mat==\nb the%2Fbi%20mat%3D%3D c the-khac") == "a ••• b ••• c •••"
    assert "mat" not in repr(made) and "${THE}" in repr(made)


def test_a_setting_of_the_session_that_the_address_names_wins_over_ours(table: str) -> None:
    from dvcdata.engines.postgresql import Postgresql

    made = Postgresql(address.read(f"{table}&options=-c%20work_mem=99MB"))
    asked = "select current_setting('work_mem') as memory, current_setting('jit') as jit"
    assert made.asker.rows(asked) == [{"memory": "99MB", "jit": "off"}]
    made.close()


def test_a_schema_without_tables_is_one_sentence(cluster: Cluster, password: None, run: Run) -> None:
    result = run(*BASIC, f"{cluster.url}?schema=khong-co")
    assert result.code == 2 and "has no table of the DVC profile" in result.err


def test_a_missing_table_of_a_package_is_one_sentence(table: str, run: Run, package: object) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,A\n")  # type: ignore[operator]  # the fixture writes one
    result = run(*BASIC, table, folder)
    assert result.code == 2 and "has no table procedures" in result.err


def test_a_column_of_another_type_is_one_sentence(cluster: Cluster, password: None, run: Run) -> None:
    cluster.load("kieu", [Typed("usage", {**USAGE, "received_total": "VARCHAR"}, [("2026-08", "H44", "x", "1")])])
    result = run(*BASIC, f"{cluster.url}?schema=kieu")
    assert result.code == 2 and "usage.received_total (text ≠ integer)" in result.err


def test_an_interrupted_run_leaves_nothing_in_the_database(cluster: Cluster, password: None, tmp_path: Path) -> None:
    cluster.load("cham", [])
    with cluster.connect() as connection:
        connection.execute(
            "create view cham.usage as select g::text as period, pg_sleep(1)::text as agency_code, 'x' as item_code "
            "from generate_series(1, 600) as g"
        )
        url, variables = f"{cluster.url}?schema=cham", {"PGPASSWORD": PASSWORD}
        started = process(*BASIC, url, folder=tmp_path, variables=variables, stdout=PIPE, stderr=PIPE)
        sessions = "select count(*) from pg_stat_activity where application_name = 'dvcdata'"
        waited(
            lambda: connection.execute(f"{sessions} and query like '%cham%' and state = 'active'").fetchone() != (0,)
        )
        os.kill(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=PATIENCE)
        assert (started.returncode, out, err.decode()) == (130, b"", "\nStopped as asked.\n")
        waited(lambda: connection.execute(sessions).fetchone() == (0,))
        made = "select relname from pg_class where relnamespace = 'cham'::regnamespace or relpersistence = 't'"
        assert connection.execute(made).fetchall() == [("usage",)]
