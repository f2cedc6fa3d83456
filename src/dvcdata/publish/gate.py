"""Stops what must not be published: blocking findings, personal data wherever it stands, rows that nobody can read."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import __version__, schemas, texts
from dvcdata.engine.room import sparingly
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import Package
from dvcdata.report import Report
from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule
from dvcdata.validate import validate

UNREAD = {"extra-cell", "missing-cell"}
SHOWN = 3
MASK = "•"  # what stands for a digit of a number that looks personal


def rules(home: Path) -> list[Rule]:
    """The rules of the workspace; those that block do as they are shipped, whatever a setting says."""
    shipped = {rule.id: rule for rule in catalogue.load() if rule.severity == "block"}
    return [shipped.get(rule.id, rule) for rule in catalogue.load(home) if rule.id in shipped or not rule.off]


def digest(chosen: Sequence[Rule]) -> str:
    """The hash of the tool's version and of all that the rules say."""
    sha = hashlib.sha256(__version__.encode())
    for rule in chosen:
        sha.update(f"{rule.id} {rule.severity} {sorted(rule.parameters.items())}".encode())
        sha.update(rule.path.read_bytes())
    return sha.hexdigest()


def check(package: Package, everything: Sequence[Package], chosen: Sequence[Rule], as_of: date) -> Report:
    """The report on a package that may be published; one that may not is refused with the first reasons."""
    wanted = {key.package for table in package.tables for key in schemas.foreign_keys(table.schema)}
    beside = [item for item in everything if item.name in wanted and item is not package]
    report = sparingly(lambda: validate([package, *beside], chosen, as_of))
    mine = [item for item in report.findings if item.package == package.name]
    seen = [*mine, *(item for item in report.waived if item.package == package.name)]
    blocks = [item for item in mine if item.severity == "block"]
    unread = [item for item in seen if item.rule in UNREAD or (item.rule == "type-error" and item.field in item.key)]
    if blocks:
        raise _refusal(package, report, blocks)
    if unread:
        raise UserError("publish.unread", package=package.name, table=unread[0].table, rows=_rows(unread))
    # no rule has seen what a cell of the wrong type holds; its finding is masked where it looks personal
    hidden = [item for item in seen if item.rule == "type-error" and MASK in (item.value or "")]
    if hidden:
        first = hidden[0]
        rows = _rows([item for item in hidden if (item.table, item.field) == (first.table, first.field)])
        raise UserError("publish.hidden", package=package.name, table=first.table, field=first.field, rows=rows)
    return report


def waived_until(report: Report, package: str) -> str:
    """The day on which the first waiver that lets this package past ends; empty without one."""
    terms = [item.waiver for item in report.waived if item.package == package and item.severity == "block"]
    return min((item.until.isoformat() for item in terms if item), default="")


def _refusal(package: Package, report: Report, blocks: Sequence[Finding]) -> UserError:
    first, lang = blocks[0], texts.language.get()
    messages = dict.fromkeys(f"{item.table}: {report.words(item, 'message', lang)}" for item in blocks[:SHOWN])
    fix = report.words(first, "fix", lang)
    command = f"dvcdata waive {first.rule} {package.folder} --table {first.table}"
    return UserError(
        "publish.blocked",
        package=package.name,
        n=len(blocks),
        rule=first.rule,
        messages=" ".join(messages),
        fix=fix,
        command=command,
    )


def _rows(findings: Sequence[Finding]) -> str:
    rows = sorted({item.row for item in findings if item.row})
    return ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")


def quality(report: Report, package: str) -> dict[str, Any]:
    """What was checked and found, rule by rule, without any cell of the data."""
    groups: dict[tuple[str, str, str, bool], list[Finding]] = defaultdict(list)
    for waived, findings in ((False, report.findings), (True, report.waived)):
        for item in findings:
            if item.package == package:
                groups[item.severity, item.rule, item.table, waived].append(item)
    return {
        "schema_version": 1,
        "tool": {"name": "dvcdata", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "rules_checked": report.checked.rules,
        "rows": sum(item.rows for item in report.tables if item.table.package == package),
        "findings": [
            {
                "rule": rule,
                "severity": severity,
                "table": table,
                "waived": waived,
                "n": len(items),
                "title": _titles(report, items[0]),
            }
            for (severity, rule, table, waived), items in sorted(groups.items())
        ],
        "not_checked": [
            {
                "rule": item.rule,
                "why": {lang: texts.text(item.key, lang, **dict(item.params)) for lang in texts.LANGUAGES},
            }
            for item in report.not_checked
        ],
    }


def _titles(report: Report, finding: Finding) -> dict[str, str]:
    return {lang: report.words(finding, "title", lang) for lang in texts.LANGUAGES}
