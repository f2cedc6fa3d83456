/*
severity = "warning"
mender = "you"
certainty = "high"

[needs]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
figures = ["figure_id", "indicator", "relation", "value", "unit"]

[basis]
vi = "Phép cộng: các phần không trùng nhau của một tổng thì cộng lại là 100%. Quy ước của công cụ: số đo chỉ khác nhau ở một từ (on-time và overdue; online và offline; online, direct và postal; satisfied và dissatisfied) là các phần của một tổng; mỗi tỷ lệ được lệch nửa đơn vị ở chữ số cuối."
en = "Addition: parts of a whole that do not overlap add up to 100 %. The tool's convention: measures that differ in one word only (on-time and overdue; online and offline; online, direct and postal; satisfied and dissatisfied) are the parts of one whole; each share may be off by half a unit of its last digit."

[title]
vi = "Các tỷ lệ của một tổng cộng lại không bằng 100%"
en = "The shares of a whole do not add up to 100 %"

[message]
vi = "Các phần cộng lại không phải 100%, {period:period}: {first_part:pct} + {second_part:pct}{third_part: + …%} = {total:pct} ({names}). {who}."
en = "The parts do not make 100 %, {period:period}: {first_part:pct} + {second_part:pct}{third_part: + … %} = {total:pct} ({names_en}). {who}."

[fix]
vi = "Hỏi nguồn: các tỷ lệ có cùng mẫu số không, có phần nào thiếu hoặc đếm hai lần, phần còn lại có phải tính bằng 100 trừ đi không? Nên công bố số đếm bên cạnh tỷ lệ. Công cụ không tự sửa con số."
en = "Ask the source: have the shares one denominator, is a part left out or counted twice, was the rest computed as 100 minus the others? Better publish the counts beside the shares. The tool never changes a number."

[not_when]
vi = "Một phần chưa có số liệu; mọi phần đều là 0 (kỳ chưa đến hoặc không có hồ sơ); chưa có đủ các phần thì chỉ xét khi tổng vượt 100%; mức độ đếm gộp (xem levels-overlap); tỷ lệ kèm tử số, mẫu số (xem figure-mismatch)."
en = "Where a part is unknown; where all parts are 0 (a period not yet over, or no dossiers); where parts are missing, only a sum above 100 % counts; levels counted cumulatively (see levels-overlap); shares given with numerator and denominator (see figure-mismatch)."

[cases.figures.message]
vi = "Các phần cộng lại không phải 100%: {first_part:pct} + {second_part:pct}{third_part: + …%}{fourth_part: + …%} = {total:pct} (các con số {names})."
en = "The parts do not make 100 %: {first_part:pct} + {second_part:pct}{third_part: + … %}{fourth_part: + … %} = {total:pct} (figures {names_en})."
*/
with known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en, max(m.unit) as unit
    from (
        select o.measure, o.title, o.title_en, o.unit from measures as o
        union all
        select r.measure, r.title, r.title_en, r.unit from reference.measures as r
        where not exists (select 1 as one from measures as o where o.measure = r.measure)
    ) as m
    group by m.measure
    having min(m.unit) is not distinct from max(m.unit)
),
-- shares in percent, of one body at one time
shares as (
    select o._package, o._row, 'observations' as source_table, lower(replace(o.measure, '_', '-')) as id, o.measure,
        coalesce(k.title, o.measure) as label, coalesce(k.title_en, k.title, o.measure) as label_en, o.value, o.agency_code as who, o.period,
        o.period_basis, cast(null as date) as as_of, o.source_id, '' as population, '' as regime,
        cast(null as varchar) as level, cast(null as varchar) as figure_id
    from observations as o
    left join known as k on k.measure = o.measure
    where k.unit = 'percent' or (k.unit is null and regexp_matches(o.measure, '[-_](pct|percent)$'))
    union all
    select f._package, f._row, 'figures' as source_table, lower(replace(f.indicator, '_', '-')) as id,
        null as measure, f.figure_id as label, f.figure_id as label_en, f.value, f.scope as who, f.period,
        f.period_basis, f.as_of, f.source_id, coalesce(f.population, '') as population, coalesce(f.regime, '') as regime,
        f.level, f.figure_id
    from figures as f
    where f.relation = 'share' and f.unit = 'percent' and coalesce(f.qualifier, 'exact') = 'exact'
        and f.indicator is not null and f.scope is not null and (f.numerator is null or f.denominator is null)
),
-- what a word in the id of a measure makes it a part of; `wanted` parts are needed for the whole
words as (
    select 'deadline' as family, 'on-time' as word, 2 as wanted, 1 as needed
    union all
    select 'deadline' as family, 'overdue' as word, 2 as wanted, 1 as needed
    union all
    select 'deadline' as family, 'early' as word, 2 as wanted, 0 as needed
    union all
    select 'filing' as family, 'online' as word, 2 as wanted, 1 as needed
    union all
    select 'filing' as family, 'offline' as word, 2 as wanted, 1 as needed
    union all
    select 'channel' as family, 'online' as word, 3 as wanted, 1 as needed
    union all
    select 'channel' as family, 'direct' as word, 3 as wanted, 1 as needed
    union all
    select 'channel' as family, 'postal' as word, 3 as wanted, 1 as needed
    union all
    select 'satisfaction' as family, 'satisfied' as word, 2 as wanted, 1 as needed
    union all
    select 'satisfaction' as family, 'dissatisfied' as word, 2 as wanted, 1 as needed
),
levels as (
    select '43/2011' as regime, '1' as level, 1 as covers, 4 as wanted
    union all
    select '43/2011' as regime, '2' as level, 1 as covers, 4 as wanted
    union all
    select '43/2011' as regime, '3' as level, 1 as covers, 4 as wanted
    union all
    select '43/2011' as regime, '4' as level, 1 as covers, 4 as wanted
    union all
    select '43/2011' as regime, '1,2' as level, 2 as covers, 4 as wanted
    union all
    select '42/2022' as regime, 'full' as level, 1 as covers, 3 as wanted
    union all
    select '42/2022' as regime, 'partial' as level, 1 as covers, 3 as wanted
    union all
    select '42/2022' as regime, 'information' as level, 1 as covers, 3 as wanted
    union all
    select '224/2026' as regime, 'full' as level, 1 as covers, 3 as wanted
    union all
    select '224/2026' as regime, 'partial' as level, 1 as covers, 3 as wanted
),
parts as (
    select s._package, s._row, s.source_table, s.measure, s.label, s.label_en, s.value, s.who, s.period, s.period_basis,
        s.as_of, s.source_id, s.population, s.regime, s.figure_id, w.family, w.word, w.wanted, w.needed,
        replace(s.id, w.word, '*') || '|' || coalesce(s.level, '') as stem
    from shares as s
    join words as w on strpos('-' || s.id || '-', '-' || w.word || '-') > 0
    union all
    select s._package, s._row, s.source_table, s.measure, s.label, s.label_en, s.value, s.who, s.period, s.period_basis,
        s.as_of, s.source_id, s.population, s.regime, s.figure_id, 'level' as family, l.level as word, l.wanted,
        l.covers as needed,
        replace(replace(replace(translate(s.id, '1234', ''), 'full', ''), 'partial', ''), 'information', '') as stem
    from shares as s
    join levels as l on l.regime = s.regime and l.level = replace(s.level, ' ', '')
),
placed as (
    select p._package, p._row, p.source_table, p.measure, p.label, p.label_en, p.value, p.who, p.period, p.period_basis,
        p.as_of, p.source_id, p.population, p.regime, p.figure_id, p.family, p.word, p.wanted, p.needed, p.stem,
        case when p.value = round(p.value, 0) then 0.5 when p.value = round(p.value, 1) then 0.05
            when p.value = round(p.value, 2) then 0.005 else 0.0005 end as off,
        row_number() over (
            partition by p._package, p.source_table, p.who, p.period, p.period_basis, p.as_of, p.source_id, p.population,
                p.regime, p.family, p.stem
            order by p.word, p._row
        ) as nth,
        lag(p.value) over (
            partition by p._package, p.source_table, p.who, p.period, p.period_basis, p.as_of, p.source_id, p.population,
                p.regime, p.family, p.stem
            order by p.word, p._row
        ) as before
    from parts as p
),
wholes as (
    select p._package, p.source_table, p.who, p.period, p.period_basis, p.as_of, p.source_id, p.population, p.regime,
        p.family, p.stem, max(p.wanted) as wanted, sum(p.needed) as given, sum(p.value) as total, sum(p.off) as off,
        string_agg(p.label, ', ' order by p.nth) as names, string_agg(p.label_en, ', ' order by p.nth) as names_en,
        max(case when p.nth = 1 then p.value end) as first_part, max(case when p.nth = 2 then p.value end) as second_part,
        max(case when p.nth = 3 then p.value end) as third_part, max(case when p.nth = 4 then p.value end) as fourth_part,
        -- all services at the lowest level, and never more at a higher one: each may be counted within the one below
        case when p.regime = '43/2011' and p.family = 'level'
            and max(case when p.value > p.before then 1 else 0 end) = 0
            and max(case when p.word in ('1', '1,2') and p.value < 99.5 then 1 else 0 end) = 0 then 1 else 0 end as cumulative
    from placed as p
    group by p._package, p.source_table, p.who, p.period, p.period_basis, p.as_of, p.source_id, p.population, p.regime,
        p.family, p.stem
    having count(*) > 1 and count(p.value) = count(*) and count(distinct p.word) = count(*)
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
select p._package, p._row, p.source_table as _table, 'value' as _field, p.value as _value,
    case when p.source_table = 'figures' then 'figures' end as _case, p.period,
    case when p.source_table = 'observations' then p.who end as agency_code, p.measure, p.source_id, p.figure_id,
    w.first_part, w.second_part, w.third_part, w.fourth_part, w.total, w.names, w.names_en, coalesce(n.name, p.who) as who
from wholes as w
join placed as p on p.nth = 1 and p._package is not distinct from w._package and p.source_table = w.source_table
    and p.who = w.who and p.period is not distinct from w.period and p.period_basis is not distinct from w.period_basis
    and p.as_of is not distinct from w.as_of and p.source_id is not distinct from w.source_id
    and p.population = w.population and p.regime = w.regime and p.family = w.family and p.stem = w.stem
left join names as n on n.agency_code = p.who
where w.total > 0 and w.given <= w.wanted + case when w.family = 'level' then 0 else 1 end
    and ((w.total > 100 + w.off and w.cumulative = 0) or (w.total < 100 - w.off and w.given = w.wanted))
order by p.source_table, p._package, p._row
