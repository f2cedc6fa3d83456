"""The report as SARIF 2.1.0, for code scanning: the gravest findings first.

GitHub refuses a file with more than 25,000 results, so no more are written; the totals are true all the same.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dvcdata import __version__, texts
from dvcdata.findings import Finding, Severity
from dvcdata.formats import sentences
from dvcdata.formats.as_json import as_text
from dvcdata.formats.places import Places
from dvcdata.report import Report
from dvcdata.rules.header import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000
LEVELS: dict[Severity, str] = {"block": "error", "error": "error", "warning": "warning", "info": "note"}


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The JSON text in pieces."""
    rules = _rules(report, lang)
    driver = {"name": "dvcdata", "version": __version__, "language": lang, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, lang)],
        "properties": _properties(report),
    }
    head = as_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
    yield head.removesuffix("\n    }\n  ]\n}") + ',\n      "results": ['
    places, seen = Places(report), Counter[str]()
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    found = chain(report.findings.gravest_first(), report.waived)
    for number, finding in enumerate(islice(found, MOST)):
        result = _result(report, finding, places, index, seen, lang)
        if number >= len(report.findings):
            result["suppressions"] = [_suppression(finding, lang)]
        yield ("," if number else "") + "\n        " + as_text(result).replace("\n", "\n        ")
    yield "\n      ]\n    }\n  ]\n}\n"


def _rules(report: Report, lang: str) -> list[dict[str, Any]]:
    """The rules of the run, and each kind of broken structure that was found."""
    known = [_rule(rule, lang) for rule in report.rules.values()]
    for _, (first, *_) in chain(report.findings.groups(), report.waived.groups()):
        if first.rule not in report.rules and first.rule not in [item["id"] for item in known]:
            title = report.words(sentences.calm(first), "title", lang)
            known.append({"id": first.rule, "shortDescription": {"text": title}})
    return known


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    help_ = f"{rule.basis[lang]}\n\n{rule.not_when[lang]}"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title[lang]},
        "fullDescription": {"text": rule.title[lang]},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"severity": rule.severity, "mender": rule.mender, "certainty": rule.certainty},
    }


def _invocation(report: Report, lang: str) -> dict[str, Any]:
    """The run: what it was asked, and as notifications what was not checked and why."""
    said = [("note", "", line) for line in sentences.whole(report, lang)]
    said += [("warning", item.rule, sentences.reason(item, lang)) for item in report.not_checked]
    if len(report.findings) > MOST:
        said.append(("warning", "", texts.text("sarif.cut", lang, n=len(report.findings), most=MOST)))
    return {
        "executionSuccessful": True,
        "commandLine": report.command,
        "toolExecutionNotifications": [_notification(*one) for one in said],
    }


def _notification(level: str, rule: str, text: str) -> dict[str, Any]:
    about = {"associatedRule": {"id": rule}} if rule and rule != "*" else {}
    return {"level": level, "message": {"text": text}, **about}


def _properties(report: Report) -> dict[str, Any]:
    done = report.checked
    return {
        "as_of": report.as_of.isoformat(),
        "packages": list(report.packages),
        "checked": {"tables": done.tables, "rows": done.rows, "cells": done.cells, "rules": done.rules},
        "counts": report.counts,
        "parameters": {
            rule: {name: str(value) for name, value in given.items()} for rule, given in report.parameters.items()
        },
    }


def _result(
    report: Report, finding: Finding, places: Places, index: dict[str, int], seen: Counter[str], lang: str
) -> dict[str, Any]:
    calm, spot = sentences.calm(finding), places(finding)
    head, last = sentences.place(calm, lang)
    text = f"{report.words(calm, 'message', lang)}\n{sentences.to_do(report, calm, lang)}"
    mark = _fingerprint(finding)
    seen[mark] += 1
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(spot.path)},
            "region": {"startLine": spot.line or 1},  # GitHub takes no result without a line
        },
        "logicalLocations": [{"fullyQualifiedName": f"{head} › {last}"}],
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:{seen[mark]}"},
        "properties": {
            "severity": finding.severity,
            "mender": finding.mender,
            "package": calm.package,
            "table": calm.table,
            "field": calm.field,
            "key": dict(calm.key),
        },
    }


def _suppression(finding: Finding, lang: str) -> dict[str, Any]:
    """That a finding is accepted, and on what terms."""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": sentences.short(sentences.accepted(finding, lang)),
    }


def _fingerprint(finding: Finding) -> str:
    """The same for the same problem in another run: it knows the row by its key, so that rows may move."""
    key: Iterable[object] = finding.key.values() if any(finding.key.values()) else (finding.row,)
    said = (finding.rule, finding.package, finding.table, finding.field, *key)
    return hashlib.sha256("\x1f".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _uri(path: Path) -> str:
    """The path as a relative reference where it is one."""
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
