"""Paints pages into a new workbook, row by row, so that memory stays flat however many rows there are."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from dvcdata.formats.workbook import stream
from dvcdata.formats.workbook.page import BORDER, FONT, HYPERLINKS, STYLES, TABS, Cell, Page, harmless, height

COMMENT = {"author": "dvcdata", "x_scale": 3.2, "y_scale": 1.9, "font_size": 10}
SIZE = 11


class Fresh:
    """A workbook that is being written to a file; its sheets stand in the order of the names."""

    def __init__(self, path: Path, folder: Path, names: Iterable[str], title: str) -> None:
        """`folder` is for what is written on the way."""
        from xlsxwriter import Workbook

        options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        options["tmpdir"] = str(folder)
        self.path = path
        self.waiting = folder / "waiting.xlsx"
        self.long: dict[str, Page] = {}
        self.book = Workbook(str(self.waiting), options)
        self.book.set_properties({"title": harmless(title, 200), "author": "dvcdata"})
        self.book.formats[0].set_font_name(FONT)
        self.formats = {name: self.book.add_format(_format(style)) for name, style in STYLES.items()}
        self.sheets = {name: self.book.add_worksheet(name) for name in names}

    def paint(self, page: Page) -> None:
        """Writes the page into its sheet."""
        sheet = self.sheets[page.name]
        _lay_out(sheet, page)
        head = last = width = links = 0
        for row, line in enumerate(page.lines):
            if not page.natural and (high := height(line, page.widths)):
                sheet.set_row(row, high)
            if line.head and not head:
                head = row + 1
                sheet.repeat_rows(row)
                if page.frozen:
                    sheet.freeze_panes(head, page.frozen_columns)
            column = 0
            for cell in line.cells:
                links += bool(cell.link)
                self._cell(sheet, row, column, cell, links <= HYPERLINKS)
                column += cell.span
            last, width = row, max(width, column)
        if page.frozen and head and last >= head:
            sheet.autofilter(head - 1, 0, last, width - 1)
        if page.printed:
            sheet.print_area(0, 0, last, page.printed - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})

    def stream(self, page: Page, rows: int) -> None:
        """Leaves a page of so many rows to be written when the rest of the workbook is."""
        sheet = self.sheets[page.name]
        _lay_out(sheet, page)
        for place, style in enumerate(self.formats.values()):
            sheet.write_blank(0, place, None, style)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, page.frozen_columns)
        sheet.autofilter(0, 0, rows, len(page.widths) - 1)
        if page.printed:
            sheet.print_area(0, 0, rows, page.printed - 1)
        self.long[f"xl/worksheets/sheet{list(self.sheets).index(page.name) + 1}.xml"] = page

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, may_link: bool) -> None:
        style = self.formats[cell.style]
        value = harmless(cell.value) if isinstance(cell.value, str) else cell.value
        if cell.span > 1:
            sheet.merge_range(row, column, row, column + cell.span - 1, "", style)
        if cell.link and may_link:
            sheet.write_url(row, column, f"internal:{cell.link}", style, str(value))
        elif isinstance(value, str) and value:
            sheet.write_string(row, column, value, style)
        elif value in (None, ""):
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)
        if cell.comment:
            sheet.write_comment(row, column, harmless(cell.comment), COMMENT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Ends the file; after a failure, the files of the rows that were on their way."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            if kind is None:
                self.book.close()
                stream.fill(self.waiting, self.path, self.long, list(self.formats))
        except FileCreateError as problem:
            raise OSError(*getattr(problem.args[0], "args", problem.args)) from None
        finally:
            for sheet in self.sheets.values():
                with suppress(OSError):
                    sheet.row_data_fh.close()


def _lay_out(sheet: Any, page: Page) -> None:
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer("&L&8&A&R&8&P/&N")
    sheet.set_tab_color(TABS)


def _format(style: dict[str, Any]) -> dict[str, Any]:
    """A style of ours in the words of xlsxwriter."""
    words: dict[str, Any] = {"font_name": style.get("font", FONT), "font_size": style.get("size", SIZE)}
    words |= {
        "bold": style.get("bold", False),
        "italic": style.get("italic", False),
        "valign": style.get("valign", "top"),
    }
    words |= {"text_wrap": style.get("wrap", False), "align": style.get("align", "left")}
    if style.get("border"):
        words |= {"border": 1, "border_color": BORDER}
    if style.get("underline"):
        words["underline"] = 1
    for ours, theirs in (("fill", "bg_color"), ("color", "font_color"), ("num_format", "num_format")):
        if ours in style:
            words[theirs] = style[ours]
    return words
