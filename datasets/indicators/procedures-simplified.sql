/*
version = "2"
group = "catalogue"
kind = "ratio"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
by = ["audience", "field"]
before = ["procedures"]

[title]
vi = "Thủ tục được đơn giản hóa"
en = "Procedures simplified"

[definition]
vi = "Thủ tục được đơn giản hóa so với bản công bố trước, chia cho thủ tục còn hiệu lực ở cả hai bản."
en = "Procedures simplified against the earlier release, over procedures in force in both."

[is_not]
vi = "Không phải cắt giảm: thủ tục vẫn còn. Thời hạn khác đơn vị (ngày làm việc, ngày) không so."
en = "Not a cut: the procedure still exists. Time limits in other units (working days, days) are not compared."

[numerator]
vi = "thủ tục được đơn giản hóa"
en = "procedures simplified"

[denominator]
vi = "thủ tục còn hiệu lực ở cả hai bản"
en = "procedures in force in both releases"

[population]
vi = "Mỗi mã thủ tục một lần trên cả nước"
en = "Each procedure code once nationally"

[basis]
vi = "So với bản công bố trước, đưa vào bằng --before"
en = "Against an earlier release, given with --before"

[needs]
procedures = ["procedure_code", "status", "time_limit_value", "fee_vnd"]
*/
select p.period, q.issuing_agency as agency_code, q.procedure_code as item_code, q.audience, q.field_code, q.source_id,
  case when q.time_limit_unit = o.time_limit_unit and q.time_limit_value < o.time_limit_value or q.fee_vnd < o.fee_vnd or q.fee_online_vnd < o.fee_online_vnd then 1
    when q.time_limit_unit = o.time_limit_unit and q.time_limit_value >= o.time_limit_value or q.fee_vnd >= o.fee_vnd then 0 end as numerator,
  1 as denominator
from procedures as q
join before.procedures as o on o.procedure_code = q.procedure_code
cross join asked.periods as p
where q.status = 'in_force' and o.status = 'in_force'
