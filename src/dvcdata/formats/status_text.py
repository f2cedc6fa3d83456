"""`dvcdata status` for a terminal: each series of deliveries with who lacks what, then what was found."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from dvcdata import formats, texts
from dvcdata.formats import sentences
from dvcdata.formats import status_said as said
from dvcdata.status.deliveries import Body, Series, Status, Trouble

LISTED = 10  # bodies and packages named of each list
PERIODS = 6  # periods named of a body


def render(status: Status, files: Sequence[Path], lang: str, quiet: bool = False) -> str:
    """The lines, no wider than the window; only the numbers when quiet."""
    width = max(40, formats.width())
    return "\n".join(line for text in _lines(status, files, lang, quiet) for line in _wrapped(text, width))


def _lines(status: Status, files: Sequence[Path], lang: str, quiet: bool) -> Iterator[str]:
    yield click.style(said.title(status, lang), bold=True)
    if not status.series:
        yield texts.text("status.none", lang)
    for item in status.series:
        if not quiet:
            yield ""
        yield click.style(said.series(item, lang), bold=True)
        yield from (f"  {line}" for line in (said.latest(item, lang), *said.behind(item, lang)))
        if not quiet:
            yield from _behind(item, lang)
    for line in said.unread(status, lang):
        yield click.style(line, fg="red")
    if not quiet:
        yield from _troubles("packages", status.packages, lang)
        yield from _troubles("bodies", status.bodies, lang)
        yield from _ending(status, files, lang)


def _behind(item: Series, lang: str) -> Iterator[str]:
    for body in item.behind[:LISTED]:
        yield f"    {_body(body, lang)}"
    if len(item.behind) > LISTED:
        yield f"    {texts.text('status.and_more', lang, n=len(item.behind) - LISTED)}"


def _body(body: Body, lang: str) -> str:
    if len(body.gave) == 1:
        return said.named(body)
    periods = ", ".join(texts.period(period, lang) for period in body.missing[:PERIODS])
    periods += " …" if len(body.missing) > PERIODS else ""
    numbers = {"n": len(body.missing), "of": len(body.gave)}
    return texts.text("status.body", lang, name=said.named(body), periods=periods, **numbers)


def _troubles(key: str, items: Sequence[Trouble], lang: str) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield click.style(texts.text(f"status.{key}", lang), bold=True)
    for item in items[:LISTED]:
        yield f"    {sentences.short(item.name)}: {said.trouble(item, lang)}"
    if len(items) > LISTED:
        yield f"    {texts.text('html.more', lang, n=len(items) - LISTED)}"


def _ending(status: Status, files: Sequence[Path], lang: str) -> Iterator[str]:
    yield ""
    if line := sentences.not_checked(status.report, lang):
        yield line
    names = ", ".join(sentences.short(str(path)) for path in files)
    yield texts.text("status.files", lang, names=names) if names else texts.text("status.give", lang)


def _wrapped(text: str, width: int) -> list[str]:
    if not text:
        return [""]
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text, width, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False)
