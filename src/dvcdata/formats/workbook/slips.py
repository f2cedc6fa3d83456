"""The pages for those who mend: a list of work for one's own unit, and slips of request, ready to be sent."""

from collections.abc import Iterator
from itertools import count

from dvcdata import __version__, texts
from dvcdata.findings import Finding
from dvcdata.formats import sentences
from dvcdata.formats.workbook.gathered import Gathered, Words, Work
from dvcdata.formats.workbook.listing import key, line, where
from dvcdata.formats.workbook.page import Cell, Line, Names, Page, place
from dvcdata.report import Report

WIDTHS = (5, 27, 17, 62, 24)
ALL = len(WIDTHS)
LEFT, RIGHT = 3, 2


def pages(report: Report, found: Gathered, words: Words, names: Names, findings: str) -> Iterator[tuple[Page, int]]:
    """A page for each who has something to mend, with the number of its findings."""
    lang = words.lang
    order = ("you", "issuer", "platform")
    number = 0
    for (mender, whom), work in sorted(found.work.items(), key=lambda item: (order.index(item[0][0]), -item[1].n)):
        if mender == "you":
            lines = _own(report, work, words, findings)
            yield Page(names(texts.text("workbook.own_name", lang)), WIDTHS, lines), work.n
            continue
        number += 1
        name = names(texts.text("workbook.slip_name", lang, number=number, whom=whom or _unnamed(mender, lang)))
        yield Page(name, WIDTHS, _slip(report, mender, whom, work, words, findings)), work.n


def _unnamed(mender: str, lang: str) -> str:
    return texts.text(f"workbook.mender_{mender}", lang)


def _own(report: Report, work: Work, words: Words, findings: str) -> Iterator[Line]:
    lang = words.lang
    yield _wide(texts.text("workbook.own_title", lang), "title")
    yield _wide(sentences.title(report, lang))
    yield _wide(texts.text("workbook.own_how", lang, n=work.n))
    yield from _table(work, words, findings)
    yield _wide(texts.text("report.again", lang, command=report.command), "aside")


def _slip(report: Report, mender: str, whom: str, work: Work, words: Words, findings: str) -> Iterator[Line]:
    lang = words.lang
    yield from _letterhead(report, lang)
    yield _wide(texts.text("workbook.slip_title", lang), "slip_title", 26)
    yield _wide(texts.text(f"workbook.slip_subject_{mender}", lang), "centred_strong", 20)
    yield Line()
    to = whom or texts.text(f"workbook.slip_to_{mender}", lang)
    yield _wide(texts.text("workbook.slip_to", lang, whom=to), "centred_strong", 22)
    names = ", ".join(report.packages[: sentences.NAMES])
    params = {"names": sentences.short(names), "as_of": report.as_of, "n": work.n}
    yield _wide(texts.text("workbook.slip_why", lang, **params))
    yield from _table(work, words, findings)
    yield _wide(texts.text("workbook.slip_answer", lang))
    yield _wide(texts.text("workbook.slip_made", lang, version=__version__), "aside")
    yield Line()
    yield Line(
        (
            Cell(texts.text("workbook.slip_copies", lang), "aside", span=LEFT),
            Cell(texts.text("workbook.slip_signed", lang), "centred_strong", span=RIGHT),
        ),
        52,
    )
    yield from (Line() for _ in range(4))


def _letterhead(report: Report, lang: str) -> Iterator[Line]:
    """As documents of Vietnam's administration begin (Nghị định 30/2020/NĐ-CP, phụ lục I)."""
    day = report.as_of
    date = texts.text("workbook.slip_date", lang, day=f"{day:%d}", month=f"{day:%m}", year=str(day.year), as_of=day)
    rows = (("slip_sender", "slip_state", "centred_strong"), ("slip_unit", "slip_motto", "centred_line"))
    for left, right, style in rows:
        yield _halves(texts.text(f"workbook.{left}", lang), texts.text(f"workbook.{right}", lang), "centred", style)
    yield _halves(texts.text("workbook.slip_number", lang), date, "centred", "right")
    yield Line()


def _table(work: Work, words: Words, findings: str) -> Iterator[Line]:
    """The findings by rule: what it is and what to do, then where."""
    lang = words.lang
    heads = ("item", "where", "key", "problem", "done")
    yield Line(tuple(Cell(texts.text(f"workbook.{head}", lang), "head") for head in heads), head=True)
    groups: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
    for number, finding in work.first:
        calm = sentences.calm(finding)
        groups.setdefault((words(calm, "title"), words.to_do(calm)), []).append((number, calm))
    items = count(1)
    for (title, to_do), group in sorted(groups.items(), key=lambda one: one[1][0][0]):
        yield Line((Cell("", "group"), Cell(f"{title} ({len(group)}). {to_do}", "group", span=ALL - 1)))
        for number, finding in group:
            yield _row(next(items), number, finding, words, findings)
    if work.n > len(work.first):
        said = texts.text("workbook.first_only", lang, shown=len(work.first), n=work.n, sheet=findings)
        yield _wide(said, "strong")
    yield Line()


def _row(item: int, number: int, finding: Finding, words: Words, findings: str) -> Line:
    return Line(
        (
            Cell(item, "link", place(findings, f"A{line(number)}")),
            Cell(where(finding, words.lang), "cell"),
            Cell(key(finding) or finding.value, "cell"),
            Cell(words(finding, "message"), "cell"),
            Cell("", "cell"),
        )
    )


def _wide(text: str, style: str = "text", height: float | None = None) -> Line:
    return Line((Cell(text, style, span=ALL),), height)


def _halves(left: str, right: str, left_style: str, right_style: str) -> Line:
    return Line((Cell(left, left_style, span=LEFT), Cell(right, right_style, span=RIGHT)), 20)
