"""The report as a workbook: the steward's own with its cells marked, or a new one with the tables in question."""

from collections.abc import Iterator
from pathlib import Path

from dvcdata import texts
from dvcdata.engine.load import scratch
from dvcdata.engine.staged import Staged
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.formats import sentences
from dvcdata.formats.workbook import listing, originals, slips, summary, tables
from dvcdata.formats.workbook.addressees import Addressees
from dvcdata.formats.workbook.fresh import Fresh
from dvcdata.formats.workbook.gathered import Gathered, Words, gather
from dvcdata.formats.workbook.marked import Marked
from dvcdata.formats.workbook.originals import Original
from dvcdata.formats.workbook.page import Names
from dvcdata.formats.workbook.tables import Sheet
from dvcdata.report import Report
from dvcdata.spreadsheets import ole

LOCKS = ("~${}", ".~lock.{}#")  # of Excel and of LibreOffice, beside a workbook that is open


def check(path: Path) -> None:
    """Refuses to write over a workbook that somebody has open, or keeps under a password."""
    for lock in LOCKS:
        if path.with_name(lock.format(path.name)).exists():
            raise UserError("report.open", path=str(path))
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(ole.MAGIC)) == ole.MAGIC:  # no XLSX begins like this but one with a password
                raise UserError("report.protected", path=str(path))


def write(report: Report, path: Path, lang: str) -> None:
    """Writes the workbook."""
    words = Words(report, lang)
    found = gather(report, words, Addressees(report))
    original, why = originals.find(report, path.parent)
    marked = _opened(original)
    if original and not marked:
        why = "unreadable"
    if marked and original:
        _mark(report, found, words, marked, original, path)
    else:
        _write(report, found, words, why, path)


def _opened(original: Original | None) -> Marked | None:
    """The original, unless its parts are put together in a way that only the program that wrote it understands."""
    try:
        return Marked(original) if original else None
    except (UserError, MemoryError):
        raise
    except Exception:
        return None


def _mark(report: Report, found: Gathered, words: Words, marked: Marked, original: Original, path: Path) -> None:
    lang = words.lang
    names = Names(marked.taken)
    first, findings = (names(texts.text(f"workbook.{name}", lang)) for name in ("summary_name", "findings_name"))
    works = list(slips.pages(report, found, words, names, findings))
    said = [texts.text("workbook.own_back", lang, file=original.file)]
    if original.lost:
        parts = ", ".join(texts.text(f"workbook.lost_{part}", lang) for part in original.lost)
        said.append(texts.text("workbook.lost", lang, parts=parts))
    said.append(texts.text("workbook.whole_data", lang))
    marked.mark(report, words, findings)
    marked.paint(summary.page(report, found, first, findings, {page.name: n for page, n in works}, said, lang))
    marked.paint(listing.page(report, words, findings, marked.link, is_own=True))
    for page, _ in works:
        marked.paint(page)
    marked.save(path, first)


def _write(report: Report, found: Gathered, words: Words, why: str, path: Path) -> None:
    lang = words.lang
    names = Names()
    first, findings = (names(texts.text(f"workbook.{name}", lang)) for name in ("summary_name", "findings_name"))
    works = list(slips.pages(report, found, words, names, findings))
    sheets = {key: Sheet(item, names(item.table.name)) for key, item in _with_findings(report, found)}
    order = [first, findings, *(page.name for page, _ in works), *(sheet.name for sheet in sheets.values())]
    said = list(_said(found, list(sheets.values()), why, lang))

    def link(finding: Finding) -> str:
        sheet = sheets.get((finding.package, finding.table))
        return sheet.link(finding) if sheet else ""

    title = sentences.title(report, lang)
    with scratch() as folder, Fresh(path, folder, order, title) as book:
        for sheet in sheets.values():  # first, so that it is known where each finding stands
            book.paint(tables.page(sheet, found, findings, lang))
        book.paint(summary.page(report, found, first, findings, {page.name: n for page, n in works}, said, lang))
        book.stream(listing.page(report, words, findings, link), len(report.findings))
        for page, _ in works:
            book.paint(page)


def _with_findings(report: Report, found: Gathered) -> Iterator[tuple[tuple[str, str], Staged]]:
    for item in report.tables:
        key = item.table.package, item.table.name
        if found.marks.get(key):
            yield key, item


def _said(found: Gathered, sheets: list[Sheet], why: str, lang: str) -> Iterator[str]:
    """What there is to know about the tables in this workbook."""
    if why:
        yield texts.text(f"workbook.not_back_{why}", lang)
    if sheets:
        parts = [sheet.name for sheet in sheets if not sheet.is_whole]
        yield texts.text("workbook.tables", lang, names=", ".join(sheet.name for sheet in sheets))
        if parts:
            yield texts.text("workbook.parts", lang, names=", ".join(parts))
    if found.left_out:
        yield texts.text("workbook.left_out", lang)
    for package, table, column in sorted(found.hidden):
        yield texts.text("workbook.hidden", lang, column=column, table=table, package=package)
