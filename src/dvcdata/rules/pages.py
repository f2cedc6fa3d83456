"""The rule reference as pages, docs/rules.vi.md and docs/rules.en.md, with sentences that the rules really say.

The sentences come from the failing examples of the rules in tests/validators, one for each case of a rule.
"""

import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from dvcdata import texts
from dvcdata.findings import Finding
from dvcdata.report import Report
from dvcdata.rules import catalogue, reference
from dvcdata.rules.header import Rule

CELLS: dict[str, dict[str, object]] = {  # what the words of structure checks are shown with
    "": {"field": "name", "table": "procedures", "row": 17, "twin": 12, "n": 2, "value": "Hộ tịch", "note": "…"},
    "type-error": {"field": "to_handle_total", "value": "12a", "type": "integer"},
    "type-error.integer": {"value": "1.250"},
    "type-error.number": {"field": "ratio_pct", "value": "98,93%"},
    "type-error.date": {"field": "decision_date", "value": "21/11/2026"},
    "type-error.items": {"field": "codes", "value": "1,x", "item": "integer"},
    "type-error.boolean": {"field": "eligible_online", "value": "x"},
    "constraint-error": {"field": "name", "value": "A", "constraint": "minLength", "limit": 2},
    "constraint-error.enum": {
        "field": "status",
        "value": "hết hiệu lực",
        "limit": "['in_force', 'abolished', 'replaced']",
    },
    "constraint-error.minimum": {"field": "pending_total", "value": "-1", "limit": 0},
    "constraint-error.maximum": {"field": "n", "value": "100", "limit": 99},
    "constraint-error.pattern": {"field": "period", "value": "8/2026", "limit": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "foreign-key": {"field": "owner_code", "values": "H99.999", "reference": "agencies"},
    "unique-error": {"field": "url", "value": "https://example.vn/1"},
}
Examples = Mapping[str, Mapping[object, tuple[Report, Finding]]]


def write(root: Path) -> None:
    """Writes both pages into the docs folder of a checkout."""
    shown = examples(root / "tests" / "validators")
    for lang in texts.LANGUAGES:
        (root / "docs" / f"rules.{lang}.md").write_text(page(lang, shown), encoding="utf-8", newline="\n")


def examples(folder: Path) -> Examples:
    """The first finding of each case of each rule in its failing example, with the report it stands in."""
    from dvcdata.testing import run_example

    found: dict[str, dict[object, tuple[Report, Finding]]] = {}
    for rule in catalogue.load():
        with tempfile.TemporaryDirectory() as work:
            report = run_example(rule, folder / rule.id / "fail", Path(work)).report
        ours = [item for item in report.findings if item.rule == rule.id]
        for item in sorted(ours, key=lambda item: (item.table, item.row or 0, item.field or "")):
            found.setdefault(rule.id, {}).setdefault(item.params.get("case"), (report, item))
    return found


def page(lang: str, shown: Examples) -> str:
    """The page in Markdown, of the shipped rules and of the structure checks."""
    lines = [f"# {texts.text('rules.page.title', lang)}", ""]
    for name in ("generated", "severities", "certainties", "unknown", "parameters"):
        lines += [texts.text(f"rules.page.{name}", lang), ""]
    rules = catalogue.load()
    lines += [texts.text("rules.page.head", lang), "|---|---|---|"]
    for rule in rules:
        lines.append(
            f"| [{rule.id}](#{rule.id}) | {texts.text(f'severity.{rule.severity}', lang)} | {rule.title[lang]} |"
        )
    lines += ["", f"## {texts.text('rules.quality_title', lang)}", ""]
    for rule in rules:
        lines += _rule(rule, lang, shown.get(rule.id, {}))
    lines += [f"## {texts.text('rules.structure_title', lang)}", "", texts.text("rules.structure_why", lang), ""]
    for name in reference.structure_rules():
        lines += _structure(name, lang)
    return unicodedata.normalize("NFC", "\n".join(lines).rstrip() + "\n")


def _rule(rule: Rule, lang: str, shown: Mapping[object, tuple[Report, Finding]]) -> Iterator[str]:
    yield from (f"### {rule.id}", "", f"**{rule.title[lang]}**", "")
    for label, value in (*reference.conditions(rule, lang), *reference.grounds(rule, lang)):
        yield f"- {label}: {_plain(value)}"
    if rule.parameters:
        shown_values = ", ".join(f"`{name} = {reference.visible(value)}`" for name, value in rule.parameters.items())
        yield f"- {texts.text('rules.parameters', lang)}: {shown_values}"
    yield from ("", texts.text("rules.page.example", lang), "")
    for case in (None, *rule.cases):
        if case in shown:
            report, item = shown[case]
            severity, words = item.severity, [report.words(item, part, lang) for part in ("message", "fix")]
        else:
            severity, words = (
                rule.severity,
                [
                    reference.readable(rule.words(part, case)[lang], lang, rule.parameters)
                    for part in ("message", "fix")
                ],
            )
        key = "report.fix" if severity in ("block", "error") else "report.proposal"
        yield from _quote(texts.text(f"severity.{severity}", lang), words[0], texts.text(key, lang, fix=words[1]))


def _structure(name: str, lang: str) -> Iterator[str]:
    yield from (f"### {name}", "", f"**{texts.text(f'structure.{name}.title', lang)}**", "")
    for kind in reference.kinds(name):
        values = {**CELLS[""], **CELLS.get(name, {}), **CELLS.get(f"{name}.{kind}", {})}
        message, fix = (
            texts.fill(reference.structure_words(name, kind, part, lang), values, lang) for part in ("message", "fix")
        )
        yield from _quote("", message, texts.text("report.fix", lang, fix=fix))


def _quote(label: str, message: str, fix: str) -> Iterator[str]:
    yield f"> {f'**{label}** ' if label else ''}{_plain(message)}<br>"
    yield f"> {_plain(fix)}"
    yield ""


def _plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    for char in "\\*_<[|":
        text = text.replace(char, f"\\{char}")
    return text
