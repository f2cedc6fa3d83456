"""The database that indicators see: the tables, an earlier release as `before`, and `asked` with periods and bodies."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import duckdb

from dvcdata.engine import database
from dvcdata.engine.database import SMALL
from dvcdata.engine.load import quoted, scratch
from dvcdata.engine.read import read
from dvcdata.engine.staged import Staged
from dvcdata.findings import Finding
from dvcdata.package import Package, require_rows

FACTS = ("dossiers", "usage", "satisfaction", "scores", "observations")  # tables of periods
COUNTED = (*FACTS, "services")  # whose rows are counted as often as they are there
REFERENCE = ("periods", "agencies", "measures", "regimes", "targets")
ALWAYS = ("agencies", "agency_groups", "sources", "targets")
PREFIX = "case when strpos(c.code, '.') > 0 then left(c.code, length(c.code) - strpos(reverse(c.code), '.')) end"
BODIES = """create table asked.bodies as
with known as (
  select agency_code as code, parent_code, coalesce(short_name, name) as name, name_en, kind, tier,
    valid_from, valid_to, successor_code, 1 as rank, _package, _row
  from main.agencies union all
  select group_code, parent_code, name, null, kind, tier, null, null, null, 2, _package, _row
  from main.agency_groups union all
  select agency_code, parent_code, coalesce(short_name, name), name_en, kind, tier,
    valid_from, valid_to, successor_code, 3, null, null
  from reference.agencies
), first as (
  select *, max(name_en) over (partition by code) as english,
    row_number() over (partition by code order by rank, _package, _row) as nth
  from known
),
codes as (select code from known union select agency_code from ({codes}) as f)
select c.code as agency_code, coalesce(f.parent_code, {prefix}) as parent_code, f.name,
  coalesce(f.name_en, f.english) as name_en, f.kind, f.tier, f.valid_from, f.valid_to, f.successor_code,
  f.rank = 1 as listed
from codes as c left join first as f on f.code = c.code and f.nth = 1 where c.code is not null"""

DAYS = """create table asked.days as select cast(r.range as date) as day, row_number() over (order by r.range) as n
from range(date '2010-01-01', date '2036-01-01', interval 1 day) as r"""


@dataclass(frozen=True)
class Flaw:
    """What is broken in a table that was measured all the same."""

    table: str
    left_out: int = 0  # rows that nothing counts
    twice: int = 0  # rows whose key stands in another row too
    cells: int = 0  # cells that are no value of their column and count as unknown
    elsewhere: int = 0  # rows whose key stands in another package too
    packages: tuple[str, ...] = ()  # those with such rows


@dataclass(frozen=True)
class Opened:
    """A database with the packages in it, and what is known of their tables."""

    connection: duckdb.DuckDBPyConnection
    present: Mapping[str, set[str]]  # the columns that a table really has
    rows: Mapping[str, int]
    flaws: Sequence[Flaw]
    packages: Sequence[Package]
    earlier: Mapping[str, set[str]] = field(default_factory=dict)  # the same of the earlier release
    values: dict[tuple[str, str], bool] = field(default_factory=dict)


@contextmanager
def opened(packages: Sequence[Package], tables: set[str], before: Sequence[Package] = ()) -> Iterator[Opened]:
    """The database with those of the packages' tables that are wanted; it is gone afterwards."""
    wanted = tables | {*ALWAYS, *FACTS}  # the facts say how far figures reach, and whose they are
    with scratch() as folder, database.connect(folder) as connection:
        found: list[Finding] = []
        earlier = read(connection, _renamed(_only(before, wanted)), {}, folder, lambda _: None) if before else []
        staged = read(connection, _only(packages, wanted), {}, folder, _kept(found))
        database.unite(connection, staged, {})
        prepare(connection, earlier)
        if sum(item.rows for item in (*staged, *earlier)) <= SMALL:
            database.plan_quickly(connection)
        database.lock(connection)
        yield replace(
            beside(connection, staged, packages), flaws=_flaws(connection, staged, found), earlier=_present(earlier)
        )


def prepare(connection: duckdb.DuckDBPyConnection, earlier: Sequence[Staged] = ()) -> None:
    """Puts beside the tables of a database what indicators look at as well; it must not be locked yet."""
    connection.execute("create schema before")
    database.unite(connection, earlier, {}, schema="before")
    database.load_reference(connection, [f"reference.{name}" for name in REFERENCE])
    connection.execute("create schema shared")  # see `dvcdata.indicators.shared`
    connection.execute("create schema asked")
    for statement in asked():
        connection.execute(statement)


def asked() -> list[str]:
    """The statements that make the tables of `asked` out of the others; `periods` and `parts` are filled later."""
    codes = " union all ".join(f"select agency_code from main.{name}" for name in FACTS)
    return [
        BODIES.format(codes=codes, prefix=PREFIX),
        "create table asked.periods (period VARCHAR, starts DATE, ends DATE)",
        "create table asked.parts (table_name VARCHAR, period VARCHAR, part VARCHAR, last BOOLEAN, cumulative BOOLEAN)",
        DAYS,
    ]


def beside(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], packages: Sequence[Package]) -> Opened:
    """A database that was read for another purpose and prepared, for indicators to run on it."""
    return Opened(
        connection=connection,
        present=_present(staged),
        rows={name: _count(connection, name) for name in {item.table.name for item in staged}},
        flaws=_between(connection, staged),
        packages=packages,
    )


def _kept(found: list[Finding]) -> Callable[[Finding], None]:
    def keep(finding: Finding) -> None:
        found.append(replace(finding, params={}))

    return keep


def _only(packages: Sequence[Package], wanted: set[str]) -> list[Package]:
    return [replace(item, tables=tuple(table for table in item.tables if table.name in wanted)) for item in packages]


def _renamed(packages: Sequence[Package]) -> list[Package]:
    """Under names that no package of today has: what is staged of both lies side by side."""
    return [
        replace(item, name=f"before {n}", tables=tuple(replace(t, package=f"before {n}") for t in item.tables))
        for n, item in enumerate(packages)
    ]


def _present(staged: Sequence[Staged]) -> dict[str, set[str]]:
    present: dict[str, set[str]] = {}
    for item in staged:
        if item.rows:
            present.setdefault(item.table.name, set()).update(item.columns)
    return present


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int((connection.execute(f"select count(*) from main.{quoted(table)}").fetchone() or (0,))[0])


def _flaws(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], found: Sequence[Finding]) -> list[Flaw]:
    left_out: Counter[str] = Counter()
    for item in staged:
        left_out[item.table.name] += item.left_out
    twice = Counter(item.table for item in found if item.rule == "primary-key")
    cells = Counter(item.table for item in found if item.rule == "type-error")
    elsewhere = {flaw.table: flaw for flaw in _between(connection, staged)}
    names = sorted({name for name, n in left_out.items() if n} | set(twice) | set(cells) | set(elsewhere))
    plain = {name: elsewhere.get(name, Flaw(name)) for name in names}
    return [replace(plain[name], left_out=left_out[name], twice=twice[name], cells=cells[name]) for name in names]


def _between(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> list[Flaw]:
    """What is counted more than once, since several packages have it."""
    return [flaw for name in COUNTED if (flaw := _elsewhere(connection, name, staged)).elsewhere]


def _elsewhere(connection: duckdb.DuckDBPyConnection, name: str, staged: Sequence[Staged]) -> Flaw:
    """How many rows of a table are counted again, since their key stands in another package."""
    parts = [item for item in staged if item.table.name == name and item.rows]
    key = ", ".join(quoted(column) for column in parts[0].table.key) if parts else ""
    if len(parts) < 2 or not key or not all({*parts[0].table.key} <= {*item.columns} for item in parts):
        return Flaw(name)
    sql = f"""select sum(len(packages) - 1), list_sort(list_distinct(flatten(list(packages)))) from (
        select list(distinct _package) as packages from main.{quoted(name)}
        group by {key} having min(_package) <> max(_package))"""
    n, packages = connection.execute(sql).fetchone() or (0, [])
    return Flaw(name, elsewhere=int(n or 0), packages=tuple(packages or ()))


def lacks(database: Opened, needs: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, object]] | None:
    """Why what is needed is not there, as the key of a text with its values, or None when all is."""
    for table, columns in needs.items():
        if not database.rows.get(table):
            return "not_checked.no_table" if table not in database.present else "not_checked.no_rows", {"table": table}
        for column in columns:
            if column not in database.present[table]:
                return "not_checked.no_column", {"table": table, "column": column}
            if not _has_values(database, table, column):
                return "not_checked.no_values", {"table": table, "column": column}
    return None


def _has_values(database: Opened, table: str, column: str) -> bool:
    if (table, column) not in database.values:
        columns, source = [column], f"(from main.{quoted(table)} where {quoted(column)} is not null limit 1)"
        if database.rows[table] <= SMALL:  # all columns in one look
            columns, source = sorted(database.present[table]), f"main.{quoted(table)}"
        counts = ", ".join(f"count({quoted(name)})" for name in columns)
        row = database.connection.execute(f"select {counts} from {source}").fetchone() or ()
        database.values.update({(table, name): n > 0 for name, n in zip(columns, row, strict=True)})
    return database.values[table, column]


def require(packages: Sequence[Package], opened_: Opened) -> None:
    """Refuses packages without a single row: nothing measured is no zero."""
    if opened_.rows:
        require_rows(packages, sum(opened_.rows.values()))
