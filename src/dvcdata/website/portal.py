"""Pages of audits of open-data portals: ranking with its method, each organisation's list to mend, and the trend."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dvcdata.package import Package, Table
from dvcdata.portal.catalogue import day
from dvcdata.portal.said import structure
from dvcdata.portal.tables import ALL, COLUMNS
from dvcdata.website import places
from dvcdata.website.gather import Gathered
from dvcdata.website.render import Page

Row = Mapping[str, Any]
SHOWN = 150  # lines of a list to mend; the table has all

NO_FILE: Row = dict.fromkeys(COLUMNS["portal_resources"], "")


@dataclass(frozen=True)
class Audited:
    """The audits of one portal as a package holds them: every day's rows, and what the last one found."""

    portal: str
    package: str
    days: Sequence[date]
    rows: Sequence[Row]  # of portal_organizations, by day
    datasets: Sequence[Row]
    files: Mapping[str, Sequence[Row]]  # by dataset

    @property
    def latest(self) -> list[Row]:
        """The organisations of the last audit, the first in the ranking first, as the audit ranked them."""
        return [row for row in self.rows if row["audited"] == self.days[-1] and row["organization"] != ALL]

    def past(self, organization: str) -> list[Row]:
        """The rows of one organisation, or of the whole portal, day by day."""
        return [row for row in self.rows if row["organization"] == organization]

    def to_mend(self, organization: str) -> Iterator[tuple[Row, Row, str]]:
        """Each dataset or file of an organisation that has a fault, with the fault."""
        for dataset in self.datasets:
            if (dataset["organization"] or "-") == organization:
                yield from ((dataset, NO_FILE, fault) for fault in dataset["faults"].split())
                for file in self.files.get(dataset["dataset_id"], ()):
                    yield from ((dataset, file, fault) for fault in file["faults"].split())


def pages(site: Gathered) -> Iterator[Page]:
    """The list of portals that were audited, a page for each, and for each of its organisations."""
    found = list(_audits(site.packages))
    if found:
        listed = [(audited, audited.past(ALL)[-1], f"{_home(audited)}/index.html") for audited in found]
        yield Page("portals/index.html", "portals", {"listed": listed}, stands_alone=True)
    for audited in found:
        home = _home(audited)
        table = places.table(audited.package, "portal_resources")
        ranking = [(row, f"{home}/{places.name(row['organization'])}.html") for row in audited.latest]
        whole = audited.past(ALL)
        values = {"audited": audited, "whole": whole, "ranking": ranking, "table": table}
        words = ("portal", audited.portal)
        yield Page(f"{home}/index.html", "portal", values, search=words, stands_alone=True)
        for row, path in ranking:
            mend = list(audited.to_mend(row["organization"]))
            past = audited.past(row["organization"])
            given = {"row": row, "past": past, "mend": mend[:SHOWN], "n": len(mend), "table": table}
            values = {"home": f"{home}/index.html", "portal": audited.portal, **given}
            yield Page(path, "portal_organization", values, search=("portal", row["title"]), stands_alone=True)


def _home(audited: Audited) -> str:
    return f"portals/{places.name(audited.package)}"


def _audits(packages: Sequence[Package]) -> Iterator[Audited]:
    for package in packages:
        tables = {table.name: table for table in package.tables if table.name in COLUMNS and table.format == "csv"}
        if len(tables) < len(COLUMNS):
            continue
        rows = {name: list(_rows(table)) for name, table in tables.items()}
        files: dict[str, list[Row]] = defaultdict(list)
        for row in rows["portal_resources"]:
            files[row["dataset_id"]].append(row)
        told = [row for row in rows["portal_organizations"] if isinstance(row["audited"], date)]
        mine = sorted(told, key=lambda row: row["audited"])
        if any(row["organization"] == ALL for row in mine):
            days = sorted({row["audited"] for row in mine})
            yield Audited(mine[-1]["portal"], package.name, days, mine, rows["portal_datasets"], files)


def _rows(table: Table) -> Iterator[Row]:
    """The rows of a table, each with all the columns that an audit has."""
    columns = COLUMNS[table.name]
    for path in table.paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield {name: _value(name, row.get(name) or "") for name in columns}


def _value(name: str, text: str) -> Any:
    """A day as a day, and errors of structure by their texts, so that each language says them its way."""
    if name == "structure":
        return [(structure(kind), n) for kind, _, n in (part.partition("=") for part in text.split())]
    return (day(text) or text) if name in ("audited", "updated") else text
