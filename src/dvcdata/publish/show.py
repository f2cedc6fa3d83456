"""Plans and their outcome in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from dvcdata import texts
from dvcdata.publish.changes import Change, FieldChange, Kind
from dvcdata.publish.plan import Item, Plan

SIGNS: dict[Kind, str] = {"create": "+", "update": "~", "unchanged": "=", "withdraw": "−"}
NAMED = 3  # datasets of one line of the log
LONGEST = 60  # characters of a value on the screen


def size(n: int) -> str:
    """A number of bytes for people."""
    for unit, factor in (("MB", 10**6), ("kB", 10**3)):
        if n >= factor:
            return f"{texts.number(Decimal(n) / factor, 'fixed1')} {unit}"
    return f"{n} B"


def moved_fields(change: Change) -> str:
    """What somebody changed, in one line."""
    fields = [_field(item, LONGEST) for item in change.fields]
    files = [texts.text("publish.file_changed", file=item.key) for item in change.files]
    return "; ".join((*fields, *files)) or "metadata_modified"


def plan_lines(plan: Plan, command: str, quiet: bool = False) -> Iterator[str]:
    """The plan for the screen; only how many of each kind when quiet."""
    yield texts.text(f"publish.plan.head_{plan.kind}", place=plan.place, **_when(plan.made))
    for kind in SIGNS:
        items = [item for item in plan.items if item.change.kind == kind]
        label, counted = texts.text(f"publish.plan.{kind}"), texts.text("publish.plan.count", n=len(items))
        yield f" {SIGNS[kind]} {label:<9} {counted}"
        if kind != "unchanged" and not quiet:
            for item in items:
                yield from _item_lines(item)
    for item in plan.items:
        if item.note:
            said = item.wanted.metadata
            known = {"day": said.get("extra:withdrawn", ""), "licence": said.get("license_id", "")}
            yield texts.text(item.note, name=item.wanted.name, **known)
    if plan.todo:
        yield texts.text("publish.plan.do", command=command)
    else:
        yield texts.text("publish.plan.nothing")


def _when(moment: str) -> dict[str, Any]:
    local = datetime.fromisoformat(moment).astimezone()
    return {"time": f"{local:%H:%M}", "day": local.date()}


def outcome(plan: Plan, n: int) -> str:
    """What came of a plan by which so many datasets were changed."""
    key = "done" if n else "done_before" if plan.todo else "nothing_done"
    return texts.text(f"publish.{key}", n=n, place=plan.place, **_when(plan.made))


def log_lines(history: Sequence[Mapping[str, Any]], place: str) -> Iterator[str]:
    """Every apply, the last first."""
    yield texts.text("publish.log.head" if history else "publish.log.none", place=place)
    for manifest in reversed(history):
        approval = manifest["approval"] or {}
        kind = texts.text(f"publish.kind.{manifest['kind']}")
        names = manifest.get("changed") or [item["name"] for item in manifest["datasets"]]
        listed = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        said = {**_when(manifest["applied"]), "kind": kind, "n": len(names), "names": listed}
        yield "  " + texts.text("publish.log.line", **said, by=approval.get("by"), decision=approval.get("decision"))


def _item_lines(item: Item) -> Iterator[str]:
    change = item.change
    sent = [file for file in change.files if file.sent]
    total = len(item.wanted.files)
    yield "     " + texts.text("publish.plan.dataset", name=change.name, n=len(sent), of=total, size=size(change.bytes))
    if change.kind == "create":
        said = {"title": _value(item.wanted.metadata["title"], LONGEST), "licence": item.wanted.metadata["license_id"]}
        yield "       " + texts.text("publish.plan.new", visibility=_visibility(item), **said)
    else:
        for field in change.fields:
            yield f"       {_field(field, LONGEST)}"
        for file in change.files:
            yield f"       {SIGNS[file.kind]} {file.key}" + (f" ({size(file.bytes)})" if file.sent else "")


def _visibility(item: Item) -> str:
    return texts.text("publish.plan.private" if item.wanted.private else "publish.plan.public")


def _field(item: FieldChange, longest: int) -> str:
    name = item.field.removeprefix("extra:")
    return f"{name}: “{_value(item.old, longest)}” → “{_value(item.new, longest)}”"


def _value(value: Any, longest: int) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = texts.visible(" ".join(text.split()))
    return text if len(text) <= longest else f"{text[:longest]} […]"


def printable(plan: Plan) -> str:
    """The whole plan as a page for the person who approves it, with room for a signature."""
    lines = [f"# {texts.text('publish.page.title', place=plan.place)}", ""]
    lines += [texts.text("publish.page.made", made=plan.made, id=plan.id, digest=plan.digest), ""]
    for item in plan.items:
        change = item.change
        lines += [f"## {SIGNS[change.kind]} {change.name}", "", _value(item.wanted.metadata.get("title", ""), 1000), ""]
        if change.kind == "create":
            lines += [f"- {_visibility(item)}"]
            new = {name: value for name, value in item.wanted.metadata.items() if name != "title" and value}
            lines += [f"- {name.removeprefix('extra:')}: “{_value(value, 1000)}”" for name, value in new.items()]
        lines += [f"- {_field(field, 1000)}" for field in change.fields]
        for file in change.files:
            known = item.wanted.file(file.key)
            rows = ", DataStore" if file.rows and known and known.rows else ""
            hashed = known.sha256 if known else ""
            lines.append(f"- {SIGNS[file.kind]} {file.key}: {size(file.bytes)}{rows}, SHA-256 `{hashed}`")
        lines.append("")
    lines += [texts.text("publish.page.sign"), ""]
    return "\n".join(lines)
