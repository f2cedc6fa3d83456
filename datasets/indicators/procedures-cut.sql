/*
version = "1"
group = "headline"
kind = "count"
counts = "procedures"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Thủ tục được cắt giảm"
en = "Procedures cut"

[definition]
vi = "Thủ tục bị bãi bỏ từ đầu năm mà không có thủ tục nào thay thế, mỗi mã một lần trên cả nước."
en = "Procedures abolished since the start of the year without any successor, each code once nationally."

[is_not]
vi = "Không phải đơn giản hóa. Tách, nhập, đổi mã, thay thế, hoặc bãi bỏ rồi có thủ tục tên gần giống trong vòng 90 ngày thì không tính. 63 tỉnh còn 34 không phải là cắt giảm."
en = "Not simplification. Split, merged, recoded and replaced procedures, and those followed or preceded within 90 days by one of a similar name, do not count. 63 provinces to 34 is no cut."

[numerator]
vi = "thủ tục bãi bỏ, không có thủ tục thay thế"
en = "procedures abolished without a successor"

[population]
vi = "Thủ tục bị bãi bỏ hoặc thay thế trong kỳ"
en = "Procedures abolished or replaced in the period"

[unknown]
vi = "Thủ tục bãi bỏ mà không ghi ngày không tính vào năm nào."
en = "A procedure abolished on an unknown date counts in no year."

[basis]
vi = "Danh mục thủ tục và quyết định công bố"
en = "The list of procedures and its decisions"

[needs]
procedures = ["procedure_code", "name", "status", "abolished_date", "replaced_by"]

[parameters]
days = 90
similar = 85
blanks = "\u00a0\t\r\n"
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
  join asked.periods as p on o.ended between p.starts and p.ends
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
select p.period, t.issuing_agency as agency_code, t.procedure_code as item_code, t.audience, t.field_code, t.source_id,
  t.name, t.decision_no,
  case when t.replaced_by is not null or t.status = 'replaced' then 'replaced'
    when x.old_code is not null then 'recreated' else 'cut' end as decision,
  x.new_code as other_code,
  case when t.replaced_by is null and t.status <> 'replaced' and x.old_code is null then 1 else 0 end as numerator
from tidied as t
join asked.periods as p on t.ended between p.starts and p.ends
left join (select a.old_code, min(a.new_code) as new_code from alike as a group by a.old_code) as x
  on x.old_code = t.procedure_code
