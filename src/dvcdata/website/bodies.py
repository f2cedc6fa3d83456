"""Pages of bodies: the index, one of each, and the ways from former names and bodies that ended to those of today."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvcdata.website import numbers, places
from dvcdata.website.gather import Gathered, Row
from dvcdata.website.pages import LATEST, data, rules_of
from dvcdata.website.render import Page


def pages(site: Gathered) -> Iterator[Page]:
    """The index of bodies and a page for each."""
    if not site.rows["agencies"]:
        return
    below = {code: rows for (code,), rows in site.by("agencies", "parent_code").items()}
    names, before = site.by("agency_names", "agency_code"), site.by("agencies", "successor_code")
    former = [row for row in site.rows["agency_names"] if row["kind"] == "former" and row["agency_code"] in site.bodies]
    yield Page("agencies/index.html", "agencies", {"children": below, "former": former})
    told = _told(site)
    for row in site.rows["agencies"]:
        code = row["agency_code"]
        leads = [found for found in today(code, site.bodies, below) if found != code] if row["valid_to"] else []
        values = {"row": row, "children": below.get(code, []), "names": names.get((code,), []), "today": leads}
        values |= {name: found(code) for name, found in told.items()}
        values["bodies"] = site.named((row["parent_code"], row["successor_code"], *leads))
        path = places.agency(code)
        past = [item for item in before.get((code,), []) if item["agency_code"] != code]
        words = [row["name"], code, row["short_name"] or "", *(item["name"] for item in names.get((code,), []))]
        words += [name for item in past for name in (item["name"], item["short_name"] or "")]
        kind = "agency_ended" if row["valid_to"] else "agency"
        yield Page(path, "agency", values, data(path), (kind, *words), stands_alone=True)


def _told(site: Gathered) -> Mapping[str, Any]:
    """What is said of each body beside its own row, as functions of its code."""
    dossiers, owned = site.by("dossiers", "agency_code"), site.by("services", "owner_code")
    offered, opened = site.by("offers", "offered_by"), site.by("open_datasets", "agency_code")
    done, scores = site.by("actions", "agency_code"), numbers.scores(site.numbers)

    def never(code: str) -> list[Row]:
        return [row for row in owned.get((code,), []) if (row["service_code"], row["owner_code"]) in site.unused]

    return {
        "series": lambda code: dossiers.get((code,), [])[-LATEST:],
        "services": lambda code: owned.get((code,), []),
        "never": never,
        "unchecked": lambda code: site.unused_unchecked,
        "scores": lambda code: scores.get(code, []),
        "offers": lambda code: len(offered.get((code,), [])),
        "open_datasets": lambda code: opened.get((code,), []),
        "actions": lambda code: done.get((code,), []),
        "counts": lambda code: site.counts.get(("agency", code), {}),
        "rules": lambda code: rules_of(site, ("agency", code)),
    }


def today(code: str, bodies: Mapping[str, Row], below: Mapping[str, Sequence[Row]]) -> list[str]:
    """The bodies of today that stand for one that ended: its successor's, else those of what was below it."""
    found: dict[str, None] = {}
    seen, waiting = set(), [code]
    while waiting:
        code = waiting.pop(0)
        row = bodies.get(code)
        if row is None or code in seen:
            continue
        seen.add(code)
        if not row["valid_to"]:
            found[code] = None
        elif row["successor_code"]:
            waiting.append(row["successor_code"])
        else:
            waiting += [item["agency_code"] for item in below.get(code, ())]
    return list(found)
