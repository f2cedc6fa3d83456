"""Makes a finding out of a row that a rule's SELECT yields."""

from collections.abc import Mapping, Sequence
from typing import Any

from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES, Finding, Severity, plain
from dvcdata.rules.header import Rule

OURS = {"_package", "_row", "_table", "_field", "_value", "_severity", "_case"}


def finding(
    rule: Rule, row: Mapping[str, Any], table: str, column: str, key: Sequence[str], files: Mapping[str, str]
) -> Finding:
    """The finding of a row in that table, whose key columns and files by package are given."""
    where = row.get("_field") or column or rule.field
    value = row["_value"] if "_value" in row else row.get(where or "")
    params = {name: value for name, value in row.items() if name not in OURS}
    params |= dict(rule.parameters) | {"value": value, "field": where, "table": table, "case": _case(rule, row)}
    package = row.get("_package") or ""
    return Finding(
        rule=rule.id,
        severity=_milder(rule, row.get("_severity")),
        mender=rule.mender,
        package=package,
        table=table,
        file=files.get(package, ""),
        row=row.get("_row"),
        field=where,
        value=None if value is None else plain(value),
        key={name: plain(row[name]) for name in key if name in row},
        params=params,
    )


def _milder(rule: Rule, given: str | None) -> Severity:
    """The severity of the rule, or the one of the row where that is milder."""
    if given is None:
        return rule.severity
    if given not in SEVERITIES:
        raise UserError("rule.bad_value", path=str(rule.path), name="_severity", known=", ".join(SEVERITIES))
    return max(rule.severity, given, key=SEVERITIES.index)


def _case(rule: Rule, row: Mapping[str, Any]) -> str | None:
    """The case whose words the row asks for."""
    case: str | None = row.get("_case")
    if case is not None and case not in rule.cases:
        raise UserError("rule.bad_value", path=str(rule.path), name="_case", known=", ".join(rule.cases))
    return case
