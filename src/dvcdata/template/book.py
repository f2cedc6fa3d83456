"""The workbook of a template: its formats, its named lists, and the sheets for columns and lists."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from dvcdata import texts
from dvcdata.spreadsheets.cells import letter
from dvcdata.template import checks, version
from dvcdata.template.columns import Column

DARK, PALE, GREY, RED = "#1F4E79", "#DDEBF7", "#7F7F7F", "#F8CBAD"
SMALL = {"font_size": 8, "font_color": GREY}
FORMATS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_color": DARK},
    "mark": SMALL,
    "head": {
        "bold": True,
        "font_color": "white",
        "bg_color": DARK,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
    },
    "key": {
        "bold": True,
        "font_color": "white",
        "bg_color": "#2E75B6",
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
    },
    "machine": {**SMALL, "bg_color": PALE, "border": 1},
    "shared": {"italic": True, "font_size": 9, "font_color": GREY, "num_format": "@"},
    "wrong": {"bg_color": RED},
    "said": {"font_color": "#C00000"},
    "label": {"bold": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "entry": {"text_wrap": True, "valign": "top", "num_format": "@", "border": 1, "bg_color": "#FFFDE7"},
    "string": {"num_format": "@"},
    "integer": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.########"},
    "date": {"num_format": "dd/mm/yyyy"},
    "boolean": {"num_format": "@"},
}
Lists = dict[str, Mapping[str, str]]


class Book:
    """A workbook that is being written; its sheets are added in the order in which they are seen."""

    def __init__(self, lang: str) -> None:
        from xlsxwriter import Workbook

        self.lang = lang
        self.buffer = BytesIO()
        self.book = Workbook(
            self.buffer, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
        )
        self.formats = {name: self.book.add_format(settings) for name, settings in FORMATS.items()}

    def sheet(self, key: str) -> Any:
        """A new sheet, called by the text of that key."""
        sheet = self.book.add_worksheet(self.said(f"sheet.{key}"))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def said(self, key: str, **params: object) -> str:
        """A text of templates in the language of the workbook."""
        return texts.text(f"template.{key}", self.lang, **params)

    def name_lists(self, lists: Lists) -> None:
        """The sheet of lists: of each the words that are shown and the values that they stand for, under a name."""
        sheet = self.sheet("lists")
        sheet.write(0, 0, self.said("lists.title"), self.formats["title"])
        sheet.write(1, 0, f"{self.said('lists.hint')} dvcdata:{version.LISTS}", self.formats["mark"])
        for number, (name, words) in enumerate(lists.items()):
            self._list(sheet, number * 2, name, words)
        sheet.freeze_panes(3, 0)

    def _list(self, sheet: Any, column: int, name: str, words: Mapping[str, str]) -> None:
        sheet.write_row(2, column, (name, f"{name}:value"), self.formats["machine"])
        sheet.set_column(column, column, min(60, max(12, *map(len, words))) + 2, self.formats["string"])
        sheet.set_column(column + 1, column + 1, 14, self.formats["string"])
        sheet.write_column(3, column, words, self.formats["string"])
        sheet.write_column(3, column + 1, words.values(), self.formats["string"])
        for suffix, place in (("", column), ("_", column + 1)):
            cells = f"${letter(place)}$4:${letter(place)}${len(words) + 3}"
            self.book.define_name(f"{checks.list_name(name)}{suffix}", f"='{sheet.name}'!{cells}")

    def guide(self, columns: Sequence[Column], examples: Mapping[str, str]) -> None:
        """The sheet that explains each column."""
        sheet = self.sheet("guide")
        sheet.write(0, 0, self.said("guide.title"), self.formats["title"])
        sheet.write(1, 0, f"{self.said('guide.hint')} dvcdata:{version.GUIDE}", self.formats["mark"])
        heads = [
            self.said(f"guide.{name}") for name in ("column", "name", "needed", "holds", "unit", "meaning", "example")
        ]
        sheet.write_row(2, 0, heads, self.formats["head"])
        for place, width in enumerate((30, 20, 12, 34, 14, 80, 24)):
            sheet.set_column(place, place, width, self.formats["wrap"])
        for row, item in enumerate(columns, 3):
            needed = self.said("guide.shared" if item.shared else "guide.yes") if item.required else ""
            words = (f"{word} ({value})" if item.kind == "string" else word for word, value in item.words.items())
            holds = "; ".join(words) or self.said(f"guide.{checks.kind_of(item)}")
            unit = item.unit if self.lang == "vi" else ""
            cells = (item.title, item.name, needed, holds, unit, item.description, examples.get(item.name, ""))
            sheet.write_row(row, 0, cells)
        sheet.freeze_panes(3, 0)

    def content(self) -> bytes:
        """The bytes of the workbook, which is then complete."""
        self.book.close()
        return self.buffer.getvalue()
