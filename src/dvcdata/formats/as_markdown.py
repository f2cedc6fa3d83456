"""The report in Markdown, short enough for a comment on a merge request: each kind with its first places.

Nothing of the data is obeyed there: no markup, no mention of a person, no reference to an issue.
"""

import re
from collections.abc import Iterator

from dvcdata import texts
from dvcdata.findings import Finding
from dvcdata.formats import sentences
from dvcdata.report import Report

KINDS = 40  # kinds explained: the table above them names all
REASONS = 20  # why rules were not checked
LONGEST = 300  # characters of one sentence
PLAIN = re.compile(r"[a-z0-9-]+")
ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\`*_[]|~$"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})
CALLS = re.compile(r"([@#!])(?=\w)")  # people, issues and merge requests


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The text piece by piece."""
    yield f"## {_text(sentences.title(report, lang))}\n\n**{_text(sentences.verdict(report, lang))}**\n\n"
    waived = sentences.waived(report, lang)
    said = (
        sentences.checked(report, lang),
        sentences.not_checked(report, lang),
        sentences.changed(report, lang),
        *waived,
    )
    yield " ".join(_text(sentence) for sentence in said if sentence) + "\n"
    groups = list(report.findings.groups())
    if groups:
        yield "\n" + " ".join(sentences.menders(report, lang)) + "\n\n"
        yield "| {} | {} | {} | {} |\n|---|---|--:|---|\n".format(
            *(texts.text(f"html.{name}", lang) for name in ("severity", "problem", "count", "mender"))
        )
    for n, (first, *_) in groups:
        yield _line(report, n, first, lang)
    for n, few in groups[:KINDS]:
        yield from _kind(report, n, [sentences.calm(item) for item in few], lang)
    yield from _not_checked(report, lang)
    yield f"\n---\n\n{_text(sentences.made(report, lang))}\n"


def _line(report: Report, n: int, first: Finding, lang: str) -> str:
    severity, mender = (texts.text(key, lang) for key in (f"severity.{first.severity}", f"mender.{first.mender}"))
    title = _text(report.words(sentences.calm(first), "title", lang))
    count = sentences.counted(sentences.unit(first), n, lang)
    return f"| **{severity}** | {title} {_name(first.rule)} | {count} | {mender} |\n"


def _kind(report: Report, n: int, few: list[Finding], lang: str) -> Iterator[str]:
    first = few[0]
    yield f"\n### {_text(report.words(first, 'title', lang))} {_name(first.rule)}\n\n"
    for item in few:
        where = " › ".join(part for part in sentences.place(item, lang) if part)
        yield f"- **{_text(where)}**: {_text(report.words(item, 'message', lang))}\n"
    if n > len(few):
        yield f"- {texts.text('report.more', lang, n=n - len(few))}\n"
    yield f"\n{_text(sentences.to_do(report, first, lang))}\n"


def _not_checked(report: Report, lang: str) -> Iterator[str]:
    if not report.not_checked:
        return
    yield f"\n### {texts.text('html.not_checked', lang)}\n\n"
    reasons = [(reason, ", ".join(map(_name, names))) for reason, names in sentences.reasons(report, lang)]
    reasons += [(reason, "" if rule == "*" else _name(rule)) for rule, reason in sentences.partly(report, lang)]
    for reason, names in reasons[:REASONS]:
        yield f"- {f'{names}: ' if names else ''}{_text(reason)}.\n"
    if len(reasons) > REASONS:
        yield f"- {texts.text('html.more', lang, n=len(reasons) - REASONS)}\n"


def _name(rule: str) -> str:
    return f"`{rule}`" if PLAIN.fullmatch(rule) else _text(texts.visible(rule))


def _text(text: str) -> str:
    """A text that Markdown shows as it is, cut where it is long."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]} […]"
    return CALLS.sub(r"\1<!-- -->", text.translate(ESCAPED)).replace("://", "&#58;//")
