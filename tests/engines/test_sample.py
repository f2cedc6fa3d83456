"""The whole sample is judged in PostgreSQL and on Spark as it is on files."""

import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from examples import places, typed
from postgres import Cluster

from dvcdata import builtin
from dvcdata.engine import database
from dvcdata.engine.read import read
from dvcdata.engines import address, validating
from dvcdata.engines.database import Engine
from dvcdata.engines.postgresql import Postgresql
from dvcdata.engines.spark import Spark
from dvcdata.findings import Finding
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.validate import labelled_columns, validate

SAMPLE = builtin.folder("datasets") / "sample"
DAY = date(2026, 11, 21)


def located(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    found = list(findings)
    return Counter((rule, place) for rule in {item.rule for item in found} for place in places(found, rule))


@cache
def here() -> Counter[tuple[str, str]]:
    """What is found on files."""
    found = located(validate(open_all([SAMPLE]), catalogue.load(), DAY).findings)
    assert sum(found.values()) > 500
    return found


def there(engine: Engine) -> Counter[tuple[str, str]]:
    """What is found on an engine."""
    found: list[Finding] = []
    validating.judge(engine, engine.packages([SAMPLE], None), catalogue.load(), DAY, found.append)
    engine.close()
    return located(found)


@pytest.mark.usefixtures("password")
def test_the_sample_has_the_findings_in_postgresql_that_it_has_on_files(cluster: Cluster) -> None:
    packages, labelled = open_all([SAMPLE]), labelled_columns(catalogue.load())
    with tempfile.TemporaryDirectory() as work, database.connect(Path(work)) as connection:
        staged = read(connection, packages, labelled, Path(work), lambda _: None)
        database.unite(connection, staged, labelled)
        cluster.load("mau", list(typed(connection, staged, labelled)))
    found = there(Postgresql(address.read(f"{cluster.url}?schema=mau")))
    assert found - here() == Counter()
    assert [rule for rule, _ in (here() - found).elements()] == ["type-error"]  # a typed column cannot hold it


def test_the_sample_has_the_findings_on_spark_that_it_has_on_files(spark: Any) -> None:
    assert there(Spark(address.read("spark?spark.sql.shuffle.partitions=1"))) == here()
