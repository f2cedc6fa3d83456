/*
version = "1"
group = "online"
kind = "ratio"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"
by = ["audience", "field"]

[title]
vi = "Thủ tục đủ điều kiện được cung cấp trực tuyến"
en = "Eligible procedures offered online"

[definition]
vi = "Thủ tục đủ điều kiện, còn hiệu lực, có ít nhất một dịch vụ toàn trình hoặc một phần (hoặc mức độ 3, 4), chia cho thủ tục đủ điều kiện còn hiệu lực."
en = "Eligible procedures in force with at least one fully or partially online service (or level 3, 4), over eligible procedures in force."

[is_not]
vi = "Không phải tỷ lệ toàn trình; không nói gì về hồ sơ."
en = "Not the fully online share; says nothing of dossiers."

[numerator]
vi = "thủ tục có dịch vụ trực tuyến"
en = "procedures with an online service"

[denominator]
vi = "thủ tục đủ điều kiện"
en = "eligible procedures"

[population]
vi = "Thủ tục đủ điều kiện còn hiệu lực vào cuối kỳ, mỗi mã một lần"
en = "Eligible procedures in force at the end of the period, each code once"

[basis]
vi = "Quyết định 126/QĐ-BCĐCP ngày 11/09/2025 (qua báo)"
en = "Decision 126/QĐ-BCĐCP of 2025-09-11 (through the press)"

[needs]
procedures = ["procedure_code", "eligible_online"]
services = ["service_code", "procedure_code", "level"]
*/
with offered as (
  select p.period, s.procedure_code
  from services as s
  join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
    and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
  where s.level not in ('information', '1', '2')
  group by p.period, s.procedure_code
),
in_force as (
  select p.period, q.procedure_code, max(q.issuing_agency) as issuing_agency, max(q.audience) as audience,
    max(q.field_code) as field_code, max(q.source_id) as source_id, max(q.eligible_online) as eligible
  from procedures as q
  join asked.periods as p on (q.effective_date is null or q.effective_date <= p.ends)
    and (q.abolished_date > p.ends or q.abolished_date is null and coalesce(q.status, 'in_force') = 'in_force')
  where q.eligible_online is distinct from false
  group by p.period, q.procedure_code
)
select q.period, q.issuing_agency as agency_code, q.procedure_code as item_code, q.audience, q.field_code, q.source_id,
  case when q.eligible is null then null when o.procedure_code is null then 0 else 1 end as numerator, 1 as denominator
from in_force as q
left join offered as o on o.period = q.period and o.procedure_code = q.procedure_code
