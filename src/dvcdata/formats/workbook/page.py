"""A page of a workbook as values: what stands in which cell, how it looks and where it leads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dvcdata import texts

LONGEST = 8_000  # characters of a cell; Excel takes 32,767
NAME = 31  # characters of a sheet's name
HYPERLINKS = 65_000  # of a sheet; Excel takes 65,530
ROWS = 1_000_000  # of a sheet; Excel takes 1,048,576
KEPT = re.compile(r"([\n\t])")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

POINTS = 14.5  # of a line
HIGHEST = 400  # points of a row; Excel takes 409
FIT, BOLD_FIT = 1.15, 1.0  # letters that a column's width has room for, on the average
FONT = "Times New Roman"
BORDER = "#B0B0B0"
FILLS = {"block": "#E4C1F0", "error": "#FFC7CE", "warning": "#FFEB9C", "info": "#DDEBF7"}  # told by words as well
TABS = "#7B1E3A"
STYLES: dict[str, dict[str, Any]] = {  # in the words of xlsxwriter
    "text": {"wrap": True, "num_format": "@"},
    "said": {"wrap": False, "num_format": "@"},
    "title": {"bold": True, "size": 15},
    "heading": {"bold": True, "size": 12, "valign": "bottom"},
    "head": {"bold": True, "wrap": True, "fill": "#E7E6E6", "border": True, "valign": "vcenter", "align": "center"},
    "cell": {"wrap": True, "border": True, "num_format": "@"},
    "group": {"wrap": True, "bold": True, "border": True, "fill": "#F2F2F2", "num_format": "@"},
    "number": {"border": True, "num_format": "0", "align": "right"},
    "decimal": {"border": True, "num_format": "General", "align": "right"},
    "count": {"border": True, "num_format": "#,##0", "align": "center"},
    "link": {"color": "#0563C1", "underline": True, "border": True, "wrap": True, "num_format": "0"},
    "code": {"font": "Courier New", "size": 10, "num_format": "@"},
    "strong": {"bold": True, "wrap": True},
    "centred": {"align": "center", "wrap": True},
    "centred_strong": {"align": "center", "bold": True, "wrap": True},
    "centred_line": {"align": "center", "bold": True, "underline": True, "wrap": True},
    "slip_title": {"align": "center", "bold": True, "size": 14},
    "aside": {"italic": True, "wrap": True, "num_format": "@"},
    "right": {"italic": True, "align": "center", "wrap": True},
    **{name: {"wrap": True, "border": True, "fill": fill, "num_format": "@"} for name, fill in FILLS.items()},
}


class Cell(NamedTuple):
    """A cell: a text is never taken for a formula; `link` is a place in this workbook; it may span columns."""

    value: str | int | float | None = None
    style: str = "text"
    link: str = ""
    span: int = 1
    comment: str = ""


class Line(NamedTuple):
    """A row of a page; `height` in points where the text in it can't tell, and whether it heads a table."""

    cells: Sequence[Cell] = ()
    height: float | None = None
    head: bool = False


@dataclass(frozen=True)
class Page:
    """A sheet: its name, the widths of its columns and its rows; frozen below its table's head or not."""

    name: str
    widths: Sequence[float]
    lines: Iterable[Line]
    frozen: bool = False
    frozen_columns: int = 0
    natural: bool = False  # whether rows are as high as the program that shows them likes
    printed: int = 0  # the first columns that go on paper; 0 is all


def height(line: Line, widths: Sequence[float]) -> float | None:
    """The height that the texts of a row ask for: no program sees to it for merged cells, and some for none."""
    if line.height:
        return line.height
    lines, place_ = 1, 0
    for cell in line.cells:
        if isinstance(cell.value, str) and STYLES[cell.style].get("wrap"):
            width = sum(widths[place_ : place_ + cell.span]) * (BOLD_FIT if STYLES[cell.style].get("bold") else FIT)
            lines = max(lines, sum(1 + int(len(part) / width) for part in cell.value.split("\n")))
        place_ += cell.span
    return min(lines * POINTS + 3, HIGHEST) if lines > 1 else None


class Names:
    """Gives sheets names that Excel takes, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = {name.lower() for name in taken}

    def __call__(self, wanted: str) -> str:
        """The name, or the nearest that is allowed and free."""
        plain = " ".join(NOT_IN_NAMES.sub(" ", texts.visible(wanted)).split()).strip("' ") or "?"
        plain = f"{plain} (1)" if plain.lower() == "history" else plain  # Excel keeps this name to itself
        if len(plain) > NAME:
            plain = f"{plain[: NAME - 1].rpartition(' ')[0] or plain[: NAME - 1]}…"
        name, n = plain[:NAME].rstrip("' "), 1
        while name.lower() in self.taken:
            n += 1
            name = f"{plain[: NAME - len(f' ({n})')].rstrip()} ({n})"
        self.taken.add(name.lower())
        return name


def place(sheet: str, cell: str) -> str:
    """A place in this workbook, as a link has it."""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"


def harmless(value: str, longest: int = LONGEST) -> str:
    """A text as a cell can hold it: of bearable length, and no sign in it that is obeyed rather than shown."""
    if not value.isprintable():
        parts = KEPT.split(value[: longest + 1])
        value = "".join(part if KEPT.fullmatch(part) else texts.visible(part) for part in parts)
    return value if len(value) <= longest else f"{value[: longest - 4]} […]"
