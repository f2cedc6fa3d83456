"""A record is found in its sheet again, and a sheet that nobody read is said."""

from pathlib import Path

import pytest

from dvcdata.tracing import Look, Part, Trace, unread


@pytest.mark.parametrize(
    ("row", "field", "cell"),
    [
        (4, "n", "a.xlsx › I › B4"),
        (9, "n", "a.xlsx › I › B9"),
        (10, "n", "b.xlsx › II › B4"),
        (1, "n", "a.xlsx › I › B3"),
        (4, "#3", "a.xlsx › I › C4"),
        (4, "#28", "a.xlsx › I › AB4"),
        (4, "n, code", "a.xlsx › I › B4"),
        (4, "other", "a.xlsx › I › 4"),
        (4, None, "a.xlsx › I › 4"),
        (None, "n", None),
    ],
)
def test_a_record_has_its_place_in_a_sheet(row: int | None, field: str | None, cell: str | None) -> None:
    trace = Trace(parts=[Part(1, 0, "a.xlsx", "I"), Part(10, -6, "b.xlsx", "II")], header=3)
    trace.name_columns(["code", "n", "", "n"])
    assert trace.cell(row, field) == cell


def test_a_table_that_is_in_no_sheet_has_no_place() -> None:
    assert Trace().cell(2, "n") is None


def test_sheets_are_unread_when_no_table_read_them() -> None:
    a, b = Path("a.xlsx"), Path("b.xlsx")
    first = Trace(looks=[Look(a, "a.xlsx", "I", ("I", "II", "III"), ("IV", "V")), Look(b, "b.xlsx", "I", ("I",), ())])
    second = Trace(looks=[Look(a, "a.xlsx", "V", ("I", "II", "III"), ("IV", "V"))])
    assert list(unread([first, Trace(), second])) == [
        ("other_sheets", {"file": "a.xlsx", "sheets": "II, III", "n": 2}),
        ("hidden_sheets", {"file": "a.xlsx", "sheets": "IV", "n": 1}),
    ]
