/*
severity = "error"
mender = "you"
certainty = "verified"

[needs]
scores = ["period", "agency_code", "measure", "stage", "ratio_pct"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "score"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
figures = ["figure_id", "relation", "value", "unit"]

[[alternatives]]
targets = ["indicator", "value", "unit"]

[parameters]
change = "growth|change|increase|decrease|tang|giam"  # ids of measures of change: they may be negative or above 100

[basis]
vi = "Định nghĩa: tỷ lệ là phần trên tổng, nên từ 0 đến 100%; điểm không vượt điểm tối đa."
en = "By definition: a share is a part of a whole, from 0 to 100 %; a score is not above its maximum."

[title]
vi = "Tỷ lệ hoặc điểm ngoài khoảng có thể có"
en = "A share or score outside its possible range"

[message]
vi = "Tỷ lệ ngoài khoảng 0–100%: {title} của {agency}, {period:period}, ghi {value:pct}."
en = "A share outside 0–100 %: {title_en} of {agency}, {period:period}, says {value:pct}."

[fix]
vi = "Xem lại đơn vị tính và dấu thập phân ở nguồn. Nếu nguồn ghi đúng như vậy thì tử số không phải là một phần của mẫu số: cần nói rõ con số này đo gì. Công cụ không tự sửa con số."
en = "Look at the unit and the decimal sign in the source. If the source does say so, the numerator is no part of the denominator: say what the number measures. The tool never changes a number."

[not_when]
vi = "Đã có tử số và mẫu số (xem score-mismatch, part-exceeds-whole), hoặc mẫu số bằng 0 (scored-on-nothing); điểm của nhóm có các phần trong bảng (score-mismatch, index-total-mismatch); số đo về tăng, giảm."
en = "Where numerator and denominator are given (see score-mismatch, part-exceeds-whole), or the denominator is 0 (scored-on-nothing); the score of a group whose parts are in the table (score-mismatch, index-total-mismatch); measures of change."

[cases.score]
title = { vi = "Điểm vượt điểm tối đa", en = "A score above its maximum" }
[cases.score.message]
vi = "Điểm vượt điểm tối đa: {title} của {agency}, {period:period}, ghi {value} trên {max_score} điểm."
en = "A score above its maximum: {title_en} of {agency}, {period:period}, says {value} of {max_score} points."
[cases.score.fix]
vi = "Đối chiếu điểm và điểm tối đa với hệ thống chấm; nếu có điểm thưởng thì nói rõ. Công cụ không tự sửa con số."
en = "Check score and maximum against the system that scores; if there are bonus points, say so. The tool never changes a number."

[cases.negative]
title = { vi = "Điểm âm", en = "A negative score" }
[cases.negative.message]
vi = "Điểm âm: {title} của {agency}, {period:period}, ghi {value} điểm. Đây là điểm trừ hay nhập nhầm?"
en = "A negative score: {title_en} of {agency}, {period:period}, says {value} points. Are points taken off, or is it a slip?"
[cases.negative.fix]
vi = "Đối chiếu với hệ thống chấm; nếu là điểm trừ thì nói rõ trong định nghĩa của số đo. Công cụ không tự sửa con số."
en = "Check against the system that scores; if points are taken off, say so in the definition of the measure. The tool never changes a number."

[cases.figure.message]
vi = "Con số {figure_id} là tỷ lệ mà ghi {value:pct}, ngoài khoảng 0–100%{title:: “…”}"
en = "Figure {figure_id} is a share and says {value:pct}, outside 0–100 %{title_en:: “…”}"

[cases.target.message]
vi = "Chỉ tiêu {indicator} ({scope}, {due}) là tỷ lệ mà ghi {value:pct}, ngoài khoảng 0–100%."
en = "Target {indicator} ({scope}, {due}) is a share and says {value:pct}, outside 0–100 %."
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en, max(m.unit) as unit,
        max(m.max_score) as max_score, max(m.full_at) as full_at, max(m.parent) as parent,
        max(m.denominator) as denominator
    from measures as m
    group by m.measure, m.version
),
known as (
    select m.measure, m.version, m.title, m.title_en, m.unit, m.max_score, m.full_at, m.parent, m.denominator
    from own as m
    union all
    select r.measure, r.version, r.title, r.title_en, r.unit, r.max_score, r.full_at, r.parent, r.denominator
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
-- an observation names no version: what all versions agree on
named as (
    select k.measure, max(k.title) as title, max(k.title_en) as title_en, max(k.denominator) as denominator,
        case when min(k.unit) = max(k.unit) then max(k.unit) end as unit
    from known as k
    group by k.measure
),
scored as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.ratio_pct, s.score,
        s.numerator, s.denominator, s.period_basis, coalesce(s.max_score, k.max_score) as max_score, k.full_at,
        coalesce(k.title, s.measure) as title, coalesce(k.title_en, k.title, s.measure) as title_en
    from scores as s
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
    where s.ratio_pct < 0 or s.ratio_pct > 100 or s.score < 0 or s.score > coalesce(s.max_score, k.max_score)
),
outside as (
    select s._package, s._row, 'scores' as source_table, 'ratio_pct' as name, s.ratio_pct as value,
        case when s.ratio_pct < 0 then 'error' else 'warning' end as severity, cast(null as varchar) as words,
        s.period, s.agency_code, s.measure, s.stage, cast(null as varchar) as source_id,
        cast(null as varchar) as figure_id, cast(null as varchar) as indicator, cast(null as varchar) as scope,
        cast(null as varchar) as due, s.title, s.title_en, s.max_score
    from scored as s
    where (s.ratio_pct < 0 or s.ratio_pct > 100) and coalesce(s.denominator, 1) <> 0
        and (s.numerator is null or s.denominator is null)
        and not regexp_matches(lower(s.measure), $change)
    union all
    select s._package, s._row, 'scores' as source_table, 'score' as name, s.score as value,
        case when s.score > s.max_score then 'error' else 'warning' end as severity,
        case when s.score > s.max_score then 'score' else 'negative' end as words,
        s.period, s.agency_code, s.measure, s.stage, null as source_id, null as figure_id, null as indicator,
        null as scope, null as due, s.title, s.title_en, s.max_score
    from scored as s
    where (s.score < 0 or s.score > s.max_score) and coalesce(s.denominator, 1) <> 0
        and (s.numerator is null or s.denominator is null or s.full_at is null)
        and not exists (
            select 1 as one from scores as p
            join known as m on m.measure = p.measure and m.version = coalesce(p.measure_version, 'implemented')
            where m.parent = s.measure and p.period = s.period and p.agency_code = s.agency_code and p.stage = s.stage
        )
    union all
    select o._package, o._row, 'observations' as source_table, 'value' as name, o.value,
        case when o.value < 0 and k.denominator is not null then 'error' else 'warning' end as severity, null as words,
        o.period, o.agency_code, o.measure, null as stage, o.source_id, null as figure_id, null as indicator,
        null as scope, null as due, coalesce(k.title, o.measure) as title,
        coalesce(k.title_en, k.title, o.measure) as title_en, null as max_score
    from observations as o
    left join named as k on k.measure = o.measure
    where (o.value < 0 or o.value > 100)
        and (k.unit = 'percent' or (k.unit is null and regexp_matches(o.measure, '[-_](pct|percent)$')))
        and not regexp_matches(lower(o.measure), $change)
    union all
    select f._package, f._row, 'figures' as source_table, 'value' as name, f.value,
        case when f.value < 0 then 'error' else 'warning' end as severity, 'figure' as words,
        f.period, null as agency_code, null as measure, null as stage, null as source_id, f.figure_id, f.indicator,
        f.scope, null as due, f.statement as title, coalesce(f.statement_en, f.statement) as title_en, null as max_score
    from figures as f
    where f.relation = 'share' and f.unit = 'percent' and (f.value < 0 or f.value > 100)
        and (f.numerator is null or f.denominator is null)
        and not regexp_matches(lower(coalesce(f.indicator, '')), $change)
    union all
    select t._package, t._row, 'targets' as source_table, 'value' as name, t.value, 'warning' as severity,
        'target' as words, null as period, null as agency_code, null as measure, null as stage, null as source_id,
        null as figure_id, t.indicator, t.scope, t.due, null as title, null as title_en, null as max_score
    from targets as t
    where t.unit = 'percent' and (t.value < 0 or t.value > 100) and not regexp_matches(lower(t.indicator), $change)
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
select o._package, o._row, o.source_table as _table, o.name as _field, o.value as _value, o.severity as _severity,
    o.words as _case, o.period, o.agency_code, o.measure, o.stage, o.source_id, o.figure_id, o.indicator, o.scope, o.due,
    o.title, o.title_en, o.max_score, coalesce(n.name, o.agency_code) as agency
from outside as o
left join names as n on n.agency_code = o.agency_code
order by o.source_table, o._package, o._row
