/*
severity = "warning"
mender = "you"
certainty = "high"

[needs]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage"]

[[alternatives]]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code"]

[[alternatives]]
figures = ["figure_id", "indicator", "scope", "value"]

[parameters]
listed = 10  # up to so many differences between the same two sources are named one by one; beyond that the largest

[basis]
vi = "Một số đo, một cơ quan, một kỳ thì chỉ có một giá trị; hai nguồn hoặc hai bảng ghi khác nhau thì một nơi sai, hoặc hai nơi đo hai điều khác nhau và phải nói ra."
en = "One measure of one body in one period has one value; where two sources or tables differ, one is wrong, or they measure two things and that must be said."

[title]
vi = "Hai nơi ghi hai giá trị cho cùng một số liệu"
en = "Two values for one quantity"

[message]
vi = "Hai giá trị cho cùng một số liệu: {title} của {agency}, {period:period}: “{label}” ghi {value}, “{other_label}” ghi {other_value}, lệch {difference}."
en = "Two values for one quantity: {title_en} of {agency}, {period:period}: “{label}” says {value}, “{other_label}” says {other_value}, a difference of {difference}."

[fix]
vi = "Hỏi hai nơi: cùng thời điểm chốt, cùng phạm vi và cùng cách đếm không? Nếu đo hai điều khác nhau thì đặt hai mã số đo; nếu một nơi là số tạm thì ghi ở cột status. Công cụ không tự chọn con số nào."
en = "Ask both: the same cut-off, scope and way of counting? If they measure two things, give them two measure ids; if one is provisional, say so in column status. The tool chooses neither number."

[not_when]
vi = "Hai số đo hoặc hai phiên bản cách tính khác nhau; kỳ theo quy ước khác nhau; chỉ khác ở số chữ số thập phân; một nơi đã ghi trạng thái (như số tạm); số dạng gần, hơn, khoảng."
en = "Different measures or versions of a method; periods of different conventions; numbers that differ in the number of decimals only; a status given (such as provisional); numbers with nearly, more than, about."

[cases.many.message]
vi = "Hai giá trị cho cùng một số liệu ở {pairs} chỗ: {title}, theo “{label}” và “{other_label}”. Lệch nhiều nhất: {agency}, {period:period}, {value} và {other_value}."
en = "Two values for one quantity in {pairs} places: {title_en}, in “{label}” and “{other_label}”. The largest difference: {agency}, {period:period}, {value} and {other_value}."
[cases.figures.message]
vi = "Hai giá trị cho cùng một số liệu: con số {label} ghi {value}, con số {other_label} ghi {other_value} (chỉ số {title}, {agency})."
en = "Two values for one quantity: figure {label} says {value}, figure {other_label} says {other_value} (indicator {title_en}, {agency})."
[cases.figures.fix]
vi = "Xem lại hai nguồn: thời điểm chốt, phạm vi tính và định nghĩa có thật là một không? Khi trích dẫn, nêu cả hai."
en = "Look at both sources again: are cut-off, population and definition really the same? When quoting, give both."
*/
with known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en, max(m.numerator) as numerator,
        max(m.denominator) as denominator, case when min(m.unit) = max(m.unit) then max(m.unit) end as unit
    from (
        select o.measure, o.title, o.title_en, o.numerator, o.denominator, o.unit
        from measures as o
        where o.version = 'implemented'
        union all
        select r.measure, r.title, r.title_en, r.numerator, r.denominator, r.unit
        from reference.measures as r
        where r.version = 'implemented'
            and not exists (select 1 as one from measures as o where o.measure = r.measure and o.version = 'implemented')
    ) as m
    group by m.measure
),
-- one measure of one body in one period, wherever it stands; scores of the method in use hold their counters
stated as (
    select o._package, o._row, 'observations' as source_table, 'value' as name, o.measure as quantity, o.period,
        o.period_basis, o.agency_code, o.value, o.measure, o.source_id, cast(null as varchar) as stage,
        cast(null as varchar) as figure_id, o.source_id as origin
    from observations as o
    where o.value is not null and o.status is null
    union all
    select s._package, s._row, 'scores' as source_table, 'numerator' as name, k.numerator as quantity, s.period,
        s.period_basis, s.agency_code, s.numerator as value, s.measure, null as source_id, s.stage, null as figure_id,
        s.source_id as origin
    from scores as s
    join known as k on k.measure = s.measure
    join known as q on q.measure = k.numerator
    where s.numerator is not null and coalesce(s.measure_version, 'implemented') = 'implemented'
    union all
    select s._package, s._row, 'scores' as source_table, 'denominator' as name, k.denominator as quantity, s.period,
        s.period_basis, s.agency_code, s.denominator as value, s.measure, null as source_id, s.stage, null as figure_id,
        s.source_id as origin
    from scores as s
    join known as k on k.measure = s.measure
    join known as q on q.measure = k.denominator
    where s.denominator is not null and coalesce(s.measure_version, 'implemented') = 'implemented'
    union all
    select f._package, f._row, 'figures' as source_table, 'value' as name, f.indicator as quantity, f.period,
        f.period_basis, f.scope as agency_code, f.value, null as measure, null as source_id, null as stage, f.figure_id,
        f.source_id as origin
    from figures as f
    where f.value is not null and f.period is not null and coalesce(f.qualifier, 'exact') = 'exact'
        and (f.relation = 'count' or (f.relation = 'share' and f.unit = 'percent')) and f.decimals is not null
        and exists (select 1 as one from observations as o where o.measure = f.indicator)
),
groups as (
    select s.quantity, s.period, s.period_basis, s.agency_code
    from stated as s
    group by s.quantity, s.period, s.period_basis, s.agency_code
    having min(s.value) <> max(s.value)
),
-- each value with the first one; a value of fewer decimals agrees with what rounds or cuts off to it
placed as (
    select s._package, s._row, s.source_table, s.name, s.quantity, s.period, s.period_basis, s.agency_code, s.value,
        s.measure, s.source_id, s.stage, s.figure_id, s.origin,
        case when k.unit = 'count' then 0.0001 when s.value = round(s.value, 0) then 1
            when s.value = round(s.value, 1) then 0.1 when s.value = round(s.value, 2) then 0.01 else 0.001 end as place,
        row_number() over (
            partition by s.quantity, s.period, s.period_basis, s.agency_code
            order by case s.source_table when 'observations' then 1 when 'scores' then 2 else 3 end, s._package, s._row, s.name
        ) as nth
    from stated as s
    join groups as g on g.quantity = s.quantity and g.period = s.period and g.agency_code = s.agency_code
        and g.period_basis is not distinct from s.period_basis
    left join known as k on k.measure = s.quantity
),
quantities as (
    select a._package, a._row, a.source_table, a.name, a.period, a.agency_code, a.measure, a.source_id, a.stage,
        a.figure_id, cast(null as varchar) as row_kind, cast(null as varchar) as field_code,
        cast(null as varchar) as item_code, a.quantity, a.value, b.value as other_value,
        case when a.origin is distinct from b.origin then coalesce(a.origin, a.source_table)
            when a.source_table <> b.source_table then a.source_table else a._package end as label,
        case when a.origin is distinct from b.origin then coalesce(b.origin, b.source_table)
            when a.source_table <> b.source_table then b.source_table else b._package end as other_label,
        cast(null as varchar) as words
    from placed as a
    join placed as b on b.quantity = a.quantity and b.period = a.period and b.agency_code = a.agency_code
        and b.period_basis is not distinct from a.period_basis
    where a.nth = 1 and b.nth > 1 and abs(a.value - b.value) >= greatest(a.place, b.place)
        -- two stages of one score are two things; rows of one key in two packages follow below
        and not (a.source_table = 'scores' and b.source_table = 'scores' and (a.stage <> b.stage or a.measure = b.measure))
),
later_scores as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.measure_version, s.period_basis,
        s.numerator, s.denominator, s.ratio_pct, s.score
    from scores as s
    where s._package > (select min(x._package) as first_package from scores as x)
),
later_dossiers as (
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.period_basis, d.to_handle_total,
        d.received_online, d.received_offline, d.carried_over, d.resolved_total, d.pending_total
    from dossiers as d
    where d._package > (select min(x._package) as first_package from dossiers as x)
),
later_usage as (
    select u._package, u._row, u.period, u.agency_code, u.item_code, u.period_basis, u.received_total, u.received_online,
        u.resolved_total
    from usage as u
    where u._package > (select min(x._package) as first_package from usage as x)
),
later_satisfaction as (
    select r._package, r._row, r.period, r.agency_code, r.item_code, r.period_basis, r.ratings, r.ratings_satisfied
    from satisfaction as r
    where r._package > (select min(x._package) as first_package from satisfaction as x)
),
-- rows of one key in two packages: the first column in which they differ
doubles as (
    select a._package, a._row, 'scores' as source_table,
        case when a.score <> b.score then 'score' when a.ratio_pct <> b.ratio_pct then 'ratio_pct'
            when a.numerator <> b.numerator then 'numerator' else 'denominator' end as name,
        a.period, a.agency_code, a.measure, a.stage, cast(null as varchar) as row_kind, cast(null as varchar) as field_code,
        cast(null as varchar) as item_code,
        case when a.score <> b.score then a.score when a.ratio_pct <> b.ratio_pct then a.ratio_pct
            when a.numerator <> b.numerator then a.numerator else a.denominator end as value,
        case when a.score <> b.score then b.score when a.ratio_pct <> b.ratio_pct then b.ratio_pct
            when a.numerator <> b.numerator then b.numerator else b.denominator end as other_value,
        b._package as other_package
    from later_scores as b
    join scores as a on a.period = b.period and a.agency_code = b.agency_code and a.measure = b.measure and a.stage = b.stage
    where a._package < b._package and a.period_basis is not distinct from b.period_basis
        and coalesce(a.measure_version, 'implemented') = coalesce(b.measure_version, 'implemented')
        and (a.score <> b.score or a.ratio_pct <> b.ratio_pct or a.numerator <> b.numerator or a.denominator <> b.denominator)
    union all
    select a._package, a._row, 'dossiers' as source_table,
        case when a.to_handle_total <> b.to_handle_total then 'to_handle_total'
            when a.received_online <> b.received_online then 'received_online'
            when a.received_offline <> b.received_offline then 'received_offline'
            when a.carried_over <> b.carried_over then 'carried_over'
            when a.resolved_total <> b.resolved_total then 'resolved_total' else 'pending_total' end as name,
        a.period, a.agency_code, null as measure, null as stage, a.row_kind, a.field_code, null as item_code,
        case when a.to_handle_total <> b.to_handle_total then a.to_handle_total
            when a.received_online <> b.received_online then a.received_online
            when a.received_offline <> b.received_offline then a.received_offline
            when a.carried_over <> b.carried_over then a.carried_over
            when a.resolved_total <> b.resolved_total then a.resolved_total else a.pending_total end as value,
        case when a.to_handle_total <> b.to_handle_total then b.to_handle_total
            when a.received_online <> b.received_online then b.received_online
            when a.received_offline <> b.received_offline then b.received_offline
            when a.carried_over <> b.carried_over then b.carried_over
            when a.resolved_total <> b.resolved_total then b.resolved_total else b.pending_total end as other_value,
        b._package as other_package
    from later_dossiers as b
    join dossiers as a on a.period = b.period and a.agency_code = b.agency_code and a.row_kind = b.row_kind
        and a.field_code = b.field_code
    where a._package < b._package and a.period_basis is not distinct from b.period_basis
        and (a.to_handle_total <> b.to_handle_total or a.received_online <> b.received_online
            or a.received_offline <> b.received_offline or a.carried_over <> b.carried_over
            or a.resolved_total <> b.resolved_total or a.pending_total <> b.pending_total)
    union all
    select a._package, a._row, 'usage' as source_table,
        case when a.received_total <> b.received_total then 'received_total'
            when a.received_online <> b.received_online then 'received_online' else 'resolved_total' end as name,
        a.period, a.agency_code, null as measure, null as stage, null as row_kind, null as field_code, a.item_code,
        case when a.received_total <> b.received_total then a.received_total
            when a.received_online <> b.received_online then a.received_online else a.resolved_total end as value,
        case when a.received_total <> b.received_total then b.received_total
            when a.received_online <> b.received_online then b.received_online else b.resolved_total end as other_value,
        b._package as other_package
    from later_usage as b
    join usage as a on a.period = b.period and a.agency_code = b.agency_code and a.item_code = b.item_code
    where a._package < b._package and a.period_basis is not distinct from b.period_basis
        and (a.received_total <> b.received_total or a.received_online <> b.received_online
            or a.resolved_total <> b.resolved_total)
    union all
    select a._package, a._row, 'satisfaction' as source_table,
        case when a.ratings <> b.ratings then 'ratings' else 'ratings_satisfied' end as name,
        a.period, a.agency_code, null as measure, null as stage, null as row_kind, null as field_code, a.item_code,
        case when a.ratings <> b.ratings then a.ratings else a.ratings_satisfied end as value,
        case when a.ratings <> b.ratings then b.ratings else b.ratings_satisfied end as other_value,
        b._package as other_package
    from later_satisfaction as b
    join satisfaction as a on a.period = b.period and a.agency_code = b.agency_code and a.item_code = b.item_code
    where a._package < b._package and a.period_basis is not distinct from b.period_basis
        and (a.ratings <> b.ratings or a.ratings_satisfied <> b.ratings_satisfied)
),
-- figures of one indicator, population and time
claims as (
    select f._package, f._row, f.figure_id, f.indicator, f.scope, f.regime, f.level, f.population, f.period, f.period_basis,
        f.as_of, f.relation, f.unit, f.value, f.denominator,
        case when f.value = round(f.value, 0) then 1 when f.value = round(f.value, 1) then 0.1
            when f.value = round(f.value, 2) then 0.01 else 0.001 end as place
    from figures as f
    where f.value is not null and f.indicator is not null and f.scope is not null and coalesce(f.qualifier, 'exact') = 'exact'
        and (f.period is not null or f.as_of is not null) and f.relation in ('share', 'count', 'rank')
        and (f.decimals is not null or f.value <> round(f.value, -3))
),
found as (
    select q._package, q._row, q.source_table, q.name, q.period, q.agency_code, q.measure, q.source_id, q.stage, q.figure_id,
        q.row_kind, q.field_code, q.item_code, q.quantity, q.value, q.other_value, q.label, q.other_label, q.words
    from quantities as q
    union all
    select d._package, d._row, d.source_table, d.name, d.period, d.agency_code, d.measure, null as source_id, d.stage,
        null as figure_id, d.row_kind, d.field_code, d.item_code,
        coalesce(d.measure, d.source_table) || ' › ' || d.name as quantity, d.value, d.other_value, d._package as label,
        d.other_package as other_label, null as words
    from doubles as d
    union all
    select a._package, a._row, 'figures' as source_table, 'value' as name, a.period, a.scope as agency_code,
        null as measure, null as source_id, null as stage, a.figure_id, null as row_kind, null as field_code,
        null as item_code, a.indicator as quantity, a.value, b.value as other_value, a.figure_id as label,
        b.figure_id as other_label, 'figures' as words
    from claims as a
    join claims as b on b.indicator = a.indicator and b.scope = a.scope and b.relation = a.relation
        and b.regime is not distinct from a.regime and b.level is not distinct from a.level
        and b.population is not distinct from a.population and b.period is not distinct from a.period
        and b.period_basis is not distinct from a.period_basis and b.as_of is not distinct from a.as_of
        and b.unit is not distinct from a.unit
    where (a._package < b._package or (a._package is not distinct from b._package and a._row < b._row))
        and abs(a.value - b.value) >= greatest(a.place, b.place)
),
counted as (
    select f._package, f._row, f.source_table, f.name, f.period, f.agency_code, f.measure, f.source_id, f.stage, f.figure_id,
        f.row_kind, f.field_code, f.item_code, f.quantity, f.value, f.other_value, f.label, f.other_label, f.words,
        count(*) over (partition by f.quantity, f.label, f.other_label) as pairs,
        row_number() over (
            partition by f.quantity, f.label, f.other_label
            order by abs(f.value - f.other_value) desc, f._package, f._row
        ) as nth
    from found as f
),
names as (
    select b.agency_code, max(b.name) as name
    from (
        select a.agency_code, a.name from agencies as a
        union all
        select g.group_code as agency_code, g.name from agency_groups as g
        union all
        select r.agency_code, r.name from reference.agencies as r
        where not exists (select 1 as one from agencies as a where a.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
)
select c._package, c._row, c.source_table as _table, c.name as _field, c.value as _value,
    coalesce(c.words, case when c.pairs > $listed then 'many' end) as _case,
    c.period, c.agency_code, c.measure, c.source_id, c.stage, c.figure_id, c.row_kind, c.field_code, c.item_code,
    coalesce(k.title, c.quantity) as title, coalesce(k.title_en, k.title, c.quantity) as title_en,
    coalesce(n.name, c.agency_code) as agency, c.label, c.other_label, c.other_value,
    abs(c.value - c.other_value) as difference, c.pairs
from counted as c
left join known as k on k.measure = c.quantity
left join names as n on n.agency_code = c.agency_code
where c.pairs <= $listed or c.nth = 1 or c.words = 'figures'
order by c.source_table, c._package, c._row, c.name
