/*
version = "2"
group = "used"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"
by = ["level"]

[title]
vi = "Dịch vụ chưa từng có hồ sơ"
en = "Services never used"

[definition]
vi = "Dịch vụ đang cung cấp mà mọi kỳ có số liệu, từ kỳ đầu đến kỳ cuối, đều báo 0 ở mọi kênh, chia cho dịch vụ có số liệu."
en = "Services on offer for which every period with figures, from first to last, says 0 in every channel, over services with figures."

[is_not]
vi = "Chỉ trong khoảng có số liệu. Ô trống không phải là 0."
en = "Within the time that has figures only. An empty cell is no 0."

[numerator]
vi = "dịch vụ chưa từng có hồ sơ"
en = "services never used"

[denominator]
vi = "dịch vụ có số liệu"
en = "services with figures"

[population]
vi = "Dịch vụ toàn trình, một phần còn cung cấp vào cuối kỳ; hồ sơ tính cho nơi cung cấp mà đơn vị tiếp nhận trực thuộc"
en = "Fully and partially online services on offer at the end of the period; dossiers count for the owner that the body taking them is under"

[basis]
vi = "Số liệu hồ sơ theo từng dịch vụ của phần mềm một cửa"
en = "Dossiers by service from one-stop software"

[needs]
usage = ["period", "agency_code", "item_code", "received_online", "received_offline"]
services = ["service_code", "owner_code", "level"]
*/
with
-- part: owners,
heard as (
  select p.period, u.item_code, coalesce(f.owner_code, o.owner_code) as owner_code,
    case when max(case when u.received_total > 0 or u.received_online > 0 or u.received_offline > 0 then 1 else 0 end) = 1
      then 0 when min(case when u.received_online = 0 and u.received_offline = 0 then 1 else 0 end) = 1 then 1 end as unused
  from usage as u
  join reference.periods as c on c.period = u.period
  join asked.periods as p on c.ends <= p.ends
  left join home as a on a.agency_code = u.agency_code
  left join owned as f on f.service_code = u.item_code and f.owner_code = a.owner_code
  left join sole as o on o.service_code = u.item_code
  group by p.period, u.item_code, coalesce(f.owner_code, o.owner_code)
)
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level is not null then h.unused end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join heard as h on h.period = p.period and h.item_code = s.service_code and h.owner_code = s.owner_code
where coalesce(s.level, '') not in ('information', '1', '2')
