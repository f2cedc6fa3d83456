/*
version = "2"
group = "used"
code = "I5"
kind = "ratio"
counts = "services"
period = "month"
flow = "flow"
reported = false
level_at = "as_recorded"
by = ["level"]

[title]
vi = "Dịch vụ có phát sinh hồ sơ trên mọi dịch vụ trực tuyến"
en = "Services with dossiers of all online services"

[definition]
vi = "Dịch vụ có từ 1 hồ sơ trực tuyến trong kỳ chia cho mọi dịch vụ trực tuyến: dịch vụ chưa có số liệu tính như không có hồ sơ. Đây là giá trị thấp nhất có thể."
en = "Services with at least one online dossier in the period, over all online services: one without figures counts as one without dossiers. The lowest that it can be."

[is_not]
vi = "Không phải tỷ lệ hồ sơ nộp trực tuyến: dịch vụ có 1 hồ sơ và dịch vụ có 10.000 hồ sơ đều tính là một."
en = "Not the share of dossiers filed online: a service with 1 dossier and one with 10,000 both count as one."

[numerator]
vi = "dịch vụ có từ 1 hồ sơ trực tuyến"
en = "services with at least 1 online dossier"

[denominator]
vi = "mọi dịch vụ trực tuyến"
en = "all online services"

[population]
vi = "Dịch vụ toàn trình, một phần (hoặc mức độ 3, 4) còn cung cấp vào cuối kỳ; hồ sơ tính cho nơi cung cấp mà đơn vị tiếp nhận trực thuộc"
en = "Fully and partially online services (or levels 3 and 4) on offer at the end of the period; dossiers count for the owner that the body taking them is under"

[unknown]
vi = "Tính như không có hồ sơ, và tên chỉ số nói điều đó."
en = "Counted as without dossiers, which the name of the indicator says."

[basis]
vi = "Cách Cổng DVCQG đang tính"
en = "As the national portal computes it"

[needs]
usage = ["period", "agency_code", "item_code", "received_online"]
services = ["service_code", "owner_code", "level"]
*/
with
-- part: owners,
heard as (
  select w.period, u.item_code, coalesce(f.owner_code, o.owner_code) as owner_code, max(case when u.received_online > 0 then 1 when u.received_online = 0 then 0 end) as used
  from usage as u
  join asked.parts as w on w.table_name = 'usage' and w.part = u.period
  left join home as a on a.agency_code = u.agency_code
  left join owned as f on f.service_code = u.item_code and f.owner_code = a.owner_code
  left join sole as o on o.service_code = u.item_code
  where u.period_basis is distinct from 'cumulative' or w.cumulative
  group by w.period, u.item_code, coalesce(f.owner_code, o.owner_code)
)
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level is not null then coalesce(h.used, 0) end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join heard as h on h.period = p.period and h.item_code = s.service_code and h.owner_code = s.owner_code
where coalesce(s.level, '') not in ('information', '1', '2')
