-- procedures once each, and which that ended and which that began within $days days have almost one name
tidied as (
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
)
