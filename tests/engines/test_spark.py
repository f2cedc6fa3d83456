"""Every rule finds on Spark what it finds on DuckDB, in one session."""

from collections.abc import Iterator
from typing import Any

import pytest
from examples import Typed, examples, places

from dvcdata.engines import address, structure, validating
from dvcdata.engines.spark import DIALECT, Spark
from dvcdata.engines.tables import Held, Part, values
from dvcdata.findings import Finding
from dvcdata.package import Table
from dvcdata.rules import catalogue

RULES = [rule.id for rule in catalogue.load()]


class Given(Spark):
    """A session that holds the tables it is given."""

    tables: tuple[Typed, ...] = ()

    def held(self, table: Table) -> Held:
        """The table of that name."""
        (typed,) = (item for item in self.tables if item.name == table.name)
        rows = [dict(zip(typed.columns, row, strict=True)) for row in typed.rows]
        view = f"given_{table.name.replace('-', '_').replace(' ', '_')}"
        frame = self.session.sql(f"SELECT * FROM {values(typed.columns, rows, DIALECT)}")
        frame.coalesce(1).createOrReplaceTempView(view)
        columns = {name: DIALECT.quoted(name) for name in typed.columns if name in table.columns}
        labels = {name: DIALECT.quoted(f"{name}_status") for name in columns if f"{name}_status" in typed.columns}
        return Held(table, (Part(view, "_row"),), columns, labels, len(rows))


@pytest.fixture(scope="module")
def engine(spark: Any) -> Iterator[Given]:
    """One engine for all examples."""
    made = Given(address.read("spark?spark.sql.shuffle.partitions=1"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "findings", lambda *_: ())  # which has a test of its own
        yield made
    made.close()


@pytest.mark.parametrize("kind", ["pass", "fail"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_on_spark_what_it_finds_on_duckdb(engine: Given, rule: str, kind: str) -> None:
    example = examples()[rule, kind]
    engine.tables = example.tables
    findings: list[Finding] = []
    _, lacks = validating.judge(engine, [example.package], [example.rule], example.as_of, findings.append)
    assert places(findings, rule) == places(example.findings, rule)
    assert bool(findings) is (kind == "fail")
    assert lacks[rule] == example.not_checked
