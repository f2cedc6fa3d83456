/*
version = "2"
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
vi = "Hồ sơ có số liệu theo từng dịch vụ; mức độ của dịch vụ là ở nơi cung cấp mà đơn vị tiếp nhận trực thuộc"
en = "Dossiers with figures by service; the level is that of the owner that the body taking the dossiers is under"

[basis]
vi = "Báo chí 2025: 39,98%; Nghị định 224/2026 Điều 19"
en = "Press 2025: 39.98 %; Decree 224/2026 Art. 19"

[needs]
usage = ["period", "agency_code", "item_code", "received_total", "received_online"]
services = ["service_code", "procedure_code", "level", "regime"]
*/
with
-- part: owners,
-- the services that dossiers are of, as their owners offer them
levels as (
  select u.item_code, s.owner_code, max(s.procedure_code) as procedure_code, max(case when s.level in ('full', '4') then 1 when s.level is not null then 0 end) as top
  from (select x.item_code from usage as x group by x.item_code) as u
  join services as s on s.service_code = u.item_code or s.procedure_code = u.item_code
  group by u.item_code, s.owner_code
),
offered as (
  select l.item_code, max(l.procedure_code) as procedure_code, max(l.top) as top from levels as l group by l.item_code
)
select w.period, w.part, u.agency_code, u.item_code, u.source_id,
  case case when l.item_code is not null then l.top when o.item_code is not null then o.top else 0 end
    when 1 then u.received_online when 0 then 0 end as numerator,
  u.received_total as denominator
from usage as u
join asked.parts as w on w.table_name = 'usage' and w.part = u.period
left join offered as o on o.item_code = u.item_code
left join home as h on h.agency_code = u.agency_code
left join levels as l on l.item_code = u.item_code and l.owner_code = h.owner_code
where (u.period_basis is distinct from 'cumulative' or w.cumulative)
