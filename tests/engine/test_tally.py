"""A large table is loaded at once only where counting shows that its lines say no more than its rows."""

from pathlib import Path
from typing import Any

import pytest
from running import Run, Write
from staging import reading

from dvcdata.engine import lines, tally
from dvcdata.engine.canonical import LinePlan
from dvcdata.errors import UserError

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "s", "type": "string", "constraints": {"required": True, "pattern": "[A-Z][0-9]*"}},
        {"name": "n", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "m", "type": "integer"},
        {"name": "t", "type": "string"},
    ]
}
GOOD = [f"K{n},{n},-{n + 1}, Đơn vị {n} ." for n in range(20)]


@pytest.fixture
def at_once(package: Write, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads lines as a table that is taken for large; the findings, and whether it was loaded at once."""
    monkeypatch.setattr(tally, "LEAST", 0)
    monkeypatch.setattr(tally, "SAMPLE", 3)

    def call(rows: list[str], end: str = "\n", schema: dict[str, Any] = SCHEMA) -> tuple[list[Any], bool]:
        folder = package([{"name": "t", "path": "t.csv", "schema": schema}], t="\n".join(["s,n,m,t", *rows]) + end)
        screened: list[str] = []
        one = lines.Lines._one

        def noted(self: lines.Lines, sql: str) -> Any:
            screened.append(sql)
            return one(self, sql)

        monkeypatch.setattr(lines.Lines, "_one", noted)
        result = reading(folder)
        assert result.rows == sum(1 for row in rows)
        return result.places, not any("limit 1" in sql for sql in screened)

    return call


@pytest.mark.parametrize("end", ["\n", ""])
def test_plain_lines_are_loaded_at_once(at_once: Any, end: str) -> None:
    assert at_once(GOOD, end) == ([], True)


@pytest.mark.parametrize("row", ["K1,,,", "K1,007,-5,é", "K1,1,1,-+._e"])
def test_empty_cells_zeros_before_and_signs_in_texts_are_plain(at_once: Any, row: str) -> None:
    assert at_once([*GOOD, row, *GOOD]) == ([], True)


@pytest.mark.parametrize("row", ["K1,+3,1,x", "K1, 2 ,1,x", "K1,1_000,1,x", 'K1,1,1,"x"', "K1,-0,1,x", "K1,1,-0,x"])
def test_what_is_right_but_not_plain_is_screened_and_found_right(at_once: Any, row: str) -> None:
    assert at_once([*GOOD, row, *GOOD]) == ([], False)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("K1,1.6,1,x", "type-error"),
        ("K1,1e3,1,x", "type-error"),
        ("K1,1,1.,x", "type-error"),
        ("K1,1,0x10,x", "type-error"),
        ("K1,-1,1,x", "constraint-error"),
        ("k1,1,1,x", "constraint-error"),
        (",1,1,x", "constraint-error"),
        ("K1,1,1,x,", "extra-cell"),
        ("K1,1,1", "missing-cell"),
        ("", "blank-row"),
        (",,,", "blank-row"),
    ],
)
def test_what_the_reader_of_duckdb_forgives_is_found(at_once: Any, row: str, kind: str) -> None:
    places, loaded = at_once([*GOOD, row, *GOOD])
    assert (places[0][:2], loaded) == ((kind, len(GOOD) + 2), False)


def test_forgiven_things_that_would_balance_in_length_do_not_pass(at_once: Any) -> None:
    places, loaded = at_once([*GOOD, "K1,1e2,1,x", "K1,+3,1,x", "", *GOOD])
    assert ([kind for kind, *_ in places], loaded) == (["type-error", "blank-row"], False)


@pytest.mark.parametrize(("text", "way"), [("a\x1fb", "control_characters"), ("a\rb", "line_ends")])
def test_bytes_behind_the_head_that_lines_cannot_be_told_by_take_a_loaded_table_back(
    package: Write, monkeypatch: pytest.MonkeyPatch, text: str, way: str
) -> None:
    monkeypatch.setattr(tally, "LEAST", 0)
    monkeypatch.setattr(tally, "SAMPLE", 3)
    rows = "\n".join(["s,n,m,t", *GOOD, f"K1,1,1,{text}", ""])
    result = reading(package([{"name": "t", "path": "t.csv", "schema": SCHEMA}], t=rows.encode()))
    assert (result.way, result.rows >= len(GOOD)) == (way, True)


def test_a_byte_behind_the_head_that_is_no_text_stops_a_large_table_too(
    package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "LEAST", 0)
    monkeypatch.setattr(tally, "SAMPLE", 3)
    rows = "\n".join(["s,n,m,t", *GOOD, "K1,1,1,"]).encode() + b"\xff\n"
    with pytest.raises(UserError) as refusal:
        reading(package([{"name": "t", "path": "t.csv", "schema": SCHEMA}], t=rows))
    assert (refusal.value.key, refusal.value.params["line"]) == ("file.encoding", len(GOOD) + 2)


def test_a_table_with_other_types_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "LEAST", 0)
    path = tmp_path / "t.csv"
    path.write_text("n\n1.5\n", encoding="utf-8")
    for kind, tried in (("string", True), ("number", False)):
        one = LinePlan(["n"], {}, {}, "", [""], [], [], [{"name": "n", "type": kind}], ["[0-9.]*"])
        assert tally.promising(one, path, "utf-8", ",") is tried


def test_verbose_says_which_tables_were_counted_and_which_screened(
    package: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "LEAST", 0)
    lines_ = "\n".join(["s,n,m,t", *GOOD])
    resources = [{"name": name, "path": f"{name}.csv", "schema": SCHEMA} for name in ("a", "b")]
    folder = package(resources, a=f"{lines_}\n", b=f"{lines_}\nK1,x,1,x\n")
    printed = run("--lang", "en", "validate", folder, "--verbose").out
    assert "    a: 20 rows, loaded at once and proven by counting\n" in printed
    assert "    b: 21 rows, screened line by line\n" in printed
