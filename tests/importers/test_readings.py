"""Cells are read as a map says they are written, and what does not fit stays as it is."""

import pytest

from dvcdata.importers import readings
from dvcdata.importers.maps import TableMap
from dvcdata.importers.opening import Figure

VI = TableMap("usage", {})
EN = TableMap("usage", {}, decimal=".", thousands=",", dates="mm/dd/yyyy")
PLAIN = TableMap("usage", {}, decimal="", thousands="", dates="yyyy/mm/dd")


@pytest.mark.parametrize(
    ("text", "item", "value"),
    [
        ("1.234,5", VI, "1234.5"),
        ("1.250", VI, "1250"),
        (" 12,50 ", VI, "12.50"),
        ("-3", VI, "-3"),
        ("12.5", VI, "12.5"),
        ("1.25.000", VI, "1.25.000"),
        ("1,234.5", EN, "1234.5"),
        ("1.250", EN, "1.250"),
        ("1.250", PLAIN, "1.250"),
        (Figure("1.125"), VI, "1.125"),
        ("", VI, ""),
        ("-", VI, "-"),
        ("na", VI, "na"),
        ("5 %", VI, "5 %"),
    ],
)
def test_a_number_loses_what_parts_its_thousands(text: str, item: TableMap, value: str) -> None:
    assert readings.number(text, item) == value


@pytest.mark.parametrize(("text", "value"), [("1.250", "1250"), ("1,250", "1,250"), ("7,0", "7,0"), ("7", "7")])
def test_a_count_with_a_fraction_stays_as_it_is(text: str, value: str) -> None:
    assert readings.whole(text, VI) == value


@pytest.mark.parametrize(
    ("text", "item", "value"),
    [
        ("21/11/2026", VI, "2026-11-21"),
        ("1-2-2026", VI, "2026-02-01"),
        ("1/2/2026 08:30", VI, "2026-02-01"),
        ("11/21/2026", EN, "2026-11-21"),
        ("2026/11/21", PLAIN, "2026-11-21"),
        ("2026-11-21T00:00:00", EN, "2026-11-21"),
        ("31/02/2026", VI, "31/02/2026"),
        ("21/11/26", VI, "21/11/26"),
        ("hôm nay", VI, "hôm nay"),
        ("", VI, ""),
    ],
)
def test_a_date_becomes_iso_where_it_is_one(text: str, item: TableMap, value: str) -> None:
    assert readings.day(text, item) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-08", "2026-08"),
        ("2026-Q3", "2026-Q3"),
        ("202608", "2026-08"),
        ("2026-08-01T00:00:00", "2026-08"),
        ("2026-08-15", "2026-08-15"),
        ("8/2026", "2026-08"),
        ("T8-2026", "2026-08"),
        ("Tháng 08 năm 2026", "2026-08"),
        ("Quý III/2026", "2026-Q3"),
        ("q3 2026", "2026-Q3"),
        ("6 tháng đầu năm 2026", "2026-H1"),
        ("2026", "2026"),
        ("13/2026", "13/2026"),
        ("tháng trước", "tháng trước"),
    ],
)
def test_a_period_is_read_however_it_is_written(text: str, value: str) -> None:
    assert readings.period(text) == value


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ({"year": "2026", "month": "8"}, "2026-08"),
        ({"year": "2026", "month": "Tháng 12"}, "2026-12"),
        ({"year": "2026", "quarter": "III"}, "2026-Q3"),
        ({"year": "2026", "quarter": "Quý 1"}, "2026-Q1"),
        ({"year": "2026"}, "2026"),
        ({"year": "2026", "month": "13"}, "2026-13"),
        ({"year": "2026", "month": ""}, "2026"),
    ],
)
def test_a_year_and_a_month_or_quarter_make_a_period(parts: dict[str, str], value: str) -> None:
    assert readings.joined(parts) == value


@pytest.mark.parametrize(("text", "value"), [("Có", "true"), ("không", "false"), ("x", "x"), ("", "")])
def test_yes_and_no_are_read_and_a_mark_is_not_guessed(text: str, value: str) -> None:
    assert readings.truth(text, VI) == value


def test_how_texts_are_written_is_told_by_those_that_leave_no_doubt() -> None:
    assert readings.marks(["12.5", "1,250"]) == (".", ",")
    assert readings.marks(["12,5", "1.250"]) == readings.marks(["1.250"]) == readings.marks([]) == (",", ".")
    assert readings.marks([Figure("12.5")]) == readings.marks(["12.5", "12,5"]) == (",", ".")
    assert readings.order(["11/21/2026", "01/02/2026"]) == "mm/dd/yyyy"
    assert readings.order(["21/11/2026"]) == readings.order(["01/02/2026"]) == "dd/mm/yyyy"
