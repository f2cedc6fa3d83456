/*
severity = "error"
mender = "issuer"
certainty = "high"
field = "replaced_by"
applies = "replaced_by is not null or status = 'replaced'"

[needs]
procedures = ["procedure_code", "replaced_by"]

[basis]
vi = "Thủ tục được thay thế phải dẫn tới thủ tục thay nó; thiếu đường dẫn ấy thì việc thay thế bị đếm thành cắt giảm. Một thủ tục không thể tự thay mình."
en = "A replaced procedure must lead to the one that replaces it, or the replacement is counted as a cut. A procedure cannot replace itself."

[title]
vi = "Đường dẫn tới thủ tục thay thế bị đứt"
en = "Link to the replacing procedure is broken"

[message]
vi = "Thủ tục {procedure_code} “{name}” ghi được thay thế bởi chính nó."
en = "Procedure {procedure_code} “{name}” is said to be replaced by itself."

[fix]
vi = "Xem quyết định công bố đã thay thế thủ tục này và ghi đúng mã; nếu thủ tục còn hiệu lực thì sửa trạng thái."
en = "Look up the announcement decision that replaced it and write the right code; if it is still in force, mend the status."

[cases.cycle.message]
vi = "Hai thủ tục {procedure_code} “{name}” và {replaced_by} “{other}” ghi thay thế lẫn nhau."
en = "Procedures {procedure_code} “{name}” and {replaced_by} “{other}” are said to replace each other."

[cases.unknown.message]
vi = "Thủ tục {procedure_code} “{name}” ghi được thay thế bởi {replaced_by}, không có trong danh mục của các gói đang kiểm tra."
en = "Procedure {procedure_code} “{name}” is said to be replaced by {replaced_by}, which the packages given do not list."

[cases.unknown.fix]
vi = "Xem mã có gõ nhầm không; nếu thủ tục thay thế do cơ quan khác ban hành thì đưa cả danh mục của cơ quan ấy vào kiểm tra. Nhiều thủ tục thay một: bảng này chỉ giữ một mã, ghi mã chính."
en = "See whether the code was mistyped; if another body issues the replacing procedure, check that body's list as well. Where several replace one, this table holds one code: the main one."

[cases.no_successor.message]
vi = "Thủ tục {procedure_code} “{name}” có trạng thái được thay thế nhưng không ghi mã thay thế."
en = "Procedure {procedure_code} “{name}” has the status replaced and no replacing code."

[cases.no_successor.fix]
vi = "Ghi mã thay thế theo quyết định công bố. Nếu không có thủ tục nào thay thì trạng thái là bãi bỏ: đó mới là cắt giảm."
en = "Write the replacing code from the announcement decision. If nothing replaces it, the status is abolished: only that is a cut."

[cases.in_force.message]
vi = "Thủ tục {procedure_code} “{name}” ghi còn hiệu lực nhưng đã có mã thay thế {replaced_by}."
en = "Procedure {procedure_code} “{name}” is said to be in force, yet names {replaced_by} as its replacement."

[cases.in_force.fix]
vi = "Xem ngày thay thế đã đến chưa. Nếu đã đến thì trạng thái là được thay thế; nếu chưa thì giữ nguyên."
en = "See whether the day of replacement has come. If it has, the status is replaced; if not, leave it."

[not_when]
vi = "Chỉ thủ tục tự thay mình và hai thủ tục thay lẫn nhau là lỗi; các trường hợp khác là cảnh báo, vì danh mục có thể chưa đủ. Vòng dài hơn hai thủ tục không xét. Thủ tục bãi bỏ có mã thay thế thì không nêu."
en = "Only a procedure that replaces itself and two that replace each other are errors; the rest are warnings, as the list may not be complete. Longer cycles are not looked for. An abolished procedure with a replacing code is not named."
*/
with links as (
  select p.procedure_code, max(p.name) as name, max(p.replaced_by) as replaced_by
  from procedures as p
  group by p.procedure_code
),
judged as (
  select p._package, p._row, p.procedure_code, p.name, p.replaced_by, k.name as other,
    case
      when p.replaced_by = p.procedure_code then 'itself'
      when k.replaced_by = p.procedure_code then case when p.procedure_code < p.replaced_by then 'cycle' end
      when p.replaced_by is not null and k.procedure_code is null then 'unknown'
      when p.replaced_by is null and p.status = 'replaced' then 'no_successor'
      when p.replaced_by is not null and p.status = 'in_force' then 'in_force'
    end as why
  from procedures as p
  left join links as k on k.procedure_code = p.replaced_by
  where p.replaced_by is not null or p.status = 'replaced'
)
select j._package, j._row, j.procedure_code, j.name, j.replaced_by, j.other,
  case when j.why <> 'itself' then j.why end as _case,
  case when j.why not in ('itself', 'cycle') then 'warning' end as _severity
from judged as j
where j.why is not null
order by j._package, j._row
