"""The report for a terminal: a summary first, then each kind of finding with its places, then what was not checked."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar, cast

import click

from dvcdata import texts
from dvcdata.findings import MENDERS, Finding, Severity
from dvcdata.report import Report
from dvcdata.rules.header import Change, Rule
from dvcdata.rules.reference import visible

COLOURS: dict[Severity, str] = {"block": "magenta", "error": "red", "warning": "yellow", "info": "blue"}
REASONS = 4  # why rules were not checked: the commonest on the screen; JSON has all
NAMED = 3  # rules of one reason named on the screen; JSON has all
CHANGED = 4  # rules set in dvcdata.toml that are named; JSON has all
PARTLY = 4  # rules checked in part that are named on the screen
NAMES = 4  # packages named in the first line
LONGEST = 200  # characters of one value: the rest of it is in every file
NARROWEST = 40
T = TypeVar("T")


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
        yield from _group(report, count, [_calm(finding) for finding in first], lang, width)
    if report.findings:
        yield ""
        yield from _menders(report, lang, width)
    yield from _not_checked(report, lang, width)
    if report.findings:
        yield ""
        yield texts.text("report.again", lang, command=report.command)


def _summary(report: Report, lang: str, width: int) -> Iterator[str]:
    names = [_short(name) for name in report.packages[:NAMES]]
    if len(report.packages) > NAMES:
        names.append(counted("package", len(report.packages) - NAMES, lang))
    title = texts.text("report.title", lang, names=", ".join(names), as_of=report.as_of)
    yield from (click.style(line, bold=True) for line in _wrapped(title, width))
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
    yield from _wrapped(line, width)
    if report.changed:
        yield from _wrapped(texts.text("settings.report", lang, changes=_changes(report.changed, lang)), width)
    counts = ", ".join(counted(name, n, lang) for name, n in report.counts.items() if n)
    if not counts:
        yield from _wrapped(texts.text("report.nothing", lang), width)
    else:
        key = "report.not_ready" if report.counts["block"] else "report.found"
        yield from _wrapped(texts.text(key, lang, counts=counts), width)


def _changes(rules: list[Rule], lang: str) -> str:
    """What the workspace sets on rules: rule by rule, the first of many."""
    shown = [f"{rule.id} ({', '.join(_change(item, lang) for item in rule.changes)})" for rule in rules[:CHANGED]]
    if len(rules) > CHANGED:
        shown.append(texts.text("settings.more", lang, n=len(rules) - CHANGED))
    return "; ".join(shown)


def _change(change: Change, lang: str) -> str:
    if change.name == "off":
        return texts.text("settings.off", lang)
    if change.name == "severity":
        before, after = (texts.text(f"severity.{value}", lang) for value in (change.before, change.after))
        return texts.text("settings.severity", lang, before=before, after=after)
    values = {"before": visible(change.before), "after": visible(change.after)}
    return texts.text("settings.parameter", lang, name=change.name.removeprefix("parameters."), **values)


def counted(what: str, n: int, lang: str) -> str:
    """A number with its noun, in the singular where the language has one."""
    entry = texts.catalogue()[f"count.{what}"]
    return texts.fill(entry["one"] if n == 1 and lang == "en" and "one" in entry else entry[lang], {"n": n}, lang)


def _group(report: Report, n: int, group: list[Finding], lang: str, width: int) -> Iterator[str]:
    first = group[0]
    label, rule = texts.text(f"severity.{first.severity}", lang), texts.visible(first.rule)
    what = "place" if first.row is None else "cell" if first.field else "row"
    head = f"{label}  {rule}  {counted(what, n, lang)} — {report.words(first, 'title', lang)}"
    coloured = click.style(label, fg=COLOURS[first.severity], bold=True)
    yield "\n".join(_wrapped(head, width)).replace(label, coloured, 1).replace(rule, click.style(rule, bold=True), 1)
    yield from _indented(", ".join(_places(n, group, lang)), width)
    yield from _indented(report.words(first, "message", lang), width)
    key = "report.fix" if first.severity in ("block", "error") else "report.proposal"
    yield from _indented(texts.text(key, lang, fix=report.words(first, "fix", lang)), width)


def _places(n: int, group: list[Finding], lang: str) -> Iterator[str]:
    """The first places, each once, with a file and sheet named once for all that follow in it."""
    before = ""
    for head, last in dict.fromkeys(_place(finding, lang) for finding in group):
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


def _calm(finding: Finding) -> Finding:
    """The finding with every text of the data short, and with nothing in it that a terminal would obey."""
    return replace(
        finding,
        table=_short(finding.table),
        file=_short(finding.file),
        cell=_short(finding.cell),
        field=_short(finding.field),
        value=_short(finding.value),
        key=_all_short(finding.key),
        params=_all_short(finding.params),
    )


def _all_short(values: Mapping[str, T]) -> dict[str, T]:
    return {name: _short(value) for name, value in values.items()}


def _short(value: T) -> T:
    """A text as it can be shown, its middle left out where it is long; anything else as it is."""
    return cast(T, shortened(value)) if isinstance(value, str) else value


def shortened(text: str) -> str:
    """A text of the data on one short line: its middle is left out where it is long, nothing in it is obeyed."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST * 3 // 4]} […] {text[-LONGEST // 4 :]}"
    return texts.visible(text)


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


def _menders(report: Report, lang: str, width: int) -> Iterator[str]:
    numbers = ((who, report.findings.menders[who]) for who in MENDERS)
    yield from _wrapped(" ".join(texts.text(f"report.mend_{who}", lang, n=n) for who, n in numbers if n), width)


def _not_checked(report: Report, lang: str, width: int) -> Iterator[str]:
    whole = [item for item in report.not_checked if not item.partly]
    partly = [item for item in report.not_checked if item.partly]
    if whole or partly:
        yield ""
    if whole:
        rules = {item.rule for item in whole}
        of = len(rules) + report.checked.rules
        yield from _wrapped(texts.text("report.not_checked", lang, n=len(rules), of=of), width)
    why: dict[str, list[str]] = defaultdict(list)
    for item in whole:
        why[texts.text(item.key, lang, **_all_short(item.params))].append(item.rule)
    commonest = sorted(why.items(), key=lambda item: -len(item[1]))
    for reason, names in commonest[:REASONS]:
        yield from _indented(f"{_named(names, lang)}: {reason}.", width)
    if others := sum(len(names) for _, names in commonest[REASONS:]):
        yield from _indented(texts.text("report.more_partly", lang, n=others), width)
    if partly:
        yield texts.text("report.partly", lang)
    for item in partly[:PARTLY]:
        name = "" if item.rule == "*" else f"{item.rule}: "
        yield from _indented(f"{name}{texts.text(item.key, lang, **_all_short(item.params))}.", width)
    if len(partly) > PARTLY:
        yield from _indented(texts.text("report.more_partly", lang, n=len(partly) - PARTLY), width)


def _named(rules: list[str], lang: str) -> str:
    """The rules by name, or the first of many and their number."""
    if len(rules) <= NAMED:
        return ", ".join(rules)
    return f"{', '.join(rules[:NAMED])} … ({counted('rule', len(rules), lang)})"


def ways(report: Report, lang: str) -> str:
    """How each table was read, and why not the fast way."""
    lines = [texts.text("way.title", lang)]
    for item in report.tables:
        why = texts.text(f"way.{item.way.reason}", lang, detail=_short(item.way.detail)) if item.way.reason else ""
        key = "way.records" if why else "way.lines"
        lines.append("    " + texts.text(key, lang, table=_short(item.table.name), n=item.rows, why=why))
    return "\n".join(lines)
