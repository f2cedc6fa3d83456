"""The rule reference, for the terminal: the list of rules, and one rule explained from its own header."""

import re
import shutil
import string
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dvcdata import builtin, texts
from dvcdata.findings import SEVERITIES
from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule

WIDEST = 110
WIDEST_ID = 30
LEAST_TITLE = 24  # characters of a line
LONGEST = 60  # characters shown of a parameter
Fact = tuple[str, str]


def show(name: str | None, workspace: Path | None, lang: str) -> str:
    """The list of all rules, or the explanation of one, structure checks of frictionless among them."""
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    if name and texts.entry(f"structure.{name}.title"):
        return "\n".join(_structure(name, lang, width))
    rules = catalogue.load(workspace)
    if name:
        return "\n".join(_explained(catalogue.find(rules, name), lang, width))
    return "\n".join(_listed(rules, lang, width))


def structure_rules() -> list[str]:
    """The error types of frictionless that have words of their own."""
    keys = (key.split(".") for key in texts.catalogue() if key.startswith("structure."))
    return sorted({parts[1] for parts in keys} - {"other"})


def variants(name: str) -> list[str]:
    """The kinds of a structure check that have words of their own: a type, or a constraint."""
    keys = (key.split(".") for key in texts.catalogue() if key.startswith(f"structure.{name}."))
    return sorted({parts[2] for parts in keys if len(parts) == 4})


def structure_words(name: str, variant: str, part: str, lang: str) -> str:
    """The template of a structure check, that of the variant where it has one."""
    known = texts.catalogue()
    own = f"structure.{name}.{variant}.{part}"
    return known[own if variant and own in known else f"structure.{name}.{part}"][lang]


def facts(rule: Rule, lang: str) -> Iterator[Fact]:
    """All that the header says of a rule, as labelled lines; messages are the templates."""
    yield from (*conditions(rule, lang), *parameters(rule, lang))
    for case in (None, *rule.cases):
        yield texts.text("rules.message", lang), rule.words("message", case)[lang]
        yield texts.text("rules.fix", lang), rule.words("fix", case)[lang]
    yield from grounds(rule, lang)


def conditions(rule: Rule, lang: str) -> Iterator[Fact]:
    """How grave a finding is, who mends it, and what the rule must have to be checked at all."""
    shown = texts.text(f"severity.{rule.severity}", lang)
    declared = [texts.text(f"severity.{item.before}", lang) for item in rule.changes if item.name == "severity"]
    yield texts.text("rules.severity", lang), shown + _instead(declared, lang)
    if rule.off:
        yield texts.text("rules.off", lang), texts.text("rules.off_here", lang)
    yield texts.text("rules.mender", lang), texts.text(f"mender.{rule.mender}", lang)
    yield texts.text("rules.needs", lang), _needs(rule, lang)


def parameters(rule: Rule, lang: str, shown: re.Pattern[str] | None = None) -> Iterator[Fact]:
    """The parameters of the rule with their values, where it has any; those unlike `shown` are only counted."""
    if rule.parameters:
        before = {item.name: [visible(item.before)] for item in rule.changes}
        said = [
            f"{name} = {visible(value)}{_instead(before.get(f'parameters.{name}', []), lang)}"
            for name, value in rule.parameters.items()
            if not shown or shown.fullmatch(visible(value))
        ]
        if left := len(rule.parameters) - len(said):
            said.append(texts.text("report.long_parameters", lang, n=left))
        yield texts.text("rules.parameters", lang), ", ".join(said)


def _instead(declared: list[str], lang: str) -> str:
    """What the rule's file says, where the workspace sets something else."""
    return f" ({texts.text('rules.instead', lang, before=declared[0])})" if declared else ""


def grounds(rule: Rule, lang: str) -> Iterator[Fact]:
    """When the rule does not apply, and what it stands on."""
    yield texts.text("rules.not_when", lang), readable(rule.not_when[lang], lang, rule.parameters)
    yield texts.text("rules.basis", lang), rule.basis[lang]
    yield texts.text("rules.certainty", lang), texts.text(f"certainty.{rule.certainty}", lang)


def readable(template: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """A template as a person reads it: `{name}` is ‹name›, or the value where it is known; frames stay around it."""
    parts = []
    for before, name, kind, _ in string.Formatter().parse(template):
        parts.append(before)
        if name is not None:
            parts.append(_placeholder(name, kind or "", lang, values or {}))
    return "".join(parts)


def _placeholder(name: str, kind: str, lang: str, values: Mapping[str, object]) -> str:
    if name in values:
        return texts.formatted(values[name], kind, lang)
    shown = f"‹{re.sub('_(vi|en)$', '', name)}›"
    if "…" in kind:
        return kind.replace("…", shown)
    return shown + (("%" if lang == "vi" else " %") if kind.startswith("pct") else "")


def visible(value: object) -> str:
    """A parameter's value with each character that cannot be seen written as its code, cut where it is long."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _needs(rule: Rule, lang: str) -> str:
    lists = ("; ".join(f"{name} ({', '.join(columns)})" for name, columns in needs.items()) for needs in _lists(rule))
    tables = f" {texts.text('rules.or', lang)} ".join(lists)
    if not rule.each:
        return tables
    key = "rules.every_column" if rule.columns else f"rules.every_{rule.each}"
    return "; ".join(part for part in (texts.text(key, lang, columns=", ".join(rule.columns)), tables) if part)


def _lists(rule: Rule) -> Iterator[Mapping[str, list[str]]]:
    yield rule.needs
    yield from rule.alternatives


def _listed(rules: list[Rule], lang: str, width: int) -> Iterator[str]:
    column = min(max(len(rule.id) for rule in rules), WIDEST_ID) + 4
    column = column if width >= column + LEAST_TITLE else 4  # where there is no room beside names, titles stand below
    for severity in SEVERITIES:
        some = [rule for rule in rules if rule.severity == severity]
        if some:
            yield f"{texts.text(f'severity.{severity}', lang)} ({len(some)})"
        for rule in some:
            own = "" if _shipped(rule) else " " + texts.text("rules.own", lang)
            name = f"  {rule.id}"
            if len(name) > column - 2:  # its title stands in the next line
                yield name
                name = ""
            yield from _hanging(name.ljust(column), rule.title[lang] + own, width)
    yield texts.text("rules.structure_title", lang)
    yield from _hanging("  ", ", ".join(structure_rules()), width)
    yield ""
    yield from _hanging("", texts.text("rules.all", lang, n=len(rules)), width)


def _shipped(rule: Rule) -> bool:
    return rule.path.parent == builtin.folder("validators")


def _explained(rule: Rule, lang: str, width: int) -> Iterator[str]:
    yield from _hanging("", f"{rule.id}: {rule.title[lang]}", width)
    yield ""
    yield from _labelled(conditions(rule, lang), width)
    yield ""
    pairs = [tuple(rule.words(part, case)[lang] for part in ("message", "fix")) for case in (None, *rule.cases)]
    yield from _sentences(pairs, lang, width, rule.parameters)
    yield from _labelled([*grounds(rule, lang), *parameters(rule, lang)], width)
    yield from _labelled([(texts.text("rules.file", lang), str(rule.path))], width)


def _structure(name: str, lang: str, width: int) -> Iterator[str]:
    yield from _hanging("", f"{name}: {texts.text(f'structure.{name}.title', lang)}", width)
    yield ""
    pairs = [tuple(structure_words(name, kind, part, lang) for part in ("message", "fix")) for kind in kinds(name)]
    yield from _sentences(pairs, lang, width, {})
    yield from _hanging("", texts.text("rules.structure_why", lang), width)


def kinds(name: str) -> list[str]:
    """The general words of a structure check, named by the empty text, and its variants."""
    return ["", *variants(name)]


def _sentences(pairs: Iterable[tuple[str, ...]], lang: str, width: int, values: Mapping[str, object]) -> Iterator[str]:
    yield from _hanging("", texts.text("rules.messages", lang), width)
    for message, fix in pairs:
        yield from _hanging("  - ", readable(message, lang, values), width)
        yield from _hanging("    ", texts.text("report.fix", lang, fix=readable(fix, lang, values)), width)
    yield ""


def _labelled(pairs: Iterable[Fact], width: int) -> Iterator[str]:
    for label, value in pairs:
        yield from _hanging("", f"{label}: {value}", width, "  ")


def _hanging(first: str, text: str, width: int, rest: str | None = None) -> list[str]:
    later = " " * len(first) if rest is None else rest
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


if __name__ == "__main__":
    from dvcdata.rules import pages

    pages.write(Path())
