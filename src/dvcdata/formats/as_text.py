"""The report for a terminal: a summary first, then each kind of finding with its places, then what was not checked."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator

import click

from dvcdata import texts
from dvcdata.findings import MENDERS, Finding, Severity
from dvcdata.report import Report

COLOURS: dict[Severity, str] = {"block": "magenta", "error": "red", "warning": "yellow", "info": "blue"}
NAMES = 4  # packages named in the first line


def render(report: Report, lang: str, width: int = 100) -> str:
    """The report as lines no wider than asked for, except where a name is longer."""
    return "\n".join(_lines(report, lang, max(40, width)))


def summary(report: Report, lang: str, width: int) -> str:
    """The first lines of the report: what was checked and how much was found."""
    return "\n".join(_summary(report, lang, max(40, width)))


def _lines(report: Report, lang: str, width: int) -> Iterator[str]:
    yield from _summary(report, lang, width)
    for count, first in report.findings.groups():
        yield ""
        yield from _group(report, count, first, lang, width)
    if report.findings:
        yield ""
        yield from _menders(report, lang)
    yield from _not_checked(report, lang, width)
    if report.findings:
        yield texts.text("report.again", lang, command=report.command)


def _summary(report: Report, lang: str, width: int) -> Iterator[str]:
    names = list(report.packages[:NAMES])
    if len(report.packages) > NAMES:
        names.append(counted("package", len(report.packages) - NAMES, lang))
    yield click.style(texts.text("report.title", lang, names=", ".join(names), as_of=report.as_of), bold=True)
    done = report.checked
    line = texts.text(
        "report.checked",
        lang,
        tables=counted("table", done.tables, lang),
        rows=counted("row", done.rows, lang),
        rules=counted("rule", done.rules, lang),
    )
    if lacking := {item.rule for item in report.not_checked if not item.partly}:
        line += " " + texts.text("report.could_not", lang, rules=counted("rule", len(lacking), lang))
    yield from textwrap.wrap(line, width)
    counts = ", ".join(counted(name, n, lang) for name, n in report.counts.items() if n)
    if not counts:
        yield texts.text("report.nothing", lang)
    else:
        yield texts.text("report.not_ready" if report.counts["block"] else "report.found", lang, counts=counts)


def counted(what: str, n: int, lang: str) -> str:
    """A number with its noun, in the singular where the language has one."""
    entry = texts.catalogue()[f"count.{what}"]
    return texts.fill(entry["one"] if n == 1 and lang == "en" and "one" in entry else entry[lang], {"n": n}, lang)


def _group(report: Report, n: int, group: list[Finding], lang: str, width: int) -> Iterator[str]:
    first = group[0]
    label = click.style(f"{texts.text(f'severity.{first.severity}', lang)}", fg=COLOURS[first.severity], bold=True)
    count = counted("cell" if first.field else "row", n, lang)
    yield f"{label}  {click.style(first.rule, bold=True)}  {count} — {report.words(first, 'title', lang)}"
    yield from _indented(", ".join(_places(n, group, lang)), width)
    yield from _indented(report.words(first, "message", lang), width, "  ")
    key = "report.fix" if first.severity in ("block", "error") else "report.proposal"
    yield from _indented(texts.text(key, lang, fix=report.words(first, "fix", lang)), width)


def _places(n: int, group: list[Finding], lang: str) -> Iterator[str]:
    """The first places, with a file and sheet named once for all that follow in it."""
    before = ""
    for finding in group:
        head, last = _place(finding, lang)
        yield last if head == before else f"{head} › {last}" if head else last
        before = head
    if n > len(group):
        yield texts.text("report.more", lang, n=n - len(group))


def _place(finding: Finding, lang: str) -> tuple[str, str]:
    if finding.cell:
        head, _, last = finding.cell.rpartition(" › ")
        return head, last
    if finding.row is not None:
        return finding.file, texts.text("report.row", lang, row=finding.row)
    return finding.file, " / ".join(finding.key.values()) or finding.table


def _indented(text: str, width: int, mark: str = "") -> list[str]:
    return textwrap.wrap(mark + text, width, initial_indent="    ", subsequent_indent="    ", break_long_words=False)


def _menders(report: Report, lang: str) -> Iterator[str]:
    numbers = ((who, report.findings.menders[who]) for who in MENDERS)
    yield " ".join(texts.text(f"report.mend_{who}", lang, n=n) for who, n in numbers if n)


def _not_checked(report: Report, lang: str, width: int) -> Iterator[str]:
    whole = [item for item in report.not_checked if not item.partly]
    partly = [item for item in report.not_checked if item.partly]
    if whole:
        yield ""
        rules = {item.rule for item in whole}
        yield texts.text("report.not_checked", lang, n=len(rules), of=len(rules) + report.checked.rules)
    why: dict[str, list[str]] = defaultdict(list)
    for item in whole:
        why[texts.text(item.key, lang, **item.params)].append(item.rule)
    for reason, names in why.items():
        yield from _indented(f"{', '.join(names)}: {reason}.", width)
    if partly:
        yield texts.text("report.partly", lang)
    for item in partly:
        name = "" if item.rule == "*" else f"{item.rule}: "
        yield from _indented(f"{name}{texts.text(item.key, lang, **item.params)}.", width)


def ways(report: Report, lang: str) -> str:
    """How each table was read, and why not the fast way."""
    lines = [texts.text("way.title", lang)]
    for item in report.tables:
        why = texts.text(f"way.{item.way.reason}", lang, detail=item.way.detail) if item.way.reason else ""
        key = "way.records" if why else "way.lines"
        lines.append("    " + texts.text(key, lang, table=item.table.name, n=item.rows, why=why))
    return "\n".join(lines)
