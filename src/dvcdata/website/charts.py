"""Which charts the site has: indicators by period or by body, and how many rows a table has of each period."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from dvcdata import texts
from dvcdata.indicators import words
from dvcdata.indicators.results import Body, Result
from dvcdata.package import Package, Table
from dvcdata.website import described, drawing, places
from dvcdata.website.drawing import Chart, Point
from dvcdata.website.forms import made_of
from dvcdata.website.numbers import Number
from dvcdata.website.tasks import Task

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

MOST = 25  # periods: two years and the same month of the year before
NAMES = 15  # bodies
LONGEST = 68  # letters of the name of a body, which are two lines
Placed = tuple[str, str, Chart]  # with its page and its language
Periods = Mapping[tuple[str, str], Sequence[tuple[str, int]]]


def tasks(site: "Gathered") -> Iterator[Task]:
    """The drawing of each chart in each language, as SVG and PNG."""
    return drawings(site.charts)


def drawings(charts: Iterable[Placed]) -> Iterator[Task]:
    """The drawing of these."""
    for page, lang, chart in charts:
        stem = places.in_language(page, lang).removesuffix(".html")
        source = made_of("chart", drawing.VERSION, repr(chart))
        yield Task((f"{stem}.svg", f"{stem}.png"), source, partial(drawing.draw, chart))


def all_of(site: "Gathered") -> Iterator[Placed]:
    """Every chart with its page and its language."""
    yield from of_tables(site.packages, site.periods, site.base_url)
    yield from of_numbers(site.numbers.found, site.numbers.bodies, site.base_url)


def undrawn(known: Set[str], drawn: Set[str], pages: Set[str], base_url: str) -> Iterator[tuple[str, bytes]]:
    """What stands where a page had a chart that was published, once there is nothing to draw: words that say so."""
    lost = {path.removesuffix(".svg") for path in known - drawn if path.endswith(".svg")}
    for page in sorted(pages) if lost else ():
        for lang in texts.LANGUAGES:
            if (stem := places.in_language(page, lang).removesuffix(".html")) in lost:
                svg, png = drawing.notice(texts.text("site.chart.none", lang, data=_data(base_url, page, lang)))
                yield from ((f"{stem}.svg", svg), (f"{stem}.png", png))


def of_tables(packages: Sequence[Package], periods: Periods, base_url: str) -> Iterator[Placed]:
    """The charts of the tables of which it is told how many rows they have of each period."""
    for package in packages:
        for table in package.tables:
            page = places.table(package.name, table.name)
            for lang in texts.LANGUAGES:
                data = _data(base_url, page, lang)
                if chart := of_table(package, table, periods.get((package.name, table.name), ()), data, lang):
                    yield page, lang, chart


def of_numbers(found: Mapping[str, Number], bodies: Mapping[str, Body], base_url: str) -> Iterator[Placed]:
    """The charts of the indicators."""
    for name, number in found.items():
        page = f"indicators/{name}.html"
        for lang in texts.LANGUAGES:
            if chart := of_number(number, bodies, _data(base_url, page, lang), lang):
                yield page, lang, chart


def _data(base_url: str, page: str, lang: str) -> str:
    """Where the data of a chart is found."""
    return f"{base_url}/{places.in_language(page, lang)}" if base_url else texts.text("site.title", lang)


def of_number(number: Number, bodies: Mapping[str, Body], data: str, lang: str) -> Chart | None:
    """The chart of an indicator: by period where there are several, else by body."""
    indicator = number.entry.indicator
    by_period = number.by_period[-MOST:]
    upright = sum(item.shown is not None for item in by_period) > 1
    best = next(iter(number.by_agency), None)
    race = [item for item in number.by_agency if item.shown is not None and best and item.ranked == best.ranked]
    results: Sequence[Result] = by_period if upright else race[:NAMES]
    if len(results) < 2:
        return None
    if upright:
        labels = [texts.period(item.window.period, lang, "short") for item in results]
        first, last = (words.period(item.window, lang) for item in (results[0], results[-1]))
        when = texts.text("site.chart.span", lang, first=first, last=last)
        whom = words.scope(results[-1], bodies, lang)
    else:
        labels = _apart([_name(words.name(item.agency, bodies, lang)) for item in results])
        when = words.period(number.entry.window, lang)
        whom = texts.text("site.chart.first", lang, n=len(results)) if len(race) > len(results) else ""
    points = tuple(
        Point(label, None if item.shown is None else float(item.shown), _shown(item, lang, upright))
        for label, item in zip(labels, results, strict=True)
    )
    goal = next((g for g in number.entry.total.goals if g.unit == "percent") if number.entry.total else iter(()), None)
    said = texts.text("site.chart.goal", lang, value=goal.value) if goal and indicator.is_share else ""
    sources = [words.source(row, lang) for row in (number.evidence.sources if number.evidence else ())[:2]]
    return Chart(
        "periods" if upright else "names",
        lang,
        indicator.title[lang],
        _about(lang, whom, when, words.scale(indicator, lang), points),
        _sources("; ".join(sources), data, lang),
        points,
        indicator.is_share,
        not indicator.is_share and not indicator.decimals,
        float(goal.value) if goal and said else None,
        said,
    )


def _about(lang: str, whom: str, when: str, unit: str, points: Sequence[Point]) -> str:
    """Whom and when a chart is about, in which unit, and what the mark of the unknown in it says."""
    counted = texts.text("site.chart.unit", lang, unit=unit) if unit else ""
    unknown = texts.text("site.chart.unknown", lang) if any(point.value is None for point in points) else ""
    return " · ".join(filter(None, (whom, when, counted, unknown)))


def _sources(sources: str, data: str, lang: str) -> tuple[str, ...]:
    """Where the figures of a chart come from, and where they are found."""
    said = texts.text("site.chart.data", lang, data=data)
    return (texts.text("site.home.source", lang, source=sources), said) if sources else (said,)


def of_table(package: Package, table: Table, periods: Sequence[tuple[str, int]], data: str, lang: str) -> Chart | None:
    """The chart of a table: how many rows it has of each period, of the kind of period that it has most of."""
    kinds = Counter(_kind(period) for period, _ in periods)
    kept = [(period, n) for period, n in periods if _kind(period) == kinds.most_common(1)[0][0]][-MOST:]
    if len(kept) < 2:
        return None
    points = tuple(Point(texts.period(period, lang, "short"), n, texts.formatted(n, lang=lang)) for period, n in kept)
    first, last = (texts.formatted(period, "period", lang) for period in (kept[0][0], kept[-1][0]))
    when = texts.text("site.chart.span", lang, first=first, last=last)
    return Chart(
        "periods",
        lang,
        texts.text("site.chart.rows", lang, table=described.title_of_table(table)[lang]),
        _about(lang, "", when, texts.text("site.chart.row", lang), points),
        _sources(described.publisher(package.descriptor, lang), data, lang),
        points,
        whole=True,
    )


def _kind(period: str) -> str:
    """Whether a period is a month, a quarter, a half year … or a year."""
    match = texts.PERIOD.fullmatch(period)
    return ("month" if match["month"] else match["kind"] or "year") if match else ""


def _shown(item: Result, lang: str, upright: bool) -> str:
    """The value of a bar, where many stand side by side without the unit, which is above them."""
    if item.shown is None:
        return "?"
    return words.figure(item, lang) if upright else words.value(item, lang)


def _name(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _apart(labels: Sequence[str]) -> list[str]:
    """Labels that differ: the second of its kind bears a number."""
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        seen[label] += 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found
