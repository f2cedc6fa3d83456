"""Renderings of a report: one model, and every format says the same numbers.

A module of this package has `pieces(report, lang)`, where its format is a text, or else `write(report, path, lang)`,
and may have `check(path)` to refuse a place before anything is written.
Either goes through the findings once, as they come: there may be millions.
"""

import shutil
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dvcdata.report import Report

STYLES = {  # what `--format` prints
    "text": "as_text",
    "summary": "as_summary",
    "json": "as_json",
    "markdown": "as_markdown",
    "github": "as_github",
    "sarif": "as_sarif",
    "junit": "as_junit",
}
WIDEST = 110


def pieces(report: "Report", style: str, lang: str, quiet: bool = False, verbose: bool = False) -> Iterator[str]:
    """The report as `text` for a terminal of this width, or in another style, in pieces to be written as they come."""
    if style != "text":
        yield from import_module(f"{__name__}.{STYLES[style]}").pieces(report, lang)
        return
    from dvcdata.formats import as_text

    yield as_text.summary(report, lang, width()) if quiet else as_text.render(report, lang, width())
    yield "\n"
    if verbose:
        yield f"\n{as_text.ways(report, lang)}\n"


def width() -> int:
    """How wide the lines on this terminal may be."""
    return min(shutil.get_terminal_size((100, 40)).columns, WIDEST)
