/*
severity = "warning"
mender = "you"
certainty = "medium"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code", "received_total"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code", "ratings"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[parameters]
periods = 4  # months, quarters or years in a row with the same number
least = 100  # smaller numbers repeat by chance
nonzero = 4  # columns that must differ from 0 in a repeated row of form 06
listed = 20  # more places than this at which it begins in one period are one finding

[basis]
vi = "Không văn bản nào cấm số liệu giống nhau. Ngưỡng là của dự án; kiểm kê dịch vụ của Canada cũng hỏi khi lượng khác 0 không đổi bốn kỳ liền. Số kỳ trước hay bị chép sang khi chưa có số kỳ này."
en = "No text forbids figures to be alike. The thresholds are the project's; Canada's service inventory too asks where a volume other than 0 stays the same for four periods. Figures of the period before are often copied while those of this one are not there."

[title]
vi = "Một con số lặp lại y nguyên nhiều kỳ liền"
en = "The same figure for several periods in a row"

[message]
vi = "{agency}{what_vi:, …}: {label_vi} là {v} trong {n_periods} kỳ liền, từ {first_period:period} đến {last_period:period}."
en = "{agency}{what_en:, …}: {label_en} is {v} in {n_periods} periods in a row, from {first_period:period} to {last_period:period}."

[fix]
vi = "Hỏi đơn vị số của các kỳ này lấy từ đâu: chép từ kỳ trước, chia đều từ số năm, hay phần mềm ngừng đồng bộ? Chưa có số liệu thì để trống, không chép."
en = "Ask the body where the figures of these periods came from: copied from the one before, the year's number shared out evenly, or software that stopped synchronising? What is unknown stays empty and is not copied."

[not_when]
vi = "Số dưới {least}; số 0; tổng lặp lại mà phần trực tuyến (hoặc hài lòng) trong nó thì khác; dưới {periods} kỳ liền; số lũy kế; số đo không cộng được (như số dịch vụ đang cung cấp, vốn ít đổi). Dòng biểu 06 lặp lại nguyên vẹn được hỏi từ hai kỳ liền, khi tổng từ {least} và ít nhất {nonzero} cột khác 0."
en = "Numbers below {least}; 0; totals that repeat while the online (or satisfied) part of them differs; fewer than {periods} periods in a row; cumulative numbers; measures that do not add up (such as the number of services offered, which hardly changes). A whole row of form 06 that repeats is asked about from two periods on, where its total is at least {least} and at least {nonzero} of its columns differ from 0."

[cases.copied.title]
vi = "Cả dòng biểu 06 giống hệt kỳ trước"
en = "A whole row of form 06 is that of the period before"
[cases.copied.message]
vi = "{agency}{what_vi:, …}: mọi cột của biểu 06 trong {period:period} giống hệt {previous:period} (tổng nhận giải quyết {v}). Có vẻ số kỳ trước được chép sang."
en = "{agency}{what_en:, …}: every column of form 06 in {period:period} is that of {previous:period} (total to handle: {v}). It looks as if the period before had been copied."
[cases.copied.fix]
vi = "Lấy lại số của kỳ này từ phần mềm một cửa. Nếu chưa có thì để trống, không chép số kỳ trước."
en = "Take this period from the one-stop software again. If the figures are not there yet, leave them empty and do not copy those of the period before."

[cases.many.title]
vi = "Số liệu của nhiều nơi cùng lặp lại"
en = "Figures of many places repeat together"
[cases.many.message]
vi = "{n_places} nơi trong bảng {table} có số liệu lặp lại y nguyên, cùng từ {period:period}; ví dụ {agency}{what_vi:, …} ({v}). Có vẻ cả kỳ được chép từ kỳ khác."
en = "Figures of many places in table {table} repeat, all beginning in {period:period} (places: {n_places}), such as {agency}{what_en:, …} ({v}). It looks as if the whole period had been copied from another."
[cases.many.fix]
vi = "Xem kỳ này có bị nhập nhầm tệp của kỳ khác không."
en = "See whether the file of another period was imported for this one."
*/
with known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en, max(m.additive) as additive, max(m.unit) as unit
    from (
        select x.measure, x.title, x.title_en, x.additive, x.unit from measures as x
        union all
        select y.measure, y.title, y.title_en, y.additive, y.unit from reference.measures as y
    ) as m
    group by m.measure
),
calendar as (
    select p.period, p.kind, p.n, p.previous, p.starts, p.ends
    from reference.periods as p
    where p.kind in ('month', 'quarter', 'year')
),
-- v is the number, w a part of it that must repeat as well
large as (
    select d._package, d._row, 'dossiers' as source_table, 'received' as quantity, d.agency_code, d.row_kind as part,
        d.field_code as thing, d.period, coalesce(d.period_basis, '') as basis,
        cast(d.received_online as double) + d.received_offline as v, cast(d.received_online as double) as w
    from dossiers as d
    where cast(d.received_online as double) + d.received_offline >= $least
    union all
    select u._package, u._row, 'usage' as source_table, 'received' as quantity, u.agency_code, '' as part,
        u.item_code as thing, u.period, coalesce(u.period_basis, '') as basis, cast(u.received_total as double) as v,
        cast(coalesce(u.received_online, u.received_total) as double) as w
    from usage as u
    where u.received_total >= $least
    union all
    select s._package, s._row, 'satisfaction' as source_table, 'ratings' as quantity, s.agency_code, '' as part,
        s.item_code as thing, s.period, coalesce(s.period_basis, '') as basis, cast(s.ratings as double) as v,
        cast(coalesce(s.ratings_satisfied, s.ratings) as double) as w
    from satisfaction as s
    where s.ratings >= $least
    union all
    select o._package, o._row, 'observations' as source_table, 'value' as quantity, o.agency_code, '' as part,
        o.measure as thing, o.period, coalesce(o.period_basis, '') as basis, cast(o.value as double) as v,
        cast(o.value as double) as w
    from observations as o
    join known as k on k.measure = o.measure and k.unit in ('count', 'vnd') and k.additive = 'yes'
    where o.value >= $least
),
-- numbers that come often enough in their series
frequent as (
    select l.source_table, l.quantity, l.agency_code, l.part, l.thing, l.basis, p.kind, l.v, l.w
    from large as l
    join calendar as p on p.period = l.period
    where l.basis <> 'cumulative'
    group by l.source_table, l.quantity, l.agency_code, l.part, l.thing, l.basis, p.kind, l.v, l.w
    having count(distinct p.n) >= $periods
),
numbered as (
    select l._package, l._row, l.source_table, l.quantity, l.agency_code, l.part, l.thing, l.basis, l.v, l.w, l.period, p.kind,
        p.n, p.n - dense_rank() over (partition by l.source_table, l.quantity, l.agency_code, l.part, l.thing, l.basis,
            p.kind, l.v, l.w order by p.n) as run
    from large as l
    join calendar as p on p.period = l.period
    join frequent as f on f.source_table = l.source_table and f.quantity = l.quantity and f.agency_code = l.agency_code
        and f.part = l.part and f.thing = l.thing and f.basis = l.basis and f.kind = p.kind and f.v = l.v and f.w = l.w
),
runs as (
    select r.source_table, r.quantity, r.agency_code, r.part, r.thing, r.basis, r.kind, r.v, r.w, r.run, min(r.n) as first_n,
        max(r.n) as last_n, count(distinct r.n) as n_periods
    from numbered as r
    group by r.source_table, r.quantity, r.agency_code, r.part, r.thing, r.basis, r.kind, r.v, r.w, r.run
    having count(distinct r.n) >= $periods
),
-- rows of form 06 that repeat the row of the period before
copied as (
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.to_handle_total, p.previous
    from dossiers as d
    join calendar as p on p.period = d.period
    join dossiers as l on l.period = p.previous and l.agency_code = d.agency_code and l.row_kind = d.row_kind
        and l.field_code = d.field_code and l.to_handle_total = d.to_handle_total
        and l.received_online = d.received_online and l.received_offline = d.received_offline
        and l.resolved_total = d.resolved_total and coalesce(l.period_basis, '') = coalesce(d.period_basis, '')
    where d.to_handle_total >= $least and coalesce(d.period_basis, '') <> 'cumulative'
        and l.carried_over is not distinct from d.carried_over and l.pending_total is not distinct from d.pending_total
        and l.resolved_early is not distinct from d.resolved_early
        and l.resolved_on_time is not distinct from d.resolved_on_time
        and l.resolved_overdue is not distinct from d.resolved_overdue
        and l.pending_overdue is not distinct from d.pending_overdue
        and case when d.received_online > 0 then 1 else 0 end + case when d.received_offline > 0 then 1 else 0 end
            + case when d.carried_over > 0 then 1 else 0 end + case when d.resolved_early > 0 then 1 else 0 end
            + case when d.resolved_on_time > 0 then 1 else 0 end + case when d.resolved_overdue > 0 then 1 else 0 end
            + case when d.pending_total > 0 then 1 else 0 end + case when d.pending_overdue > 0 then 1 else 0 end >= $nonzero
),
found as (
    select n._package, n._row, n.source_table, n.quantity, n.agency_code, n.thing, n.period, r.v, r.n_periods, b.period as first_period,
        e.period as last_period, cast(null as varchar) as previous, 'same' as kind
    from runs as r
    join numbered as n on n.source_table = r.source_table and n.quantity = r.quantity and n.agency_code = r.agency_code
        and n.part = r.part and n.thing = r.thing and n.basis = r.basis and n.kind = r.kind and n.v = r.v and n.w = r.w
        and n.run = r.run and n.n = r.first_n
    join calendar as b on b.kind = r.kind and b.n = r.first_n
    join calendar as e on e.kind = r.kind and e.n = r.last_n
    where not exists (
        select 1 as one from copied as c
        where r.source_table = 'dossiers' and c.agency_code = r.agency_code and c.row_kind = r.part and c.field_code = r.thing
    )
    union all
    select c._package, c._row, 'dossiers' as source_table, 'total' as quantity, c.agency_code, c.field_code as thing, c.period,
        cast(c.to_handle_total as double) as v, cast(null as bigint) as n_periods, cast(null as varchar) as first_period,
        cast(null as varchar) as last_period, c.previous, 'copied' as kind
    from copied as c
),
told as (
    select f._package, f._row, f.source_table, f.quantity, f.agency_code, f.thing, f.period, f.v, f.n_periods,
        f.first_period, f.last_period, f.previous, f.kind,
        count(*) over (partition by f._package, f.source_table, f.kind, f.period) as n_places,
        row_number() over (partition by f._package, f.source_table, f.kind, f.period order by f.v desc, f._row) as nth
    from found as f
),
keyed as (
    select t._package, t._row, t.source_table, d.row_kind, d.field_code, d.field_name,
        case when d.received_offline > d.received_online then 'received_offline' else 'received_online' end as channel,
        greatest(d.received_online, d.received_offline) as received, cast(null as varchar) as item_code,
        cast(null as varchar) as measure, cast(null as varchar) as source_id
    from (select distinct x._package, x._row, x.source_table from told as x) as t
    join dossiers as d on d._package = t._package and d._row = t._row
    where t.source_table = 'dossiers'
    union all
    select t._package, t._row, t.source_table, cast(null as varchar) as row_kind, cast(null as varchar) as field_code,
        cast(null as varchar) as field_name, cast(null as varchar) as channel, cast(null as bigint) as received,
        t.thing as item_code, cast(null as varchar) as measure,
        cast(null as varchar) as source_id
    from (select distinct x._package, x._row, x.source_table, x.thing from told as x) as t
    where t.source_table in ('usage', 'satisfaction')
    union all
    select t._package, t._row, t.source_table, cast(null as varchar) as row_kind, cast(null as varchar) as field_code,
        cast(null as varchar) as field_name, cast(null as varchar) as channel, cast(null as bigint) as received,
        cast(null as varchar) as item_code, o.measure, o.source_id
    from (select distinct x._package, x._row, x.source_table from told as x) as t
    join observations as o on o._package = t._package and o._row = t._row
    where t.source_table = 'observations'
)
select t._package, t._row, t.source_table as _table, case when t.kind = 'copied' then 'to_handle_total' else case t.source_table when 'observations' then 'value' when 'satisfaction' then 'ratings'
        when 'usage' then 'received_total' else case t.quantity when 'resolved' then 'resolved_total' else k.channel end
        end end as _field,
    case when t.source_table = 'dossiers' and t.quantity = 'received' then cast(k.received as decimal(28, 8))
        else cast(t.v as decimal(28, 8)) end as _value, t.period, t.agency_code, k.row_kind, k.field_code, k.item_code,
    k.measure, k.source_id, cast(t.v as decimal(28, 8)) as v, t.n_periods, t.first_period, t.last_period, t.previous,
    t.n_places,
    coalesce(a.name, g.name, r.name, t.agency_code) as agency,
    case when t.source_table = 'dossiers' then case when k.row_kind = 'field' then 'lĩnh vực ' || coalesce(k.field_name, k.field_code) end
        when t.source_table <> 'observations' and k.item_code <> 'ALL' then 'mã ' || k.item_code end as what_vi,
    case when t.source_table = 'dossiers' then case when k.row_kind = 'field' then 'field ' || coalesce(k.field_name, k.field_code) end
        when t.source_table <> 'observations' and k.item_code <> 'ALL' then 'code ' || k.item_code end as what_en,
    case t.quantity when 'received' then 'số tiếp nhận trong kỳ' when 'resolved' then 'số đã giải quyết'
        when 'ratings' then 'số lượt đánh giá' else coalesce(m.title, k.measure) end as label_vi,
    case t.quantity when 'received' then 'received in the period' when 'resolved' then 'resolved'
        when 'ratings' then 'ratings' else coalesce(m.title_en, m.title, k.measure) end as label_en,
    case when t.n_places > $listed then 'many' when t.kind = 'copied' then 'copied' end as _case
from told as t
join keyed as k on k._package = t._package and k._row = t._row and k.source_table = t.source_table
left join known as m on m.measure = k.measure
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = t.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = t.agency_code
left join reference.agencies as r on r.agency_code = t.agency_code
where t.n_places <= $listed or t.nth = 1
