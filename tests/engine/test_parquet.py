"""Parquet tables are judged by the types of their columns, and quickly where these are the schema's."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from judging import FIELDS, findings, package, places, refused, values, way
from running import Run

GOOD = "'1.000100' as code, 7 as n, 98.93::decimal(18,2) as share, date '2026-08-01' as day, true as open"


def parquet(path: Path, *selects: str) -> Path:
    """A Parquet file of these rows."""
    with duckdb.connect() as connection:
        rows = " union all by name ".join(f"select {select}" for select in selects)
        connection.execute(f"copy ({rows}) to '{path}' (format parquet)")
    return path


def test_a_table_with_the_types_of_its_schema_is_read_by_lines(tmp_path: Path) -> None:
    parquet(
        tmp_path / "t.parquet",
        GOOD,
        GOOD.replace("1.000100", "1.000200").replace("7", "-1"),
        "'x' as code, null as day",
    )
    folder = package(tmp_path, "t.parquet", primaryKey="code")
    assert way(folder).reason == ""
    assert places(folder) == [
        ("constraint-error", 3, "n", 'constraint "minimum" is "0"'),
        ("constraint-error", 4, "code", 'constraint "pattern" is "[0-9][.][0-9]{6}"'),
        ("constraint-error", 4, "day", 'constraint "required" is "True"'),
    ]
    assert findings(folder)[0].file == "t.parquet"
    assert values(folder)[0] == ("1.000100", 7, Decimal("98.93"), dt.date(2026, 8, 1), True)


FITTING = [
    ("integer", "7::utinyint", 7),
    ("integer", "7.00::decimal(18,2)", 7),
    ("integer", "7.0::double", 7),
    ("integer", "1e17::double", 10**17),
    ("number", "7::hugeint", 7),
    ("number", "1.5::double", 1.5),
    ("number", "0.1::float", 0.1),
    ("number", "1e-7::double", 1e-7),
    ("number", "12345678901234567890.5::decimal(38,1)", 12345678901234567890.5),
    ("date", "timestamp '2026-08-01 00:00:00'", dt.date(2026, 8, 1)),
    ("year", "26::integer", 26),
    ("year", "2026::integer", 2026),
    ("string", "uuid '820b9587-f5b1-4ca7-8903-a246b6f904a8'", "820b9587-f5b1-4ca7-8903-a246b6f904a8"),
    ("string", "'a, \"b\"'", 'a, "b"'),
    ("string", "''", None),
    ("any", "1.50::decimal(18,2)", "1.50"),
    ("boolean", "null::boolean", None),
]


@pytest.mark.parametrize(("kind", "value", "found"), FITTING)
def test_a_value_of_the_columns_type_is_that_value_both_ways(kind: str, value: str, found: Any, tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", f"'1' as k, {value} as v")
    fields = [{"name": "k", "type": "string"}, {"name": "v", "type": kind}]
    quick = package(tmp_path, "t.parquet", fields=fields)
    assert way(quick).reason == ""
    results = [(places(quick), values(quick))]
    slow = package(tmp_path, "t.parquet", {"parquet": {"columns": ["k", "v"]}}, fields=fields)
    assert way(slow).reason == "format"
    results.append((places(slow), values(slow)))
    for listed, ((key, given),) in results:
        assert (listed, key) == ([], "1")
        assert given == found or float(given) == found


MISFITS = [
    ("string", "7::integer", "7"),
    ("string", "1.0001::double", "1.0001"),
    ("integer", "1.5::double", "1.5"),
    ("integer", "1.5::decimal(18,1)", "1.5"),
    ("integer", "'nan'::double", "nan"),
    ("integer", "'7'::varchar::blob", "b'7'"),
    ("integer", "true", "True"),
    ("boolean", "1::integer", "1"),
    ("date", "timestamp '2026-08-01 10:00:00'", "2026-08-01 10:00:00"),
    ("number", "[1, 2]", "[1, 2]"),
    ("number", "[1.5::decimal(18,1)]", "[Decimal('1.5')]"),
    ("string", "{'a': 1}", "{'a': 1}"),
]


@pytest.mark.parametrize(("kind", "value", "shown"), MISFITS)
def test_a_value_of_another_type_is_a_type_error(kind: str, value: str, shown: str, tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", f"'1' as k, {value} as v")
    folder = package(tmp_path, "t.parquet", fields=[{"name": "k", "type": "string"}, {"name": "v", "type": kind}])
    assert places(folder) == [("type-error", 2, "v", f'type is "{kind}/default"')]
    assert findings(folder)[0].value == shown


TYPED = [
    ("datetime", "timestamp '2026-08-01 10:00:00'", dt.datetime(2026, 8, 1, 10)),
    ("datetime", "timestamptz '2026-08-01 10:00:00+07'", dt.datetime(2026, 8, 1, 3)),
    ("time", "time '10:00'", dt.time(10)),
    ("array", "[1, 2]", "[1, 2]"),
    ("object", "{'a': 1}", '{"a": 1}'),
    ("object", "map {'a': 1}", '{"a": 1}'),
]


@pytest.mark.parametrize(("kind", "value", "found"), TYPED)
def test_moments_and_nested_values_are_read_record_by_record(kind: str, value: str, found: Any, tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", f"'1' as k, {value} as v")
    folder = package(tmp_path, "t.parquet", fields=[{"name": "k", "type": "string"}, {"name": "v", "type": kind}])
    assert (places(folder), values(folder)) == ([], [("1", found)])


CODED = [*FIELDS[1:2], {"name": "code", "type": "string"}]


def test_a_line_break_in_a_text_is_read_record_by_record(tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", "'' as code, 1 as n", "null as code, 7 as n", "'a\nb' as code, 2 as n")
    folder = package(tmp_path, "t.parquet", fields=CODED, fieldsMatch="equal")
    assert values(folder) == [(None, 1), (None, 7), ("a\nb", 2)]
    assert way(folder).reason == "format"


@pytest.mark.parametrize(
    ("missing", "quick", "found"),
    [
        ([""], True, [(None, 1), (None, 7), ("na", 2)]),
        (["", "na"], True, [(None, 1), (None, 7), (None, 2)]),
        (["na"], False, [("", 1), (None, 7), (None, 2)]),
        (["", "7"], False, [(None, 1), ("na", 2)]),  # the row between is blank
        (["", "True"], False, [(None, 1), (None, 7), ("na", 2)]),
    ],
)
def test_missing_values_mean_the_same_as_in_a_text(missing: list[str], quick: bool, found: Any, tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", "'' as code, 1 as n", "null as code, 7 as n", "'na' as code, 2 as n")
    folder = package(tmp_path, "t.parquet", fields=CODED, missingValues=missing, fieldsMatch="equal")
    assert (values(folder), way(folder).reason == "") == (found, quick)


def test_missing_values_of_a_column_are_its_own(tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", "'na' as code, 1 as n")
    fields = [FIELDS[1], {"name": "code", "type": "string", "missingValues": ["na"]}]
    assert values(package(tmp_path, "t.parquet", fields=fields, fieldsMatch="equal")) == [(None, 1)]


def test_the_dialect_may_name_the_columns(tmp_path: Path) -> None:
    parquet(tmp_path / "t.parquet", "'a' as code, 1 as n, 'x' as more")
    folder = package(tmp_path, "t.parquet", {"parquet": {"columns": ["n", "code"]}}, fields=CODED)
    assert (places(folder), values(folder)) == ([], [(1, "a")])


def test_files_of_one_table_are_joined_by_the_names_of_their_columns(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet", "'a' as code")
    parquet(tmp_path / "b.parquet", "2 as n, 'b' as code")
    folder = package(tmp_path, "a.parquet", fields=CODED, fieldsMatch="equal")
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    descriptor["resources"][0]["path"] = ["a.parquet", "b.parquet"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert values(folder) == [("a", None), ("b", 2)]


def test_a_damaged_parquet_gets_one_sentence(run: Run, tmp_path: Path) -> None:
    content = parquet(tmp_path / "t.parquet", GOOD).read_bytes()
    for bad in (content[:-20], content[20:], b"PAR1", content[:4] + bytes(40) + content[44:]):
        (tmp_path / "t.parquet").write_bytes(bad)
        assert refused(package(tmp_path, "t.parquet"), run) == "parquet.damaged"


def test_a_lone_parquet_is_recognised_by_its_columns(run: Run, tmp_path: Path) -> None:
    path = parquet(tmp_path / "x.parquet", "'1.000100' as procedure_code, 'a' as name, 'b' as field_name")
    assert run("validate", path).code == 0
    path = parquet(tmp_path / "x.parquet", "'1.000100' as ma, 'a' as ten")
    result = run("validate", path)
    assert result.code == 2 and "ma, ten" in result.err
