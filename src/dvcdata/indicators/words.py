"""What is said of a measured value, in the language asked for; every format says it alike."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dvcdata import texts
from dvcdata.indicators.header import Indicator
from dvcdata.indicators.results import Body, Comparison, Goal, Missing, Result, rounded
from dvcdata.indicators.windows import Window

PARTS = {"level": "site.levels", "audience": "choice.audience", "tier": "choice.tier"}
HEADLINE = ("procedures-cut", "services-new", "open-datasets")


def unit(indicator: Indicator, lang: str, n: Decimal | Fraction | None = None) -> str:
    """The unit of count, as it follows that number."""
    if n == 1:
        return texts.text(f"measure.one_{indicator.counts}", lang)
    return texts.text(f"measure.unit_{indicator.counts}", lang)


def number(value: Fraction | None, lang: str) -> str:
    """A numerator or a denominator, which is a whole number almost always."""
    if value is None:
        return texts.text("measure.no_figure", lang)
    return texts.formatted(rounded(value, 0 if value.denominator == 1 else 2), "", lang)


def is_unknown(result: Result) -> bool:
    """Whether there is no figure; where the denominator is 0 there is one, and no ratio."""
    return result.value is None and not (result.denominator == 0 and result.known)


def value(result: Result, lang: str) -> str:
    """The value alone: 20,63%, 1,49 lần, 8,83 / 12 điểm, 37 thủ tục."""
    indicator, shown = result.indicator, result.shown
    if shown is None:
        return texts.text(f"measure.{'no_figure' if is_unknown(result) else 'no_denominator'}", lang)
    written = figure(result, lang)
    if indicator.is_share:
        return written
    if indicator.kind == "times":
        return texts.text("measure.times", lang, value=written)
    if indicator.kind == "points":
        return texts.text("measure.points_of", lang, value=written, max=number(result.denominator, lang))
    return texts.text("measure.counted_value", lang, value=written, unit=unit(indicator, lang, shown))


def figure(result: Result, lang: str) -> str:
    """A known value without its unit, but for percent."""
    indicator, shown = result.indicator, result.shown
    assert shown is not None
    if indicator.is_share:
        return texts.number(shown, f"pct{result.decimals}", lang)
    return texts.number(shown, f"fixed{indicator.decimals}" if indicator.decimals else "", lang)


def scale(indicator: Indicator, lang: str) -> str:
    """The unit of the values: of a share none, since its values bear it."""
    if indicator.is_share:
        return ""
    return texts.text("measure.times_unit", lang) if indicator.kind == "times" else unit(indicator, lang)


def parts(result: Result, lang: str) -> str:
    """Numerator and denominator with what they count; of a mean, of how many units it is one."""
    kind = result.indicator.kind
    if kind in ("mean", "median"):
        return texts.text(f"measure.{kind}_of", lang, n=number(result.denominator, lang))
    if result.denominator is None or kind == "points" or result.numerator is None:
        return ""
    above, below = number(result.numerator, lang), number(result.denominator, lang)
    counted = unit(result.indicator, lang, result.denominator)
    return texts.text("measure.of", lang, numerator=above, denominator=below, unit=counted)


def full(result: Result, lang: str) -> str:
    """The value with its parts: 20,63% = 406 / 1.968 dịch vụ."""
    made_of = parts(result, lang)
    if result.shown is None or not made_of:
        return value(result, lang) + (f" ({made_of})" if made_of and result.known else "")
    joint = ", " if result.indicator.kind in ("mean", "median") else " = "
    return f"{value(result, lang)}{joint}{made_of}"


def name(code: str, bodies: Mapping[str, Body], lang: str) -> str:
    """A body by its name and code."""
    if code == "VN":
        return texts.text("measure.country", lang)
    body = bodies.get(code)
    called = body and ((body.name_en if lang == "en" else None) or body.name)
    return f"{called} ({code})" if called else code


def scope(result: Result, bodies: Mapping[str, Body], lang: str) -> str:
    """Whom the value is about."""
    if not result.agency:
        named = len([code for code in result.summed if code])
        kind = "everybody" if named == len(result.summed) else "everybody_and_unknown"
        return texts.text(f"measure.{kind}" if named else "measure.nobody", lang, n=named)
    called = name(result.agency, bodies, lang)
    return texts.text("measure.summed", lang, name=called, n=result.bodies) if result.bodies > 1 else called


def part(group: str, by: str, lang: str) -> str:
    """A part of a breakdown in words: toàn trình, cấp tỉnh, người dân; a field, and a level of old, by its code."""
    found = texts.entry(f"{PARTS.get(by)}.{group}") if group else texts.entry("measure.no_figure")
    return found[lang] if found else group


def period(window: Window, lang: str) -> str:
    """The period in words, with the day that its figures end where that is earlier."""
    if window.until:
        return texts.text("measure.until", lang, period=window.period, until=window.until)
    return texts.period(window.period, lang)


def when(result: Result, lang: str) -> str:
    """The period of a value, and how it is counted where that is not by the calendar."""
    return period(result.window, lang) + (basis(result, lang) if result.basis != "calendar" else "")


def basis(result: Result, lang: str) -> str:
    """How the periods of a value are counted, to be put behind them; nothing where that is not known."""
    entry = texts.entry(f"site.basis.{result.basis}") if result.basis else None
    return entry[lang] if entry else ""


def change(result: Result, comparison: Comparison | None, lang: str) -> str:
    """How the value compares with another period's, or why it is not compared."""
    if comparison is None:
        return ""
    then = period(comparison.window, lang)
    if comparison.why:
        return texts.text(f"measure.change_{comparison.why}", lang, period=then)
    decimals = result.indicator.decimals
    difference = rounded(comparison.difference, decimals) or Decimal(0)
    if not comparison.difference:
        return texts.text("measure.same", lang, period=then)
    said = "" if result.indicator.kind == "times" else _unit_of_change(result.indicator, lang)
    if difference:
        sign = "+" if difference > 0 else ""
        written = sign + texts.number(difference, f"fixed{decimals}" if decimals else "", lang)
        line = texts.text("measure.change", lang, difference=written, unit=said, period=then)
    else:
        line = texts.text("measure.nearly_same", lang, least=Decimal(1).scaleb(-decimals), unit=said, period=then)
    return " ".join(line.split())


def _unit_of_change(indicator: Indicator, lang: str) -> str:
    return texts.text("measure.points_unit", lang) if indicator.is_share else unit(indicator, lang)


def goal(item: Goal, lang: str) -> str:
    """A target and whether it is met."""
    verdict = "unknown" if item.met is None else "met" if item.met else "late" if item.past else "not"
    kind = "pct" if item.unit == "percent" else ""
    comparator = {">=": "≥", "<=": "≤"}.get(item.comparator, item.comparator)
    written = texts.formatted(item.value, kind, lang)
    said = texts.text(f"measure.goal_{verdict}", lang)
    return texts.text("measure.goal", lang, comparator=comparator, value=written, due=item.due, verdict=said)


def coverage(result: Result, lang: str) -> Iterator[str]:
    """What of the population has figures."""
    if result.units_of:
        if absent := result.units_of - result.units:
            yield texts.text("measure.units", lang, n=absent, of=result.units_of)
        else:
            yield texts.text("measure.units_all", lang, of=result.units_of)
    if result.parts < result.parts_of:
        yield texts.text("measure.parts", lang, n=result.parts, of=result.parts_of)
    if result.known < result.of:
        items = result.indicator.flow == "as_of" or result.indicator.counts == "services"
        said = unit(result.indicator, lang) if items else texts.text("measure.rows_unit", lang)
        yield texts.text("measure.rows", lang, n=result.of - result.known, of=result.of, unit=said)


def why(missing: Missing, lang: str) -> str:
    """Why an indicator could not be computed."""
    return texts.text(missing.key, lang, **missing.params)


def source(row: Mapping[str, Any], lang: str) -> str:
    """A source with the day it was read: who published what, and its id only where neither is known."""
    parts = (row.get("publisher"), f"“{row['title']}”" if row.get("title") else None)
    named = ", ".join(filter(None, parts)) or row.get("source_id")
    return texts.text("measure.source", lang, source=named, retrieved=row.get("retrieved"))


def sources(rows: Iterable[Mapping[str, Any]], lang: str) -> str:
    """All these sources, each once."""
    return "; ".join(dict.fromkeys(source(row, lang) for row in rows))


def quote(result: Result, bodies: Mapping[str, Body], read: Iterable[Mapping[str, Any]], lang: str) -> str:
    """A sentence that may stand in an article as it is."""
    indicator = result.indicator
    return texts.text(
        "measure.quote",
        lang,
        title=indicator.title[lang],
        value=full(result, lang),
        scope=scope(result, bodies, lang),
        period=when(result, lang),
        how=how(indicator, lang),
        id=indicator.id,
        version=indicator.version,
        sources=sources(read, lang) or None,
    )


def how(indicator: Indicator, lang: str) -> str:
    """Whether a number is reported or computed."""
    return texts.text("measure.reported" if indicator.reported else "measure.computed", lang)


def definition(indicator: Indicator, lang: str) -> Iterator[str]:
    """All that the indicator says of itself, a line each."""
    yield texts.text("measure.definition", lang, text=indicator.definition[lang])
    yield texts.text("measure.numerator", lang, text=indicator.numerator[lang])
    if indicator.denominator:
        yield texts.text("measure.denominator", lang, text=indicator.denominator[lang])
    yield texts.text("measure.population", lang, text=indicator.population[lang])
    unknown = indicator.unknown[lang] if indicator.unknown else texts.text("measure.unknown_left_out", lang)
    yield texts.text("measure.unknown", lang, text=unknown)
    yield texts.text("measure.basis", lang, text=indicator.basis[lang])
    yield texts.text("measure.not_title", lang, text=indicator.is_not[lang])
    if indicator.warning:
        yield texts.text("measure.warning", lang, text=indicator.warning[lang])


def headline(results: Mapping[str, Result], lang: str) -> str | None:
    """The three numbers in one sentence, where all three are known and about the same time."""
    found = [results.get(item) for item in HEADLINE]
    if any(item is None or item.shown is None for item in found):
        return None
    cut, new, opened = (item for item in found if item)
    if len({item.window for item in (cut, new, opened)}) > 1:
        return None
    return texts.text(
        "measure.headline",
        lang,
        starts=cut.window.starts,
        ends=cut.window.ends,
        cut=cut.shown,
        new=new.shown,
        open=opened.shown,
    )
