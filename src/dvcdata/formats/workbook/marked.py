"""Gives a workbook back with its cells marked: nothing in it is changed, the marks lie over it and can be taken off.

The colours are conditional formats, so that the cell's own look stays beneath; marks of an earlier run are removed.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dvcdata.findings import SEVERITIES, Finding
from dvcdata.formats import sentences
from dvcdata.formats.workbook.gathered import Mark, Words, gravest, numbered
from dvcdata.formats.workbook.listing import line
from dvcdata.formats.workbook.originals import Original, file_of
from dvcdata.formats.workbook.page import (
    BORDER,
    FILLS,
    FONT,
    HYPERLINKS,
    STYLES,
    TABS,
    Cell,
    Page,
    harmless,
    height,
    place,
)
from dvcdata.report import Report

AUTHOR = "dvcdata"
ALWAYS = 'N("dvcdata")=0'  # a condition that always holds, and tells whose format it is
CODE = "dvcdata_"  # begins the code name of our sheets
HEADER = "dvcdata"  # of the column that leads to the findings
CELL = re.compile(r"[A-Z]{0,3}[0-9]{1,7}")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
LONGEST = 4_000  # characters of a comment
RANGES = 500  # of one conditional format
SIZE = 11


class Marked:
    """The steward's own workbook, opened to be marked."""

    def __init__(self, original: Original) -> None:
        from openpyxl import load_workbook

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that it does not keep: `lost` tells
            self.book: Any = load_workbook(original.path, rich_text=True)
        self.file = original.file
        self.book.template = False
        _clean(self.book)
        self.spots: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
        self.own = [sheet.title for sheet in self.book.worksheets]
        self.taken = list(self.book.sheetnames)
        self.styles: dict[str, dict[str, Any]] = {}

    def link(self, finding: Finding) -> str:
        """The place of a finding in this workbook, "" where it has none."""
        spot = file_of(finding)
        if not spot or spot[0] != self.file or spot[1] not in self.own or not CELL.fullmatch(spot[2]):
            return ""
        return place(spot[1], spot[2] if spot[2][0].isalpha() else f"A{spot[2]}")

    def mark(self, report: Report, words: Words, findings: str) -> None:
        """Colours the cells, comments them, and numbers the findings beside each row."""
        for number, finding in numbered(report):
            if self.link(finding):
                _, sheet, cell = file_of(finding) or ("", "", "")
                said = words.comment(number, sentences.calm(finding))
                self.spots[sheet][cell].append(Mark(number, finding.severity, finding.field, said))
        for name, cells in self.spots.items():
            _colour(self.book[name], cells)
            _number(self.book[name], cells, findings)

    def paint(self, page: Page) -> None:
        """Adds the page behind the sheets that were there."""
        sheet = self.book.create_sheet(page.name)
        sheet.sheet_properties.codeName = f"{CODE}{len(self.book.sheetnames)}"
        _lay_out(sheet, page)
        links = head = 0
        for row, line_ in enumerate(page.lines, 1):
            if (high := height(line_, page.widths)) is not None:
                sheet.row_dimensions[row].height = high
            if line_.head and not head:
                head = row
                sheet.print_title_rows = f"{row}:{row}"
                if page.frozen:
                    sheet.freeze_panes = sheet.cell(row + 1, page.frozen_columns + 1)
            column = 1
            for cell in line_.cells:
                links += bool(cell.link)
                self._cell(sheet, row, column, cell, links <= HYPERLINKS)
                column += cell.span
        if page.frozen and head:
            sheet.auto_filter.ref = f"A{head}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        if page.printed:
            sheet.print_area = f"A1:{sheet.cell(sheet.max_row, page.printed).coordinate}"

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, may_link: bool) -> None:
        from openpyxl.worksheet.hyperlink import Hyperlink

        if cell.style not in self.styles:
            self.styles[cell.style] = _style(STYLES[cell.style])
        for covered in range(cell.span):
            for name, value in self.styles[cell.style].items():
                setattr(sheet.cell(row, column + covered), name, value)
        if cell.span > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + cell.span - 1)
        target = sheet.cell(row, column)
        _put(target, cell.value)
        if cell.link and may_link:
            target.hyperlink = Hyperlink(ref=target.coordinate, location=cell.link)

    def save(self, path: Path, first: str) -> None:
        """Writes the workbook; it opens on the page of that name."""
        for sheet in self.book.worksheets:
            sheet.sheet_view.tabSelected = sheet.title == first
        self.book.active = self.book.sheetnames.index(first)
        self.book.save(path)


def _put(target: Any, value: str | int | float | None) -> None:
    if not isinstance(value, str):
        target.value = value
        return
    target.value = ESCAPE.sub("_x005F_", harmless(value))
    target.data_type = "s"  # never a formula


def _colour(sheet: Any, cells: dict[str, list[Mark]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    by_severity: dict[str, list[str]] = defaultdict(list)
    for cell, marks in cells.items():
        target = sheet[cell if cell[0].isalpha() else f"A{cell}"]
        target = _owner(sheet, target)
        by_severity[gravest(marks)].append(target.coordinate)
        said = [mark.words for mark in marks]
        if target.comment and target.comment.text:
            said.append(target.comment.text)
        comment = Comment(ESCAPE.sub("_x005F_", harmless("\n\n".join(said), LONGEST)), AUTHOR)
        comment.width, comment.height = 420, min(60 + 18 * sum(len(text) // 55 + 3 for text in said), 420)
        target.comment = comment
    for severity in SEVERITIES:
        fill = PatternFill(bgColor=FILLS[severity].replace("#", "FF"), fill_type="solid")
        for batch in _batches(by_severity[severity]):
            rule = FormulaRule(formula=[ALWAYS], fill=fill)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(" ".join(batch), rule)


def _owner(sheet: Any, target: Any) -> Any:
    """The cell itself, or the one that it is merged into, which alone can be written to."""
    for area in sheet.merged_cells.ranges:
        if target.coordinate in area:
            return sheet.cell(area.min_row, area.min_col)
    return target


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), RANGES):
        yield names[start : start + RANGES]


def _number(sheet: Any, cells: dict[str, list[Mark]], findings: str) -> None:
    """Writes the numbers of a row's findings behind its last cell, each row with a link to the first of them."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    rows: dict[int, list[int]] = defaultdict(list)
    for cell, marks in cells.items():
        rows[int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))] += [mark.number for mark in marks]
    last = max((cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None), default=1)
    if not sheet.print_area:  # what we add is for the screen
        sheet.print_area = f"A1:{sheet.cell(sheet.max_row, last).coordinate}"
    column = last + 2
    for row, numbers in rows.items():
        target = sheet.cell(row, column)
        _put(target, f"→ {', '.join(map(str, sorted(numbers)))}")
        target.font = Font(name=FONT, size=SIZE, color="FF0563C1", underline="single")
        target.hyperlink = Hyperlink(ref=target.coordinate, location=place(findings, f"A{line(min(numbers))}"))
        target.hyperlink.tooltip = HEADER


def _clean(book: Any) -> None:
    """Takes off what an earlier run put on: sheets, colours, comments and links."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    for sheet in list(book.worksheets):
        if str(sheet.sheet_properties.codeName or "").startswith(CODE) and len(book.worksheets) > 1:
            book.remove(sheet)
            continue
        old, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
        for area in old:
            for rule in area.rules:
                if ALWAYS not in rule.formula:
                    sheet.conditional_formatting.add(str(area.sqref), rule)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and cell.comment.author == AUTHOR:
                    cell.comment = None
                if cell.hyperlink and cell.hyperlink.tooltip == HEADER:
                    cell.hyperlink = None
                    cell.value = None
                    cell.style = "Normal"


def _lay_out(sheet: Any, page: Page) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_properties.tabColor = TABS.removeprefix("#")
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P/&N"


def _style(style: dict[str, Any]) -> dict[str, Any]:
    """A style of ours in the words of openpyxl."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side("thin", BORDER.removeprefix("#")) if style.get("border") else None
    look: dict[str, Any] = {
        "font": Font(
            name=style.get("font", FONT),
            size=style.get("size", SIZE),
            bold=style.get("bold"),
            italic=style.get("italic"),
            underline="single" if style.get("underline") else None,
            color=style["color"].removeprefix("#") if "color" in style else None,
        ),
        "alignment": Alignment(
            horizontal=style.get("align", "left"),
            vertical={"vcenter": "center", "bottom": "bottom"}.get(style.get("valign", "top"), "top"),
            wrap_text=style.get("wrap", False),
        ),
        "border": Border(side, side, side, side),
        "number_format": style.get("num_format", "General"),
    }
    if "fill" in style:
        look["fill"] = PatternFill("solid", style["fill"].removeprefix("#"))
    return look
