"""The file corrections.csv of a package: read, checked, written, and described as a resource."""

import csv
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from io import StringIO
from pathlib import Path
from typing import Any

from dvcdata import package, write
from dvcdata.errors import UserError, why

TABLE = "corrections"
FILE = "corrections.csv"


@dataclass(frozen=True)
class Correction:
    """One cell that was mended; the names of the file's columns are the names of these attributes."""

    table: str
    key: str
    """The primary key as the source has it, its parts joined by "|"."""
    field: str
    old: str
    """What the source says."""
    new: str
    """What is right."""
    reason: str
    by: str
    date: str

    @property
    def cell(self) -> tuple[str, str, str]:
        """Which cell of the source it is about."""
        return self.table, self.key, self.field


COLUMNS = tuple(item.name for item in fields(Correction))


@dataclass(frozen=True)
class Shape:
    """What a table must have for a correction to be about it: the columns of its key, and all it may have."""

    key: Sequence[str]
    columns: Sequence[str]


def read(folder: Path) -> list[Correction]:
    """The corrections of the package in that folder, none where it has no such file; a broken file is refused."""
    if not (folder / FILE).exists():
        return []
    path = package.inside(folder, FILE, str(folder))
    try:
        header, *rows = csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
    except OSError as problem:
        raise UserError("file.unreadable", path=str(path), why=why(problem)) from None
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise UserError("corrections.unreadable", path=str(path), columns=",".join(COLUMNS)) from None
    if sorted(header) != sorted(COLUMNS):
        raise UserError("corrections.header", path=str(path), columns=",".join(COLUMNS))
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise UserError("corrections.ragged", path=str(path), row=number, n=len(row), of=len(header))
    found = [Correction(**dict(zip(header, row, strict=True))) for row in rows]
    _check_cells(found, str(path))
    return found


def _check_cells(found: Sequence[Correction], path: str) -> None:
    """Refuses two rows about one cell; a key that stands twice in its source may have one row for each value."""
    rows: dict[tuple[str, str, str, str], int] = {}
    for number, item in enumerate(found, 2):
        if item.old == item.new:
            raise UserError("corrections.no_change", path=path, row=number, value=item.new)
        for value in (item.old, item.new):
            if other := rows.get((*item.cell, value)):
                raise UserError("corrections.twice", path=path, row=number, other=other, **_of(item))
        rows[(*item.cell, item.old)] = number
    for number, item in enumerate(found, 2):
        other = rows.get((*item.cell, item.new))
        if other:
            raise UserError("corrections.twice", path=path, row=other, other=number, **_of(item))


def check(found: Iterable[Correction], shapes: Mapping[str, Shape], folder: Path) -> None:
    """Refuses a correction of a table, column or key that cannot be."""
    path = str(folder / FILE)
    for number, item in enumerate(found, 2):
        shape = shapes.get(item.table)
        if shape is None:
            raise UserError("corrections.table", path=path, row=number, near=_near(item.table, shapes), **_of(item))
        if item.field not in shape.columns:
            near = _near(item.field, shape.columns)
            raise UserError("corrections.column", path=path, row=number, near=near, **_of(item))
        if not shape.key or len(item.key.split("|")) < len(shape.key):
            parts = "|".join(shape.key)
            raise UserError("corrections.key", path=path, row=number, parts=parts, **_of(item))


def _near(name: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(name, list(known), 1, 0)), "-")


def _of(item: Correction) -> dict[str, str]:
    return {"table": item.table, "row_key": item.key, "field": item.field}


def content(found: Iterable[Correction]) -> bytes:
    """The bytes of the file."""
    return write.table_bytes(COLUMNS, [astuple(item) for item in found])


def resource() -> dict[str, Any]:
    """The resource that a descriptor has for the file."""
    named = {"name": TABLE, "type": "table", "path": FILE, "format": "csv", "encoding": "utf-8"}
    return {**named, "title": SCHEMA["title"], "title_en": SCHEMA["title_en"], "schema": SCHEMA}


def _field(name: str, kind: str, title: tuple[str, str], description: tuple[str, str]) -> dict[str, Any]:
    words = {"title": title[0], "title_en": title[1]}
    return {"name": name, "type": kind, **words, "description": description[0], "description_en": description[1]}


# `old` and `new` are of the type of whatever column they are about; and what stands in `old` is wrong by its nature, so
# the checks of texts, which look at texts, leave both alone.
SCHEMA: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "name": TABLE,
    "title": "Bản ghi sửa dữ liệu",
    "title_en": "Corrections",
    "description": "Mỗi ô được sửa so với nguồn là một dòng: nguồn ghi gì, nay là gì, vì sao, ai sửa, ngày nào.",
    "description_en": "A row for each cell that was mended: what the source says, what it is now, why, by whom, when.",
    "missingValues": [],
    "fields": [
        _field("table", "string", ("Bảng", "Table"), ("Tên bảng trong gói.", "Name of the table in the package.")),
        _field(
            "key",
            "any",
            ("Khóa", "Key"),
            (
                "Khóa của dòng như nguồn ghi; nhiều cột khóa thì nối bằng “|”.",
                "Key of the row as the source has it; several key columns are joined by “|”.",
            ),
        ),
        _field("field", "string", ("Cột", "Column"), ("Tên cột được sửa.", "Name of the column that was mended.")),
        _field("old", "any", ("Nguồn ghi", "Old value"), ("Giá trị trong nguồn.", "The value in the source.")),
        _field("new", "any", ("Sửa thành", "New value"), ("Giá trị đã sửa.", "The value as mended.")),
        _field("reason", "string", ("Lý do", "Reason"), ("Vì sao sửa.", "Why it was mended.")),
        _field("by", "string", ("Người sửa", "By"), ("Người hoặc đơn vị sửa.", "Person or body that mended it.")),
        _field("date", "date", ("Ngày sửa", "Date"), ("Ngày sửa.", "Day on which it was mended.")),
    ],
    "primaryKey": ["table", "key", "field", "old"],
}
