"""The changes between two releases as text, JSON, Markdown for a release note, and CSV for a changelog."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dvcdata import profiles, texts, write
from dvcdata.diff import KINDS, Change, Diff

SHOWN = 10  # changes of one kind shown in text
COLUMNS = ("kind", "table", "key", "name", "old", "new", "other", "decision", "day")
FIRST = ("cut", "service-new", "dataset-new")


def render(diff: Diff, style: str, lang: str, quiet: bool = False) -> str:
    """The changes in that format; as text, only how many of each kind when quiet."""
    if style == "json":
        return write.json_bytes(as_json(diff)).decode().rstrip("\n")
    if style == "csv":
        return _csv(diff)
    return "\n".join(_markdown(diff, lang) if style == "markdown" else _text(diff, lang, 0 if quiet else SHOWN))


def as_json(diff: Diff) -> dict[str, Any]:
    """Everything, schema version 1."""
    return {
        "schema_version": 1,
        "old": diff.old,
        "new": diff.new,
        "counts": {kind: diff.count(kind) for kind in KINDS if diff.count(kind)},
        "not_compared": list(diff.absent),
        "changes": [_row(item) for item in diff.changes],
    }


def _row(item: Change) -> dict[str, Any]:
    return {name: write.text(getattr(item, name)) for name in COLUMNS}


def _csv(diff: Diff) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(item).values() for item in diff.changes)
    return file.getvalue()


def _text(diff: Diff, lang: str, shown: int) -> Iterator[str]:
    yield texts.text("diff.title", lang, old=diff.old, new=diff.new)
    yield summary(diff, lang)
    for kind, items in groups(diff):
        if shown:
            yield ""
        yield f"{texts.text(f'diff.{kind}', lang)}: {texts.formatted(len(items), '', lang)}"
        yield from (f"  {line(item, lang)}" for item in items[:shown])
        if 0 < shown < len(items):
            yield "  " + texts.text("diff.more", lang, n=len(items) - shown)
    yield from _notes(diff, lang)


def summary(diff: Diff, lang: str) -> str:
    """The headline of the changes."""
    if not diff.changes:
        return texts.text("diff.none", lang)
    cut, new, opened = (diff.count(kind) for kind in FIRST)
    return texts.text("diff.summary", lang, cut=cut, new=diff.count("new"), services=new, datasets=opened)


def groups(diff: Diff) -> Iterator[tuple[str, list[Change]]]:
    """The changes by kind, in the order in which they are told."""
    return of_kinds(diff.changes)


def of_kinds(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Changes by kind, in the order in which they are told."""
    for kind in KINDS:
        if items := [item for item in changes if item.kind == kind]:
            yield kind, items


def line(item: Change, lang: str) -> str:
    """One change."""
    column = _column(item)
    return texts.text(
        "diff.line",
        lang,
        key=item.key,
        table=item.table if item.kind in ("revised", "gone") else None,
        name=item.name.strip() or None,
        change=" → ".join(_shown(item, one, column, lang) for one in (item.old, item.new))
        if item.old or item.new
        else None,
        other=_title(column, lang) if column else item.other or None,
        decision=item.decision or None,
        day=item.day,
    )


def _column(item: Change) -> Mapping[str, Any] | None:
    """The column that changed, as the profile declares it; what is named beside other changes is no column."""
    fields = (profiles.schema(item.table) or {"fields": []})["fields"]
    return next((field for field in fields if field["name"] == item.other), None)


def _title(column: Mapping[str, Any], lang: str) -> str:
    said: str = column["title_en" if lang == "en" else "title"]
    return said[:1].lower() + said[1:]


def _shown(item: Change, value: str, column: Mapping[str, Any] | None, lang: str) -> str:
    """A value as a reader of the language writes it; the level of a service and what is chosen from a list in words."""
    if not value:
        return "–"
    if column and column["type"] in ("integer", "number"):
        return texts.formatted(Decimal(value), "", lang)
    if column and column["type"] == "date":
        return texts.formatted(date.fromisoformat(value), "", lang)
    level, blank, regime = value.partition(" ")
    words = "frequency" if column and column["name"] == "frequency" else f"choice.{column['name']}" if column else ""
    said = texts.entry(f"{words}.{value}" if words else f"site.levels.{level}")
    if not said or not (column or item.table == "services"):
        return value
    return said[lang] if column else f"{said[lang]}{blank}{regime}"


def _notes(diff: Diff, lang: str) -> Iterator[str]:
    merged = [(kind, *counts) for kind, counts in diff.bodies.items() if counts[0] > counts[1]]
    if diff.count("agency-merged") and merged:
        yield ""
        for kind, before, after in merged:
            said = texts.entry(f"choice.kind.{kind}")
            yield texts.text("diff.break", lang, kind=said[lang] if said else kind, before=before, after=after)
    if diff.count("vanished"):
        yield texts.text("diff.vanished_note", lang)
    if diff.absent:
        yield texts.text("diff.absent", lang, tables=", ".join(diff.absent))


def _markdown(diff: Diff, lang: str) -> Iterator[str]:
    yield f"## {texts.text('diff.title', lang, old=diff.old, new=diff.new)}"
    yield from ("", summary(diff, lang))
    for kind, items in groups(diff):
        yield from ("", f"### {texts.text(f'diff.{kind}', lang)} ({len(items)})", "")
        yield from (f"- {line(item, lang)}" for item in items)
    yield from _notes(diff, lang)
