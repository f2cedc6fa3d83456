"""A PostgreSQL and a Spark that all tests of engines share."""

import sys
from collections.abc import Iterator
from typing import Any

import postgres
import pytest
from spark_server import ALONE

# PySpark takes a main module without a file, which each of pytest's processes has, for a doctest, and ends it
vars(sys.modules["__main__"]).setdefault("__file__", __file__)


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
