/*
severity = "warning"
mender = "issuer"
certainty = "verified"
applies = "relation in ('times', 'difference')"

[needs]
figures = ["figure_id", "relation"]

[parameters]
decided = "lệ phí|fee"  # a cut of fees is decided, no growth: its base is the fee itself

[basis]
vi = "“Gấp 4,5 lần”, “tăng 13 bậc” chỉ kiểm tra được khi biết con số gốc và thời điểm của nó. “Năm 2020” chưa phải là thời điểm: 48,27% gấp 1,5 lần năm 2020 thì số gốc phải từ 31,14% đến 33,29%, trong khi tháng 9/2020 đã công bố 19,1%."
en = "“4.5 times”, “up 13 places” can be checked only with the base and its date. “2020” is no date: 48.27 % being 1.5 times that of 2020 needs a base between 31.14 % and 33.29 %, while 19.1 % had been published for September 2020."

[title]
vi = "So sánh mà không nêu con số gốc"
en = "A comparison that does not give its base"

[message]
vi = "Không có con số gốc: con số {figure_id} so với {base_period:period} mà không nêu số của kỳ đó{low:; để đúng, số gốc phải từ …}{high: đến …}{statement: (“…”)}."
en = "No base: figure {figure_id} compares with {base_period:period} and does not give the number of that period{low:; to be right, the base must lie between …}{high: and …}{statement_en: (“…”)}."

[fix]
vi = "Hỏi nguồn con số gốc và ngày chốt của nó; khi trích dẫn, nêu cả con số trước và con số sau, hoặc đừng nêu tỷ lệ tăng."
en = "Ask the source for the base and its date; when quoting, give the number before and the number after, or leave the growth out."

[not_when]
vi = "Con số gốc có trong bảng figures (base_figure_id) hoặc ở mẫu số: khi đó figure-mismatch tính lại; mức giảm lệ phí được quyết định, không phải một con số tăng giảm."
en = "Where the base is in table figures (base_figure_id) or in the denominator: figure-mismatch then computes; a cut of fees that was decided, which is no growth."

[cases.contradicted]
title = { vi = "So sánh với một con số gốc không phải con số đã công bố", en = "A comparison whose base is not the number published" }
[cases.contradicted.message]
vi = "Không có con số gốc: con số {figure_id} so với {base_period:period} mà không nêu số của kỳ đó; để đúng, số gốc phải từ {low} đến {high}, nhưng con số {contra} của {contra_period:period} là {contra_value}. Có lẽ số gốc ở thời điểm khác trong kỳ, hoặc theo định nghĩa khác."
en = "No base: figure {figure_id} compares with {base_period:period} and does not give the number of that period; to be right, the base must lie between {low} and {high}, but figure {contra} for {contra_period:period} is {contra_value}. The base may be of another date in the period, or of another definition."

[cases.unsaid.message]
vi = "Không có con số gốc: con số {figure_id} là một so sánh mà không nói so với con số nào, của kỳ nào{statement: (“…”)}."
en = "No base: figure {figure_id} is a comparison and does not say with which number or period{statement_en: (“…”)}."

[cases.dangling]
title = { vi = "Con số gốc không có trong bảng", en = "The base is not in the table" }
[cases.dangling.message]
vi = "Không có con số gốc: con số {figure_id} so với {base_figure_id}, nhưng bảng figures không có con số ấy hoặc chưa có giá trị."
en = "No base: figure {figure_id} compares with {base_figure_id}, but table figures has no such figure, or no value for it."
[cases.dangling.fix]
vi = "Thêm con số gốc vào bảng figures, hoặc sửa mã ở cột base_figure_id."
en = "Add the base to table figures, or mend the id in column base_figure_id."
*/
with bases as (
    select f.figure_id, max(f.value) as value
    from figures as f
    where f.value is not null
    group by f.figure_id
),
compared as (
    select f._package, f._row, f.figure_id, f.statement, coalesce(f.statement_en, f.statement) as statement_en,
        f.relation, f.base_figure_id, f.base_period, f.indicator, f.scope, f.regime, f.level, f.unit,
        coalesce(f.qualifier, 'exact') as qualifier,
        case when f.unit = 'times' then f.value when f.relation = 'times' then f.factor end as times,
        case when f.unit = 'times' then f.numerator when f.relation = 'times' then f.value end as current_value,
        case when f.unit = 'times' then f.decimals end as decimals
    from figures as f
    left join bases as b on b.figure_id = f.base_figure_id
    where f.relation in ('times', 'difference') and b.figure_id is null and f.denominator is null
        and (f.base_figure_id is not null or f.base_period is not null
            or not regexp_matches(lower(coalesce(f.indicator, '') || ' ' || coalesce(f.statement, '')), $decided))
),
-- between which numbers the base must lie: current / times, with what the word beside it allows
factors as (
    select c._package, c._row, c.figure_id, c.statement, c.statement_en, c.relation, c.base_figure_id, c.base_period,
        c.indicator, c.scope, c.regime, c.level,
        case when c.current_value > 0 and c.current_value < 10000000000 then cast(c.current_value as decimal(20, 8)) end as current_value,
        case c.qualifier when 'exact' then c.times + c.half when 'nearly' then c.times when 'more_than' then 1.1 * c.times
            when 'about' then 1.05 * c.times when 'at_most' then c.times end as most,
        case c.qualifier when 'exact' then c.times - c.half when 'nearly' then 0.95 * c.times when 'more_than' then c.times
            when 'about' then 0.95 * c.times when 'at_least' then c.times end as least
    from (
        select x._package, x._row, x.figure_id, x.statement, x.statement_en, x.relation, x.base_figure_id, x.base_period,
            x.indicator, x.scope, x.regime, x.level, x.qualifier, x.current_value,
            case when x.times >= 0.1 and x.times < 100000 then cast(x.times as decimal(12, 4)) end as times,
            case when x.times <> round(x.times, 1) or x.decimals >= 2 then 0.005
                when x.times <> round(x.times, 0) or x.decimals = 1 then 0.05 else 0.5 end as half
        from compared as x
    ) as c
),
ranges as (
    select f._package, f._row, f.figure_id, f.statement, f.statement_en, f.relation, f.base_figure_id, f.base_period,
        f.indicator, f.scope, f.regime, f.level,
        case when f.most > 0 and f.least > 0 then round(f.current_value / cast(f.most as decimal(12, 4)), 2) end as low,
        case when f.most > 0 and f.least > 0 then round(f.current_value / cast(f.least as decimal(12, 4)), 2) end as high
    from factors as f
),
-- a figure of the same indicator for a time within the base period that can't be the base
others as (
    select r._package, r._row, o.figure_id as contra, coalesce(o.period, cast(o.as_of as varchar)) as contra_period,
        o.value as contra_value,
        row_number() over (
            partition by r._package, r._row order by coalesce(cast(o.as_of as varchar), o.period) desc, o._row
        ) as nth
    from ranges as r
    join figures as o on o.indicator = r.indicator and o.scope = r.scope and o.regime is not distinct from r.regime
        and o.level is not distinct from r.level and o.figure_id <> r.figure_id
        and starts_with(coalesce(o.period, cast(o.as_of as varchar)), r.base_period)
    where coalesce(o.qualifier, 'exact') = 'exact' and o.relation in ('share', 'count')
        and (o.value < 0.99 * r.low or o.value > 1.01 * r.high)
)
select r._package, r._row, r.figure_id,
    case when r.base_figure_id is not null then 'base_figure_id' else 'base_period' end as _field,
    coalesce(r.base_figure_id, r.base_period) as _value,
    case when r.base_figure_id is not null then 'dangling' when r.base_period is null then 'unsaid'
        when o.contra is not null then 'contradicted' end as _case,
    case when r.base_figure_id is null and r.base_period is null and r.relation = 'difference' then 'info' end as _severity,
    r.base_figure_id, r.base_period, r.statement, r.statement_en, r.low, r.high, o.contra, o.contra_period, o.contra_value
from ranges as r
left join others as o on o._package is not distinct from r._package and o._row is not distinct from r._row and o.nth = 1
order by r._package, r._row
