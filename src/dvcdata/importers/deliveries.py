"""Who has delivered a period, and who of those expected has not."""

from collections.abc import Sequence
from dataclasses import dataclass

from dvcdata.importers.directory import PROVISIONAL, Directory
from dvcdata.importers.holding import Holding
from dvcdata.importers.report import FileResult

TABLES = ("dossiers", "usage", "satisfaction")


@dataclass(frozen=True)
class Delivery:
    """Bodies of one tier below one body: how many there are in a period, and the names of those without any row."""

    table: str
    period: str
    above: str
    tier: str
    expected: int
    missing: tuple[str, ...]


def deliveries(done: Sequence[FileResult], held: Holding, directory: Directory) -> list[Delivery]:
    """For each period, tier and body above that several files of this package are of: who is missing."""
    found: dict[tuple[str, str, str, str], Delivery] = {}
    for result in done:
        table = next((name for name in TABLES if name in result.rows), "")
        above, tier = directory.parent(result.agency), directory.get(result.agency, "tier")
        key = (table, result.period, above, tier)
        if table and above and tier and key not in found:
            found[key] = _delivery(key, held, directory)
    return [item for item in found.values() if item.expected - len(item.missing) > 1]


def _delivery(key: tuple[str, str, str, str], held: Holding, directory: Directory) -> Delivery:
    table, period, above, tier = key
    rows = [row.values for row in held.rows(table)]
    there = {row["agency_code"] for row in rows if row["period"] == period and row.get("row_kind") != "tier_total"}
    expected = [
        code
        for code in directory.rows
        if (directory.parent(code), directory.get(code, "tier")) == (above, tier)
        and directory.exists(code, period)
        and not code.startswith(PROVISIONAL)
    ]
    missing = tuple(directory.name(code) for code in expected if code not in there)
    return Delivery(table, period, directory.name(above), tier, len(expected), missing)
