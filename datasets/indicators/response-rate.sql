/*
version = "1"
group = "satisfaction"
kind = "ratio"
counts = "ratings"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Tỷ lệ đánh giá"
en = "Response rate"

[definition]
vi = "Lượt đánh giá chia cho hồ sơ đã giải quyết của cùng cơ quan, cùng kỳ."
en = "Ratings over dossiers resolved by the same body in the same period."

[is_not]
vi = "Không phải tỷ lệ hài lòng. Một người có thể đánh giá nhiều lượt."
en = "Not the satisfaction rate. One person may rate several times."

[numerator]
vi = "lượt đánh giá"
en = "ratings"

[denominator]
vi = "hồ sơ đã giải quyết"
en = "dossiers resolved"

[population]
vi = "Cơ quan có cả lượt đánh giá và hồ sơ đã giải quyết trong kỳ"
en = "Bodies with both ratings and resolved dossiers in the period"

[basis]
vi = "Biểu 06; khảo sát hài lòng"
en = "Form 06; ratings"

[needs]
satisfaction = ["period", "agency_code", "ratings"]
dossiers = ["period", "agency_code", "row_kind", "resolved_total"]
*/
with whole as (
  select x.period from satisfaction as x where x.item_code = 'ALL' group by x.period
),
rated as (
  select w.period, w.part, t.agency_code, max(t.source_id) as source_id,
    case when count(t.ratings) = count(*) then sum(t.ratings) end as n
  from satisfaction as t
  join asked.parts as w on w.table_name = 'satisfaction' and w.part = t.period
  left join whole as a on a.period = t.period
  where t.item_code = 'ALL' or a.period is null
  group by w.period, w.part, t.agency_code
),
resolved as (
  select r.part, d.agency_code, case when count(d.resolved_total) = count(*) then sum(d.resolved_total) end as n
  from dossiers as d
  join reference.periods as m on m.period = d.period and m.kind = 'month'
  join (
    select x.part, c.first_month_n, c.last_month_n
    from rated as x
    join reference.periods as c on c.period = x.part
    group by x.part, c.first_month_n, c.last_month_n
  ) as r on m.first_month_n between r.first_month_n and r.last_month_n
  where d.row_kind = 'agency'
  group by r.part, d.agency_code, r.first_month_n, r.last_month_n
  having count(*) = r.last_month_n - r.first_month_n + 1
)
select t.period, t.part, t.agency_code, t.source_id, t.n as numerator, d.n as denominator
from rated as t
left join resolved as d on d.part = t.part and d.agency_code = t.agency_code
