"""The report as JSON, schema version 1: the contract that other programs build on."""

import json
from typing import Any

from dvcdata import __version__, texts
from dvcdata.findings import Finding
from dvcdata.report import Report
from dvcdata.rules.run import NotChecked


def render(report: Report, lang: str) -> str:
    """The whole report, every finding of it, as one JSON text."""
    value = {
        "schema_version": 1,
        "tool": {"name": "dvcdata", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "outcome": "findings" if report.findings else "clean",
        "checked": {
            "packages": report.checked.packages,
            "tables": report.checked.tables,
            "rows": report.checked.rows,
            "cells": report.checked.cells,
            "rules": report.checked.rules,
        },
        "not_checked": [_not_checked(item, lang) for item in report.not_checked],
        "counts": report.counts,
        "findings": [_finding(report, item, lang) for item in report.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _not_checked(item: NotChecked, lang: str) -> dict[str, Any]:
    return {"rule": item.rule, "why": texts.text(item.key, lang, **item.params), "partly": item.partly}


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
    }
