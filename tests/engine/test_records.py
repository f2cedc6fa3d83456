"""Reading record by record: row numbers where lines are no records, labels of missing values, every kind of dialect."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from running import Run, Write
from staging import Reading, reading

MISSING = [{"value": "", "label": "chưa có số liệu"}, {"value": "na", "label": "không áp dụng"}, {"value": "nc"}]
FIELDS: list[dict[str, Any]] = [
    {"name": "k", "type": "string", "constraints": {"required": True}},
    {"name": "n", "type": "integer"},
    {"name": "d", "type": "number"},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": ["k"], "missingValues": MISSING}
VERSION = "https://datapackage.org/profiles/2.0/datapackage.json"


@pytest.fixture
def read(package: Write) -> Any:
    """Reads a table with that text as the table `t`."""

    def call(text: str | bytes, labelled: tuple[str, ...] = (), **resource: Any) -> Reading:
        descriptor = {"name": "t", "path": "t.csv", "schema": SCHEMA, **resource}
        return reading(package([descriptor], t=text), {"t": set(labelled)} if labelled else None)

    return call


def test_rows_are_numbered_by_records_where_a_cell_holds_line_breaks(read: Any) -> None:
    result = read('k,n,d\n"a\nb",1,1\n"c\n\nd",x,1\ne,2,y\n"f",3,1')
    assert result.way == "open_quotes"
    assert result.places == [("type-error", 3, "n"), ("type-error", 4, "d")]
    assert [(row["_row"], row["k"]) for row in result.seen] == [(2, "a\nb"), (3, "c\n\nd"), (4, "e"), (5, "f")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_breaks_in_cells_keep_their_form(read: Any, newline: str, mark: str) -> None:
    text = f'{mark}k,n,d{newline}"a{newline}b",1,1{newline}{newline}c,2,x{newline}'
    result = read(text.encode())
    assert result.places == [("blank-row", 3, None), ("type-error", 4, "d"), ("primary-key", 3, None)]
    assert [(row["_row"], row["k"]) for row in result.seen] == [(2, f"a{newline}b"), (4, "c")]


def test_more_rows_than_a_sample_are_numbered_on(read: Any) -> None:
    rows = "".join(f'"a\n{n}",{n},1\n' for n in range(500))
    result = read(f'k,n,d\n"x",y,1\n{rows}"z",w,1\n')
    assert result.places == [("type-error", 2, "n"), ("type-error", 503, "n")]
    assert result.column("_row") == list(range(2, 504))


@pytest.mark.parametrize(("first", "way"), [("a", "lines"), ('"a\nb"', "open_quotes")])
def test_the_labels_of_missing_values_reach_a_rule_that_asks_for_them(read: Any, first: str, way: str) -> None:
    result = read(f'k,n,d\n{first},1,1\nb,,2\nc,na,na\nd,nc,4\ne,x,5\nf,"nc",6\n', labelled=("n", "k", "nothing"))
    assert (result.way, result.places) == (way, [("type-error", 6, "n")])
    assert result.column("n") == [1, None, None, None, None, None]
    assert result.column("n_missing") == [None, None, "na", "nc", None, "nc"]
    assert result.column("k_missing") == [None] * 6
    assert "d_missing" not in result.types and result.column("d")[2] is None


def test_labels_are_there_where_the_file_has_none_of_the_column(read: Any) -> None:
    result = read("k,d\na,1\n", labelled=("n",), schema={**SCHEMA, "fieldsMatch": "partial"})
    assert result.column("n_missing") == [None] if "n_missing" in result.types else True


def test_missing_values_are_those_of_the_schema_and_no_others(read: Any) -> None:
    result = read("k,n,d\na,na,nc\nb,null,1\nc,NA,2\nd,-,3\n")
    assert result.places == [("type-error", 3, "n"), ("type-error", 4, "n"), ("type-error", 5, "n")]
    assert result.column("n") == [None] * 4 and result.column("d")[0] is None


def test_what_rules_see_of_ragged_blank_and_ill_typed_rows(read: Any) -> None:
    result = read('k,n,d\n"a\nb",1,1\n\nb,2\nc,3,1,9\nd,x,1\n,5,1\n,,\n')
    assert [row["_row"] for row in result.seen] == [2, 6, 7]
    assert [(row["n"], row["d"]) for row in result.seen] == [(1, 1), (None, 1), (5, 1)]
    assert (result.rows, result.left_out) == (7, 4)


def test_types_are_those_that_the_dialect_of_rules_promises(read: Any) -> None:
    kinds = ["string", "integer", "number", "date", "boolean", "datetime", "year", "any"]
    schema = {"fields": [{"name": f"c{place}", "type": kind} for place, kind in enumerate(kinds)]}
    result = read('c0,c1,c2,c3,c4,c5,c6,c7\n"a\nb",1,1.50,2026-11-21,true,2026-11-21T14:05:00,2026,x\n', schema=schema)
    assert result.findings == []
    assert list(result.types.values())[2:] == [
        *("VARCHAR", "BIGINT", "DECIMAL(28,8)", "DATE", "BOOLEAN", "TIMESTAMP", "BIGINT", "VARCHAR"),
    ]
    values = ["a\nb", 1, Decimal("1.50"), date(2026, 11, 21), True, datetime(2026, 11, 21, 14, 5), 2026, "x"]
    assert [result.seen[0][f"c{place}"] for place in range(len(kinds))] == values


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("k;n;d\n'a;b';1;1.5\n", {"delimiter": ";", "quoteChar": "'"}),
        ("k,n,d\n# ghi chú\na;b,1,1.5\n", {"commentChar": "#"}),
        ("# lập, ngày 1/8\n# theo mẫu\nk,n,d\na;b,1,1.5\n", {"commentChar": "#"}),
        ("Biểu 06\nk,n,d\na;b,1,1.5\n", {"commentRows": [1]}),
        ("Biểu 06\nk,n,d\na;b,1,1.5\n", {"headerRows": [2]}),
        ("k,n,d\ntổng,0,0\na;b,1,1.5\n", {"commentRows": [2]}),
        ("k, n, d\na;b, 1, 1.5\n", {"skipInitialSpace": True}),
        ("a;b,1,1.5\n", {"header": False}),
        ("K,N,D\na;b,1,1.5\n", {"headerCase": False}),
        ("k,n,d\n\na;b,1,1.5\n", {"skipBlankRows": True}),
        ("k|n|d\na;b|1|1.5\n", {"csv": {"delimiter": "|"}}),
    ],
)
def test_a_dialect_is_read_as_it_is_declared(read: Any, text: str, dialect: dict[str, Any]) -> None:
    result = read(text, dialect=dialect)
    assert result.findings == [], result.way
    assert [(row["k"], row["n"], row["d"]) for row in result.seen] == [("a;b", 1, Decimal("1.5"))]


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16", "utf-16-le", "latin-1", "utf-8-sig", "UTF8"])
def test_a_declared_encoding_is_read(read: Any, encoding: str) -> None:
    content = "k,n,d\ncà,1,1\nê,x,1\n".encode(encoding)
    result = read(content, encoding=encoding)
    assert result.places == [("type-error", 3, "n")]
    assert result.column("k") == ["cà", "ê"]


def test_several_files_are_one_table_with_one_header_each(package: Write) -> None:
    resource = {"name": "t", "path": ["a.csv", "b.csv", "c.csv"], "schema": SCHEMA}
    folder = package([resource], a="k,n,d\na,1,1\n", b="k,n,d\nb,x,1\n", c="k,n,d\nc,3,1\n")
    result = reading(folder)
    assert result.places == [("type-error", 3, "n")]
    assert [(row["_row"], row["k"]) for row in result.seen] == [(2, "a"), (3, "b"), (4, "c")]


def test_a_cell_without_end_takes_the_rest_of_the_file_as_frictionless_does(read: Any) -> None:
    result = read('k,n,d\na,1,1\n"b,2,2\nc,3,3\n')
    assert result.rows == 2
    assert {place[:2] for place in result.places} == {("missing-cell", 3)}


def test_a_header_that_matches_nothing_is_reported_and_its_rows_are_judged(read: Any) -> None:
    result = read("x,y,z\na,1,1\n")
    assert {place[0] for place in result.places if place[1] == 1} == {"incorrect-label"}
    assert result.rows == 1


def test_a_name_twice_in_the_header_is_one_finding_and_no_row_is_read(read: Any) -> None:
    result = read("k,n,d,n\na,1,1,1\n", schema={**SCHEMA, "fieldsMatch": "partial"})
    assert [place[:2] for place in result.places] == [("duplicate-label", 1)]
    assert result.rows == 0


def test_an_empty_cell_of_a_required_key_is_a_finding_and_its_row_is_seen(read: Any) -> None:
    result = read("k,n,d\n,1,1\n")
    assert ("constraint-error", 2, "k") in result.places
    assert result.column("k") == [None]


@pytest.mark.parametrize("cell", ["nan", "inf", "-INF"])
def test_numbers_that_are_none_are_kept_apart_from_numbers(read: Any, cell: str) -> None:
    result = read(f"k,n,d\na,1,{cell}\nb,2,2\n")
    assert result.findings == []
    assert [value is not None for value in result.column("d")] == [True, True]
    assert float(result.seen[1]["d"]) == 2 and str(float(result.seen[0]["d"])) == cell.lower()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_break_in_the_header_is_part_of_its_label(read: Any, newline: str) -> None:
    label = f"số{newline}lượng"
    schema = {"fields": [{"name": "k", "type": "string"}, {"name": label, "type": "integer"}]}
    result = read(f'k,"{label}"{newline}a,1{newline}b,x{newline}'.encode(), schema=schema)
    assert (result.way, result.rows) == ("open_quotes", 2)
    assert result.places == [("type-error", 3, label)]


def test_a_cell_that_cannot_be_compared_with_a_bound_is_of_the_wrong_type(read: Any) -> None:
    bound = {"minimum": "2026-01-01T00:00:00"}
    schema = {"fields": [{"name": "at", "type": "datetime", "constraints": bound}]}
    result = read("at\n2026-02-01T00:00:00\n2026-02-01T00:00:00Z\n", schema=schema)
    assert result.places == [("type-error", 3, "at")]


def test_whole_numbers_of_twenty_digits_are_told_apart_as_keys(read: Any) -> None:
    schema = {"fields": [{"name": "k", "type": "integer"}], "primaryKey": ["k"]}
    result = read("k\n12345678901234567890\n12345678901234567891\n12345678901234567890\n", schema=schema)
    assert result.places == [("primary-key", 4, None)]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("vi", "“1,x” ở cột v không phải danh sách gồm các giá trị kiểu"), ("en", "“1,x” in column v is not a list of")],
)
def test_a_list_with_a_wrong_item_is_said_to_be_one(package: Write, run: Run, lang: str, sentence: str) -> None:
    schema = {"fields": [{"name": "v", "type": "list", "itemType": "integer"}]}
    folder = package([{"name": "t", "path": "t.csv", "schema": schema}], t='v\n"1,2"\n"1,x"\n')
    result = run("--lang", lang, "validate", folder)
    assert result.code == 1 and sentence in " ".join(result.out.split()), result.err
