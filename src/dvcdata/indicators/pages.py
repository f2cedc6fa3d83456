"""The register of indicators as pages, docs/indicators.vi.md and docs/indicators.en.md, made from their headers."""

from collections.abc import Iterator
from pathlib import Path

from dvcdata import texts
from dvcdata.indicators import catalogue, words
from dvcdata.indicators.header import GROUPS, Indicator

CELL = str.maketrans({"|": "\\|", "<": "&lt;"})


def write(root: Path) -> None:
    """Writes both pages into the docs folder of a checkout."""
    for lang in texts.LANGUAGES:
        (root / "docs" / f"indicators.{lang}.md").write_text(page(lang), encoding="utf-8", newline="\n")


def page(lang: str) -> str:
    """The page in Markdown: all indicators in one table, then each with all that it says of itself."""
    indicators = catalogue.load()
    lines = [f"# {texts.text('indicators.title', lang)}", ""]
    for name in ("generated", "reading", "unknown", "headline", "own"):
        lines += [texts.text(f"indicators.{name}", lang), ""]
    lines += [texts.text("indicators.head", lang), "|---|---|---|---|"]
    for item in indicators:
        cells = (f"[`{item.id}`](#{item.id})", item.code, item.title[lang], words.how(item, lang))
        lines.append(f"| {' | '.join(cell.translate(CELL) for cell in cells)} |")
    for group in GROUPS:
        lines += ["", f"## {texts.text(f'measure.group_{group}', lang)}"]
        for item in indicators:
            if item.group == group:
                lines += _indicator(item, lang)
    return "\n".join(lines) + "\n"


def _indicator(item: Indicator, lang: str) -> Iterator[str]:
    code = f" ({item.code})" if item.code else ""
    yield from ("", f"### {item.id}", "", f"**{item.title[lang]}**{code}", "")
    yield from (f"- {line}" for line in words.definition(item, lang))
    yield from (f"- {line}" for line in _facts(item, lang))


def _facts(item: Indicator, lang: str) -> Iterator[str]:
    yield texts.text(f"indicators.kind_{item.kind}", lang, unit=words.unit(item, lang), decimals=item.decimals)
    yield texts.text(f"indicators.{item.period}_{item.flow}", lang)
    if item.regime:
        yield texts.text("indicators.regime", lang, regime=item.regime)
    if item.level_at == "as_recorded":
        yield texts.text("indicators.register" if item.table == "open_datasets" else "indicators.level", lang)
    yield texts.text("indicators.how", lang, how=words.how(item, lang), version=item.version)
    if item.by:
        yield texts.text("indicators.by", lang, by=", ".join(f"`{name}`" for name in item.by))
    if item.parameters:
        listed = ((name, value) for name, value in item.parameters.items() if name != "blanks")
        shown = ", ".join(f"{name} = {value}" for name, value in listed)
        yield texts.text("indicators.parameters", lang, parameters=shown)
    needs = "; ".join(f"`{table}`: {', '.join(f'`{name}`' for name in names)}" for table, names in item.needs.items())
    yield texts.text("indicators.needs", lang, needs=needs)


if __name__ == "__main__":
    write(Path())
