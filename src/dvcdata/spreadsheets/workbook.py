"""Reads a workbook as the texts that its cells show, with nothing trimmed and nothing put right."""

import itertools
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dvcdata.errors import UserError
from dvcdata.spreadsheets import guards, ods, ole, xls, xlsx
from dvcdata.spreadsheets.cells import Cell, exact, letter, shown
from dvcdata.spreadsheets.survey import MOST_CELLS, Survey

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["Book", "Filler", "Sheet", "Workbook", "letter", "shown"]
BATCH = 1_000
Corner = tuple[int, int]  # row and column from 0


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: its rows from row 1 on, each as long as the widest."""

    name: str
    rows: list[list[str]]
    merged: Mapping[Corner, str] = field(default_factory=dict)
    """What a cell merged over several rows says, by the cells that it covers below it."""


@dataclass(frozen=True)
class Workbook:
    """The sheets that a reader of the file sees, and the names of those hidden from view."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


class Book:
    """A workbook whose sheets are read when they are asked for."""

    def __init__(self, content: bytes, file: str) -> None:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        self.file = file
        self.content = content
        self.kind = guards.check(content, file)
        surveys = self._all_surveys()
        self._book = self._opened()
        pages = [page for page in self._book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
        self.names = [page.name for page in pages]
        self.visible = tuple(page.name for page in pages if page.visible == SheetVisibleEnum.Visible)
        self.hidden = tuple(page.name for page in pages if page.name not in self.visible)
        every = self._book.sheet_names
        self._surveys = dict(zip(every, surveys, strict=False))
        if not every or 0 < len(surveys) < len(every):
            raise UserError("spreadsheet.damaged", file=file)
        if not self.visible:
            raise UserError("spreadsheet.nothing_visible", file=file, hidden=", ".join(self.hidden) or "–")

    def _all_surveys(self) -> list[Survey]:
        """The surveys that must come before the reader opens the file: it reads all sheets of an XLS or ODS at once."""
        found: list[Survey] = []
        with guards.whole(self.file):
            if self.kind == "ods":
                with zipfile.ZipFile(BytesIO(self.content)) as archive:
                    found = ods.surveys(archive)
            elif self.kind == "xls":
                found = xls.surveys(ole.Container(self.content))
        for survey in found:
            survey.limit(self.file)
        return found

    def _opened(self) -> "CalamineWorkbook":
        from python_calamine import CalamineWorkbook

        with self._guarded():
            return CalamineWorkbook.from_filelike(BytesIO(self.content))

    def is_blank(self, name: str) -> bool:
        """Whether there is nothing in the sheet of that name."""
        return self.survey(name).end is None

    def survey(self, name: str) -> Survey:
        """What the reader keeps silent about in the sheet of that name."""
        if name not in self._surveys:
            with guards.whole(self.file), zipfile.ZipFile(BytesIO(self.content)) as archive:
                self._surveys[name] = xlsx.survey(archive, name)
            self._surveys[name].limit(self.file)
        return self._surveys[name]

    def rows(self, name: str, fill_merged: bool = False) -> Iterator[list[Cell]]:
        """The rows of a sheet from row 1 and column A on, each as long as the widest; errors by their text.

        `fill_merged` repeats the value of a merged cell in every cell that it covers.
        """
        survey, sheet = self.survey(name), self._sheet(name)
        merged = (sheet.merged_cell_ranges or []) if fill_merged else []
        ends = [sheet.end, survey.end if survey.flaws else None, *(last for _, last in merged)]
        height, width = (max((end[place] + 1 for end in ends if end), default=0) for place in (0, 1))
        if height * width > MOST_CELLS:
            raise UserError("spreadsheet.far_cell", file=self.file, cells=height * width)
        _, left = sheet.start or (0, 0)
        flaws, filler = survey.by_row(), Filler(merged)
        for row, cells in zip(range(height), itertools.chain(self._read(sheet), itertools.repeat([])), strict=False):
            whole: list[Cell] = [*[""] * left, *map(exact, cells)]
            whole += [""] * (width - len(whole))
            for flaw in next(flaws):
                whole[flaw.column : flaw.column + flaw.columns] = [flaw.text or ""] * flaw.columns
            filler.fill(row, whole)
            yield whole

    def merged(self, name: str) -> list[tuple[Corner, Corner]]:
        """The first cell of each that is merged over several rows, and the last one below it."""
        ranges = self._sheet(name).merged_cell_ranges or []
        return [(first, (last[0], first[1])) for first, last in ranges if first[0] < last[0]]

    def _sheet(self, name: str) -> "CalamineSheet":
        with self._guarded():
            return self._book.get_sheet_by_name(name)

    def _read(self, sheet: "CalamineSheet") -> Iterator[list[Any]]:
        rows = sheet.iter_rows()
        batch: list[list[Any]] | None = None
        while batch != []:
            with self._guarded():
                batch = list(itertools.islice(rows, BATCH))
            yield from batch

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """A damaged file makes the reader raise errors of its own, or panic; an interruption is none of these."""
        try:
            with _silence():
                yield
        except BaseException as problem:
            if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":
                raise UserError("spreadsheet.damaged", file=self.file) from None
            raise


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps the reader, which is not written in Python, from printing where it stumbled."""
    try:
        stderr = os.dup(2)
    except OSError:  # there is none
        yield
        return
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123  # no path
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


class Filler:
    """Repeats the values of merged cells row by row."""

    def __init__(self, merged: Iterable[tuple[Corner, Corner]]) -> None:
        self.begun: list[tuple[int, int, int, Cell]] = []  # last row, first and last column, value
        self.ahead: dict[int, list[tuple[Corner, Corner]]] = {}
        for first, last in merged:
            if first > last or first[1] > last[1]:
                continue  # of a damaged file
            self.ahead.setdefault(first[0], []).append((first, last))

    def fill(self, row: int, cells: list[Cell]) -> None:
        """Puts the values into the row, which is the next."""
        self.begun = [one for one in self.begun if one[0] >= row]
        self.begun += [(last[0], first[1], last[1], cells[first[1]]) for first, last in self.ahead.get(row, ())]
        for _, first, last, value in self.begun:
            cells[first : last + 1] = [value] * (last + 1 - first)
