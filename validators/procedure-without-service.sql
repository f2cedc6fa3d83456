/*
severity = "info"
mender = "you"
certainty = "high"
field = "procedure_code"
applies = "coalesce(procedures.status, 'in_force') = 'in_force'"

[needs]
procedures = ["procedure_code"]
services = ["service_code", "procedure_code"]

[basis]
vi = "Thủ tục chưa có dịch vụ công trực tuyến là phần còn lại của mọi tỷ lệ cung cấp. Không phải thủ tục nào cũng phải có: chỉ thủ tục đủ điều kiện mới nằm trong mẫu số."
en = "Procedures without an online service are what is left over of every rate of provision. Not each must have one: only eligible procedures are in the denominator."

[title]
vi = "Thủ tục chưa có dịch vụ trực tuyến"
en = "Procedures without an online service"

[message]
vi = "{n_without}/{n_of} thủ tục còn hiệu lực{issuer: do … ban hành} chưa có dịch vụ nào trong bảng services{n_eligible:, trong đó … đã ghi là đủ điều kiện}; ví dụ {procedure_code}{name: “…”}."
en = "Procedures in force{issuer: issued by …} have no service in table services (number: {n_without} of {n_of}{n_eligible:; listed as eligible: …}), such as {procedure_code}{name: “…”}."

[fix]
vi = "Xem từng thủ tục: danh sách dịch vụ có đủ không, thủ tục có đủ điều kiện cung cấp trực tuyến không, dịch vụ có nằm ở cổng của bộ không."
en = "Look at each: is the list of services complete, is the procedure eligible, is the service on a ministry's own portal?"

[not_when]
vi = "Không xét thủ tục đã bãi bỏ hoặc được thay thế. Dịch vụ đã ngừng không tính là có. Mỗi cơ quan ban hành nêu một lần cho một gói."
en = "Procedures abolished or replaced are left out. A withdrawn service does not count. Each issuer is named once for a package."
*/
with served as (
  select s.procedure_code
  from services as s
  where s.procedure_code is not null and (s.withdrawn_date is null or s.withdrawn_date > $as_of)
  group by s.procedure_code
),
judged as (
  select p._package, p._row, p.procedure_code, coalesce(p.issuing_text, p.issuing_agency, '') as issuer,
    case when v.procedure_code is null then 1 else 0 end as bare,
    case when v.procedure_code is null and p.eligible_online then 1 else 0 end as eligible
  from procedures as p
  left join served as v on v.procedure_code = p.procedure_code
  where coalesce(p.status, 'in_force') = 'in_force'
),
counted as (
  select j._package, j.issuer, count(*) as n_of, sum(j.bare) as n_without, sum(j.eligible) as n_eligible,
    min(case when j.bare = 1 then j._row end) as first_row
  from judged as j
  group by j._package, j.issuer
)
select p._package, p._row, p.procedure_code, p.name, c.n_of, c.n_without, nullif(c.n_eligible, 0) as n_eligible,
  nullif(c.issuer, '') as issuer
from counted as c
join procedures as p on p._package = c._package and p._row = c.first_row
order by p._package, p._row
