/*
severity = "warning"
mender = "platform"
certainty = "verified"
applies = "denominator is not null and (score is not null or ratio_pct is not null)"

[needs]
scores = ["period", "agency_code", "measure", "stage", "denominator"]

[basis]
vi = "Mẫu số bằng 0 thì không có tỷ lệ. Cổng ghi khi thì để trống, khi thì 0, khi thì đủ điểm (bảng 34 tỉnh và tháng 8/2026 của một tỉnh)."
en = "With a zero denominator there is no ratio. The portal leaves it empty, gives 0, or gives full marks (34 provinces, and August 2026 of one of them)."

[title]
vi = "Chấm điểm khi không có gì để chấm"
en = "Scored on nothing"

[message]
vi = "Không có gì để chấm mà vẫn có điểm, {period:period}: {title} của {agency} có mẫu số 0, nhưng ghi {score}{max_score:/…} điểm{ratio: (tỷ lệ …%)}. Mẫu số 0 thì không có tỷ lệ: không phải 0%, cũng không phải 100%."
en = "A score on nothing, {period:period}: {title_en} of {agency} has a zero denominator, yet says {score}{max_score:/…} points{ratio: (ratio … %)}. With a zero denominator there is no ratio: neither 0 % nor 100 %."

[fix]
vi = "Khi xếp hạng hoặc tính bình quân, để riêng đơn vị này. Đề nghị đơn vị vận hành hệ thống để trống điểm và công bố cách tính khi mẫu số bằng 0."
en = "Keep this unit apart in rankings and means. Ask the operator of the system to leave the score empty and to publish what a zero denominator does."

[not_when]
vi = "Cách tính cho đủ điểm khi mẫu số bằng 0, như phản ánh, kiến nghị trong Bộ chỉ số 766; điểm khác với điều cách tính nói về mẫu số 0 (xem score-mismatch)."
en = "Where the method gives full marks for a zero denominator, as for petitions in index 766; a score other than the method gives for a zero denominator (see score-mismatch)."

[cases.by-method.message]
vi = "Không có gì để chấm mà vẫn có điểm, {period:period}: {title} của {agency} có mẫu số 0, và cách tính của hệ thống cho {score}{max_score:/…} điểm{ratio: (tỷ lệ …%)}. Điểm này không nói gì về kết quả của đơn vị."
en = "A score on nothing, {period:period}: {title_en} of {agency} has a zero denominator, and the method of the system gives {score}{max_score:/…} points{ratio: (ratio … %)}. This says nothing about how the unit did."
[cases.by-method.fix]
vi = "Khi xếp hạng hoặc tính bình quân, để riêng đơn vị này và nói rõ đơn vị không có gì để chấm."
en = "Keep this unit apart in rankings and means, and say that it had nothing to be scored on."

[cases.ratio.title]
vi = "Có tỷ lệ khi mẫu số bằng 0"
en = "A ratio with a zero denominator"
[cases.ratio.message]
vi = "Không có gì để tính mà vẫn có tỷ lệ, {period:period}: {title} của {agency} có mẫu số 0, nhưng ghi {ratio}%. Mẫu số 0 thì không có tỷ lệ: không phải 0%, cũng không phải 100%."
en = "A ratio of nothing, {period:period}: {title_en} of {agency} has a zero denominator, yet says {ratio} %. With a zero denominator there is no ratio: neither 0 % nor 100 %."
[cases.ratio.fix]
vi = "Khi tính bình quân các tỷ lệ, để riêng đơn vị này. Đề nghị đơn vị vận hành hệ thống để trống tỷ lệ."
en = "Keep this unit apart in means of ratios. Ask the operator of the system to leave the ratio empty."
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en, max(m.max_score) as max_score,
        max(m.zero_rule) as zero_rule
    from measures as m
    group by m.measure, m.version
),
known as (
    select m.measure, m.version, m.title, m.title_en, m.max_score, m.zero_rule from own as m
    union all
    select r.measure, r.version, r.title, r.title_en, r.max_score, r.zero_rule
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
scored as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.denominator, s.ratio_pct as ratio, s.score,
        coalesce(s.max_score, k.max_score) as max_score, coalesce(k.title, s.measure) as title,
        coalesce(k.title_en, k.title, s.measure) as title_en, coalesce(k.zero_rule, 'unstated') as zero_rule
    from scores as s
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
    where s.denominator = 0 and (s.score is not null or s.ratio_pct is not null)
)
select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.denominator, s.ratio, s.score, s.max_score,
    s.title, s.title_en, coalesce(a.name, s.agency_code) as agency,
    case when s.score is null then 'ratio_pct' else 'score' end as _field, coalesce(s.score, s.ratio) as _value,
    case when s.score is null then 'ratio' when s.zero_rule = 'zero' then 'by-method' end as _case
from scored as s
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = s.agency_code
where s.zero_rule <> 'full' and not (s.zero_rule = 'zero' and coalesce(s.score, 0) <> 0)
