"""What a workspace sets about rules in dvcdata.toml: `[rules.<id>]` with severity, off, and parameters."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.findings import SEVERITIES, Severity
from dvcdata.rules.header import Change, Rule, kind


@dataclass(frozen=True)
class RuleSettings:
    """What is set about one rule; the names are those of the file."""

    severity: Severity | None = None
    """How grave its findings are."""
    off: bool = False
    """Whether it runs only when asked for by name, with --rule."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Values in place of those that its file declares."""


def read(given: Any, path: Path) -> dict[str, RuleSettings]:
    """The table `rules` of a dvcdata.toml by rule; what is of the wrong type or name is refused with one sentence."""
    return {name: _settings(value, path, f"rules.{name}") for name, value in _table(given, path, "rules").items()}


def _table(given: Any, path: Path, name: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise UserError("settings.no_table", path=str(path), name=name)
    return given


def _settings(given: Any, path: Path, where: str) -> RuleSettings:
    known = [item.name for item in fields(RuleSettings)]
    for name in _table(given, path, where):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0)[0]
            raise UserError("workspace.unknown_setting", path=str(path), name=f"{where}.{name}", near=near)
    if given.get("severity", "info") not in SEVERITIES:
        raise UserError("workspace.bad_setting", path=str(path), name=f"{where}.severity", known=" | ".join(SEVERITIES))
    if not isinstance(given.get("off", False), bool):
        raise UserError("workspace.bad_setting", path=str(path), name=f"{where}.off", known="true | false")
    _table(given.get("parameters", {}), path, f"{where}.parameters")
    return RuleSettings(**given)


def applied(rules: Sequence[Rule], settings: Mapping[str, RuleSettings], path: Path) -> list[Rule]:
    """The rules as the workspace has them, each with its changes; former ids are understood, unknown ones refused."""
    named: dict[str, tuple[str, RuleSettings]] = {}
    for name, value in settings.items():
        rule = _find(rules, name, path)
        if rule.id in named:
            raise UserError("settings.twice", path=str(path), one=named[rule.id][0], other=name)
        named[rule.id] = name, value
    return [_applied(rule, *named[rule.id], path) if rule.id in named else rule for rule in rules]


def _find(rules: Iterable[Rule], name: str, path: Path) -> Rule:
    known = {own: rule for rule in rules for own in (rule.id, *rule.replaces)}
    if name in known:
        return known[name]
    if texts.entry(f"structure.{name}.title"):
        raise UserError("settings.structure", path=str(path), rule=name)
    near = difflib.get_close_matches(name, list(known), 1, 0)
    raise UserError("settings.unknown_rule", path=str(path), rule=name, near=near[0] if near else "-")


def _applied(rule: Rule, name: str, given: RuleSettings, path: Path) -> Rule:
    for parameter, value in given.parameters.items():
        _check_parameter(rule, parameter, value, path)
    severity = given.severity or rule.severity
    changes = [Change("severity", rule.severity, severity), Change("off", False, given.off)]
    changes += [Change(f"parameters.{key}", rule.parameters[key], value) for key, value in given.parameters.items()]
    changed = tuple(change for change in changes if change.before != change.after)
    if changed and rule.severity == "block":  # else a setting would publish what the rule keeps from publication
        raise UserError("settings.block", path=str(path), rule=name)
    parameters = {**rule.parameters, **given.parameters}
    return replace(rule, severity=severity, off=given.off, parameters=parameters, changes=changed)


def _check_parameter(rule: Rule, name: str, value: Any, path: Path) -> None:
    if not rule.parameters:
        raise UserError("settings.no_parameters", path=str(path), rule=rule.id)
    if name not in rule.parameters:
        near = difflib.get_close_matches(name, list(rule.parameters), 1, 0)[0]
        raise UserError("settings.unknown_parameter", path=str(path), rule=rule.id, name=name, near=near)
    default = rule.parameters[name]
    if kind(value) != kind(default):
        shown = texts.text(f"settings.kind.{kind(default)}")
        raise UserError("settings.parameter_type", path=str(path), rule=rule.id, name=name, kind=shown)
