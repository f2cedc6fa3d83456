/*
severity = "warning"
mender = "you"
certainty = "high"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage"]

[basis]
vi = "Kỳ báo cáo tính từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP, Điều 12), còn Cổng Dịch vụ công quốc gia tính theo tháng dương lịch: cùng ghi “tháng 8/2026” mà không cùng những ngày ấy."
en = "Reporting periods run from the 15th to the 14th (Nghị định 09/2019/NĐ-CP, Điều 12), those of the national portal are calendar months: both are written 2026-08 and do not hold the same days."

[title]
vi = "Lẫn nhiều cách tính kỳ trong một chuỗi số liệu"
en = "One series on several period bases"

[message]
vi = "Bảng {table} có {n_series} chuỗi số liệu lẫn nhiều cách tính kỳ ({bases}), nên các kỳ không nối nhau và không cộng được. Ví dụ {agency}{measure:, số đo …}: {period:period} ghi {value}, còn {other_period:period} ghi {other_basis}."
en = "Table {table}: series mix period bases ({bases}), so that periods neither follow each other nor add up (series: {n_series}). For example {agency}{measure:, measure …}: {period:period} says {value}, {other_period:period} says {other_basis}."

[fix]
vi = "Hỏi nguồn từng kỳ được tính từ ngày nào đến ngày nào rồi ghi lại period_basis. Nếu nguồn thật sự đổi cách tính thì nêu rõ mốc đổi; đừng so sánh qua mốc ấy."
en = "Ask the source from which day to which each period runs and write period_basis again. If the source really changed, say when; do not compare across that."

[not_when]
vi = "Các loại kỳ khác nhau (tháng, quý, năm) xét riêng; quan sát mà một kỳ có số của nhiều nguồn. Kỳ không ghi cách tính chỉ là lưu ý, một lần cho mỗi bảng."
en = "Kinds of periods (months, quarters, years) are looked at apart; observations where several sources speak of one period. Periods without a basis are a note only, once for each table."

[cases.undeclared.title]
vi = "Không ghi cách tính kỳ"
en = "Period basis not given"
[cases.undeclared.message]
vi = "Bảng {table} có {n_rows}/{n_all} dòng không ghi cách tính kỳ (period_basis), nên không biết là tháng dương lịch, kỳ báo cáo từ ngày 15 đến ngày 14, hay lũy kế."
en = "Table {table} has rows without a period basis ({n_rows} of {n_all}): whether they are calendar months, reporting periods from the 15th to the 14th, or running totals cannot be told."
[cases.undeclared.fix]
vi = "Ghi period_basis: calendar, reporting hoặc cumulative. Chưa biết thì hỏi nguồn, đừng đoán."
en = "Write period_basis: calendar, reporting or cumulative. Where it is not known, ask the source and do not guess."
*/
with bases as (
    select d._package, 'dossiers' as source_table, d.period_basis, min(d._row) as _row, count(*) as n_rows
    from dossiers as d
    group by d._package, d.period_basis
    union all
    select u._package, 'usage' as source_table, u.period_basis, min(u._row) as _row, count(*) as n_rows
    from usage as u
    group by u._package, u.period_basis
    union all
    select s._package, 'satisfaction' as source_table, s.period_basis, min(s._row) as _row, count(*) as n_rows
    from satisfaction as s
    group by s._package, s.period_basis
    union all
    select o._package, 'observations' as source_table, o.period_basis, min(o._row) as _row, count(*) as n_rows
    from observations as o
    group by o._package, o.period_basis
    union all
    select c._package, 'scores' as source_table, c.period_basis, min(c._row) as _row, count(*) as n_rows
    from scores as c
    group by c._package, c.period_basis
),
-- the tables that state more than one basis: the others need no closer look
mixed_tables as (
    select b.source_table
    from bases as b
    group by b.source_table
    having count(distinct b.period_basis) > 1
),
given as (
    select d._package, 'dossiers' as source_table, d.agency_code, '' as measure, d.period, d.period_basis,
        min(d._row) as _row
    from dossiers as d
    where exists (select 1 as one from mixed_tables as m where m.source_table = 'dossiers')
    group by d._package, d.agency_code, d.period, d.period_basis
    union all
    select u._package, 'usage' as source_table, u.agency_code, '' as measure, u.period, u.period_basis,
        min(u._row) as _row
    from usage as u
    where exists (select 1 as one from mixed_tables as m where m.source_table = 'usage')
    group by u._package, u.agency_code, u.period, u.period_basis
    union all
    select s._package, 'satisfaction' as source_table, s.agency_code, '' as measure, s.period, s.period_basis,
        min(s._row) as _row
    from satisfaction as s
    where exists (select 1 as one from mixed_tables as m where m.source_table = 'satisfaction')
    group by s._package, s.agency_code, s.period, s.period_basis
    union all
    select o._package, 'observations' as source_table, o.agency_code, o.measure, o.period, o.period_basis,
        min(o._row) as _row
    from observations as o
    where exists (select 1 as one from mixed_tables as m where m.source_table = 'observations')
    group by o._package, o.agency_code, o.measure, o.period, o.period_basis
    union all
    select c._package, 'scores' as source_table, c.agency_code, c.measure, c.period, c.period_basis,
        min(c._row) as _row
    from scores as c
    where exists (select 1 as one from mixed_tables as m where m.source_table = 'scores')
    group by c._package, c.agency_code, c.measure, c.period, c.period_basis
),
series as (
    select g.source_table, g.agency_code, g.measure, p.kind, count(distinct g.period_basis) as bases,
        count(*) as places, count(distinct g.period) as periods
    from given as g
    join reference.periods as p on p.period = g.period
    where g.period_basis is not null
    group by g.source_table, g.agency_code, g.measure, p.kind
    having count(distinct g.period_basis) > 1
),
mixed as (
    select g._package, g._row, g.source_table, g.agency_code, g.measure, g.period, g.period_basis, p.kind, p.n,
        row_number() over (partition by g.source_table, g.agency_code, g.measure, p.kind order by p.n, g.period_basis) as nth,
        lag(g.period) over (partition by g.source_table, g.agency_code, g.measure, p.kind
            order by p.n, g.period_basis) as other_period,
        lag(g.period_basis) over (partition by g.source_table, g.agency_code, g.measure, p.kind
            order by p.n, g.period_basis) as other_basis
    from given as g
    join reference.periods as p on p.period = g.period
    join series as s on s.source_table = g.source_table and s.agency_code = g.agency_code and s.measure = g.measure
        and s.kind = p.kind
    where g.period_basis is not null and not (g.source_table = 'observations' and s.places > s.periods)
),
-- the first change of basis in each series
changes as (
    select m._package, m._row, m.source_table, m.agency_code, m.measure, m.period, m.period_basis, m.other_period,
        m.other_basis,
        row_number() over (partition by m.source_table, m.agency_code, m.measure, m.kind order by m.nth) as nth
    from mixed as m
    where m.period_basis <> m.other_basis
),
mixed_bases as (
    select b.source_table, string_agg(b.period_basis, ', ' order by b.period_basis) as bases
    from (select distinct m.source_table, m.period_basis from mixed as m) as b
    group by b.source_table
),
told as (
    select c._package, c._row, c.source_table, c.agency_code, c.measure, c.period, c.period_basis, c.other_period,
        c.other_basis, cast(null as varchar) as kind, count(*) over (partition by c._package, c.source_table) as n_series,
        cast(null as bigint) as n_rows, cast(null as bigint) as n_all,
        row_number() over (partition by c._package, c.source_table order by c._row) as nth
    from changes as c
    where c.nth = 1
    union all
    select u._package, u._row, u.source_table, cast(null as varchar) as agency_code, '' as measure,
        cast(null as varchar) as period, cast(null as varchar) as period_basis, cast(null as varchar) as other_period,
        cast(null as varchar) as other_basis, 'undeclared' as kind, cast(null as bigint) as n_series, u.n_rows, u.n_all,
        1 as nth
    from (
        select b._package, b.source_table, min(case when b.period_basis is null then b._row end) as _row,
            sum(case when b.period_basis is null then b.n_rows else 0 end) as n_rows, sum(b.n_rows) as n_all
        from bases as b
        group by b._package, b.source_table
    ) as u
    where u.n_rows > 0
),
keyed as (
    select t._package, t._row, t.source_table, d.period, d.agency_code, d.row_kind, d.field_code,
        cast(null as varchar) as item_code, cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(null as varchar) as source_id
    from told as t
    join dossiers as d on d._package = t._package and d._row = t._row
    where t.source_table = 'dossiers' and t.nth = 1
    union all
    select t._package, t._row, t.source_table, u.period, u.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, u.item_code, cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(null as varchar) as source_id
    from told as t
    join usage as u on u._package = t._package and u._row = t._row
    where t.source_table = 'usage' and t.nth = 1
    union all
    select t._package, t._row, t.source_table, s.period, s.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, s.item_code, cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(null as varchar) as source_id
    from told as t
    join satisfaction as s on s._package = t._package and s._row = t._row
    where t.source_table = 'satisfaction' and t.nth = 1
    union all
    select t._package, t._row, t.source_table, o.period, o.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, o.measure, cast(null as varchar) as stage,
        o.source_id
    from told as t
    join observations as o on o._package = t._package and o._row = t._row
    where t.source_table = 'observations' and t.nth = 1
    union all
    select t._package, t._row, t.source_table, c.period, c.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, c.measure, c.stage,
        cast(null as varchar) as source_id
    from told as t
    join scores as c on c._package = t._package and c._row = t._row
    where t.source_table = 'scores' and t.nth = 1
)
select t._package, t._row, t.source_table as _table, 'period_basis' as _field, t.period_basis as _value, t.kind as _case,
    case when t.kind = 'undeclared' then 'info' end as _severity, k.period, k.agency_code, k.row_kind, k.field_code,
    k.item_code, k.measure, k.stage, k.source_id, t.other_period, t.other_basis, t.n_series, t.n_rows, t.n_all, b.bases,
    coalesce(a.name, g.name, r.name, k.agency_code) as agency
from told as t
join keyed as k on k._package = t._package and k._row = t._row and k.source_table = t.source_table
left join mixed_bases as b on b.source_table = t.source_table
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = k.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = k.agency_code
left join reference.agencies as r on r.agency_code = k.agency_code
where t.nth = 1
