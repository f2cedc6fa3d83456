"""The list of a rule, to hand on: all that its findings rest on, as CSV or XLSX."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dvcdata import texts, validate, workspace, write
from dvcdata.errors import UserError, why
from dvcdata.findings import plain
from dvcdata.formats.as_csv import MARK, harmless
from dvcdata.formats.files import beside
from dvcdata.package import open_all
from dvcdata.rules import catalogue
from dvcdata.rules.clauses import with_clause

KINDS = (".csv", ".xlsx")
WIDEST = 60  # characters of a column in a workbook


def export(name: str, paths: Sequence[Path], file: Path, as_of: date | None, lang: str) -> str:
    """Writes the list of that rule on the packages given, else the workspace; what was written, in words."""
    if file.suffix.lower() not in KINDS:
        raise UserError("export.ending", path=str(file), known=", ".join(KINDS))
    home = workspace.find(paths[0] if paths else Path())
    rules = catalogue.load(home)
    rule = catalogue.find(rules, name)
    if not rule.export:
        known = ", ".join(item.id for item in rules if item.export)
        raise UserError("export.none", rule=rule.id, known=known)
    columns: dict[str, dict[str, str]] = rule.export["columns"]
    listing = replace(rule, select=f"{with_clause(rule.select)}{rule.export['select']}")
    report = validate.validate(open_all(paths or [home or Path()]), [listing], as_of or date.today())
    for item in report.not_checked:
        if item.rule == rule.id and not item.partly:
            why = texts.text(item.key, lang, **item.params)
            raise UserError("export.not_checked", rule=rule.id, why=why)
    found = ([item.params.get(column) for column in columns] for item in report.findings if item.rule == rule.id)
    n = _write(file, [words[lang] for words in columns.values()], found)
    return texts.text("export.done", lang, n=n, path=str(file))


def _write(file: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Writes the file whole or not at all; the number of its rows."""
    temporary = beside(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        n = (_workbook if file.suffix.lower() == ".xlsx" else _text)(temporary, titles, rows)
        temporary.replace(file)
        return n
    except OSError as problem:
        raise UserError("write.failed", path=str(file), why=why(problem)) from None
    finally:
        temporary.unlink(missing_ok=True)


def _text(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(MARK + write.line(titles))
        for row in rows:
            file.write(write.line([harmless(plain(cell)) for cell in row]))
            n += 1
    return n


def _workbook(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    from xlsxwriter import Workbook

    n, book = 0, Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(titles):
        sheet.set_column(place, place, min(WIDEST, len(title) + 4))
    sheet.write_row(0, 0, titles, book.add_format({"bold": True, "text_wrap": True}))
    for n, row in enumerate(rows, 1):
        sheet.write_row(n, 0, row)
    sheet.autofilter(0, 0, n, len(titles) - 1)
    book.close()
    return n
