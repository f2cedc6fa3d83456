"""What was cut and what is new, year by year: the rows that the indicators count, and those that they do not count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dvcdata.indicators.results import Result
from dvcdata.indicators.run import Runner
from dvcdata.website.render import Page
from dvcdata.write import table_bytes

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

Row = Mapping[str, Any]
DATED = {  # the indicators that count, and the column of the day of what they count
    "procedures-cut": "abolished_date",
    "procedures-new": "effective_date",
    "services-new": "launched_date",
    "services-withdrawn": "withdrawn_date",
}
LATELY = ("procedures-cut", "procedures-new", "services-new")
FEW = 4  # of each kind on the first page
MOST = {"counted": 70, "others": 20}  # of a list on a page, which has two of each of four kinds; the file has all
FILE = "changes.csv"
COLUMNS = (
    *("indicator", "year", "until", "date"),
    *("item_code", "agency_code", "name", "decision", "other_code", "counted"),
)


@dataclass(frozen=True)
class Year:
    """What one indicator makes of one year: its value, and the rows that its SELECT gives, what counts first."""

    total: Result
    rows: Sequence[Row]

    @property
    def counted(self) -> list[Row]:
        """The rows that count, the latest first."""
        return [row for row in self.rows if row["numerator"]]

    @property
    def others(self) -> list[Row]:
        """Those that ended or began as well, and why each does not count."""
        return [row for row in self.rows if not row["numerator"]]


def gather(runner: Runner, past: Mapping[str, Sequence[Result]]) -> dict[str, list[Year]]:
    """The years of each of these indicators."""
    found: dict[str, list[Year]] = {}
    for name in DATED:
        if totals := past.get(name, ()):
            bodies = sorted({code for total in totals for code in total.of_bodies})
            columns, given = runner.parts(totals[0].indicator, [total.window for total in totals], bodies)
            rows = [dict(zip(columns, row, strict=True)) for row in given]
            found[name] = [
                Year(total, [row for row in rows if row["period"] == total.window.period]) for total in totals
            ]
    return found


def years(site: "Gathered") -> dict[str, dict[str, Year]]:
    """By year and indicator, each row with the day and the name of what it is about."""
    of = {
        "procedures": {row["procedure_code"]: row for row in site.rows["procedures"]},
        "services": {(row["service_code"], row["owner_code"]): row for row in site.rows["services"]},
    }
    found: dict[str, dict[str, Year]] = {}
    for name, listed in site.numbers.changed.items():
        for year in listed:
            rows = sorted((_told(row, name, of) for row in year.rows), key=lambda row: str(row["day"]), reverse=True)
            found.setdefault(year.total.window.period, {})[name] = Year(year.total, rows)
    return dict(sorted(found.items(), reverse=True))


def _told(row: Row, name: str, of: Mapping[str, Mapping[Any, Row]]) -> Row:
    kind, code = name.partition("-")[0], row["item_code"]
    thing = of[kind].get((code, row["agency_code"]) if kind == "services" else code, {})
    told = {"name": thing.get("name") or code, "day": thing.get(DATED[name]), "number": row.get("decision_no")}
    return {"decision": None, "other_code": None, **row, **told}


def pages(site: "Gathered") -> Iterator[Page]:
    """What was cut and what is new, with the decisions: all years in numbers, the latest whole, a page of each."""
    found = years(site)
    values = {"years": found, "kinds": list(DATED), "most": MOST, "file_": FILE}
    yield Page("changes.html", "changes", values)
    for period, of_year in found.items():
        yield Page(f"changes/{period}.html", "changes_of_year", {**values, "period": period, "of_year": of_year})


def lately(site: "Gathered") -> list[tuple[str, Row]]:
    """The latest that was cut or is new, by the indicator that counts it."""
    of_years = years(site).values()
    every = {name: [row for year in of_years if name in year for row in year[name].counted] for name in LATELY}
    return [(name, row) for name, rows in every.items() for row in rows[:FEW]]


def files(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """All rows of all years as a table."""
    rows = [
        (name, period, year.total.window.ends, row["day"], *(row[part] for part in COLUMNS[4:-1]), row["numerator"])
        for period, of_year in years(site).items()
        for name, year in of_year.items()
        for row in year.rows
    ]
    yield FILE, table_bytes(COLUMNS, rows)
