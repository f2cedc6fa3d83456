/*
severity = "warning"
mender = "issuer"
certainty = "medium"
field = "procedure_code"
applies = """
exists (select 1 from several as s where s.procedure_code = procedures.procedure_code)
"""

[needs]
procedures = ["procedure_code", "name", "field_name"]

[parameters]
begin = 12  # names that begin with as many equal characters count as one name changed

[basis]
vi = "Mã thủ tục là định danh: dùng lại cho thủ tục khác thì hồ sơ, phí và lịch sử của hai thủ tục bị nối làm một. Không tìm thấy văn bản cấm dùng lại mã."
en = "A procedure code is an identifier: given to another procedure, it joins the dossiers, fees and history of two. No text was found that forbids it."

[title]
vi = "Mã thủ tục dùng lại cho thủ tục khác"
en = "Procedure code used again for another procedure"

[message]
vi = "Mã {procedure_code} là “{name}” ({field_name}), nhưng ở gói {other_package} là “{other_name}” ({other_field})."
en = "Code {procedure_code} is “{name}” ({field_name}) here, but “{other_name}” ({other_field}) in package {other_package}."

[cases.same.message]
vi = "Mã {procedure_code} là “{name}” ({field_name}), nhưng một dòng khác của chính bảng này ghi là “{other_name}” ({other_field})."
en = "Code {procedure_code} is “{name}” ({field_name}) here, but “{other_name}” ({other_field}) in another row of the same table."

[fix]
vi = "Hỏi cơ quan ban hành mã đã dùng lại, gõ nhầm, hay thủ tục chỉ đổi tên và lĩnh vực. Đừng so số liệu hai kỳ theo mã này khi chưa rõ."
en = "Ask the issuing agency whether the code was used again, mistyped, or the procedure only changed its name and field. Do not compare two periods by this code before that is clear."

[not_when]
vi = "Cần ít nhất hai dòng của một mã: hai kỳ công bố của danh mục, hoặc một danh mục ghi mã hai lần. Chỉ nêu khi cả tên lẫn lĩnh vực đều khác; tên giống nhau 12 chữ đầu thì coi là đổi tên."
en = "Takes at least two rows of a code: two editions of a list, or one list that has the code twice. Named only where name and field both differ; names that begin with the same 12 characters count as one that was changed."
*/
with tidied as (
  select p._package, p._row, p.procedure_code, p.name, p.field_name, lower(trim(nfc(p.field_name))) as field_low,
    left(lower(trim(nfc(p.name))), $begin) as name_begin
  from procedures as p
  where p.name is not null and p.field_name is not null
),
several as (
  select t.procedure_code
  from tidied as t
  group by t.procedure_code
  having count(*) > 1
),
-- each row beside the one before it in the order of packages
ordered as (
  select t._package, t._row, t.procedure_code, t.name, t.field_name, t.name_begin, t.field_low,
    lag(t._package) over (partition by t.procedure_code order by t._package, t._row) as other_package,
    lag(t.name) over (partition by t.procedure_code order by t._package, t._row) as other_name,
    lag(t.field_name) over (partition by t.procedure_code order by t._package, t._row) as other_field,
    lag(t.name_begin) over (partition by t.procedure_code order by t._package, t._row) as other_begin,
    lag(t.field_low) over (partition by t.procedure_code order by t._package, t._row) as other_low
  from tidied as t
  join several as s on s.procedure_code = t.procedure_code
)
select o._package, o._row, o.procedure_code, o.name, o.field_name, o.other_package, o.other_name, o.other_field,
  case when o.other_package = o._package then 'same' end as _case
from ordered as o
where o.name_begin <> o.other_begin and o.field_low <> o.other_low
order by o._package, o._row
