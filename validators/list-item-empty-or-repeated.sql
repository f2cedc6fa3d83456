/*
severity = "warning"
mender = "issuer"
certainty = "verified"
field = "executing_text"

[needs]
procedure_agencies = ["procedure_code", "n", "executing_text"]

[basis]
vi = "Mỗi cơ quan thực hiện là một mục riêng. Danh sách thật tháng 7/2026 có thủ tục ghi “Ủy ban nhân dân cấp xã” hai lần, và có mục chỉ là dấu xuống dòng."
en = "Each executing body is an entry of its own. Real lists of July 2026 have procedures that name “Ủy ban nhân dân cấp xã” twice, and entries that are nothing but a line break."

[title]
vi = "Danh sách cơ quan thực hiện có mục trùng, mục trống hoặc mục gộp"
en = "List of executing bodies with entries repeated, empty or joined"

[message]
vi = "Thủ tục {procedure_code}{name: “…”} ghi “{value}” {n_times} lần trong danh sách cơ quan thực hiện; đếm theo cơ quan sẽ thừa."
en = "Procedure {procedure_code}{name: “…”} names “{value}” more than once among its executing bodies (times: {n_times}); a count by body would be too high."

[fix]
vi = "Giữ một mục. Nếu hai mục vốn là hai cơ quan khác nhau (chẳng hạn thiếu phần địa danh) thì ghi đủ tên."
en = "Keep one of them. If they were meant as two bodies (with a place left out, say), write the names in full."

[cases.joined.message]
vi = "Một mục ghi nhiều cơ quan: “{value}” ({n_times} thủ tục). Không gắn được một mã cho mục này."
en = "One entry names several bodies: “{value}” (procedures: {n_times}). It cannot be tied to one code."

[cases.joined.fix]
vi = "Tách mỗi cơ quan thành một dòng của bảng procedure_agencies, giữ đúng chữ của từng tên."
en = "Give each body a row of its own in table procedure_agencies, each name as it stands."

[cases.empty.message]
vi = "{n_times} thủ tục có mục trống trong danh sách cơ quan thực hiện (số thứ tự n bị ngắt, hoặc dòng không có tên và mã); ví dụ {procedure_code}{name: “…”}. Có thể một cơ quan đã bị mất."
en = "Procedures have empty entries among their executing bodies (number: {n_times}): n has gaps, or a row has neither name nor code; such as {procedure_code}{name: “…”}. A body may have been lost."

[cases.empty.fix]
vi = "Xem lại danh sách ở nguồn. Nếu mục trống chỉ là dấu xuống dòng thừa thì đề nghị cơ quan ban hành xóa."
en = "Look at the list at its source. If the empty entries are mere line breaks, ask the issuing agency to remove them."

[not_when]
vi = "Mục gộp chỉ xét khi có dấu chấm phẩy, hoặc chữ “và” đứng trước một loại cơ quan (và Sở, và Cục, và Ủy ban nhân dân …); “Sở Nông nghiệp và Môi trường” là một cơ quan. Mục gộp và mục trống chỉ là lưu ý; mục trống nêu một lần cho mỗi gói."
en = "Joined entries are looked for only by a semicolon, or by “và” before a kind of body (và Sở, và Cục, và Ủy ban nhân dân …); “Sở Nông nghiệp và Môi trường” is one body. Joined and empty entries are notes only, the empty ones named once for a package."
*/
with named as (
  select p._package, p.procedure_code, max(p.name) as name
  from procedures as p
  group by p._package, p.procedure_code
),
repeats as (
  select a._package, a.procedure_code, a.executing_text, count(*) as n_times, min(a._row) as first_row
  from procedure_agencies as a
  where a.executing_text is not null
  group by a._package, a.procedure_code, a.executing_text
),
joins as (
  select r._package, r.executing_text, count(*) as n_times, min(r.first_row) as first_row
  from repeats as r
  where strpos(r.executing_text, ';') > 0
    or regexp_matches(lower(r.executing_text),
      ' và (bộ|các bộ|sở|các sở|ủy ban|uỷ ban|ubnd|chủ tịch|cục|chi cục|tổng cục|phòng|công an|văn phòng|tòa án|toà án|ban quản lý) ')
  group by r._package, r.executing_text
),
gaps as (
  select g._package, min(g.first_row) as first_row, count(*) as n_times
  from (
    select a._package, a.procedure_code, min(a._row) as first_row
    from procedure_agencies as a
    group by a._package, a.procedure_code
    having max(a.n) > count(*) or count(coalesce(a.executing_text, a.executing)) < count(*)
  ) as g
  group by g._package
),
found as (
  select r._package, r.first_row, r.n_times, cast(null as varchar) as why
  from repeats as r
  where r.n_times > 1
  union all
  select j._package, j.first_row, j.n_times, 'joined' as why from joins as j
  union all
  select g._package, g.first_row, g.n_times, 'empty' as why from gaps as g
)
select a._package, a._row, a.procedure_code, a.n, f.why as _case, case when f.why is not null then 'info' end as _severity,
  case when f.why is distinct from 'empty' then a.executing_text end as _value, n.name, f.n_times
from found as f
join procedure_agencies as a on a._package = f._package and a._row = f.first_row
left join named as n on n._package = a._package and n.procedure_code = a.procedure_code
order by a._package, a._row
