"""The rule reference, for the terminal and as a page: a loop over the rules' own headers."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from dvcdata import texts
from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule


def show(name: str | None, workspace: Path | None, lang: str) -> str:
    """The list of all rules, or the explanation of one, structure checks of frictionless among them."""
    if name and f"structure.{name}.title" in texts.catalogue():
        return "\n".join(_structure(name, lang))
    rules = catalogue.load(workspace)
    if name:
        return "\n".join(_explained(catalogue.find(rules, name), lang))
    return "\n".join(_listed(rules, lang))


def page(lang: str) -> str:
    """The rule reference in Markdown, of the shipped rules."""
    lines = [f"# {texts.text('rules.page_title', lang)}", "", texts.text("rules.generated", lang), ""]
    lines += [f"## {texts.text('rules.quality_title', lang)}", ""]
    for rule in catalogue.load():
        lines += [f"### {rule.id}", "", f"**{rule.title[lang]}**", ""]
        lines += [f"- {label}: {value}" for label, value in facts(rule, lang)] + [""]
    lines += [f"## {texts.text('rules.structure_title', lang)}", ""]
    for name in structure_rules():
        lines += [f"### {name}", "", *_structure(name, lang)[1:], ""]
    return "\n".join(lines).rstrip() + "\n"


def structure_rules() -> list[str]:
    """The error types of frictionless that have words of their own."""
    keys = (key.split(".") for key in texts.catalogue() if key.startswith("structure."))
    return sorted({parts[1] for parts in keys} - {"other"})


def _listed(rules: list[Rule], lang: str) -> Iterator[str]:
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        yield f"{rule.id:<{width}}  {texts.text(f'severity.{rule.severity}', lang):<8}  {rule.title[lang]}"
    yield ""
    yield texts.text("rules.all", lang, n=len(rules))


def _explained(rule: Rule, lang: str) -> Iterator[str]:
    yield f"{rule.id}: {rule.title[lang]}"
    yield ""
    for label, value in facts(rule, lang):
        yield f"{label}: {value}"
    yield f"{texts.text('rules.file', lang)}: {rule.path}"


def facts(rule: Rule, lang: str) -> Iterator[tuple[str, str]]:
    """What the header says of a rule, as labelled lines."""
    yield texts.text("rules.severity", lang), texts.text(f"severity.{rule.severity}", lang)
    yield texts.text("rules.mender", lang), texts.text(f"mender.{rule.mender}", lang)
    yield texts.text("rules.needs", lang), _needs(rule, lang)
    if rule.parameters:
        shown = ", ".join(f"{name} = {_visible(value)}" for name, value in rule.parameters.items())
        yield texts.text("rules.parameters", lang), shown
    for case in (None, *rule.cases):
        yield texts.text("rules.message", lang), rule.words("message", case)[lang]
        yield texts.text("rules.fix", lang), rule.words("fix", case)[lang]
    yield texts.text("rules.not_when", lang), rule.not_when[lang]
    yield texts.text("rules.basis", lang), rule.basis[lang]
    yield texts.text("rules.certainty", lang), texts.text(f"certainty.{rule.certainty}", lang)


def _visible(value: object) -> str:
    """A parameter's value with each character that cannot be seen written as its code."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in str(value))


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


def _structure(name: str, lang: str) -> list[str]:
    words = texts.catalogue()
    lines = [f"{name}: {words[f'structure.{name}.title'][lang]}", f"**{words[f'structure.{name}.title'][lang]}**", ""]
    for part, label in (("message", "rules.message"), ("fix", "rules.fix")):
        lines.append(f"- {texts.text(label, lang)}: {words[f'structure.{name}.{part}'][lang]}")
    return lines


def write(folder: Path) -> None:
    """Writes the pages docs/rules.vi.md and docs/rules.en.md."""
    for lang in texts.LANGUAGES:
        (folder / f"rules.{lang}.md").write_text(page(lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path("docs"))
