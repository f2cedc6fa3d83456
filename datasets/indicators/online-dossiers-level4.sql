/*
version = "2"
group = "online"
code = "I8"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
level_at = "as_recorded"

[title]
vi = "Hồ sơ trực tuyến của thủ tục mức độ 4 hoặc toàn trình"
en = "Online dossiers of level-4 or fully online procedures"

[definition]
vi = "Hồ sơ trực tuyến chia cho mọi hồ sơ, chỉ của thủ tục có dịch vụ mức độ 4 (Nghị định 43/2011) hoặc toàn trình."
en = "Online over all dossiers, of procedures with a level-4 (Decree 43/2011) or fully online service alone."

[is_not]
vi = "Không phải tỷ lệ trên mọi hồ sơ: mẫu số chỉ có thủ tục đã lên mức độ cao nhất."
en = "Not a share of all dossiers: only procedures at the highest level are in the denominator."

[numerator]
vi = "hồ sơ trực tuyến của các thủ tục ấy"
en = "online dossiers of these procedures"

[denominator]
vi = "mọi hồ sơ của các thủ tục ấy"
en = "all dossiers of these procedures"

[population]
vi = "Thủ tục có dịch vụ mức độ 4 hoặc toàn trình; mức độ của dịch vụ là ở nơi cung cấp mà đơn vị tiếp nhận trực thuộc"
en = "Procedures with a level-4 or fully online service; the level is that of the owner that the body taking the dossiers is under"

[basis]
vi = "Thông tư 23/2018/TT-BTTTT"
en = "TT 23/2018/TT-BTTTT"

[needs]
usage = ["period", "agency_code", "item_code", "received_total", "received_online"]
services = ["service_code", "procedure_code", "level", "regime"]
*/
with
-- part: owners,
spans as (
  select c.period as part, c.starts, c.ends
  from reference.periods as c
  join (select x.part from asked.parts as x where x.table_name = 'usage' group by x.part) as w on w.part = c.period
),
-- procedures with a service at the highest level on offer in a period
highest as (
  select c.part, s.owner_code, s.procedure_code
  from services as s
  join spans as c on (s.launched_date is null or s.launched_date <= c.ends)
    and (s.withdrawn_date is null or s.withdrawn_date >= c.starts)
  where s.level in ('full', '4')
  group by c.part, s.owner_code, s.procedure_code
),
-- the services that dossiers are of, as their owners offer them
levels as (
  select c.part, u.item_code, s.owner_code,
    max(case when s.level in ('full', '4') or h.procedure_code is not null then 1 else 0 end) as top
  from (select x.item_code from usage as x group by x.item_code) as u
  join services as s on s.service_code = u.item_code or s.procedure_code = u.item_code
  cross join spans as c
  left join highest as h on h.part = c.part and h.owner_code = s.owner_code and h.procedure_code = s.procedure_code
  group by c.part, u.item_code, s.owner_code
),
offered as (
  select l.part, l.item_code, max(l.top) as top from levels as l group by l.part, l.item_code
)
select w.period, w.part, u.agency_code, u.item_code, u.source_id, u.received_online as numerator,
  u.received_total as denominator
from usage as u
join asked.parts as w on w.table_name = 'usage' and w.part = u.period
join offered as o on o.part = w.part and o.item_code = u.item_code
left join home as h on h.agency_code = u.agency_code
left join levels as l on l.part = w.part and l.item_code = u.item_code and l.owner_code = h.owner_code
where coalesce(l.top, o.top) = 1 and (u.period_basis is distinct from 'cumulative' or w.cumulative)
