/*
version = "1"
group = "online"
code = "I9"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
level_at = "as_recorded"

[title]
vi = "Hồ sơ toàn trình trên mọi hồ sơ"
en = "Fully online dossiers of all"

[definition]
vi = "Hồ sơ nộp trực tuyến của dịch vụ toàn trình chia cho mọi hồ sơ tiếp nhận."
en = "Dossiers filed online through fully online services over all received."

[is_not]
vi = "Không phải hồ sơ của dịch vụ toàn trình: hồ sơ nộp trực tiếp cho dịch vụ ấy không ở tử số."
en = "Not the dossiers of fully online services: those filed at the desk for them are not in the numerator."

[numerator]
vi = "hồ sơ trực tuyến của dịch vụ toàn trình (hoặc mức độ 4)"
en = "online dossiers of fully online (or level-4) services"

[denominator]
vi = "hồ sơ tiếp nhận, mọi kênh"
en = "dossiers received, all channels"

[population]
vi = "Hồ sơ có số liệu theo từng dịch vụ"
en = "Dossiers with figures by service"

[basis]
vi = "Báo chí 2025: 39,98%; Nghị định 224/2026 Điều 19"
en = "Press 2025: 39.98 %; Decree 224/2026 Art. 19"

[needs]
usage = ["period", "agency_code", "item_code", "received_total", "received_online"]
services = ["service_code", "procedure_code", "level", "regime"]
*/
with offered as (
  select u.item_code, max(s.procedure_code) as procedure_code, max(s.regime) as regime, max(case when s.level in ('full', '4') then 1 else 0 end) as top
  from (select x.item_code from usage as x group by x.item_code) as u
  join services as s on s.service_code = u.item_code or s.procedure_code = u.item_code
  group by u.item_code
)
select w.period, w.part, u.agency_code, u.item_code, u.source_id, case when coalesce(o.top, 0) = 0 then 0 else u.received_online end as numerator,
  u.received_total as denominator
from usage as u
join asked.parts as w on w.table_name = 'usage' and w.part = u.period
left join offered as o on o.item_code = u.item_code
where (u.period_basis is distinct from 'cumulative' or w.part = w.period)
