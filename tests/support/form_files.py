"""Form 06 as one-stop software gives it, with merged and numbered headers, for tests of imports."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter
from sheet_files import XlsCell, xls

Cell = str | float
Line = Sequence[Cell]
COLUMNS = (
    "to_handle_total",
    "received_online",
    "received_offline",
    "carried_over",
    "resolved_total",
    "resolved_early",
    "resolved_on_time",
    "resolved_overdue",
    "pending_total",
    "pending_on_time",
    "pending_overdue",
)
TITLE = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC"
NUMBER = "Biểu số II.06a/VPCP/KSTT\nBan hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020"
AGENCY = "- Đơn vị báo cáo:\nUBND tỉnh Phú Thọ\n- Đơn vị nhận báo cáo:\nVăn phòng Chính phủ"
PERIOD = "Kỳ báo cáo: Quý III/2026\n(Từ ngày 15/6/2026 đến ngày 14/9/2026)"
LABEL = "Lĩnh vực, công việc giải quyết theo cấp"
SHEET = "II.06a"
FIRST_LINE = 8  # row of the sheet
# What stands where in the header: first row, first column, last row, last column (from 0), text
HEADER = (
    (0, 2, 0, 5, "Số hồ sơ nhận giải quyết"),
    (0, 6, 0, 9, "Số lượng hồ sơ đã giải quyết"),
    (0, 10, 0, 12, "Số lượng hồ sơ đang giải quyết"),
    (1, 2, 2, 2, "Tổng số"),
    (1, 3, 1, 4, "Trong kỳ"),
    (1, 5, 2, 5, "Từ kỳ trước"),
    (1, 6, 2, 6, "Tổng số"),
    (1, 7, 2, 7, "Trước hạn"),
    (1, 8, 2, 8, "Đúng hạn\n(Bao gồm cả hồ sơ chờ bổ sung)"),
    (1, 9, 2, 9, "Quá hạn"),
    (1, 10, 2, 10, "Tổng số"),
    (1, 11, 2, 11, "Trong hạn"),
    (1, 12, 2, 12, "Quá hạn"),
    (2, 3, 2, 3, "Trực tuyến"),
    (2, 4, 2, 4, "Trực tiếp, dịch vụ bưu chính"),
)
FORMULAS = {3: "(3)=(4)+(5)+(6)", 7: "(7)=(8)+(9)+(10)", 11: "(11)=(12)+(13)"}


def counts(online: int, offline: int = 0, carried: int = 0, overdue: int = 0, pending: int = 0) -> list[Cell]:
    """The eleven numbers of a line that adds up: what is neither overdue nor pending was resolved early."""
    total = online + offline + carried
    resolved = total - pending
    return [total, online, offline, carried, resolved, resolved - overdue, 0, overdue, pending, pending, 0]


def row(online: int, offline: int = 0, carried: int = 0, overdue: int = 0, pending: int = 0) -> dict[str, str]:
    """The same numbers as the table has them."""
    return {
        name: str(cell) for name, cell in zip(COLUMNS, counts(online, offline, carried, overdue, pending), strict=True)
    }


def form_06(path: Path, *lines: Line, **texts: str) -> Path:
    """A workbook with one form 06; `texts` are those of the title (number, agency, period), `label` and `numbers`."""
    return forms_06(path, {SHEET: (lines, texts)})


def forms_06(path: Path, sheets: dict[str, tuple[Sequence[Line], dict[str, str]]]) -> Path:
    """A workbook with several."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # the same bytes, whenever they are written
    for name, (lines, texts) in sheets.items():
        _write(book.add_worksheet(name), lines, texts)
    book.close()
    return path


def old_form_06(path: Path, *lines: Line, **texts: str) -> Path:
    """The same as a workbook of Excel 97 (XLS)."""
    placed = cells(lines, texts)
    rows: list[list[XlsCell]] = [[None] * 13 for _ in range(max(item[2] for item in placed) + 1)]
    for top, left, _, _, text in placed:
        rows[top][left] = text
    merged = [(top, bottom, left, right) for top, left, bottom, right, _ in placed if (top, left) != (bottom, right)]
    return xls(path, {SHEET: rows}, merged=merged)


def cells(lines: Sequence[Line], texts: dict[str, str]) -> list[tuple[int, int, int, int, Cell]]:
    """The form as cells and merged cells: first row, first column, last row, last column, text."""
    title = {
        "number": NUMBER,
        "title": TITLE,
        "agency": AGENCY,
        "period": PERIOD,
        "label": LABEL,
        "numbers": "({})",
    } | texts
    found: list[tuple[int, int, int, int, Cell]] = [
        (0, 0, 0, 1, title["number"]),
        (0, 2, 0, 9, title["title"]),
        (0, 10, 0, 12, title["agency"]),
        (1, 0, 1, 12, title["period"]),
        (2, 10, 2, 12, "Đơn vị tính: Số hồ sơ TTHC"),
        (3, 0, 5, 0, "STT"),
        (3, 1, 5, 1, title["label"]),
        *((top + 3, left, bottom + 3, right, text) for top, left, bottom, right, text in HEADER),
    ]
    if title["numbers"]:
        formulas = FORMULAS if title["numbers"] == "({})" else {}
        found += [(6, n, 6, n, formulas.get(n + 1, title["numbers"].format(n + 1))) for n in range(13)]
    start = FIRST_LINE - 1 if title["numbers"] else FIRST_LINE - 2
    found += [
        (start + n, place, start + n, place, cell) for n, line in enumerate(lines) for place, cell in enumerate(line)
    ]
    return [item for item in found if item[4] != ""]


def _write(sheet: "xlsxwriter.worksheet.Worksheet", lines: Sequence[Line], texts: dict[str, str]) -> None:
    for top, left, bottom, right, text in cells(lines, texts):
        if (top, left) == (bottom, right):
            sheet.write(top, left, text)
        else:
            sheet.merge_range(top, left, bottom, right, text)


FIELDS: tuple[Line, ...] = (
    ["1", "Hộ tịch", *counts(100, 10, 5, 1, 3)],
    ["2", "Đất đai", *counts(200, 10, 5, 1, 2)],
    ["", "Tổng số", *counts(300, 20, 10, 2, 5)],
)
BODIES: tuple[Line, ...] = (
    ["Sở ban ngành"],
    ["1", "Sở Tư pháp", *counts(10, 1)],
    ["2", "Sở Y tế", *counts(5)],
    ["Xã, phường, đặc khu"],
    ["1", "UBND Phường Việt Trì", *counts(7)],
    ["2", "UBND xã Hy Cương", *counts(3)],
    ["", "Tổng số", *counts(25, 1)],
)
