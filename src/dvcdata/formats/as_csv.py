"""The report as CSV: a row per finding, then waived ones, rules that were not checked, parameters, and the run itself.

`kind` tells these apart. The file begins with the mark of UTF-8, without which Excel takes it for something else.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from dvcdata import write
from dvcdata.findings import Finding, plain
from dvcdata.formats import sentences
from dvcdata.report import Report

MARK = "\ufeff"
PLACE = ("package", "table", "file", "row", "cell", "key", "field", "value")
COLUMNS = ("kind", "severity", "rule", "title", "mender", *PLACE, "message", "fix")
BATCH = 1_000  # rows in one piece
CALCULATED = re.compile(r"[=+@\t\r]|-(?![0-9.,]+\Z)")  # what a spreadsheet takes for a formula when a text begins so


def pieces(report: Report, lang: str) -> Iterator[str]:
    """The table, a batch of rows at a time."""
    batch = [MARK + write.line(COLUMNS)]
    for row in _rows(report, lang):
        batch.append(",".join([_cell(row.get(name)) for name in COLUMNS]) + "\n")
        if len(batch) >= BATCH:
            yield "".join(batch)
            batch = []
    yield "".join(batch)


def _rows(report: Report, lang: str) -> Iterator[Mapping[str, object]]:
    yield from (_finding(report, item, lang) for item in report.findings)
    for waived in report.waived:
        yield {**_finding(report, waived, lang), "kind": "waived", "fix": sentences.accepted(waived, lang)}
    for item in report.not_checked:
        yield {"kind": "not_checked", "rule": item.rule, "message": sentences.reason(item, lang)}
    for rule, values in report.parameters.items():
        yield {"kind": "parameters", "rule": rule, "message": sentences.listed(values)}
    said = (
        sentences.title,
        sentences.checked,
        sentences.changed,
        sentences.verdict,
        sentences.not_checked,
        sentences.made,
    )
    yield from ({"kind": "run", "message": told} for sentence in said if (told := sentence(report, lang)))
    yield from ({"kind": "run", "message": told} for told in sentences.waived(report, lang))


def _finding(report: Report, item: Finding, lang: str) -> Mapping[str, object]:
    words = {part: report.words(item, part, lang) for part in ("title", "message", "fix")}
    own = {name: getattr(item, name) for name in COLUMNS[1:] if name not in words}
    key = " | ".join(f"{name}={value}" for name, value in item.key.items())
    return {**own, **words, "kind": "finding", "key": key}


@lru_cache(1 << 14, typed=True)  # most of what stands in a row stands in millions of others
def _cell(value: object) -> str:
    return write.quoted(harmless(plain(value)))


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it."""
    return f"'{text}" if CALCULATED.match(text) else text
