/*
version = "1"
group = "catalogue"
kind = "count"
counts = "services"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["level"]

[title]
vi = "Dịch vụ mở trong kỳ"
en = "Services launched"

[definition]
vi = "Dịch vụ mở trong kỳ, từ đầu năm, mỗi dịch vụ của mỗi nơi cung cấp một lần."
en = "Services launched since the start of the year, each once for its owner."

[is_not]
vi = "Không phải dịch vụ mới: gồm cả thủ tục cũ được đưa lên mạng, tách, đổi mã."
en = "Not new services: old procedures put online, split or recoded are among them."

[numerator]
vi = "dịch vụ mở trong kỳ"
en = "services launched"

[population]
vi = "Dịch vụ có ghi ngày"
en = "Services with a date"

[basis]
vi = "Danh mục dịch vụ công trực tuyến"
en = "The list of online services"

[needs]
services = ["service_code", "owner_code", "launched_date"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id, 1 as numerator
from services as s
join asked.periods as p on s.launched_date between p.starts and p.ends
