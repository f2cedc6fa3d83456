/*
severity = "info"
mender = "you"
certainty = "high"

[needs]
procedures = ["procedure_code", "issuing_text"]

[[alternatives]]
procedure_agencies = ["procedure_code", "n", "executing_text"]

[basis]
vi = "Số liệu chỉ cộng được theo cơ quan khi tên đã gắn với một mã. Phụ lục mã cơ quan đầy đủ chưa tìm thấy, nên thiếu mã không phải là lỗi."
en = "Figures add up by body only where names are tied to codes. The full annex of agency codes was not found, so a missing code is no fault."

[title]
vi = "Tên cơ quan chưa gắn mã"
en = "Name of a body without a code"

[message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) chưa gắn với mã cơ quan hay mã nhóm nào."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) is not tied to the code of a body or group."

[fix]
vi = "Ghi mã vào cột {code_field}; chưa có mã thì thêm cơ quan vào bảng agencies, hoặc nhóm cơ quan vào agency_groups. Không rõ là cơ quan nào thì để trống."
en = "Write the code into column {code_field}; where there is none, add the body to table agencies, or the group to agency_groups. Leave it empty where it is not clear which body is meant."

[cases.proposed.message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) chưa gắn mã. Danh mục có đúng một cơ quan mang tên này: {proposed} “{proposed_name}”."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) is not tied to a code. The lists have exactly one body of this name: {proposed} “{proposed_name}”."

[cases.proposed.fix]
vi = "Nếu đúng là cơ quan này thì ghi {proposed} vào cột {code_field}."
en = "If this is the body meant, write {proposed} into column {code_field}."

[not_when]
vi = "Mỗi cách viết chỉ nêu một lần cho một gói. Tên chỉ gắn mã ở một số dòng vẫn được nêu, với số dòng còn thiếu."
en = "Each spelling is named once for a package. A name tied to a code in some rows only is named as well, with the number of rows that lack it."
*/
with texts as (
  select p._package, p._row, 'procedures' as source_table, 'issuing_text' as field_name, p.procedure_code,
    cast(null as bigint) as n, p.issuing_text as said
  from procedures as p
  where p.issuing_text is not null and p.issuing_agency is null
  union all
  select a._package, a._row, 'procedure_agencies' as source_table, 'executing_text' as field_name, a.procedure_code,
    a.n, a.executing_text as said
  from procedure_agencies as a
  where a.executing_text is not null and a.executing is null
),
said as (
  select t._package, t.source_table, t.field_name, t.said, min(t._row) as first_row, count(*) as n_rows
  from texts as t
  group by t._package, t.source_table, t.field_name, t.said
),
names as (
  select lower(nfc(n.name)) as low, n.agency_code, n.name
  from (
    select a.agency_code, a.name from agencies as a
    union all
    select b.agency_code, b.name from agency_names as b
    union all
    select g.group_code as agency_code, g.name from agency_groups as g
    union all
    select r.agency_code, r.name from reference.agencies as r
    union all
    select s.agency_code, s.name from reference.agency_names as s
  ) as n
),
known as (
  select k.low, min(k.agency_code) as agency_code, min(k.name) as name
  from names as k
  group by k.low
  having count(distinct k.agency_code) = 1
)
select s._package, s.first_row as _row, s.source_table as _table, s.field_name as _field, s.said as _value,
  case when k.agency_code is not null then 'proposed' end as _case, t.procedure_code, t.n, s.n_rows,
  case s.source_table when 'procedures' then 'issuing_agency' else 'executing' end as code_field,
  k.agency_code as proposed, k.name as proposed_name
from said as s
join texts as t on t._package = s._package and t._row = s.first_row and t.source_table = s.source_table
left join known as k on k.low = lower(nfc(s.said))
order by s._package, s.source_table, s.first_row
