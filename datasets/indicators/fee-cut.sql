/*
version = "1"
group = "catalogue"
kind = "ratio"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
by = ["audience", "field"]
before = ["procedures"]

[title]
vi = "Thủ tục được giảm phí, lệ phí"
en = "Procedures with a lower fee"

[definition]
vi = "Thủ tục được giảm phí, lệ phí so với bản công bố trước, chia cho thủ tục còn hiệu lực ở cả hai bản."
en = "Procedures with a lower fee against the earlier release, over procedures in force in both."

[is_not]
vi = "Không phải cắt giảm: thủ tục vẫn còn. Không nói giảm bao nhiêu."
en = "Not a cut: the procedure still exists. It does not say by how much."

[numerator]
vi = "thủ tục được giảm phí, lệ phí"
en = "procedures with a lower fee"

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
procedures = ["procedure_code", "status", "fee_vnd"]
*/
select p.period, q.issuing_agency as agency_code, q.procedure_code as item_code, q.audience, q.field_code, q.source_id,
  case when q.fee_vnd < o.fee_vnd or q.fee_online_vnd < o.fee_online_vnd then 1 when q.fee_vnd is not null and o.fee_vnd is not null then 0 end as numerator, 1 as denominator
from procedures as q
join before.procedures as o on o.procedure_code = q.procedure_code
cross join asked.periods as p
where q.status = 'in_force' and o.status = 'in_force'
