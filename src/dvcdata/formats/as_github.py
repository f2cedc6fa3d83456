"""The report as annotations of GitHub Actions: workflow commands that it shows beside the lines of a change.

GitHub shows ten annotations of each kind per step, so each kind of finding comes once before any comes twice.
"""

from collections.abc import Iterator
from itertools import zip_longest

from dvcdata import texts
from dvcdata.findings import Finding, Severity
from dvcdata.formats import sentences
from dvcdata.formats.places import Places
from dvcdata.report import Report

COMMANDS: dict[Severity, str] = {"block": "error", "error": "error", "warning": "warning", "info": "notice"}
SHOWN = {"error": 10, "warning": 10, "notice": 9}  # of each; one notice is the summary
LONGEST = 4_000  # characters of a message; GitHub cuts beyond 64 KiB


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The commands line by line: the summary last."""
    left = dict(SHOWN)
    places = Places(report)
    groups = list(report.findings.groups())
    for turn in zip_longest(*(first for _, first in groups)):
        for (n, _), finding in zip(groups, turn, strict=True):
            if finding is None or not left[COMMANDS[finding.severity]]:
                continue
            left[COMMANDS[finding.severity]] -= 1
            yield _annotation(report, finding, n, places, lang) + "\n"
    yield _command("notice", {"title": "dvcdata"}, "\n".join(_summary(report, lang))) + "\n"


def _annotation(report: Report, finding: Finding, n: int, places: Places, lang: str) -> str:
    calm = sentences.calm(finding)
    spot = places(finding)
    head, last = sentences.place(calm, lang)
    properties = {"file": spot.path.as_posix()} | ({"line": str(spot.line)} if spot.line else {})
    many = sentences.counted(sentences.unit(finding), n, lang)
    properties["title"] = f"{calm.rule}: {report.words(calm, 'title', lang)} ({many})"
    lines = [f"{head} › {last}", report.words(calm, "message", lang), sentences.to_do(report, calm, lang)]
    return _command(COMMANDS[finding.severity], properties, "\n".join(lines))


def _summary(report: Report, lang: str) -> Iterator[str]:
    yield sentences.title(report, lang)
    yield from sentences.whole(report, lang)
    for reason, rules in sentences.reasons(report, lang):
        yield f"{', '.join(rules)}: {reason}."
    for rule, reason in sentences.partly(report, lang):
        yield f"{texts.text('report.partly', lang)} {'' if rule == '*' else f'{rule}: '}{reason}."
    yield sentences.made(report, lang)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    """A workflow command; whatever could end a property or the line is escaped as GitHub has it."""
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message[:LONGEST])}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
