/*
version = "1"
group = "online"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
regime = "43/2011"
level_at = "as_recorded"

[title]
vi = "Dịch vụ mức độ 4 trên dịch vụ đủ điều kiện"
en = "Level-4 of eligible services"

[definition]
vi = "Dịch vụ mức độ 4 của thủ tục đã được xác định là đủ điều kiện, chia cho mọi dịch vụ của các thủ tục ấy, vào cuối kỳ."
en = "Level-4 services of procedures found eligible, over all services of these procedures, at the end of the period."

[is_not]
vi = "Không phải tỷ lệ trên tất cả dịch vụ. Thủ tục đủ điều kiện chưa có dịch vụ nào không ở mẫu số: xem eligible-procedures-online."
en = "Not a share of all services. An eligible procedure without a service is not in the denominator: see eligible-procedures-online."

[numerator]
vi = "dịch vụ mức độ 4"
en = "level-4"

[denominator]
vi = "dịch vụ đủ điều kiện"
en = "eligible services"

[population]
vi = "Dịch vụ của thủ tục đủ điều kiện"
en = "Services of eligible procedures"

[basis]
vi = "Báo chí, khoảng 10/2021 (S0, gói press-figures): chỉ tiêu 100% năm 2021"
en = "Press, about October 2021 (S0, package press-figures): target of 100 % in 2021"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
procedures = ["procedure_code", "eligible_online"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when q.eligible_online is null then null when s.level = '4' then 1 when s.level is not null then 0 end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join procedures as q on q.procedure_code = s.procedure_code
where q.eligible_online is distinct from false and s.regime = '43/2011'
