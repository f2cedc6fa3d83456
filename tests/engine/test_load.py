"""Typed rows go through a file into DuckDB and come out as they went in."""

import shutil
import signal
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dvcdata.engine.load import Spool, as_text, literal, quoted, scratch, sql_type

TEXTS = [
    "",
    " ",
    "a",
    "Đăng ký",
    'q"u,o',
    "a\nb",
    "a\r\nb",
    "\r",
    "null",
    "NULL",
    "\\",
    "\\N",
    "\ufeff",
    "\u2028",
    "''",
    "é" * 9,
]


@pytest.fixture
def loaded(tmp_path: Path) -> Any:
    """Spools rows of these columns and reads them back from DuckDB: (rows, types)."""

    def call(columns: Mapping[str, str], *rows: list[Any]) -> tuple[list[tuple[Any, ...]], list[str]]:
        spool = Spool(tmp_path / "rows.csv", columns)
        for number, row in enumerate(rows, 2):
            spool.write(number, number % 2 == 0, row)
        with duckdb.connect() as connection:
            spool.load(connection, '"ta""ble"')
            cursor = connection.execute('select * from "ta""ble"')
            types = [str(item[1]) for item in cursor.description or []]
            return cursor.fetchall(), types[2:]

    return call


def test_rows_keep_their_numbers_and_whether_rules_may_see_them(loaded: Any, tmp_path: Path) -> None:
    rows, _ = loaded({"a": "VARCHAR"}, ["x"], ["y"], ["z"])
    assert rows == [(2, True, "x"), (3, False, "y"), (4, True, "z")]
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_rows_has_its_columns_all_the_same(loaded: Any) -> None:
    assert loaded({"a": "BIGINT", "b": "DATE"}) == ([], ["BIGINT", "DATE"])


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_letter_by_letter_and_an_empty_one_is_no_null(loaded: Any, text: str) -> None:
    rows, _ = loaded({"a": "VARCHAR", "b": "VARCHAR"}, [text, None], [None, text])
    assert [row[2:] for row in rows] == [(text, None), (None, text)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("BIGINT", 0),
        ("BIGINT", -(2**63) + 1),
        ("BIGINT", 2**63 - 1),
        ("DECIMAL(28,8)", Decimal("0.00000001")),
        ("DECIMAL(28,8)", Decimal("-99999999999999999999.12345678")),
        ("DECIMAL(28,8)", Decimal("1E+3")),
        ("BOOLEAN", False),
        ("DATE", date(1, 1, 1)),
        ("DATE", date(9999, 12, 31)),
        ("TIMESTAMP", datetime(2026, 11, 21, 14, 5, 7, 250)),
        ("TIME", time(23, 59, 59)),
    ],
)
def test_a_value_comes_back_exactly(loaded: Any, kind: str, value: Any) -> None:
    rows, types = loaded({"a": kind}, [value], [None])
    assert [row[2] for row in rows] == [value, None] and types == [kind]


@pytest.mark.parametrize("value", [2**63, -(2**63), 10**30, 2**127 - 1])
def test_an_integer_beyond_its_column_widens_the_column_and_stays_exact(loaded: Any, value: int) -> None:
    rows, types = loaded({"a": "BIGINT", "b": "BIGINT"}, [1, 1], [value, 2])
    assert types == ["HUGEINT", "BIGINT"]
    assert [row[2:] for row in rows] == [(1, 1), (value, 2)]


def test_an_integer_beyond_all_integers_is_kept_as_a_number(loaded: Any) -> None:
    rows, types = loaded({"a": "BIGINT"}, [1], [2**63], [-(10**300)])
    assert types == ["DOUBLE"] and [row[2] for row in rows] == [1.0, float(2**63), -1e300]


def test_a_truth_in_a_column_of_numbers_is_one_or_nought(loaded: Any) -> None:
    rows, types = loaded({"a": "BIGINT", "b": "VARCHAR"}, [True, True], [False, False])
    assert types == ["BIGINT", "VARCHAR"] and [row[2:] for row in rows] == [(1, "true"), (0, "false")]


@pytest.mark.parametrize(
    "value", [Decimal(10) ** 20, Decimal("0.000000001"), Decimal("NaN"), Decimal("-Infinity"), 1e300]
)
def test_a_number_beyond_its_column_widens_the_column(loaded: Any, value: Decimal | float) -> None:
    rows, types = loaded({"a": "DECIMAL(28,8)"}, [Decimal("1.5")], [value])
    assert types == ["DOUBLE"]
    assert [str(row[2]) for row in rows] == ["1.5", str(float(value))]


def test_one_instant_is_one_text_whatever_its_zone(loaded: Any) -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    rows, types = loaded({"a": "TIMESTAMP"}, [noon], [noon.astimezone(timezone(timedelta(hours=7)))])
    assert types == ["VARCHAR"] and rows[0][2] == rows[1][2]


def test_objects_and_lists_are_their_json() -> None:
    assert as_text({"đ": [1, None]}) == '"{""đ"": [1, null]}"'
    assert as_text([1, "a"]) == '"[1, ""a""]"'


def test_names_and_texts_are_quoted_for_sql() -> None:
    with duckdb.connect() as connection:
        for text in [*TEXTS[1:], "a.b", "select"]:
            row = connection.execute(f"select {literal(text)} as {quoted(text)}").fetchone()
            assert row == (text,)


def test_a_type_without_counterpart_is_text() -> None:
    assert [sql_type({"type": kind}) for kind in ("geopoint", "yearmonth", "any")] == ["VARCHAR"] * 3
    assert sql_type({}) == "VARCHAR"


def test_the_folder_for_rows_is_gone_afterwards_even_after_a_failure() -> None:
    with pytest.raises(RuntimeError), scratch() as folder:
        (folder / "rows.csv").touch()
        raise RuntimeError
    assert not folder.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_presses_ctrl_c_once_more_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    remove, before = shutil.rmtree, signal.signal(number, signal.default_int_handler)

    def impatient(*arguments: Any, **options: Any) -> None:
        signal.raise_signal(number)
        remove(*arguments, **options)

    monkeypatch.setattr(shutil, "rmtree", impatient)
    try:
        with scratch() as folder:
            (folder / "a").mkdir()
        assert not folder.exists() and signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)
