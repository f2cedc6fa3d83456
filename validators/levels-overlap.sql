/*
severity = "warning"
mender = "issuer"
certainty = "high"

[needs]
figures = ["figure_id", "level", "value"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[parameters]
exclusive = "riêng|không gộp|không cộng dồn|exclusive|separately|disjoint"  # says in population or statement that a level does not hold the next one
cumulative = "gộp|lũy kế|cộng dồn|trở lên|cumulative|or higher|and above"  # says that it does

[basis]
vi = "Có nơi đếm từng mức độ riêng (928 + 529 của 1.953 thủ tục), có nơi đếm gộp: mức 1, 2 gồm cả mức 3, 4 (2.268, 1.089, 450 của 2.268). Cách đếm phải nói ra, nếu không thì không cộng được."
en = "Some count each level by itself (928 + 529 of 1,953 procedures), some count cumulatively, levels 1 and 2 holding 3 and 4 (2,268, 1,089, 450 of 2,268). Which it is must be said, or they can't be added."

[title]
vi = "Các mức độ đếm trùng nhau"
en = "Levels that overlap"

[message]
vi = "Các mức độ đếm trùng nhau: {names} cộng lại là {total}, hơn {whole_name} ({whole}). Mỗi mức độ có lẽ gồm cả mức độ cao hơn, nên không được cộng."
en = "Levels overlap: {names} add up to {total}, more than {whole_name_en} ({whole}). Each level probably holds the higher ones, so they must not be added."

[fix]
vi = "Hỏi nguồn đếm riêng hay đếm gộp, ghi vào cột population, và đừng cộng các mức độ khi đếm gộp. Công cụ không tự sửa con số."
en = "Ask the source whether levels are counted separately or cumulatively, write it in column population, and do not add cumulative levels. The tool never changes a number."

[not_when]
vi = "Nguồn đã nói là đếm gộp; các mức độ khác nguồn, phạm vi, thời điểm hay đơn vị đếm; con số có từ kèm theo (gần, hơn, khoảng)."
en = "Where the source says that levels are cumulative; levels of different sources, scopes, times or units; figures with a qualifier (nearly, more than, about)."

[cases.wider]
title = { vi = "Một mức độ lớn hơn nhóm mức độ chứa nó", en = "A level larger than the levels it belongs to" }
[cases.wider.message]
vi = "Một mức độ lớn hơn nhóm chứa nó: con số {names} (mức độ {level}) là {total}, hơn con số {whole_name} (mức độ {whole_level}): {whole}."
en = "A level larger than the levels it belongs to: figure {names} (level {level}) is {total}, more than figure {whole_name_en} (levels {whole_level}): {whole}."
[cases.wider.fix]
vi = "Xem lại nguồn: hai con số có cùng mẫu số và thời điểm không?"
en = "Look at the source again: are both of one denominator and one date?"

[cases.unsaid]
title = { vi = "Chưa rõ các mức độ đếm riêng hay đếm gộp", en = "Not said whether levels are counted separately or cumulatively" }
[cases.unsaid.message]
vi = "Chưa rõ các mức độ đếm riêng hay đếm gộp: các con số {names}. Nếu gộp thì không cộng được."
en = "It is not said whether levels are counted separately or cumulatively: figures {names}. If cumulatively, they can't be added."
[cases.unsaid.fix]
vi = "Hỏi nguồn đếm riêng hay đếm gộp rồi ghi vào cột population."
en = "Ask the source which it is, and write it in column population."

[cases.services]
title = { vi = "Thủ tục bị đếm ở hai mức độ", en = "Procedures counted at two levels" }
[cases.services.message]
vi = "Thủ tục bị đếm ở hai mức độ, {period:period}: {agency} có {value} toàn trình và {rest} một phần, cộng lại {total}, nhưng chỉ có {whole} thủ tục thuộc thẩm quyền. Thủ tục cung cấp theo cả hai cách chỉ tính một lần, ở mức độ cao nhất."
en = "Procedures counted at two levels, {period:period}: {agency} has {value} fully and {rest} partially online, {total} together, but authority over {whole} procedures only. A procedure offered both ways counts once, at its highest level."
[cases.services.fix]
vi = "Đối chiếu với Cổng: số toàn trình và một phần đang đếm thủ tục hay đếm dịch vụ? Công cụ không tự sửa con số."
en = "Check against the portal: do both count procedures, or services? The tool never changes a number."
*/
with levelled as (
    select f._package, f._row, f.figure_id, f.source_id, f.scope, f.unit, f.relation, f.regime, f.period, f.period_basis,
        f.as_of, f.value, f.denominator, replace(f.level, ' ', '') as level,
        replace(replace(replace(translate(coalesce(f.indicator, ''), '1234', ''), 'full', ''), 'partial', ''), 'information', '') as stem,
        lower(coalesce(f.population, '') || ' ' || coalesce(f.statement, '')) as said,
        case when strpos(f.level, '1') > 0 or strpos(f.level, 'information') > 0 then 1 else 0 end as l1,
        case when strpos(f.level, '2') > 0 then 1 else 0 end as l2,
        case when strpos(f.level, '3') > 0 or strpos(f.level, 'partial') > 0 then 1 else 0 end as l3,
        case when strpos(f.level, '4') > 0 or strpos(f.level, 'full') > 0 then 1 else 0 end as l4,
        case when f.relation <> 'share' then 0 when f.value = round(f.value, 0) then 0.5
            when f.value = round(f.value, 1) then 0.05 else 0.005 end as off
    from figures as f
    where f.level is not null and f.value is not null and f.regime is not null and f.scope is not null
        and coalesce(f.qualifier, 'exact') = 'exact'
        and (f.relation = 'count' or (f.relation = 'share' and f.unit = 'percent'))
),
-- figures of one source, population and time, each set of levels once
families as (
    select l._package, l.source_id, l.scope, l.unit, l.relation, l.regime, l.period, l.period_basis, l.as_of, l.stem,
        case when count(l.denominator) = count(*) and min(l.denominator) = max(l.denominator) then max(l.denominator) end as denominator,
        max(case when regexp_matches(l.said, $exclusive) then 1 else 0 end) as exclusive,
        max(case when regexp_matches(l.said, $cumulative) then 1 else 0 end) as cumulative
    from levelled as l
    group by l._package, l.source_id, l.scope, l.unit, l.relation, l.regime, l.period, l.period_basis, l.as_of, l.stem
    having count(*) > 1 and count(distinct 8 * l.l1 + 4 * l.l2 + 2 * l.l3 + l.l4) = count(*)
),
numbered as (
    select f.exclusive, f.cumulative, f.denominator as total,
        l._package, l._row, l.figure_id, l.source_id, l.scope, l.unit, l.relation, l.regime, l.period, l.period_basis,
        l.as_of, l.stem, l.value, l.level, l.off, l.l1, l.l2, l.l3, l.l4,
        dense_rank() over (
            order by f._package, f.source_id, f.scope, f.unit, f.relation, f.regime, f.period, f.period_basis, f.as_of, f.stem
        ) as family
    from families as f
    join levelled as l on l._package is not distinct from f._package and l.source_id is not distinct from f.source_id
        and l.scope = f.scope and l.unit is not distinct from f.unit and l.relation = f.relation and l.regime = f.regime
        and l.period is not distinct from f.period and l.period_basis is not distinct from f.period_basis
        and l.as_of is not distinct from f.as_of and l.stem = f.stem
),
-- a figure and another one whose levels are among its own
within as (
    select b.family, b.figure_id as wide, a.figure_id as narrow
    from numbered as a
    join numbered as b on b.family = a.family and b.figure_id <> a.figure_id
        and a.l1 <= b.l1 and a.l2 <= b.l2 and a.l3 <= b.l3 and a.l4 <= b.l4
),
smallest as (
    select n.family, n._package, n._row, n.figure_id, n.regime, n.relation, n.value, n.level, n.off, n.l1, n.l2, n.l3, n.l4,
        n.exclusive, n.cumulative,
        lag(n.value) over (partition by n.family order by n.l1 desc, n.l2 desc, n.l3 desc, n._row) as below
    from numbered as n
    where not exists (select 1 as one from within as w where w.family = n.family and w.wide = n.figure_id)
),
shapes as (
    select s.family, max(case when s.value > s.below then 1 else 0 end) as rising,
        min(case when s.l1 = 1 then s.value end) as lowest
    from smallest as s
    group by s.family
),
wholes as (
    select n.family, n.figure_id as name, n.level, n.value, n.off, n.l1, n.l2, n.l3, n.l4
    from numbered as n
    where exists (select 1 as one from within as w where w.family = n.family and w.wide = n.figure_id)
    union all
    select distinct n.family, null as name, null as level, n.total as value, 0 as off, 1 as l1, 1 as l2, 1 as l3, 1 as l4
    from numbered as n
    where n.relation = 'count' and n.total is not null
    union all
    -- a total without a level: as many procedures, services … in all
    select distinct n.family, t.figure_id as name, null as level, t.value, 0 as off, 1 as l1, 1 as l2, 1 as l3, 1 as l4
    from numbered as n
    join figures as t on t._package is not distinct from n._package and t.source_id is not distinct from n.source_id
        and t.scope = n.scope and t.unit = n.unit and t.period is not distinct from n.period
        and t.as_of is not distinct from n.as_of
    where n.relation = 'count' and t.relation = 'count' and t.level is null and t.value is not null
        and coalesce(t.qualifier, 'exact') = 'exact' and t.indicator in (t.unit, 'online-' || t.unit)
    union all
    select h.family, null as name, null as level, 100 as value, 0 as off, 1 as l1, 1 as l2, 1 as l3, 1 as l4
    from shapes as h
    where h.rising = 0 and coalesce(h.lowest, 100) >= 99.5
        and exists (select 1 as one from numbered as n where n.family = h.family and n.relation = 'share' and n.regime = '43/2011')
),
sums as (
    select w.family, w.name, w.value as whole, count(*) as parts, sum(s.value) as total, min(s._row) as first_row,
        string_agg(s.figure_id, ', ' order by s._row) as names, sum(s.off) + max(w.off) as off,
        max(s.cumulative - s.exclusive) as declared
    from wholes as w
    join smallest as s on s.family = w.family and s.l1 <= w.l1 and s.l2 <= w.l2 and s.l3 <= w.l3 and s.l4 <= w.l4
    group by w.family, w.name, w.value
    having count(*) > 1
),
doubled as (
    select s.family, s.name, s.whole, s.total, s.names, s.first_row,
        row_number() over (partition by s.family order by s.parts desc, s.whole, s.name) as nth
    from sums as s
    where s.total > s.whole + s.off and s.declared < 1
),
found as (
    select n._package, n._row, 'figures' as source_table, cast(null as varchar) as words, n.figure_id,
        cast(null as varchar) as agency_code, cast(null as varchar) as period, cast(null as varchar) as measure,
        cast(null as varchar) as source_id, o.names, o.total, o.whole,
        coalesce('con số ' || o.name, case when n.relation = 'share' then 'toàn bộ' else 'tổng số' end) as whole_name,
        coalesce('figure ' || o.name, case when n.relation = 'share' then 'the whole' else 'the total' end) as whole_name_en,
        n.level, cast(null as varchar) as whole_level, n.value
    from doubled as o
    join numbered as n on n.family = o.family and n._row = o.first_row
    where o.nth = 1
    union all
    select a._package, a._row, 'figures' as source_table, 'wider' as words, a.figure_id, null as agency_code,
        null as period, null as measure, null as source_id, a.figure_id as names, a.value as total, b.value as whole,
        b.figure_id as whole_name, b.figure_id as whole_name_en, a.level, b.level as whole_level, a.value
    from within as w
    join numbered as a on a.family = w.family and a.figure_id = w.narrow
    join numbered as b on b.family = w.family and b.figure_id = w.wide
    where a.value - a.off > b.value + b.off
    union all
    select s._package, s._row, 'figures' as source_table, 'unsaid' as words, s.figure_id, null as agency_code,
        null as period, null as measure, null as source_id, t.names, null as total, null as whole, null as whole_name,
        null as whole_name_en, s.level, null as whole_level, s.value
    from smallest as s
    join shapes as h on h.family = s.family and h.rising = 0
    join (
        select x.family, min(x._row) as first_row, string_agg(x.figure_id, ', ' order by x._row) as names
        from smallest as x
        where x.regime = '43/2011' and x.exclusive = 0 and x.cumulative = 0
        group by x.family
        having count(*) > 1
    ) as t on t.family = s.family and t.first_row = s._row
    where not exists (select 1 as one from doubled as o where o.family = s.family)
        and not exists (select 1 as one from sums as q where q.family = s.family and q.total = q.whole)
        and coalesce(h.lowest, 100) >= case when s.relation = 'share' then 99.5 else 0 end
    union all
    select a._package, a._row, 'observations' as source_table, 'services' as words, null as figure_id, a.agency_code,
        a.period, a.measure, a.source_id, null as names, a.value + b.value as total, c.value as whole, null as whole_name, null as whole_name_en, null as level,
        null as whole_level, a.value
    from observations as a
    join observations as b on b.measure = 'portal-partial' and b.period = a.period and b.agency_code = a.agency_code
        and b.source_id = a.source_id and b._package is not distinct from a._package
    join observations as c on c.measure = 'portal-authority' and c.period = a.period and c.agency_code = a.agency_code
        and c.source_id = a.source_id and c._package is not distinct from a._package
    where a.measure = 'portal-full' and a.value >= 0 and b.value >= 0 and a.value < 1000000000 and b.value < 1000000000
        and a.value + b.value > c.value and not exists (
            select 1 as one from scores as s
            where s.measure = '766-online-provision' and s.period = a.period and s.agency_code = a.agency_code
                and s.numerator = a.value + b.value and s.denominator = c.value
        )
)
select f._package, f._row, f.source_table as _table, 'value' as _field, f.value as _value, f.words as _case,
    case when f.words = 'unsaid' then 'info' end as _severity, f.figure_id, f.period, f.agency_code, f.measure, f.source_id,
    f.names, f.total, f.total - f.value as rest, f.whole, f.whole_name, f.whole_name_en, f.level, f.whole_level, coalesce(a.name, f.agency_code) as agency
from found as f
left join (
    select b.agency_code, max(b.name) as name
    from (
        select x.agency_code, x.name from agencies as x
        union all
        select r.agency_code, r.name from reference.agencies as r
        where not exists (select 1 as one from agencies as x where x.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
) as a on a.agency_code = f.agency_code
order by f.source_table, f._package, f._row
