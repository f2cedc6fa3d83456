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
vi = "Dịch vụ chỉ tiếp nhận trực tuyến"
en = "Online-only services"

[definition]
vi = "Dịch vụ chỉ tiếp nhận trực tuyến chia cho dịch vụ trực tuyến có ghi cách tiếp nhận."
en = "Services that take dossiers online only, over online services whose intake is stated."

[is_not]
vi = "Không phải dịch vụ toàn trình."
en = "Not fully online services."

[numerator]
vi = "dịch vụ chỉ tiếp nhận trực tuyến"
en = "online-only services"

[denominator]
vi = "dịch vụ trực tuyến"
en = "online services"

[population]
vi = "Dịch vụ còn cung cấp vào cuối kỳ"
en = "Services on offer at the end of the period"

[basis]
vi = "Báo chí, khoảng 8/2022 (S3, gói press-figures): mỗi đơn vị ít nhất 1 dịch vụ (Cao Bằng, 2022)"
en = "Press, about August 2022 (S3, package press-figures): at least 1 per unit (Cao Bằng, 2022)"

[needs]
services = ["service_code", "owner_code", "intake", "level"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level is null then null when s.intake = 'online_only' then 1 when s.intake = 'both' then 0 end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
where coalesce(s.level, '') not in ('information', '1', '2')
