/*
version = "1"
group = "online"
code = "I3"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"

[title]
vi = "Dịch vụ toàn trình trên dịch vụ đủ điều kiện"
en = "Fully online of eligible services"

[definition]
vi = "Dịch vụ toàn trình của thủ tục đã được xác định là đủ điều kiện, chia cho mọi dịch vụ của các thủ tục ấy, vào cuối kỳ."
en = "Fully online services of procedures found eligible, over all services of these procedures, at the end of the period."

[is_not]
vi = "Không phải tỷ lệ trên tất cả dịch vụ. Thủ tục đủ điều kiện chưa có dịch vụ nào không ở mẫu số: xem eligible-procedures-online."
en = "Not a share of all services. An eligible procedure without a service is not in the denominator: see eligible-procedures-online."

[numerator]
vi = "dịch vụ toàn trình"
en = "fully online"

[denominator]
vi = "dịch vụ đủ điều kiện"
en = "eligible services"

[population]
vi = "Dịch vụ của thủ tục đủ điều kiện"
en = "Services of eligible procedures"

[basis]
vi = "Báo chí, khoảng 8/2023 (S2, gói press-figures): 90,66%"
en = "Press, about August 2023 (S2, package press-figures): 90.66 %"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
procedures = ["procedure_code", "eligible_online"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when q.eligible_online is null then null when s.level = 'full' then 1 when s.level is not null then 0 end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join procedures as q on q.procedure_code = s.procedure_code
where q.eligible_online is distinct from false and s.regime is distinct from '43/2011'
