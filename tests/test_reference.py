"""The reference package: codes with validity, measures whose points add up, and a calendar without gaps."""

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from frictionless import Package

from dvcdata import builtin, profiles

FOLDER = builtin.folder("datasets") / "reference"
CHANGED = {"15", "24", "44", "52", "80", "82", "91"}
NOT_FOUND = {"G23", "G25", "G26", "G29", "G31", "G32", "G33", "G35"}
Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(table: str, column: str) -> set[str]:
    return {row[column] for row in rows(table)}


def in_force(found: Iterable[Row], day: str) -> list[Row]:
    return [row for row in found if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])]


def bare(name: str) -> str:
    return re.sub(r"^(Tỉnh|Thành phố) ", "", name)


def test_the_package_holds_to_the_profile_and_frictionless_finds_no_error() -> None:
    descriptor = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        own = resource["name"] not in profiles.tables()
        assert ("schema" in resource) == own, resource["name"]
        resource.setdefault("schema", profiles.schema(resource["name"]))
        assert resource["title"] and resource["title_en"]
    report = Package.from_descriptor(descriptor, basepath=str(FOLDER)).validate()
    assert report.valid, report.to_summary()


def test_every_file_is_nfc_text_with_plain_line_ends() -> None:
    for path in FOLDER.iterdir():
        content = path.read_bytes()
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf"), path.name
        assert unicodedata.is_normalized("NFC", content.decode("utf-8")), path.name


def test_there_are_34_provinces_now_and_63_before_july_2025() -> None:
    for day, count in (("2025-06-30", 63), ("2025-07-01", 34), ("2026-04-29", 34), ("2026-11-21", 34)):
        found = in_force(rows("units"), day)
        assert len(found) == len({row["unit_code"] for row in found}) == count, day
    provinces = [row for row in rows("agencies") if row["kind"] == "province"]
    assert Counter(bool(row["valid_to"]) for row in provinces) == {False: 34, True: 29}


def test_seven_province_codes_changed_meaning() -> None:
    before = {row["unit_code"]: row for row in in_force(rows("units"), "2025-06-30")}
    after = {row["unit_code"]: row for row in in_force(rows("units"), "2025-07-01")}
    shared = before.keys() & after.keys()
    assert {code for code in shared if bare(before[code]["name"]) != bare(after[code]["name"])} == CHANGED
    assert {code for code in shared if before[code]["agency_code"] != after[code]["agency_code"]} == CHANGED


def test_every_old_province_goes_whole_into_one_that_exists_and_every_new_one_has_its_own() -> None:
    changes = rows("unit_changes")
    assert {row["old_code"] for row in changes} == {u["unit_code"] for u in in_force(rows("units"), "2025-06-30")}
    assert {row["new_code"] for row in changes} == {u["unit_code"] for u in in_force(rows("units"), "2025-07-01")}
    assert len(changes) == 63 and {(row["date"], row["share"]) for row in changes} == {("2025-07-01", "whole")}


def test_agency_successors_are_current_and_agree_with_the_territory() -> None:
    agencies = {row["agency_code"]: row for row in rows("agencies")}
    new_of = {row["old_code"]: row["new_code"] for row in rows("unit_changes")}
    for row in agencies.values():
        assert bool(row["successor_code"]) == bool(row["valid_to"]), row["agency_code"]
        if row["successor_code"]:
            successor = agencies[row["successor_code"]]
            assert not successor["valid_to"], row["agency_code"]
            assert new_of[row["unit_code"]] == successor["unit_code"], row["agency_code"]


def test_units_and_agencies_name_each_other() -> None:
    agencies = {row["agency_code"]: row for row in rows("agencies")}
    assert all(row["agency_code"] in agencies for row in rows("units"))
    current = in_force(rows("units"), "2026-11-21")
    former = [unit for unit in in_force(rows("units"), "2025-06-30") if agencies[unit["agency_code"]]["valid_to"]]
    assert len(current) + len(former) == 34 + 29
    for unit in current + former:
        assert agencies[unit["agency_code"]]["unit_code"] == unit["unit_code"]
        assert agencies[unit["agency_code"]]["short_name"] == bare(unit["name"])


def test_central_codes_are_the_28_that_were_found_and_no_other() -> None:
    central = {row["agency_code"] for row in rows("agencies") if row["tier"] == "central"}
    assert len(central) == 28 and not central & NOT_FOUND
    assert central <= {f"G{number:02d}" for number in range(1, 37)}


def test_another_name_belongs_to_one_known_agency_only() -> None:
    names = rows("agency_names")
    assert ids("agency_names", "agency_code") <= ids("agencies", "agency_code")
    everything = [row["name"].casefold() for row in names + rows("agencies")]
    assert not [name for name, count in Counter(everything).items() if count > 1]
    assert {"TP.HCM", "UBND tỉnh Phú Thọ", "Bộ GTVT"} <= {row["name"] for row in names}


def test_every_source_named_exists_and_says_what_it_covers() -> None:
    sources = {row["source_id"]: row for row in rows("sources")}
    assert all(row["covers"] for row in sources.values())
    for table in ("agencies", "agency_names", "units", "unit_changes", "regimes", "levels", "measures", "targets"):
        assert ids(table, "source_id") <= sources.keys(), table


def test_regimes_follow_each_other_without_overlap_and_levels_belong_to_them() -> None:
    regimes = rows("regimes")
    assert [row["regime"] for row in regimes] == ["43/2011", "42/2022", "224/2026"]
    for earlier, later in pairwise(regimes):
        assert date.fromisoformat(later["valid_from"]) - date.fromisoformat(earlier["valid_to"]) == timedelta(days=1)
    for row in regimes:
        for end in ("valid_from", "valid_to"):
            assert bool(row[end]) == bool(row[f"{end}_certainty"]), row["regime"]
    assert ids("levels", "regime") == ids("regimes", "regime")
    assert ids("targets", "regime") <= ids("regimes", "regime") | {""}


def test_old_levels_map_to_series_levels_with_a_caveat_and_proactive_ones_do_not() -> None:
    levels = {(row["regime"], row["scale"], row["level"]): row for row in rows("levels")}
    old = [levels["43/2011", "service", str(level)]["series_level"] for level in (1, 2, 3, 4)]
    assert old == ["information", "information", "partial", "full"]
    assert all(row["series_note"] and row["series_note_en"] for row in levels.values())
    assert {row["series_level"] for row in levels.values() if row["scale"] == "proactive"} == {""}


def implemented() -> dict[str, Row]:
    return {row["measure"]: row for row in rows("measures") if row["version"] == "implemented"}


def test_the_parts_of_index_766_add_to_their_groups_and_the_groups_to_100() -> None:
    measures = implemented()
    parts: dict[str, list[Decimal]] = {}
    for row in measures.values():
        if row["parent"]:
            parts.setdefault(row["parent"], []).append(Decimal(row["max_score"]))
    for parent, scores in parts.items():
        assert sum(scores) == Decimal(measures[parent]["max_score"]), parent
    assert sorted(parts["766"]) == [10, 12, 18, 18, 20, 22] and sum(parts["766"]) == 100
    assert sorted(parts["766-online"]) == [2, 4, 6]


def test_measures_say_when_a_ratio_earns_full_marks_and_what_a_zero_denominator_does() -> None:
    measures = implemented()
    full_at = {name: row["full_at"] for name, row in measures.items() if row["full_at"] not in ("", "1")}
    assert full_at == {
        "766-online-provision": "0.8",
        "766-online-share": "0.5",
        "766-payment-procedures": "0.8",
        "766-payment-third": "0.8",
        "766-reused": "0.8",
        "766-rated": "0.9",
    }
    stated = {name: row["zero_rule"] for name, row in measures.items() if row["zero_rule"] not in ("", "unstated")}
    assert stated == {
        "766-published-on-time": "no-score",
        "766-on-time": "zero",
        "766-rated": "zero",
        "766-petition-on-time": "full",
        "766-petition-satisfied": "full",
        "766-petition-procedures": "no-score",
        "766-petition-staff": "no-score",
    }


def test_every_scored_measure_has_a_maximum_and_every_parent_exists() -> None:
    measures = implemented()
    for row in rows("measures"):
        assert not row["parent"] or row["parent"] in measures, row["measure"]
        assert row["title_en"] and row["definition"] and row["definition_en"], row["measure"]
    assert all(row["max_score"] for row in measures.values() if row["unit"] == "points")
    assert all(row["measure"] in measures for row in rows("measures"))


def test_numerators_that_are_measures_exist() -> None:
    named = {row[side] for row in rows("measures") for side in ("numerator", "denominator")}
    found = {word for name in named for word in re.findall(r"portal-[a-z-]+", name)}
    assert len(found) >= 8 and found <= implemented().keys()


def test_only_counts_are_additive() -> None:
    for row in implemented().values():
        assert row["unit"] == "count" or row["additive"] == "no", row["measure"]


def test_targets_of_the_articles_are_there_with_value_and_unit_together() -> None:
    targets = {(row["indicator"], row["scope"], row["due"]): row for row in rows("targets")}
    assert {row["source_id"] for row in targets.values()} >= {"S0", "S1", "S2", "S3", "S4"}
    assert targets["services-with-dossiers", "each:province", "2022"]["value"] == "80"
    assert targets["dossiers-handled-online", "each:province", "2022"]["value"] == "50"
    assert targets["level4-services", "VN", "2020"]["value"] == "30"
    for row in targets.values():
        assert bool(row["value"]) == bool(row["unit"]) == bool(row["comparator"])


def test_periods_are_consecutive_within_their_kind() -> None:
    counts = {"month": 312, "quarter": 104, "half": 52, "nine_months": 26, "year": 26}
    for kind, count in counts.items():
        found = [row for row in rows("periods") if row["kind"] == kind]
        assert [int(row["n"]) for row in found] == list(range(1, count + 1)), kind
        assert [row["previous"] for row in found] == ["", *(row["period"] for row in found[:-1])], kind
        for earlier, later in pairwise(found):
            gap = 4 if kind == "nine_months" else 1
            assert int(later["first_month_n"]) - int(earlier["last_month_n"]) == gap, later["period"]
    assert sum(counts.values()) == len(rows("periods")) == len(ids("periods", "period"))


def test_a_period_starts_and_ends_with_its_months_and_reporting_runs_from_the_15th_to_the_14th() -> None:
    months = {row["period"]: row for row in rows("periods") if row["kind"] == "month"}
    for row in rows("periods"):
        first, last = months[row["first_month"]], months[row["last_month"]]
        assert (row["first_month_n"], row["last_month_n"]) == (first["n"], last["n"]), row["period"]
        assert (row["starts"], row["ends"]) == (first["starts"], last["ends"]), row["period"]
        reporting = (first["reporting_starts"], last["reporting_ends"])
        expected = ("", "") if row["period"].endswith("-H2") else reporting
        assert (row["reporting_starts"], row["reporting_ends"]) == expected, row["period"]


def test_known_reporting_periods_are_those_of_the_decree() -> None:
    periods = {row["period"]: (row["reporting_starts"], row["reporting_ends"]) for row in rows("periods")}
    assert periods["2026-08"] == ("2026-07-15", "2026-08-14")
    assert periods["2026-Q3"] == ("2026-06-15", "2026-09-14")
    assert periods["2026-9M"] == ("2025-12-15", "2026-09-14")
    assert periods["2026"] == ("2025-12-15", "2026-12-14")
