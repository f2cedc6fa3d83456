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
periods = 6  # months or quarters with figures that make a series
ratio = 10  # times the mean of the other periods, and both neighbours, or a tenth of them
least = 100  # the least jump, in what is counted
listed = 20  # more series than this in one table and period are one finding
reform = 2025-07-01

[basis]
vi = "Không văn bản nào nói số liệu không được nhảy vọt. Ngưỡng là của dự án, đặt cao để chỉ hỏi khi có thể gõ thừa, thiếu chữ số, hoặc dấu chấm hàng nghìn bị đọc thành dấu thập phân (1.250 thành 1). Kiểm kê dịch vụ của Canada hỏi khi lượng nhảy quá 20 độ lệch chuẩn."
en = "No text says that figures must not jump. The thresholds are the project's, set high so as to ask only where a digit may be missing or one too many, or a thousands separator was read as a decimal sign (1.250 as 1). Canada's service inventory asks where a volume jumps by more than 20 standard deviations."

[title]
vi = "Số liệu một kỳ nhảy vọt rồi trở lại"
en = "A figure that jumps for one period and comes back"

[message]
vi = "{agency}{what_vi:, …}: {label_vi} {period:period} là {v}, gấp ít nhất {ratio} lần mức thường thấy ({usual}){before:; kỳ trước …}{after:, kỳ sau …}."
en = "{agency}{what_en:, …}: {label_en}, {period:period}: {v}, at least {ratio} times what is usual ({usual}){before:; the period before: …}{after:, the period after: …}."

[fix]
vi = "Đối chiếu ô này với phần mềm một cửa: gõ thừa chữ số, dồn hồ sơ của nhiều kỳ, hay thật sự có đợt cao điểm? Nếu đúng thì ghi lý do cạnh số liệu."
en = "Check this cell against the one-stop software: a digit too many, dossiers of several periods entered at once, or a real peak? If it is right, put the reason beside the figure."

[not_when]
vi = "Chuỗi có dưới {periods} tháng (hoặc quý) có số liệu; số lũy kế; lệch dưới {least}; cùng kỳ năm trước hoặc năm sau cũng cao như vậy (theo mùa); mức thường thấy là 0; thay đổi kéo dài sang kỳ sau; kỳ có ngày 01/07/2025 ở địa phương và các kỳ quanh lúc cơ quan lập hoặc giải thể. Chỉ xét số tiếp nhận, số giải quyết, lượt đánh giá và số đếm cộng được, không xét tỷ lệ."
en = "Series of fewer than {periods} months (or quarters) with figures; cumulative numbers; jumps below {least}; as much in the same period a year earlier or later (a season); where 0 is usual; changes that last into the next period; the period of 2025-07-01 for local bodies, and those around a body's start or end. Looks at received, resolved, ratings and counts that add up, not at ratios."

[cases.drop.title]
vi = "Số liệu một kỳ tụt hẳn rồi trở lại"
en = "A figure that drops for one period and comes back"
[cases.drop.message]
vi = "{agency}{what_vi:, …}: {label_vi} {period:period} chỉ là {v}, không tới một phần {ratio} mức thường thấy ({usual}){before:; kỳ trước …}{after:, kỳ sau …}."
en = "{agency}{what_en:, …}: {label_en}, {period:period}: only {v}, not one part in {ratio} of what is usual ({usual}){before:; the period before: …}{after:, the period after: …}."
[cases.drop.fix]
vi = "Xem dấu chấm hàng nghìn có bị đọc thành dấu thập phân, kỳ có lấy đủ ngày, hay số 0 thay cho chưa có số liệu. Nếu đúng thì ghi lý do cạnh số liệu."
en = "See whether a thousands separator was read as a decimal sign, the period was taken whole, or 0 stands for unknown. If it is right, put the reason beside the figure."

[cases.many.message]
vi = "{n_series} chuỗi số liệu của bảng {table} cùng nhảy vọt hoặc tụt hẳn vào {period:period}. Lệch nhiều nhất: {agency}{what_vi:, …}, {label_vi} {v}, thường thấy {usual}."
en = "Series of table {table} that all jump or drop in {period:period}: {n_series}. The largest: {agency}{what_en:, …}, {label_en} {v}, usual {usual}."
[cases.many.fix]
vi = "Xem cả kỳ này có được lấy đủ ngày, đúng kỳ và không bị nhập hai lần không."
en = "See whether this period was taken whole, is the right one, and was not imported twice."
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
    select p.period, p.kind, p.n, p.starts, p.ends from reference.periods as p where p.kind in ('month', 'quarter')
),
-- places and things that ever reach the least jump: the others can't leap
busy_forms as (
    select distinct d.agency_code, d.row_kind, d.field_code
    from dossiers as d
    where cast(d.received_online as double) + d.received_offline >= $least or d.resolved_total >= $least
),
busy_usage as (
    select distinct u.agency_code, u.item_code from usage as u where u.received_total >= $least
),
forms as (
    select d.agency_code, d.row_kind, d.field_code, coalesce(d.period_basis, '') as basis, p.kind,
        count(cast(d.received_online as double) + d.received_offline) as n,
        sum(cast(d.received_online as double) + d.received_offline) as total,
        max(cast(d.received_online as double) + d.received_offline) as top,
        min(cast(d.received_online as double) + d.received_offline) as bottom,
        count(d.resolved_total) as n_resolved, sum(cast(d.resolved_total as double)) as total_resolved,
        max(cast(d.resolved_total as double)) as top_resolved, min(cast(d.resolved_total as double)) as bottom_resolved
    from dossiers as d
    join busy_forms as b on b.agency_code = d.agency_code and b.row_kind = d.row_kind and b.field_code = d.field_code
    join calendar as p on p.period = d.period
    where coalesce(d.period_basis, '') <> 'cumulative'
    group by d.agency_code, d.row_kind, d.field_code, coalesce(d.period_basis, ''), p.kind
),
series as (
    select 'dossiers' as source_table, 'received' as quantity, f.agency_code, f.row_kind as part, f.field_code as thing,
        f.basis, f.kind, f.n, f.total, f.top, f.bottom
    from forms as f
    union all
    select 'dossiers' as source_table, 'resolved' as quantity, f.agency_code, f.row_kind as part, f.field_code as thing,
        f.basis, f.kind, f.n_resolved as n, f.total_resolved as total, f.top_resolved as top, f.bottom_resolved as bottom
    from forms as f
    union all
    select 'usage' as source_table, 'received' as quantity, u.agency_code, '' as part, u.item_code as thing,
        coalesce(u.period_basis, '') as basis, p.kind, count(u.received_total) as n,
        sum(cast(u.received_total as double)) as total, max(cast(u.received_total as double)) as top,
        min(cast(u.received_total as double)) as bottom
    from usage as u
    join busy_usage as b on b.agency_code = u.agency_code and b.item_code = u.item_code
    join calendar as p on p.period = u.period
    where coalesce(u.period_basis, '') <> 'cumulative'
    group by u.agency_code, u.item_code, coalesce(u.period_basis, ''), p.kind
    union all
    select 'satisfaction' as source_table, 'ratings' as quantity, s.agency_code, '' as part, s.item_code as thing,
        coalesce(s.period_basis, '') as basis, p.kind, count(s.ratings) as n, sum(cast(s.ratings as double)) as total,
        max(cast(s.ratings as double)) as top, min(cast(s.ratings as double)) as bottom
    from satisfaction as s
    join calendar as p on p.period = s.period
    where coalesce(s.period_basis, '') <> 'cumulative'
    group by s.agency_code, s.item_code, coalesce(s.period_basis, ''), p.kind
    union all
    select 'observations' as source_table, 'value' as quantity, o.agency_code, '' as part, o.measure as thing,
        coalesce(o.period_basis, '') as basis, p.kind, count(o.value) as n, sum(cast(o.value as double)) as total,
        max(cast(o.value as double)) as top, min(cast(o.value as double)) as bottom
    from observations as o
    join known as k on k.measure = o.measure and k.unit in ('count', 'vnd') and k.additive = 'yes'
    join calendar as p on p.period = o.period
    where coalesce(o.period_basis, '') <> 'cumulative'
    group by o.agency_code, o.measure, coalesce(o.period_basis, ''), p.kind
),
-- the few series in which the largest or the smallest value is far from the mean of the others
suspects as (
    select s.source_table, s.quantity, s.agency_code, s.part, s.thing, s.basis, s.kind, s.n, s.total
    from series as s
    where s.n >= $periods and (
        (s.top * (s.n - 1) >= $ratio * (s.total - s.top) and (s.top - $least) * (s.n - 1) >= s.total - s.top)
        or ($ratio * s.bottom * (s.n - 1) <= s.total - s.bottom and s.total - s.bottom >= (s.bottom + $least) * (s.n - 1)))
),
given as (
    select d._package, d._row, s.source_table, s.quantity, s.agency_code, s.part, s.thing, s.basis, s.kind, s.n, s.total,
        d.period, case s.quantity when 'resolved' then cast(d.resolved_total as double)
            else cast(d.received_online as double) + d.received_offline end as v
    from suspects as s
    join dossiers as d on d.agency_code = s.agency_code and d.row_kind = s.part and d.field_code = s.thing
        and coalesce(d.period_basis, '') = s.basis
    where s.source_table = 'dossiers'
    union all
    select u._package, u._row, s.source_table, s.quantity, s.agency_code, s.part, s.thing, s.basis, s.kind, s.n, s.total,
        u.period, cast(u.received_total as double) as v
    from suspects as s
    join usage as u on u.agency_code = s.agency_code and u.item_code = s.thing and coalesce(u.period_basis, '') = s.basis
    where s.source_table = 'usage'
    union all
    select t._package, t._row, s.source_table, s.quantity, s.agency_code, s.part, s.thing, s.basis, s.kind, s.n, s.total,
        t.period, cast(t.ratings as double) as v
    from suspects as s
    join satisfaction as t on t.agency_code = s.agency_code and t.item_code = s.thing
        and coalesce(t.period_basis, '') = s.basis
    where s.source_table = 'satisfaction'
    union all
    select o._package, o._row, s.source_table, s.quantity, s.agency_code, s.part, s.thing, s.basis, s.kind, s.n, s.total,
        o.period, cast(o.value as double) as v
    from suspects as s
    join observations as o on o.agency_code = s.agency_code and o.measure = s.thing and coalesce(o.period_basis, '') = s.basis
    where s.source_table = 'observations'
),
placed as (
    select g._package, g._row, g.source_table, g.quantity, g.agency_code, g.part, g.thing, g.basis, g.kind, g.period, p.n,
        p.starts, p.ends, g.v, (g.total - g.v) / (g.n - 1) as usual,
        lag(g.v) over (partition by g.source_table, g.quantity, g.agency_code, g.part, g.thing, g.basis, g.kind
            order by p.n) as before,
        lead(g.v) over (partition by g.source_table, g.quantity, g.agency_code, g.part, g.thing, g.basis, g.kind
            order by p.n) as after,
        lag(p.n) over (partition by g.source_table, g.quantity, g.agency_code, g.part, g.thing, g.basis, g.kind
            order by p.n) as before_n,
        lead(p.n) over (partition by g.source_table, g.quantity, g.agency_code, g.part, g.thing, g.basis, g.kind
            order by p.n) as after_n,
        count(*) over (partition by g.source_table, g.quantity, g.agency_code, g.part, g.thing, g.basis, g.kind, p.n) as twice
    from given as g
    join calendar as p on p.period = g.period and p.kind = g.kind
    where g.v is not null
),
jumps as (
    select p._package, p._row, p.source_table, p.quantity, p.agency_code, p.part, p.thing, p.basis, p.kind, p.period, p.n,
        p.starts, p.ends, p.v, p.usual, case when p.before_n = p.n - 1 then p.before end as before,
        case when p.after_n = p.n + 1 then p.after end as after,
        case when p.v >= $ratio * greatest(p.usual, p.before, p.after) and p.v - greatest(p.usual, p.before, p.after) >= $least
            and greatest(p.usual, p.before, p.after) > 0 then 'jump'
            when p.before is not null and $ratio * p.v <= least(p.usual, p.before, p.after)
            and least(p.usual, p.before, p.after) - p.v >= $least then 'drop' end as direction
    from placed as p
),
bodies as (
    select a.agency_code, a.valid_from, a.valid_to from agencies as a
    union all
    select r.agency_code, r.valid_from, r.valid_to from reference.agencies as r
),
told as (
    select j._package, j._row, j.source_table, j.quantity, j.agency_code, j.thing, j.period, j.v, j.usual, j.before, j.after,
        j.direction,
        count(*) over (partition by j._package, j.source_table, j.period) as n_series,
        row_number() over (partition by j._package, j.source_table, j.period
            order by abs(j.v - j.usual) desc, j._row, j.quantity) as nth
    from jumps as j
    where j.direction is not null
        and not exists (
            select 1 as one from placed as o
            where o.twice > 1 and o.source_table = j.source_table and o.quantity = j.quantity and o.agency_code = j.agency_code
                and o.part = j.part and o.thing = j.thing and o.basis = j.basis and o.kind = j.kind
        )
        and not (j.agency_code not like 'G%' and j.starts <= $reform and j.ends >= $reform)
        and not exists (
            select 1 as one from bodies as b
            where b.agency_code = j.agency_code and (b.valid_from > j.starts or b.valid_to <= j.ends)
        )
        and not (j.direction = 'jump' and exists (
            select 1 as one from placed as o
            where o.source_table = j.source_table and o.quantity = j.quantity and o.agency_code = j.agency_code
                and o.part = j.part and o.thing = j.thing and o.basis = j.basis and o.kind = j.kind
                and (o.n = j.n - case j.kind when 'month' then 12 else 4 end
                    or o.n = j.n + case j.kind when 'month' then 12 else 4 end)
                and o.v * 2 >= j.v
        ))
        and not (j.direction = 'drop' and exists (
            select 1 as one from placed as o
            where o.source_table = j.source_table and o.quantity = j.quantity and o.agency_code = j.agency_code
                and o.part = j.part and o.thing = j.thing and o.basis = j.basis and o.kind = j.kind
                and (o.n = j.n - case j.kind when 'month' then 12 else 4 end
                    or o.n = j.n + case j.kind when 'month' then 12 else 4 end)
                and o.v <= 2 * j.v
        ))
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
select t._package, t._row, t.source_table as _table, case t.source_table when 'observations' then 'value' when 'satisfaction' then 'ratings'
        when 'usage' then 'received_total' else case t.quantity when 'resolved' then 'resolved_total' else k.channel end
        end as _field,
    case when t.source_table = 'dossiers' and t.quantity = 'received' then cast(k.received as decimal(28, 8))
        else cast(t.v as decimal(28, 8)) end as _value, t.period, t.agency_code, k.row_kind, k.field_code, k.item_code, k.measure, k.source_id,
    cast(t.v as decimal(28, 8)) as v, round(cast(t.usual as decimal(28, 8)), 0) as usual,
    cast(t.before as decimal(28, 8)) as before, cast(t.after as decimal(28, 8)) as after, t.n_series,
    coalesce(a.name, g.name, r.name, t.agency_code) as agency,
    case when t.source_table = 'dossiers' then case when k.row_kind = 'field' then 'lĩnh vực ' || coalesce(k.field_name, k.field_code) end
        when t.source_table <> 'observations' and k.item_code <> 'ALL' then 'mã ' || k.item_code end as what_vi,
    case when t.source_table = 'dossiers' then case when k.row_kind = 'field' then 'field ' || coalesce(k.field_name, k.field_code) end
        when t.source_table <> 'observations' and k.item_code <> 'ALL' then 'code ' || k.item_code end as what_en,
    case t.quantity when 'received' then 'số tiếp nhận trong kỳ' when 'resolved' then 'số đã giải quyết'
        when 'ratings' then 'số lượt đánh giá' else coalesce(m.title, k.measure) end as label_vi,
    case t.quantity when 'received' then 'received in the period' when 'resolved' then 'resolved'
        when 'ratings' then 'ratings' else coalesce(m.title_en, m.title, k.measure) end as label_en,
    case when t.n_series > $listed then 'many' when t.direction = 'drop' then 'drop' end as _case
from told as t
join keyed as k on k._package = t._package and k._row = t._row and k.source_table = t.source_table
left join known as m on m.measure = k.measure
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = t.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = t.agency_code
left join reference.agencies as r on r.agency_code = t.agency_code
where t.n_series <= $listed or t.nth = 1
