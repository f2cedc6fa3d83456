"""The report as JSON, schema version 1: the contract that other programs build on."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from dvcdata import __version__, texts
from dvcdata.findings import Finding, plain
from dvcdata.report import Report
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked
from dvcdata.waivers import Waiver

BATCH = 1_000  # findings in one piece
ENCODE = json.JSONEncoder(ensure_ascii=False, default=plain).encode
# what JSON allows as it is and a terminal would obey: written as \u…, which means the same
OBEYED = re.compile(
    r"[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def render(report: Report, lang: str) -> str:
    """The whole report, every finding of it, as one JSON text."""
    return "".join(pieces(report, lang))


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The same text piece by piece: however many findings there are, only some are in memory."""
    head = {
        "schema_version": 1,
        "tool": {"name": "dvcdata", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "command": report.command,
        "outcome": "findings" if report.findings else "clean",
        "checked": {
            "packages": report.checked.packages,
            "tables": report.checked.tables,
            "rows": report.checked.rows,
            "cells": report.checked.cells,
            "rules": report.checked.rules,
        },
        "not_checked": [_not_checked(item, lang) for item in report.not_checked],
        "changed_rules": [_changed(rule) for rule in report.changed],
        "parameters": report.parameters,
        "counts": report.counts,
        "waived": _waived(report),
    }
    yield as_text(head).removesuffix("\n}")
    for name, items in (
        ("findings", (_finding(report, item, lang) for item in report.findings)),
        ("waived_findings", (_finding(report, item, lang) for item in report.waived)),
        ("no_longer_found", (_place(item) for item in (report.known.gone() if report.known else ()))),
    ):
        yield f',\n  "{name}": ['
        yield from _listed(items)
    yield "\n}\n"


def _listed(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The items of a list and its end, some of them at a time."""
    batch: list[str] = []
    number = 0
    for number, item in enumerate(items, 1):
        batch.append((",\n    " if number > 1 else "\n    ") + _harmless(_laid_out(item, "    ")))
        if len(batch) >= BATCH:
            yield "".join(batch)
            batch = []
    yield "".join(batch) + ("\n  ]" if number else "]")


def _laid_out(item: dict[str, Any], margin: str) -> str:
    """An object of plain values and objects as `json.dumps` indents it, which for millions of them is far too slow."""
    if not item:
        return "{}"
    inner = margin + "  "
    lines = [f"\n{inner}{_named(name)}{_encoded(value, inner)}" for name, value in item.items()]
    return f"{{{','.join(lines)}\n{margin}}}"


@lru_cache(1_000)
def _named(name: str) -> str:
    return f"{ENCODE(name)}: "


def _encoded(value: Any, margin: str) -> str:
    if type(value) is str:  # which most are, and not worth an encoder's start
        return encode_basestring(value)
    if value is None:
        return "null"
    return _laid_out(value, margin) if isinstance(value, dict) else ENCODE(value)


def as_text(value: dict[str, Any]) -> str:
    """JSON with nothing in it that a terminal would obey."""
    return _harmless(json.dumps(value, ensure_ascii=False, indent=2, default=plain))


def _harmless(text: str) -> str:
    return OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _not_checked(item: NotChecked, lang: str) -> dict[str, Any]:
    return {"rule": item.rule, "why": texts.text(item.key, lang, **item.params), "partly": item.partly}


def _waived(report: Report) -> dict[str, Any]:
    """How many findings are accepted, the first day on which one of their waivers ends, and which have ended."""
    until = report.known.next_expiry if report.known else None
    expired = report.known.expired if report.known else []
    counts: dict[str, Any] = {str(severity): n for severity, n in report.waived_counts.items()}
    return counts | {
        "next_expiry": until.isoformat() if until else None,
        "expired": [{"rule": rule, "until": day.isoformat()} for rule, day in expired],
    }


def _place(item: Waiver) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "package": item.package,
        "table": item.table,
        "key": dict(item.key),
        "field": item.field or None,
        "n": item.count,
    }


def _terms(item: Finding) -> dict[str, Any]:
    """What its waiver says, where it has one."""
    if item.waiver is None:
        return {}
    terms = item.waiver
    return {"waiver": {"reason": terms.reason, "by": terms.by, "until": terms.until.isoformat()}}


def _changed(rule: Rule) -> dict[str, Any]:
    changes = [{"name": item.name, "from": _value(item.before), "to": _value(item.after)} for item in rule.changes]
    return {"rule": rule.id, "changes": changes}


def _value(value: Any) -> Any:
    """A parameter's value as JSON has it, a date as its text."""
    if isinstance(value, list):
        return [_value(item) for item in value]
    return plain(value) if isinstance(value, date) else value


def _finding(report: Report, item: Finding, lang: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        "rule": item.rule,
        "severity": item.severity,
        "mender": item.mender,
        "package": item.package,
        "table": item.table,
        "file": item.file,
        "row": item.row,
    }
    if item.line is not None:
        value["line"] = item.line
    return value | {
        "cell": item.cell,
        "key": dict(item.key),
        "field": item.field,
        "value": item.value,
        "message": report.words(item, "message", lang),
        "fix": report.words(item, "fix", lang),
        **_terms(item),
    }
