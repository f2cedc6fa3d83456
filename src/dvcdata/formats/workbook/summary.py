"""The page that says what was checked and what not, how much was found, and by whom it can be mended."""

from collections.abc import Iterator, Mapping, Sequence

from dvcdata import texts
from dvcdata.formats import sentences
from dvcdata.formats.workbook.gathered import Gathered
from dvcdata.formats.workbook.listing import line
from dvcdata.formats.workbook.page import Cell, Line, Page, place
from dvcdata.report import Report

WIDTHS = (17, 34, 56, 14, 22)


def page(
    report: Report, found: Gathered, name: str, findings: str, works: Mapping[str, int], said: Sequence[str], lang: str
) -> Page:
    """The summary; `works` are the pages for those who mend with their numbers, `said` is about this workbook."""
    return Page(name, WIDTHS, _lines(report, found, findings, works, said, lang))


def _lines(
    report: Report, found: Gathered, findings: str, works: Mapping[str, int], said: Sequence[str], lang: str
) -> Iterator[Line]:
    yield _said(sentences.title(report, lang), "title", 24)
    yield from map(_said, sentences.whole(report, lang))
    yield from map(_said, said)
    if report.findings:
        yield from _works(works, lang)
        yield from _rules(report, found, findings, lang)
    yield from _not_checked(report, lang)
    yield from _run(report, lang)


def _works(works: Mapping[str, int], lang: str) -> Iterator[Line]:
    yield _heading("workbook.works", lang)
    for name, n in works.items():
        yield Line((Cell(n, "count"), Cell(name, "link", place(name, "A1"), span=2)))


def _rules(report: Report, found: Gathered, findings: str, lang: str) -> Iterator[Line]:
    yield _heading("workbook.kinds", lang)
    heads = ("severity", "rule", "title", "n", "mender")
    yield Line(tuple(Cell(texts.text(f"workbook.{head}", lang), "head") for head in heads))
    for n, (first, *_) in report.findings.groups():
        calm = sentences.calm(first)
        yield Line(
            (
                Cell(texts.text(f"severity.{first.severity}", lang), first.severity),
                Cell(calm.rule, "link", place(findings, f"A{line(found.first[first.severity, first.rule])}")),
                Cell(report.words(calm, "title", lang), "cell"),
                Cell(n, "count"),
                Cell(texts.text(f"workbook.mender_{first.mender}", lang), "cell"),
            )
        )


def _not_checked(report: Report, lang: str) -> Iterator[Line]:
    reasons, partly = sentences.reasons(report, lang), sentences.partly(report, lang)
    if not reasons and not partly:
        return
    yield _heading("workbook.not_checked", lang)
    for reason, rules in reasons:
        yield Line((Cell(reason, "cell", span=2), Cell(", ".join(rules), "cell", span=3)))
    if partly:
        yield _said(texts.text("report.partly", lang), "strong")
    for rule, reason in partly:
        name = texts.text("workbook.every_rule", lang) if rule == "*" else rule
        yield Line((Cell(name, "cell", span=2), Cell(reason, "cell", span=3)))


def _run(report: Report, lang: str) -> Iterator[Line]:
    yield _heading("workbook.run", lang)
    yield _said(texts.text("workbook.as_of", lang, as_of=report.as_of))
    yield _said(sentences.made(report, lang))
    if not report.parameters:
        return
    yield _heading("workbook.parameters", lang)
    left_out = {item.rule for item in report.not_checked if not item.partly}
    for rule, given in report.parameters.items():
        if rule not in left_out:
            said, long = sentences.brief(given)
            more = texts.text("workbook.long_parameters", lang, n=long, rule=rule) if long else ""
            yield Line((Cell(rule, "cell", span=2), Cell(", ".join(filter(None, (said, more))), "cell", span=3)))


def _heading(key: str, lang: str) -> Line:
    return Line((Cell(texts.text(key, lang), "heading"),), 30)


def _said(text: str, style: str = "text", height: float | None = None) -> Line:
    return Line((Cell(text, style, span=len(WIDTHS)),), height)
