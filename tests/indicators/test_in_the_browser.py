"""Every indicator yields on the DuckDB that DuckDB-WASM carries what it yields in Python."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from plain_measures import SAMPLE
from wasm import Wasm

from dvcdata import measure
from dvcdata.findings import plain
from dvcdata.indicators import catalogue
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.run import Runner
from dvcdata.package import open_all

INDICATORS = catalogue.load()


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Runner, Wasm]]:
    packages = open_all([SAMPLE])
    with measure.opened(packages, INDICATORS, before=packages) as runner:
        wasm = Wasm()
        wasm.take(runner.connection)
        yield runner, wasm
        wasm.close()


def comparable(row: dict[str, object]) -> list[str]:
    """A row as texts that sort; one number is one text, whatever type it comes in."""
    return [f"{name}={plain(normal(value))}" for name, value in row.items()]


def normal(value: object) -> object:
    if isinstance(value, float):
        value = Decimal(repr(value))
    return value.normalize() if isinstance(value, Decimal) else value


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: str(item.id))
def test_an_indicator_yields_the_same_in_a_browser(indicator: Indicator, both: tuple[Runner, Wasm]) -> None:
    runner, wasm = both
    runner.calendar.ask([runner.calendar.latest(indicator)])
    wasm.again(runner.connection, "asked.periods", "asked.parts")
    sql = runner.filled(indicator)
    cursor = runner.connection.execute(sql)
    names = [item[0] for item in cursor.description or []]
    here = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert sorted(map(comparable, wasm.rows(sql))) == sorted(map(comparable, here))
