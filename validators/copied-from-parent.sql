/*
severity = "warning"
mender = "platform"
certainty = "medium"

[needs]
observations = ["period", "agency_code", "measure", "source_id", "value"]
agencies = ["agency_code", "parent_code"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]
agencies = ["agency_code", "parent_code"]

[[alternatives]]
dossiers = ["period", "agency_code", "row_kind", "field_code", "to_handle_total"]
agencies = ["agency_code", "parent_code"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code", "ratings", "ratings_satisfied"]
agencies = ["agency_code", "parent_code"]

[parameters]
least = 100  # counts below this may be equal by chance
several = 3  # of measures that do not add up, so many units must be equal, and half of those with data
listed = 5  # up to so many are named one by one; beyond that one finding for all

[basis]
vi = "Phép cộng: một đơn vị có số bằng đúng số của cấp trên thì các đơn vị cùng cấp không còn gì; nếu họ cũng có số liệu thì một trong hai số đã được chép. Với tỷ lệ, bình quân và số đếm không trùng, trùng nhau ở nhiều đơn vị là dấu hiệu, không phải chứng cứ."
en = "Addition: if a unit has exactly the number of the body above it, nothing is left for its siblings; if they have numbers too, one of the two was copied. For ratios, means and distinct counts, many equal units are a sign, no proof."

[title]
vi = "Số của đơn vị giống hệt số của cấp trên"
en = "A unit with exactly the number of the body above it"

[message]
vi = "Giống hệt cấp trên, {period:period}: {title} của {agency} là {shown}{shown_of:/…}, đúng bằng số của {parent}, trong khi {siblings} đơn vị khác cùng trực thuộc cũng có số liệu."
en = "The same as the body above, {period:period}: {title_en} of {agency} is {shown}{shown_of:/…}, exactly that of {parent}, although other units below it have numbers too ({siblings})."

[fix]
vi = "Lấy lại số của riêng đơn vị từ hệ thống; nếu hệ thống chỉ trả về số của cấp trên thì để trống. Công cụ không tự sửa con số."
en = "Fetch the unit's own number from the system again; if it only returns the number of the body above, leave the cell empty. The tool never changes a number."

[not_when]
vi = "Số đếm dưới 100; các đơn vị cùng cấp đều bằng 0 hoặc chưa có số liệu; 0%, 100% và điểm tối đa; tỷ lệ, bình quân, số đếm không trùng chỉ giống ở một, hai đơn vị."
en = "Counts below 100; siblings that are all 0 or unknown; 0 %, 100 % and full marks; ratios, means and distinct counts that are equal in one or two units only."

[cases.many.message]
vi = "Giống hệt cấp trên: {title} của {copies} đơn vị thuộc {parent} đúng bằng số của {parent} (như {agency}, {period:period}: {shown}{shown_of:/…})."
en = "The same as the body above: {title_en} of {copies} units of {parent} is exactly that of {parent} (such as {agency}, {period:period}: {shown}{shown_of:/…})."
[cases.alike.message]
vi = "Có thể chép từ cấp trên, {period:period}: {title} của {copies} trong {with_data} đơn vị thuộc {parent} đều là {shown}, đúng bằng số của {parent}."
en = "Perhaps copied from above, {period:period}: {title_en} of {copies} of {with_data} units of {parent} is {shown}, exactly that of {parent}."
[cases.alike.fix]
vi = "Hỏi đơn vị vận hành hệ thống: đây là số của từng đơn vị hay số của cấp trên? Nếu là số của cấp trên thì để trống ở đơn vị."
en = "Ask the operator of the system: is it the number of each unit, or that of the body above? If the latter, leave it empty for the units."
*/
with known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en, max(m.max_score) as max_score,
        case when min(m.unit) = max(m.unit) then max(m.unit) end as unit,
        case when min(m.additive) = max(m.additive) then max(m.additive) end as additive
    from (
        select o.measure, o.title, o.title_en, o.max_score, o.unit, o.additive from measures as o
        union all
        select r.measure, r.title, r.title_en, r.max_score, r.unit, r.additive from reference.measures as r
        where not exists (select 1 as one from measures as o where o.measure = r.measure)
    ) as m
    group by m.measure
),
bodies as (
    select b.agency_code, max(b.name) as name, max(b.parent_code) as parent_code
    from (
        select a.agency_code, a.name, a.parent_code from agencies as a
        union all
        select r.agency_code, r.name, r.parent_code from reference.agencies as r
        where not exists (select 1 as one from agencies as a where a.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
),
-- every number of a body with what makes it comparable to that of the body above; `more` must be equal too
numbers as (
    select o._package, o._row, 'observations' as source_table, 'value' as name, o.period, o.period_basis, o.agency_code,
        o.measure, cast(null as varchar) as stage, o.source_id, '' as version,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, cast(null as varchar) as item_code,
        o.value as shown, cast(null as decimal(28, 8)) as shown_of, '' as more,
        case when k.additive = 'yes' or (k.additive is null and k.unit = 'count') then 'sum' else 'other' end as kind,
        coalesce(k.title, o.measure) as title, coalesce(k.title_en, k.title, o.measure) as title_en,
        case when k.unit = 'percent' or regexp_matches(o.measure, '[-_](pct|percent)$') then 100 else k.max_score end as top
    from observations as o
    left join known as k on k.measure = o.measure
    where o.value > 0
    union all
    select s._package, s._row, 'scores' as source_table, 'numerator' as name, s.period, s.period_basis, s.agency_code,
        s.measure, s.stage, null as source_id, coalesce(s.measure_version, 'implemented') as version, null as row_kind,
        null as field_code, null as item_code, s.numerator as shown, s.denominator as shown_of, '' as more, 'sum' as kind,
        coalesce(k.title, s.measure) as title, coalesce(k.title_en, k.title, s.measure) as title_en, null as top
    from scores as s
    left join known as k on k.measure = s.measure
    where s.numerator > 0 and s.denominator > 0
    union all
    select s._package, s._row, 'scores' as source_table, case when s.ratio_pct is not null then 'ratio_pct' else 'score' end as name,
        s.period, s.period_basis, s.agency_code, s.measure, s.stage, null as source_id,
        coalesce(s.measure_version, 'implemented') as version, null as row_kind, null as field_code, null as item_code,
        coalesce(s.ratio_pct, s.score) as shown, null as shown_of, '' as more, 'other' as kind,
        coalesce(k.title, s.measure) as title, coalesce(k.title_en, k.title, s.measure) as title_en,
        case when s.ratio_pct is not null then 100 else coalesce(s.max_score, k.max_score) end as top
    from scores as s
    left join known as k on k.measure = s.measure
    where (s.numerator is null or s.denominator is null) and coalesce(s.ratio_pct, s.score) > 0
    union all
    select d._package, d._row, 'dossiers' as source_table, 'to_handle_total' as name, d.period, d.period_basis,
        d.agency_code, null as measure, null as stage, null as source_id, '' as version, d.row_kind, d.field_code,
        null as item_code, d.to_handle_total as shown, null as shown_of,
        coalesce(cast(d.received_online as varchar), '') || '|' || coalesce(cast(d.received_offline as varchar), '') || '|'
            || coalesce(cast(d.carried_over as varchar), '') || '|' || coalesce(cast(d.resolved_total as varchar), '') || '|'
            || coalesce(cast(d.pending_total as varchar), '') as more,
        'sum' as kind, 'nhận giải quyết (3) và các cột khác' as title, 'to handle (3), like the other columns,' as title_en,
        null as top
    from dossiers as d
    where d.row_kind = 'agency' and d.field_code = 'ALL' and d.to_handle_total > 0
    union all
    select r._package, r._row, 'satisfaction' as source_table, 'ratings' as name, r.period, r.period_basis, r.agency_code,
        null as measure, null as stage, null as source_id, '' as version, null as row_kind, null as field_code, r.item_code,
        r.ratings_satisfied as shown, r.ratings as shown_of, '' as more, 'sum' as kind, 'số lượt hài lòng' as title,
        'satisfied ratings' as title_en, null as top
    from satisfaction as r
    where r.item_code = 'ALL' and r.ratings > 0 and r.ratings_satisfied > 0
),
above as (
    select distinct b.parent_code from bodies as b where b.parent_code is not null
),
-- units with the number of the body above them
equals as (
    select f._package, f._row, f.source_table, f.name, f.period, f.period_basis, f.agency_code, f.measure, f.stage,
        f.source_id, f.version, f.row_kind, f.field_code, f.item_code, f.shown, f.shown_of, f.kind, f.title, f.title_en,
        b.parent_code, b.name as agency
    from numbers as f
    join bodies as b on b.agency_code = f.agency_code
    join (
        select distinct n.source_table, n.name, n.period, n.period_basis, n.agency_code, n.measure, n.stage, n.source_id, n.version,
            n.shown, n.shown_of, n.more
        from numbers as n
        join above as a on a.parent_code = n.agency_code
    ) as p on p.agency_code = b.parent_code and p.source_table = f.source_table and p.name = f.name
        and p.period = f.period and p.period_basis is not distinct from f.period_basis
        and p.measure is not distinct from f.measure and p.stage is not distinct from f.stage
        and p.source_id is not distinct from f.source_id and p.version = f.version
        and p.shown = f.shown and p.shown_of is not distinct from f.shown_of and p.more = f.more
    where (f.kind = 'sum' and coalesce(f.shown_of, f.shown) >= $least) or (f.kind = 'other' and f.shown is distinct from f.top)
),
-- how many units of that body have a number at all
families as (
    select e.source_table, e.name, e.period, e.period_basis, e.measure, e.stage, e.source_id, e.version, e.parent_code,
        count(distinct n.agency_code) as with_data
    from (
        select distinct x.source_table, x.name, x.period, x.period_basis, x.measure, x.stage, x.source_id, x.version, x.parent_code
        from equals as x
    ) as e
    join bodies as b on b.parent_code = e.parent_code
    join numbers as n on n.agency_code = b.agency_code and n.source_table = e.source_table and n.name = e.name
        and n.period = e.period and n.period_basis is not distinct from e.period_basis
        and n.measure is not distinct from e.measure and n.stage is not distinct from e.stage
        and n.source_id is not distinct from e.source_id and n.version = e.version
    group by e.source_table, e.name, e.period, e.period_basis, e.measure, e.stage, e.source_id, e.version, e.parent_code
    having count(distinct n.agency_code) > 1
),
copies as (
    select f._package, f._row, f.source_table, f.name, f.period, f.agency_code, f.measure, f.stage, f.source_id, f.row_kind,
        f.field_code, f.item_code, f.shown, f.shown_of, f.kind, f.title, f.title_en, f.agency, f.parent_code, g.with_data,
        count(*) over (
            partition by f.source_table, f.name, f.measure, f.stage, f.source_id, f.version, f.parent_code, f.kind,
                case when f.kind = 'other' then f.period end, case when f.kind = 'other' then f.period_basis end
        ) as copies,
        row_number() over (
            partition by f.source_table, f.name, f.measure, f.stage, f.source_id, f.version, f.parent_code, f.kind,
                case when f.kind = 'other' then f.period end, case when f.kind = 'other' then f.period_basis end
            order by f.period desc, f._package, f._row
        ) as nth
    from equals as f
    join families as g on g.source_table = f.source_table and g.name = f.name and g.period = f.period
        and g.period_basis is not distinct from f.period_basis and g.measure is not distinct from f.measure
        and g.stage is not distinct from f.stage and g.source_id is not distinct from f.source_id
        and g.version = f.version and g.parent_code = f.parent_code
)
select c._package, c._row, c.source_table as _table, c.name as _field, c.shown as _value,
    case when c.kind = 'other' then 'alike' when c.copies > $listed then 'many' end as _case,
    case when c.kind = 'other' then 'info' end as _severity,
    c.period, c.agency_code, c.measure, c.stage, c.source_id, c.row_kind, c.field_code, c.item_code,
    c.title, c.title_en, c.shown, c.shown_of, c.agency, coalesce(b.name, c.parent_code) as parent, c.copies, c.with_data,
    c.with_data - 1 as siblings
from copies as c
left join bodies as b on b.agency_code = c.parent_code
where (c.kind = 'sum' and (c.copies <= $listed or c.nth = 1))
    or (c.kind = 'other' and c.nth = 1 and c.copies >= $several and 2 * c.copies >= c.with_data)
order by c.source_table, c._package, c._row
