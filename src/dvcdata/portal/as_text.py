"""An audit for a terminal, or as Markdown."""

import shutil
import textwrap
from collections.abc import Iterator

import click

from dvcdata import texts
from dvcdata.portal import said
from dvcdata.portal.audit import Audit, Part, titled

LISTED = 12  # organisations on the screen
WIDEST = 100


def render(audit: Audit, lang: str, quiet: bool = False) -> str:
    """The audit as lines no wider than the terminal."""
    width = min(shutil.get_terminal_size((WIDEST, 40)).columns, WIDEST)
    return "\n".join(line for text in _lines(audit, lang, quiet) for line in _wrapped(text, width))


def _wrapped(text: str, width: int) -> list[str]:
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(text, width, subsequent_indent=indent + "  ", break_on_hyphens=False) or [""]


def _lines(audit: Audit, lang: str, quiet: bool) -> Iterator[str]:
    yield click.style(said.title(audit, lang), bold=True)
    yield from said.limits(audit, lang)
    if headline := said.headline(audit.whole, lang):
        yield click.style(headline, bold=True)
    if quiet:
        return
    steps = said.steps(audit.whole, lang)
    if audit.whole.checked:
        width = len(texts.formatted(len(audit.whole.datasets), "", lang))
        yield from (f"  {texts.formatted(n, '', lang):>{width}}  {step}" for n, step in steps)
        yield said.stars(audit.whole, lang)
    yield ""
    yield f"{texts.text('portal.points_label', lang)}: {said.points(audit.whole, lang)}, {said.band(audit.whole, lang)}"
    yield from (f"  {name}: {points}" for name, points in said.dimensions(audit.whole, lang))
    yield ""
    yield from _faults(audit.whole, lang)
    yield ""
    yield click.style(said.ranking(audit, lang), bold=True)
    for rank, part in enumerate(audit.organizations[:LISTED], 1):
        yield from _organization(rank, part, lang)
    if len(audit.organizations) > LISTED:
        yield texts.text("portal.more_organizations", lang, n=len(audit.organizations) - LISTED)


def _faults(part: Part, lang: str) -> Iterator[str]:
    faults = said.faults(part, lang)
    if not faults:
        yield texts.text("portal.none_found", lang)
        return
    yield click.style(texts.text("portal.faults", lang), bold=True)
    width = max(len(n) for _, n, _ in faults)
    yield from (f"  {n:>{width}}  {words}" for _, n, words in faults)


def _organization(rank: int, part: Part, lang: str) -> Iterator[str]:
    yield organization(rank, part, lang)
    yield from (f"   - {fix}" for fix in said.fixes(part, lang))


def organization(rank: int, part: Part, lang: str) -> str:
    """One line of the ranking."""
    given = {"title": titled(part, lang), "n": len(part.datasets), "points": said.points(part, lang)}
    if not part.checked:
        return texts.text("portal.organization_line_unseen", lang, **given)
    usable, band = part.count("usable"), said.band(part, lang)
    return texts.text("portal.organization_line", lang, rank=rank, usable=usable, band=band, **given)


def markdown(audit: Audit, lang: str) -> str:
    """The audit as Markdown: the same sentences, and the ranking as a table."""
    heads = ["rank_label", "organization_label", "datasets_label", "usable_label", "points_label", "band_label"]
    lines = [f"# {_plain(said.title(audit, lang))}", "", *map(_plain, said.limits(audit, lang)), ""]
    if headline := said.headline(audit.whole, lang):
        lines += [f"**{headline}**", ""]
    lines += [f"- {n} {words}" for n, words in said.steps(audit.whole, lang)]
    lines += ["", f"## {texts.text('portal.faults', lang)}", ""]
    lines += [f"- {n}: {words}" for _, n, words in said.faults(audit.whole, lang)]
    lines += ["", f"## {said.ranking(audit, lang)}", ""]
    lines += ["| " + " | ".join(texts.text(f"portal.{head}", lang) for head in heads) + " |", "|---" * len(heads) + "|"]
    for rank, part in enumerate(audit.organizations, 1):
        usable = texts.formatted(part.count("usable"), "", lang)
        cells = [str(rank), titled(part, lang), str(len(part.datasets)), usable, said.points(part, lang)]
        lines.append("| " + " | ".join(map(_plain, [*cells, said.band(part, lang)])) + " |")
    lines += ["", f"## {texts.text('portal.method', lang)}", "", *said.method(audit, lang)]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text in which nothing is taken for Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in texts.visible(text))
