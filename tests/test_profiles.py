"""The profile: the tables of the design, each column in both languages, as frictionless reads them."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, Schema

from dvcdata import builtin, profiles

KEYS = {
    "sources": ["source_id"],
    "agencies": ["agency_code"],
    "agency_names": ["agency_code", "name"],
    "agency_groups": ["group_code"],
    "units": ["unit_code", "valid_from"],
    "unit_changes": ["old_code", "new_code", "date"],
    "procedures": ["procedure_code"],
    "procedure_agencies": ["procedure_code", "n"],
    "services": ["service_code", "owner_code"],
    "service_offers": ["service_code", "owner_code", "offered_by"],
    "dossiers": ["period", "agency_code", "row_kind", "field_code"],
    "usage": ["period", "agency_code", "item_code"],
    "satisfaction": ["period", "agency_code", "item_code"],
    "measures": ["measure", "version"],
    "observations": ["period", "agency_code", "measure", "source_id"],
    "scores": ["period", "agency_code", "measure", "stage"],
    "targets": ["indicator", "scope", "due"],
    "figures": ["figure_id"],
    "actions": ["agency_code", "kind", "date"],
    "coverage": ["agency_code", "field_code", "system"],
    "open_datasets": ["dataset_id"],
}
TYPES = {"string", "integer", "number", "date", "boolean"}
PERIOD = r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-9M)?$"
FACTS = [name for name, key in KEYS.items() if "period" in key]


def schema(table: str) -> dict[str, Any]:
    found = profiles.schema(table)
    assert found is not None
    return found


def fields(table: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in schema(table)["fields"]}


def errors(tmp_path: Path, table: str, text: str) -> list[str]:
    """The frictionless error types of a CSV text read as that table."""
    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="\n")
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "t",
        "resources": [{"name": table, "type": "table", "path": "t.csv", "format": "csv", "schema": schema(table)}],
    }
    report = Package.from_descriptor(descriptor, basepath=str(tmp_path)).validate()
    return [error.type for task in report.tasks for error in task.errors]


def test_the_profile_has_exactly_the_tables_of_the_design_with_their_keys() -> None:
    assert {name: schema(name)["primaryKey"] for name in profiles.tables()} == KEYS


@pytest.mark.parametrize("table", KEYS)
def test_a_table_and_its_columns_are_described_in_vietnamese_and_english(table: str) -> None:
    for thing in (schema(table), *schema(table)["fields"]):
        for word in ("title", "title_en", "description", "description_en"):
            assert thing.get(word, "").strip(), (thing["name"], word)


@pytest.mark.parametrize("table", KEYS)
def test_a_schema_file_is_nfc_text_named_like_its_table(table: str) -> None:
    content = (builtin.folder("datasets") / "profile" / f"{table}.json").read_bytes()
    assert b"\r" not in content and content.endswith(b"}\n")
    assert unicodedata.is_normalized("NFC", content.decode("utf-8"))
    assert schema(table)["name"] == table


@pytest.mark.parametrize("table", KEYS)
def test_every_key_column_comes_first_and_is_required(table: str) -> None:
    assert profiles.columns(table)[: len(KEYS[table])] == KEYS[table]
    assert all(fields(table)[name]["constraints"]["required"] for name in KEYS[table])


@pytest.mark.parametrize("table", KEYS)
def test_columns_have_plain_types_and_numbers_have_units(table: str) -> None:
    for name, field in fields(table).items():
        assert field["type"] in TYPES, name
        assert ("unit" in field) == (field["type"] in {"integer", "number"}), name


@pytest.mark.parametrize("table", KEYS)
def test_frictionless_reads_the_schema_with_partial_columns_and_labelled_missing_values(table: str) -> None:
    read = Schema.from_descriptor(schema(table))
    assert read.fields_match == "partial"
    assert read.missing_values == ["", "na", "nc", "c", "ny"]


@pytest.mark.parametrize("table", KEYS)
def test_codes_are_text_and_periods_have_one_pattern(table: str) -> None:
    for name, field in fields(table).items():
        if name.endswith("_code"):
            assert field["type"] == "string" and "pattern" not in field.get("constraints", {}), name
        if name.endswith("period"):
            assert field["constraints"]["pattern"] == PERIOD, name


def test_facts_with_a_period_say_their_basis_and_their_source() -> None:
    for table in FACTS:
        assert fields(table)["period_basis"]["constraints"]["enum"] == ["calendar", "reporting", "cumulative"], table
    for table in set(KEYS) - {"sources"}:
        assert "source_id" in fields(table), table


def test_the_columns_of_form_06_say_their_number_and_that_the_total_includes_what_was_carried_over() -> None:
    names = [name for name, field in fields("dossiers").items() if field["description_en"].startswith("Column (")]
    numbers = [int(fields("dossiers")[name]["description_en"].split("(")[1].split(")")[0]) for name in names]
    assert numbers == list(range(3, 14)) and names[0] == "to_handle_total"
    assert "kỳ trước chuyển sang" in fields("dossiers")["to_handle_total"]["description"]


def test_a_table_of_some_columns_with_labelled_missing_numbers_is_fine(tmp_path: Path) -> None:
    header = "period,agency_code,row_kind,field_code,to_handle_total"
    assert errors(tmp_path, "dossiers", f"{header}\n2026-08,H44,agency,ALL,na\n2026-09,H44,agency,ALL,0\n") == []


def test_five_columns_of_the_portal_list_are_enough_for_procedures(tmp_path: Path) -> None:
    listed = "procedure_code,name,issuing_text,field_name\n1.000100,Tên,Bộ Công an,Hộ tịch\n"
    assert errors(tmp_path, "procedures", listed) == []


def test_a_table_without_a_key_column_is_an_error(tmp_path: Path) -> None:
    assert errors(tmp_path, "dossiers", "agency_code,row_kind,field_code\nH44,agency,ALL\n") == ["missing-label"]


def test_a_month_that_is_no_month_a_word_outside_a_list_and_a_negative_count_are_errors(tmp_path: Path) -> None:
    header = "period,agency_code,row_kind,field_code,received_online"
    assert errors(tmp_path, "dossiers", f"{header}\n2026-13,H44,total,ALL,-1\n") == ["constraint-error"] * 3
