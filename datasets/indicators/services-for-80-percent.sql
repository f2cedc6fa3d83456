/*
version = "1"
group = "used"
kind = "ratio"
counts = "services"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Số ít dịch vụ gánh 80% hồ sơ"
en = "The few services that carry 80 % of dossiers"

[definition]
vi = "Số dịch vụ ít nhất mà cộng lại có từ 80% hồ sơ, chia cho số dịch vụ có hồ sơ trong kỳ."
en = "The least number of services that together have 80 % of dossiers, over services with dossiers in the period."

[is_not]
vi = "Không phải tỷ lệ sử dụng: nói hồ sơ tập trung đến đâu."
en = "Not a rate of use: it says how concentrated dossiers are."

[numerator]
vi = "dịch vụ gánh 80% hồ sơ"
en = "services that carry 80 %"

[denominator]
vi = "dịch vụ có hồ sơ"
en = "services with dossiers"

[population]
vi = "Dịch vụ, thủ tục có hồ sơ trong kỳ"
en = "Services and procedures with dossiers in the period"

[basis]
vi = "Số liệu hồ sơ theo từng dịch vụ của phần mềm một cửa"
en = "Dossiers by service from one-stop software"

[needs]
usage = ["period", "agency_code", "item_code", "received_total"]

[parameters]
percent = 80
*/
with totals as (
  select w.period, coalesce(b.parent_code, u.agency_code) as agency_code, u.item_code, sum(u.received_total) as n, max(u.source_id) as source_id
  from usage as u
  join asked.parts as w on w.table_name = 'usage' and w.part = u.period
  left join asked.bodies as b on b.agency_code = u.agency_code
  where u.period_basis is distinct from 'cumulative' or w.cumulative
  group by w.period, coalesce(b.parent_code, u.agency_code), u.item_code
),
ordered as (
  select t.period, t.agency_code, t.item_code, t.n, t.source_id,
    sum(t.n) over (partition by t.period, t.agency_code) as total,
    sum(t.n) over (
      partition by t.period, t.agency_code order by t.n desc, t.item_code rows between unbounded preceding and current row
    ) as so_far
  from totals as t
  where t.n > 0
)
select o.period, o.agency_code, o.item_code, o.source_id,
  case when 100 * (o.so_far - o.n) < $percent * o.total then 1 else 0 end as numerator, 1 as denominator
from ordered as o
