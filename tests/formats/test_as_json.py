"""The JSON of a report is a contract: every key, every type, every finding, and the same numbers as the text."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from checking import AS_OF, ONE_RULE, PROCEDURES, as_json, rule_text, workspace
from running import Run, Write

from dvcdata import __version__, ledger
from dvcdata.findings import MENDERS, SEVERITIES
from dvcdata.formats import as_json as layout

TEXT_OR_NOTHING = (str, type(None))
FINDING: dict[str, Any] = {
    "rule": str,
    "severity": str,
    "mender": str,
    "package": str,
    "table": str,
    "file": str,
    "row": (int, type(None)),
    "cell": TEXT_OR_NOTHING,
    "key": dict,
    "field": TEXT_OR_NOTHING,
    "value": TEXT_OR_NOTHING,
    "message": str,
    "fix": str,
}
RULES = ("to-handle-total-inconsistent", "code-lost-zeros", "text-untidy", "figure-mismatch")
ONLY = [part for rule in RULES for part in ("--rule", rule)]
DIRTY = {
    "procedures": "procedure_code,name,abolished_date\n1.0001, A,\n1.000100,B,x\n1.000100,C\n,D,\n",
    "dossiers": "period,agency_code,row_kind,field_code,to_handle_total,received_online,received_offline,carried_over\n"
    "2026-08,H44,agency,ALL,10,5,5,1\n2026-08,H45,agency,ALL,,5,5,1\n",
}


@pytest.fixture
def dirty(run: Run, package: Write) -> dict[str, Any]:
    """The report on a package with findings of structure and of rules, and rows that could not be checked."""
    return as_json(run, package(**DIRTY), *ONLY)


def test_the_report_has_exactly_these_keys_in_this_order(dirty: dict[str, Any]) -> None:
    assert list(dirty) == [
        *("schema_version", "tool", "as_of", "command", "outcome", "checked", "not_checked"),
        *("changed_rules", "parameters", "counts", "waived", "findings", "waived_findings", "no_longer_found"),
    ]
    assert dirty["schema_version"] == 1
    assert dirty["tool"] == {"name": "dvcdata", "version": __version__}
    assert dirty["as_of"] == "2026-11-21"


def test_what_was_checked_is_counted(dirty: dict[str, Any]) -> None:
    assert list(dirty["checked"]) == ["packages", "tables", "rows", "cells", "rules"]
    assert all(type(n) is int for n in dirty["checked"].values())
    assert dirty["checked"] | {"rules": 0} == {
        "packages": 1,
        "tables": 2,
        "rows": 6,
        "cells": 4 * 3 + 2 * 8,
        "rules": 0,
    }
    whole = {item["rule"] for item in dirty["not_checked"] if not item["partly"]}
    assert dirty["checked"]["rules"] + len(whole) == len(RULES)


def test_every_finding_has_these_keys_and_types(dirty: dict[str, Any]) -> None:
    assert len(dirty["findings"]) > 5
    for finding in dirty["findings"]:
        assert [name for name in finding if name != "line"] == list(FINDING)
        for name, kind in FINDING.items():
            assert isinstance(finding[name], kind) and not isinstance(finding[name], bool), (name, finding)
        assert finding["severity"] in SEVERITIES and finding["mender"] in MENDERS
        assert finding["package"] == "goi" and finding["file"] == f"{finding['table']}.csv"
        assert all(isinstance(name, str) and isinstance(value, str) for name, value in finding["key"].items())
        assert finding["message"] and finding["fix"]


def test_a_finding_says_where_it_is(dirty: dict[str, Any]) -> None:
    (total,) = (item for item in dirty["findings"] if item["rule"] == "to-handle-total-inconsistent")
    assert (total["table"], total["row"], total["field"], total["value"]) == ("dossiers", 2, "to_handle_total", "10")
    assert total["key"] == {"period": "2026-08", "agency_code": "H44", "row_kind": "agency", "field_code": "ALL"}
    assert total["cell"] is None


def test_the_counts_are_those_of_the_findings(dirty: dict[str, Any]) -> None:
    assert list(dirty["counts"]) == list(SEVERITIES)
    found = Counter(item["severity"] for item in dirty["findings"])
    assert dirty["counts"] == {severity: found[severity] for severity in SEVERITIES}


def test_the_outcome_is_clean_or_findings_whatever_their_severity(
    dirty: dict[str, Any], run: Run, package: Write
) -> None:
    assert dirty["outcome"] == "findings"
    folder = package(procedures=PROCEDURES)
    clean = as_json(run, folder, *ONE_RULE)
    assert (clean["outcome"], clean["findings"]) == ("clean", [])
    workspace(folder.parent, own=rule_text(severity='"info"'))
    assert as_json(run, folder, "--rule", "own")["outcome"] == "findings"


def test_what_was_not_checked_has_its_rule_and_its_reason(dirty: dict[str, Any]) -> None:
    for item in dirty["not_checked"]:
        assert list(item) == ["rule", "why", "partly"]
        assert item["rule"] and item["why"] and isinstance(item["partly"], bool)
    why = {(item["rule"], item["partly"]): item["why"] for item in dirty["not_checked"]}
    assert why["figure-mismatch", False] == "chưa có bảng figures"
    assert why["to-handle-total-inconsistent", True].startswith("1/2 dòng của bảng dossiers")
    assert why["*", True].startswith("1 dòng của bảng procedures")


def test_text_and_json_say_the_same_numbers(dirty: dict[str, Any], run: Run, tmp_path: Path) -> None:
    shown = run("validate", tmp_path / "goi", *ONLY, *AS_OF, "--lang", "en").out
    kinds = Counter((item["severity"], item["rule"]) for item in dirty["findings"])
    printed = re.findall(r"^(BLOCK|ERROR|WARNING|NOTE)  (\S+)  ([0-9,]+) ", shown, re.MULTILINE)
    names = {"BLOCK": "block", "ERROR": "error", "WARNING": "warning", "NOTE": "info"}
    assert {(names[severity], rule): int(n) for severity, rule, n in printed} == kinds
    totals = re.search(r"^Found: ([0-9]+) errors, ([0-9]+) warning", shown, re.MULTILINE)
    assert totals and [int(n) for n in totals.groups()] == [dirty["counts"]["error"], dirty["counts"]["warning"]]
    menders = Counter(item["mender"] for item in dirty["findings"])
    assert f"Yours to fix: {menders['you']}." in shown
    checked = dirty["checked"]
    assert f"Checked: {checked['tables']} tables, {checked['rows']} rows, {checked['rules']} rules." in shown


def test_the_messages_speak_the_language_asked_for(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name,abolished_date\n1.000100,A,x\n")
    (vi,) = as_json(run, folder, *ONE_RULE)["findings"]
    (en,) = as_json(run, folder, *ONE_RULE, "--lang", "en")["findings"]
    assert "không phải ngày" in vi["message"] and "is not a date" in en["message"]
    assert {**vi, "message": "", "fix": ""} == {**en, "message": "", "fix": ""}


HOSTILE = "\x1b[31m\x07\x9b2J\u202eabc\u2066\ufeff\x7f"


def test_a_value_comes_back_exactly_though_nothing_in_the_text_could_rule_a_terminal(run: Run, package: Write) -> None:
    folder = package(
        agencies=f'agency_code,name,valid_from\nH1,A,{HOSTILE}\nH2,B,"a\nb""\\{{}}"\nH3,C,{"é" * 100_000}\n'
    )
    printed = run("validate", folder, "--format", "json", "--rule", "text-not-nfc").out
    assert all(char.isprintable() or char == "\n" for char in printed)
    values = [item["value"] for item in json.loads(printed)["findings"] if item["rule"] == "type-error"]
    assert values == [HOSTILE, 'a\nb"\\{}', "é" * 100_000]


def test_every_finding_is_there_however_many(run: Run, package: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "IN_MEMORY", 10)
    monkeypatch.setattr(ledger, "BATCH", 7)
    monkeypatch.setattr("dvcdata.formats.as_json.BATCH", 4)
    rows = "".join(f"H{n},A,x{n}\n" for n in range(100))
    report = as_json(run, package(agencies="agency_code,name,valid_from\n" + rows), *ONE_RULE)
    assert [item["value"] for item in report["findings"]] == [f"x{n}" for n in range(100)]
    assert [item["row"] for item in report["findings"]] == list(range(2, 102))


@pytest.mark.parametrize(
    "item", [{}, {"a": None, "b": 'é"\n', "c": {}}, {"key": {"x": "y", "z": {"w": 1.5}}, "n": True}]
)
def test_a_finding_is_laid_out_as_the_rest_of_the_report_is(item: dict[str, Any]) -> None:
    assert layout._laid_out(item, "  ") == layout.as_text(item).replace("\n", "\n  ")
