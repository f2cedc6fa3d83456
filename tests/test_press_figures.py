"""The figures of five articles: all of them, one number a row, with what is needed to check them."""

import csv
import json
import unicodedata
from decimal import Decimal

import pytest
from frictionless import Package

from dvcdata import builtin, profiles

FOLDER = builtin.folder("datasets") / "press-figures"
SEVERAL = {"F01": 3, "F02": 2, "F05": 3, "F08": 2, "F09": 2, "F10": 5, "F11": 2, "F12": 2, "F13": 2, "F14": 2}
SEVERAL |= {"F21": 2, "F31": 3, "F32": 3}
FRACTIONS = {
    "F02b": "29/83",
    "F03": "6/20",
    "F04": "23/63",
    "F05a": "20/20",
    "F05c": "60/63",
    "F30": "2/17",
    "F31b": "928/1953",
    "F31c": "529/1953",
    "F32c": "19808/826600",
    "F33": "29/225",
    "F34": "3/225",
    "F35": "120/124",
}
QUALIFIERS = {
    "F02b": "nearly",
    "F08a": "more_than",
    "F08b": "nearly",
    "F09a": "nearly",
    "F09b": "nearly",
    "F11b": "nearly",
    "F14b": "nearly",
    "F17": "more_than",
    "F18": "more_than",
    "F19": "more_than",
    "F21a": "more_than",
    "F21b": "more_than",
    "F22": "more_than",
    "F27": "about",
    "F28": "nearly",
}


def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures() -> dict[str, dict[str, str]]:
    return {row["figure_id"]: row for row in rows("figures")}


def test_the_package_holds_to_the_profile_and_frictionless_finds_no_error() -> None:
    descriptor = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        assert "schema" not in resource
        resource["schema"] = profiles.schema(resource["name"])
    report = Package.from_descriptor(descriptor, basepath=str(FOLDER)).validate()
    assert report.valid, report.to_summary()


def test_all_35_figures_are_there_and_those_with_several_numbers_have_a_row_for_each() -> None:
    expected = []
    for number in range(1, 36):
        name = f"F{number:02d}"
        expected += [f"{name}{letter}" for letter in "abcde"[: SEVERAL[name]]] if name in SEVERAL else [name]
    assert [row["figure_id"] for row in rows("figures")] == expected


@pytest.mark.parametrize(("figure", "fraction"), FRACTIONS.items())
def test_numerator_and_denominator_stand_where_the_article_gives_them(figure: str, fraction: str) -> None:
    row = figures()[figure]
    assert f"{row['numerator']}/{row['denominator']}" == fraction


def test_the_words_nearly_more_than_and_about_are_kept() -> None:
    assert {name: row["qualifier"] for name, row in figures().items() if row["qualifier"] != "exact"} == QUALIFIERS


def test_every_figure_says_in_both_languages_what_it_claims_about_whom() -> None:
    sources = {row["source_id"] for row in rows("sources")}
    assert sources == {"S0", "S1", "S2", "S3", "S4"}
    for row in figures().values():
        assert row["source_id"] in sources
        for column in ("statement", "statement_en", "indicator", "scope", "relation", "value", "unit"):
            assert row[column], (row["figure_id"], column)


def test_the_printed_number_stands_in_the_statement_with_its_decimals() -> None:
    for row in figures().values():
        if row["unit"] in ("percent", "times"):
            value = Decimal(row["value"])
            printed = f"{value:.{int(row['decimals'])}f}"
            assert Decimal(printed) == value, row["figure_id"]
            assert printed.replace(".", ",") in row["statement"], row["figure_id"]
            assert printed in row["statement_en"], row["figure_id"]


def test_a_figure_names_a_base_that_exists_and_a_level_only_with_its_decree() -> None:
    known = figures()
    for row in known.values():
        assert not row["base_figure_id"] or row["base_figure_id"] in known
        assert not row["level"] or row["regime"], row["figure_id"]
        assert (row["relation"] == "times") == bool(row["factor"]), row["figure_id"]


def test_a_count_of_some_among_many_is_its_own_numerator() -> None:
    counts = [row for row in figures().values() if row["relation"] == "count" and row["numerator"]]
    assert counts and all(row["value"] == row["numerator"] for row in counts)


def test_the_comma_of_6_639_thousand_billion_is_a_decimal_comma() -> None:
    row = figures()["F21b"]
    assert (row["value"], row["unit"], row["qualifier"]) == ("6639000000000", "vnd", "more_than")


def test_known_results_come_out_of_the_numbers() -> None:
    """2,39 % is truncated, 95 % rounded, and 29 of 83 lies just below 35 %."""
    shares = {
        name: Decimal(row["numerator"]) * 100 / Decimal(row["denominator"])
        for name, row in figures().items()
        if row["relation"] == "share" and row["denominator"]
    }
    assert {name: round(share, 2) for name, share in shares.items()} == {
        "F02b": Decimal("34.94"),
        "F05c": Decimal("95.24"),
        "F32c": Decimal("2.40"),
    }


def test_a_year_or_quarter_is_no_cut_off_day() -> None:
    assert {row["as_of"] for row in figures().values()} == {"", "2021-09-20", "2020-12-25"}


def test_every_file_is_nfc_text_with_plain_line_ends() -> None:
    for path in FOLDER.iterdir():
        content = path.read_bytes()
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf"), path.name
        assert unicodedata.is_normalized("NFC", content.decode("utf-8")), path.name
