"""The report as JUnit XML: a test case for each table's structure and for each rule.

A block or an error fails its case; warnings and notes are said in the output of theirs. A rule that could not be
checked is a case that was skipped, with the reason: never one that passed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from dvcdata import __version__, texts
from dvcdata.findings import Finding, at_or_above
from dvcdata.formats import sentences
from dvcdata.report import Report

PLACES = 100  # findings written out in one case
STRUCTURE = "structure"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in any XML


@dataclass
class Case:
    """A test case as it fills up: how many findings it has, and the first of them as lines."""

    failing: int = 0
    others: int = 0
    lines: list[str] = field(default_factory=list)


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The XML in pieces."""
    cases = _gathered(report, lang)
    rules = {name: f"{name}: {rule.title[lang]}" for name, rule in report.rules.items()}
    unchecked = {item.rule: sentences.reason(item, lang) for item in report.not_checked if not item.partly}
    tables = {f"{item.table.package}.{item.table.name}": item.table.name for item in report.tables}
    others = [key for key in cases if key[0] == STRUCTURE and key[1] not in tables]
    listed = [(STRUCTURE, name, name) for name in (*tables, *(name for _, name in others))]
    listed += [("rules", name, title) for name, title in rules.items()]
    failed = sum(bool(case.failing) for case in cases.values())
    numbers = f'tests="{len(listed)}" failures="{failed}" errors="0"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dvcdata" {numbers} time="0">\n'
    yield f"<testsuite name={_attribute(sentences.title(report, lang))} {numbers}"
    yield f' skipped="{len(unchecked)}" time="0" timestamp="{report.as_of.isoformat()}T00:00:00">\n'
    yield from _properties(report)
    for kind, name, title in listed:
        yield from _case(
            kind, title, cases.get((kind, name), Case()), unchecked.get(name, "") * (kind == "rules"), lang
        )
    said = [*sentences.whole(report, lang), *_partly(report, lang), sentences.made(report, lang)]
    yield f"<system-out>{_text(said)}</system-out>\n</testsuite>\n</testsuites>\n"


def _gathered(report: Report, lang: str) -> dict[tuple[str, str], Case]:
    """One look at every finding: the cases that have any."""
    cases: dict[tuple[str, str], Case] = defaultdict(Case)
    for finding in report.findings:
        ours = finding.rule in report.rules
        case = cases["rules" if ours else STRUCTURE, finding.rule if ours else f"{finding.package}.{finding.table}"]
        if at_or_above(finding.severity, "error"):
            case.failing += 1
        else:
            case.others += 1
        if len(case.lines) < PLACES:
            case.lines.append(_line(report, sentences.calm(finding), lang))
    return dict(cases)


def _line(report: Report, finding: Finding, lang: str) -> str:
    head, last = sentences.place(finding, lang)
    label = texts.text(f"severity.{finding.severity}", lang)
    words = report.words(finding, "message", lang), sentences.to_do(report, finding, lang)
    return f"{label}  {finding.rule}  {head} › {last}\n    {words[0]}\n    {words[1]}"


def _properties(report: Report) -> Iterator[str]:
    values: dict[str, object] = {"version": __version__, "as_of": report.as_of, "command": report.command}
    values |= {f"checked.{name}": getattr(report.checked, name) for name in ("packages", "tables", "rows", "rules")}
    values |= {f"count.{severity}": n for severity, n in report.counts.items()}
    values |= {f"{rule}.{name}": value for rule, given in report.parameters.items() for name, value in given.items()}
    lines = (f"<property name={_attribute(name)} value={_attribute(str(value))}/>\n" for name, value in values.items())
    yield f"<properties>\n{''.join(lines)}</properties>\n"


def _case(kind: str, title: str, case: Case, unchecked: str, lang: str) -> Iterator[str]:
    yield f'<testcase classname="dvcdata.{kind}" name={_attribute(title)} time="0">'
    n = case.failing + case.others
    lines = [*case.lines, *([texts.text("report.more", lang, n=n - len(case.lines))] if n > len(case.lines) else [])]
    if unchecked:
        yield f"<skipped>{_text([unchecked])}</skipped>"
    if case.failing:
        many = _attribute(sentences.counted("place", n, lang))
        yield f'<failure type="error" message={many}>{_text(lines)}</failure>'
    elif n:
        yield f"<system-out>{_text(lines)}</system-out>"
    yield "</testcase>\n"


def _partly(report: Report, lang: str) -> Iterator[str]:
    for rule, reason in sentences.partly(report, lang):
        yield f"{texts.text('report.partly', lang)} {'' if rule == '*' else f'{rule}: '}{reason}."


def _text(lines: Iterable[str]) -> str:
    return escape(_plain("\n".join(line for line in lines if line)))


def _attribute(text: str) -> str:
    return quoteattr(_plain(text))


def _plain(text: str) -> str:
    """The text without what no XML can hold."""
    return FORBIDDEN.sub("\ufffd", text)
