"""Fields of administration: the index, a page for each with its procedures, and the list of its services."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dvcdata.website import lists, places
from dvcdata.website.order import by_name
from dvcdata.website.render import Page

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Fields:
    """The names of fields by code, what has none last, with the procedures and the services of each in their order.

    The empty code stands for procedures without a field, and for services whose procedure is not known.
    """

    names: Mapping[str, str]
    procedures: Mapping[str, list[Row]]
    services: Mapping[str, list[Row]]

    def listed(self, kind: str) -> list[tuple[str, str, list[Row]]]:
        """Each field that has procedures, or services: its code, its name and these."""
        members: Mapping[str, list[Row]] = getattr(self, kind)
        return [(code, name, members[code]) for code, name in self.names.items() if code in members]


def of(rows: Mapping[str, Sequence[Row]]) -> Fields:
    """The fields of the codes of procedures and of dossiers alike."""
    names: dict[str, str] = {}
    for row in rows["fields"]:
        names[row["field_code"]] = row["name"] or names.get(row["field_code"]) or row["field_code"]
    procedures, services, code_of = defaultdict(list), defaultdict(list), {}
    for row in sorted(rows["procedures"], key=_order):
        code = code_of[row["procedure_code"]] = row["field_code"] or row["field_name"] or ""
        if names.get(code, code) == code:  # figures name a field by its code alone
            names[code] = row["field_name"] or code
        procedures[code].append(row)
    for row in sorted(rows["services"], key=_order):
        services[code_of.get(row["procedure_code"], "")].append(row)
    if "" in services:
        names.setdefault("", "")
    ordered = sorted(names.items(), key=lambda item: (not item[0], by_name(item[1]), item[0]))
    return Fields(dict(ordered), procedures, services)


def _order(row: Row) -> tuple[tuple[str, str], str]:
    return by_name(row["name"]), row["procedure_code"] or ""


def pages(site: "Gathered", latest: int) -> Iterator[Page]:
    """The index of fields and a page for each, with the figures of so many periods."""
    fields = site.fields
    shown = [code for code in fields.names if code or fields.procedures.get("")]
    if not shown:
        return
    series = site.by("fields", "field_code")
    yield Page("fields/index.html", "fields", {"fields": [(code, fields.names[code]) for code in shown]})
    for code in shown:
        path, name = places.field(code), fields.names[code]
        stem = path.removesuffix(".html")
        values = {
            "code": code,
            "name": name,
            "procedures": fields.procedures.get(code, []),
            "services": len(fields.services.get(code, ())),
            "series": (rows := series.get((code,), [])[-latest:]),
            "sources": site.sourced(rows),
        }
        words = ("field", name, code) if code else ()
        page = Page(path, "field", values, (f"{stem}.csv", f"{stem}.json"), words, stands_alone=True)
        yield from lists.pages(page, "procedures", lambda row: row["name"] or row["procedure_code"])


def services(site: "Gathered") -> Iterator[Page]:
    """The list of services, and those of each field."""
    listed = site.fields.listed("services")
    yield Page("services/index.html", "services", {"fields": listed, "most": lists.MOST})
    for code, name, rows in listed:
        page = Page(places.services(code), "field_services", {"code": code, "name": name, "services": rows})
        yield from lists.pages(page, "services", lambda row: row["name"] or row["service_code"])
