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
vi = "Dịch vụ ngừng cung cấp"
en = "Services withdrawn"

[definition]
vi = "Dịch vụ ngừng cung cấp, từ đầu năm, mỗi dịch vụ của mỗi nơi cung cấp một lần."
en = "Services withdrawn since the start of the year, each once for its owner."

[is_not]
vi = "Không phải cắt giảm thủ tục."
en = "Not procedures cut."

[numerator]
vi = "dịch vụ ngừng cung cấp"
en = "services withdrawn"

[population]
vi = "Dịch vụ có ghi ngày"
en = "Services with a date"

[basis]
vi = "Danh mục dịch vụ công trực tuyến"
en = "The list of online services"

[needs]
services = ["service_code", "owner_code", "withdrawn_date"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id, 1 as numerator
from services as s
join asked.periods as p on s.withdrawn_date between p.starts and p.ends
