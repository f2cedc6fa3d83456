"""The report as one page that needs nothing else: the summary, then each rule with its rows, then what was not checked.

However many findings there are, the page shows the first of each kind and the true totals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote

from markupsafe import escape

from dvcdata import texts
from dvcdata.findings import MENDERS, Finding
from dvcdata.formats import page, sentences
from dvcdata.report import Report
from dvcdata.rules import reference

ROWS = 3_000  # shown at most, shared among the kinds of finding
ROOM = 3_500_000  # bytes for rows, beside the first of each kind
LISTED = 300  # waived findings, tables, and rules checked in part, that are named
FULL = (".csv", ".json", ".xlsx")  # kinds of file that leave no finding out
LONGEST = 1_000  # characters of one sentence


@dataclass(frozen=True)
class Row:
    """One finding as a line of a table."""

    place: str
    package: str
    key: Mapping[str, str]
    column: str
    column_title: str
    value: str
    message: str
    fix: str
    terms: str  # of its waiver, in force or not

    @property
    def size(self) -> int:
        """The bytes it takes on the page, about."""
        words = (self.place, self.column_title, self.value, self.message, self.fix, *self.key, *self.key.values())
        return 300 + sum(len(escape(text).encode()) for text in words)


@dataclass
class Group:
    """The findings of one rule and severity."""

    id: str
    severity: str
    rule: str
    title: str
    n: int
    unit: str
    mender: str
    basis: list[reference.Fact]
    limits: list[reference.Fact]
    wanted: int
    rows: list[Row] = field(default_factory=list)

    @property
    def fixes(self) -> set[str]:
        """What to do: one sentence where it is the same for all rows."""
        return {row.fix for row in self.rows}

    def has(self, name: str) -> bool:
        """Whether any row has something in that column."""
        return any(getattr(row, name) for row in self.rows)


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The page piece by piece."""
    return page.pieces(
        "report.html",
        lang,
        report=report,
        said=sentences,
        groups=_groups(report, lang),
        waived=_waived(report, lang),
        menders=[(who, report.findings.menders[who]) for who in MENDERS if report.findings.menders[who]],
        rules=_rules(report, lang),
        listed=LISTED,
        rest=_rest(report),
    )


def _groups(report: Report, lang: str) -> list[Group]:
    """Every kind of finding with its first rows, and more of them as long as there is room on the page."""
    known = list(report.findings.groups())
    shares = shared([n for n, _ in known], ROWS)
    columns = _column_titles(report, lang)
    groups: dict[tuple[str, str], Group] = {}
    for number, ((n, first), share) in enumerate(zip(known, shares, strict=True), 1):
        group = groups[first[0].severity, first[0].rule] = _group(report, number, n, first[0], share, lang)
        group.rows += [_row(report, sentences.calm(finding), columns, lang) for finding in first]
    passed = dict.fromkeys(groups, 0)
    lacking = sum(max(0, group.wanted - len(group.rows)) for group in groups.values())
    room = ROOM
    for finding in report.findings:
        if not lacking or room < 0:
            break
        place = finding.severity, finding.rule
        passed[place] += 1
        if passed[place] > len(groups[place].rows) < groups[place].wanted:
            groups[place].rows.append(_row(report, sentences.calm(finding), columns, lang))
            lacking -= 1
            room -= groups[place].rows[-1].size
    return list(groups.values())


def _waived(report: Report, lang: str) -> list[tuple[str, str, Row]]:
    """The first findings that are accepted for a time: severity, title and row."""
    calm = map(sentences.calm, islice(report.waived, LISTED))
    return [(item.severity, report.words(item, "title", lang), _row(report, item, {}, lang)) for item in calm]


def shared(wanted: Sequence[int], total: int) -> list[int]:
    """How much each gets of the total: all it wants where that is little, the others alike."""
    shares = [0] * len(wanted)
    for done, place in enumerate(sorted(range(len(wanted)), key=lambda place: wanted[place])):
        shares[place] = min(wanted[place], (total - sum(shares)) // (len(wanted) - done))
    return shares


def _group(report: Report, number: int, n: int, first: Finding, share: int, lang: str) -> Group:
    rule = report.rules.get(first.rule)
    limits, *basis = reference.grounds(rule, lang) if rule else [("", "")]
    return Group(
        id=f"q{number}",
        severity=first.severity,
        rule=texts.visible(first.rule),
        title=report.words(sentences.calm(first), "title", lang),
        n=n,
        unit=sentences.counted(sentences.unit(first), n, lang),
        mender=first.mender,
        basis=basis,
        limits=[limits, *reference.parameters(rule, lang, sentences.PEOPLE_READ)] if rule else [],
        wanted=share,
    )


def _row(report: Report, item: Finding, columns: Mapping[tuple[str, str], str], lang: str) -> Row:
    return Row(
        place=" › ".join(part for part in sentences.place(item, lang) if part),
        package=item.package,
        key=item.key,
        column=item.field or "",
        column_title=columns.get((item.table, item.field or ""), ""),
        value=item.value or "",
        message=_cut(report.words(item, "message", lang)),
        fix=_cut(report.words(item, "fix", lang)),
        terms=_cut(sentences.accepted(item, lang)),
    )


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]} […]"


def _column_titles(report: Report, lang: str) -> dict[tuple[str, str], str]:
    name = "title" if lang == "vi" else "title_en"
    return {
        (item.table.name, column): sentences.short(str(described.get(name) or ""))
        for item in report.tables
        for column, described in item.table.columns.items()
    }


def _rules(report: Report, lang: str) -> list[Any]:
    """Every rule that was to be run: its title, parameters, and what became of it."""
    found: dict[str, int] = {}
    for n, (first, *_) in report.findings.groups():
        found[first.rule] = found.get(first.rule, 0) + n
    lacking = {item.rule for item in report.not_checked if not item.partly}
    partly = {item.rule for item in report.not_checked if item.partly}
    rows = []
    for name, rule in report.rules.items():
        became = "lacking" if name in lacking else "partly" if name in partly else "checked"
        brief, long = sentences.brief(rule.parameters)
        every = sentences.listed(rule.parameters) if long else ""
        rows.append((name, rule.title[lang], became, found.get(name, 0), brief, long, every))
    return rows


def _rest(report: Report) -> list[tuple[str, str]]:
    """The files of this run that hold every finding, with a link where all lie in one folder."""
    together = len({path.parent for path in report.files}) == 1
    full = [path for path in report.files if path.suffix.lower() in FULL]
    return [(path.name, quote(path.name) if together else "") for path in full]
