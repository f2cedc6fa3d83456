/*
version = "1"
group = "catalogue"
kind = "count"
counts = "services"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Dịch vụ của thủ tục mới, đếm từng dịch vụ"
en = "Services of new procedures, each counted"

[definition]
vi = "Như dịch vụ mới (services-new), nhưng đếm từng dịch vụ: thủ tục mới có hai dịch vụ tính hai."
en = "As new services (services-new), but every service counts: a new procedure with two services counts twice."

[is_not]
vi = "Không phải con số chính: tách một dịch vụ làm hai là số này tăng."
en = "Not the headline number: dividing a service in two raises it."

[numerator]
vi = "dịch vụ của thủ tục mới"
en = "services of new procedures"

[population]
vi = "Dịch vụ mở trong kỳ"
en = "Services opened in the period"

[basis]
vi = "Danh mục thủ tục và quyết định công bố"
en = "The list of procedures and its decisions"

[needs]
procedures = ["procedure_code", "name", "effective_date", "change_kind"]
services = ["service_code", "owner_code", "procedure_code", "launched_date"]

[parameters]
days = 90
similar = 85
blanks = "\u00a0\t\r\n"
recent = 366
*/
with tidied as (
  select q.procedure_code, max(q.name) as name,
    max(replace(replace(trim(translate(lower(nfc(q.name)), $blanks, '    ')), '  ', ' '), '  ', ' ')) as tidy,
    max(q.issuing_agency) as issuing_agency, max(q.audience) as audience, max(q.field_code) as field_code,
    max(q.source_id) as source_id, max(q.decision_no) as decision_no, max(q.change_kind) as change_kind,
    max(q.effective_date) as began, max(q.replaced_by) as replaced_by,
    case when count(q.status) = count(*) and min(case when q.status = 'in_force' then 0 else 1 end) = 1
      then max(q.abolished_date) end as ended,
    max(q.status) as status
  from procedures as q
  group by q.procedure_code
),
-- one that ended and one that began within $days days of each other
near as (
  select o.procedure_code as old_code, n.procedure_code as new_code, o.tidy as old_name, n.tidy as new_name,
    o.field_code as old_field, n.field_code as new_field
  from tidied as o
  join asked.days as a on a.day = o.ended
  join asked.days as b on b.n between a.n - $days and a.n + $days
  join tidied as n on n.began = b.day and n.procedure_code <> o.procedure_code
  group by o.procedure_code, n.procedure_code, o.tidy, n.tidy, o.field_code, n.field_code
),
names as (
  select x.tidy as name from (select e.old_name as tidy from near as e union select e.new_name as tidy from near as e) as x
),
grams as (
  select m.name, substr(m.name, c.n, 3) as gram
  from names as m
  join asked.days as c on c.n between 1 and length(m.name) - 2
  group by m.name, substr(m.name, c.n, 3)
),
sizes as (
  select g.name, count(*) as n from grams as g group by g.name
),
shared as (
  select e.old_code, e.new_code, count(*) as n
  from near as e
  join grams as g on g.name = e.old_name
  join grams as h on h.name = e.new_name and h.gram = g.gram
  group by e.old_code, e.new_code
),
-- names almost the same, or in one field the shorter almost wholly in the longer
alike as (
  select e.old_code, e.new_code
  from near as e
  join shared as s on s.old_code = e.old_code and s.new_code = e.new_code
  join sizes as a on a.name = e.old_name
  join sizes as b on b.name = e.new_name
  where 100 * s.n >= $similar * (a.n + b.n - s.n)
    or 100 * s.n >= $similar * least(a.n, b.n) and coalesce(e.old_field, e.new_field, '') = coalesce(e.new_field, e.old_field, '')
),
kinds as (
  select t.procedure_code, t.name, t.audience, t.field_code, t.decision_no, t.began,
    case when t.change_kind in ('split', 'merged', 'recoded', 'replaced') then t.change_kind
    when r.replaced_by is not null then 'successor' when x.new_code is not null then 'recreated'
    when t.change_kind = 'new' then 'new' else 'unknown' end as decision, x.old_code as other_code,
    case when t.change_kind in ('split', 'merged', 'recoded', 'replaced') or r.replaced_by is not null
      or x.new_code is not null then 0 when t.change_kind = 'new' then 1 end as fresh
  from tidied as t
  left join (select a.new_code, min(a.old_code) as old_code from alike as a group by a.new_code) as x
    on x.new_code = t.procedure_code
  left join (select y.replaced_by from tidied as y where y.replaced_by is not null group by y.replaced_by) as r
    on r.replaced_by = t.procedure_code
)
select p.period, s.owner_code as agency_code, min(s.service_code) as item_code, max(k.audience) as audience,
  max(k.field_code) as field_code, max(s.source_id) as source_id, max(k.name) as name, max(k.decision_no) as decision_no,
  max(case when k.procedure_code is null then 'unknown' when g.n is null or l.n - g.n > $recent then 'existing'
    else k.decision end) as decision, max(k.other_code) as other_code,
  max(case when k.procedure_code is null then null when g.n is null or l.n - g.n > $recent then 0
    else k.fresh end) as numerator
from services as s
join asked.periods as p on s.launched_date between p.starts and p.ends
join asked.days as l on l.day = s.launched_date
left join kinds as k on k.procedure_code = s.procedure_code
left join asked.days as g on g.day = k.began
group by p.period, s.owner_code, s.service_code
