"""Whether a portal's DataStore holds what its CSV files hold: every row of every table, compared without our code.

By hand, with DVCDATA_TEST_CKAN_URL and DVCDATA_TEST_CKAN_TOKEN set: python tests/support/stored_rows.py DATASET
"""

import io
import itertools
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from portals import Portal
from publishing import content

PAGE = 32_000  # rows that CKAN hands out at once
Row = tuple[object, ...]


@dataclass(frozen=True)
class Compared:
    """A table's number of rows, the rows on one side only, and the cells that are not of their column's type."""

    rows: int
    unlike: list[Row]
    mistyped: list[tuple[str, str]]


def compared(portal: Portal, name: str, page: int = PAGE) -> dict[str, Compared]:
    """Each table of a published dataset that has rows in the DataStore."""
    shown = portal.call("package_show", id=name)
    described = json.loads(content(portal, shown, "datapackage.json"))
    ids = {item["dvcdata_file"]: item["id"] for item in shown["resources"] if item["datastore_active"]}
    return {
        item["name"]: _table(portal, shown, item, ids[item["path"]], page)
        for item in described["resources"]
        if item["path"] in ids
    }


def _table(portal: Portal, shown: Any, described: Mapping[str, Any], resource: str, page: int) -> Compared:
    schema = described["schema"]
    labels = {item["value"] for item in schema.get("missingValues", []) if isinstance(item, dict)} - {""}
    cells = list(DictReader(io.StringIO(content(portal, shown, described["path"]).decode(), newline="")))
    fields = [field for field in schema["fields"] if cells and field["name"] in cells[0]]
    mistyped: list[tuple[str, str]] = []
    wanted = Counter(tuple(_wanted(row, fields, labels, mistyped)) for row in cells)
    found = Counter(tuple(_found(row, fields)) for row in stored(portal, resource, page))
    return Compared(found.total(), [*(wanted - found), *(found - wanted)], mistyped)


def stored(portal: Portal, resource: str, page: int) -> Iterator[dict[str, Any]]:
    """All rows that a DataStore has, page by page."""
    for offset in itertools.count(0, page):
        given = {"resource_id": resource, "sort": "_id", "limit": page, "offset": offset}
        records = portal.call("datastore_search", **given)["records"]
        yield from records
        if len(records) < page:
            return


def _wanted(
    row: Mapping[str, str], fields: Sequence[Mapping[str, Any]], labels: set[str], mistyped: list[tuple[str, str]]
) -> Iterator[object]:
    """What the DataStore should have of a line: texts as they stand, a null and its label, numbers by their value."""
    for field in fields:
        cell = row[field["name"]]
        labelled = cell in labels and field["type"] != "string"
        try:
            yield None if labelled or not cell else _value(cell, field["type"])
        except (InvalidOperation, ValueError):
            mistyped.append((field["name"], cell))
            yield None
        yield cell if labelled else None


def _found(row: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]) -> Iterator[object]:
    for field in fields:
        value = row[field["name"]]
        if field["type"] in ("integer", "year", "number") and value is not None:
            assert isinstance(value, int | float), f"{field['name']} is no number"
            value = Decimal(str(value))
        yield str(value).removesuffix("T00:00:00") if field["type"] == "date" and value else value
        yield row.get(f"{field['name']}_status")


def _value(cell: str, kind: str) -> object:
    if kind in ("integer", "year"):
        return Decimal(int(cell))
    if kind == "number":
        return Decimal(cell)
    return {"true": True, "false": False}[cell] if kind == "boolean" else cell


if __name__ == "__main__":
    there = Portal(os.environ["DVCDATA_TEST_CKAN_URL"], os.environ["DVCDATA_TEST_CKAN_TOKEN"], "")
    tables = compared(there, sys.argv[1])
    for table, result in tables.items():
        print(f"{table}: {result.rows} rows, {len(result.unlike)} unlike, not of their type: {result.mistyped}")
    sys.exit(any(result.unlike for result in tables.values()))
