/*
severity = "warning"
mender = "platform"
certainty = "verified"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "score"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code", "ratings", "ratings_satisfied"]

[parameters]
units = 5  # so many units at least, all alike
periods = 3  # in every period, or in so many at least

[basis]
vi = "Tiêu chí mà mọi đơn vị đều đạt tuyệt đối thì không phân biệt được đơn vị nào. Trên bảng 34 tỉnh, đồng bộ hồ sơ có tử số bằng mẫu số ở cả 34 tỉnh; chứng thực bản sao điện tử đủ điểm ở cả 34 tỉnh mà không có tử số, mẫu số."
en = "A criterion that every unit meets in full tells no unit from another. On the table of 34 provinces, synchronised dossiers have numerator = denominator in all 34; certified electronic copies earn full marks in all 34 without numerator or denominator."

[title]
vi = "Tiêu chí mà mọi đơn vị đều đạt 100%"
en = "A criterion that every unit meets at 100 %"

[message]
vi = "Không phân biệt được đơn vị nào: {title}, ở {agencies} đơn vị, tử số đều bằng mẫu số ({numerator}/{denominator} ở đơn vị lớn nhất, {period:period}){times:; như vậy trong …}{of_periods:/… kỳ}."
en = "Tells no unit from another: {title_en}, in all {agencies} units, has numerator = denominator ({numerator}/{denominator} at the largest, {period:period}){times:; so it is in …}{of_periods: of … periods}."

[fix]
vi = "Hỏi đơn vị vận hành hệ thống: tử số được đếm thật hay chép từ mẫu số? Khi xếp hạng, để riêng tiêu chí này và nói rõ. Công cụ không tự sửa con số."
en = "Ask the operator of the system: is the numerator counted, or copied from the denominator? In rankings keep this criterion apart and say so. The tool never changes a number."

[not_when]
vi = "Ít hơn 5 đơn vị có mẫu số lớn hơn 0; chỉ trùng hợp ở một, hai kỳ của một tiêu chí có khác nhau ở kỳ khác; đơn vị chưa có số liệu thì không tính."
en = "Fewer than 5 units with a denominator above 0; chance hits in one or two periods of a criterion that differs in others; units without data do not count."

[cases.unexplained.message]
vi = "Không phân biệt được đơn vị nào: {title}, ở {agencies} đơn vị, đều đủ điểm ({score} điểm) mà không công bố tử số, mẫu số ({period:period}){times:; như vậy trong …}{of_periods:/… kỳ}."
en = "Tells no unit from another: {title_en}, in all {agencies} units, earns full marks ({score} points), and neither numerator nor denominator is given ({period:period}){times:; so it is in …}{of_periods: of … periods}."
[cases.unexplained.fix]
vi = "Đề nghị đơn vị vận hành hệ thống công bố tử số, mẫu số. Khi xếp hạng, để riêng tiêu chí này và nói rõ."
en = "Ask the operator of the system to publish numerator and denominator. In rankings keep this criterion apart and say so."

[cases.ratings]
title = { vi = "Mọi đơn vị đều hài lòng 100%", en = "Every unit at 100 % satisfaction" }
[cases.ratings.message]
vi = "Mọi đơn vị đều 100% hài lòng: ở {agencies} đơn vị, số lượt hài lòng đều bằng số lượt đánh giá ({numerator}/{denominator} ở đơn vị nhiều nhất, {period:period}){times:; như vậy trong …}{of_periods:/… kỳ}."
en = "Every unit at 100 % satisfaction: in all {agencies} units the satisfied ratings equal the ratings ({numerator}/{denominator} at the largest, {period:period}){times:; so it is in …}{of_periods: of … periods}."
[cases.ratings.fix]
vi = "Hỏi cách thu thập: hệ thống có ghi nhận lượt không hài lòng không, ai bấm đánh giá? Công cụ không tự sửa con số."
en = "Ask how ratings are collected: are unsatisfied ones recorded, and who presses the button? The tool never changes a number."
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en, max(m.max_score) as max_score,
        max(m.parent) as parent
    from measures as m
    group by m.measure, m.version
),
known as (
    select m.measure, m.version, m.title, m.title_en, m.max_score, m.parent from own as m
    union all
    select r.measure, r.version, r.title, r.title_en, r.max_score, r.parent
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
composites as (
    select distinct k.parent from known as k where k.parent is not null
),
judged as (
    select s._package, s._row, 'scores' as source_table, s.period, s.agency_code, s.measure, s.stage, cast(null as varchar) as item_code,
        coalesce(s.measure_version, 'implemented') as version, s.numerator, s.denominator, s.score,
        coalesce(k.title, s.measure) as title, coalesce(k.title_en, k.title, s.measure) as title_en,
        case when s.denominator > 0 and s.numerator is not null then 'counted'
            when s.numerator is null and s.denominator is null and s.score is not null then 'unexplained' end as kind,
        case when s.denominator > 0 then case when s.numerator = s.denominator then 1 else 0 end
            when s.score = coalesce(s.max_score, k.max_score) and s.score > 0 then 1 else 0 end as full_marks,
        -- a group's score has no numerator of its own: it stands for its parts
        case when g.parent is not null then 1 else 0 end as is_group
    from scores as s
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
    left join composites as g on g.parent = s.measure
    union all
    select r._package, r._row, 'satisfaction' as source_table, r.period, r.agency_code, null as measure, null as stage,
        r.item_code, '' as version, r.ratings_satisfied as numerator, r.ratings as denominator, null as score,
        null as title, null as title_en, case when r.ratings > 0 and r.ratings_satisfied is not null then 'counted' end as kind,
        case when r.ratings_satisfied = r.ratings then 1 else 0 end as full_marks, 0 as is_group
    from satisfaction as r
    where r.item_code = 'ALL'
),
by_period as (
    select j.source_table, j.measure, j.stage, j.version, j.kind, j.period,
        count(distinct j.agency_code) as agencies, min(j.full_marks) as alike
    from judged as j
    where j.kind is not null and j.is_group = 0
    group by j.source_table, j.measure, j.stage, j.version, j.kind, j.period
    having count(distinct j.agency_code) >= $units
),
alike as (
    select b.source_table, b.measure, b.stage, b.version, b.kind, count(*) as all_periods,
        sum(b.alike) as periods, max(case when b.alike = 1 then b.period end) as latest
    from by_period as b
    group by b.source_table, b.measure, b.stage, b.version, b.kind
    having min(b.alike) = 1 or sum(b.alike) >= $periods
),
shown as (
    select j._package, j._row, j.source_table, j.period, j.agency_code, j.measure, j.stage, j.item_code, j.kind, j.title,
        j.title_en, j.numerator, j.denominator, j.score, b.agencies, a.periods, a.all_periods,
        row_number() over (
            partition by a.source_table, a.measure, a.stage, a.version, a.kind
            order by j.denominator desc, j._package, j._row
        ) as nth
    from alike as a
    join by_period as b on b.source_table = a.source_table
        and b.measure is not distinct from a.measure and b.stage is not distinct from a.stage and b.version = a.version
        and b.kind = a.kind and b.period = a.latest
    join judged as j on j.source_table = a.source_table
        and j.measure is not distinct from a.measure and j.stage is not distinct from a.stage and j.version = a.version
        and j.kind = a.kind and j.period = a.latest and j.is_group = 0
)
select s._package, s._row, s.source_table as _table,
    case when s.source_table = 'satisfaction' then 'ratings_satisfied' when s.kind = 'counted' then 'numerator' else 'score' end as _field,
    case when s.kind = 'counted' then s.numerator else s.score end as _value,
    case when s.source_table = 'satisfaction' then 'ratings' when s.kind = 'unexplained' then 'unexplained' end as _case,
    s.period, s.agency_code, s.measure, s.stage, s.item_code, s.title, s.title_en, s.numerator, s.denominator, s.score,
    s.agencies, case when s.all_periods > 1 then s.periods end as times,
    case when s.all_periods > 1 then s.all_periods end as of_periods
from shown as s
where s.nth = 1
order by s.source_table, s._package, s._row
