"""Reads a workbook as the texts that its cells show, with nothing trimmed and nothing put right."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from dvcdata import write
from dvcdata.errors import UserError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Cell = int | float | str | bool | time | date | timedelta


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: its rows from row 1 on, each as long as the widest."""

    name: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Workbook:
    """The sheets that a reader of the file sees, and the names of those hidden from view."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def read(content: bytes, file: str) -> Workbook:
    """The workbook in these bytes, which `guards.check` has let pass."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        pages = [page for page in book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
        seen = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
        sheets = tuple(Sheet(name, _rows(book, name)) for name in seen)
    except BaseException as problem:
        if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":  # raised by the reader
            raise UserError("import.damaged", file=file) from None
        raise
    return Workbook(sheets, tuple(page.name for page in pages if page.name not in seen))


def _rows(book: "CalamineWorkbook", name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[shown(cell) for cell in row] for row in rows]


def shown(cell: Cell) -> str:
    """The text a cell shows: a number by its shortest digits, so that a code typed as one is seen to be 1.0001."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 10**15
        return str(int(cell)) if whole else write.text(Decimal(repr(cell)))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def letter(index: int) -> str:
    """The letter of a column counted from 0: A, B … Z, AA."""
    index, rest = divmod(index, 26)
    return (letter(index - 1) if index else "") + chr(ord("A") + rest)
