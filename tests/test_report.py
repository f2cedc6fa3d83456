"""A report counts by severity, fails from a threshold on, and has words for every finding in both languages."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checking import as_json, rule_text, workspace
from running import Run, Write

from dvcdata import texts
from dvcdata.findings import SEVERITIES, Finding, Severity, at_or_above
from dvcdata.ledger import Ledger
from dvcdata.report import Checked, Report

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"unique": True}},
    {"name": "text", "type": "string", "constraints": {"required": True, "maxLength": 5, "pattern": "[a-z]*"}},
    {"name": "one", "type": "string", "constraints": {"enum": ["a", "b"]}},
    {"name": "n", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "d", "type": "date", "constraints": {"minimum": "2025-07-01"}},
    {"name": "b", "type": "boolean"},
    {"name": "y", "type": "year"},
]
KEYS = {"primaryKey": ["id"], "foreignKeys": [{"fields": "one", "reference": {"resource": "r", "fields": "k"}}]}
LABELS = ",".join(field["name"] for field in FIELDS)
ROWS = """\
1,abc,a,1,2026-01-01,true,2026
1,abc,a,1,2026-01-01,true,2026
x,,c,-1,hôm qua,có,năm
2,ABCDEFG,b,101,2025-06-30,true,2026
3,abc,a,x,2026-01-01,true
4,abc,a,1,2026-01-01,true,2026,thừa

,abc,a,1,2026-01-01,true,2026
"""
LIES = {"hash": "md5:0", "bytes": 1, "fields": 99, "rows": 99}


def resource(**more: Any) -> list[dict[str, Any]]:
    reference = {"name": "r", "path": "r.csv", "schema": {"fields": [{"name": "k", "type": "string"}]}}
    return [{"name": "t", "path": "t.csv", **more}, reference]


def broken(package: Write, lang: str, run: Run) -> list[dict[str, Any]]:
    """What is found in packages that together break everything that a schema can ask for."""
    schema = {"schema": {"fields": FIELDS, **KEYS}}
    good = "1,abc,a,1,2026-01-01,true,2026"
    tables: list[tuple[str, dict[str, Any]]] = [
        (f"{LABELS}\n{ROWS}", {**schema, **LIES}),
        (f"{LABELS},z\n{good},1\n", schema),
        (f"{LABELS.removesuffix(',y')}\n{good.removesuffix(',2026')}\n", schema),
        (f"id,TEXT,{LABELS[8:]}\n{good}\n", schema),
        (f"id,,{LABELS[8:]}\n{good}\n", schema),
        ("id,id\n1,1\n", {"schema": {"fields": [*FIELDS[:1], {**FIELDS[1], "name": "id2"}]}}),
        ("p,q\n1,2\n", {"schema": {"fields": FIELDS, "fieldsMatch": "partial"}}),
        (f"\n{LABELS}\n", schema),
    ]
    found: list[dict[str, Any]] = []
    for number, (text, more) in enumerate(tables):
        folder = package(resource(**more), f"goi{number}", t=text, r="k\na\n")
        found += as_json(run, folder, "--lang", lang, "--rule", "text-not-nfc")["findings"]
    return found


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_everything_that_frictionless_finds_has_words_of_its_own(run: Run, package: Write, lang: str) -> None:
    found = broken(package, lang, run)
    kinds = {item["rule"] for item in found}
    assert kinds >= {
        *("type-error", "constraint-error", "unique-error", "primary-key", "foreign-key", "blank-row"),
        *("missing-cell", "extra-cell", "extra-label", "missing-label", "incorrect-label", "blank-label"),
        *("duplicate-label", "unmatched-header", "blank-header"),
        *("hash-count", "byte-count", "field-count", "row-count"),
    }
    catalogue = texts.catalogue()
    assert {kind for kind in kinds if f"structure.{kind}.title" not in catalogue} == set()
    for item in found:
        assert item["message"] and item["fix"] and "{" not in item["message"] + item["fix"]
        assert "None" not in item["message"] and texts.text("value.none", lang) not in item["message"], item


def messages(run: Run, folder: Path, rule: str) -> list[str]:
    found = as_json(run, folder, "--lang", "en", "--rule", "text-not-nfc")["findings"]
    return [item["message"] for item in found if item["rule"] == rule]


def test_a_message_names_the_value_and_what_was_expected(run: Run, package: Write) -> None:
    folder = package(resource(schema={"fields": FIELDS}), t=f"{LABELS}\n{ROWS}", r="k\na\n")
    wrong_types, broken_constraints = messages(run, folder, "type-error"), messages(run, folder, "constraint-error")
    assert "“x” in column id is not a whole number." in wrong_types
    assert "“hôm qua” in column d is not a date written year-month-day." in wrong_types
    assert "“có” in column b is neither true nor false." in wrong_types
    assert "“năm” in column y is not of the type year." in wrong_types
    assert "Column text must have a value, but this cell is empty." in broken_constraints
    assert "“-1” in column n is below 0." in broken_constraints
    assert "“101” in column n is above 100." in broken_constraints
    assert "“ABCDEFG” in column text breaks the condition maxLength = 5." in broken_constraints
    assert any(item.startswith("“c” in column one is not one of") for item in broken_constraints)


def test_a_repeated_key_names_its_twin_and_an_empty_one_says_so(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.000100,A\n1.000101,B\n1.000100,C\n\n")
    assert messages(run, folder, "primary-key") == [
        "The key of row 5 is empty throughout.",
        "The key of row 4 is the same as that of row 2.",
    ]


def report(*severities: Severity) -> Report:
    kept = Ledger()
    kept.extend(Finding("r", severity, "you", "p", "t", "f") for severity in severities)
    return Report(date(2026, 11, 21), ("p",), Checked(1, 1, 1, 1, 1), kept, ())


@pytest.mark.parametrize("found", SEVERITIES)
@pytest.mark.parametrize("threshold", SEVERITIES)
def test_a_report_fails_from_a_threshold_on(found: Severity, threshold: Severity) -> None:
    graver = SEVERITIES.index(found) <= SEVERITIES.index(threshold)
    assert at_or_above(found, threshold) == report(found).fails(threshold) == graver
    assert not report().fails(threshold)
    assert report("info", found, "info").fails(threshold) == (graver or threshold == "info")


def test_counts_name_every_severity_the_gravest_first() -> None:
    assert list(report().counts.items()) == [("block", 0), ("error", 0), ("warning", 0), ("info", 0)]
    assert report("info", "error", "info").counts == {"block": 0, "error": 1, "warning": 0, "info": 2}


@pytest.mark.parametrize("template", ["{nothing}", "{name", "{name.real}", "{}", "{0}", "{as_of:pctx}"])
@pytest.mark.parametrize("part", ["message", "fix", "title"])
def test_words_of_a_rule_that_cannot_be_filled_are_refused_with_its_file(
    run: Run, tmp_path: Path, template: str, part: str
) -> None:
    select = "select p._package, p._row, p.procedure_code, p.name, 0.5 as as_of from procedures as p"
    words = f'{{vi = "{template}", en = "{template}"}}'
    home = workspace(tmp_path / "w", own=rule_text(select, **{part: words}))
    (home / "procedures.csv").write_text("procedure_code,name\n1.000100,A\n", encoding="utf-8")
    result = run("validate", home / "procedures.csv", "--rule", "own")
    assert result.code == 2, result
    assert "own.sql" in result.err and f"“{part}”" in result.err and len(result.err.splitlines()) == 1


def test_values_that_look_like_templates_stay_as_they_are(run: Run, tmp_path: Path) -> None:
    home = workspace(tmp_path / "w", own=rule_text(message='{vi = "{name}", en = "{name}"}'))
    (home / "procedures.csv").write_text("procedure_code,name\n1.000100,{name} {x} %s {{\n", encoding="utf-8")
    (found,) = json.loads(run("validate", home / "procedures.csv", "--rule", "own", "--format", "json").out)["findings"]
    assert found["message"] == "{name} {x} %s {{"
