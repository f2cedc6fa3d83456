/*
version = "1"
group = "catalogue"
kind = "count"
counts = "services"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"
decimals = 0
by = ["level"]

[title]
vi = "Dịch vụ công trực tuyến"
en = "Online services"

[definition]
vi = "Số dịch vụ toàn trình, một phần (hoặc mức độ 3, 4) còn cung cấp vào cuối kỳ, mỗi dịch vụ của mỗi nơi cung cấp một lần."
en = "Fully and partially online services (or levels 3 and 4) on offer at the end of the period, each once for its owner."

[is_not]
vi = "Không phải số thủ tục: một thủ tục có thể có vài dịch vụ. Không gồm dịch vụ chỉ cung cấp thông tin."
en = "Not procedures: one may have several services. Information-only services are not counted."

[numerator]
vi = "dịch vụ trực tuyến"
en = "online services"

[population]
vi = "Dịch vụ còn cung cấp vào cuối kỳ"
en = "Services on offer at the end of the period"

[basis]
vi = "Nghị định 224/2026 Điều 14"
en = "Decree 224/2026 Art. 14"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level is null then null when s.level in ('information', '1', '2') then 0 else 1 end as numerator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
