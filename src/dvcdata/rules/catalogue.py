"""Which rules there are: those of the workspace first, then the shipped ones, by name."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dvcdata import builtin
from dvcdata import workspace as workspaces
from dvcdata.errors import UserError
from dvcdata.rules import settings, suites
from dvcdata.rules.header import Rule, read


def folders(workspace: Path | None) -> list[Path]:
    """Where rules are looked for, nearest first."""
    shipped = builtin.folder("validators")
    own = workspace / "validators" if workspace else shipped
    return [shipped] if own == shipped or not own.is_dir() else [own, shipped]


def load(workspace: Path | None = None, only: Iterable[str] = ()) -> list[Rule]:
    """Every rule, in the order of their ids; a rule of the workspace stands for a shipped one of its name.

    The expectations of its suites are rules too. Each has the severity and the parameters that the workspace sets.
    Where only some are asked for, others may be left out.
    """
    found: dict[str, Path] = {}
    expected: dict[str, Rule] = {}
    for folder in folders(workspace):
        for path in sorted(folder.glob("*.sql")):
            found.setdefault(path.stem, path)
        for path in sorted(folder.glob(f"*{suites.ENDING}")):
            _join(expected, suites.read(path), found)
    set_here = workspace is not None and (workspace / workspaces.FILE).is_file()
    if (wanted := set(only)) and wanted <= found.keys() and not set_here:
        found = {name: found[name] for name in wanted}
    rules = [expected.get(name) or read(found[name]) for name in sorted({*found, *expected})]
    if not workspace or not set_here:
        return rules
    return settings.applied(rules, workspaces.settings(workspace).rules, workspace / workspaces.FILE)


def _join(expected: dict[str, Rule], rules: Iterable[Rule], found: Mapping[str, Path]) -> None:
    """Adds the expectations of a suite; each needs a name that nothing else in its folder has."""
    for rule in rules:
        if rule.id in expected or (rule.id in found and found[rule.id].parent == rule.path.parent):
            raise UserError("suite.twice", path=str(rule.path), rule=rule.id)
        expected[rule.id] = rule


def choose(rules: Sequence[Rule], only: Iterable[str], skip: Iterable[str]) -> list[Rule]:
    """The rules asked for by id, else all that are not off; a former id is understood, an unknown one refused."""
    wanted = {find(rules, name).id for name in only}
    left_out = {find(rules, name).id for name in skip}
    chosen = [rule for rule in rules if (rule.id in wanted if wanted else not rule.off)]
    return [rule for rule in chosen if rule.id not in left_out]


def find(rules: Sequence[Rule], name: str) -> Rule:
    """The rule of that id or former id."""
    for rule in rules:
        if name == rule.id or name in rule.replaces:
            return rule
    near = difflib.get_close_matches(name, [rule.id for rule in rules], 1, 0)
    raise UserError("rule.not_found", rule=name, near=near[0] if near else "-")
