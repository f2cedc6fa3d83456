"""Rows in CKAN's DataStore: typed by the Table Schema, in batches, and read back."""

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dvcdata import progress
from dvcdata.engine.load import quoted
from dvcdata.errors import UserError
from dvcdata.findings import plain
from dvcdata.publish.client import INVALID, PAUSES, Client, MissingError, Unsure
from dvcdata.publish.tables import Column, Typed, typed

VERSION = 2  # of what is loaded: a new one is loaded again
TYPES = {"integer": "int8", "number": "numeric", "boolean": "bool", "date": "date", "year": "int8"}
SAMPLE = 20
PAGE = 32_000  # rows that a portal hands out at once
FEW = 1_000  # keys that are deleted one by one; for more of them the table is loaded anew


def load(client: Client, resource: str, path: Path, table: Mapping[str, Any], there: bool) -> None:
    """Makes the DataStore's rows those of the CSV; `there` says whether it has any."""
    with typed(path, table["name"], table["schema"]) as given:
        wanted = [_field(column) for column in given.columns]
        kept = there and bool(given.key) and _fields_of(client, resource) == _kinds(wanted)
        if there and not kept:
            drop(client, resource)
        _send(client, resource, table["name"], given, fresh=not kept)
        if kept and not _forget(client, resource, given):
            drop(client, resource)
            _send(client, resource, table["name"], given, fresh=True)
        _read_back(client, resource, given)


def _send(client: Client, resource: str, table: str, given: Typed, *, fresh: bool) -> None:
    """Sends all rows, in batches."""
    fields = [_field(column) for column in given.columns]
    _write(client, "datastore_create", resource, fields=fields, primary_key=list(given.key))
    names = [column.name for column in given.columns]
    done, count = 0, given.count()
    for batch in given.batches():
        progress.at("loading", done, count, table)
        done += len(batch)
        records = [dict(zip(names, map(_value, row), strict=True)) for row in batch]
        _put(client, resource, records, keyed=bool(given.key), fresh=fresh)


def _put(client: Client, resource: str, records: Sequence[Mapping[str, Any]], *, keyed: bool, fresh: bool) -> None:
    """Sends rows: into an empty table as new ones, which takes half the time, and what is unsure then once more."""
    if keyed and fresh:
        try:
            client.call(
                "datastore_upsert", {"resource_id": resource, "force": True, "method": "insert", "records": records}
            )
        except (Unsure, UserError) as problem:
            if isinstance(problem, UserError) and problem.key != INVALID:
                raise
        else:
            return
    _write(client, "datastore_upsert", resource, method="upsert" if keyed else "insert", records=records)


def drop(client: Client, resource: str) -> None:
    """Takes all rows out."""
    try:
        _write(client, "datastore_delete", resource)
    except MissingError:
        return


def _write(client: Client, action: str, resource: str, **given: Any) -> Any:
    """A write that may be repeated: an upsert of the same rows changes nothing, an insert is checked at the end."""
    for pause in PAUSES if given.get("method") != "insert" else ():
        try:
            return client.call(action, {"resource_id": resource, "force": True, **given})
        except Unsure:
            time.sleep(pause)
    try:
        return client.call(action, {"resource_id": resource, "force": True, **given})
    except Unsure as problem:
        raise problem.as_error() from None


def _field(column: Column) -> dict[str, Any]:
    """A column with its entry in the data dictionary, in Vietnamese and English."""
    field = column.field
    said = [str(field[key]) for key in ("description", "description_en", "unit") if field.get(key)]
    info = {"label": field.get("title", column.name), "label_en": field.get("title_en", ""), "notes": "\n".join(said)}
    return {"id": column.name, "type": TYPES.get(field.get("type", ""), "text"), "info": info}


def _kinds(fields: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(item["id"], item["type"]) for item in fields if item["id"] != "_id"]


def _fields_of(client: Client, resource: str) -> list[tuple[str, str]]:
    try:
        return _kinds(client.read("datastore_search", {"resource_id": resource, "limit": 0})["fields"])
    except MissingError:
        return []


def _value(value: Any) -> Any:
    if isinstance(value, Decimal | date):
        return plain(value)
    return value if value is None or isinstance(value, bool | int | float | str) else plain(value)


def _forget(client: Client, resource: str, given: Typed) -> bool:
    """Deletes the rows whose keys are gone from the table; False, and none deleted, where they are too many."""
    if _count(client, resource) == given.count():
        return True
    listed = ", ".join(quoted(name) for name in given.key)
    keys = given.connection.execute(f"select {listed} from {given.relation} as t").fetchall()
    now = {tuple(map(plain, key)) for key in keys}
    gone = [key for key in _keys(client, resource, given.key) if key not in now]
    if len(gone) > FEW:
        return False
    for key in gone:
        filters = dict(zip(given.key, key, strict=True))
        _write(client, "datastore_records_delete", resource, filters=filters)
    return True


def _keys(client: Client, resource: str, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for offset in itertools.count(0, PAGE):
        asked = {"resource_id": resource, "fields": list(names), "sort": "_id", "limit": PAGE, "offset": offset}
        records = client.read("datastore_search", asked)["records"]
        yield from (tuple(str(record[name]) for name in names) for record in records)
        if len(records) < PAGE:
            return


def _count(client: Client, resource: str) -> int:
    return int(client.read("datastore_search", {"resource_id": resource, "limit": 0})["total"])


def _read_back(client: Client, resource: str, given: Typed) -> None:
    """Compares the number of rows and a sample of them with the table."""
    count = given.count()
    there = _count(client, resource)
    if there != count:
        raise UserError("publish.rows_differ", resource=resource, there=there, count=count)
    names = [column.name for column in given.columns]
    listed = ", ".join(column.sql for column in given.columns)
    step = max(1, count // SAMPLE)
    rows = given.connection.execute(
        f"select {listed} from {given.relation} as t where (_row - 2) % {step} = 0"
    ).fetchmany(SAMPLE)
    for row in rows:
        wanted = {name: plain(value) for name, value in zip(names, row, strict=True) if value is not None}
        search = wanted if not given.key else {name: wanted[name] for name in given.key}
        found = client.read("datastore_search", {"resource_id": resource, "filters": search, "limit": 1})["records"]
        got = {
            name: _shown(value)
            for name, value in (found[0] if found else {}).items()
            if value is not None and name != "_id"
        }
        if got != wanted:
            raise UserError("publish.rows_differ", resource=resource, there=there, count=count)


def _shown(value: Any) -> str:
    """A value of the DataStore as the table would write it."""
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    text = plain(value)
    return text.removesuffix("T00:00:00")
