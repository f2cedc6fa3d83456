"""Waives findings: each that is named is accepted for a time, with who, why and until when, beside its data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dvcdata import texts, validate, waivers, workspace
from dvcdata.baseline import Known
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import Package, inside, open_all
from dvcdata.rules import catalogue
from dvcdata.rules.header import Rule
from dvcdata.waivers import PERSONAL, Terms


@dataclass(frozen=True)
class Choice:
    """Which findings of a rule are meant: those of this table, this field, and this key or the part of it given."""

    table: str | None = None
    key: Mapping[str, str] | None = None
    field: str | None = None

    def means(self, finding: Finding) -> bool:
        return (
            self.table in (None, finding.table)
            and self.field in (None, finding.field)
            and (self.key or {}).items() <= finding.key.items()
        )


def waive(name: str, path: Path | None, choice: Choice, terms: Terms, as_of: date | None = None) -> str:
    """Records the findings that the choice means in `waivers.csv` of their packages; what was done, in words."""
    today = as_of or date.today()
    home = workspace.find(path or Path())
    rules, rule = _chosen(name, home)
    _check(rule, terms, today)
    packages = open_all([path or home or Path()])
    for package in packages:
        if package.lone:
            raise UserError("waive.lone", path=str(path))
    report = validate.validate(packages, rules, today)
    meant = [package for package in packages if any(True for _ in _of(report.findings, rule, choice, package))]
    if not meant:
        raise UserError("waive.nothing", rule=rule, n=sum(item.rule == rule for item in report.findings))
    former = {old: one.id for one in rules for old in one.replaces}
    terms = replace(terms, recorded=today)
    known = Known(packages, today, former)
    files = {package.name: inside(package.folder, waivers.FILE, str(package.folder)) for package in meant}
    for package in meant:
        known.accept(_of(report.findings, rule, choice, package), files[package.name], terms)
    # border: nothing has been written so far
    for file in files.values():
        known.save(file)
    n = sum(1 for package in meant for _ in _of(report.findings, rule, choice, package))
    return texts.text("waive.done", n=n, rule=rule, until=terms.until, paths=", ".join(map(str, files.values())))


def _chosen(name: str, home: Path | None) -> tuple[list[Rule], str]:
    """The rules to run and the id meant: a check of structure needs none."""
    if texts.entry(f"structure.{name}.title"):
        return [], name
    rule = catalogue.find(catalogue.load(home), name)
    return [rule], rule.id


def _check(rule: str, terms: Terms, today: date) -> None:
    if (rule == PERSONAL) is not terms.not_personal:
        raise UserError("waive.not_personal" if rule == PERSONAL else "waive.other_rule", rule=PERSONAL)
    terms.check(today)


def _of(findings: Iterable[Finding], rule: str, choice: Choice, package: Package) -> Iterator[Finding]:
    return (item for item in findings if item.rule == rule and item.package == package.name and choice.means(item))
