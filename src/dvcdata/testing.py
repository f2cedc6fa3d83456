"""Helps to test a rule: its examples are folders of small CSV files, offenders marked in a column `_finding`."""

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from dvcdata.package import open_package
from dvcdata.report import Report
from dvcdata.rules.header import Rule
from dvcdata.validate import validate

MARK = "_finding"
AS_OF = date(2026, 11, 21)
Place = tuple[str, int | None, str]  # table, row, field ("*" for none)


@dataclass(frozen=True)
class Example:
    """What an example folder expects of a rule, and what the rule made of it."""

    expected: list[Place]
    found: list[Place]
    report: Report


def run_example(rule: Rule, folder: Path, work: Path) -> Example:
    """Validates a copy of the example with that rule alone; `work` is an empty folder for the copy."""
    given = settings(folder)
    rule = replace(rule, parameters={**rule.parameters, **given.get("parameters", {})})
    expected = list(copy(folder, work))
    report = validate([open_package(work)], [rule], given.get("as_of", AS_OF))
    found = [(item.table, item.row, item.field or "*") for item in report.findings if item.rule == rule.id]
    return Example(sorted(expected, key=str), sorted(found, key=str), report)


def settings(folder: Path) -> dict[str, Any]:
    """What the example.toml of an example says, its date as a date."""
    path = folder / "example.toml"
    given = tomli.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if "as_of" in given:
        given["as_of"] = date.fromisoformat(str(given["as_of"]))
    return given


def copy(folder: Path, work: Path) -> Iterator[Place]:
    """Copies the tables without their marks, and yields the places that the marks expect."""
    tables = sorted(folder.glob("*.csv"))
    descriptor = folder / "datapackage.json"
    if descriptor.is_file():
        shutil.copy(descriptor, work)
    else:
        resources = [{"name": path.stem, "path": path.name} for path in tables]
        (work / "datapackage.json").write_text(json.dumps({"name": "example", "resources": resources}))
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        marks = rows[0].index(MARK) if MARK in rows[0] else None
        for number, row in enumerate(rows, 1):
            mark = row.pop(marks) if marks is not None and marks < len(row) else ""
            if number > 1 and mark:
                yield from ((path.stem, number, field) for field in mark.split(";"))
        with (work / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
