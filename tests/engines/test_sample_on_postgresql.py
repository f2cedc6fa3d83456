"""The whole sample is judged in PostgreSQL as it is on files."""

import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from examples import places, typed
from postgres import Cluster

from dvcdata import builtin
from dvcdata.engine import database
from dvcdata.engine.read import read
from dvcdata.engines import address, validating
from dvcdata.engines.postgresql import Postgresql
from dvcdata.findings import Finding
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.validate import labelled_columns, validate

SAMPLE = builtin.folder("datasets") / "sample"
DAY = date(2026, 11, 21)


def located(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    found = list(findings)
    return Counter((rule, place) for rule in {item.rule for item in found} for place in places(found, rule))


@pytest.mark.usefixtures("password")
def test_the_sample_has_the_findings_in_postgresql_that_it_has_on_files(cluster: Cluster) -> None:
    rules, packages = catalogue.load(), open_all([SAMPLE])
    labelled = labelled_columns(rules)
    with tempfile.TemporaryDirectory() as work, database.connect(Path(work)) as connection:
        staged = read(connection, packages, labelled, Path(work), lambda _: None)
        database.unite(connection, staged, labelled)
        cluster.load("mau", list(typed(connection, staged, labelled)))
    there: list[Finding] = []
    engine = Postgresql(address.read(f"{cluster.url}?schema=mau"))
    validating.judge(engine, engine.packages([SAMPLE], None), rules, DAY, there.append)
    engine.close()
    here = located(validate(packages, rules, DAY).findings)
    missing = here - located(there)
    assert located(there) - here == Counter()
    assert [rule for rule, _ in missing.elements()] == ["type-error"]  # a typed column cannot hold it
    assert sum(here.values()) > 500
