/*
severity = "warning"
mender = "you"
certainty = "high"
field = "service_code"
applies = "regexp_matches(procedure_code, '^[0-9][.][0-9]{6}([.]|$)')"

[needs]
services = ["service_code", "procedure_code"]

[basis]
vi = "Mã dịch vụ là mã thủ tục thêm đuôi, như 1.000100.01; Nghị định 224/2026 Điều 15 khoản 1 điểm b: mã và tên dịch vụ chuẩn hóa theo thủ tục."
en = "A service code is the procedure code with a suffix, such as 1.000100.01; Decree 224/2026 Article 15.1b: code and name of a service follow those of the procedure."

[title]
vi = "Mã dịch vụ không bắt đầu bằng mã thủ tục của nó"
en = "Service code that does not begin with its procedure code"

[message]
vi = "Dịch vụ {service_code}{name: “…”} của {owner_code} ghi thủ tục {procedure_code}{procedure_name: “…”}, nhưng mã dịch vụ không bắt đầu bằng mã ấy."
en = "Service {service_code}{name: “…”} of {owner_code} names procedure {procedure_code}{procedure_name: “…”}, but its code does not begin with that code."

[fix]
vi = "Xem lại ở nguồn mã nào đúng: gắn nhầm thủ tục thì hồ sơ bị đếm cho thủ tục khác."
en = "Look up at the source which code is right: a wrong procedure has dossiers counted for another."

[not_when]
vi = "Không xét mã thủ tục không đúng dạng (xem code-lost-zeros, procedure-code-form) và dịch vụ chưa ghi thủ tục. Mã thủ tục có đuôi cơ quan chỉ so phần mã quốc gia."
en = "Procedure codes of another form (see code-lost-zeros, procedure-code-form) and services without a procedure are left out. Of a code with a body's tail only the national part is compared."
*/
with named as (
  select p.procedure_code, max(p.name) as name
  from procedures as p
  group by p.procedure_code
)
select s._package, s._row, s.service_code, s.owner_code, s.name, s.procedure_code, n.name as procedure_name
from services as s
left join named as n on n.procedure_code = s.procedure_code
where regexp_matches(s.procedure_code, '^[0-9][.][0-9]{6}([.]|$)')
  and (left(s.service_code, 8) <> left(s.procedure_code, 8)
    or (length(s.service_code) > 8 and substr(s.service_code, 9, 1) <> '.'))
order by s._package, s._row
