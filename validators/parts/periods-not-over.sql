-- what there is of periods that may not be over on the as-of date or on the day of retrieval
retrieval as (
    select x._package, x.source_id, max(x.retrieved) as retrieved from sources as x group by x._package, x.source_id
),
-- the few periods that were not over today, or on the first day of retrieval
calendar as (
    select p.period, p.starts, p.ends, coalesce(p.reporting_starts, p.starts) as reporting_starts,
        coalesce(p.reporting_ends, p.ends) as reporting_ends
    from reference.periods as p
    where p.ends > $as_of or p.ends > (select min(x.retrieved) as first_day from retrieval as x)
),
-- the rows of periods that may not be over, with the largest of their figures
rows_given as (
    select d._package, d._row, 'dossiers' as source_table, d.period, d.period_basis, d.source_id, d.agency_code,
        d.row_kind, d.field_code, cast(null as varchar) as item_code, '' as measure, cast(null as varchar) as stage,
        cast(greatest(d.to_handle_total, d.received_online, d.received_offline, d.carried_over, d.resolved_total,
            d.resolved_early, d.resolved_on_time, d.resolved_overdue, d.pending_total, d.pending_on_time,
            d.pending_overdue, d.resolved_online) as double) as most
    from dossiers as d
    join calendar as p on p.period = d.period
    left join retrieval as k on k._package = d._package and k.source_id = d.source_id
    where p.ends > $as_of or p.ends > k.retrieved
    union all
    select u._package, u._row, 'usage' as source_table, u.period, u.period_basis, u.source_id, u.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, u.item_code, '' as measure,
        cast(null as varchar) as stage,
        cast(greatest(u.received_total, u.received_online, u.received_offline, u.received_assisted, u.resolved_total,
            u.resolved_online, u.resolved_overdue, u.paid_online) as double) as most
    from usage as u
    join calendar as p on p.period = u.period
    left join retrieval as k on k._package = u._package and k.source_id = u.source_id
    where p.ends > $as_of or p.ends > k.retrieved
    union all
    select s._package, s._row, 'satisfaction' as source_table, s.period, s.period_basis, s.source_id, s.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, s.item_code, '' as measure,
        cast(null as varchar) as stage, cast(greatest(s.ratings, s.ratings_satisfied) as double) as most
    from satisfaction as s
    join calendar as p on p.period = s.period
    left join retrieval as k on k._package = s._package and k.source_id = s.source_id
    where p.ends > $as_of or p.ends > k.retrieved
    union all
    select o._package, o._row, 'observations' as source_table, o.period, o.period_basis, o.source_id, o.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, cast(null as varchar) as item_code,
        o.measure, cast(null as varchar) as stage, cast(abs(o.value) as double) as most
    from observations as o
    join calendar as p on p.period = o.period
    left join retrieval as k on k._package = o._package and k.source_id = o.source_id
    where o.status is null and (p.ends > $as_of or p.ends > k.retrieved)
    union all
    select c._package, c._row, 'scores' as source_table, c.period, c.period_basis, c.source_id, c.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, cast(null as varchar) as item_code,
        c.measure, c.stage,
        cast(greatest(abs(c.numerator), abs(c.denominator), abs(c.ratio_pct), abs(c.score)) as double) as most
    from scores as c
    join calendar as p on p.period = c.period
    left join retrieval as k on k._package = c._package and k.source_id = c.source_id
    where p.ends > $as_of or p.ends > k.retrieved
)
