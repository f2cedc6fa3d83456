/*
version = "1"
group = "online"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"

[title]
vi = "Dịch vụ trả kết quả điện tử"
en = "Services with electronic results"

[definition]
vi = "Dịch vụ trả kết quả điện tử chia cho dịch vụ trực tuyến có ghi điều này, vào cuối kỳ."
en = "Services with electronic results over online services that state it, at the end of the period."

[is_not]
vi = "Là dịch vụ có cho dùng, không phải hồ sơ đã dùng."
en = "What is offered, not what was used."

[numerator]
vi = "dịch vụ trả kết quả điện tử"
en = "services with electronic results"

[denominator]
vi = "dịch vụ trực tuyến"
en = "online services"

[population]
vi = "Dịch vụ còn cung cấp vào cuối kỳ"
en = "Services on offer at the end of the period"

[basis]
vi = "Danh mục dịch vụ công trực tuyến"
en = "The list of online services"

[needs]
services = ["service_code", "owner_code", "level", "result_online"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level is null then null when s.result_online then 1 when not s.result_online then 0 end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
where coalesce(s.level, '') not in ('information', '1', '2')
