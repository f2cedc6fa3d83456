"""A PostgreSQL and a Spark that all tests of engines share."""

import sys
from collections.abc import Iterator
from typing import Any

import postgres
import pytest

# PySpark takes a main module without a file, which each of pytest's processes has, for a doctest, and ends it
vars(sys.modules["__main__"]).setdefault("__file__", __file__)

ALONE = {  # one thread and one part of everything: small tables then need neither shuffles nor broadcasts
    "spark.master": "local[1]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    # by itself Java, told to compile in haste only, has no room for so much code, and compiles it again and again
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.constraintPropagation.enabled": "false",
}


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A server with one account that must give its password."""
    with postgres.cluster() as server:
        yield server


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account's password, where libpq looks for it."""
    monkeypatch.setenv("PGPASSWORD", postgres.PASSWORD)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """The one session of all tests, set up for tables of a few rows; `--engine spark` joins it while it is there."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    for name, value in ALONE.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
