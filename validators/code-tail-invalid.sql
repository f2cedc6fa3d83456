/*
severity = "error"
mender = "you"
certainty = "high"

[needs]
procedures = ["procedure_code", "local_code"]

[[alternatives]]
services = ["service_code", "owner_code"]

[basis]
vi = "Mã địa phương là mã thủ tục thêm phần đuôi của cơ quan, như 1.000100.000.00.00.H44; đuôi viết theo thứ tự của QCVN 102:2016/BTTTT (cấp dưới trước, cơ quan cấp một sau cùng). Danh sách mã tỉnh H01–H63 đủ; danh sách mã G chưa đủ."
en = "A local code is the procedure code with the tail of a body, such as 1.000100.000.00.00.H44, in the order of QCVN 102:2016/BTTTT (lower bodies first, the top one last). The list of province codes H01–H63 is complete, that of G codes is not."

[title]
vi = "Đuôi cơ quan của mã không đúng"
en = "Tail of a code that names no body, or another one"

[message]
vi = "{n_rows} mã ở cột {field} của bảng {table} có đuôi {tail}, không phải mã cơ quan nào đã biết; ví dụ {value}."
en = "Codes in column {field} of table {table} end in {tail}, which is the code of no known body (rows: {n_rows}), such as {value}."

[fix]
vi = "Xem lại mã ở nguồn. Nếu là cơ quan chưa có trong danh mục thì thêm vào bảng agencies."
en = "Look the code up at the source. If the body is not listed yet, add it to table agencies."

[cases.other_owner.message]
vi = "{n_rows} dịch vụ của {owner} mang mã có đuôi {tail} ({body}); ví dụ {value}."
en = "Services of {owner} carry codes that end in {tail} ({body}; rows: {n_rows}), such as {value}."

[cases.other_owner.fix]
vi = "Hỏi nguồn xem dịch vụ là của cơ quan nào; đuôi của tỉnh đã sáp nhập thì cần mã mới."
en = "Ask the source whose service it is; the tail of a merged province needs a new code."

[cases.ended.message]
vi = "{n_rows} mã ở cột {field} của bảng {table} có đuôi {tail} ({body}), đã hết hiệu lực ngày {ended}; ví dụ {value}."
en = "Codes in column {field} of table {table} end in {tail} ({body}), which ended on {ended} (rows: {n_rows}), such as {value}."

[cases.ended.fix]
vi = "Hỏi nguồn mã hiện nay. Đừng tự thay đuôi: mã mới phải do cơ quan kế thừa công bố."
en = "Ask the source for the present code. Do not swap the tail on your own: the successor publishes the new code."

[cases.other_procedure.message]
vi = "Mã địa phương {value} không bắt đầu bằng mã thủ tục {procedure_code} của dòng ấy."
en = "Local code {value} does not begin with {procedure_code}, the procedure code of its row."

[cases.other_procedure.fix]
vi = "Xem lại ở nguồn mã nào đúng; hai cột phải nói cùng một thủ tục."
en = "Look up at the source which is right; both columns must speak of one procedure."

[not_when]
vi = "Chỉ xét mã có đuôi dạng .000.00.00.H44 hoặc .H44 (sau mã quốc gia). Đuôi khác nhóm H chỉ là cảnh báo, vì danh sách chưa đủ; đuôi của cơ quan khác và của cơ quan đã hết hiệu lực cũng vậy. Không xét thủ tục đã bãi bỏ hoặc được thay thế, dịch vụ đã ngừng. Mỗi đuôi nêu một lần cho một cột."
en = "Looks at codes with a tail like .000.00.00.H44 or .H44 after the national code. Tails outside group H are a warning only, as the list is not complete; so are tails of another body and of a body that ended. Procedures abolished or replaced and withdrawn services are left out. Each tail is named once for a column."
*/
with listed as (
  select b.agency_code, max(b.name) as name, min(b.valid_to) as ended
  from (
    select a.agency_code, a.name, a.valid_to from agencies as a
    union all
    select r.agency_code, r.name, r.valid_to from reference.agencies as r
  ) as b
  group by b.agency_code
),
codes as (
  select p._package, p._row, 'procedures' as source_table, 'local_code' as field_name, p.procedure_code,
    cast(null as varchar) as service_code, cast(null as varchar) as owner_code, p.local_code as code
  from procedures as p
  where p.local_code is not null and coalesce(p.status, 'in_force') = 'in_force'
  union all
  select s._package, s._row, 'services' as source_table, 'service_code' as field_name, s.procedure_code, s.service_code,
    s.owner_code, s.service_code as code
  from services as s
  where s.withdrawn_date is null or s.withdrawn_date > $as_of
),
tailed as (
  select c._package, c._row, c.source_table, c.field_name, c.procedure_code, c.service_code, c.owner_code, c.code,
    case
      when regexp_matches(c.code, '^[0-9][.][0-9]{6}[.][0-9]{3}[.][0-9]{2}[.][0-9]{2}[.][A-Z][0-9]{2}([.]|$)')
        then substr(c.code, 20, 3)
      when regexp_matches(c.code, '^[0-9][.][0-9]{6}[.][A-Z][0-9]{2}([.]|$)') then substr(c.code, 10, 3)
    end as tail
  from codes as c
),
judged as (
  select t._package, t._row, t.source_table, t.field_name, t.procedure_code, t.service_code, t.owner_code, t.code, t.tail,
    l.name as body, l.ended,
    case
      when t.source_table = 'procedures' and regexp_matches(t.procedure_code, '^[0-9][.][0-9]{6}$')
        and regexp_matches(t.code, '^[0-9][.][0-9]{6}[.]') and left(t.code, 8) <> t.procedure_code
        then 'other_procedure'
      when t.tail is not null and l.agency_code is null then 'unknown'
      when t.tail is not null and t.owner_code is not null and left(t.owner_code, 3) <> t.tail then 'other_owner'
      when t.tail is not null and l.ended < $as_of then 'ended'
    end as why
  from tailed as t
  left join listed as l on l.agency_code = t.tail
),
grouped as (
  select j._package, j.source_table, j.why, min(j._row) as first_row, count(*) as n_rows
  from judged as j
  where j.why is not null
  group by j._package, j.source_table, j.why,
    case when j.why = 'other_procedure' then j.code else j.tail end,
    case when j.why = 'other_owner' then j.owner_code end
)
select j._package, j._row, j.source_table as _table, j.field_name as _field, j.code as _value,
  case when j.why <> 'unknown' then j.why end as _case,
  case when j.why in ('other_owner', 'ended') or (j.why = 'unknown' and left(j.tail, 1) <> 'H') then 'warning' end
    as _severity,
  j.procedure_code, j.service_code, j.owner_code, j.tail, j.body, j.ended, g.n_rows,
  coalesce(o.name, j.owner_code) as owner
from grouped as g
join judged as j on j._package = g._package and j._row = g.first_row and j.source_table = g.source_table
left join listed as o on o.agency_code = j.owner_code
order by j._package, j.source_table, j._row
