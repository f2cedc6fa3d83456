"""Reports for machines that run checks: each obeys its public schema, says the same numbers, and obeys no cell."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from checking import AS_OF, ONE_RULE, PROCEDURES, as_json
from public_schemas import junit_problems, sarif_problems
from running import Run, Write

from dvcdata.formats import as_github, as_junit, as_sarif

RULES = ("to-handle-total-inconsistent", "code-lost-zeros", "text-untidy", "figure-mismatch", "agency-unmapped")
ONLY = [*(part for rule in RULES for part in ("--rule", rule)), *AS_OF]
EVIL = "a%0A::stop-commands::x\r\n::error::b,c:d]]>&<x>\x1b[31m\x00\ud7ff\uffff"
DIRTY = {
    "procedures": "procedure_code,name,abolished_date\n1.0001, A,\n1.000100,B,x\n1.000100,C\n,D,\n",
    "dossiers": "period,agency_code,row_kind,field_code,to_handle_total,received_online,received_offline,carried_over\n"
    "2026-08,H44,agency,ALL,10,5,5,1\n2026-08,H45,agency,ALL,,5,5,1\n",
    "agencies": f'agency_code,name,valid_from\nH1,A,"{EVIL}"\n'.replace("\x00", ""),
}


@pytest.fixture
def folder(package: Write) -> Path:
    return package(**DIRTY)


@pytest.fixture
def told(run: Run, folder: Path) -> dict[str, Any]:
    """The same findings as JSON, which other tests hold to the truth."""
    return as_json(run, folder, *ONLY)


def sarif(run: Run, folder: Path, *more: object) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(run("validate", folder, *ONLY, *more, "--format", "sarif").out)
    return value


def test_sarif_obeys_the_public_schema_and_has_every_finding(run: Run, folder: Path, told: dict[str, Any]) -> None:
    log = sarif(run, folder)
    assert sarif_problems(log) == []
    (one,) = log["runs"]
    assert Counter(item["ruleId"] for item in one["results"]) == Counter(item["rule"] for item in told["findings"])
    levels = {"block": "error", "error": "error", "warning": "warning", "info": "note"}
    assert all(item["level"] == levels[item["properties"]["severity"]] for item in one["results"])
    order = list(told["counts"])
    assert [item["properties"]["severity"] for item in one["results"]] == sorted(
        (item["severity"] for item in told["findings"]), key=order.index
    )
    assert one["properties"]["counts"] == told["counts"]
    rules = one["tool"]["driver"]["rules"]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in one["results"])


def test_sarif_says_what_was_not_checked_and_how_to_run_again(run: Run, folder: Path, told: dict[str, Any]) -> None:
    (invocation,) = sarif(run, folder)["runs"][0]["invocations"]
    said = [item["message"]["text"] for item in invocation["toolExecutionNotifications"]]
    assert {item["why"] for item in told["not_checked"]} <= set(said)
    assert any("Không kiểm tra không có nghĩa là đạt" in line for line in said)
    assert invocation["commandLine"] == told["command"]


def test_a_sarif_result_leads_to_the_line_and_keeps_its_mark_when_rows_move(run: Run, package: Write) -> None:
    def results(text: str) -> list[tuple[str, int, str]]:
        found = sarif(run, package(procedures=text))["runs"][0]["results"]
        spots = [(item["locations"][0]["physicalLocation"], item["partialFingerprints"]) for item in found]
        return [
            (spot["artifactLocation"]["uri"], spot["region"]["startLine"], mark["primaryLocationLineHash"])
            for spot, mark in spots
        ]

    before = results("procedure_code,name\n1.000100,A\n1.000200, B\n")
    after = results("procedure_code,name\n1.000300,C\n1.000100,A\n1.000200, B\n")
    assert [(uri.rpartition("/")[2], line) for uri, line, _ in before + after] == [
        ("procedures.csv", 3),
        ("procedures.csv", 4),
    ]
    assert before[0][2] == after[0][2]


def test_sarif_has_no_more_results_than_github_takes_and_says_so(
    run: Run, package: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_sarif, "MOST", 3)
    folder = package(procedures="procedure_code,name\n" + "".join(f"1.00010{n}, A\n" for n in range(7)))
    log = sarif(run, folder)
    (one,) = log["runs"]
    assert len(one["results"]) == 3 and one["properties"]["counts"]["warning"] == 7
    assert "Có 7 vấn đề" in one["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert sarif_problems(log) == []


def test_a_waived_finding_is_suppressed_in_sarif_and_counts_nowhere(run: Run, package: Write) -> None:
    folder = package(procedures="procedure_code,name\n1.000100, A\n")
    waive = ("waive", "text-untidy", "--table", "procedures", "--reason", "Tên trong quyết định", "--by", "A. N.")
    assert run(*waive, "--until", "2027-06-30", *AS_OF, folder).code == 0
    log = sarif(run, folder)
    (result,) = log["runs"][0]["results"]
    assert result["suppressions"][0]["status"] == "accepted"
    assert "Tên trong quyết định" in result["suppressions"][0]["justification"]
    assert sarif_problems(log) == []


def junit(run: Run, folder: Path, tmp_path: Path, *only: str) -> ElementTree.Element:
    path = tmp_path / "kq.xml"
    run("validate", folder, *(only or ONLY), "--report", path)
    assert junit_problems(path) == ""
    return ElementTree.parse(path).getroot()


def test_junit_obeys_the_schema_of_jenkins_and_fails_where_there_are_errors(
    run: Run, folder: Path, told: dict[str, Any], tmp_path: Path
) -> None:
    root = junit(run, folder, tmp_path)
    cases = {case.get("name", "").split(":")[0]: case for case in root.iter("testcase")}
    errors = Counter(item["rule"] for item in told["findings"] if item["severity"] in ("block", "error"))
    for rule in RULES:
        assert (cases[rule].find("failure") is not None) == bool(errors[rule]), rule
    assert cases["goi.procedures"].find("failure") is not None
    assert cases["goi.dossiers"].find("failure") is None
    skipped = {rule: cases[rule].findtext("skipped") for rule in RULES if cases[rule].find("skipped") is not None}
    whole = {item["rule"]: item["why"] for item in told["not_checked"] if not item["partly"]}
    assert skipped == whole
    suite = root.find("testsuite")
    assert suite is not None and suite.get("tests") == str(len(cases))
    assert suite.get("failures") == str(len([case for case in cases.values() if case.find("failure") is not None]))
    assert suite.get("skipped") == str(len(skipped))
    counts = {item.get("name"): item.get("value") for item in root.iter("property")}
    assert {f"count.{name}": str(n) for name, n in told["counts"].items()}.items() <= counts.items()


def test_a_warning_is_said_in_junit_without_failing(run: Run, package: Write, tmp_path: Path) -> None:
    root = junit(run, package(procedures="procedure_code,name\n1.000100, A\n"), tmp_path, *ONE_RULE, *AS_OF)
    (case,) = (case for case in root.iter("testcase") if case.get("classname") == "dvcdata.rules")
    assert case.find("failure") is None and "procedures.csv › dòng 2" in (case.findtext("system-out") or "")


def test_a_junit_case_has_its_first_places_and_the_number_of_the_rest(
    run: Run, package: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_junit, "PLACES", 2)
    folder = package(procedures="procedure_code,name,abolished_date\n" + "".join(f"1.00010{n},A,x\n" for n in range(7)))
    (failure,) = junit(run, folder, tmp_path, *ONE_RULE, *AS_OF).iter("failure")
    assert (failure.text or "").count("LỖI") == 2 and "và 5 chỗ khác" in (failure.text or "")


COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,\r\n]*,?)+)::([^\r\n]*)")


def github(run: Run, folder: Path, *more: object) -> list[tuple[str, dict[str, str], str]]:
    printed = run("validate", folder, *(more or ONLY), "--format", "github").out
    found = []
    for line in printed.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {name: unescaped(value) for name, value in pairs}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    for code, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_every_line_for_github_is_one_annotation_whatever_the_cells_hold(run: Run, folder: Path) -> None:
    found = github(run, folder)
    (evil,) = (message for _, given, message in found if given.get("file", "").endswith("agencies.csv"))
    assert "a%0A::stop-commands::x" in evil and "\\x1b" in evil and "\x1b" not in evil


def test_each_kind_of_finding_is_annotated_before_any_comes_twice(run: Run, folder: Path, told: dict[str, Any]) -> None:
    *found, (kind, _, summary) = github(run, folder)
    titles = [given["title"].split(":")[0] for _, given, _ in found]
    kinds = {(item["severity"], item["rule"]) for item in told["findings"]}
    assert {rule for _, rule in kinds} == set(titles[: len(kinds)])
    assert kind == "notice" and "Không kiểm tra không có nghĩa là đạt" in summary
    assert any(given["file"].endswith("goi/dossiers.csv") and given["line"] == "2" for _, given, _ in found)


def test_github_is_told_no_more_than_it_shows(run: Run, package: Write) -> None:
    rows = "".join(f"1.0001{n}, A,x\n" for n in range(10, 40))
    found = github(run, package(procedures=f"procedure_code,name,abolished_date\n{rows}"), *ONE_RULE, *AS_OF)
    counts = Counter(kind for kind, _, _ in found)
    assert all(n <= 10 for n in counts.values()) and counts["error"] == counts["warning"] == 3
    assert "(30 ô)" in found[0][1]["title"]
    assert as_github.SHOWN["notice"] + 1 == as_github.SHOWN["error"] == 10


@pytest.mark.parametrize("style", ["sarif", "junit", "github"])
def test_where_nothing_is_found_it_is_said_of_what_was_checked_alone(run: Run, package: Write, style: str) -> None:
    result = run("validate", package(procedures=PROCEDURES), *ONE_RULE, *AS_OF, "--format", style)
    assert result.code == 0
    assert "Không phát hiện vấn đề nào trong những gì đã kiểm tra" in result.out


def test_a_path_cannot_end_its_property(run: Run, package: Write) -> None:
    folder = package(None, "a,b:c%2C", procedures="procedure_code,name\n1.000100, A\n")
    found = github(run, folder, *ONE_RULE, *AS_OF)
    assert found[0][1]["file"].endswith("/a,b:c%2C/procedures.csv") and found[0][1]["line"] == "2"
