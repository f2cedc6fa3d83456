"""Every rule finds on the DuckDB that DuckDB-WASM carries what it finds in Python: a reader can check it in a browser.

All rules run in one Node process, each on both of its examples.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from wasm import Both, Wasm

from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule
from dvcdata.testing import run_example

EXAMPLES = Path(__file__).parent / "validators"


@pytest.fixture(scope="module")
def wasm() -> Iterator[Wasm]:
    started = Wasm()
    yield started
    started.close()


def test_it_is_the_duckdb_of_the_browser_and_not_the_one_of_python(wasm: Wasm) -> None:
    assert wasm.version().startswith("v1.4.")
    assert wasm.version() != duckdb.__version__


def test_values_come_back_as_they_are(wasm: Wasm) -> None:
    values = {
        "a": ("-1.50::decimal(28, 8)", Decimal("-1.5")),
        "b": ("2::bigint", 2),
        "c": ("date '2026-08-31'", date(2026, 8, 31)),
        "d": ("true", True),
        "e": ("'\ufeffĐ'", "\ufeffĐ"),
        "f": ("null", None),
        "g": ("sum(3::bigint)", 3),
        "h": ("1 / 8", 0.125),
    }
    select = ", ".join(f"{sql} as {name}" for name, (sql, _) in values.items())
    assert wasm.rows(f"select {select}") == [{name: value for name, (_, value) in values.items()}]
    with pytest.raises(duckdb.Error, match="nowhere"):
        wasm.rows("select * from nowhere")


@pytest.mark.parametrize("rule", catalogue.load(), ids=lambda rule: str(rule.id))
@pytest.mark.parametrize("kind", ["fail", "pass"])
def test_a_rule_finds_the_same_in_a_browser(wasm: Wasm, rule: Rule, kind: str, tmp_path: Path) -> None:
    asked: list[Both] = []

    def both(connection: duckdb.DuckDBPyConnection) -> Both:
        asked.append(Both(connection, wasm))
        return asked[-1]

    with mock.patch("dvcdata.validate.OnDuckDB", both):
        example = run_example(rule, EXAMPLES / rule.id / kind, tmp_path)
    assert example.found == example.expected
    assert sum(item.found for item in asked) >= len(example.found)
