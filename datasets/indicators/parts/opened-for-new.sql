-- services opened in a period, once for each $once_for; after the part kinds-of-new
select p.period, s.owner_code as agency_code, min(s.service_code) as item_code, max(k.audience) as audience,
  max(k.field_code) as field_code, max(s.source_id) as source_id, max(k.name) as name, max(k.decision_no) as decision_no,
  max(case when k.began < cast('2010-01-01' as date) or l.n - g.n > $recent then 'existing' when k.began is null and k.fresh is distinct from 0 then 'unknown'
    else k.decision end) as decision, max(k.other_code) as other_code,
  max(case when k.began < cast('2010-01-01' as date) or l.n - g.n > $recent then 0 when k.began is not null or k.fresh = 0 then k.fresh end) as numerator
from services as s
join asked.periods as p on s.launched_date between p.starts and p.ends
join asked.days as l on l.day = s.launched_date
left join kinds as k on k.procedure_code = s.procedure_code
left join asked.days as g on g.day = k.began
group by p.period, s.owner_code,
  case when $once_for = 'procedure' then coalesce(s.procedure_code, s.service_code) else s.service_code end
