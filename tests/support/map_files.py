"""What one-stop software exports, dossiers by service and month, and a map for it, for tests of imports."""

from pathlib import Path

from official_files import Cells, workbook

HEADER = ("STT", "Mã TTHC", "Tên thủ tục", "Đơn vị", "Tháng", "Năm", "Trực tuyến", "Trực tiếp")
MAP = """[table]
name = "usage"
[columns]
"Mã TTHC" = "item_code"
"Đơn vị" = "agency_code"
"Tháng" = "month"
"Năm" = "year"
"Trực tuyến" = "received_online"
"Trực tiếp" = "received_offline"
[constants]
period_basis = "calendar"
"""


def line(
    code: str = "1.000100", online: str | float = 5, month: str | float = 8, body: str = "UBND tỉnh Phú Thọ"
) -> Cells:
    return ["1", code, "Khai sinh", body, month, 2026, online, 0]


def export(path: Path, *lines: Cells, header: Cells = HEADER, above: str = "") -> Path:
    """What one-stop software gives: dossiers by service and month."""
    return workbook(path, {"Sheet1": [[above] if above else [], header, *(lines or [line()])]})


def mapping(path: Path, text: str = MAP) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
