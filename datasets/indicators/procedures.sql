/*
version = "1"
group = "catalogue"
kind = "count"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Thủ tục còn hiệu lực"
en = "Procedures in force"

[definition]
vi = "Số thủ tục còn hiệu lực vào cuối kỳ, mỗi mã một lần."
en = "Procedures in force at the end of the period, each code once."

[is_not]
vi = "Không phải số dịch vụ, không phải số hồ sơ."
en = "Neither services nor dossiers."

[numerator]
vi = "thủ tục còn hiệu lực"
en = "procedures in force"

[population]
vi = "Mỗi mã thủ tục một lần trên cả nước"
en = "Each procedure code once nationally"

[basis]
vi = "Danh mục thủ tục hành chính"
en = "The list of procedures"

[needs]
procedures = ["procedure_code", "status"]
*/
select p.period, max(q.issuing_agency) as agency_code, q.procedure_code as item_code, max(q.audience) as audience,
  max(q.field_code) as field_code, max(q.source_id) as source_id,
  max(case when q.status is null and q.abolished_date is null then null when q.effective_date > p.ends then 0
    when q.abolished_date > p.ends or q.abolished_date is null and q.status = 'in_force' then 1 else 0 end) as numerator
from procedures as q
cross join asked.periods as p
group by p.period, q.procedure_code
