/*
severity = "warning"
mender = "you"
certainty = "medium"

[needs]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "ratio_pct"]

[[alternatives]]
figures = ["figure_id", "indicator", "relation", "value", "unit"]

[[alternatives]]
targets = ["indicator", "value", "unit"]

[parameters]
others = 3  # values between 20 and 100 that a series needs
low = 20  # no value of the series above 1 may be below this
fraction = 0.2  # a value from here to 1 may be a fraction
listed = 5  # up to so many are named one by one; beyond that one finding for the series

[basis]
vi = "Quy ước của công cụ: trong một chuỗi phần trăm mà mọi giá trị khác đều từ 20 trở lên, một giá trị từ 0,2 đến 1 có thể là tỷ số (0,95) chứ không phải phần trăm (95%)."
en = "The tool's convention: in a series of percentages where every other value is 20 or more, a value from 0.2 to 1 may be a fraction (0.95) and no percentage (95 %)."

[title]
vi = "Phần trăm lẫn với tỷ số 0–1"
en = "Percentages mixed with fractions from 0 to 1"

[message]
vi = "Phần trăm hay tỷ số? {title} của {agency}, {period:period}, ghi {value}%, trong khi {others_n} giá trị khác của chuỗi từ {least:pct} đến {most:pct}. Nếu là tỷ số thì ứng với {as_percent:pct}."
en = "Percent or fraction? {title_en} of {agency}, {period:period}, says {value} %, while the series' {others_n} other values run from {least:pct} to {most:pct}. As a fraction it would be {as_percent:pct}."

[fix]
vi = "Xem ở nguồn con số này là phần trăm hay tỷ số, rồi ghi cả chuỗi theo một đơn vị. Công cụ không tự sửa con số."
en = "See in the source whether it is a percentage or a fraction, and write the whole series in one unit. The tool never changes a number."

[not_when]
vi = "Chuỗi có giá trị trong khoảng từ 1 đến 20, vì khi đó giá trị nhỏ có thể là thật; giá trị 0; tỷ lệ kèm tử số và mẫu số (xem score-mismatch, figure-mismatch); chỉ tiêu “không quá”."
en = "Where the series has values between 1 and 20, since small values may then be real; the value 0; shares given with numerator and denominator (see score-mismatch, figure-mismatch); targets of “at most”."

[cases.many.message]
vi = "Phần trăm hay tỷ số? {title} có {small} giá trị từ 0 đến 1 (như {value} của {agency}, {period:period}) bên cạnh {others_n} giá trị từ {least:pct} đến {most:pct}."
en = "Percent or fraction? {title_en} has {small} values between 0 and 1 (such as {value}: {agency}, {period:period}) beside {others_n} values from {least:pct} to {most:pct}."
[cases.figure.message]
vi = "Phần trăm hay tỷ số? Con số {figure_id} ghi {value}%, trong khi {others_n} con số khác của chỉ số {title} từ {least:pct} đến {most:pct}. Nếu là tỷ số thì ứng với {as_percent:pct}."
en = "Percent or fraction? Figure {figure_id} says {value} %, while {others_n} other figures of indicator {title_en} run from {least:pct} to {most:pct}. As a fraction it would be {as_percent:pct}."
[cases.target.message]
vi = "Phần trăm hay tỷ số? Chỉ tiêu {indicator} ({scope}, {due}) ghi {value}%, trong khi {others_n} chỉ tiêu khác từ {least:pct} đến {most:pct}. Nếu là tỷ số thì ứng với {as_percent:pct}."
en = "Percent or fraction? Target {indicator} ({scope}, {due}) says {value} %, while {others_n} other targets run from {least:pct} to {most:pct}. As a fraction it would be {as_percent:pct}."
*/
with known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en,
        case when min(m.unit) = max(m.unit) then max(m.unit) end as unit
    from (
        select o.measure, o.title, o.title_en, o.unit from measures as o
        union all
        select r.measure, r.title, r.title_en, r.unit from reference.measures as r
        where not exists (select 1 as one from measures as o where o.measure = r.measure)
    ) as m
    group by m.measure
),
percents as (
    select o._package, o._row, 'observations' as source_table, 'value' as name, o.measure as series, o.source_id,
        o.value, o.period, o.agency_code, o.measure, cast(null as varchar) as stage,
        cast(null as varchar) as figure_id, cast(null as varchar) as indicator, cast(null as varchar) as scope,
        cast(null as varchar) as due
    from observations as o
    left join known as k on k.measure = o.measure
    where o.value > 0
        and (k.unit = 'percent' or (k.unit is null and regexp_matches(o.measure, '[-_](pct|percent)$')))
    union all
    select s._package, s._row, 'scores' as source_table, 'ratio_pct' as name, s.measure as series, s.stage as source_id,
        s.ratio_pct as value, s.period, s.agency_code, s.measure, s.stage, null as figure_id, null as indicator,
        null as scope, null as due
    from scores as s
    where s.ratio_pct > 0 and (s.numerator is null or s.denominator is null)
    union all
    select f._package, f._row, 'figures' as source_table, 'value' as name, f.indicator as series, '' as source_id,
        f.value, f.period, null as agency_code, null as measure, null as stage, f.figure_id, f.indicator, f.scope,
        null as due
    from figures as f
    where f.relation = 'share' and f.unit = 'percent' and f.value > 0
        and (f.numerator is null or f.denominator is null)
    union all
    select t._package, t._row, 'targets' as source_table, 'value' as name, 'targets' as series, '' as source_id,
        t.value, null as period, null as agency_code, null as measure, null as stage, null as figure_id, t.indicator,
        t.scope, t.due
    from targets as t
    where t.unit = 'percent' and t.value > 0 and coalesce(t.comparator, '>=') <> '<='
),
series as (
    select p._package, p.source_table, p.series, p.source_id,
        sum(case when p.value > 1 then 1 else 0 end) as others_n, sum(case when p.value <= 1 then 1 else 0 end) as small,
        min(case when p.value > 1 then p.value end) as least, max(case when p.value > 1 then p.value end) as most
    from percents as p
    group by p._package, p.source_table, p.series, p.source_id
    having sum(case when p.value > 1 then 1 else 0 end) >= $others and min(p.value) <= 1 and min(p.value) >= $fraction
        and min(case when p.value > 1 then p.value end) >= $low
),
odd as (
    select p._package, p._row, p.source_table, p.name, p.value, p.period, p.agency_code, p.measure, p.source_id, p.stage,
        p.figure_id, p.indicator, p.scope, p.due, p.series, s.others_n, s.small, s.least, s.most,
        row_number() over (partition by p._package, p.source_table, p.series, p.source_id order by p._row) as nth
    from percents as p
    join series as s on s._package is not distinct from p._package and s.source_table = p.source_table
        and s.series = p.series and s.source_id is not distinct from p.source_id
    where p.value <= 1
),
names as (
    select b.agency_code, max(b.name) as name
    from (
        select a.agency_code, a.name from agencies as a
        union all
        select r.agency_code, r.name from reference.agencies as r
        where not exists (select 1 as one from agencies as a where a.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
)
select o._package, o._row, o.source_table as _table, o.name as _field, o.value as _value,
    case when o.source_table = 'figures' then 'figure' when o.source_table = 'targets' then 'target'
        when o.small > $listed then 'many' end as _case,
    o.period, o.agency_code, o.measure, o.stage, o.figure_id, o.indicator, o.scope, o.due,
    case when o.source_table = 'observations' then o.source_id end as source_id,
    coalesce(k.title, o.series) as title, coalesce(k.title_en, k.title, o.series) as title_en,
    o.others_n, o.small, o.least, o.most, case when o.value < 2 then 100 * cast(o.value as decimal(10, 8)) end as as_percent,
    coalesce(n.name, o.agency_code) as agency
from odd as o
left join known as k on k.measure = o.series
left join names as n on n.agency_code = o.agency_code
where o.small <= $listed or o.nth = 1 or o.source_table in ('figures', 'targets')
order by o.source_table, o._package, o._row
