"""Renderings of a report: one model, and every format says the same numbers."""

import shutil

from dvcdata.report import Report

WIDEST = 110


def shown(report: Report, style: str, lang: str, quiet: bool = False, verbose: bool = False) -> str:
    """The report as `text` for a terminal of this width, or as `json`."""
    if style == "json":
        from dvcdata.formats import as_json

        return as_json.render(report, lang)
    from dvcdata.formats import as_text

    width = min(shutil.get_terminal_size((100, 40)).columns, WIDEST)
    shown_text = as_text.summary(report, lang, width) if quiet else as_text.render(report, lang, width)
    return f"{shown_text}\n\n{as_text.ways(report, lang)}" if verbose else shown_text
