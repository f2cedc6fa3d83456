"""A pattern may suspect a sound line; it never passes a line that frictionless would refuse."""

import re
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcdata import profiles, schemas
from dvcdata.engine import canonical
from dvcdata.engine.canonical import DAY, FORMS, LinePlan, matched, plan, safe_pattern
from dvcdata.engine.dialects import Dialect
from dvcdata.engine.staged import Way
from dvcdata.package import Table

LONG = "12345678901234"
CONTROL = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}


def planned(fields: list[dict[str, Any]], seen: str = "", **schema: Any) -> LinePlan | Way:
    """The plan for a table with these columns, in each of which that cell was seen."""
    table = Table("t", "p", (Path("t.csv"),), {"fields": fields, **schema})
    descriptor = {"csv": CONTROL, "header": True, "headerRows": [1]}
    return plan(table, Dialect("utf-8", ",", descriptor), [item["name"] for item in fields], [[seen] * len(fields)])


def fits(line: str, *fields: dict[str, Any], **schema: Any) -> bool:
    """Whether a line passes the screen, asked of DuckDB as the engine asks."""
    verdicts = set()
    for seen in ("1", LONG):  # numbers are kept narrow, or wide
        made = planned([{"name": f"c{place}", **item} for place, item in enumerate(fields)], seen, **schema)
        assert isinstance(made, LinePlan), made
        with duckdb.connect() as connection:
            row = connection.execute("select regexp_full_match($l, $p)", {"l": line, "p": made.pattern}).fetchone()
        verdicts.add(bool(row and row[0]))
    (verdict,) = verdicts
    return verdict


INTEGER, NUMBER, DATE = {"type": "integer"}, {"type": "number"}, {"type": "date"}
BOOLEAN, TEXT = {"type": "boolean"}, {"type": "string"}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        *((text, INTEGER) for text in ("0", "-1", "999999999", '"7"', "")),
        *((text, NUMBER) for text in ("1.5", "-0.25", "7", '"98.93"', "")),
        *((text, DATE) for text in ("2026-11-21", "2026-12-31", "2026-02-28", '"2026-01-01"', "")),
        *((text, BOOLEAN) for text in ("true", "false", "TRUE", "0", "")),
        *((text, TEXT) for text in ("Đăng ký", '"a b"', " a ", "", "1.000100", "#", "'")),
        *((text, TEXT) for text in ('"a,b"', '"a ""b"", c"', '""', '""""')),
        ('"a,b"', TEXT | {"constraints": {"required": True}}),
    ],
)
def test_a_plain_cell_passes(line: str, field: dict[str, Any]) -> None:
    assert fits(line, field)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        *((text, INTEGER) for text in ("1.6", "1e3", "0x10", "1_000", "+3", " 2", "1.250", "٣", "9" * 19, '"1', "1,2")),
        *((text, NUMBER) for text in ("1,5", "1e3", "nan", "inf", ".5", "5.", "1.250.000", "98%", "0.1234567891")),
        *((text, DATE) for text in ("2026-02-30", "2026-04-31", "2026-1-5", "21/11/2026", "0000-01-01", "2026-13-01")),
        *((text, BOOLEAN) for text in ("yes", "tRUE", "có", "2")),
        *((text, TEXT) for text in ('a"b', '"a"b', '"a"" b', "a,b", '"a" ,b', '"', '"""', "a\rb", "a\x1fb")),
        *((text, TEXT | {"constraints": {"pattern": "[a-z]+"}}) for text in ('"a,b"', '"a""b"')),
    ],
)
def test_a_cell_that_needs_explaining_is_a_suspect(line: str, field: dict[str, Any]) -> None:
    assert not fits(line, field)


def test_lines_of_the_wrong_width_are_suspects() -> None:
    for line in ("a", "a,b,c", "a,b,", ",,", ""):
        assert not fits(line, TEXT, TEXT)
    assert fits("a,b", TEXT, TEXT) and fits(",", TEXT, TEXT)


def test_missing_values_are_part_of_the_form() -> None:
    labels = [{"value": "", "label": "chưa có"}, {"value": "na", "label": "không áp dụng"}, {"value": "-"}]
    for text in ("", "na", "-", '"na"'):
        assert fits(text, INTEGER, missingValues=labels)
    assert not fits("nc", INTEGER, missingValues=labels)
    assert not fits("", INTEGER, missingValues=[{"value": "na"}])


def test_a_schema_that_hides_regular_expressions_in_its_missing_values_hides_none() -> None:
    assert not fits("xyz", INTEGER, missingValues=["", ".*"])
    assert fits(".*", INTEGER, missingValues=["", ".*"])
    assert isinstance(planned([{"name": "a", **INTEGER}], missingValues=["a,b"]), Way)


SAFE = [
    (r"[A-Z]\d{2}", "[A-Z][0-9]{2}"),
    (r"^\d\.\d{6}$", r"[0-9]\.[0-9]{6}"),
    ("(?:ab)?c*", "(?:ab)?c*"),
    ("(a|b)+", "(a|b)+"),
    ("Đ+", "Đ+"),
    (r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?$", "[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?"),
]


@pytest.mark.parametrize(("pattern", "compiled"), SAFE)
def test_a_pattern_of_plain_signs_is_compiled(pattern: str, compiled: str) -> None:
    assert safe_pattern(pattern, ",") == compiled


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            r"\w+",
            r"\s",
            r"\D",
            r"[^x]+",
            ".*",
            r"\bA",
            "a|b",
            "(?i)a",
            "(?=a)b",
            r"(a)\1",
            "a{2",
            "x{,3}",
            "a+?",
            "a++",
        ),
        *(
            r"\p{L}",
            r"[\d]",
            "[[:alpha:]]",
            "a,b",
            '"',
            "^^a",
            "a$b",
            "(a",
            "a)",
            r"a\$",
            "\\",
            r"\x41",
            "[]a]",
            "[a",
            "**",
        ),
    ],
)
def test_a_pattern_whose_meaning_is_not_sure_is_left_to_frictionless(pattern: str) -> None:
    assert safe_pattern(pattern, ",") is None


@settings(max_examples=300, deadline=None)
@given(
    pattern=st.lists(
        st.sampled_from([*"abĐ1[]()|^$.*+?{}\\-d2,", "[a-c]", r"\d", "(?:", "{2}", "{1,2}", "{2}", "[^a]", "a|b"]),
        max_size=8,
    ).map("".join),
    text=st.text(st.sampled_from("abcĐ12-.^$|"), max_size=6),
)
def test_a_compiled_pattern_means_in_duckdb_what_it_means_to_frictionless(pattern: str, text: str) -> None:
    try:
        with warnings.catch_warnings(action="ignore", category=FutureWarning):  # of sets in sets
            judge = re.compile(f"^{pattern}$")
    except (re.error, OverflowError):
        return
    compiled = safe_pattern(pattern, ",")
    if compiled is not None:
        with duckdb.connect() as connection:
            row = connection.execute("select regexp_full_match($t, $p)", {"t": text, "p": compiled}).fetchone()
        assert bool(row and row[0]) <= bool(judge.match(text))


@settings(max_examples=300, deadline=None)
@given(st.from_regex(DAY, fullmatch=True))
def test_every_day_that_passes_is_a_day(day: str) -> None:
    assert date.fromisoformat(day)


def test_every_table_of_the_profile_can_be_screened() -> None:
    for name in profiles.tables():
        schema = profiles.schema(name) or {}
        assert isinstance(planned(schema["fields"], **{k: v for k, v in schema.items() if k != "fields"}), LinePlan), (
            name
        )


FIELDS = [{"name": name, "type": "string"} for name in ("a", "b", "c")]
REQUIRED = [FIELDS[0], {**FIELDS[1], "constraints": {"required": True}}, FIELDS[2]]


@pytest.mark.parametrize(
    ("mode", "good", "bad"),
    [
        ("exact", ["abc"], ["ab", "acb", "abcd", "aab", "ABC"]),
        ("equal", ["abc", "cba"], ["ab", "abcd"]),
        ("subset", ["abc", "cbad", "abcd"], ["ab"]),
        ("superset", ["abc", "a", "ca"], ["abd", "d"]),
        ("partial", ["abc", "a", "ad", "dca"], ["d", "dd"]),
    ],
)
def test_a_header_is_matched_as_the_schema_says(mode: str, good: list[str], bad: list[str]) -> None:
    schema = {"fields": FIELDS, "fieldsMatch": mode}
    for labels in good:
        pairs = matched(schema, list(labels))
        assert pairs is not None and [item["name"] for item in pairs] == list(labels)
        assert [item["type"] for item in pairs] == ["any" if label == "d" else "string" for label in labels]
    for labels in bad:
        assert matched(schema, list(labels)) is None, labels


def test_a_required_column_or_one_of_the_key_may_never_be_absent() -> None:
    assert matched({"fields": REQUIRED, "fieldsMatch": "partial"}, ["a", "c"]) is None
    assert matched({"fields": FIELDS, "fieldsMatch": "partial", "primaryKey": "b"}, ["a", "c"]) is None
    assert matched({"fields": FIELDS, "fieldsMatch": "partial"}, ["a", ""]) is None
    assert matched({"fields": FIELDS, "fieldsMatch": "partial"}, []) is None


def test_numbers_are_kept_as_narrow_as_those_of_the_sample() -> None:
    table = Table("t", "p", (Path("t.csv"),), {"fields": [{"name": "n", **INTEGER}, {"name": "d", **NUMBER}]})
    dialect = Dialect("utf-8", ",", {"csv": CONTROL, "header": True, "headerRows": [1]})
    narrow, wide = (plan(table, dialect, ["n", "d"], [[n, n]]) for n in ("1", LONG))
    assert isinstance(narrow, LinePlan) and isinstance(wide, LinePlan)
    assert narrow.columns == wide.columns == {"n": "BIGINT", "d": "DECIMAL(28,8)"}
    assert narrow.stored != narrow.columns and wide.stored == wide.columns


def test_what_a_pattern_passes_frictionless_passes_too() -> None:
    from frictionless import Schema

    for kind in FORMS:
        (field,) = Schema.from_descriptor(schemas.plain({"fields": [{"name": "a", "type": kind}]})).fields
        judge = field.create_cell_reader()
        for text in (
            "0",
            "-0",
            "007",
            "-1",
            "1.50",
            "true",
            "TRUE",
            "2026",
            "2026-08",
            "2024-02-29",
            "2026-11-21",
            "0000",
        ):
            if re.fullmatch(canonical.FORMS[kind], text):
                assert judge(text)[1] is None, (kind, text)
