"""What every rendering of a report says in the same words: what was checked, what was found, what was not checked."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, cast

from dvcdata import __version__, texts
from dvcdata.findings import MENDERS, Finding, plain
from dvcdata.report import Report
from dvcdata.rules.header import Change
from dvcdata.rules.reference import visible
from dvcdata.rules.run import NotChecked
from dvcdata.waivers import Waiver

PEOPLE_READ = re.compile(r"[^\\^|*{\[]{0,40}")  # a parameter that is neither a pattern nor a list
LONGEST = 200  # characters of one value where people read: CSV and JSON have the rest of it
NAMES = 4  # packages named in the title
KNOWN = 3  # waivers that ended, and known findings that are gone, that are named; JSON has all
CHANGED = 4  # rules set in dvcdata.toml that are named; JSON has all
T = TypeVar("T")


def title(report: Report, lang: str) -> str:
    """Which packages were checked, as of which day."""
    return texts.text("report.title", lang, names=packages(report.packages, lang), as_of=report.as_of)


def packages(names: Sequence[str], lang: str) -> str:
    """The packages by name, the first of many."""
    named = ", ".join(short(name) for name in names[:NAMES])
    more = len(names) - NAMES
    return f"{named} {counted('package', more, lang)}" if more > 0 else named


def checked(report: Report, lang: str) -> str:
    """How much was checked."""
    done = report.checked
    kinds = {"table": done.tables, "row": done.rows, "rule": done.rules}
    return texts.text("report.checked", lang, **{f"{kind}s": counted(kind, n, lang) for kind, n in kinds.items()})


def could_not(report: Report, lang: str) -> str:
    """How many rules could not be checked, where the reasons follow; nothing where all could."""
    lacking = {item.rule for item in report.not_checked if not item.partly}
    return texts.text("report.could_not", lang, rules=counted("rule", len(lacking), lang)) if lacking else ""


def verdict(report: Report, lang: str) -> str:
    """How many findings there are of each severity; that nothing was found is said of what was checked alone."""
    counts = ", ".join(counted(name, n, lang) for name, n in report.counts.items() if n)
    if not counts and report.rules and not report.checked.rules:
        return texts.text("report.only_structure", lang)
    if not counts:
        return texts.text("waivers.nothing_else" if report.waived else "report.nothing", lang)
    return texts.text("report.not_ready" if report.counts["block"] else "report.found", lang, counts=counts)


def whole(report: Report, lang: str) -> list[str]:
    """What every report says before its findings: what was checked, found, accepted and set, and who can mend it."""
    said = [checked(report, lang), verdict(report, lang), *waived(report, lang), changed(report, lang)]
    return [line for line in (*said, *menders(report, lang), not_checked(report, lang)) if line]


def waived(report: Report, lang: str) -> Iterator[str]:
    """What is accepted and until when, what no longer is, and what was known and is gone: a sentence each."""
    known = report.known
    if known is None:
        return
    if counts := ", ".join(counted(name, n, lang) for name, n in report.waived_counts.items() if n):
        yield texts.text("waivers.report", lang, counts=counts, until=known.next_expiry)
    if expired := known.expired:
        rules = [texts.text("waivers.expired_rule", lang, rule=rule, until=until) for rule, until in expired[:KNOWN]]
        shown = ", ".join(rules) + (" …" if len(expired) > KNOWN else "")
        yield texts.text("waivers.expired", lang, n=len(expired), rules=shown)
    if known.n_gone:
        places = ", ".join(_known(item) for item in itertools.islice(known.gone(), KNOWN))
        yield texts.text("waivers.gone", lang, n=known.n_gone, places=places)


def _known(item: Waiver) -> str:
    where = (item.table, *item.key.values(), item.field)
    return short(f"{item.rule} › {' / '.join(part for part in where if part)}")


def accepted(finding: Finding, lang: str) -> str:
    """On what terms a finding is waived; nothing where it is not."""
    terms = finding.waiver
    return texts.text("waivers.terms", lang, reason=terms.reason, by=terms.by, until=terms.until) if terms else ""


def changed(report: Report, lang: str) -> str:
    """What the workspace sets on rules: rule by rule, the first of many; nothing where it sets nothing."""
    rules = report.changed
    shown = [f"{rule.id} ({', '.join(_change(item, lang) for item in rule.changes)})" for rule in rules[:CHANGED]]
    if len(rules) > CHANGED:
        shown.append(texts.text("settings.more", lang, n=len(rules) - CHANGED))
    return texts.text("settings.report", lang, changes="; ".join(shown)) if shown else ""


def _change(change: Change, lang: str) -> str:
    if change.name == "off":
        return texts.text("settings.off", lang)
    if change.name == "severity":
        before, after = (texts.text(f"severity.{value}", lang) for value in (change.before, change.after))
        return texts.text("settings.severity", lang, before=before, after=after)
    values = {"before": visible(change.before), "after": visible(change.after)}
    return texts.text("settings.parameter", lang, name=change.name.removeprefix("parameters."), **values)


def menders(report: Report, lang: str) -> list[str]:
    """Who can mend how many."""
    numbers = ((who, report.findings.menders[who]) for who in MENDERS)
    return [texts.text(f"report.mend_{who}", lang, n=n) for who, n in numbers if n]


def not_checked(report: Report, lang: str) -> str:
    """How many rules were not checked, never as passed; nothing where all were."""
    rules = {item.rule for item in report.not_checked if not item.partly}
    if not rules:
        return ""
    return texts.text("report.not_checked", lang, n=len(rules), of=len(rules) + report.checked.rules)


def reasons(report: Report, lang: str) -> list[tuple[str, list[str]]]:
    """Why rules were not checked and which ones, the commonest reason first."""
    why: dict[str, list[str]] = defaultdict(list)
    for item in report.not_checked:
        if not item.partly:
            why[reason(item, lang)].append(item.rule)
    return sorted(why.items(), key=lambda pair: -len(pair[1]))


def partly(report: Report, lang: str) -> list[tuple[str, str]]:
    """Rules that could not be checked on every row (`*` for all rules), with the reason."""
    return [(item.rule, reason(item, lang)) for item in report.not_checked if item.partly]


def reason(item: NotChecked, lang: str) -> str:
    """Why a rule was not checked, without a full stop."""
    return texts.text(item.key, lang, **all_short(item.params))


def listed(values: Mapping[str, object]) -> str:
    """Parameters of a rule with their values, as its file writes them."""
    return ", ".join(f"{name} = {short(plain(value))}" for name, value in values.items())


def brief(values: Mapping[str, object]) -> tuple[str, int]:
    """Parameters of a rule that people read, such as numbers and dates, and how many are patterns and lists."""
    shown = {name: value for name, value in values.items() if PEOPLE_READ.fullmatch(visible(value))}
    return listed(shown), len(values) - len(shown)


def made(report: Report, lang: str) -> str:
    """Which version of the tool made the report, and by which command it is made again."""
    return texts.text("report.made", lang, version=__version__, command=report.command)


def counted(what: str, n: int, lang: str) -> str:
    """A number with its noun, in the singular where the language has one."""
    key = f"count.{what}"
    one = (texts.entry(key) or {}).get("one") if n == 1 and lang == "en" else None
    return texts.fill(one or texts.words(key, lang), {"n": n}, lang)


def unit(finding: Finding) -> str:
    """What findings of this kind are counted in: cells, rows or places."""
    return "place" if finding.row is None else "cell" if finding.field else "row"


def place(finding: Finding, lang: str) -> tuple[str, str]:
    """Where a finding is: the file (and sheet), and the cell or row in it."""
    if finding.cell:
        head, _, last = finding.cell.rpartition(" › ")
        return head, last
    if finding.row is not None:
        return finding.file, texts.text("report.row", lang, row=finding.row)
    return finding.file, " / ".join(finding.key.values()) or finding.table


def to_do(report: Report, finding: Finding, lang: str) -> str:
    """What to do about a finding, or to consider where it need not be wrong."""
    key = "report.fix" if finding.severity in ("block", "error") else "report.proposal"
    return texts.text(key, lang, fix=report.words(finding, "fix", lang))


def calm(finding: Finding) -> Finding:
    """The finding with every text of the data short, and with nothing in it that a terminal would obey."""
    return Finding(
        finding.rule,
        finding.severity,
        finding.mender,
        finding.package,
        short(finding.table),
        short(finding.file),
        finding.row,
        short(finding.field),
        short(finding.value),
        finding.line,
        short(finding.cell),
        all_short(finding.key),
        all_short(finding.params),
        finding.waiver,
    )


def all_short(values: Mapping[str, T]) -> dict[str, T]:
    """The values, each as `short` has it."""
    return {name: short(value) if isinstance(value, str) else value for name, value in values.items()}


def short(value: T, most: int = LONGEST) -> T:
    """A text as it can be shown on one line, its middle left out where it is long; anything else as it is."""
    if not isinstance(value, str) or (len(value) <= most and value.isprintable()):
        return value
    text: str = value
    if len(text) > most:
        text = f"{text[: most * 3 // 4]} […] {text[-most // 4 :]}"
    return cast(T, texts.visible(text))
