"""Templates filled in as a person would, with the usual program for spreadsheets in their place."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

Made = Callable[..., Path]  # the template of a table
FIRST, NAMES = 6, 5  # the first row to fill in, and the row with the names of the columns
USAGE: Mapping[str, Any] = {
    "period": "2026-08",
    "agency_code": "H44.19",
    "item_code": "1.000100.01",
    "received_total": 100,
    "received_online": 60,
    "received_offline": 40,
}
ABOUT: Mapping[str, str] = {
    "title": "Hồ sơ theo dịch vụ, tháng 8/2026",
    "description": "Số hồ sơ của từng dịch vụ.",
    "licence": "CC-BY-4.0 – dùng tự do, phải ghi nguồn",
    "contact": "Văn phòng",
    "email": "vp@example.vn",
    "keywords": "hồ sơ, dịch vụ công",
    "frequency": "hằng tháng",
    "source": "Phần mềm một cửa",
    "source_url": "https://motcua.example.vn",
}


def fill(
    template: Path,
    path: Path,
    *rows: Mapping[str, Any],
    about: Mapping[str, str] | None = None,
    sheets: tuple[str, str] = ("Số liệu", "Mô tả"),
) -> Path:
    """The template with these rows and this description, saved under another name."""
    book = openpyxl.load_workbook(template)
    sheet = book[sheets[0]]
    columns = {cell.value: cell.column for cell in sheet[NAMES] if cell.value}
    for number, row in enumerate(rows, FIRST):
        for name, value in row.items():
            sheet.cell(number, columns[name], value)
    for line in book[sheets[1]].iter_rows(min_row=4):
        if (about or {}).get(str(line[3].value)):
            line[1].value = (about or {})[str(line[3].value)]
    book.save(path)
    return path


def change(template: Path, path: Path, sheet: str, **cells: Any) -> Path:
    """The template with these cells of a sheet changed."""
    book = openpyxl.load_workbook(template)
    for name, value in cells.items():
        book[sheet][name] = value
    book.save(path)
    return path
