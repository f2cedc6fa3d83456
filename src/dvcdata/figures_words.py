"""What `dvcdata figures` says of published numbers: to a reader, and as JSON."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dvcdata import beside, texts
from dvcdata.beside import Note
from dvcdata.figures import Checked, Match, Report, contradicted
from dvcdata.formats import sentences
from dvcdata.indicators import words


def lines(report: Report, lang: str, quiet: bool = False) -> Iterator[str]:
    """The report for a reader: each number with its reasons, or, when quiet, how many are in doubt."""
    names = sentences.packages(report.packages, lang)
    beside_others = notes(report, lang)
    yield texts.text("figures.title", lang, names=names, n=len(report.figures), doubtful=len(report.doubtful))
    if quiet:
        return
    for item in report.figures:
        lines_ = [line for _, line in said(report, item, beside_others[item.package, item.row["figure_id"]], lang)]
        if lines_:
            yield ""
            yield _head(item, lang)
            yield from (f"    {line}" for line in lines_)
    silent = [item.row["figure_id"] for item in report.figures if item.arithmetic == "parts" and item.own is None]
    if silent:
        yield ""
        yield texts.text("figures.no_parts", lang, figures=", ".join(silent))


def _head(item: Checked, lang: str) -> str:
    statement = (item.row["statement_en"] if lang == "en" else None) or item.row["statement"] or ""
    source = words.source(item.source, lang) if item.source else None
    return texts.text("figures.head", lang, id=item.row["figure_id"], statement=statement, source=source)


def notes(report: Report, lang: str) -> dict[tuple[str, str], list[Note]]:
    """What is said of numbers beside each other, by package and number."""
    found: dict[tuple[str, str], list[Note]] = defaultdict(list)
    for package, known in report.known.items():
        for note in beside.notes(known, lang):
            found[package, note.figure].append(note)
    return found


def said(report: Report, item: Checked, beside_others: Sequence[Note], lang: str) -> Iterator[tuple[str, str]]:
    """Each sentence on a number, with its kind: `to_do` is what to write or ask instead, `said` all else."""
    if item.arithmetic == "holds" and not item.findings:
        yield "said", texts.text("figures.holds", lang)
    if item.sum_of:
        yield "said", texts.text("figures.sum_of", lang, one=item.sum_of[0], other=item.sum_of[1])
    fixes = [report.rules.words(finding, "fix", lang) for finding in item.findings]
    for finding, fix, after in zip(item.findings, fixes, [*fixes[1:], ""], strict=False):
        yield "said", report.rules.words(finding, "message", lang)
        if fix != after:  # else it is said once, below the next one
            yield "to_do", texts.text("figures.to_do", lang, text=fix)
    if item.own:
        yield "said", _of_data(item.own, "own", lang)
    for match in item.others:
        yield "said", _of_data(match, "other", lang)
    if contradicted(item) and not item.others:
        yield "said", texts.text("figures.none_gives", lang)
    yield from (("said", note.text) for note in beside_others)


def _of_data(match: Match, kind: str, lang: str) -> str:
    verdict = match.verdict if kind == "own" else "other"
    result = match.result
    return texts.text(
        f"figures.data_{verdict}",
        lang,
        id=result.indicator.id,
        value=words.full(result, lang),
        period=words.when(result, lang),
        title=result.indicator.title[lang],
    )


def as_json(report: Report, lang: str) -> dict[str, Any]:
    """Everything, schema version 1."""
    of = notes(report, lang)
    return {
        "schema_version": 1,
        "packages": list(report.packages),
        "figures": [_json(report, item, of[item.package, item.row["figure_id"]], lang) for item in report.figures],
    }


def _json(report: Report, item: Checked, beside_others: Sequence[Note], lang: str) -> dict[str, Any]:
    def match(one: Match) -> dict[str, Any]:
        result = one.result
        parts = {"numerator": _plain(result.numerator), "denominator": _plain(result.denominator)}
        return {"indicator": result.indicator.id, "verdict": one.verdict, "value": _plain(result.shown)} | parts

    return {
        "package": item.package,
        "figure_id": item.row["figure_id"],
        "statement": item.row["statement_en" if lang == "en" else "statement"],
        "verdict": item.verdict,
        "arithmetic": item.arithmetic,
        "contradicted": contradicted(item),
        "by_its_definition": match(item.own) if item.own else None,
        "by_others": [match(one) for one in item.others],
        "findings": [{"rule": one.rule, "message": report.rules.words(one, "message", lang)} for one in item.findings],
        "beside_others": [{"kind": note.kind, "message": note.text} for note in beside_others],
        "source": item.source["source_id"] if item.source else None,
    }


def _plain(value: Decimal | Fraction | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
