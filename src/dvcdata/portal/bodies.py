"""Finds the agency code of an organisation on a portal by its name, where the reference data knows the name."""

import csv
from functools import cache

from dvcdata import builtin
from dvcdata.importers.ids import same_name


def agency_code(title: str, name: str) -> str:
    """The code of the body of that name; else the portal's own name for it, which is no code but stays the same."""
    return _codes().get(same_name(title), name)


@cache
def _codes() -> dict[str, str]:
    """Codes of the bodies in being by their names; a name that two of them have tells nothing."""
    folder = builtin.folder("datasets") / "reference"
    with (folder / "agencies.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row.get("valid_to")]
    with (folder / "agency_names.csv").open(encoding="utf-8", newline="") as file:
        others = [row for row in csv.DictReader(file) if row["agency_code"] in {item["agency_code"] for item in rows}]
    found: dict[str, set[str]] = {}
    for row in (*rows, *others):
        found.setdefault(same_name(row["name"]), set()).add(row["agency_code"])
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
