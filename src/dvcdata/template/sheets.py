"""The sheets of a template that a person fills in: the rows of the table, and the description of the dataset."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dvcdata.spreadsheets.cells import letter
from dvcdata.template import about, checks, version
from dvcdata.template.book import Book, Lists
from dvcdata.template.checks import FIRST, Check, Checks
from dvcdata.template.columns import Column

TITLES, MACHINE = FIRST - 3, FIRST - 2  # rows from 0
ABOUT_FIRST = 4  # row of the sheet, from 1
TITLE, MESSAGE = 32, 255  # characters that a spreadsheet has room for beside a cell
RELATIVE = re.compile(rf"(\$[A-Z]{{1,2}}){FIRST}\b")


def description(book: Book, table: str, given: Mapping[str, str], hints: Mapping[str, str]) -> None:
    """The sheet on which the dataset describes itself; what is known already stands in it."""
    sheet = book.sheet("about")
    sheet.write(0, 0, book.said("about.title"), book.formats["title"])
    sheet.write(1, 0, f"{book.said('about.hint')} dvcdata:{version.ABOUT} {version.mark(table)}", book.formats["mark"])
    sheet.write_row(
        2, 0, [book.said(f"about.{name}") for name in ("what", "value", "help", "name")], book.formats["head"]
    )
    for place, (width, name) in enumerate(((30, "label"), (60, "entry"), (70, "wrap"), (14, "machine"))):
        sheet.set_column(place, place, width, book.formats[name] if name != "entry" else None)
    for row, line in enumerate(about.LINES, ABOUT_FIRST - 1):
        star = " *" if line.required else ""
        sheet.write(row, 0, book.said(f"about.line.{line.name}") + star, book.formats["label"])
        sheet.write(row, 1, given.get(line.name, ""), book.formats["entry"])
        sheet.write(row, 2, hints.get(line.name) or book.said(f"about.why.{line.name}"), book.formats["wrap"])
        sheet.write(row, 3, line.name, book.formats["machine"])
        if line.choice:
            settings = {"validate": "list", "source": f"={checks.list_name(f'about.{line.name}')}"}
            sheet.data_validation(
                row,
                1,
                row,
                1,
                {**settings, **_refusal(book, "list", "stop", column=book.said(f"about.line.{line.name}"))},
            )
    sheet.freeze_panes(3, 0)


def about_cell(book: Book, name: str) -> str:
    """The cell of the description sheet that holds the value of a line."""
    row = ABOUT_FIRST + next(place for place, line in enumerate(about.LINES) if line.name == name)
    return f"'{book.said('sheet.about')}'!$B${row}"


def rows(book: Book, table: str, title: str, columns: Sequence[Column], lists: Lists, given: Mapping[str, str]) -> None:
    """The sheet of rows: titles and names of columns, what each cell may hold, and what is wrong with each row."""
    sheet, last, end = book.sheet("rows"), len(columns), checks.last()
    said = Checks(table, columns, book.lang)
    wrong = f'COUNTIF({letter(last)}{FIRST}:{letter(last)}{end},"?*")'
    count = book.said("rows.wrong", n=checks.HERE).replace(checks.HERE, f'"&{wrong}&"')
    sheet.write_formula(0, 0, f'="{title}"&IF({wrong}>0,"{count}","")', book.formats["title"], title)
    hint = book.said("rows.hint", first=FIRST, name=MACHINE + 1)
    sheet.write(1, 0, f"{hint} {version.mark(table)}", book.formats["mark"])
    for place, item in enumerate(columns):
        _column(book, sheet, place, item, given)
        _validation(book, sheet, place, item, said, lists)
    sheet.set_row(TITLES, 48)
    sheet.set_column(last, last, 60, book.formats["said"])
    sheet.write(TITLES, last, book.said("rows.check", n=checks.CHECKED), book.formats["head"])
    summary = said.summary()
    for row in range(FIRST, end + 1):
        sheet.write_formula(row - 1, last, _moved(summary, row), book.formats["said"], "")
    for check in said.all():
        _colour(book, sheet, check, [item.name for item in columns])
    sheet.freeze_panes(FIRST - 1, 0)
    sheet.repeat_rows(TITLES, MACHINE)
    sheet.activate()


def _moved(formula: str, row: int) -> str:
    """The formula of the first row as that of another: a relative reference is a letter behind `$` and the number."""
    return formula if row == FIRST else RELATIVE.sub(rf"\g<1>{row}", formula)


def _column(book: Book, sheet: Any, place: int, item: Column, given: Mapping[str, str]) -> None:
    width = max(12, min(28, len(item.title) * 2 // 3 + 2), *(min(32, len(word) + 2) for word in item.words))
    sheet.set_column(place, place, width, book.formats[item.kind])
    star = " *" if item.required and not item.shared else ""
    sheet.write(TITLES, place, item.title + star, book.formats["key" if item.key else "head"])
    sheet.write(MACHINE, place, item.name, book.formats["machine"])
    if item.shared:
        cell = about_cell(book, item.shared)
        value = f"↓ {given[item.shared]}" if given.get(item.shared) else ""
        sheet.write_formula(
            checks.SHARED_ROW - 1, place, f'=IF({cell}="","","↓ "&{cell})', book.formats["shared"], value
        )


def _validation(book: Book, sheet: Any, place: int, item: Column, said: Checks, lists: Lists) -> None:
    settings: dict[str, Any] = {"validate": "any"}
    if item.name in lists:
        style = "stop" if item.words else "information"
        settings = {"validate": "list", "source": f"={checks.list_name(item.name)}"}
        settings |= _refusal(book, "list" if item.words else "not_listed", style, column=item.title)
    elif bad := said.bad(item):
        settings = {"validate": "custom", "value": f"=NOT({bad})"}
        settings |= _refusal(book, checks.kind_of(item), "stop", column=item.title)
    unit = f" ({item.unit})" if item.unit and book.lang == "vi" else ""
    hint = book.said("rows.shared") if item.shared else "" if item.required else book.said("rows.unknown")
    room = MESSAGE - len(hint) - 1
    about_it = f"{item.description}{unit}"
    about_it = about_it if len(about_it) <= room else about_it[: room - 1] + "…"
    settings |= {"input_title": _cut(item.title, TITLE), "input_message": f"{about_it} {hint}".strip()}
    sheet.data_validation(FIRST - 1, place, checks.last() - 1, place, settings)


def _refusal(book: Book, kind: str, style: str, column: str) -> dict[str, str]:
    message = book.said(f"check.{kind}", column=column, number="").strip()
    return {"error_title": book.said("rows.refused"), "error_message": _cut(message, MESSAGE), "error_type": style}


def _colour(book: Book, sheet: Any, check: Check, names: Sequence[str]) -> None:
    for name in check.columns:
        place = names.index(name)
        settings = {"type": "formula", "criteria": f"={check.wrong}", "format": book.formats["wrong"]}
        sheet.conditional_format(FIRST - 1, place, checks.last() - 1, place, settings)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
