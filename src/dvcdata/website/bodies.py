"""Pages of bodies: the index, one of each, and the ways from former names and bodies that ended to those of today."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from dvcdata.website import lists, numbers, places
from dvcdata.website.gather import Gathered, Row
from dvcdata.website.order import by_name
from dvcdata.website.pages import LATEST, data, rules_of
from dvcdata.website.render import Page

KINDS = ("ministry", "vertical", "province", "department", "board", "centre", "court", "other", "district", "commune")
ENDED, FORMER = "ended", "names"
MOST = 150  # bodies of a kind on the index


def pages(site: Gathered) -> Iterator[Page]:
    """The index of bodies and a page for each."""
    if not site.rows["agencies"]:
        return
    below = {code: sorted(rows, key=_order) for (code,), rows in site.by("agencies", "parent_code").items()}
    names, before = site.by("agency_names", "agency_code"), site.by("agencies", "successor_code")
    former = [row for row in site.rows["agency_names"] if row["kind"] == "former" and row["agency_code"] in site.bodies]
    former.sort(key=_order)
    leads = {code: [row["today"] for row in rows] for (code,), rows in site.by("territory", "agency_code").items()}
    leads |= {
        code: found
        for code, row in site.bodies.items()
        if row["valid_to"] and (found := today(code, site, below, leads))
    }
    yield from _index(site, leads, former)
    told = _told(site)
    for row in site.rows["agencies"]:
        code = row["agency_code"]
        now = leads.get(code, []) if row["valid_to"] else []
        values = {"row": row, "children": below.get(code, []), "names": names.get((code,), []), "today": now}
        values |= {name: found(code) for name, found in told.items()}
        values["sources"] = site.sourced(told["series"](code))
        values["listed_by"] = site.sourced([row])
        values["bodies"] = site.named((row["parent_code"], row["successor_code"], *now))
        path = places.agency(code)
        past = [item for item in before.get((code,), []) if item["agency_code"] != code]
        words = [row["name"], code, row["short_name"] or "", *(item["name"] for item in names.get((code,), []))]
        words += [name for item in past for name in (item["name"], item["short_name"] or "")]
        kind = "agency_ended" if row["valid_to"] else "agency"
        yield Page(path, "agency", values, data(path), (kind, *words), row["name_en"], stands_alone=True)


def _order(row: Row) -> tuple[Any, ...]:
    """Bodies by their names, those that ended after those of today."""
    return row.get("valid_to") is not None, by_name(row["name"]), row["agency_code"]


def _told(site: Gathered) -> Mapping[str, Any]:
    """What is said of each body beside its own row, as functions of its code."""
    dossiers, owned = site.by("dossiers", "agency_code"), site.by("services", "owner_code")
    offered, opened = site.by("offers", "offered_by"), site.by("open_datasets", "agency_code")
    done, scores = site.by("actions", "agency_code"), numbers.scores(site.numbers)
    issued = _issued(site)

    def never(code: str) -> list[Row]:
        return [row for row in owned.get((code,), []) if (row["service_code"], row["owner_code"]) in site.unused]

    return {
        "series": lambda code: dossiers.get((code,), [])[-LATEST:],
        "issued": lambda code: issued.get(code, []),
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


def _issued(site: Gathered) -> dict[str, list[tuple[str, str, int]]]:
    """The fields in which each body announced procedures, by its code: the field's code, its name and how many."""
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for field, name, rows in site.fields.listed("procedures"):
        for body, n in Counter(row["issued_by"] for row in rows).items():
            found[body].append((field, name, n))
    return found


def _index(site: Gathered, leads: Mapping[str, Sequence[str]], former: Sequence[Row]) -> Iterator[Page]:
    """The index of bodies by kind, and of former names; what has many rows has pages of its own."""
    groups = _groups(site)
    values = {"groups": groups, "leads": leads, "former": former, "most": MOST}
    yield Page("agencies/index.html", "agencies", values)

    def above(row: Row) -> str:
        return str(site.names.get(row["parent_code"], row)["name"] or "")

    for kind, rows in groups.items():
        if len(rows) > MOST:
            ordered = sorted(
                rows, key=lambda row: (row["parent_code"] in site.names, by_name(above(row)), row["parent_code"] or "")
            )
            page = Page(
                places.bodies(kind), "bodies", {"kind": kind, "rows": ordered, "leads": leads, "by": _by_parent}
            )
            yield from lists.pages(page, "rows", above)
    if len(former) > MOST:
        page = Page(places.bodies(FORMER), "bodies", {"kind": FORMER, "rows": former})
        yield from lists.pages(page, "rows", lambda row: str(row["name"]))


def _by_parent(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    return [(code, list(found)) for code, found in groupby(rows, key=lambda row: row["parent_code"])]


def _groups(site: Gathered) -> dict[str, list[Row]]:
    """The bodies of today by their kind, and those that ended."""
    found: dict[str, list[Row]] = {kind: [] for kind in (*KINDS, ENDED)}
    for row in sorted(site.rows["agencies"], key=_order):
        kind = row["kind"] if row["kind"] in found else "other"
        found[ENDED if row["valid_to"] else kind].append(row)
    return {kind: rows for kind, rows in found.items() if rows}


def today(
    code: str, site: Gathered, below: Mapping[str, Sequence[Row]], territory: Mapping[str, Sequence[str]]
) -> list[str]:
    """The bodies of today that stand for one that ended: its successor's, else those of its territory or below it."""
    found: dict[str, None] = {}
    seen, waiting = set(), [code]
    while waiting:
        code = waiting.pop(0)
        row = site.bodies.get(code)
        if row is None or code in seen:
            continue
        seen.add(code)
        if not row["valid_to"]:
            found[code] = None
        elif row["successor_code"]:
            waiting.append(row["successor_code"])
        else:
            waiting += territory.get(code) or [item["agency_code"] for item in below.get(code, ())]
    return list(found)
