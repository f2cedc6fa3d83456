"""Looks once at all findings for what the pages need before they are written: marks of cells, and work by who mends."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dvcdata import texts
from dvcdata.findings import SEVERITIES, Finding, Severity
from dvcdata.formats import sentences
from dvcdata.report import Report

MARKED = 20_000  # rows of tables that are marked, and findings that one's own workbook is marked with
SAID = 2_000  # findings that are commented in cells, and listed for one who mends
SLIPS = 20  # slips that are addressed; others share one
HIDDEN = "•••"


@dataclass(frozen=True)
class Mark:
    """One finding as its cell shows it."""

    number: int
    severity: Severity
    field: str | None
    words: str = ""


@dataclass
class Work:
    """What one who mends has to do: how much, and the first findings of it."""

    n: int = 0
    first: list[tuple[int, Finding]] = field(default_factory=list)


@dataclass
class Gathered:
    """By table and record the marks of its cells; by mender and addressee the work; columns not to be shown."""

    marks: dict[tuple[str, str], dict[int, list[Mark]]] = field(default_factory=lambda: defaultdict(dict))
    work: dict[tuple[str, str], Work] = field(default_factory=lambda: defaultdict(Work))
    first: dict[tuple[Severity, str], int] = field(default_factory=dict)
    hidden: set[tuple[str, str, str]] = field(default_factory=set)
    left_out: bool = False


class Words:
    """The words of findings; those that are the same for every finding of a rule are put together once."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report = report
        self.lang = lang
        self.known: dict[tuple[str, str, object], str] = {}

    def __call__(self, finding: Finding, part: str) -> str:
        rule = self.report.rules.get(finding.rule)
        if rule is None:
            return self.report.words(finding, part, self.lang)
        case = finding.params.get("case")
        key = (finding.rule, part, case)
        if key not in self.known:
            template = rule.words(part, case)[self.lang]
            self.known[key] = "" if "{" in template else template
        return self.known[key] or self.report.words(finding, part, self.lang)

    def to_do(self, finding: Finding) -> str:
        """What to do, or to consider, about a finding."""
        key = "report.fix" if finding.severity in ("block", "error") else "report.proposal"
        return texts.text(key, self.lang, fix=self(finding, "fix"))

    def comment(self, number: int, finding: Finding) -> str:
        """What is said at the cell."""
        label = texts.text(f"severity.{finding.severity}", self.lang)
        head = texts.text("workbook.comment", self.lang, severity=label, rule=finding.rule, number=number)
        return f"{head}\n{self(finding, 'message')}\n{self.to_do(finding)}"


def numbered(report: Report) -> Iterator[tuple[int, Finding]]:
    """The findings, gravest first, with the numbers they have in the workbook."""
    yield from enumerate(report.findings.gravest_first(), 1)


def gather(report: Report, words: Words, addressee: Callable[[Finding], str]) -> Gathered:
    """One look at every finding."""
    found = Gathered()
    said = 0
    for number, finding in numbered(report):
        found.first.setdefault((finding.severity, finding.rule), number)
        whom = addressee(finding) if finding.mender == "issuer" else ""
        if whom and (finding.mender, whom) not in found.work and len(found.work) >= SLIPS:
            whom = ""
        work = found.work[finding.mender, whom]
        work.n += 1
        if len(work.first) < SAID:
            work.first.append((number, finding))
        if finding.value and HIDDEN in finding.value and finding.field:
            found.hidden.add((finding.package, finding.table, finding.field))
        if finding.row is None:
            continue
        table = found.marks[finding.package, finding.table]
        if finding.row not in table and sum(map(len, found.marks.values())) >= MARKED:
            found.left_out = True
            continue
        comment = words.comment(number, sentences.calm(finding)) if said < SAID else ""
        said += 1
        table.setdefault(finding.row, []).append(Mark(number, finding.severity, finding.field, comment))
    return found


def gravest(marks: list[Mark]) -> Severity:
    """The gravest severity among marks."""
    return min((mark.severity for mark in marks), key=SEVERITIES.index)
