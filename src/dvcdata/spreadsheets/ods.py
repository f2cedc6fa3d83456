"""Surveys the sheets of an ODS, whose few bytes may stand for many cells: what repeats is counted before it is read."""

import zipfile
from xml.parsers import expat

from dvcdata.spreadsheets.survey import Flaw, Survey

ROW, CELLS = "table:table-row", ("table:table-cell", "table:covered-table-cell")


class _Content:
    """Handles the tags of content.xml, named as every writer names them and as the reader expects."""

    def __init__(self) -> None:
        self.sheets: list[Survey] = []
        self.found = Survey()
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.cell: dict[str, str] = {}
        self.text: list[str] = []
        self.notes = 0  # annotations that are open: their text is not the cell's

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.found = Survey()
            self.sheets.append(self.found)
            self.row = 0
        elif tag == ROW:
            self.rows = int(attributes.get("table:number-rows-repeated", 1))
            self.column = 0
        elif tag in CELLS:
            self.columns = int(attributes.get("table:number-columns-repeated", 1))
            self.cell, self.text = attributes, []
        elif tag == "office:annotation":
            self.notes += 1

    def characters(self, text: str) -> None:
        if not self.notes:
            self.text.append(text)

    def end(self, tag: str) -> None:
        if tag == ROW:
            self.row += self.rows
        elif tag in CELLS:
            self._cell("".join(self.text).strip())
            self.column += self.columns
        elif tag == "office:annotation":
            self.notes -= 1

    def _cell(self, text: str) -> None:
        valued = "office:value-type" in self.cell or bool(text)
        formula = "table:formula" in self.cell
        if not valued and not formula:
            return
        self.found.reach(self.row + self.rows - 1, self.column + self.columns - 1)
        if self.cell.get("calcext:value-type") == "error":
            self.found.add(Flaw(self.row, self.column, text or "#N/A", self.rows, self.columns))
        elif not valued:
            self.found.add(Flaw(self.row, self.column, None, self.rows, self.columns))


def surveys(archive: zipfile.ZipFile) -> list[Survey]:
    """The surveys of all sheets in the order of the workbook."""
    content = _Content()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = content.start
    parser.CharacterDataHandler = content.characters
    parser.EndElementHandler = content.end
    with archive.open("content.xml") as stream:
        parser.ParseFile(stream)
    return content.sheets
