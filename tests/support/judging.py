"""Packages of one small table in any format, and what the engine says of them."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from running import Result, Run

from dvcdata.engine import database
from dvcdata.engine.load import scratch
from dvcdata.engine.read import read
from dvcdata.engine.staged import Way
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import open_package

Rows = Sequence[Sequence[Any]]
Place = tuple[str, int, str, str]
FIELDS: list[dict[str, Any]] = [
    {"name": "code", "type": "string", "constraints": {"pattern": "[0-9][.][0-9]{6}"}},
    {"name": "n", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "share", "type": "number"},
    {"name": "day", "type": "date", "constraints": {"required": True}},
    {"name": "open", "type": "boolean"},
]
GOOD = ("1.000100", 7, 98.93, dt.date(2026, 8, 1), True)
LABELS = [str(field["name"]) for field in FIELDS]


def package(folder: Path, path: str, dialect: Mapping[str, Any] | None = None, **schema: Any) -> Path:
    """A package of one table `t` in that file."""
    resource = {"name": "t", "path": path, "schema": {"fields": FIELDS, **schema}}
    resource |= {"dialect": dialect} if dialect is not None else {}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    return folder


def workbook(path: Path, rows: Rows, sheet: str = "T") -> Path:
    """A workbook whose dates show as dates."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
    book.close()
    return path


def findings(folder: Path) -> list[Finding]:
    found: list[Finding] = []
    with scratch() as work, database.connect(work) as connection:
        read(connection, [open_package(folder)], {}, work, found.append)
    return found


def places(folder: Path) -> list[Place]:
    return sorted((f.rule, f.row or 0, f.field or "", str(f.params["note"])) for f in findings(folder))


def values(folder: Path) -> list[tuple[Any, ...]]:
    """The typed rows that rules would see."""
    with scratch() as work, database.connect(work) as connection:
        (staged,) = read(connection, [open_package(folder)], {}, work, lambda finding: None)
        columns = ", ".join(f'"{name}"' for name in staged.columns)
        return connection.execute(f"select {columns} from {staged.relation} where _whole order by _row").fetchall()


def way(folder: Path) -> Way:
    with scratch() as work, database.connect(work) as connection:
        (staged,) = read(connection, [open_package(folder)], {}, work, lambda finding: None)
    return staged.way


def refused(folder: Path, run: Run) -> str:
    """The key of the sentence that the package is refused with."""
    for lang in ("vi", "en"):
        result: Result = run("--lang", lang, "validate", folder)
        assert (result.code, result.out, len(result.err.strip().splitlines())) == (2, "", 1), result
    with pytest.raises(UserError) as caught:
        findings(folder)
    return caught.value.key
