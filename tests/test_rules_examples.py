"""Every rule fails on its failing example, exactly where it is marked, and passes on its passing one."""

from pathlib import Path

import pytest

from dvcdata import builtin
from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule
from dvcdata.testing import run_example

EXAMPLES = Path(__file__).parent / "validators"
RULES = catalogue.load()


def name(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_finds_exactly_the_marked_offenders_of_its_failing_example(rule: Rule, tmp_path: Path) -> None:
    example = run_example(rule, EXAMPLES / rule.id / "fail", tmp_path)
    assert example.expected, "the failing example marks no offender"
    assert example.found == example.expected


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_passes_its_passing_example_and_has_really_checked_it(rule: Rule, tmp_path: Path) -> None:
    example = run_example(rule, EXAMPLES / rule.id / "pass", tmp_path)
    assert example.found == []
    assert [item for item in example.report.not_checked if not item.partly] == []
    assert not [item for item in example.report.findings if item.rule != rule.id]


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_the_message_and_the_fix_of_a_rule_read_in_both_languages(rule: Rule, tmp_path: Path) -> None:
    example = run_example(rule, EXAMPLES / rule.id / "fail", tmp_path)
    for finding in example.report.findings:
        for part in ("title", "message", "fix"):
            for lang in ("vi", "en"):
                words = example.report.words(finding, part, lang)
                assert words and "{" not in words, words


def test_every_example_belongs_to_a_rule() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {rule.id for rule in RULES}
    assert {path.stem for path in builtin.folder("validators").glob("*.sql")} == {rule.id for rule in RULES}
