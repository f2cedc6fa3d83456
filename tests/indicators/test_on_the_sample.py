"""On the sample every indicator equals a value computed independently, in plain Python over the CSV files."""

import pytest
from plain_measures import EXPECTED, SAMPLE, half_up

from dvcdata import measure
from dvcdata.indicators import catalogue
from dvcdata.indicators.run import Runner
from dvcdata.measure import Asked, Entry, Measured
from dvcdata.package import open_all

ABSENT = {  # what the sample has no figures for: levels of 43/2011, an earlier release, what a source computed
    *("level3-procedures", "level34-procedures", "level4-procedures", "level34-services", "level4-services"),
    *("level4-services-mean", "level4-services-of-eligible", "units-level4-over-30", "portal-online-dossier-pct"),
    *("fee-cut", "procedures-simplified", "time-cut", "services-upgraded"),
    *("index-766-on-time-text", "index-766-satisfaction-text"),
}


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure.run([SAMPLE], evidence=True)


@pytest.fixture(scope="module")
def entries(measured: Measured) -> dict[str, Entry]:
    return {item.indicator.id: item for item in measured.entries}


def test_every_indicator_is_computed_or_said_to_be_not(measured: Measured, entries: dict[str, Entry]) -> None:
    assert {item.indicator.id for item in measured.missing} == ABSENT
    assert set(entries) == set(EXPECTED) == {item.id for item in catalogue.load()} - ABSENT


def test_every_value_names_a_source(measured: Measured, entries: dict[str, Entry]) -> None:
    known = [name for name, entry in entries.items() if entry.total and entry.total.value is not None]
    assert [name for name in known if not measured.evidence[name].sources] == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_indicator_equals_plain_python(name: str, entries: dict[str, Entry]) -> None:
    total, expected = entries[name].total, EXPECTED[name]()
    assert total
    if expected.numerator is not None:
        assert total.numerator == expected.numerator
    assert total.denominator == expected.denominator
    if expected.value is None or total.value is None:
        assert total.value is expected.value is None
    else:
        assert total.shown == half_up(expected.value, total.indicator.decimals)


def test_indicators_that_have_something_in_common_yield_together_what_each_yields_alone() -> None:
    packages, asked = open_all([SAMPLE]), Asked(by="agency")
    alike = catalogue.choose(catalogue.load(), ["procedures-cut", "procedures-new", "services-new", "full-dossiers"])
    alike += catalogue.choose(catalogue.load(), ["full-dossiers-of-eligible", "services-of-new-procedures"])
    with measure.opened(packages, alike) as first:
        whole = measure.measure(first, alike, packages, asked, evidence=True)
        made = first.connection.execute("select count(*) from duckdb_tables() where schema_name = 'shared'").fetchone()
        assert made == (6,)
        for place, one in enumerate(alike):
            again = measure.measure(Runner(first.opened, first.calendar), [one], packages, asked, evidence=True)
            assert again.entries == (whole.entries[place],)
            assert again.evidence == {one.id: whole.evidence[one.id]}
