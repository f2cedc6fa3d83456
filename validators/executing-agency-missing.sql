/*
severity = "warning"
mender = "issuer"
certainty = "verified"
field = "executing_text"
applies = """
coalesce(procedures.status, 'in_force') = 'in_force' and exists (
  select 1 from procedure_agencies as a
  where a._package = procedures._package and coalesce(a.executing_text, a.executing) is not null)
"""

[needs]
procedures = ["procedure_code"]
procedure_agencies = ["procedure_code"]

[basis]
vi = "Nghị định 63/2010/NĐ-CP (hợp nhất) Điều 8 khoản 2: cơ quan thực hiện là một trong các bộ phận bắt buộc của thủ tục hành chính."
en = "Decree 63/2010/NĐ-CP (consolidated) Article 8.2: the executing agency is one of the mandatory components of an administrative procedure."

[title]
vi = "Thủ tục chưa ghi cơ quan thực hiện"
en = "Procedure without an executing agency"

[message]
vi = "Thủ tục {procedure_code} “{name}”{issuer:, do … ban hành,} không ghi cơ quan thực hiện, nên người dân không biết nộp ở đâu và không tính được theo cấp."
en = "Procedure {procedure_code} “{name}”{issuer:, issued by …,} names no executing agency: people cannot tell where to apply, and it cannot be counted by tier."

[fix]
vi = "Đề nghị cơ quan ban hành quyết định công bố bổ sung cơ quan thực hiện trên cơ sở dữ liệu quốc gia. Đừng tự đoán."
en = "Ask the agency that issued the announcement decision to add the executing agency in the national database. Do not guess it."

[not_when]
vi = "Không áp dụng cho thủ tục đã bãi bỏ hoặc được thay thế, và cho gói không ghi cơ quan thực hiện của thủ tục nào (danh sách khi đó không có cột này)."
en = "Does not apply to procedures abolished or replaced, nor to a package that names no executing agency at all (its list then has no such column)."
*/
select p._package, p._row, p.procedure_code, p.name,
  coalesce(p.issuing_text, p.issuing_agency) as issuer
from procedures as p
where coalesce(p.status, 'in_force') = 'in_force'
  and p._package in (
    select a._package from procedure_agencies as a where coalesce(a.executing_text, a.executing) is not null)
  and not exists (
    select 1 from procedure_agencies as a
    where a.procedure_code = p.procedure_code and coalesce(a.executing_text, a.executing) is not null)
order by p._package, p._row
