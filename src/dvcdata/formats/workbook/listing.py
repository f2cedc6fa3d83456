"""The page with every finding: gravest first, each with a link to its cell."""

from collections.abc import Callable, Iterator

from dvcdata import texts
from dvcdata.findings import Finding
from dvcdata.formats import sentences
from dvcdata.formats.workbook.gathered import MARKED, Words, numbered
from dvcdata.formats.workbook.page import HYPERLINKS, ROWS, Cell, Line, Page
from dvcdata.report import Report

HEADS = ("number", "severity", "where", "column", "value", "problem", "to_do", "mender", "rule", "key", "table")
WIDTHS = (7, 13, 28, 16, 18, 50, 42, 18, 26, 24, 22)
PRINTED = 7  # columns, so that people can read them on paper; who mends has a page of work, and the rest is for filters
Link = Callable[[Finding], str]  # the place of a finding in this workbook, "" where it has none


def page(report: Report, words: Words, name: str, link: Link, is_own: bool = False) -> Page:
    """All findings, as far as a sheet has room; `is_own` when the workbook is the steward's."""
    natural = len(report.findings) > MARKED
    lines = _lines(report, words, link, is_own)
    return Page(name, WIDTHS, lines, frozen=True, frozen_columns=3, natural=natural, printed=PRINTED)


def _lines(report: Report, words: Words, link: Link, is_own: bool) -> Iterator[Line]:
    lang = words.lang
    yield Line(tuple(Cell(texts.text(f"workbook.{head}", lang), "head") for head in HEADS), head=True)
    severities = {name: texts.text(f"severity.{name}", lang) for name in report.counts}
    menders = {name: texts.text(f"workbook.mender_{name}", lang) for name in ("you", "issuer", "platform")}
    for number, finding in numbered(report):
        if number > ROWS:
            yield Line((Cell(texts.text("workbook.rest", lang, n=len(report.findings) - ROWS), "aside", span=8),))
            return
        calm = sentences.calm(finding)
        to = link(finding) if number <= HYPERLINKS else ""
        place = where(calm, lang)
        yield Line(
            (
                Cell(number, "number"),
                Cell(severities[finding.severity], finding.severity),
                Cell(own(place) if is_own and to else place, "link" if to else "cell", to),
                Cell(calm.field, "cell"),
                Cell(calm.value, "cell"),
                Cell(words(calm, "message"), "cell"),
                Cell(words(calm, "fix"), "cell"),
                Cell(menders[finding.mender], "cell"),
                Cell(calm.rule, "cell"),
                Cell(key(calm), "cell"),
                Cell(f"{calm.package} › {calm.table}" if calm.table else calm.package, "cell"),
            )
        )


def line(number: int) -> int:
    """The row of the page where the finding of that number stands."""
    return number + 1


def own(place: str) -> str:
    """A place in this very workbook: its file need not be named, and LibreOffice shows only one line of a link."""
    return place.partition(" › ")[2] or place


def where(finding: Finding, lang: str) -> str:
    """The place of a finding as people say it."""
    return " › ".join(part for part in sentences.place(finding, lang) if part)


def key(finding: Finding) -> str:
    """The key of the row."""
    return " / ".join(value for value in finding.key.values() if value)
