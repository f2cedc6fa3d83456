"""`dvcdata status` as a workbook: a summary, a sheet of bodies by period for each series, and what was found."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from dvcdata import texts
from dvcdata.findings import SEVERITIES
from dvcdata.formats import sentences
from dvcdata.formats import status_said as said
from dvcdata.status.deliveries import Series, Status, Trouble

LONGEST = 31  # characters of a sheet's name
WIDE, NARROW = 48, 11  # columns of text and of periods


class Book:
    """A workbook whose every text is a text: nothing in it is taken for a formula or a link."""

    def __init__(self, path: Path, lang: str) -> None:
        self.lang = lang
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self.head = self.book.add_format({"bold": True, "bg_color": "#E8ECF1", "bottom": 1, "text_wrap": True})
        self.bold = self.book.add_format({"bold": True, "font_size": 14})
        self.lacks = self.book.add_format({"bg_color": "#FDECEB", "font_color": "#8C1D18"})
        self.plain = self.book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(self, name: str, labels: Sequence[str], rows: Iterable[Sequence[Any]], wide: int) -> None:
        """A sheet with these columns, the first `wide` of them wide, that can be filtered."""
        sheet = self.book.add_worksheet(re.sub(r"[][:*?/\\]", " ", name)[:LONGEST])
        sheet.set_column(0, wide - 1, WIDE)
        sheet.set_column(wide, max(wide, len(labels) - 1), NARROW)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        _on_paper(sheet)
        for column, label in enumerate(labels):
            sheet.write_string(0, column, label, self.head)
        number = 0
        lacks = texts.text("status.lacks", self.lang)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, value, self.lacks if value == lacks else None)
        sheet.autofilter(0, 0, number, len(labels) - 1)


def write(status: Status, path: Path, lang: str) -> None:
    """Writes the workbook."""
    book = Book(path, lang)
    _summary(book, status)
    for item in status.series:
        _series(book, item)
    _troubles(book, "packages", status.packages)
    _troubles(book, "bodies", status.bodies)
    book.book.close()


def _on_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _summary(book: Book, status: Status) -> None:
    lang, report = book.lang, status.report
    sheet = book.book.add_worksheet(texts.text("status.summary_sheet", lang))
    sheet.set_column(0, 0, 110)
    _on_paper(sheet)
    sheet.write_string(0, 0, said.title(status, lang), book.bold)
    lines = [] if status.series else [texts.text("status.none", lang)]
    for item in status.series:
        lines += [f"{said.series(item, lang)}. {said.latest(item, lang)} {' '.join(said.behind(item, lang))}"]
    lines += said.unread(status, lang)
    lines += [sentences.verdict(report, lang), sentences.checked(report, lang), sentences.not_checked(report, lang)]
    lines += [texts.text("status.method", lang), sentences.made(report, lang)]
    for number, line in enumerate(filter(None, lines), 2):
        sheet.write_string(number, 0, line, book.plain)


def _series(book: Book, item: Series) -> None:
    words = {name: texts.text(f"status.{name}", book.lang) for name in ("gave", "lacks", "waiting", "not_due")}
    labels = [texts.text(f"status.{name}_label", book.lang) for name in ("body", "code", "n")]

    rows = (
        [said.named(body), body.code, len(body.missing), *(words[body.delivery(period)] for period in item.periods)]
        for body in (*item.behind, *(body for body in item.bodies if not body.missing))
    )
    book.sheet(f"{item.table} {item.kind}", [*labels, *item.periods], rows, 1)


def _troubles(book: Book, key: str, items: Sequence[Trouble]) -> None:
    lang = book.lang
    first = texts.text("html.package" if key == "packages" else "status.body_label", lang)
    labels = [
        first,
        texts.text("status.reasons_label", lang),
        *(texts.text(f"html.what.{kind}", lang) for kind in SEVERITIES),
    ]
    rows = ([item.name, said.rules(item), *(item.severities[kind] for kind in SEVERITIES)] for item in items)
    book.sheet(texts.text(f"status.{key}", lang), labels, rows, 2)
