/*
severity = "error"
mender = "you"
certainty = "high"
applies = """coalesce(period_basis, '') <> 'cumulative' and period in (
    select p.period from reference.periods as p
    join (select distinct d.period from dossiers as d) as b on b.period = p.previous
    where p.kind <> 'nine_months')"""
unknown = """carried_over is null or exists (
    select 1 from reference.periods as p join dossiers as b on b.period = p.previous
    where p.period = dossiers.period and b.pending_total is null and b.agency_code = dossiers.agency_code
    and b.row_kind = dossiers.row_kind and b.field_code = dossiers.field_code
    and b.period_basis is not distinct from dossiers.period_basis)"""
field = "carried_over"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "carried_over", "pending_total"]

[parameters]
reform = 2025-07-01

[basis]
vi = "Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (6) của kỳ này là (11) của kỳ trước, cùng đơn vị, cùng lĩnh vực."
en = "Form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (6) of a period is (11) of the period before, for the same agency and field."

[title]
vi = "Số kỳ trước chuyển sang không bằng số còn lại cuối kỳ trước"
en = "What was carried over is not what was left pending"

[message]
vi = "Số chuyển kỳ không khớp: kỳ trước chuyển sang (6) của {period:period} ghi {carried_over}, nhưng cuối {previous:period} còn đang giải quyết (11) {pending_before}, lệch {difference}. {agency}{field_label:, lĩnh vực …}."
en = "The carry-over does not match: carried over (6) in {period:period} says {carried_over}, but pending (11) at the end of {previous:period} was {pending_before}, a difference of {difference}. {agency}{field_label:, field …}."

[fix]
vi = "Đối chiếu hai kỳ với phần mềm một cửa: kỳ trước đã chốt lại sau khi gửi, hay kỳ này lấy số ở thời điểm khác? Kỳ nào sai thì gửi lại kỳ đó. Công cụ không tự sửa con số."
en = "Check both periods against the one-stop software: was the earlier one closed again after it was sent, or this one read at another time? Send again the one that is wrong. The tool never changes a number."

[not_when]
vi = "Một trong hai số chưa có; hai kỳ không liền nhau hoặc khác cách tính kỳ; số lũy kế và kỳ 9 tháng; đơn vị, hoặc đơn vị nhập vào nó, thuộc nó, được lập, sáp nhập hay giải thể quanh lúc chuyển kỳ; cơ quan địa phương qua ngày 01/07/2025; danh sách lĩnh vực của đơn vị khác nhau giữa hai kỳ."
en = "One of the two numbers is unknown; periods that do not follow each other or are counted otherwise; cumulative numbers and nine months; an agency that was set up, merged or closed around the change of period, or one that went into it or belongs to it; local bodies across 2025-07-01; a list of fields that differs between the two periods."
*/
with pairs as (
    select c.period, c.previous, b.starts, c.ends,
        coalesce(b.reporting_starts, b.starts) as reporting_starts, coalesce(c.reporting_ends, c.ends) as reporting_ends
    from reference.periods as c
    join reference.periods as b on b.period = c.previous and b.last_month_n + 1 = c.first_month_n
),
-- bodies, fields and periods by number: a row is then joined to the one before it by one number and not by four texts,
-- which takes less time and far less memory
bodies_told as (
    select x.agency_code, row_number() over (order by x.agency_code) as n
    from (select distinct d.agency_code from dossiers as d) as x
),
fields_told as (
    select x.row_kind, x.field_code, x.field_name, row_number() over (order by x.row_kind, x.field_code) as n,
        count(*) over () as n_all
    from (
        select d.row_kind, d.field_code, max(d.field_name) as field_name from dossiers as d group by d.row_kind, d.field_code
    ) as x
),
calendar as (
    select x.period, row_number() over (order by x.period) as n, count(*) over () as n_all from reference.periods as x
),
periods_told as (
    select c.period, c.n, c.n_all, b.n as n_before
    from calendar as c
    left join pairs as p on p.period = c.period
    left join calendar as b on b.period = p.previous
),
numbered as (
    select d._package, d._row, d.period_basis, d.carried_over, d.pending_total, a.n as body, f.n as field, p.n as month,
        (a.n * f.n_all + f.n) * p.n_all + p.n as place, (a.n * f.n_all + f.n) * p.n_all + p.n_before as place_before
    from dossiers as d
    join bodies_told as a on a.agency_code = d.agency_code
    join fields_told as f on f.row_kind = d.row_kind and f.field_code = d.field_code
    join periods_told as p on p.period = d.period
),
unlike as (
    select distinct d._package, d._row, d.period_basis, d.carried_over, d.body, d.field, d.month,
        l.pending_total as pending_before
    from numbered as d
    join numbered as l on l.place = d.place_before
    where d.carried_over - l.pending_total <> 0 and coalesce(d.period_basis, '') <> 'cumulative'
        and coalesce(l.period_basis, '') = coalesce(d.period_basis, '')
),
broken as (
    select u._package, u._row, c.period, a.agency_code, f.row_kind, f.field_code, f.field_name, u.carried_over,
        u.period_basis, p.previous, u.pending_before,
        case when u.period_basis = 'reporting' then p.reporting_starts else p.starts end as starts,
        case when u.period_basis = 'reporting' then p.reporting_ends else p.ends end as ends
    from unlike as u
    join bodies_told as a on a.n = u.body
    join fields_told as f on f.n = u.field
    join calendar as c on c.n = u.month
    join pairs as p on p.period = c.period
),
-- all that those bodies said in the two periods
told as (
    select s.period, s.previous, o.period as told_for, o.agency_code, o.row_kind, o.field_code, o.period_basis, o.pending_total
    from (select distinct b.agency_code, b.period, b.previous from broken as b) as s
    join dossiers as o on o.agency_code = s.agency_code and (o.period = s.period or o.period = s.previous)
),
-- packages that overlap must agree, or what was left is not known
disputed as (
    select distinct b._package, b._row
    from broken as b
    join told as o on o.told_for = b.previous and o.period = b.period and o.agency_code = b.agency_code
        and o.row_kind = b.row_kind and o.field_code = b.field_code and o.period_basis is not distinct from b.period_basis
    where o.pending_total is distinct from b.pending_before
),
-- fields that stand in only one of the two periods
moved_fields as (
    select f.agency_code, f.period, f.field_code
    from told as f
    where f.row_kind = 'field'
    group by f.agency_code, f.period, f.field_code
    having min(f.told_for) = max(f.told_for)
),
bodies as (
    select a.agency_code, a.tier, a.kind, a.parent_code, a.successor_code, a.valid_from, a.valid_to from agencies as a
    union all
    select a.agency_code, a.tier, a.kind, a.parent_code, a.successor_code, a.valid_from, a.valid_to
    from reference.agencies as a
),
-- whose series breaks when a body is set up or ends: its own, its successor's, its parent's, its tier's
breaks as (
    select b.agency_code as code, b.valid_from, b.valid_to from bodies as b
    union all
    select b.successor_code as code, cast(null as date) as valid_from, b.valid_to from bodies as b
    union all
    select b.parent_code as code, b.valid_from, b.valid_to from bodies as b
    union all
    select g.group_code as code, b.valid_from, b.valid_to
    from agency_groups as g
    join bodies as b on b.tier = g.tier and coalesce(g.kind, b.kind, '') = coalesce(b.kind, '')
        and coalesce(g.parent_code, b.parent_code, '') = coalesce(b.parent_code, '')
)
select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.carried_over, d.previous,
    d.pending_before, abs(cast(d.carried_over as decimal(30, 0)) - cast(d.pending_before as decimal(30, 0))) as difference,
    coalesce(a.name, g.name, d.agency_code) as agency,
    case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as field_label
from broken as d
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = d.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = d.agency_code
where not exists (select 1 as one from disputed as o where o._package = d._package and o._row = d._row)
    and not (d.agency_code not like 'G%' and $reform > d.starts and $reform <= d.ends)
    and not exists (
        select 1 as one from breaks as k
        where k.code = d.agency_code
            and ((k.valid_from > d.starts and k.valid_from <= d.ends) or (k.valid_to >= d.starts and k.valid_to < d.ends))
    )
    and not exists (
        select 1 as one from moved_fields as m where m.agency_code = d.agency_code and m.period = d.period
    )
