"""Findings that are known: which of those of a run are accepted, and which of the known ones no longer occur.

They are kept in a database of SQLite that overflows to a file, so that memory stays flat however many there are.
"""

import json
import sqlite3
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dvcdata import waivers, write
from dvcdata.findings import Finding
from dvcdata.package import Package, inside
from dvcdata.waivers import PERSONAL, Terms, Waiver

FIELDS = "rule, package, place, key, field, value, count, reason, given_by, until, recorded, not_personal"
MAKE = f"create table known (id, file, seen, {FIELDS}, gone default 0, primary key (id, file))"
ADD = (
    f"insert into known (id, file, seen, {FIELDS}) values ({', '.join('?' * 15)}) on conflict (id, file) do update set "
)
TWICE = "count = count + excluded.count"
RENEWED = """
seen = case when until < $day then 0 else seen end + excluded.count,
count = case when until < $day then 0 else count end + excluded.count,
reason = excluded.reason, given_by = excluded.given_by, until = excluded.until, recorded = excluded.recorded
"""


class Known:
    """The waivers of the packages given, and those of a list of known findings; asked finding by finding."""

    def __init__(
        self,
        packages: Sequence[Package],
        as_of: date,
        former: Mapping[str, str] | None = None,
        baseline: Path | None = None,
    ) -> None:
        """`former` gives the id of a rule by each of its former ids; a baseline that is not there yet is empty."""
        self.as_of = as_of
        self.former = former or {}
        self.baseline = baseline
        # a file of its own, gone with the connection; whichever thread clears away what is no longer used may close it
        self.base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self.base.close)
        self.base.execute(MAKE)
        self.base.execute("begin")
        for package in packages:
            if path := file_of(package):
                self._add(TWICE, path, waivers.read(path, package.name))
        if baseline and baseline.exists():
            self._add(TWICE, baseline, waivers.read(baseline, None))
        self.empty = not self._one("select 1 from known limit 1")

    def _one(self, sql: str) -> tuple[object, ...]:
        return tuple(self.base.execute(sql, {"day": self.as_of.isoformat()}).fetchone() or ())

    def _add(self, conflict: str, path: Path, items: Iterator[Waiver], seen: bool = False) -> None:
        sql = ADD + conflict.replace("$day", f"'{self.as_of.isoformat()}'")
        self.base.executemany(sql, (self._row(item, path, seen) for item in items))

    def _row(self, item: Waiver, path: Path, seen: bool) -> tuple[object, ...]:
        item = replace(item, rule=self.former.get(item.rule, item.rule))
        terms, key = item.terms, waivers.written(item.key)
        place = (item.rule, item.package, item.table, key, item.field, item.value, item.count)
        recorded = terms.recorded and terms.recorded.isoformat()
        said = (terms.reason, terms.by, terms.until.isoformat(), recorded, terms.not_personal)
        return (identity(item), str(path), item.count if seen else 0, *place, *said)

    def judge(self, finding: Finding) -> Finding:
        """The finding with the terms on which it is, or was, accepted; one that is not known stays as it is."""
        if self.empty:
            return finding
        weight, judged = weigh(finding), finding
        for number, seen, count, reason, by, until, not_personal in self.base.execute(
            "select rowid, seen, count, reason, given_by, until, not_personal from known where id = ? order by until",
            (identity(waiver(finding)),),
        ).fetchall():
            if seen + weight <= count:
                self.base.execute("update known set seen = seen + ? where rowid = ?", (weight, number))
                terms = Terms(reason, by, date.fromisoformat(until), None, bool(not_personal))
                judged = replace(finding, waiver=terms)
        return judged

    def accept(self, findings: Iterator[Finding], path: Path, terms: Terms) -> None:
        """Adds these findings to the file of that path; `save` writes it."""
        self.empty = False
        items = (replace(waiver(item), count=weigh(item), terms=terms) for item in findings)
        self._add(RENEWED, path, items, seen=True)

    def settle(self, packages: Sequence[str], was_checked: Callable[[str, str, str], bool]) -> None:
        """Takes note of what no longer occurs; `was_checked(rule, package, table)`: was it sought?."""
        given = set(packages)
        rows = self.base.execute("select rowid, rule, package, place from known where seen < count")
        over = ((number,) for number, rule, *place in rows if place[0] in given and was_checked(rule, *place))
        self.base.execute("create table over (number)")
        self.base.executemany("insert into over values (?)", over)
        self.base.execute("update known set gone = count - seen where rowid in (select number from over)")

    def save(self, path: Path) -> None:
        """Writes the file of that path without what no longer occurs, in the order of packages, rules and places."""
        columns = ("package", *waivers.COLUMNS) if path == self.baseline else waivers.COLUMNS
        rows = (replace(item, count=left).row() for item, left in self._waivers("file = ? and count > gone", str(path)))
        write.write_rows(path, columns, ([row[name] for name in columns] for row in rows))

    def gone(self) -> Iterator[Waiver]:
        """The known findings that no longer occur."""
        return (replace(item, count=item.count - left) for item, left in self._waivers("gone > 0 and ? = ''", ""))

    def _waivers(self, condition: str, value: str) -> Iterator[tuple[Waiver, int]]:
        order = "package, rule, place, key, field, value"
        sql = f"select count - gone, {FIELDS} from known where {condition} order by {order}"
        for left, rule, package, table, key, field, value_, count, *said in self.base.execute(sql, (value,)):
            reason, by, until, recorded, not_personal = said
            day = date.fromisoformat(recorded) if recorded else None
            terms = Terms(reason, by, date.fromisoformat(until), day, bool(not_personal))
            yield Waiver(rule, package, table, waivers.key(key), field, value_, count, terms), left

    @property
    def named(self) -> list[tuple[str, str]]:
        """The rules that are named, each behind its file."""
        return self.base.execute("select distinct file, rule from known order by file, rule").fetchall()

    @property
    def n_gone(self) -> int:
        """How many known findings no longer occur."""
        return int(str(self._one("select coalesce(sum(gone), 0) from known")[0]))

    @property
    def next_expiry(self) -> date | None:
        """The first day on which a waiver that is in use ends."""
        (until,) = self._one("select min(until) from known where seen > 0 and until >= $day")
        return date.fromisoformat(str(until)) if until else None

    @property
    def expired(self) -> list[tuple[str, date]]:
        """The rules whose findings count again, each with the day on which the first of its waivers ended."""
        sql = "select rule, min(until) from known where seen > 0 and until < ? group by rule order by rule"
        return [(rule, date.fromisoformat(until)) for rule, until in self.base.execute(sql, (self.as_of.isoformat(),))]


def file_of(package: Package) -> Path | None:
    """The file of waivers in a package's folder, where it has one; a lone table file has none."""
    if package.lone or not (package.folder / waivers.FILE).is_file():
        return None
    return inside(package.folder, waivers.FILE, str(package.folder))


def waiver(finding: Finding) -> Waiver:
    """The place that a waiver names of a finding; the value stands in where no key tells places apart."""
    value = "" if finding.key else finding.value or ""
    return Waiver(finding.rule, finding.package, finding.table, finding.key, finding.field or "", value.strip())


def identity(item: Waiver) -> str:
    """What makes two waivers name the same place."""
    return json.dumps([item.package, item.rule, item.table, sorted(item.key.items()), item.field, item.value])


def weigh(finding: Finding) -> int:
    """How many a finding counts for: one, or the cells of a column that look personal, so that more of them are new."""
    n = finding.params.get("n") if finding.rule == PERSONAL else None
    return n if isinstance(n, int) else 1
