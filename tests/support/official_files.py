"""Small files as the national portal gives them, and packages read back, for tests of imports."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from dvcdata.importers.report import ImportResult

HEADER = ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")
TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n-----\n\nDANH SÁCH THỦ TỤC HÀNH CHÍNH\n\n"
FIRST_ROW = 3  # of the sheet: a merged title, the header, then the list
SHEET = "Danh sách TTHC"
Cells = Sequence[str | float]
Import = Callable[..., ImportResult]
Rows = list[dict[str, str]]


def procedure(code: str | float = "1.000100", **cells: str) -> Cells:
    """A row of a list of procedures; what a test is not about has a value all the same."""
    usual = {"name": "Cấp thẻ", "issuing": "Bộ Công an", "executing": "Ủy ban nhân dân cấp xã", "field": "Cư trú"}
    return [code, *(usual | cells).values()]


def procedure_list(path: Path, *rows: Cells, header: Sequence[str] = HEADER, title: str = TITLE) -> Path:
    """A workbook with a list of procedures in it."""
    return workbook(path, {SHEET: [[title], header, *rows]})


def workbook(path: Path, sheets: Mapping[str, Sequence[Cells]], hidden: Sequence[str] = ()) -> Path:
    """A workbook with these sheets; texts are written as texts, numbers as numbers."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # the same bytes, whenever they are written
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(number, column, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def unit(code: str, name: str, on_time: int, received: int, **more: Any) -> dict[str, Any]:
    """A unit in a response on timeliness."""
    ratio = round(100 * on_time / received, 2) if received else 0
    return {
        "departmentId": f"id-{code}",
        "departmentName": name,
        "departmentCode": code,
        "level": "COMMUNE",
        "totalReceived": received,
        "totalOnTime": on_time,
        "totalOverdue": received - on_time,
        "avgProcessingDays": 7.05,
        "ratio": ratio,
        "score": round(ratio / 5, 2),
        "maxScore": 20,
        "scoreDelta": None,
        **more,
    }


def progress(path: Path, *children: dict[str, Any], **more: Any) -> Path:
    """A response on timeliness for Phú Thọ with these units."""
    total, on_time = (sum(child[name] for child in children) for name in ("totalReceived", "totalOnTime"))
    parent = unit("H44", "UBND tỉnh Phú Thọ", on_time, total)
    for name in ("level", "totalOverdue", "scoreDelta"):
        del parent[name]
    parent |= {"totalScore": parent.pop("score"), "totalMaxScore": parent.pop("maxScore"), "totalCompleted": 9}
    data = {"parent": parent, "children": list(children), "monthlyChart": [], **more}
    return response(path, {"code": "OK", "data": data, "message": "OK"})


def response(path: Path, value: Any) -> Path:
    """A file with that JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def rows(folder: Path, table: str) -> Rows:
    """The rows of a table of a package, or of its provenance."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(folder: Path, table: str, *names: str) -> list[tuple[str, ...]]:
    """Those columns of a table of a package, row by row; one that it does not have is empty."""
    return [tuple(row.get(name, "") for name in names) for row in rows(folder, table)]


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
