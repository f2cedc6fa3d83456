"""Reading by lines: which tables go that way, that row numbers are those of frictionless, and what it hands on."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from running import Write
from staging import Reading, reading

FIELDS: list[dict[str, Any]] = [
    {"name": "k", "type": "string"},
    {"name": "n", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "s", "type": "string", "constraints": {"enum": ["a", "b", "na"]}},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": ["k"]}
MANY = 250  # more rows than the sample that decides how wide numbers are kept


@pytest.fixture
def read(package: Write) -> Any:
    """Reads a table with that text as the table `t`, by a schema of three columns or another."""

    def call(text: str | bytes, schema: dict[str, Any] = SCHEMA, **resource: Any) -> Reading:
        descriptor = {"name": "t", "path": "t.csv", "schema": schema, **resource}
        return reading(package([descriptor], t=text))

    return call


def many(start: int = 1, stop: int = MANY + 1) -> str:
    return "".join(f"k{n},{n},a\n" for n in range(start, stop))


def test_a_table_whose_lines_are_all_clean_is_read_by_lines(read: Any) -> None:
    result = read(f"k,n,s\n{many()}")
    assert (result.way, result.findings, result.rows, result.left_out) == ("lines", [], MANY, 0)
    assert result.column("_row") == list(range(2, MANY + 2))
    assert result.seen[-1] == {"_package": "goi", "_row": MANY + 1, "k": f"k{MANY}", "n": MANY, "s": "a"}


@pytest.mark.parametrize("bad", [2, 3, 100, 201, 202, MANY, MANY + 1])
def test_a_suspect_is_found_wherever_it_stands(read: Any, bad: int) -> None:
    lines = f"k,n,s\n{many()}".splitlines()
    lines[bad - 1] = "x,1.6,a"
    result = read("\n".join([*lines, ""]))
    assert (result.way, result.places) == ("lines", [("type-error", bad, "n")])
    assert result.rows == len(result.seen) == MANY
    assert [row["_row"] for row in result.seen if row["n"] is None] == [bad]
    assert result.seen[bad - 2]["k"] == "x"


def test_first_and_last_row_may_both_be_bad_and_the_last_may_lack_its_line_end(read: Any) -> None:
    result = read(f"k,n,s\nx,y,a\n{many()}z,w,a")
    assert result.places == [("type-error", 2, "n"), ("type-error", MANY + 3, "n")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(read: Any, newline: str, mark: str) -> None:
    text = mark + "k,n,s\na,1,a\nb,x,b\n\nc,3,a\n".replace("\n", newline)
    result = read(text.encode())
    assert result.way == "lines"
    assert result.places == [("type-error", 3, "n"), ("blank-row", 4, None), ("primary-key", 4, None)]
    assert [(row["_row"], row["k"], row["s"]) for row in result.seen] == [(2, "a", "a"), (3, "b", "b"), (5, "c", "a")]


def test_blank_and_ragged_rows_count_and_no_rule_sees_them(read: Any) -> None:
    result = read("k,n,s\na,1,a\n\nb,2\nc,3,a,4\n,,\nd,4,b\n")
    assert result.column("_row") == [2, 7]
    assert (result.rows, result.left_out) == (6, 4)
    kinds = [place for place in result.places if place[0] != "primary-key"]
    assert kinds == [("blank-row", 3, None), ("missing-cell", 4, "s"), ("extra-cell", 5, "#4"), ("blank-row", 6, None)]


def test_a_row_with_an_ill_typed_cell_is_seen_with_nothing_in_its_place(read: Any) -> None:
    result = read("k,n,s\na,x,a\nb,-1,c\n")
    assert result.places == [("type-error", 2, "n"), ("constraint-error", 3, "n"), ("constraint-error", 3, "s")]
    assert [(row["k"], row["n"], row["s"]) for row in result.seen] == [("a", None, "a"), ("b", -1, "c")]


def test_a_row_whose_key_has_the_wrong_type_is_seen_by_no_rule(read: Any) -> None:
    schema = {"fields": [{"name": "k", "type": "integer"}, *FIELDS[1:]], "primaryKey": ["k"]}
    result = read("k,n,s\n1,1,a\nx,2,a\n3,3,a\n", schema)
    assert result.column("_row") == [2, 4]
    assert result.left_out == 1


def test_quoted_cells_and_doubled_quotes_are_read_by_lines(read: Any) -> None:
    result = read('k,n,s\n"a","1","a"\n"b,c",2,a\n"d ""e""",3,b\n"",4,a\n')
    assert result.way == "lines"
    assert result.column("k") == ["a", "b,c", 'd "e"', None]


def test_equal_keys_are_found_among_clean_lines_and_suspects(read: Any) -> None:
    result = read(f"k,n,s\nk7,x,a\n{many()}k9,1,a\n")
    assert ("primary-key", 9, None) in result.places
    assert ("primary-key", MANY + 3, None) in result.places
    twins = {item.row: item.params["twin"] for item in result.findings if item.rule == "primary-key"}
    assert twins == {9: "2", MANY + 3: "11"}


@pytest.mark.parametrize("number", [10**9 - 1, 10**10, 1 - 10**18, 2**63 - 1, -(2**62)])
def test_a_long_whole_number_behind_many_short_ones_is_kept_exactly(read: Any, number: int) -> None:
    schema = {"fields": [FIELDS[0], {"name": "n", "type": "integer"}]}
    rows = "".join(f"k{n},{n}\n" for n in range(MANY))
    result = read(f"k,n\n{rows}last,{number}\n", schema)
    assert (result.way, result.findings) == ("lines", [])
    assert result.column("n") == [*range(MANY), number]


@pytest.mark.parametrize("number", ["123456789012.123456", "1234567890123.5", "0.00000001", "98.93"])
def test_a_long_decimal_behind_many_short_ones_is_kept_exactly(read: Any, number: str) -> None:
    schema = {"fields": [FIELDS[0], {"name": "n", "type": "number"}]}
    rows = "".join(f"k{n},{n}.5\n" for n in range(MANY))
    result = read(f"k,n\n{rows}last,{number}\n", schema)
    assert result.findings == []
    assert result.seen[-1]["n"] == Decimal(number) and result.seen[0]["n"] == Decimal("0.5")
    assert result.types["n"].startswith("DECIMAL")


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 40])
def test_a_number_beyond_all_columns_stops_nothing(read: Any, number: str) -> None:
    schema = {"fields": [FIELDS[0], {"name": "n", "type": "integer"}]}
    result = read(f"k,n\na,1\nb,{number}\n", schema)
    assert result.findings == []
    assert int(result.seen[0]["n"]) == 1
    assert float(result.seen[1]["n"]) == float(number)


def test_a_decimal_beyond_all_columns_stops_nothing(read: Any) -> None:
    schema = {"fields": [FIELDS[0], {"name": "n", "type": "number"}]}
    result = read(f"k,n\na,1.5\nb,{'9' * 25}.5\nc,0.{'0' * 12}1\n", schema)
    assert result.findings == []
    assert [float(value) for value in result.column("n")] == [1.5, 1e25, 1e-13]


@pytest.mark.parametrize(
    ("way", "text", "more"),
    [
        ("open_quotes", 'k,n,s\n"a\nb",1,a\n', {}),
        ("line_ends", "k,n,s\r\na,1,a\n", {}),
        ("control_characters", "k,n,s\na\x1f,1,a\n", {}),
        ("encoding", "k,n,s\na,1,a\n", {"encoding": "cp1252"}),
        ("header", "k,n,S\na,1,a\n", {}),
        ("header", "k,n,s,z\na,1,a,9\n", {}),
        ("delimiter", "k§n§s\na§1§a\n", {"dialect": {"delimiter": "§"}}),
        ("dialect", "k,n,s\n'a',1,a\n", {"dialect": {"quoteChar": "'"}}),
        ("dialect", "k,n,s\n#\na,1,a\n", {"dialect": {"commentChar": "#"}}),
        ("header_rows", "Biểu 06\nk,n,s\na,1,a\n", {"dialect": {"headerRows": [2]}}),
        ("lines", "k;n;s\na;1;a\n", {}),
        ("lines", "k|n|s\na|1|a\n", {"dialect": {"delimiter": "|"}}),
        ("lines", "k\tn\ts\na\t1\ta\n", {"format": "tsv"}),
        ("lines", "n,s,k\n1,a,a\n", {"schema": {**SCHEMA, "fieldsMatch": "equal"}}),
        ("lines", "n,k,z\n1,a,9\n", {"schema": {**SCHEMA, "fieldsMatch": "partial"}}),
    ],
)
def test_a_table_is_read_by_lines_unless_there_is_a_reason(read: Any, way: str, text: str, more: Any) -> None:
    result = read(text, **more)
    assert result.way == way
    assert str(result.seen[0]["k"]).strip("'").startswith("a") or way == "header"


@pytest.mark.parametrize(
    ("way", "field"),
    [
        ("lines", {"type": "string", "constraints": {"pattern": r"^[A-Z]\d{2}$"}}),
        ("lines", {"type": "string", "constraints": {"pattern": r"[^\W]+|\W"}}),
        ("lines", {"type": "string", "format": "email"}),
        ("column", {"type": "number", "decimalChar": ","}),
        ("column", {"type": "date", "format": "%d/%m/%Y"}),
        ("column", {"type": "datetime"}),
        ("key", {"type": "number"}),
    ],
)
def test_what_a_pattern_cannot_say_of_a_column_is_judged_otherwise(read: Any, way: str, field: dict[str, Any]) -> None:
    schema = {"fields": [{"name": "k", **field}], "primaryKey": ["k"] if way == "key" else []}
    assert read("k\nx\n", schema).way.startswith(way)


def test_the_text_of_an_empty_line_is_no_row_where_one_empty_cell_would_be(read: Any) -> None:
    schema = {"fields": [{"name": "k", "type": "string"}]}
    result = read('k\na\n\n""\nb\n', schema)
    assert [place[:2] for place in result.places] == [("blank-row", 3), ("blank-row", 4)]
    assert result.column("_row") == [2, 5]


def test_names_that_sql_would_stumble_over_are_read(read: Any, tmp_path: Path) -> None:
    names = ['a"b', "select", "a b", "đ", "1", "a.b", "'"]
    schema = {"fields": [{"name": name, "type": "integer"} for name in names]}
    header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    result = read(f"{header}\n1,2,3,4,5,6,7\n", schema)
    assert [result.seen[0][name] for name in names] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("match", ["exact", "partial", "subset"])
def test_blanks_around_a_label_do_not_keep_its_column_from_being_checked(read: Any, match: str) -> None:
    fields = [{"name": "k", "type": "string"}, {"name": "n", "type": "integer"}]
    result = read("k,n \na,x\n", {"fields": fields, "fieldsMatch": match})
    assert (result.way, result.places) == ("lines", [("type-error", 2, "n")])
