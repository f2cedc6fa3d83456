"""`dvcdata rules`: the list fits a terminal, and an explanation can be read by those who wrote no rule."""

from pathlib import Path

import pytest

from dvcdata import builtin, texts
from dvcdata.rules import catalogue, reference


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_list_has_every_rule_under_its_severity_within_80_columns(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = reference.show(None, None, lang).splitlines()
    assert max(map(len, lines)) <= 80
    severity = ""
    found = {}
    for line in lines:
        if not line.startswith(" "):
            severity = line.partition(" (")[0]
        elif line[2] != " ":
            found[line.split()[0]] = severity
    for rule in catalogue.load():
        assert found[rule.id] == texts.text(f"severity.{rule.severity}", lang)


def test_the_list_names_the_checks_of_structure_that_can_be_explained() -> None:
    text = reference.show(None, None, "en")
    for name in reference.structure_rules():
        assert name in text
        assert reference.show(name, None, "en").startswith(f"{name}: ")


def test_a_rule_of_the_workspace_is_marked_as_its_own_and_a_shipped_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    (tmp_path / "validators").mkdir()
    shipped = builtin.folder("validators") / "text-not-nfc.sql"
    (tmp_path / "validators" / "own-rule.sql").write_bytes(shipped.read_bytes())
    (line,) = (line for line in reference.show(None, tmp_path, "en").splitlines() if "own-rule" in line)
    assert line.endswith("(the workspace's own)")
    assert reference.show(None, tmp_path, "en").count("workspace's own") == 1


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_no_explanation_shows_the_signs_of_a_template(lang: str) -> None:
    for rule in catalogue.load():
        facts = [*reference.conditions(rule, lang), *reference.grounds(rule, lang)]
        words = [rule.words(part, case)[lang] for part in ("message", "fix") for case in (None, *rule.cases)]
        shown = [*(value for _, value in facts), *(reference.readable(text, lang) for text in words)]
        assert not [text for text in shown if set(text) & set("{}")], rule.id


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{claimed:pct2} of {below}", "‹claimed› % of ‹below›"),
        ("{agency}{field_label:, field …}", "‹agency›, field ‹field_label›"),
        ("{word_en: (…)}{claimed:pct{places}}", " (‹word›)‹claimed› %"),
        ("the {months} months from {first:period}", "the 12 months from ‹first›"),
    ],
)
def test_a_template_is_shown_as_a_sentence_with_names_for_what_varies(template: str, sentence: str) -> None:
    assert reference.readable(template, "en", {"months": 12}) == sentence


def test_a_long_or_invisible_parameter_is_shown_by_codes_and_cut() -> None:
    assert reference.visible("\u00a0\u200b") == "\\u00a0\\u200b"
    assert reference.visible("x" * 100) == "x" * 59 + "…"
    assert reference.visible(["a", "b"]) == "a, b"
