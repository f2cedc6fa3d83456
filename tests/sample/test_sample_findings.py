"""What a check finds in the sample is what was planted there, cell by cell, and nothing else."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dvcdata import builtin
from dvcdata.findings import Finding
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.sample import generate
from dvcdata.validate import validate

COMMITTED = builtin.folder("datasets") / "sample"
Expected = tuple[str, str, str, str, str]


def checked(folder: Path) -> list[Finding]:
    return list(validate(open_all([folder]), catalogue.load(), date(2026, 11, 21)).findings)


def found(finding: Finding) -> Expected:
    key = "|".join(dict(finding.key).values())
    return finding.rule, finding.severity, finding.table or "", key, finding.field or ""


def planted() -> list[Expected]:
    with (COMMITTED / "planted-defects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["rule"], row["severity"], row["table"], row["key"], row["field"]) for row in rows]


@pytest.fixture(scope="module")
def committed() -> list[Finding]:
    return checked(COMMITTED)


def test_the_errors_found_in_the_sample_are_exactly_the_planted_ones(committed: list[Finding]) -> None:
    findings = [found(finding) for finding in committed]
    serious = Counter(item for item in findings if item[1] in ("error", "block"))
    assert serious == Counter(item for item in planted() if item[1] in ("error", "block"))
    assert not Counter(planted()) - Counter(findings)  # the milder ones are found as well


def test_every_planted_rule_exists_and_the_totals_have_something_to_find(committed: list[Finding]) -> None:
    rules = {finding.rule for finding in committed}
    assert {rule for rule, *_ in planted()} <= rules
    assert {"rollup-mismatch", "carry-over-broken", "figure-mismatch", "service-without-dossiers"} <= rules


def test_a_clean_sample_has_no_error_and_no_number_that_is_cut_instead_of_rounded(tmp_path: Path) -> None:
    generate(tmp_path, clean=True)
    findings = [found(finding) for finding in checked(tmp_path)]
    assert [item for item in findings if item[1] in ("error", "block")] == []
    assert [item for item in findings if item[0] in ("score-mismatch", "figure-mismatch")] == []
