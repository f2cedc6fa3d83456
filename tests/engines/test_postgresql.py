"""Every rule finds on PostgreSQL what it finds on DuckDB."""

import os
from collections.abc import Iterator

import pytest
from examples import examples, places
from postgres import PASSWORD, Cluster

from dvcdata.engines import address, validating
from dvcdata.engines.postgresql import Postgresql
from dvcdata.findings import Finding
from dvcdata.rules import catalogue

RULES = [rule.id for rule in catalogue.load()]


@pytest.fixture(scope="module")
def engine(cluster: Cluster) -> Iterator[Postgresql]:
    """An engine on a server that holds every example, each in a schema of its own."""
    for example in examples().values():
        cluster.load(example.name, example.tables)
    os.environ["PGPASSWORD"] = PASSWORD
    made = Postgresql(address.read(cluster.url))
    yield made
    made.close()
    del os.environ["PGPASSWORD"]


@pytest.mark.parametrize("kind", ["pass", "fail"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_on_postgresql_what_it_finds_on_duckdb(engine: Postgresql, rule: str, kind: str) -> None:
    example = examples()[rule, kind]
    engine.look(example.name)
    findings: list[Finding] = []
    _, lacks = validating.judge(engine, [example.package], [example.rule], example.as_of, findings.append)
    assert places(findings, rule) == places(example.findings, rule)
    assert bool(findings) is (kind == "fail")
    assert lacks[rule] == example.not_checked
    assert not [item.row for item in findings if item.row is not None]
