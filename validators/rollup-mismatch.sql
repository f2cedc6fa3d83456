/*
severity = "error"
mender = "you"
certainty = "high"
applies = "row_kind <> 'field'"
possible = "exists (select 1 as one from form_06 as f where f.total is not null) or exists (select 1 as one from measure_sums as m join additive as x on x.agency_code = m.parent_code and x.measure = m.measure and x.period = m.period)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]
agencies = ["agency_code", "parent_code"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]
agencies = ["agency_code", "parent_code"]

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP): các lĩnh vực cộng thành đơn vị, các đơn vị thành cấp, các cấp thành tỉnh (trước 01/07/2025: sở, huyện, xã; từ đó: sở, xã). Số đo khác: cột additive của bảng measures."
en = "Form 06 (Thông tư 01/2020/TT-VPCP): fields add up to the unit, units to the tier, tiers to the province (before 2025-07-01: departments, districts, communes; since: departments, communes). Other measures: column additive of table measures."

[title]
vi = "Các phần cộng lại không bằng số của cấp trên"
en = "Parts that do not add up to what stands above them"

[message]
vi = "Cộng lại không khớp, {period:period}: {label_vi} của {agency} ghi {stated}, nhưng {children} {parts_vi} cộng lại là {total}, lệch {difference}."
en = "Parts do not add up, {period:period}: {label_en} of {agency} says {stated}, but its {children} {parts_en} add up to {total}, a difference of {difference}."

[fix]
vi = "Đối chiếu số của cấp trên với từng {parts_vi}: có nơi nào báo thiếu, báo hai lần, sửa sau khi gửi, hay số tổng được gõ tay? Công cụ không tự sửa con số."
en = "Check the number above against each {parts_one_en}: did one report too little, twice, or change after sending, or was the total typed by hand? The tool never changes a number."

[not_when]
vi = "Chưa có đủ các phần, hoặc một phần chưa có số liệu; có cơ quan được lập, sáp nhập hay giải thể giữa kỳ, hoặc có mã chưa biết thuộc đâu; lĩnh vực có ở kỳ liền kề mà thiếu ở kỳ này, hoặc bảng coverage nói không nằm trong số tổng; cơ quan cấp trên không phải là tỉnh, vì có thể có hồ sơ riêng; số đo không cộng được, hoặc đếm không trùng (distinct); quan sát từ hai nguồn khác nhau."
en = "Where a part is missing or unknown; where a body was set up, merged or closed within the period, or a code belongs nowhere; fields that the neighbouring period has and this one lacks, or that table coverage keeps out of the totals; parents other than a province, which may have dossiers of their own; measures that do not add up or count distinct things; observations of different sources."
*/
with bodies as (
    select a.agency_code, max(a.name) as name, max(a.kind) as kind, max(a.tier) as tier, max(a.parent_code) as parent_code,
        max(a.valid_from) as valid_from, max(a.valid_to) as valid_to
    from (
        select x.agency_code, x.name, x.kind, x.tier, x.parent_code, x.valid_from, x.valid_to from agencies as x
        union all
        select r.agency_code, r.name, r.kind, r.tier, r.parent_code, r.valid_from, r.valid_to
        from reference.agencies as r
        where not exists (select 1 as one from agencies as x where x.agency_code = r.agency_code)
    ) as a
    group by a.agency_code
),
used as (
    select p.period, u.period_basis,
        case when u.period_basis = 'reporting' then coalesce(p.reporting_starts, p.starts) else p.starts end as starts,
        case when u.period_basis = 'reporting' then coalesce(p.reporting_ends, p.ends) else p.ends end as ends
    from (
        select d.period, d.period_basis from dossiers as d where d.row_kind <> 'field'
        union
        select s.period, s.period_basis from scores as s
        union
        select o.period, o.period_basis from observations as o
    ) as u
    join reference.periods as p on p.period = u.period
),
tiers as (
    select g.group_code, max(g.name) as name, max(g.tier) as tier, max(g.kind) as kind, max(g.parent_code) as parent_code
    from agency_groups as g
    where g.parent_code is not null
        and exists (select 1 as one from dossiers as d where d.row_kind = 'tier_total' and d.agency_code = g.group_code)
    group by g.group_code
),
-- the bodies below each province in each period, and the tiers whose totals they belong to
below as (
    select u.period, u.period_basis, b.parent_code, b.agency_code, t.group_code,
        case when coalesce(b.valid_from, u.starts) <= u.starts and coalesce(b.valid_to, u.ends) >= u.ends
            then 1 else 0 end as whole
    from used as u
    join bodies as b on coalesce(b.valid_from, u.ends) <= u.ends and coalesce(b.valid_to, u.starts) >= u.starts
    join bodies as p on p.agency_code = b.parent_code and p.kind = 'province'
    left join tiers as t on t.parent_code = b.parent_code and t.tier = b.tier and coalesce(t.kind, b.kind, '') = coalesce(b.kind, '')
),
families as (
    select b.period, b.period_basis, b.parent_code, count(distinct b.agency_code) as children, count(*) as places,
        count(b.group_code) as placed, count(distinct b.group_code) as tiers
    from below as b
    group by b.period, b.period_basis, b.parent_code
    having min(b.whole) = 1
),
tier_families as (
    select b.period, b.period_basis, b.group_code, b.parent_code, count(*) as children
    from below as b
    where b.group_code is not null
    group by b.period, b.period_basis, b.group_code, b.parent_code
    having min(b.whole) = 1
),
-- codes in the data that belong nowhere: their province can't be added up
strays as (
    select distinct f.period, f.agency_code
    from (
        select d.period, d.agency_code from dossiers as d where d.row_kind = 'agency'
        union
        select s.period, s.agency_code from scores as s
        union
        select o.period, o.agency_code from observations as o
    ) as f
    where not exists (select 1 as one from bodies as b where b.agency_code = f.agency_code)
),
-- rows of form 06 with the row that each is a part of
members as (
    select 'units' as relation, d.period, d.period_basis, f.group_code as above, d.agency_code as part, f.children as wanted,
        d.to_handle_total, d.received_online, d.received_offline, d.carried_over,
        d.resolved_total, d.resolved_early, d.resolved_on_time, d.resolved_overdue,
        d.pending_total, d.pending_on_time, d.pending_overdue, d.resolved_online
    from dossiers as d
    join below as b on b.agency_code = d.agency_code and b.period = d.period
        and b.period_basis is not distinct from d.period_basis
    join tier_families as f on f.group_code = b.group_code and f.period = b.period
        and f.period_basis is not distinct from b.period_basis
    where d.row_kind = 'agency' and d.field_code = 'ALL'
    union all
    select 'tiers' as relation, d.period, d.period_basis, f.parent_code as above, d.agency_code as part, f.tiers as wanted,
        d.to_handle_total, d.received_online, d.received_offline, d.carried_over,
        d.resolved_total, d.resolved_early, d.resolved_on_time, d.resolved_overdue,
        d.pending_total, d.pending_on_time, d.pending_overdue, d.resolved_online
    from dossiers as d
    join tiers as t on t.group_code = d.agency_code
    join families as f on f.parent_code = t.parent_code and f.period = d.period
        and f.period_basis is not distinct from d.period_basis
        and f.places = f.children and f.placed = f.children
    where d.row_kind = 'tier_total' and d.field_code = 'ALL'
    union all
    select 'units' as relation, d.period, d.period_basis, f.parent_code as above, d.agency_code as part, f.children as wanted,
        d.to_handle_total, d.received_online, d.received_offline, d.carried_over,
        d.resolved_total, d.resolved_early, d.resolved_on_time, d.resolved_overdue,
        d.pending_total, d.pending_on_time, d.pending_overdue, d.resolved_online
    from dossiers as d
    join below as b on b.agency_code = d.agency_code and b.period = d.period
        and b.period_basis is not distinct from d.period_basis
    join families as f on f.parent_code = b.parent_code and f.period = b.period
        and f.period_basis is not distinct from b.period_basis and f.tiers = 0
    where d.row_kind = 'agency' and d.field_code = 'ALL'
),
sums as (
    select 'fields' as relation, d.period, d.period_basis, d.agency_code as above, count(*) as children,
        sum(d.to_handle_total) as to_handle_total, count(d.to_handle_total) as to_handle_total_known,
        sum(d.received_online) as received_online, count(d.received_online) as received_online_known,
        sum(d.received_offline) as received_offline, count(d.received_offline) as received_offline_known,
        sum(d.carried_over) as carried_over, count(d.carried_over) as carried_over_known,
        sum(d.resolved_total) as resolved_total, count(d.resolved_total) as resolved_total_known,
        sum(d.resolved_early) as resolved_early, count(d.resolved_early) as resolved_early_known,
        sum(d.resolved_on_time) as resolved_on_time, count(d.resolved_on_time) as resolved_on_time_known,
        sum(d.resolved_overdue) as resolved_overdue, count(d.resolved_overdue) as resolved_overdue_known,
        sum(d.pending_total) as pending_total, count(d.pending_total) as pending_total_known,
        sum(d.pending_on_time) as pending_on_time, count(d.pending_on_time) as pending_on_time_known,
        sum(d.pending_overdue) as pending_overdue, count(d.pending_overdue) as pending_overdue_known,
        sum(d.resolved_online) as resolved_online, count(d.resolved_online) as resolved_online_known
    from dossiers as d
    where d.row_kind = 'field'
    group by d.period, d.period_basis, d.agency_code
    union all
    select m.relation, m.period, m.period_basis, m.above, count(*) as children,
        sum(m.to_handle_total) as to_handle_total, count(m.to_handle_total) as to_handle_total_known,
        sum(m.received_online) as received_online, count(m.received_online) as received_online_known,
        sum(m.received_offline) as received_offline, count(m.received_offline) as received_offline_known,
        sum(m.carried_over) as carried_over, count(m.carried_over) as carried_over_known,
        sum(m.resolved_total) as resolved_total, count(m.resolved_total) as resolved_total_known,
        sum(m.resolved_early) as resolved_early, count(m.resolved_early) as resolved_early_known,
        sum(m.resolved_on_time) as resolved_on_time, count(m.resolved_on_time) as resolved_on_time_known,
        sum(m.resolved_overdue) as resolved_overdue, count(m.resolved_overdue) as resolved_overdue_known,
        sum(m.pending_total) as pending_total, count(m.pending_total) as pending_total_known,
        sum(m.pending_on_time) as pending_on_time, count(m.pending_on_time) as pending_on_time_known,
        sum(m.pending_overdue) as pending_overdue, count(m.pending_overdue) as pending_overdue_known,
        sum(m.resolved_online) as resolved_online, count(m.resolved_online) as resolved_online_known
    from members as m
    group by m.relation, m.period, m.period_basis, m.above
    having count(*) = max(m.wanted) and count(distinct m.part) = max(m.wanted)
),
names as (
    select 'to_handle_total' as name, 'nhận giải quyết (3)' as label_vi, 'to handle (3)' as label_en
    union all
    select 'received_online' as name, 'tiếp nhận trực tuyến (4)' as label_vi, 'received online (4)' as label_en
    union all
    select 'received_offline' as name, 'tiếp nhận trực tiếp, bưu chính (5)' as label_vi, 'received at the desk or by post (5)' as label_en
    union all
    select 'carried_over' as name, 'kỳ trước chuyển sang (6)' as label_vi, 'carried over (6)' as label_en
    union all
    select 'resolved_total' as name, 'đã giải quyết (7)' as label_vi, 'resolved (7)' as label_en
    union all
    select 'resolved_early' as name, 'giải quyết trước hạn (8)' as label_vi, 'resolved early (8)' as label_en
    union all
    select 'resolved_on_time' as name, 'giải quyết đúng hạn (9)' as label_vi, 'resolved on time (9)' as label_en
    union all
    select 'resolved_overdue' as name, 'giải quyết quá hạn (10)' as label_vi, 'resolved overdue (10)' as label_en
    union all
    select 'pending_total' as name, 'đang giải quyết (11)' as label_vi, 'pending (11)' as label_en
    union all
    select 'pending_on_time' as name, 'đang giải quyết, trong hạn (12)' as label_vi, 'pending within the limit (12)' as label_en
    union all
    select 'pending_overdue' as name, 'đang giải quyết, quá hạn (13)' as label_vi, 'pending overdue (13)' as label_en
    union all
    select 'resolved_online' as name, 'đã giải quyết trực tuyến' as label_vi, 'resolved online' as label_en
),
form_06 as (
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, s.relation, s.children, c.name,
        c.label_vi, c.label_en,
        case c.name when 'to_handle_total' then d.to_handle_total
            when 'received_online' then d.received_online
            when 'received_offline' then d.received_offline
            when 'carried_over' then d.carried_over
            when 'resolved_total' then d.resolved_total
            when 'resolved_early' then d.resolved_early
            when 'resolved_on_time' then d.resolved_on_time
            when 'resolved_overdue' then d.resolved_overdue
            when 'pending_total' then d.pending_total
            when 'pending_on_time' then d.pending_on_time
            when 'pending_overdue' then d.pending_overdue
            when 'resolved_online' then d.resolved_online end as stated,
        case c.name when 'to_handle_total' then case when s.to_handle_total_known = s.children then s.to_handle_total end
            when 'received_online' then case when s.received_online_known = s.children then s.received_online end
            when 'received_offline' then case when s.received_offline_known = s.children then s.received_offline end
            when 'carried_over' then case when s.carried_over_known = s.children then s.carried_over end
            when 'resolved_total' then case when s.resolved_total_known = s.children then s.resolved_total end
            when 'resolved_early' then case when s.resolved_early_known = s.children then s.resolved_early end
            when 'resolved_on_time' then case when s.resolved_on_time_known = s.children then s.resolved_on_time end
            when 'resolved_overdue' then case when s.resolved_overdue_known = s.children then s.resolved_overdue end
            when 'pending_total' then case when s.pending_total_known = s.children then s.pending_total end
            when 'pending_on_time' then case when s.pending_on_time_known = s.children then s.pending_on_time end
            when 'pending_overdue' then case when s.pending_overdue_known = s.children then s.pending_overdue end
            when 'resolved_online' then case when s.resolved_online_known = s.children then s.resolved_online end end as total
    from dossiers as d
    join sums as s on s.above = d.agency_code and s.period = d.period
        and s.period_basis is not distinct from d.period_basis
        and ((d.row_kind = 'agency' and s.relation in ('fields', 'tiers', 'units'))
            or (d.row_kind = 'tier_total' and s.relation = 'units'))
    cross join names as c
    where d.row_kind <> 'field' and d.field_code = 'ALL'
),
-- bodies whose fields do not add up, with the fields that they told of then and in the periods before and after
unequal as (
    select f.agency_code, f.period, max(case when q.n < p.n then q.period end) as previous,
        max(case when q.n > p.n then q.period end) as following
    from form_06 as f
    join reference.periods as p on p.period = f.period
    join reference.periods as q on q.kind = p.kind and q.n >= p.n - 1 and q.n <= p.n + 1
    where f.relation = 'fields' and f.stated <> f.total
    group by f.agency_code, f.period
),
told_fields as (
    select w.agency_code, w.period, o.field_code, o.period_basis, case when o.period = w.period then 1 else 0 end as own
    from unequal as w
    join dossiers as o on o.agency_code = w.agency_code and o.row_kind = 'field'
        and (o.period = w.period or o.period = w.previous or o.period = w.following)
),
-- a field that the period before or after has and this one lacks, one that stands twice or is kept out of the totals:
-- the sum says nothing
doubtful_fields as (
    select t.agency_code, t.period
    from told_fields as t
    group by t.agency_code, t.period, t.field_code
    having max(t.own) = 0
    union
    select t.agency_code, t.period
    from told_fields as t
    group by t.agency_code, t.period, t.field_code, t.period_basis
    having sum(t.own) > 1
    union
    select distinct d.agency_code, d.period
    from coverage as v
    join dossiers as d on d.agency_code = v.agency_code and d.field_code = v.field_code and d.row_kind = 'field'
    where not v.included
),
own as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en, max(m.numerator) as numerator,
        max(m.denominator) as denominator, case when min(m.additive) = max(m.additive) then max(m.additive) end as additive
    from measures as m
    where m.version = 'implemented' or not exists (
        select 1 as one from measures as i where i.measure = m.measure and i.version = 'implemented'
    )
    group by m.measure
),
known as (
    select m.measure, m.title, m.title_en, m.numerator, m.denominator, m.additive from own as m
    union all
    select r.measure, r.title, r.title_en, r.numerator, r.denominator, r.additive
    from reference.measures as r
    where r.version = 'implemented' and not exists (select 1 as one from measures as m where m.measure = r.measure)
),
-- numbers that add up: observations of additive measures, and the sides of a score that are such measures
additive as (
    select o._package, o._row, 'observations' as source_table, o.period, o.period_basis, o.agency_code, o.measure,
        cast(null as varchar) as stage, o.source_id, 'value' as name, '' as version,
        coalesce(k.title, o.measure) as label_vi, coalesce(k.title_en, k.title, o.measure) as label_en,
        case when abs(o.value) < 1000000000000000 then cast(o.value as decimal(28, 8)) end as stated
    from observations as o
    join known as k on k.measure = o.measure and k.additive = 'yes'
    union all
    select s._package, s._row, 'scores' as source_table, s.period, s.period_basis, s.agency_code, s.measure, s.stage,
        '' as source_id, 'numerator' as name, coalesce(s.measure_version, 'implemented') as version,
        coalesce(k.title, s.measure) || ', tử số' as label_vi, coalesce(k.title_en, k.title, s.measure) || ', numerator' as label_en,
        case when abs(s.numerator) < 1000000000000000 then cast(s.numerator as decimal(28, 8)) end as stated
    from scores as s
    join known as k on k.measure = s.measure
    join known as side on side.measure = k.numerator and side.additive = 'yes'
    union all
    select s._package, s._row, 'scores' as source_table, s.period, s.period_basis, s.agency_code, s.measure, s.stage,
        '' as source_id, 'denominator' as name, coalesce(s.measure_version, 'implemented') as version,
        coalesce(k.title, s.measure) || ', mẫu số' as label_vi, coalesce(k.title_en, k.title, s.measure) || ', denominator' as label_en,
        case when abs(s.denominator) < 1000000000000000 then cast(s.denominator as decimal(28, 8)) end as stated
    from scores as s
    join known as k on k.measure = s.measure
    join known as side on side.measure = k.denominator and side.additive = 'yes'
),
measure_sums as (
    select x.source_table, x.period, x.period_basis, x.measure, x.stage, x.source_id, x.name, x.version, f.parent_code,
        count(*) as children, sum(x.stated) as total
    from additive as x
    join (select distinct b.period, b.period_basis, b.parent_code, b.agency_code from below as b) as b
        on b.agency_code = x.agency_code and b.period = x.period and b.period_basis is not distinct from x.period_basis
    join families as f on f.parent_code = b.parent_code and f.period = b.period
        and f.period_basis is not distinct from b.period_basis
    group by x.source_table, x.period, x.period_basis, x.measure, x.stage, x.source_id, x.name, x.version, f.parent_code
    having count(x.stated) = max(f.children) and count(distinct x.agency_code) = max(f.children) and count(*) = max(f.children)
),
wrong as (
    select f._package, f._row, 'dossiers' as source_table, f.period, f.agency_code, f.row_kind, f.field_code,
        cast(null as varchar) as measure, cast(null as varchar) as stage, cast(null as varchar) as source_id,
        f.relation, f.children, f.name, f.label_vi, f.label_en,
        cast(f.stated as decimal(38, 8)) as stated, cast(f.total as decimal(38, 8)) as total
    from form_06 as f
    where f.stated <> f.total and not (f.relation = 'fields' and exists (
        select 1 as one from doubtful_fields as m where m.agency_code = f.agency_code and m.period = f.period
    ))
    union all
    select x._package, x._row, x.source_table, x.period, x.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, x.measure, x.stage, x.source_id, 'units' as relation, s.children, x.name,
        x.label_vi, x.label_en, x.stated, s.total
    from additive as x
    join measure_sums as s on s.parent_code = x.agency_code and s.source_table = x.source_table and s.period = x.period
        and s.measure = x.measure and s.name = x.name and s.version = x.version and s.source_id = x.source_id
        and s.stage is not distinct from x.stage and s.period_basis is not distinct from x.period_basis
    where x.stated <> s.total
)
select w._package, w._row, w.source_table as _table, w.name as _field, w.stated as _value, w.period, w.agency_code,
    w.row_kind, w.field_code, w.measure, w.stage, w.source_id, w.label_vi, w.label_en, w.stated, w.total, w.children,
    abs(w.stated - w.total) as difference, coalesce(b.name, t.name, w.agency_code) as agency,
    case w.relation when 'fields' then 'lĩnh vực' when 'tiers' then 'cấp' else 'đơn vị' end as parts_vi,
    case w.relation when 'fields' then 'fields' when 'tiers' then 'tiers' else 'units' end as parts_en,
    case w.relation when 'fields' then 'field' when 'tiers' then 'tier' else 'unit' end as parts_one_en
from wrong as w
left join bodies as b on b.agency_code = w.agency_code
left join tiers as t on t.group_code = w.agency_code
where w.relation = 'fields' or not exists (
    select 1 as one from strays as s
    where s.period = w.period and s.agency_code like coalesce(t.parent_code, w.agency_code) || '.%'
)
