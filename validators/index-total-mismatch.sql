/*
severity = "error"
mender = "platform"
certainty = "high"

[needs]
scores = ["period", "agency_code", "measure", "stage", "score"]

[[alternatives]]
measures = ["measure", "version", "max_score", "parent"]

[basis]
vi = "Điểm của một nhóm hay của cả bộ chỉ số là tổng điểm hiển thị của các phần, và điểm tối đa cũng vậy: Bộ chỉ số 766 là 18 + 20 + 12 + 10 + 22 + 18 = 100; tài liệu bỏ sót nhóm thanh toán chỉ cộng được 90."
en = "The score of a group or of a whole index is the sum of the displayed scores of its parts, and so is its maximum: index 766 is 18 + 20 + 12 + 10 + 22 + 18 = 100; documents that forget the payment group add up to 90."

[title]
vi = "Tổng điểm không thể có từ điểm các phần"
en = "A total that its parts can't give"

[message]
vi = "Tổng điểm không thể có từ các phần, {period:period}: {title} của {agency} ghi {value} điểm, nhưng {parts} phần đã có điểm đã cộng thành {sum_parts:fixed2}."
en = "A total that its parts can't give, {period:period}: {title_en} of {agency} says {value} points, but its parts with scores ({parts}) already make {sum_parts:fixed2}."

[fix]
vi = "Đối chiếu điểm từng phần với hệ thống chấm: phần nào chưa lấy, lấy ở thời điểm khác, hay tổng đã chấm lại? Công cụ không tự sửa con số."
en = "Check the score of each part against the system that scores: which was not fetched, is of another time, or was the total scored again? The tool never changes a number."

[not_when]
vi = "Đã có đủ các phần và điểm tối đa khớp nhau (xem score-mismatch); phần nào chưa rõ điểm tối đa; có điểm trừ (điểm âm)."
en = "Where all parts are there with maxima that fit (see score-mismatch); where a part's maximum is unknown; where points are taken off (negative scores)."

[cases.high.message]
vi = "Tổng điểm không thể có từ các phần, {period:period}: {title} của {agency} ghi {value} điểm, nhưng {parts} phần đã có điểm cộng thành {sum_parts:fixed2}, còn {missing} phần kia nhiều nhất {room} điểm."
en = "A total that its parts can't give, {period:period}: {title_en} of {agency} says {value} points, but its parts with scores ({parts}) make {sum_parts:fixed2}, and the others ({missing}) can add {room} at most."

[cases.sum.message]
vi = "Tổng điểm không khớp các phần, {period:period}: {title} của {agency} ghi {value} điểm, nhưng đủ {parts} phần cộng lại là {sum_parts:fixed2}."
en = "A total that is not the sum of its parts, {period:period}: {title_en} of {agency} says {value} points, but all {parts} parts together make {sum_parts:fixed2}."

[cases.defined]
title = { vi = "Điểm tối đa của các phần không cộng thành điểm tối đa của tổng", en = "Maxima of parts that do not add up to the maximum of the total" }
[cases.defined.message]
vi = "Điểm tối đa không khớp trong định nghĩa: {title} ({measure}, {version}) trên {value} điểm, nhưng {parts} phần cộng lại trên {sum_parts} điểm."
en = "Maxima do not match in the definitions: {title_en} ({measure}, {version}) is out of {value} points, but its {parts} parts together are out of {sum_parts}."
[cases.defined.fix]
vi = "Đối chiếu với văn bản của bộ chỉ số: thiếu phần nào, phần nào ghi nhầm điểm tối đa hoặc nhầm số đo gộp?"
en = "Check against the text of the index: which part is missing, which has a wrong maximum or a wrong composite?"
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en, max(m.max_score) as max_score,
        max(m.zero_rule) as zero_rule, max(m.parent) as parent
    from measures as m
    group by m.measure, m.version
    having min(m.max_score) is not distinct from max(m.max_score) and min(m.parent) is not distinct from max(m.parent)
),
known as (
    select m.measure, m.version, m.title, m.title_en, m.max_score, m.zero_rule, m.parent from own as m
    union all
    select r.measure, r.version, r.title, r.title_en, r.max_score, r.zero_rule, r.parent
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
-- the parts that a total is made of, none of them with an unknown maximum
wholes as (
    select k.parent as measure, k.version, count(*) as parts, sum(k.max_score) as max_score
    from known as k
    where k.parent is not null and (k.max_score > 0 or k.max_score is null or k.zero_rule is distinct from 'no-score')
    group by k.parent, k.version
    having count(k.max_score) = count(*) and min(k.max_score) > 0
),
stated as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.period_basis, s.numerator, s.denominator,
        coalesce(s.measure_version, 'implemented') as version, k.parent, coalesce(k.title, s.measure) as title,
        coalesce(k.title_en, k.title, s.measure) as title_en, k.max_score as known_max,
        case when abs(s.score) < 100000 then cast(s.score as decimal(18, 8)) end as score,
        case when coalesce(s.max_score, k.max_score) < 100000 then cast(coalesce(s.max_score, k.max_score) as decimal(18, 8)) end as max_score
    from scores as s
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
),
parts as (
    select s.period, s.agency_code, s.stage, s.version, s.period_basis, s.parent as measure, count(*) as parts_listed,
        count(distinct s.measure) as measures, count(s.score) as parts, sum(s.score) as sum_parts, min(s.score) as lowest,
        sum(s.max_score) as max_parts, sum(s.known_max) as known_parts,
        sum(case when s.score is not null then s.known_max end) as taken,
        sum(case when s.score is null and s.numerator is not null and s.denominator > 0 then 1 else 0 end) as computable
    from stated as s
    where s.parent is not null and s.max_score > 0
    group by s.period, s.agency_code, s.stage, s.version, s.period_basis, s.parent
),
judged as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.version, s.title, s.title_en, s.score, s.max_score,
        p.parts_listed, p.parts, p.sum_parts, p.max_parts, w.parts - p.parts as missing, w.max_score - p.taken as room,
        case
            when p.parts_listed = w.parts and p.parts + p.computable >= w.parts and p.max_parts = s.max_score then 'whole'
            when p.parts = w.parts and w.max_score = s.known_max and abs(s.score - p.sum_parts) > 0.005 * (p.parts + 1) then 'sum'
            when p.parts = w.parts and w.max_score = s.known_max then 'whole'
            when p.lowest < 0 or p.parts = 0 then 'open'
            when s.score < p.sum_parts - 0.005 * (p.parts + 1) then 'low'
            when s.score > p.sum_parts + w.max_score - p.taken + 0.005 * (p.parts + 1)
                and p.known_parts = p.max_parts and w.max_score = s.known_max then 'high'
        end as verdict
    from stated as s
    join parts as p on p.measure = s.measure and p.period = s.period and p.agency_code = s.agency_code
        and p.stage = s.stage and p.version = s.version and p.period_basis is not distinct from s.period_basis
    join wholes as w on w.measure = s.measure and w.version = s.version
    where p.measures = p.parts_listed
),
-- definitions of the packages given; the shipped ones are tested where they are made
defined as (
    select m._package, m._row, m.measure, m.version, m.title, coalesce(m.title_en, m.title) as title_en, m.max_score,
        count(*) as parts, sum(c.max_score) as sum_parts
    from measures as m
    join measures as c on c.parent = m.measure and c.version = m.version and c._package is not distinct from m._package
    where m.max_score > 0 and (c.max_score > 0 or c.max_score is null)
    group by m._package, m._row, m.measure, m.version, m.title, coalesce(m.title_en, m.title), m.max_score
    having count(c.max_score) = count(*) and sum(c.max_score) <> m.max_score
),
-- an index of which a package defines some parts only says nothing on the rest
whole_definitions as (
    select d._package, d._row, d.measure, d.version, d.title, d.title_en, d.max_score, d.parts, d.sum_parts
    from defined as d
    left join (
        select r.parent, r.version, count(*) as parts
        from reference.measures as r
        where r.parent is not null and r.max_score > 0
        group by r.parent, r.version
    ) as r on r.parent = d.measure and r.version = d.version
    where r.parts is null or d.parts >= r.parts or d.sum_parts > d.max_score
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
select f._package, f._row, f.source_table as _table, f.name as _field, f.value as _value, f.words as _case,
    case when f.words = 'defined' and f.sum_parts < f.value then 'warning' end as _severity,
    f.period, f.agency_code, f.measure, f.stage, f.version, f.title, f.title_en, f.parts, f.sum_parts, f.missing, f.room,
    coalesce(n.name, f.agency_code) as agency
from (
    select j._package, j._row, 'scores' as source_table, 'score' as name, j.score as value,
        case when j.verdict <> 'low' then j.verdict end as words, j.period, j.agency_code, j.measure, j.stage, j.version,
        j.title, j.title_en, j.parts, j.sum_parts, j.missing, j.room
    from judged as j
    where j.verdict in ('low', 'high', 'sum')
    union all
    select d._package, d._row, 'measures' as source_table, 'max_score' as name, d.max_score as value, 'defined' as words,
        null as period, null as agency_code, d.measure, null as stage, d.version, d.title, d.title_en, d.parts, d.sum_parts,
        null as missing, null as room
    from whole_definitions as d
) as f
left join names as n on n.agency_code = f.agency_code
order by f.source_table, f._package, f._row
