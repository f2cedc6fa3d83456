/*
severity = "error"
mender = "platform"
certainty = "high"
applies = "score is not null or ratio_pct is not null"
unknown = """(numerator is null or denominator is null) and not exists (
    select 1 from scores as p join reference.measures as m on m.measure = p.measure and m.parent = scores.measure
    where p.period = scores.period and p.agency_code = scores.agency_code and p.stage = scores.stage)
and not exists (
    select 1 from scores as p join measures as m on m.measure = p.measure and m.parent = scores.measure
    where p.period = scores.period and p.agency_code = scores.agency_code and p.stage = scores.stage)"""

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[basis]
vi = "Cách tính trong bảng measures: điểm = điểm tối đa × nhỏ hơn của 1 và (tử số / mẫu số ÷ tỷ lệ đủ điểm), làm tròn hai chữ số, một nửa thì lên; điểm nhóm là tổng điểm hiển thị của các phần. Với Quyết định 766/QĐ-TTg đó là cách Cổng đang tính (tính lại được trên 34 tỉnh), có chỗ khác văn bản mô tả."
en = "The method in table measures: score = maximum × the smaller of 1 and (numerator / denominator ÷ the ratio that earns full marks), to two decimals, half up; a group's score is the sum of the displayed scores of its parts. For Quyết định 766/QĐ-TTg it is the method in use (reproduced on 34 provinces), which departs from the text in places."

[title]
vi = "Điểm hoặc tỷ lệ không khớp với tử số, mẫu số hoặc các phần"
en = "A score or ratio that its numerator, denominator or parts do not give"

[message]
vi = "Điểm không khớp: {title} ghi {score} điểm, nhưng {numerator}/{denominator} ứng với {expected:fixed2} trên {max_score} điểm{full_from:, đủ điểm khi tỷ lệ từ …}. {agency}, {period:period}."
en = "The score does not match: {title_en} says {score} points, but {numerator}/{denominator} earns {expected:fixed2} of {max_score}{full_from:, full marks from a ratio of …}. {agency}, {period:period}."

[fix]
vi = "Đối chiếu tử số, mẫu số và điểm với hệ thống chấm; nếu hệ thống tính cách khác, đề nghị đơn vị vận hành công bố cách tính. Công cụ không tự sửa con số."
en = "Check numerator, denominator and score against the system that scores; if it computes otherwise, ask its operator to publish the method. The tool never changes a number."

[not_when]
vi = "Thiếu tử số, mẫu số, điểm tối đa hoặc tỷ lệ đủ điểm; điểm nhóm khi chưa có đủ các phần; mẫu số bằng 0 khi cách tính không nói được mấy điểm (xem scored-on-nothing)."
en = "Where numerator, denominator, maximum or the ratio for full marks is unknown; groups whose parts are not all there; a zero denominator where the method does not say what it earns (see scored-on-nothing)."

[cases.ratio.message]
vi = "Tỷ lệ không khớp: {title} ghi {ratio_pct:pct}, nhưng {numerator}/{denominator} là {computed:pct4}, làm tròn là {expected:pct2}. {agency}, {period:period}."
en = "The ratio does not match: {title_en} says {ratio_pct:pct}, but {numerator}/{denominator} is {computed:pct4}, which rounds to {expected:pct2}. {agency}, {period:period}."
[cases.ratio.fix]
vi = "Đối chiếu tử số, mẫu số và tỷ lệ với hệ thống: tỷ lệ có thể lấy ở thời điểm khác hoặc trên mẫu số khác. Công cụ không tự sửa con số."
en = "Check numerator, denominator and ratio against the system: the ratio may be of another time or another denominator. The tool never changes a number."

[cases.ratio-cut.message]
vi = "Tỷ lệ được cắt bớt, không làm tròn: {title} ghi {ratio_pct:pct}; {numerator}/{denominator} là {computed:pct4}, làm tròn là {expected:pct2}. {agency}, {period:period}."
en = "The ratio is cut off, not rounded: {title_en} says {ratio_pct:pct}; {numerator}/{denominator} is {computed:pct4}, which rounds to {expected:pct2}. {agency}, {period:period}."
[cases.ratio-cut.fix]
vi = "Khi trích dẫn, ghi tử số và mẫu số bên cạnh tỷ lệ, và nói rõ hệ thống cắt bớt phần lẻ."
en = "When quoting, give numerator and denominator beside the ratio, and say that the system cuts decimals off."

[cases.ratio-coarse.message]
vi = "Tỷ lệ làm tròn ít chữ số hơn thường lệ: {title} ghi {ratio_pct:pct}; {numerator}/{denominator} là {computed:pct4}, đến hai chữ số là {expected:pct2}. {agency}, {period:period}."
en = "The ratio is rounded more coarsely than usual: {title_en} says {ratio_pct:pct}; {numerator}/{denominator} is {computed:pct4}, or {expected:pct2} to two decimals. {agency}, {period:period}."
[cases.ratio-coarse.fix]
vi = "Khi so sánh các đơn vị, tính lại tỷ lệ từ tử số và mẫu số."
en = "To compare units, compute the ratio again from numerator and denominator."

[cases.score-cut.message]
vi = "Điểm được cắt bớt, không làm tròn: {title} ghi {score} điểm; {numerator}/{denominator} làm tròn được {expected:fixed2} trên {max_score} điểm. {agency}, {period:period}."
en = "The score is cut off, not rounded: {title_en} says {score} points; {numerator}/{denominator} rounds to {expected:fixed2} of {max_score}. {agency}, {period:period}."
[cases.score-cut.fix]
vi = "Đề nghị đơn vị vận hành hệ thống nói rõ làm tròn hay cắt bớt: chênh 0,01 điểm có thể đổi thứ hạng."
en = "Ask the operator of the system whether it rounds or cuts off: 0.01 points may change a rank."

[cases.score-coarse.message]
vi = "Điểm làm tròn ít chữ số hơn thường lệ: {title} ghi {score} điểm; {numerator}/{denominator} đến hai chữ số là {expected:fixed2} trên {max_score} điểm. {agency}, {period:period}."
en = "The score is rounded more coarsely than usual: {title_en} says {score} points; {numerator}/{denominator} is {expected:fixed2} of {max_score} to two decimals. {agency}, {period:period}."
[cases.score-coarse.fix]
vi = "Khi xếp hạng, tính lại điểm từ tử số và mẫu số."
en = "To rank units, compute the score again from numerator and denominator."

[cases.zero.message]
vi = "Điểm không khớp: {title} có mẫu số 0 và ghi {score} điểm, nhưng theo cách tính thì mẫu số 0 được {expected} trên {max_score} điểm. {agency}, {period:period}."
en = "The score does not match: {title_en} has a zero denominator and says {score} points, but by its method a zero denominator earns {expected} of {max_score}. {agency}, {period:period}."

[cases.group.message]
vi = "Điểm nhóm không khớp: {title} ghi {score} điểm, nhưng {parts} phần cộng lại là {expected:fixed2} điểm{derived: (… phần tính từ tử số và mẫu số)}. {agency}, {period:period}."
en = "The score of a group does not match: {title_en} says {score} points, but its {parts} parts add up to {expected:fixed2}{derived: (… of them computed from numerator and denominator)}. {agency}, {period:period}."
[cases.group.fix]
vi = "Đối chiếu điểm từng phần với hệ thống chấm: có phần nào đã chấm lại, thiếu hoặc được cộng thêm? Công cụ không tự sửa con số."
en = "Check the score of each part against the system that scores: was one scored again, left out or added? The tool never changes a number."

[cases.group-rounding.message]
vi = "Điểm nhóm lệch trong phạm vi làm tròn: {title} ghi {score} điểm, {parts} phần như đã hiển thị cộng lại là {expected:fixed2} điểm; có thể hệ thống cộng trước rồi mới làm tròn, hoặc cắt bớt. {agency}, {period:period}."
en = "The score of a group is off within rounding: {title_en} says {score} points, its {parts} parts as displayed add up to {expected:fixed2}; the system may add before it rounds, or cut off. {agency}, {period:period}."
[cases.group-rounding.fix]
vi = "Nói rõ điểm nhóm là tổng các điểm đã làm tròn hay tổng rồi mới làm tròn."
en = "Say whether a group's score adds rounded parts or rounds the sum."
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en, max(m.max_score) as max_score,
        max(m.full_at) as full_at, max(m.zero_rule) as zero_rule, max(m.parent) as parent
    from measures as m
    group by m.measure, m.version
    having min(m.full_at) is not distinct from max(m.full_at)
        and min(m.max_score) is not distinct from max(m.max_score)
        and min(m.zero_rule) is not distinct from max(m.zero_rule)
),
-- what a measure means: as the package has it, else as the reference has it
known as (
    select m.measure, m.version, m.title, m.title_en, m.max_score, m.full_at, m.zero_rule, m.parent from own as m
    union all
    select r.measure, r.version, r.title, r.title_en, r.max_score, r.full_at, r.zero_rule, r.parent
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
-- numbers in bounds within which products are exact; a number beyond them is left unknown
stated as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.period_basis, s.source_id,
        coalesce(s.measure_version, 'implemented') as version, k.parent, k.zero_rule,
        coalesce(k.title, s.measure) as title, coalesce(k.title_en, k.title, s.measure) as title_en,
        case when abs(s.numerator) < 1000000000000 and s.numerator = round(s.numerator, 6)
            then cast(s.numerator as decimal(24, 6)) end as numerator,
        case when abs(s.denominator) < 1000000000000 and s.denominator = round(s.denominator, 6)
            then cast(s.denominator as decimal(24, 6)) end as denominator,
        case when abs(s.ratio_pct) < 100000 and s.ratio_pct = round(s.ratio_pct, 6)
            then cast(s.ratio_pct as decimal(11, 6)) end as ratio_pct,
        case when abs(s.score) < 1000 and s.score = round(s.score, 6) then cast(s.score as decimal(11, 6)) end as score,
        case when coalesce(s.max_score, k.max_score) < 1000 and coalesce(s.max_score, k.max_score) >= 0
            then cast(coalesce(s.max_score, k.max_score) as decimal(9, 6)) end as max_score,
        case when k.full_at > 0 and k.full_at <= 1 then cast(k.full_at as decimal(7, 6)) end as full_at
    from scores as s
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
),
-- what each number should be, as a fraction: shown ~ above / below
fractions as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, 'ratio' as kind, s.ratio_pct as shown,
        100 * s.numerator as above, s.denominator as below
    from stated as s
    where s.denominator > 0
    union all
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, 'score' as kind, s.score as shown,
        case when s.numerator < s.full_at * s.denominator then s.max_score * s.numerator
            when s.numerator >= s.full_at * s.denominator then s.max_score * s.full_at * s.denominator end as above,
        s.full_at * s.denominator as below
    from stated as s
    where s.denominator > 0
    union all
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, 'zero' as kind, s.score as shown,
        case s.zero_rule when 'full' then s.max_score when 'zero' then 0 end as above, 1 as below
    from stated as s
    where s.denominator = 0
),
-- the last decimal place that is shown, and the finest that the same list shows
places as (
    select f._package, f._row, f.period, f.agency_code, f.measure, f.stage, f.kind, f.shown, f.above, f.below, f.place,
        min(f.place) over (partition by f.kind, f.period, f.measure, f.stage) as finest,
        case when f.place < 0.01 then f.place else 0.01 end as judged,
        cast(round(cast(f.above as decimal(38, 6)) / f.below, 2) as decimal(18, 2)) as near
    from (
        select g._package, g._row, g.period, g.agency_code, g.measure, g.stage, g.kind, g.shown, g.above, g.below,
            case when g.shown = round(g.shown, 0) then 1 when g.shown = round(g.shown, 1) then 0.1
                when g.shown = round(g.shown, 2) then 0.01 when g.shown = round(g.shown, 3) then 0.001
                when g.shown = round(g.shown, 4) then 0.0001 when g.shown = round(g.shown, 5) then 0.00001
                when g.shown is not null then 0.000001 end as place
        from fractions as g
        where g.above is not null and g.below > 0
    ) as f
),
-- rounded half up to two decimals: the division only proposes, multiplication decides
rounded as (
    select p._package, p._row, p.period, p.agency_code, p.measure, p.stage, p.kind, p.shown, p.above, p.below,
        case when 2 * p.above < (2 * p.near - 0.01) * p.below then p.near - 0.01
            when 2 * p.above >= (2 * p.near + 0.01) * p.below then p.near + 0.01
            else p.near end as expected,
        case when (2 * p.shown - p.judged) * p.below <= 2 * p.above
            and 2 * p.above < (2 * p.shown + p.judged) * p.below then 'holds'
            when p.shown * p.below <= p.above and p.above < (p.shown + p.judged) * p.below then 'cut'
            when p.place > 0.01 and p.place = p.finest and (2 * p.shown - p.place) * p.below <= 2 * p.above
            and 2 * p.above < (2 * p.shown + p.place) * p.below then 'coarse'
            when p.shown is not null then 'wrong' end as verdict
    from places as p
),
-- a group and the sum of its parts as displayed; a part without a stated score is computed
parts as (
    select s.period, s.agency_code, s.stage, s.version, s.period_basis, s.parent as measure, count(*) as parts,
        sum(coalesce(s.score, r.expected)) as expected, count(coalesce(s.score, r.expected)) as known_parts,
        sum(case when s.score is null then 1 else 0 end) as derived, sum(s.max_score) as max_score,
        count(distinct s.measure) as measures
    from stated as s
    left join rounded as r on r.kind in ('score', 'zero') and r.period = s.period and r.agency_code = s.agency_code
        and r.measure = s.measure and r.stage = s.stage
        and r._package is not distinct from s._package and r._row is not distinct from s._row
    where s.parent is not null and s.max_score > 0
    group by s.period, s.agency_code, s.stage, s.version, s.period_basis, s.parent
),
wanted as (
    select k.parent as measure, k.version, count(*) as parts
    from known as k
    where k.parent is not null and k.max_score > 0
    group by k.parent, k.version
),
groups as (
    select g._package, g._row, g.period, g.agency_code, g.measure, g.stage, g.version, g.period_basis, g.score, g.max_score,
        g.place, min(g.place) over (partition by g.period, g.measure, g.stage) as finest
    from (
        select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.version, s.period_basis, s.score,
            s.max_score, case when s.score = round(s.score, 0) then 1 when s.score = round(s.score, 1) then 0.1
                else 0.01 end as place
        from stated as s
        where s.score is not null
    ) as g
),
checked as (
    select r._package, r._row, r.period, r.agency_code, r.measure, r.stage, r.kind, r.expected,
        cast(null as bigint) as parts, cast(null as bigint) as derived,
        r.above, r.below, r.verdict
    from rounded as r
    where r.verdict <> 'holds'
    union all
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, 'group' as kind, p.expected, p.parts,
        nullif(p.derived, 0) as derived, p.expected as above, 1 as below,
        case when abs(s.score - p.expected) <= 0.005 * (p.parts + 1) then 'rounding'
            when s.place = s.finest and abs(s.score - p.expected) <= 0.5 * s.place + 0.005 * p.parts then 'rounding'
            else 'wrong' end as verdict
    from groups as s
    join parts as p on p.measure = s.measure and p.period = s.period and p.agency_code = s.agency_code
        and p.stage = s.stage and p.version = s.version and p.period_basis is not distinct from s.period_basis
    join wanted as w on w.measure = s.measure and w.version = s.version and w.parts = p.parts
    where p.known_parts = p.parts and p.measures = p.parts and p.max_score = s.max_score and s.score <> p.expected
)
select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.title, s.title_en, s.numerator,
    s.denominator, s.ratio_pct, s.score, s.max_score, case when s.full_at < 1 then s.full_at end as full_from,
    c.expected, c.parts, c.derived, coalesce(a.name, s.agency_code) as agency,
    round(cast(c.above as decimal(38, 6)) / c.below, 4) as computed,
    case when c.kind = 'ratio' then 'ratio_pct' else 'score' end as _field,
    case when c.verdict <> 'wrong' then 'info' end as _severity,
    case when c.kind = 'group' and c.verdict = 'rounding' then 'group-rounding'
        when c.kind in ('group', 'zero') then c.kind
        when c.kind = 'ratio' and c.verdict = 'wrong' then 'ratio'
        when c.verdict in ('cut', 'coarse') then c.kind || '-' || c.verdict end as _case
from checked as c
join stated as s on s.period = c.period and s.agency_code = c.agency_code and s.measure = c.measure
    and s.stage = c.stage and s._package is not distinct from c._package and s._row is not distinct from c._row
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = s.agency_code
