"""What changed between two releases: procedures, services, agencies, and numbers revised after publication."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata import profiles
from dvcdata.errors import UserError
from dvcdata.findings import plain
from dvcdata.indicators import database
from dvcdata.indicators.database import FACTS, Opened
from dvcdata.names import alike, tidy
from dvcdata.releases import release

TABLES = ("procedures", "services", "agencies", "open_datasets", "figures")
KINDS = (  # in the order in which they are told; those of one table stand together
    *("cut", "vanished", "replaced", "merged", "split", "recoded", "recreated", "renamed", "simplified"),
    *("new", "appeared", "restored"),
    *("service-new", "service-withdrawn", "service-vanished", "level-changed", "regime-changed"),
    *("agency-merged", "agency-ended", "agency-new", "agency-renamed"),
    *("dataset-new", "dataset-gone", "dataset-changed", "figure-revised", "figure-new", "figure-gone"),
    *("revised", "gone"),
)
SUCCESSORS = ("split", "merged", "recoded", "replaced")
NEAR = 90  # days between an end and a beginning that may be the same thing again
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that changed; `other` is the code it became or came from, or the field that changed."""

    kind: str
    table: str
    key: str
    name: str = ""
    old: str = ""
    new: str = ""
    other: str = ""
    decision: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Diff:
    """All changes between two releases, in the order of KINDS."""

    old: str
    new: str
    changes: tuple[Change, ...]
    absent: tuple[str, ...]  # tables that one of the releases lacks, and that were not compared
    bodies: Mapping[str, tuple[int, int]]  # bodies in being by tier, before and after

    def count(self, kind: str) -> int:
        """How many changes of a kind there are."""
        return self.counts[kind]

    @property
    def counts(self) -> Counter[str]:
        """How many changes of each kind there are."""
        return Counter(item.kind for item in self.changes)


def run(old: str, new: str) -> Diff:
    """`dvcdata diff OLD NEW`: opens both releases, folders, zip files or git refs, and compares them."""
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        before = release(old, Path(folder) / "old", new)
        after = release(new, Path(folder) / "new", old)
        with database.opened(after, {*TABLES, *FACTS}, before) as opened:
            return compare(old, new, opened)


def compare(old: str, new: str, opened: Opened) -> Diff:
    """The changes between the two releases in the database."""
    both = set(opened.present) & set(opened.earlier)
    if not both & {*TABLES, *FACTS}:
        raise UserError("diff.nothing", old=old, new=new, tables=", ".join((*TABLES, *FACTS)))
    changes: list[Change] = []
    absent = []
    for table, compared in (
        ("procedures", _procedures),
        ("services", _services),
        ("agencies", _agencies),
        ("open_datasets", _datasets),
        ("figures", _figures),
    ):
        if table in both:
            changes += compared(_rows(opened, "before", table), _rows(opened, "main", table))
        elif table in opened.present or table in opened.earlier:
            absent.append(table)
    for table in FACTS:
        if table in both:
            changes += (*_revised(opened, table), *_gone(opened, table))
    changes.sort(key=lambda item: (KINDS.index(item.kind), item.table, item.key, item.other))
    return Diff(old, new, tuple(changes), tuple(absent), _bodies(opened))


def _rows(opened: Opened, schema: str, table: str) -> dict[str, Row]:
    key = (profiles.schema(table) or {})["primaryKey"]
    cursor = opened.connection.execute(f"select * from {schema}.{table} order by all")
    names = [item[0] for item in cursor.description or []]
    rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return {"|".join(plain(row[name]) for name in key): row for row in rows}


def _in_force(row: Row | None) -> bool:
    return row is not None and (row["status"] or "in_force") == "in_force" and not row["abolished_date"]


def _procedures(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    began = [new[key] for key in new if _in_force(new[key]) and not _in_force(old.get(key))]
    ended = [key for key in old if _in_force(old[key]) and not _in_force(new.get(key))]
    explained: set[str] = set()
    for key in ended:
        change = _end(key, old[key], new.get(key), new, began)
        explained.add(change.other)
        yield change
    for row in began:
        yield from _beginning(row, old, explained, [old[key] for key in ended])
    for key in old.keys() & new.keys():
        if _in_force(old[key]) and _in_force(new[key]):
            yield from _same_procedure(key, old[key], new[key])


def _end(key: str, was: Row, now: Row | None, new: Mapping[str, Row], began: Sequence[Row]) -> Change:
    """What became of a procedure that was in force."""
    said: dict[str, Any] = {"table": "procedures", "key": key, "name": was["name"]}
    said |= {"decision": (now and now["decision_no"]) or "", "day": now and now["abolished_date"]}
    successor = (now and now["replaced_by"]) or ""
    if successor or (now and now["status"] == "replaced"):
        kind = (new.get(successor) or {}).get("change_kind")
        return Change(kind=kind if kind in SUCCESSORS else "replaced", other=successor, **said)
    for row in began:
        if alike(was["name"], row["name"], was["field_code"] == row["field_code"]) and _near(now, row):
            same = tidy(was["name"]) == tidy(row["name"])
            kind = "recoded" if same and now is None else "recreated"
            return Change(kind=kind, other=row["procedure_code"], **said)
    return Change(kind="vanished" if now is None else "cut", **said)


def _near(ended: Row | None, began: Row) -> bool:
    if not ended or not ended["abolished_date"] or not began["effective_date"]:
        return True  # where the days are not known, a name is enough
    return bool(abs((ended["abolished_date"] - began["effective_date"]).days) <= NEAR)


def _beginning(row: Row, old: Mapping[str, Row], explained: set[str], ended: Sequence[Row]) -> Iterator[Change]:
    """Where a procedure that is new in force came from; what an ended one became was told with that one."""
    code = row["procedure_code"]
    if code in explained:
        return
    said = {"table": "procedures", "key": code, "name": row["name"], "decision": row["decision_no"] or ""}
    kind = row["change_kind"] or ""
    if code in old:
        yield Change(kind="restored", day=row["effective_date"], **said)
    elif kind in SUCCESSORS:  # the second part of a split has a name like the old one's, too
        yield Change(kind=kind, day=row["effective_date"], **said)
    elif any(alike(item["name"], row["name"], item["field_code"] == row["field_code"]) for item in ended):
        yield Change(kind="recreated", day=row["effective_date"], **said)
    else:
        yield Change(kind="new" if kind == "new" else "appeared", day=row["effective_date"], **said)


def _same_procedure(key: str, was: Row, now: Row) -> Iterator[Change]:
    if tidy(was["name"]) != tidy(now["name"]):
        yield Change("renamed", "procedures", key, now["name"], was["name"], now["name"])
    for name in ("time_limit_value", "fee_vnd", "fee_online_vnd"):
        same_unit = name != "time_limit_value" or was["time_limit_unit"] == now["time_limit_unit"]
        if same_unit and None not in (was[name], now[name]) and now[name] < was[name]:
            yield Change("simplified", "procedures", key, now["name"], plain(was[name]), plain(now[name]), name)


def _services(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    def offered(row: Row | None) -> bool:
        return row is not None and not row["withdrawn_date"]

    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        row = now or was or {}
        said: dict[str, Any] = {"table": "services", "key": key, "name": row["name"] or ""}
        if offered(now) and not offered(was):
            yield Change(kind="service-new", new=row["level"] or "", day=row["launched_date"], **said)
        elif offered(was) and not offered(now):
            kind = "service-withdrawn" if now else "service-vanished"
            yield Change(kind=kind, old=row["level"] or "", day=row["withdrawn_date"], **said)
        elif was and now and offered(now) and (was["regime"], was["level"]) != (now["regime"], now["level"]):
            kind = "level-changed" if was["level"] != now["level"] else "regime-changed"
            yield Change(kind=kind, old=_level(was), new=_level(now), **said)


def _level(row: Row) -> str:
    return f"{row['level'] or '?'} ({row['regime'] or '?'})"


def _agencies(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        row = now or was or {}
        said: dict[str, Any] = {"table": "agencies", "key": key, "name": row["name"]}
        if was is None:
            yield Change(kind="agency-new", day=row["valid_from"], **said)
        elif now is None or (now["valid_to"] and not was["valid_to"]):
            successor = (now and now["successor_code"]) or ""
            kind = "agency-merged" if successor and successor != key else "agency-ended"
            yield Change(kind=kind, other=successor, day=now["valid_to"] if now else None, **said)
        elif tidy(was["name"]) != tidy(now["name"]):
            yield Change(kind="agency-renamed", old=was["name"], new=now["name"], **said)


def _datasets(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for key in old.keys() ^ new.keys():
        kind = "dataset-new" if key in new else "dataset-gone"
        yield Change(kind, "open_datasets", key, (new.get(key) or old[key])["title"])
    for key in old.keys() & new.keys():
        for field in ("licence", "formats", "frequency"):
            was, now = plain(old[key][field]), plain(new[key][field])
            if was != now:
                yield Change("dataset-changed", "open_datasets", key, new[key]["title"], was, now, field)


def _figures(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        name = (now or was or {})["statement"] or ""
        if was is None or now is None:
            yield Change("figure-gone" if was else "figure-new", "figures", key, name)
            continue
        for field in ("value", "numerator", "denominator", "qualifier", "as_of"):
            if was[field] != now[field]:
                yield Change("figure-revised", "figures", key, name, plain(was[field]), plain(now[field]), field)


def _revised(opened: Opened, table: str) -> Iterator[Change]:
    """Numbers that stand in both releases under one key and differ: they were revised after publication."""
    schema = profiles.schema(table) or {}
    key = schema["primaryKey"]
    numbers = [item["name"] for item in schema["fields"] if item["type"] in ("integer", "number")]
    on = " and ".join(f"o.{name} = n.{name}" for name in key)
    differ = " or ".join(f"o.{name} is distinct from n.{name}" for name in numbers)
    columns = ", ".join([f"n.{name}" for name in key] + [f"{side}.{name}" for name in numbers for side in "on"])
    sql = f"select {columns} from main.{table} as n join before.{table} as o on {on} where {differ} order by all"
    for row in opened.connection.execute(sql).fetchall():
        code = "|".join(map(plain, row[: len(key)]))
        for place, name in enumerate(numbers):
            was, now = row[len(key) + 2 * place :][:2]
            if was != now:
                yield Change("revised", table, code, "", plain(was), plain(now), name)


def _gone(opened: Opened, table: str) -> Iterator[Change]:
    """Rows of numbers that were published and are there no more, whoever is their source."""
    key = [name for name in (profiles.schema(table) or {})["primaryKey"] if name != "source_id"]
    same = " and ".join(f"n.{name} is not distinct from o.{name}" for name in key)
    columns = ", ".join(f"o.{name}" for name in key)
    sql = f"select distinct {columns} from before.{table} as o anti join main.{table} as n on {same} order by all"
    for row in opened.connection.execute(sql).fetchall():
        yield Change("gone", table, "|".join(map(plain, row)))


def _bodies(opened: Opened) -> dict[str, tuple[int, int]]:
    """How many bodies of each kind were in being in each release."""
    counts = []
    for schema, present in (("before", opened.earlier), ("main", opened.present)):
        if "agencies" not in present:
            return {}
        sql = f"select kind, count(*) from {schema}.agencies where valid_to is null and kind is not null group by kind"
        counts.append(dict(opened.connection.execute(sql).fetchall()))
    return {kind: (counts[0].get(kind, 0), counts[1].get(kind, 0)) for kind in _either(*counts)}


def _either(one: Iterable[str], other: Iterable[str]) -> list[str]:
    return sorted({*one, *other})
