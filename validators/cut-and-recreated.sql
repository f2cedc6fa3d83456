/*
severity = "warning"
mender = "issuer"
certainty = "high"
field = "abolished_date"
applies = "status = 'abolished' and replaced_by is null"
unknown = "abolished_date is null"

[needs]
procedures = ["procedure_code", "name", "status", "abolished_date"]

[parameters]
days = 90
blanks = "\u00a0\t\r\n"

[basis]
vi = "Cắt giảm là bãi bỏ mà không có thủ tục thay thế. Thủ tục cùng tên công bố lại sau ít ngày thì chưa phải là cắt giảm; số thủ tục cắt giảm là con số được công bố nhiều nhất."
en = "A cut is a procedure abolished without a successor. One announced again under the same name within days is no cut, and the number of cuts is what gets published most."

[title]
vi = "Bãi bỏ rồi ban hành lại cùng tên"
en = "Abolished and announced again under the same name"

[message]
vi = "Thủ tục {procedure_code} “{name}” bãi bỏ ngày {abolished_date}, không ghi mã thay thế; thủ tục {new_code} cùng tên bắt đầu ngày {began}, cách {apart} ngày. Nếu là một thủ tục thì đây không phải là cắt giảm."
en = "Procedure {procedure_code} “{name}” was abolished on {abolished_date} without a replacing code; procedure {new_code} of the same name began on {began} (days between: {apart}). If they are one, this is no cut."

[fix]
vi = "Hỏi cơ quan ban hành. Nếu là thay thế hay đổi mã thì ghi replaced_by và trạng thái được thay thế; đừng đếm vào số thủ tục cắt giảm khi chưa rõ."
en = "Ask the issuing agency. If it is a replacement or a new code, write replaced_by and the status replaced; do not count it among the cuts before that is clear."

[not_when]
vi = "Chỉ so tên (không phân biệt chữ hoa, khoảng trắng, dấu chấm cuối), trong cùng cơ quan ban hành nếu biết cả hai, trước hoặc sau ngày bãi bỏ không quá 90 ngày (tham số days). Ngày bắt đầu là ngày có hiệu lực, nếu trống thì ngày công khai, rồi ngày quyết định."
en = "Compares names (case, blanks and a final stop make no difference), within one issuer where both are known, at most 90 days (parameter days) before or after the abolition. The start is the effective date, else the day of publication, else that of the decision."
*/
with tidied as (
  select p._package, p._row, p.procedure_code, p.name, p.status, p.replaced_by, p.abolished_date,
    coalesce(p.effective_date, p.published_date, p.decision_date) as began,
    coalesce(p.issuing_agency, p.issuing_text) as issuer,
    replace(replace(replace(trim(translate(lower(nfc(p.name)), $blanks, '    ')), '  ', ' '), '  ', ' '), '  ', ' ')
      as tidy
  from procedures as p
  where p.name is not null
),
keyed as (
  select t._package, t._row, t.procedure_code, t.name, t.status, t.replaced_by, t.abolished_date, t.began, t.issuer,
    case when right(t.tidy, 1) = '.' then rtrim(left(t.tidy, length(t.tidy) - 1)) else t.tidy end as tidy
  from tidied as t
),
pairs as (
  select o._package, o._row, o.procedure_code, o.name, o.abolished_date, n.procedure_code as new_code, n.began
  from keyed as o
  join keyed as n on n.tidy = o.tidy and n.procedure_code <> o.procedure_code
    and coalesce(n.issuer, o.issuer, '') = coalesce(o.issuer, n.issuer, '')
  where o.status = 'abolished' and o.replaced_by is null and o.abolished_date is not null
    and coalesce(n.status, 'in_force') <> 'abolished' and n.began is not null
),
written as (
  select p.abolished_date as day from pairs as p
  union
  select p.began as day from pairs as p
),
-- part: numbered-days,
measured as (
  select p._package, p._row, p.procedure_code, p.name, p.abolished_date, p.new_code, p.began,
    cast(abs(b.number - a.number) as integer) as apart,
    row_number() over (partition by p._package, p._row order by abs(b.number - a.number), p.new_code) as nearest
  from pairs as p
  join numbered as a on a.day = p.abolished_date
  join numbered as b on b.day = p.began
  where abs(b.number - a.number) <= $days
)
select m._package, m._row, m.procedure_code, m.name, m.abolished_date, m.new_code, m.began, m.apart
from measured as m
where m.nearest = 1
order by m._package, m._row
