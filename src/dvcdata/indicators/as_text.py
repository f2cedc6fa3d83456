"""Measured values for a terminal: the three headline numbers, then each group of indicators with small bars."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction

import click

from dvcdata import texts
from dvcdata.findings import plain
from dvcdata.formats.sentences import packages
from dvcdata.indicators import words
from dvcdata.indicators.results import Result
from dvcdata.measure import Entry, Evidence, Measured

WIDEST = 110
BAR = 10
ROWS = 20  # bodies, fields and periods shown of one indicator
SHOWN = 8  # rows of evidence shown
REASONS = 12


def render(measured: Measured, lang: str, width: int | None = None, quiet: bool = False) -> str:
    """The whole of it as lines no wider than the terminal; when quiet, what was measured and the headline."""
    width = width or min(shutil.get_terminal_size((100, 40)).columns, WIDEST)
    return "\n".join(_lines(measured, lang, max(40, width), quiet))


def _lines(measured: Measured, lang: str, width: int, quiet: bool) -> Iterator[str]:
    title = texts.text("measure.title", lang, names=packages(measured.packages, lang), until=measured.until)
    yield from (click.style(line, bold=True) for line in _wrapped(title, width, ""))
    lacking = sum(_lacks(entry) for entry in measured.entries)
    counts = {"counted": len(measured.entries) - lacking, "lacking": lacking, "missed": len(measured.missing)}
    where = None if quiet else texts.text("measure.missed_where", lang)
    told = ((key, n) for key, n in counts.items() if n or key == "counted")
    yield " ".join(texts.text(f"measure.{key}", lang, n=n, where=where) for key, n in told)
    for flaw in measured.flaws:
        counts = {"left_out": flaw.left_out, "twice": flaw.twice, "cells": flaw.cells}
        said = ", ".join(texts.text(f"measure.flaw_{kind}", lang, n=n) for kind, n in counts.items() if n)
        if said:
            yield from textwrap.wrap(texts.text("measure.flaw", lang, table=flaw.table, what=said), width)
    if more := [flaw for flaw in measured.flaws if flaw.elsewhere]:
        tables = ", ".join(f"{flaw.table} {texts.formatted(flaw.elsewhere, '', lang)}" for flaw in more)
        names = ", ".join(sorted({name for flaw in more for name in flaw.packages}))
        yield from textwrap.wrap(texts.text("measure.elsewhere", lang, tables=tables, packages=names), width)
    totals = {item.indicator.id: item.total for item in measured.entries if item.total}
    if sentence := words.headline(totals, lang):
        yield ""
        yield from (click.style(line, bold=True) for line in textwrap.wrap(sentence, width))
    if not quiet:
        yield from _by_group(measured, lang, width)


def _by_group(measured: Measured, lang: str, width: int) -> Iterator[str]:
    group = ""
    for entry in measured.entries:
        if entry.without:
            continue
        if entry.indicator.group != group:
            group = entry.indicator.group
            yield ""
            yield click.style(texts.text(f"measure.group_{group}", lang), bold=True)
        yield from _entry(measured, entry, lang, width)
    if without := [item.indicator.id for item in measured.entries if item.without]:
        yield ""
        yield from textwrap.wrap(
            texts.text("measure.no_by", lang, by=measured.asked.by, names=", ".join(without)), width
        )
    yield from _missing(measured, lang, width)


def _lacks(entry: Entry) -> bool:
    """Whether all of it was looked for, and no figure was there."""
    results = [*([entry.total] if entry.total else []), *entry.rows]
    return bool(results) and all(words.is_unknown(item) for item in results)


def _entry(measured: Measured, entry: Entry, lang: str, width: int) -> Iterator[str]:
    indicator = entry.indicator
    code = f" ({indicator.code})" if indicator.code else ""
    yield from _wrapped(f"{indicator.title[lang]}{code} · {indicator.id}", width, "  ")
    if entry.total:
        where = f"{words.scope(entry.total, measured.bodies, lang)} · {words.when(entry.total, lang)}"
        line = f"{bar(entry.total)}{words.full(entry.total, lang)} · {where}"
        yield from (click.style(text, fg="cyan") for text in _wrapped(line, width, "    "))
        if more := " · ".join(notes(entry.total, lang)):
            yield from _wrapped(more, width, "    ")
    elif entry.many:
        yield from _wrapped(texts.text("measure.no_sum", lang, n=entry.many), width, "    ")
    if indicator.warning:
        yield from _wrapped(texts.text("measure.warning", lang, text=indicator.warning[lang]), width, "    ")
    if entry.rows:
        yield from _rows(measured, entry, lang)
    if proof := measured.evidence.get(indicator.id):
        yield from _evidence(measured, entry, proof, lang, width)


def notes(result: Result, lang: str) -> list[str]:
    """Change, targets and coverage, those there are."""
    changes = [words.change(result, item, lang) for item in (result.before, result.year_ago)]
    goals = [words.goal(item, lang) for item in result.goals]
    return [item for item in dict.fromkeys((*changes, *goals, *words.coverage(result, lang))) if item]


def bar(result: Result) -> str:
    """A share as a small bar; nothing for what has no whole."""
    whole = result.value
    if result.indicator.kind == "points" and result.value is not None and result.denominator:
        whole = 100 * result.value / result.denominator
    elif not result.indicator.is_share:
        return ""
    if whole is None:
        return "·" * BAR + " "
    filled = max(int(whole > 0), min(BAR - int(whole < 100), round(whole * BAR / 100), BAR))  # full is all, empty none
    return "█" * filled + "░" * (BAR - filled) + " "


def _rows(measured: Measured, entry: Entry, lang: str) -> Iterator[str]:
    rows = [item for item in entry.rows if item.value is not None]
    if measured.asked.by == "period":
        yield from (f"      {_label(measured, item, lang):<18} {_said(item, lang)}" for item in rows)
        return
    large = sorted((item for item in rows if not item.small), key=_order)
    small = sorted((item for item in rows if item.small), key=_order)
    for item in large[:ROWS]:
        rank = texts.text("measure.rank", lang, rank=item.rank, ranked=item.ranked) if item.rank else ""
        yield f"      {_said(item, lang)} · {_label(measured, item, lang)}{' · ' if rank else ''}{rank}"
    if len(large) > ROWS:
        yield "      " + texts.text("measure.more", lang, n=len(large) - ROWS)
    if small:
        yield "      " + texts.text("measure.small_title", lang, n=entry.indicator.small)
        for item in small[:ROWS]:
            yield f"        {_said(item, lang)} · {_label(measured, item, lang)}"
        if len(small) > ROWS:
            yield "        " + texts.text("measure.more", lang, n=len(small) - ROWS)
    if absent := len(entry.rows) - len(rows):
        yield "      " + texts.text("measure.null_title", lang, n=absent)


def _order(item: Result) -> tuple[Fraction, str, str]:
    return (-(item.value or Fraction(0)), item.agency, item.group or "")


def _said(item: Result, lang: str) -> str:
    return f"{bar(item)}{words.full(item, lang)}"


def _label(measured: Measured, item: Result, lang: str) -> str:
    if measured.asked.by == "period":
        return words.period(item.window, lang)
    if item.group is not None:
        return words.part(item.group, measured.asked.by, lang)
    return words.scope(item, measured.bodies, lang)


def _evidence(measured: Measured, entry: Entry, proof: Evidence, lang: str, width: int) -> Iterator[str]:
    if entry.total:
        yield "    " + click.style(texts.text("measure.quote_title", lang), bold=True)
        for said in dict.fromkeys((lang, *texts.LANGUAGES)):
            line = words.quote(entry.total, measured.bodies, proof.sources, said)
            yield from _wrapped(f"“{line}”", width, "      ")
    for line in words.definition(entry.indicator, lang):
        yield from _wrapped(line, width, "    ")
    yield "    " + texts.text("measure.sources_title", lang)
    if not proof.sources:
        yield from _wrapped(texts.text("measure.no_sources", lang), width, "      ")
    for row in proof.sources:
        sha = row.get("sha256")
        key = texts.text("measure.sha", lang, sha256=sha) if sha else texts.text("measure.no_sha", lang)
        yield from _wrapped(f"{words.source(row, lang)} · {key}", width, "      ")
    yield "    " + texts.text("measure.evidence_rows", lang, n=proof.count)
    yield from _table(proof.columns, proof.rows[:SHOWN])
    if proof.count > SHOWN:
        yield "      " + texts.text("measure.evidence_more", lang, n=proof.count - SHOWN)
    yield "    SQL:"
    yield from (f"      {line}" for line in proof.select.splitlines())


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    cells = [list(columns), *([texts.visible(plain(cell)) for cell in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(columns))]
    for row in cells:
        yield "      " + "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()


def _missing(measured: Measured, lang: str, width: int) -> Iterator[str]:
    if not measured.missing:
        return
    yield ""
    yield texts.text("measure.missing_title", lang)
    reasons: dict[str, list[str]] = {}
    for item in measured.missing:
        reasons.setdefault(words.why(item, lang), []).append(item.indicator.id)
    for why, names in reasons.items():
        yield from _wrapped(texts.text("measure.missing", lang, name=", ".join(names), why=why), width, "  ")


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)
