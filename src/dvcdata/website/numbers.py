"""The indicators for the site: the value of each, by body and by period, with what it is made of."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dvcdata import figures, measure, texts
from dvcdata.figures import Held
from dvcdata.indicators import formats, words
from dvcdata.indicators.database import Flaw, Opened
from dvcdata.indicators.header import GROUPS, Indicator
from dvcdata.indicators.results import Body, Missing, Result
from dvcdata.indicators.run import Runner
from dvcdata.indicators.windows import Calendar
from dvcdata.measure import Asked, Entry, Evidence
from dvcdata.website import changes
from dvcdata.website.described import in_words, title_of_table
from dvcdata.website.render import Page

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

FIRST = (  # on the first page, of each the first that is known: computed, or else as the portal reports it
    ("online-dossiers", "portal-online-dossiers"),
    ("full-services", "index-766-online"),
    ("services-with-dossiers", "portal-services-with-dossiers"),
    ("dossiers-on-time", "portal-on-time"),
    ("satisfaction-rate", "index-766-satisfaction"),
)
SCORED = (*(name for names in FIRST for name in names), "dossiers-within-limit", "pending-overdue", "index-766")
SHOWN = 200  # bodies of a ranking on a page; its CSV has all


@dataclass(frozen=True)
class Number:
    """One indicator with its value, its ranking, its past, and all of them as rows of a table."""

    entry: Entry
    by_agency: Sequence[Result]
    by_period: Sequence[Result]
    evidence: Evidence | None
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Numbers:
    """All indicators that could be computed, and why the others could not."""

    found: Mapping[str, Number]
    missing: Sequence[Missing]
    bodies: Mapping[str, Body]
    sources: Sequence[Mapping[str, Any]]
    changed: Mapping[str, Sequence[changes.Year]] = field(default_factory=dict)
    held: Held = field(default_factory=Held)
    flaws: Sequence[Flaw] = ()  # what several packages have, and is counted more than once


def gather(
    opened: Opened, indicators: Sequence[Indicator], measured: Callable[[Runner, Mapping[str, Number]], None]
) -> Numbers:
    """Measures what the database holds; `measured` sees the database with the indicators that the site prints."""
    runner = Runner(opened, Calendar(opened, None, date.today()))
    # by period first, which looks furthest: what is asked of the same indicator again is then known
    period = measure.measure(runner, indicators, opened.packages, Asked(by="period"))
    agency = measure.measure(runner, indicators, opened.packages, Asked(by="agency"), evidence=True)
    past = {entry.indicator.id: entry.rows for entry in period.entries}
    rows: dict[str, dict[tuple[Any, ...], Mapping[str, Any]]] = {}  # each once
    for row in itertools.chain(formats.rows(agency), formats.rows(period)):
        rows.setdefault(row["indicator"], {})[tuple(row.values())] = row
    found = {
        name: Number(entry, _ranked(entry), past.get(name, ()), agency.evidence.get(name), list(rows[name].values()))
        for entry in agency.entries
        if rows.get(name := entry.indicator.id)
    }
    measured(runner, found)
    changed = changes.gather(runner, {name: number.by_period for name, number in found.items()})
    held = figures.held(runner, indicators)
    return Numbers(found, agency.missing, agency.bodies, agency.sources, changed, held, opened.flaws)


def _ranked(entry: Entry) -> list[Result]:
    """The bodies by their ranks, those of one tier together, as they come in the file; those without one last."""
    tiers = dict.fromkeys(item.ranked for item in entry.rows)
    return sorted(entry.rows, key=lambda item: (item.rank is None, list(tiers).index(item.ranked), item.rank or 0))


def pages(site: "Gathered") -> Iterator[Page]:
    """The register of indicators and a page for each."""
    numbers = site.numbers
    if not numbers.found:
        return
    groups = [
        (name, [item for item in numbers.found.values() if item.entry.indicator.group == name]) for name in GROUPS
    ]
    yield Page("indicators/index.html", "indicators", {"groups": [item for item in groups if item[1]]})
    for name, number in numbers.found.items():
        path = f"indicators/{name}.html"
        stem = path.removesuffix(".html")
        values = {"number": number, "indicator": number.entry.indicator, "total": number.entry.total, "shown": SHOWN}
        title = number.entry.indicator.title
        share = texts.text("site.search.share", "vi") if number.entry.indicator.is_share else ""
        yield Page(
            path,
            "indicator",
            values,
            tuple(f"{stem}.{kind}" for kind in ("csv", "json", "xlsx", "parquet", "zip")),
            ("indicator", title["vi"], name),
            title["en"],
            f"{share} {number.entry.indicator.definition['vi']}",
        )


@dataclass(frozen=True)
class Score:
    """The value of one indicator for one body; `said` is all of it that a page says."""

    said: tuple[Any, ...]
    result: Result = field(repr=False)


def scores(numbers: Numbers) -> dict[str, list[Score]]:
    """The scorecard of each body: what the main indicators say of it."""
    found: dict[str, list[Score]] = {}
    for name in SCORED:
        for item in numbers.found[name].by_agency if name in numbers.found else ():
            words_of = (item.indicator.title, item.indicator.population)
            said = (name, *words_of, item.window, item.numerator, item.denominator, item.value, item.rank)
            found.setdefault(item.agency, []).append(Score(said, item))
    return found


def _lacking(site: "Gathered", lang: str) -> dict[str, list[str]]:
    """The titles of what could not be computed, by why: in the words of the site, which call tables by their titles."""
    tables = {table.name: table for package in site.packages for table in package.tables}
    found: dict[str, list[str]] = {}
    for item in site.numbers.missing:
        said = dict(item.params)
        if table := tables.get(str(said.get("table"))):
            said["table"] = f"“{title_of_table(table)[lang]}”"
            column = str(said.get("column"))
            said["column"] = f"“{in_words([table.columns.get(column, {})], 'title', column)[lang]}”"
        key = "site.indicators.no_before" if item.key == "measure.no_before" else item.key
        why = texts.text(key, lang, **said)
        found.setdefault(why[:1].upper() + why[1:], []).append(item.indicator.title[lang])
    return found


def shared(site: "Gathered") -> dict[str, Any]:
    """What templates need to speak of values."""
    numbers = site.numbers
    totals = {name: item.entry.total for name, item in numbers.found.items() if item.entry.total}

    def known(name: str) -> bool:
        return name in totals and totals[name].value is not None

    def sources(lang: str) -> list[str]:
        """The sources of the headline, each once."""
        evidence = (numbers.found[name].evidence for name in words.HEADLINE if name in totals)
        found = (words.source(row, lang) for item in evidence if item for row in item.sources)
        return list(dict.fromkeys(found))

    return {
        "numbers": numbers,
        "lacking": lambda lang: _lacking(site, lang),
        "basis": words.basis,
        "first": [numbers.found[name] for names in FIRST for name in [n for n in names if known(n)][:1]],
        "headline": lambda lang: words.headline(totals, lang),
        "headline_sources": sources,
        "headline_ids": [name for name in words.HEADLINE if name in totals],
    }
