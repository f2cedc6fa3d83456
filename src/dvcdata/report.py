"""What a validation came to, as one value that every format is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dvcdata import profiles, texts
from dvcdata.baseline import Known
from dvcdata.engine.staged import Staged
from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES, Finding, Severity, at_or_above
from dvcdata.ledger import Ledger
from dvcdata.rules.header import Rule
from dvcdata.rules.run import NotChecked


@dataclass(frozen=True)
class Checked:
    """How much was read and how many rules were applied to it."""

    packages: int
    tables: int
    rows: int
    cells: int
    rules: int


@dataclass(frozen=True)
class Report:
    """Findings, what was checked, what not and why, and what it takes to run it again."""

    as_of: date
    packages: tuple[str, ...]
    checked: Checked
    findings: Ledger
    not_checked: tuple[NotChecked, ...]
    tables: tuple[Staged, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    command: str = "dvcdata validate"
    off: tuple[Rule, ...] = ()  # rules that the workspace keeps from running
    files: tuple[Path, ...] = ()  # where the same report is written to
    waived: Ledger = field(default_factory=Ledger)  # findings that are accepted for the time being
    known: Known | None = None  # the waivers themselves, in use or not

    @property
    def changed(self) -> list[Rule]:
        """The rules that the workspace runs otherwise than their files say, or not at all."""
        return [rule for rule in (*self.rules.values(), *self.off) if rule.changes]

    @property
    def counts(self) -> dict[Severity, int]:
        """The number of findings by severity, the gravest first."""
        return {severity: self.findings.severities[severity] for severity in SEVERITIES}

    @property
    def parameters(self) -> dict[str, Mapping[str, Any]]:
        """The parameters that rules were run with, by rule."""
        return {name: rule.parameters for name, rule in self.rules.items() if rule.parameters}

    @property
    def waived_counts(self) -> dict[Severity, int]:
        """The number of waived findings by severity."""
        return {severity: self.waived.severities[severity] for severity in SEVERITIES}

    def fails(self, threshold: Severity) -> bool:
        """Whether anything was found at or above the threshold."""
        return any(n and at_or_above(severity, threshold) for severity, n in self.findings.severities.items())

    def words(self, finding: Finding, part: str, lang: str) -> str:
        """A finding's title, message or fix in that language."""
        rule = self.rules.get(finding.rule)
        return _rule_words(rule, finding, part, lang) if rule else _structure_words(finding, part, lang)


def _rule_words(rule: Rule, finding: Finding, part: str, lang: str) -> str:
    template = rule.words(part, finding.params.get("case"))[lang]
    try:
        return texts.fill(template, finding.params, lang)
    except (KeyError, ValueError) as problem:
        why = str(problem.args[0] if problem.args else problem)
        raise UserError("rule.template", path=str(rule.path), name=part, why=why) from None


def _structure_words(finding: Finding, part: str, lang: str) -> str:
    params: dict[str, object] = {
        "field": _titled(finding.table, finding.field, lang),
        "value": finding.value,
        "row": finding.row,
        "table": finding.table,
    }
    params |= dict(finding.params)
    twin = "" if "twin" in params else "alone"  # a key that is empty repeats no other row
    key = _structure_key(finding.rule, (str(params.get("constraint")), str(params.get("type")), twin), part)
    return texts.fill(texts.words(key, lang), params, lang)


@lru_cache(1_000)
def _structure_key(rule: str, details: tuple[str, ...], part: str) -> str:
    """Where the words for an error of structure stand: those for one of its details, else for its kind."""
    kinds = (*(f"{rule}.{detail}" for detail in details), rule)
    return next((key for kind in kinds if texts.entry(key := f"structure.{kind}.{part}")), f"structure.other.{part}")


def _titled(table: str, field: str | None, lang: str) -> str | None:
    """A column by what the profile calls it, with its name behind: "Tiếp nhận trực tuyến (received_online)"."""
    title = _columns(table).get(field or "", {}).get("title" if lang == "vi" else f"title_{lang}")
    return f"{title} ({field})" if title and title.lower().replace(" ", "_") != field else field


@lru_cache(100)
def _columns(table: str) -> dict[str, dict[str, Any]]:
    """The columns that the profile has for a table, by name."""
    return {item["name"]: item for item in (profiles.schema(table) or {}).get("fields", [])}
