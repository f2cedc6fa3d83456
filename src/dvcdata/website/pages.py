"""Every page of the site from what was gathered: its path, its template, and its values."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvcdata import figures as published
from dvcdata import figures_words, texts
from dvcdata.findings import SEVERITIES
from dvcdata.formats import status_said
from dvcdata.package import Package, Table
from dvcdata.rules import reference
from dvcdata.rules.header import Rule
from dvcdata.website import changes, described, fields, lists, places, releases
from dvcdata.website.gather import Gathered, Row
from dvcdata.website.render import Page

MONTHS = 12  # periods of a table of bodies
UNFOLDED = 20  # packages that the index shows with their tables
BEHIND = 50  # bodies that lack figures of one table; status.csv has all
LATEST = 13  # periods that a page shows: a year and the same month of the year before
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")  # what an indicator may be called
TWICE = re.compile(r"(“([^”]+)”) \(\2\)")  # a title beside what was its id
FIXED = ("methods", "accessibility", "api", "search", "404")


def all_pages(site: Gathered) -> Iterator[Page]:
    """The pages in the order in which they are written."""
    yield home(site)
    yield from datasets(site)
    yield from fields.pages(site, LATEST)
    yield from procedures(site)
    yield from services(site)
    yield from quality(site)
    yield from changes.pages(site)
    yield status(site)
    yield figures(site)
    for name in FIXED:
        yield Page(f"{name}.html", name, {})


def home(site: Gathered) -> Page:
    """The first page: what there is, and what its state is."""
    counts = {name: len(site.rows[name]) for name in ("procedures", "services", "agencies", "open_datasets")}
    return Page("index.html", "home", {"counts": counts, "lately": changes.lately(site)})


def datasets(site: Gathered) -> Iterator[Page]:
    """The index of packages, a page for each and one for each of its tables."""
    values = {"packages": site.packages, "folded": len(site.packages) > UNFOLDED}
    index = Page("datasets/index.html", "datasets", values)
    yield from lists.pages(index, "packages", lambda package: described.title_of(package.descriptor)["vi"])
    rows = {(item.table.package, item.table.name): item.rows for item in site.report.tables}
    for package in site.packages:
        said = package.descriptor
        base = places.package(package.name).removesuffix("index.html")
        title = described.title_of(said)
        words = ("package", title["vi"], package.name)
        values = {"package": package, "said": said, "rows": rows, "base": base}
        values["accepted"] = site.accepted.get(("package", package.name), [])
        english = title["en"] if title["en"] != title["vi"] else None
        yield Page(places.package(package.name), "package", values, search=words, search_en=english)
        for table in package.tables:
            yield _table(site, package, table, rows.get((package.name, table.name), 0), base)


def _table(site: Gathered, package: Package, table: Table, rows: int, base: str) -> Page:
    where = ("table", f"{package.name}/{table.name}")
    path = places.table(package.name, table.name)
    stem = path.removesuffix(".html")
    values = {
        "package": package,
        "said": package.descriptor,
        "table": table,
        "n_rows": rows,
        "base": base,
        "stem": stem,
        "periods": site.periods.get((package.name, table.name), []),
        "preview": site.heads.get((package.name, table.name), []),
        "counts": site.counts.get(where, {}),
        "rules": rules_of(site, where),
        "accepted": site.accepted.get(where, []),
    }
    title, english = (
        described.in_words([table.resource, table.schema], "title", table.name)[code] for code in ("vi", "en")
    )
    files = tuple(f"{stem}.{ending}" for ending in ("csv", "json", "xlsx", "parquet", "zip"))
    return Page(path, "table", values, files, ("table", title, table.name), english)


def rules_of(site: Gathered, where: tuple[str, str]) -> list[tuple[str, str, int, Row]]:
    """The rules that found something at a place, with severity, number and title."""
    found = site.tallies[where]
    order = [(rule, severity, n, site.rule_title(rule)) for (rule, severity), n in found.items()]
    return sorted(order, key=lambda item: (SEVERITIES.index(item[1]), -item[2], item[0]))


def data(path: str) -> tuple[str, ...]:
    """The files beside the page of a body, a field, a procedure or a service."""
    stem = path.removesuffix(".html")
    return f"{stem}.csv", f"{stem}.json"


def procedures(site: Gathered) -> Iterator[Page]:
    """The list of procedures and a page for each."""
    if not site.rows["procedures"]:
        return
    executing, delivered = site.by("executing", "procedure_code"), site.by("services", "procedure_code")
    usage, replacing = site.by("usage", "item_code"), site.by("procedures", "replaced_by")
    names = site.procedure_names
    yield Page("procedures/index.html", "procedures", {"fields": site.fields.listed("procedures"), "most": lists.MOST})
    for row in site.rows["procedures"]:
        code = row["procedure_code"]
        doing = [item["body"] for item in executing.get((code,), [])]
        offered = delivered.get((code,), [])
        values = {
            "row": row,
            "executing": doing,
            "services": offered,
            "successor": (names[after] or after) if (after := row["replaced_by"]) in names else None,
            "bodies": site.named((row["issued_by"], *doing, *(item["owner_code"] for item in offered))),
            "series": (rows := usage.get((code,), [])[-LATEST:]),
            "sources": site.sourced(rows),
            "listed_by": site.sourced([row]),
            "replaces": replacing.get((code,), []),
        }
        path = places.procedure(code)
        yield Page(path, "procedure", values, data(path), ("procedure", row["name"] or code, code), stands_alone=True)


def services(site: Gathered) -> Iterator[Page]:
    """The list of services, those of each field, and a page for each owner's."""
    if not site.rows["services"]:
        return
    usage, offers = site.by("usage", "item_code"), site.by("offers", "service_code", "owner_code")
    past = releases.history(site.releases, "services")
    yield from fields.services(site)
    for row in site.rows["services"]:
        code, owner = row["service_code"], row["owner_code"]
        taken = offers.get((code, owner), [])
        values = {
            "row": row,
            "offers": taken,
            "procedure": site.procedure_names.get(row["procedure_code"]),
            "bodies": site.named((owner, *(item["offered_by"] for item in taken))),
            "series": (rows := usage.get((code,), [])[-LATEST:]),
            "sources": site.sourced(rows),
            "alone": len(site.services_of.get(code, ())) == 1,
            "past": past.get(f"{code}|{owner}", []),
        }
        path = places.service(code, owner)
        yield Page(path, "service", values, data(path), ("service", row["name"] or code, code), stands_alone=True)


def quality(site: Gathered) -> Iterator[Page]:
    """What the rules found: all rules, and a page for each that ran or could not."""
    why: dict[str, list[Any]] = defaultdict(list)
    for item in site.report.not_checked:
        why[item.rule].append(item)
    every = [*site.report.rules, *site.structure]
    found = [rule for rule in every if site.counts.get(("rule", rule))]
    lacking = [rule for rule in every if rule not in found and not all(item.partly for item in why.get(rule, ()))]
    parts = {
        "found": sorted(found, key=lambda rule: [-site.counts["rule", rule].get(name, 0) for name in SEVERITIES]),
        "clean": [rule for rule in every if rule not in (*found, *lacking)],
        "lacking": lacking,
    }
    yield Page("quality/index.html", "quality", {"parts": parts, "unseen": why.get("*", [])})
    for rule_id in every:
        yield _rule(site, rule_id, site.report.rules.get(rule_id), why.get(rule_id, []))


def _rule(site: Gathered, rule_id: str, rule: Rule | None, why: Sequence[Any]) -> Page:
    counts = site.counts.get(("rule", rule_id), {})
    said = site.rule_title(rule_id)
    values = {"rule": rule, "rule_id": rule_id, "said": said, "why": why, "counts": counts}
    values["findings"] = site.findings.get(("rule", rule_id), [])
    if rule:
        values["not_when"] = {
            lang: reference.readable(rule.not_when[lang], lang, rule.parameters) for lang in texts.LANGUAGES
        }
    values["accepted"] = site.accepted.get(("rule", rule_id), [])
    path = places.rule(rule_id)
    return Page(path, "rule", values, (f"{path.removesuffix('.html')}.csv",), ("rule", said["vi"], rule_id), said["en"])


def status(site: Gathered) -> Page:
    """Which body gave figures for which period, and which did not, as `dvcdata status` says it."""
    values = {"deliveries": site.deliveries, "said": status_said, "columns": MONTHS, "most": BEHIND}
    return Page("status.html", "status", values)


def _titled(line: str, titles: Mapping[str, str]) -> str:
    """A sentence that calls indicators by their titles, not by their ids."""
    said = ID.sub(lambda found: f"“{titles[found[0]]}”" if found[0] in titles else found[0], line)
    return TWICE.sub(r"\1", said)


def figures(site: Gathered) -> Page:
    """Published numbers with what `dvcdata figures` says of them, the worst first."""
    report = published.judged(site.numbers.held, site.report)
    of = {lang: figures_words.notes(report, lang) for lang in texts.LANGUAGES}
    known = [item.entry.indicator for item in site.numbers.found.values()]
    known += [item.indicator for item in site.numbers.missing]
    titles = {lang: {item.id: item.title[lang] for item in known} for lang in texts.LANGUAGES}
    said = {
        lang: {
            (item.package, item.row["figure_id"]): [
                (kind, _titled(line, titles[lang]))
                for kind, line in figures_words.said(report, item, notes[item.package, item.row["figure_id"]], lang)
            ]
            for item in report.figures
        }
        for lang, notes in of.items()
    }
    by_verdict = {name: [item for item in report.figures if item.verdict == name] for name in published.VERDICTS}
    return Page("figures.html", "figures", {"by_verdict": by_verdict, "said": said, "n": len(report.figures)})
