/*
version = "1"
group = "online"
kind = "ratio"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
regime = "43/2011"
level_at = "as_recorded"
by = ["audience", "field"]

[title]
vi = "Thủ tục mức độ 4"
en = "Procedures at level 4"

[definition]
vi = "Thủ tục còn hiệu lực mà dịch vụ cao nhất là mức độ 4 (Nghị định 43/2011), chia cho thủ tục còn hiệu lực. Đếm riêng từng mức độ, không lũy kế."
en = "Procedures in force whose highest service is at level 4 (Decree 43/2011), over procedures in force. Levels are counted apart, not cumulatively."

[is_not]
vi = "Không phải tỷ lệ dịch vụ hay hồ sơ."
en = "Not a share of services or dossiers."

[numerator]
vi = "thủ tục mức độ 4"
en = "procedures at level 4"

[denominator]
vi = "thủ tục còn hiệu lực"
en = "procedures in force"

[population]
vi = "Mỗi mã thủ tục một lần trên cả nước"
en = "Each procedure code once nationally"

[basis]
vi = "Báo Phú Thọ, 12/2020 (S4, gói press-figures): 928 và 529 trong 1.953"
en = "Báo Phú Thọ, December 2020 (S4, package press-figures): 928 and 529 of 1,953"

[needs]
procedures = ["procedure_code", "status"]
services = ["service_code", "procedure_code", "level", "regime"]
*/
with top as (
  select p.period, s.procedure_code, max(s.level) as level
  from services as s
  join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
    and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
  where s.regime = '43/2011'
  group by p.period, s.procedure_code
)
select p.period, coalesce(q.issuing_agency, 'VN') as agency_code, q.procedure_code as item_code, q.audience,
  q.field_code, q.source_id, case when t.level in ('4') then 1 else 0 end as numerator, 1 as denominator
from procedures as q
join asked.periods as p on (q.effective_date is null or q.effective_date <= p.ends)
  and (q.abolished_date > p.ends or q.abolished_date is null and q.status = 'in_force')
left join top as t on t.period = p.period and t.procedure_code = q.procedure_code
where exists (select 1 as one from top as x where x.period = p.period)
