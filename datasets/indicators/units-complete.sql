/*
version = "1"
group = "online"
code = "I2"
kind = "ratio"
counts = "agencies"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"
small = 2

[title]
vi = "Cơ quan đã đưa mọi dịch vụ đủ điều kiện lên toàn trình"
en = "Bodies with every eligible service fully online"

[definition]
vi = "Bộ, tỉnh mà mọi dịch vụ đủ điều kiện đều là toàn trình (hoặc mức độ 4), chia cho bộ, tỉnh có dịch vụ đủ điều kiện."
en = "Ministries and provinces whose eligible services are all fully online (or level 4), over those that have any."

[is_not]
vi = "Không phải tỷ lệ dịch vụ: mỗi cơ quan tính một lần; danh mục đủ điều kiện do chính cơ quan lập."
en = "Not a share of services: each body counts once, and it drew up the list of eligible services itself."

[numerator]
vi = "cơ quan hoàn thành"
en = "bodies that completed"

[denominator]
vi = "cơ quan có dịch vụ đủ điều kiện"
en = "bodies with eligible services"

[population]
vi = "Bộ, tỉnh có dịch vụ đủ điều kiện"
en = "Ministries and provinces with eligible services"

[basis]
vi = "Báo chí, khoảng 10/2021 (S0, gói press-figures): 29/83"
en = "Press, about October 2021 (S0, package press-figures): 29/83"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
procedures = ["procedure_code", "eligible_online"]
*/
select p.period, coalesce(b.parent_code, 'VN') as agency_code, s.owner_code as item_code, max(s.source_id) as source_id,
  case when max(case when q.eligible_online and s.level not in ('full', '4') then 1 else 0 end) = 1 then 0
    when max(case when coalesce(s.level, '') not in ('full', '4') then 1 else 0 end) = 0 then 1 end as numerator,
  1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join procedures as q on q.procedure_code = s.procedure_code
left join asked.bodies as b on b.agency_code = s.owner_code
where q.eligible_online is distinct from false
group by p.period, coalesce(b.parent_code, 'VN'), s.owner_code
having max(case when q.eligible_online then 1 else 0 end) = 1
