"""The report for a terminal: a summary first, then each kind of finding with its places, then what was not checked."""

import textwrap
from collections.abc import Iterator

import click

from dvcdata import texts
from dvcdata.findings import Finding, Severity
from dvcdata.formats import sentences
from dvcdata.report import Report

COLOURS: dict[Severity, str] = {"block": "magenta", "error": "red", "warning": "yellow", "info": "blue"}
REASONS = 4  # why rules were not checked: the commonest on the screen; JSON has all
NAMED = 3  # rules of one reason named on the screen; JSON has all
PARTLY = 4  # rules checked in part that are named on the screen
NARROWEST = 40


def render(report: Report, lang: str, width: int = 100) -> str:
    """The report as lines no wider than asked for, except where a name or the command to run again is longer."""
    return "\n".join(_lines(report, lang, max(NARROWEST, width)))


def summary(report: Report, lang: str, width: int) -> str:
    """The first lines of the report: what was checked and how much was found."""
    return "\n".join(_summary(report, lang, max(NARROWEST, width)))


def _lines(report: Report, lang: str, width: int) -> Iterator[str]:
    yield from _summary(report, lang, width)
    for count, first in report.findings.groups():
        yield ""
        yield from _group(report, count, [sentences.calm(finding) for finding in first], lang, width)
    if report.findings:
        yield ""
        yield from _wrapped(" ".join(sentences.menders(report, lang)), width)
    yield from _not_checked(report, lang, width)
    if report.findings:
        yield ""
        yield from _files(report, lang)
        yield texts.text("report.again", lang, command=report.command)


def _summary(report: Report, lang: str, width: int) -> Iterator[str]:
    yield from (click.style(line, bold=True) for line in _wrapped(sentences.title(report, lang), width))
    yield from _wrapped(f"{sentences.checked(report, lang)} {sentences.could_not(report, lang)}", width)
    yield from _wrapped(sentences.changed(report, lang), width)
    for sentence in sentences.waived(report, lang):
        yield from _wrapped(sentence, width)
    yield from _wrapped(sentences.verdict(report, lang), width)


def _group(report: Report, n: int, group: list[Finding], lang: str, width: int) -> Iterator[str]:
    first = group[0]
    label, rule = texts.text(f"severity.{first.severity}", lang), texts.visible(first.rule)
    what = sentences.unit(first)
    head = f"{label}  {rule}  {sentences.counted(what, n, lang)} — {report.words(first, 'title', lang)}"
    coloured = click.style(label, fg=COLOURS[first.severity], bold=True)
    yield "\n".join(_wrapped(head, width)).replace(label, coloured, 1).replace(rule, click.style(rule, bold=True), 1)
    yield from _indented(", ".join(_places(n, group, lang)), width)
    yield from _indented(report.words(first, "message", lang), width)
    yield from _indented(sentences.to_do(report, first, lang), width)


def _places(n: int, group: list[Finding], lang: str) -> Iterator[str]:
    """The first places, each once, with a file and sheet named once for all that follow in it."""
    before = ""
    for head, last in dict.fromkeys(sentences.place(finding, lang) for finding in group):
        yield last if head == before else f"{head} › {last}" if head else last
        before = head
    if n > len(group):
        yield texts.text("report.more", lang, n=n - len(group))


def _indented(text: str, width: int) -> list[str]:
    return _wrapped(text, width, "    ")


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """The text in lines; an id or a code stays whole, even where it is longer than a line."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _not_checked(report: Report, lang: str, width: int) -> Iterator[str]:
    reasons, partly = sentences.reasons(report, lang), sentences.partly(report, lang)
    if reasons or partly:
        yield ""
    yield from _wrapped(sentences.not_checked(report, lang), width)
    for reason, names in reasons[:REASONS]:
        yield from _indented(f"{_named(names, lang)}: {reason}.", width)
    if others := sum(len(names) for _, names in reasons[REASONS:]):
        yield from _indented(texts.text("report.more_partly", lang, n=others), width)
    if partly:
        yield texts.text("report.partly", lang)
    for rule, reason in partly[:PARTLY]:
        yield from _indented(f"{reason}." if rule == "*" else f"{rule}: {reason}.", width)
    if len(partly) > PARTLY:
        yield from _indented(texts.text("report.more_partly", lang, n=len(partly) - PARTLY), width)


def _files(report: Report, lang: str) -> Iterator[str]:
    if names := ", ".join(sentences.short(str(path)) for path in report.files):
        yield texts.text("report.files", lang, n=len(report.findings), names=names)


def _named(rules: list[str], lang: str) -> str:
    """The rules by name, or the first of many and their number."""
    if len(rules) <= NAMED:
        return ", ".join(rules)
    return f"{', '.join(rules[:NAMED])} … ({sentences.counted('rule', len(rules), lang)})"


def ways(report: Report, lang: str) -> str:
    """What made the report, the parameters of its rules, and how each table was read, with why not the fast way."""
    lines = [sentences.made(report, lang)]
    if report.parameters:
        lines.append(f"{texts.text('rules.parameters', lang)}:")
        lines += [f"    {rule}: {sentences.listed(values)}" for rule, values in report.parameters.items()]
    lines.append(texts.text("way.title", lang))
    for item in report.tables:
        name, reason, detail = (sentences.short(text) for text in (item.table.name, item.way.reason, item.way.detail))
        why = texts.text(f"way.{reason}", lang, detail=detail) if reason else ""
        key = {"": "way.counted" if item.way.counted else "way.lines", "engine": "way.inside"}.get(
            reason, "way.records"
        )
        lines.append("    " + texts.text(key, lang, table=name, n=item.rows, why=why))
    return "\n".join(lines)
