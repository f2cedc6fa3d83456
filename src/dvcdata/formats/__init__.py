"""Renderings of a report: one model, and every format says the same numbers."""

import shutil
from collections.abc import Iterator

from dvcdata.report import Report

WIDEST = 110


def pieces(report: Report, style: str, lang: str, quiet: bool = False, verbose: bool = False) -> Iterator[str]:
    """The report as `text` for a terminal of this width, or as `json`, in pieces to be written as they come."""
    if style == "json":
        from dvcdata.formats import as_json

        yield from as_json.pieces(report, lang)
        return
    from dvcdata.formats import as_text

    width = min(shutil.get_terminal_size((100, 40)).columns, WIDEST)
    yield as_text.summary(report, lang, width) if quiet else as_text.render(report, lang, width)
    if verbose:
        yield f"\n\n{as_text.ways(report, lang)}"
