"""What is asked of the tables for `dvcdata status`: which body gave figures for which period, and which did not.

A body is expected in a table when it has ever given figures there; or when others of its kind under the same parent
have and its kind is one that always reports. Neither holds where it and its kind report now and then only, before it
existed, after it ceased to, or where `coverage` says that its dossiers are kept elsewhere. Of a period that has not
begun, or had not when its source was read, there are no figures, whatever a system writes for it; nor of
one that was not over then, where a source has nothing but 0 for all bodies.
"""

from collections.abc import Iterable
from datetime import date

from dvcdata.rules.filling import as_literal

TABLES = {  # the tables of figures by period, and what counts as a figure in them
    "dossiers": """to_handle_total, received_online, received_offline, carried_over, resolved_total, resolved_early,
        resolved_on_time, resolved_overdue, pending_total, pending_on_time, pending_overdue, resolved_online""",
    "usage": """received_total, received_online, received_offline, received_assisted, resolved_total, resolved_online,
        resolved_overdue, paid_online""",
    "satisfaction": "ratings, ratings_satisfied",
    "scores": "numerator, denominator, ratio_pct, score, rank",
    "observations": "value",
}
ALWAYS = ("ministry", "province", "district", "commune")  # kinds of which every body reports
SHARE = 50  # percent of the periods that must be there for the others to be expected, of a table or of a body
FEW = 3  # periods, below which what is regular cannot be told

GIVEN = """select distinct t.agency_code, t.period, '{name}' as source_table
    from {name} as t join reference.periods as p on p.period = t.period
    left join (select source_id, max(retrieved) as retrieved from sources group by source_id) as r
        on r.source_id = t.source_id
    where coalesce({figures}) is not null and least(date '{as_of}', r.retrieved)
        >= case when t.period_basis in ('calendar', 'cumulative') then p.starts
            else coalesce(p.reporting_starts, p.starts) end
    qualify coalesce(least(date '{as_of}', r.retrieved) >= p.ends, true)
        or max(greatest({figures})) over (partition by t.source_id, t.period) <> 0"""

SQL = """
with given as (
    {given}
),
present as (
    select g.source_table, p.kind, p.n, g.period
    from given as g join reference.periods as p on p.period = g.period
    group by all
),
spans as (
    select s.source_table, s.kind, min(s.n) as first_n, max(s.n) as last_n,
        count(*) * 100 >= (max(s.n) - min(s.n) + 1) * {share} as regular
    from present as s
    group by s.source_table, s.kind
),
awaited as (
    select s.source_table, p.period, p.kind, p.n, p.starts, p.ends, coalesce(p.reporting_starts, p.starts) as from_day
    from spans as s
    join reference.periods as p on p.kind = s.kind
    left join present as h on h.source_table = s.source_table and h.period = p.period
    where h.period is not null or (s.regular and p.n between s.first_n and s.last_n) or {asked}
),
bodies as (
    select a.agency_code, max(a.name) as name, max(a.kind) as kind, coalesce(max(a.parent_code), '') as parent_code,
        max(a.valid_from) as valid_from, min(a.valid_to) as valid_to
    from agencies as a
    group by a.agency_code
),
elsewhere as (
    select c.agency_code from coverage as c group by c.agency_code having bool_and(not c.included)
),
ever as (
    select distinct g.source_table, g.agency_code from given as g
),
families as (
    select distinct e.source_table, b.kind, b.parent_code
    from ever as e join bodies as b on b.agency_code = e.agency_code
    where b.kind in {always}
),
expected as (
    select e.source_table, e.agency_code from ever as e
    union
    select f.source_table, b.agency_code
    from families as f
    join bodies as b on b.kind = f.kind and b.parent_code = f.parent_code
    where b.agency_code not in (select x.agency_code from elsewhere as x)
),
names as (
    select r.agency_code, max(r.name) as name from reference.agencies as r group by r.agency_code
),
cells as (
    select w.source_table, w.kind, w.period, w.n, w.ends, x.agency_code, coalesce(b.name, n.name) as name,
        b.kind as body_kind, b.parent_code, g.agency_code is not null as gave,
        coalesce(b.valid_from, w.from_day) <= w.from_day and coalesce(b.valid_to, w.ends) >= w.ends
            and (coalesce(b.name, n.name) is not null or not exists (select 1 from bodies)) as was_there
    from awaited as w
    join expected as x on x.source_table = w.source_table
    left join bodies as b on b.agency_code = x.agency_code
    left join names as n on n.agency_code = x.agency_code
    left join given as g on g.source_table = w.source_table and g.period = w.period and g.agency_code = x.agency_code
),
rated as (
    select c.*, count(distinct c.period) over (partition by c.source_table, c.kind) as n_periods,
        avg(c.gave::integer) over (partition by c.source_table, c.kind, c.agency_code) as own_rate,
        avg(c.gave::integer) over (partition by c.source_table, c.kind, c.body_kind, c.parent_code) as family_rate
    from cells as c
    where c.gave or c.was_there
)
select r.source_table, r.kind, r.period, r.ends, r.agency_code, r.name, r.gave
from rated as r
where (r.gave or r.n_periods < {few} or r.own_rate * 100 >= {share}
    or (r.body_kind in {always} and r.family_rate * 100 >= {share})) and {about}
order by r.source_table, r.kind, r.n, r.agency_code
"""


def question(as_of: date, periods: Iterable[str] = ()) -> str:
    """The statement as of a day, about these periods alone where any are named."""
    asked = list(periods)
    given = "\n    union\n    ".join(
        GIVEN.format(name=name, figures=f"{figures}, null", as_of=as_of) for name, figures in TABLES.items()
    )
    named = f"period in {as_literal(asked)}" if asked else ""
    return SQL.format(
        given=given,
        share=SHARE,
        few=FEW,
        always=as_literal(ALWAYS),
        asked=f"p.{named}" if asked else "false",
        about=f"r.{named}" if asked else "true",
    )
