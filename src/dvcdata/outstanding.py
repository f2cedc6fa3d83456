"""The yearly shortlist of outstanding services: five for citizens, five for business, each with its evidence."""

import csv
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from dvcdata import measure, workspace
from dvcdata.errors import UserError
from dvcdata.indicators import database
from dvcdata.indicators.run import Runner
from dvcdata.package import open_all

AUDIENCES = ("citizen", "business")
NEXT = 5  # services told that just missed
SQL = """with elsewhere as (
  select s.service_code, h.agency_code
  from (select unnest($bodies) as agency_code, unnest($homes) as owner_code) as h
  join main.services as s on s.owner_code = h.owner_code
  group by all
), used as (
  select u.item_code, sum(u.received_online) as online, sum(u.received_total) as total,
    count(distinct case when u.received_online is not null then u.period end) as months
  from main.usage as u join reference.periods as p on p.period = u.period and p.kind = 'month'
  where p.starts >= $starts and p.ends <= $ends and u.period_basis is distinct from 'cumulative'
    and not exists (from elsewhere as e where e.service_code = u.item_code and e.agency_code = u.agency_code)
  group by u.item_code
), rated as (
  select t.item_code, sum(t.ratings_satisfied) as satisfied, sum(t.ratings) as ratings
  from main.satisfaction as t join reference.periods as p on p.period = t.period
  where p.starts >= $starts and p.ends <= $ends and t.ratings is not null and t.ratings_satisfied is not null
    and not exists (from elsewhere as e where e.service_code = t.item_code and e.agency_code = t.agency_code)
  group by t.item_code
), listed as (
  select procedure_code, max(name) as name, max(audience) as audience from main.procedures group by procedure_code
)
select s.service_code, s.owner_code, coalesce(s.name, q.name) as name, q.audience, s.level, s.regime,
  s.launched_date, s.withdrawn_date, s.source_id, u.online, u.total, coalesce(u.months, 0) as months,
  r.satisfied, r.ratings
from main.services as s
left join listed as q on q.procedure_code = s.procedure_code
left join used as u on u.item_code = s.service_code
left join rated as r on r.item_code = s.service_code
order by s.service_code, s.owner_code"""


@dataclass(frozen=True)
class Criteria:
    """The criteria of the shortlist; each is an option of the command."""

    number: int = 5
    """How many services for each audience."""
    years: int = 2
    """Over how many years dossiers and ratings are counted."""
    most: int = 10
    """How far down the order of online dossiers still counts as most used."""
    satisfaction: int = 90
    """From what percent of satisfied ratings."""
    ratings: int = 30
    """From how many ratings a percentage counts."""


@dataclass(frozen=True)
class Candidate:
    """A service with what speaks for it and what against it; `met` and `missed` name criteria."""

    row: Mapping[str, Any]
    place: int | None  # in the order of online dossiers of its audience
    met: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def key(self) -> str:
        """Service and owner."""
        return f"{self.row['service_code']}|{self.row['owner_code']}"

    @property
    def satisfied(self) -> Fraction | None:
        """Percent of satisfied ratings."""
        ratings, satisfied = self.row["ratings"], self.row["satisfied"]
        return Fraction(100 * int(satisfied), int(ratings)) if ratings and satisfied is not None else None

    @property
    def good(self) -> bool:
        """Whether it may be on the list: fully online, and one of the three."""
        return "full" not in self.missed and "offered" not in self.missed and bool(set(self.met) - {"full", "offered"})


@dataclass(frozen=True)
class Shortlist:
    """The services chosen for each audience, and those that just missed."""

    owner: str
    starts: date
    ends: date
    months: int
    criteria: Criteria
    chosen: Mapping[str, tuple[Candidate, ...]]
    next: Mapping[str, tuple[Candidate, ...]]
    everything: Mapping[str, tuple[Candidate, ...]]


def run(
    paths: Sequence[Path], criteria: Criteria, owner: str = "", as_of: date | None = None, saved: Path | None = None
) -> Shortlist:
    """`dvcdata outstanding`: the shortlist of one owner of services; `saved` lists those with proof of savings."""
    home = workspace.find(paths[0] if paths else Path())
    packages = open_all(paths or [home or Path()])
    with measure.opened(packages, [], as_of, tables={"services", "procedures", "usage"}) as runner:
        needs = {"services": ["service_code", "level"], "usage": ["period", "item_code", "received_online"]}
        needs["procedures"] = ["procedure_code", "audience"]
        if lack := database.lacks(runner.opened, needs):
            raise UserError("outstanding.lacks", what=_what(lack))
        return shortlist(runner, criteria, owner, listed(saved) if saved else {})


def _what(lack: tuple[str, dict[str, object]]) -> str:
    return ".".join(str(value) for value in lack[1].values())


def shortlist(runner: Runner, criteria: Criteria, owner: str, saved: Mapping[str, str]) -> Shortlist:
    """The shortlist from the tables that a runner sees."""
    ends = runner.calendar.until
    starts = date(ends.year - criteria.years, ends.month, 1)
    starts = date(starts.year + starts.month // 12, starts.month % 12 + 1, 1)
    owner = owner or runner.subject
    owners = {code for (code,) in runner.connection.execute("select distinct owner_code from main.services").fetchall()}
    if owner not in owners:
        near = difflib.get_close_matches(owner, owners, 1, 0)
        raise UserError("outstanding.owner", owner=owner or "–", near=near[0] if near else "–")
    own = [row for row in _rows(runner, starts, ends, _homes(runner, owner, owners)) if row["owner_code"] == owner]
    everything = {name: tuple(_judged(own, name, criteria, ends, saved)) for name in AUDIENCES}
    good = {name: [item for item in items if item.good] for name, items in everything.items()}
    return Shortlist(
        owner=owner,
        starts=starts,
        ends=ends,
        months=12 * criteria.years,
        criteria=criteria,
        chosen={name: tuple(items[: criteria.number]) for name, items in good.items()},
        next={name: _next(everything[name], good[name], criteria) for name in AUDIENCES},
        everything=everything,
    )


def _rows(runner: Runner, starts: date, ends: date, homes: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    given = {"starts": starts, "ends": ends, "bodies": [*homes], "homes": [*homes.values()]}
    cursor = runner.connection.execute(SQL, given)
    names = [item[0] for item in cursor.description or []]
    yield from (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _homes(runner: Runner, owner: str, owners: Set[str]) -> dict[str, str]:
    """The bodies under other owners of services, with the owner at their top, whose dossiers they take."""
    found = {}
    for code in runner.bodies:
        chain = [item for item in (code, *runner.above(code)) if item in owners]
        if chain and owner not in chain:
            found[code] = chain[-1]
    return found


def _next(items: Sequence[Candidate], good: Sequence[Candidate], criteria: Criteria) -> tuple[Candidate, ...]:
    chosen = good[: criteria.number]
    used = sorted((item for item in items if item not in chosen), key=lambda item: -(item.row["online"] or 0))
    return tuple(used[:NEXT])


def _judged(
    rows: Iterable[Mapping[str, Any]], audience: str, criteria: Criteria, ends: date, saved: Mapping[str, str]
) -> Iterator[Candidate]:
    """The services for an audience, the best first: by criteria met, then by online dossiers."""
    own = [row for row in rows if row["audience"] in (audience, "both")]
    full = sorted((row for row in own if not _unfit(row, ends)), key=lambda row: -(row["online"] or 0))
    places = {row["service_code"]: n for n, row in enumerate(full, 1) if row["online"]}
    judged = [_candidate(row, places.get(row["service_code"]), criteria, ends, saved) for row in own]
    yield from sorted(judged, key=lambda item: (-len(item.met), -(item.row["online"] or 0), item.key))


def _unfit(row: Mapping[str, Any], ends: date) -> tuple[str, ...]:
    """The conditions that come before any criterion and that the service does not meet."""
    withdrawn = row["withdrawn_date"] is not None and row["withdrawn_date"] <= ends
    offered = (row["launched_date"] or ends) <= ends and not withdrawn
    return tuple(name for name, met in (("full", row["level"] in ("full", "4")), ("offered", offered)) if not met)


def _candidate(
    row: Mapping[str, Any], place: int | None, criteria: Criteria, ends: date, saved: Mapping[str, str]
) -> Candidate:
    rated = row["ratings"] is not None and row["ratings"] >= criteria.ratings
    content = rated and 100 * row["satisfied"] >= criteria.satisfaction * row["ratings"]
    proofs = (saved.get(row["service_code"]), saved.get(f"{row['service_code']}|{row['owner_code']}"))
    verdicts = {
        "most": place is not None and place <= criteria.most,
        "satisfaction": bool(content),
        "saved": any(proofs),
    }
    unfit = _unfit(row, ends)
    reasons = [name for name, met in verdicts.items() if not met]
    if row["online"] is None:
        reasons[:1] = ["no_usage"]
    if not content and not rated:
        reasons = ["few_ratings" if name == "satisfaction" else name for name in reasons]
    return Candidate(row, place, tuple(name for name, met in verdicts.items() if met), (*unfit, *reasons))


def listed(path: Path) -> dict[str, str]:
    """A list that somebody made: a CSV with service_code, perhaps owner_code, audience and evidence."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UserError("outstanding.unreadable", path=str(path)) from None
    if not rows or "service_code" not in rows[0]:
        raise UserError("outstanding.no_column", path=str(path))
    found = {}
    for row in rows:
        owner = (row.get("owner_code") or "").strip()
        code = (row.get("service_code") or "").strip()
        found[f"{code}|{owner}" if owner else code] = (row.get("evidence") or row.get("audience") or "").strip() or "–"
    return found


@dataclass(frozen=True)
class Verdict:
    """What the criteria say of one entry of somebody's list."""

    code: str
    candidate: Candidate | None
    audience: str
    near: str = ""


def check(shortlist_: Shortlist, path: Path) -> list[Verdict]:
    """Every entry of somebody's list: whether it may stand there, and why not."""
    verdicts = []
    for entry, said in listed(path).items():
        code = entry.partition("|")[0]
        wanted = [said] if said in AUDIENCES else list(AUDIENCES)
        places = ((name, item) for name in wanted for item in shortlist_.everything[name])
        found = next(((name, item) for name, item in places if item.row["service_code"] == code), None)
        known = {item.row["service_code"] for items in shortlist_.everything.values() for item in items}
        near = difflib.get_close_matches(code, known, 1, 0)
        audience, candidate = found or ("", None)
        verdicts.append(Verdict(code, candidate, audience, near[0] if near and not candidate else ""))
    return verdicts
