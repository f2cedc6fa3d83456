"""The report in the form of a validation result of Great Expectations, one result for each rule."""

import json
from collections.abc import Iterator
from typing import Any

from dvcdata import __version__
from dvcdata.findings import Finding
from dvcdata.report import Report

SHOWN = 200  # rows of one result, as Great Expectations itself has at most


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The result as JSON; a rule that was not checked is no success and says why it has no result."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in report.rules}
    counts: dict[str, int] = dict.fromkeys(report.rules, 0)
    for item in report.findings:
        counts[item.rule] = counts.get(item.rule, 0) + 1
        if counts[item.rule] <= SHOWN:
            rows.setdefault(item.rule, []).append(_row(report, item, lang))
    lacking = {item.rule for item in report.not_checked if not item.partly}
    results = [_result(report, name, counts[name], rows[name], name in lacking) for name in rows]
    met = sum(item["success"] for item in results)
    value = {
        "success": met == len(results),
        "results": results,
        "suite_name": "dvcdata",
        "suite_parameters": {},
        "statistics": {
            "evaluated_expectations": len(results),
            "successful_expectations": met,
            "unsuccessful_expectations": len(results) - met,
            "success_percent": 100 * met / len(results) if results else None,
        },
        "meta": {"dvcdata_version": __version__, "as_of": report.as_of.isoformat()},
    }
    yield json.dumps(value, ensure_ascii=True, indent=2) + "\n"


def _result(report: Report, name: str, count: int, rows: list[dict[str, Any]], lacking: bool) -> dict[str, Any]:
    rule = report.rules.get(name)
    meta = {"rule": name, "severity": rule.severity if rule else "error"}
    asked = {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": rule.select} if rule else {}}
    asked = dict(rule.expectation) if rule and rule.expectation else asked
    raised = {"raised_exception": lacking, "exception_message": "not checked" if lacking else None}
    return {
        "success": not lacking and not count,
        "expectation_config": asked | {"meta": meta},
        "result": {} if lacking else {"observed_value": count, "details": {"unexpected_rows": rows}},
        "exception_info": raised | {"exception_traceback": None},
        "meta": {},
    }


def _row(report: Report, item: Finding, lang: str) -> dict[str, Any]:
    place = {"package": item.package, "table": item.table, "row": item.row, **item.key}
    return place | {"field": item.field, "value": item.value, "message": report.words(item, "message", lang)}
