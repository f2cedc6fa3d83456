/*
version = "1"
group = "online"
kind = "ratio"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
apart = true
level_at = "as_recorded"
by = ["audience", "field"]

[title]
vi = "Thủ tục đủ điều kiện do chính cơ quan cung cấp trực tuyến"
en = "Eligible procedures that the body itself offers online"

[definition]
vi = "Thủ tục đủ điều kiện, còn hiệu lực, mà chính cơ quan có dịch vụ toàn trình hoặc một phần (hoặc mức độ 3, 4), chia cho mọi thủ tục đủ điều kiện còn hiệu lực trong danh mục."
en = "Eligible procedures in force for which the body itself has a fully or partially online service (or level 3, 4), over all eligible procedures in force in the list."

[is_not]
vi = "Thủ tục chỉ có dịch vụ của cơ quan khác, như công an, không ở tử số mà vẫn ở mẫu số: xem eligible-procedures-online."
en = "Procedures that others alone offer, such as the police, are in the denominator and not in the numerator: see eligible-procedures-online."

[numerator]
vi = "thủ tục có dịch vụ của chính cơ quan"
en = "procedures with a service of the body itself"

[denominator]
vi = "thủ tục đủ điều kiện"
en = "eligible procedures"

[population]
vi = "Thủ tục đủ điều kiện còn hiệu lực vào cuối kỳ, mỗi mã một lần"
en = "Eligible procedures in force at the end of the period, each code once"

[basis]
vi = "Cách tỉnh thường công bố"
en = "As provinces often publish it"

[needs]
procedures = ["procedure_code", "eligible_online"]
services = ["service_code", "owner_code", "procedure_code", "level"]
*/
with offered as (
  select p.period, s.owner_code, s.procedure_code
  from services as s
  join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
    and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
  where s.level not in ('information', '1', '2')
  group by p.period, s.owner_code, s.procedure_code
),
owners as (
  select o.period, o.owner_code from offered as o group by o.period, o.owner_code
)
select p.period, w.owner_code as agency_code, q.procedure_code as item_code, max(q.audience) as audience,
  max(q.field_code) as field_code, max(q.source_id) as source_id,
  max(case when q.eligible_online is null then null when o.procedure_code is null then 0 else 1 end) as numerator, 1 as denominator
from procedures as q
join asked.periods as p on (q.effective_date is null or q.effective_date <= p.ends)
  and (q.abolished_date > p.ends or q.abolished_date is null and coalesce(q.status, 'in_force') = 'in_force')
join owners as w on w.period = p.period
left join offered as o on o.period = p.period and o.owner_code = w.owner_code and o.procedure_code = q.procedure_code
where q.eligible_online is distinct from false
group by p.period, w.owner_code, q.procedure_code
