"""What every standard of metadata says of a dataset: a package, one of its tables, or the values of an indicator."""

import calendar
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dvcdata import texts
from dvcdata.package import Package, Table
from dvcdata.website import places

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

Words = Mapping[str, str]  # by language
PERIOD = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})|Q([1-4])|H([12])|9M))?")


@dataclass(frozen=True)
class File:
    """A file of a dataset, as it is published."""

    path: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Dataset:
    """A dataset with all that is said of it; `page` is its address in the site."""

    page: str
    name: str
    title: Words
    description: Words
    package: Mapping[str, Any]  # the descriptor that speaks for it
    as_of: date
    files: tuple[File, ...]
    columns: tuple[Mapping[str, Any], ...] = ()
    key: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    tier: str = ""  # of the body that it is about
    parts: tuple[str, ...] = ()  # pages of datasets in it
    whole: str = ""  # the page of the dataset that it is part of

    @property
    def licences(self) -> list[Mapping[str, Any]]:
        """The licences that are stated."""
        return [item for item in self.package.get("licenses", []) if isinstance(item, dict)]

    @property
    def people(self) -> list[Mapping[str, Any]]:
        """Who made or keeps it."""
        return people(self.package)

    @property
    def publisher(self) -> str:
        """Who publishes it: the first contributor, else the title of the package."""
        return publisher(self.package) or self.name

    @property
    def version(self) -> str:
        """The version of its package."""
        return str(self.package.get("version") or "")

    def file(self, kind: str) -> File | None:
        """The file of that kind."""
        return next((item for item in self.files if item.kind == kind), None)


def all_of(site: "Gathered") -> dict[str, Dataset]:
    """Every package and every table by the address of its page."""
    return {item.page: item for package in site.packages for item in _of(site, package)}


def _of(site: "Gathered", package: Package) -> Iterator[Dataset]:
    said, page = package.descriptor, places.package(package.name)
    tier = _tier(site, package)
    spans = [_span(site.periods.get((package.name, table.name), [])) for table in package.tables]
    first = min((day for day, _ in spans if day), default=_day(said.get("temporal_start")))
    last = max((day for _, day in spans if day), default=_day(said.get("temporal_end")))
    tables = tuple(places.table(package.name, table.name) for table in package.tables)
    title, description = title_of(said), in_words([said], "description", package.name)
    whole = Dataset(page, package.name, title, description, said, site.as_of, (), (), (), (), first, last, tier, tables)
    yield whole
    for table, span, at in zip(package.tables, spans, tables, strict=True):
        stem = at.removesuffix(".html")
        yield Dataset(
            at,
            f"{package.name}/{table.name}",
            title_of_table(table),
            in_words([table.resource, table.schema, said], "description", table.name),
            said,
            site.as_of,
            tuple(of_bytes(path, site.tables[path]) for path in _endings(stem) if path in site.tables),
            tuple(_columns(table, site.heads.get((package.name, table.name), []))),
            tuple(table.key),
            tuple(_missing(table.schema)),
            span[0] or first,
            span[1] or last,
            tier,
            whole=page,
        )


def _endings(stem: str) -> Iterable[str]:
    return (f"{stem}.{kind}" for kind in ("csv", "json", "xlsx", "parquet"))


def of_bytes(path: str, content: bytes) -> File:
    """A file with its size and hash."""
    return File(path, path.rpartition(".")[2], len(content), hashlib.sha256(content).hexdigest())


def title_of(package: Mapping[str, Any]) -> Words:
    """The title of a package; where it has none but its name, what its first source is called, and how many more."""
    name = str(package.get("name") or "")
    own = in_words([package], "title", name)
    given = [item.get("title") for item in package.get("sources", []) if isinstance(item, dict)]
    titles = [str(title) for title in given if title]
    if own[places.MAIN].casefold() != name.casefold() or not titles:
        return own
    return {
        lang: texts.text("site.package.of_sources", lang, first=titles[0], more=len(titles) - 1 or None) for lang in own
    }


def title_of_table(table: Table) -> Words:
    """The title of a table."""
    return in_words([table.resource, table.schema], "title", table.name)


def people(package: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Who made or keeps a package."""
    return [item for item in package.get("contributors", []) if isinstance(item, dict)]


def publisher(package: Mapping[str, Any], lang: str = places.MAIN) -> str:
    """Who publishes a package: its first contributor, else its title."""
    given = [item.get("title") for item in people(package)]
    return str(next(filter(None, given), title_of(package)[lang]))


def in_words(items: Sequence[Mapping[str, Any]], part: str, default: str) -> Words:
    """A title or description by language, from the first of these that has one."""
    found = {lang: _said(items, part if lang == places.MAIN else f"{part}_{lang}") for lang in texts.LANGUAGES}
    main = found[places.MAIN] or default
    return {lang: said or main for lang, said in found.items()}


def _said(items: Sequence[Mapping[str, Any]], part: str) -> str:
    return next((str(item[part]) for item in items if item.get(part)), "")


def _columns(table: Table, head: Sequence[Sequence[str]]) -> Iterator[Mapping[str, Any]]:
    """The fields in the order of the file."""
    names = head[0] if head else list(table.columns)
    yield from (table.columns.get(name, {"name": name, "type": "any"}) for name in names)


def _missing(schema: Mapping[str, Any]) -> Iterator[str]:
    for item in schema.get("missingValues", [""]):
        yield str(item["value"] if isinstance(item, dict) else item)


def _tier(site: "Gathered", package: Package) -> str:
    """The tier of the one body that all others of a package lie under, where there is one."""
    if own := site.bodies.get(str(package.descriptor.get("agency_code", ""))):
        return str(own["tier"] or "")
    roots = [row for row in site.bodies.values() if row["parent_code"] not in site.bodies and not row["valid_to"]]
    return str(roots[0]["tier"] or "") if len(roots) == 1 else ""


def _span(periods: Iterable[tuple[str, int]]) -> tuple[date | None, date | None]:
    days = [days_of(period) for period, _ in periods]
    known = [day for day in days if day]
    return (min(day[0] for day in known), max(day[1] for day in known)) if known else (None, None)


def days_of(period: str) -> tuple[date, date] | None:
    """The first and the last day of a calendar period: 2026-08, 2026-Q3, 2026-H1, 2026-9M, 2026."""
    match = PERIOD.fullmatch(period)
    if not match:
        return None
    year, month, quarter, half = (int(part or 0) for part in match.groups())
    if month > 12 or not year:
        return None
    start = month or (quarter * 3 - 2 if quarter else half * 6 - 5 if half else 1)
    end = month or quarter * 3 or half * 6 or (9 if period.endswith("9M") else 12)
    return date(year, start, 1), date(year, end, calendar.monthrange(year, end)[1])


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
