/*
severity = "error"
mender = "issuer"
certainty = "verified"
applies = """value is not null and coalesce(relation, 'share') <> 'rank'
and (numerator is not null or base_figure_id is not null or base_period is not null)"""
unknown = """(coalesce(relation, 'share') = 'share' and (numerator is null or denominator is null))
or (relation = 'times' and denominator is null and base_figure_id is null)
or (relation = 'difference' and base_figure_id is null)"""
field = "value"

[needs]
figures = ["figure_id", "value"]

[basis]
vi = "Phép tính. Con số in k chữ số thập phân là đúng khi bằng kết quả làm tròn đến k chữ số (một nửa thì lên). Quy ước của công cụ: gần = thấp hơn không quá 5%; hơn, trên = bằng hoặc cao hơn dưới 10%; khoảng = lệch không quá 5%; ít nhất, nhiều nhất: đúng như lời."
en = "Arithmetic. A number printed with k decimals is right when the result rounds to it at k decimals (half up). The tool's convention: nearly = below by at most 5 %; more than = equal or above by less than 10 %; about = within 5 %; at least, at most: as they say."

[title]
vi = "Con số đã công bố không tính ra được từ thành phần của nó"
en = "A published number that its own parts do not give"

[message]
vi = "Con số {word_vi:… }{claimed:pct{places}} không khớp với {above}/{below}: kết quả là {computed:pct4}, làm tròn là {better:pct{places}}."
en = "{claimed:pct{places}}{word_en: (…)} does not match {above}/{below}: the result is {computed:pct4}, which rounds to {better:pct{places}}."

[fix]
vi = "Hỏi nguồn về tử số, mẫu số và thời điểm chốt. Nếu đúng là {above}/{below}, nên viết: “{above} trong {below}{population: …} ({better:pct{places}}){as_of:, đến …}”."
en = "Ask the source for numerator, denominator and cut-off date. If {above}/{below} is right, better: “{above} of {below} ({better:pct{places}}){as_of: by …}”."

[not_when]
vi = "Nguồn không nêu tử số, mẫu số hoặc con số gốc; tử số, mẫu số đã làm tròn (số lẻ, hoặc chẵn đến chục nghìn) mà con số vẫn có thể đúng; chênh lệch tính bằng phần trăm."
en = "Where the source gives no numerator, denominator or base; where these are rounded themselves (decimals, or whole ten thousands) and the number may still be right; differences in percent."

[cases.cut]
title = { vi = "Con số được cắt bớt, không làm tròn", en = "A number cut off, not rounded" }
[cases.cut.message]
vi = "Con số {claimed:pct{places}} không làm tròn từ {above}/{below}: kết quả là {computed:pct4}, làm tròn là {better:pct{places}}. {claimed:pct{places}} là cắt bớt, chênh {gap} điểm phần trăm{same_vi:, …}."
en = "{claimed:pct{places}} is not what {above}/{below} rounds to: it is {computed:pct4}, or {better:pct{places}} rounded. {claimed:pct{places}} is cut off, {gap} percentage points lower{same_en:; …}."
[cases.cut.fix]
vi = "Viết lại: “{above} trong {below}{population: …} ({better:pct{places}}){as_of:, đến …}”."
en = "Write: “{above} of {below} ({better:pct{places}}){as_of: by …}”."

[cases.word.message]
vi = "“{word_vi} {claimed:pct{places}}” không đúng với {above}/{below}: kết quả là {computed:pct4}."
en = "“{word_en} {claimed:pct{places}}” does not hold for {above}/{below}: the result is {computed:pct4}."
[cases.word.fix]
vi = "Nếu {above}/{below} là đúng, nên viết: “{above} trong {below}{population: …} ({better:pct{places}}){as_of:, đến …}”."
en = "If {above}/{below} is right, better: “{above} of {below} ({better:pct{places}}){as_of: by …}”."

[cases.far]
title = { vi = "“Hơn” mà hơn nhiều", en = "“More than” by far" }
[cases.far.message]
vi = "“Hơn {claimed:pct{places}}” không sai nhưng chưa sát: {above}/{below} là {computed:pct4}, cao hơn từ 10% trở lên."
en = "“More than {claimed:pct{places}}” is true and far off: {above}/{below} is {computed:pct4}, higher by 10 % or more."
[cases.far.fix]
vi = "Viết lại: “{above} trong {below}{population: …} ({better:pct{places}}){as_of:, đến …}”."
en = "Write: “{above} of {below} ({better:pct{places}}){as_of: by …}”."

[cases.far-number]
title = { vi = "“Hơn” mà hơn nhiều", en = "“More than” by far" }
[cases.far-number.message]
vi = "“Hơn {claimed:fixed{places}}” không sai nhưng chưa sát: kết quả là {computed}, cao hơn từ 10% trở lên."
en = "“More than {claimed:fixed{places}}” is true and far off: the result is {computed}, higher by 10 % or more."
[cases.far-number.fix]
vi = "Viết con số đúng hoặc con số tròn gần nhất."
en = "Give the number itself or the nearest round one."

[cases.times.message]
vi = "“Gấp {word_vi:… }{claimed:fixed{places}} lần” không khớp: {above} so với {below} là {computed} lần."
en = "“{word_en:… }{claimed:fixed{places}} times” does not match: {above} against {below} is {computed} times."
[cases.times.fix]
vi = "Hỏi nguồn về con số gốc và thời điểm của nó. Nếu {below} là đúng, nên viết: “{above}, gấp {better:fixed{places}} lần {below}”."
en = "Ask the source for the base and its date. If {below} is right, better: “{above}, {better:fixed{places}} times {below}”."

[cases.times-cut]
title = { vi = "Con số được cắt bớt, không làm tròn", en = "A number cut off, not rounded" }
[cases.times-cut.message]
vi = "“Gấp {claimed:fixed{places}} lần” là cắt bớt, không làm tròn: {above} so với {below} là {computed} lần, làm tròn là {better:fixed{places}}."
en = "“{claimed:fixed{places}} times” is cut off, not rounded: {above} against {below} is {computed} times, or {better:fixed{places}} rounded."
[cases.times-cut.fix]
vi = "Viết lại: “{above}, gấp {better:fixed{places}} lần {below}”."
en = "Write: “{above}, {better:fixed{places}} times {below}”."

[cases.difference.message]
vi = "Chênh lệch {word_vi:… }{claimed:fixed{places}} không khớp: từ {below} đến {above} là {computed}."
en = "A difference of {word_en:… }{claimed:fixed{places}} does not match: from {below} to {above} is {computed}."
[cases.difference.fix]
vi = "Hỏi nguồn về con số gốc và thời điểm của nó. Nên viết cả hai con số: “từ {below} đến {above}”."
en = "Ask the source for the base and its date. Better give both numbers: “from {below} to {above}”."

[cases.count.message]
vi = "Con số {word_vi:… }{claimed:fixed{places}} không khớp với tử số đi kèm, là {above}."
en = "{word_en:… }{claimed:fixed{places}} does not match the numerator given with it, which is {above}."
[cases.count.fix]
vi = "Xem lại nguồn: nguồn viết con số nào, và của thời điểm nào?"
en = "Look at the source again: which number does it give, and of which date?"
*/
with bases as (
    select f.figure_id, max(f.value) as value, max(f.unit) as unit, max(f.decimals) as decimals
    from figures as f
    where coalesce(f.qualifier, 'exact') = 'exact' and f.value is not null
    group by f.figure_id
    having count(*) = 1
),
-- the figure that another one is compared with its base in: same base, same unit
currents as (
    select f.base_figure_id, f.unit, max(f.value) as value
    from figures as f
    where f.base_figure_id is not null and coalesce(f.relation, 'count') not in ('difference', 'times')
        and coalesce(f.qualifier, 'exact') = 'exact' and f.value is not null
    group by f.base_figure_id, f.unit
    having count(*) = 1
),
-- what each figure claims to be: claimed ~ above / below (percent: times 100), or the distance between the two
claims as (
    select f._package, f._row, f.figure_id, f.population, f.as_of, 'share' as kind, coalesce(f.qualifier, 'exact') as qualifier,
        f.value as claimed, f.decimals, f.numerator as above, f.denominator as below, cast(null as bigint) as base_decimals
    from figures as f
    where coalesce(f.relation, 'share') = 'share' and f.unit = 'percent' and f.denominator > 0
    union all
    select f._package, f._row, f.figure_id, f.population, f.as_of, 'times' as kind, coalesce(f.qualifier, 'exact') as qualifier,
        case when f.unit = 'times' then f.value else f.factor end as claimed,
        case when f.unit = 'times' then f.decimals end as decimals,
        case when f.unit = 'times' then f.numerator else f.value end as above, coalesce(f.denominator, b.value) as below,
        case when f.denominator is null and b.unit in ('percent', 'times', 'points') then b.decimals end as base_decimals
    from figures as f
    left join bases as b on b.figure_id = f.base_figure_id
    where f.relation = 'times' and coalesce(f.denominator, b.value) > 0
    union all
    select f._package, f._row, f.figure_id, f.population, f.as_of, 'difference' as kind, coalesce(f.qualifier, 'exact') as qualifier,
        abs(f.value) as claimed, f.decimals, coalesce(f.numerator, c.value) as above, b.value as below,
        cast(null as bigint) as base_decimals
    from figures as f
    join bases as b on b.figure_id = f.base_figure_id and b.unit = f.unit
    left join currents as c on c.base_figure_id = f.base_figure_id and c.unit = f.unit
    where f.relation = 'difference' and f.unit not in ('percent', 'times', 'points')
    union all
    select f._package, f._row, f.figure_id, f.population, f.as_of, 'count' as kind, coalesce(f.qualifier, 'exact') as qualifier,
        f.value as claimed, f.decimals, f.numerator as above, 1 as below, cast(null as bigint) as base_decimals
    from figures as f
    where f.relation = 'count' and f.numerator is not null
),
-- numbers in bounds within which products are exact, and how far each side may be off because it was rounded itself
sides as (
    select c._package, c._row, c.figure_id, c.population, c.as_of, c.kind, c.qualifier, c.decimals,
        case when abs(c.claimed) < 10000000000000 then cast(c.claimed as decimal(24, 8)) end as claimed,
        case when abs(c.above) < 10000000000000 then cast(c.above as decimal(24, 8)) end as above,
        case when (c.below >= 0.01 or c.kind = 'difference') and abs(c.below) < 10000000000000
            then cast(c.below as decimal(24, 8)) end as below,
        case when c.above <> round(c.above, 2) then 0.0005 when c.above <> round(c.above, 1) then 0.005
            when c.above <> round(c.above, 0) then 0.05 when c.above = 0 then 0
            when c.above = round(c.above, -9) then 500000000 when c.above = round(c.above, -8) then 50000000
            when c.above = round(c.above, -7) then 5000000 when c.above = round(c.above, -6) then 500000
            when c.above = round(c.above, -5) then 50000 when c.above = round(c.above, -4) then 5000 else 0 end as off_above,
        case when c.base_decimals = 0 then 0.5 when c.base_decimals = 1 then 0.05 when c.base_decimals = 2 then 0.005
            when c.below <> round(c.below, 2) then 0.0005 when c.below <> round(c.below, 1) then 0.005
            when c.below <> round(c.below, 0) then 0.05 when c.below = 0 then 0
            when c.below = round(c.below, -9) then 500000000 when c.below = round(c.below, -8) then 50000000
            when c.below = round(c.below, -7) then 5000000 when c.below = round(c.below, -6) then 500000
            when c.below = round(c.below, -5) then 50000 when c.below = round(c.below, -4) then 5000 else 0 end as off_below
    from claims as c
),
-- the same as one fraction each, with the last decimal place that is printed
fractions as (
    select s._package, s._row, s.figure_id, s.population, s.as_of, s.kind, s.qualifier, s.claimed, s.above, s.below,
        case when s.kind = 'share' then 100 * s.above when s.kind = 'difference' then abs(s.above - s.below) else s.above end as top,
        case when s.kind = 'difference' then 1 else s.below end as bottom,
        case when s.kind = 'share' then 100 * s.off_above when s.kind = 'difference' then s.off_above + s.off_below
            when s.kind = 'count' then 0 else s.off_above end as off_top,
        case when s.kind in ('difference', 'count') then 0 else s.off_below end as off_bottom,
        case when s.claimed <> round(s.claimed, 3) then 0.0001 when s.claimed <> round(s.claimed, 2) or s.decimals >= 3 then 0.001
            when s.claimed <> round(s.claimed, 1) or s.decimals = 2 then 0.01
            when s.claimed <> round(s.claimed, 0) or s.decimals = 1 then 0.1 else 1 end as place
    from sides as s
    where s.above is not null and s.below is not null
        and (abs(s.claimed) < 1000000 or (s.kind in ('count', 'difference') and s.claimed is not null))
        and not (s.kind in ('count', 'difference') and s.decimals is null and s.claimed = round(s.claimed, -3))
),
judged as (
    select f._package, f._row, f.figure_id, f.population, f.as_of, f.kind, f.qualifier, f.claimed, f.above, f.below, f.top,
        f.bottom, f.place, cast(round(cast(f.top as decimal(38, 8)) / (f.bottom * f.place), 0) as decimal(28, 0)) as near,
        case f.qualifier
            when 'nearly' then 100 * (f.top + f.off_top) >= 95 * f.claimed * (f.bottom - f.off_bottom)
                and f.top - f.off_top < f.claimed * (f.bottom + f.off_bottom)
            when 'more_than' then f.top + f.off_top >= f.claimed * (f.bottom - f.off_bottom)
                and 10 * (f.top - f.off_top) < 11 * f.claimed * (f.bottom + f.off_bottom)
            when 'about' then 100 * (f.top + f.off_top) >= 95 * f.claimed * (f.bottom - f.off_bottom)
                and 100 * (f.top - f.off_top) <= 105 * f.claimed * (f.bottom + f.off_bottom)
            when 'at_least' then f.top + f.off_top >= f.claimed * (f.bottom - f.off_bottom)
            when 'at_most' then f.top - f.off_top <= f.claimed * (f.bottom + f.off_bottom)
            else 2 * (f.top + f.off_top) >= (2 * f.claimed - f.place) * (f.bottom - f.off_bottom)
                and 2 * (f.top - f.off_top) < (2 * f.claimed + f.place) * (f.bottom + f.off_bottom) end as holds,
        f.qualifier = 'exact' and f.kind in ('share', 'times') and f.claimed * f.bottom <= f.top
            and f.top < (f.claimed + f.place) * f.bottom as cut,
        f.qualifier = 'more_than' and f.top >= f.claimed * f.bottom as far_above
    from fractions as f
)
select j._package, j._row, j.figure_id, j.claimed as value, j.claimed, j.above, j.below, j.population, j.as_of,
    j.place as gap, round(cast(j.top as decimal(38, 8)) / j.bottom, 4) as computed,
    -- rounded half up: the division only proposes, multiplication decides
    case when 2 * j.top < (2 * j.near - 1) * j.place * j.bottom then (j.near - 1) * j.place
        when 2 * j.top >= (2 * j.near + 1) * j.place * j.bottom then (j.near + 1) * j.place
        else j.near * j.place end as better,
    case j.place when 1 then 0 when 0.1 then 1 when 0.01 then 2 when 0.001 then 3 else 4 end as places,
    case j.qualifier when 'nearly' then 'gần' when 'more_than' then 'hơn' when 'about' then 'khoảng'
        when 'at_least' then 'ít nhất' when 'at_most' then 'nhiều nhất' end as word_vi,
    case j.qualifier when 'nearly' then 'nearly' when 'more_than' then 'more than' when 'about' then 'about'
        when 'at_least' then 'at least' when 'at_most' then 'at most' end as word_en,
    case when j.cut or j.far_above then 'warning' end as _severity,
    case when 100 * j.place <= j.claimed then 'không đổi kết luận' end as same_vi,
    case when 100 * j.place <= j.claimed then 'the conclusion stands' end as same_en,
    case when j.far_above and j.kind = 'share' then 'far' when j.far_above then 'far-number'
        when j.kind = 'times' and j.cut then 'times-cut' when j.kind <> 'share' then j.kind when j.cut then 'cut'
        when j.qualifier <> 'exact' then 'word' end as _case
from judged as j
where not j.holds
