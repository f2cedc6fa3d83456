"""A cell says the text that it shows, and is a value where a column asks for its type."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from dvcdata.spreadsheets.cells import Cell, exact, fitted, index, letter, shown


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.0001, "1.0001"),
        (12.0, "12"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (-0.0, "0"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 8, 1), "2026-08-01"),
        (datetime(2026, 8, 1, 10, 30), "2026-08-01T10:30:00"),
        (time(10, 30), "10:30:00"),
        (" a\n", " a\n"),
        ("", ""),
    ],
)
def test_a_cell_shows_its_text(cell: Cell, text: str) -> None:
    assert shown(cell) == text


def test_a_number_is_exact_by_its_shortest_digits() -> None:
    assert repr(exact(12.0)) == "12"
    assert repr(exact(98.93)) == "Decimal('98.93')"
    assert exact(True) is True


@pytest.mark.parametrize(
    ("cell", "kind", "fitting"),
    [
        (Decimal("1.5"), "number", Decimal("1.5")),
        (7, "integer", 7),
        (7, "string", "7"),
        (Decimal("1.0001"), "string", "1.0001"),
        (True, "integer", "TRUE"),
        (True, "boolean", True),
        (1, "boolean", "1"),
        (date(2026, 8, 1), "date", date(2026, 8, 1)),
        (date(2026, 8, 1), "string", "2026-08-01"),
        (date(2026, 8, 1), "integer", "2026-08-01"),
        (datetime(2026, 8, 1), "date", datetime(2026, 8, 1)),
        (date(2026, 8, 1), "datetime", datetime(2026, 8, 1)),
        (time(10, 30), "time", time(10, 30)),
        (timedelta(hours=30), "duration", timedelta(hours=30)),
        (2026, "year", 2026),
        (2026, "yearmonth", "2026"),
        ("x", "integer", "x"),
    ],
)
def test_a_value_stays_one_where_the_column_has_its_type(cell: Cell, kind: str, fitting: Cell) -> None:
    (found,) = fitted([cell], [kind])
    assert found == fitting and type(found) is type(fitting)


def test_a_cell_beyond_the_columns_is_a_text() -> None:
    assert fitted([1, 2], ["integer"]) == [1, "2"]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_counted_by_letters(place: int, letters: str) -> None:
    assert letter(place) == letters
    assert index(letters) == place
