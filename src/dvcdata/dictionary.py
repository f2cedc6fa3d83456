"""The data dictionary of the profile as pages, docs/tables.vi.md and docs/tables.en.md, made from its Table Schemas."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dvcdata import profiles, texts

CELL = str.maketrans({"|": "\\|", "<": "&lt;"})


def write(root: Path) -> None:
    """Writes both pages into the docs folder of a checkout."""
    for lang in texts.LANGUAGES:
        (root / "docs" / f"tables.{lang}.md").write_text(page(lang), encoding="utf-8", newline="\n")


def page(lang: str) -> str:
    """The page in Markdown: how cells are written, then every table with its columns."""
    lines = [f"# {texts.text('tables.title', lang)}", ""]
    for name in ("generated", "cells", "missing"):
        lines += [texts.text(f"tables.{name}", lang), ""]
    lines += [texts.text("tables.head_all", lang), "|---|---|"]
    lines += [f"| [`{name}`](#{name}) | {_said(_schema(name), 'title', lang)} |" for name in profiles.tables()]
    for name in profiles.tables():
        lines += _table(name, lang)
    return "\n".join(lines) + "\n"


def _table(name: str, lang: str) -> Iterator[str]:
    schema = _schema(name)
    key = ", ".join(f"`{column}`" for column in schema["primaryKey"])
    yield from ("", f"## {name}", "", f"**{_said(schema, 'title', lang)}.** {_said(schema, 'description', lang)}", "")
    yield from (texts.text("tables.key", lang, columns=key), "")
    yield from (texts.text("tables.head", lang), "|---|---|---|---|")
    for item in schema["fields"]:
        required = item.get("constraints", {}).get("required") or item["name"] in schema["primaryKey"]
        column = f"`{item['name']}`" + (" \\*" if required else "")
        cells = (column, _said(item, "title", lang), _kind(item, lang), _said(item, "description", lang))
        yield f"| {' | '.join(cells)} |"


def _schema(name: str) -> dict[str, Any]:
    return profiles.schema(name) or {}


def _said(item: Mapping[str, Any], part: str, lang: str) -> str:
    """A title or description in that language; the Vietnamese one bears no suffix."""
    return str(item.get(part if lang == "vi" else f"{part}_{lang}", "")).translate(CELL)


def _kind(item: Mapping[str, Any], lang: str) -> str:
    """What a cell of the column holds: its type, its unit, or the list of its values."""
    listed = item.get("constraints", {}).get("enum")
    if listed:
        return ", ".join(f"`{value}`" for value in listed)
    kind = texts.text(f"tables.type.{item['type']}", lang)
    return f"{kind} ({item['unit']})" if lang == "vi" and item.get("unit") else kind


if __name__ == "__main__":
    write(Path())
