"""The whole sample is judged in PostgreSQL as it is on files; apart from Spark's test, so that each core has one."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from examples import typed
from postgres import Cluster
from whole_sample import SAMPLE, here, there

from dvcdata.engine import database
from dvcdata.engine.read import read
from dvcdata.engines import address
from dvcdata.engines.postgresql import Postgresql
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.validate import labelled_columns


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
