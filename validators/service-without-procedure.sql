/*
severity = "warning"
mender = "you"
certainty = "verified"
field = "procedure_code"
applies = "withdrawn_date is null or withdrawn_date >= $as_of"
unknown = "procedure_code is null"

[needs]
services = ["service_code", "procedure_code"]
procedures = ["procedure_code"]

[parameters]
code = "^[0-9][.][0-9]{6}([.]|$)"

[basis]
vi = "Nghị định 224/2026/NĐ-CP Điều 15 khoản 1 điểm b: mã và tên dịch vụ công trực tuyến được chuẩn hóa theo mã và tên của thủ tục hành chính, nên dịch vụ nào cũng phải có thủ tục."
en = "Decree 224/2026/NĐ-CP Article 15.1(b): the code and name of an online public service are standardised to those of the procedure, so every service has a procedure."

[title]
vi = "Dịch vụ không thuộc thủ tục nào trong danh mục"
en = "Service of a procedure that is not listed"

[message]
vi = "Dịch vụ {service_code}{service_name: “…”} của {owner} ghi thủ tục {procedure_code}, nhưng danh mục thủ tục của các gói đang kiểm tra không có mã này."
en = "Service {service_code}{service_name: “…”} of {owner_en} names procedure {procedure_code}, which the list of procedures in the packages given does not have."

[fix]
vi = "Thủ tục đã bị bãi bỏ, đã đổi mã hay chưa có trong danh mục; theo đó ngừng dịch vụ, sửa mã hoặc bổ sung danh mục."
en = "Was the procedure abolished, given another code, or is it missing from the list? Accordingly withdraw the service, mend the code or complete the list."

[not_when]
vi = "Chỉ có nghĩa khi bảng procedures là danh mục đầy đủ của các cơ quan có dịch vụ. Không áp dụng cho dịch vụ đã ngừng; mã không đúng dạng hoặc mất số 0 thuộc các quy tắc procedure-code-form và code-lost-zeros."
en = "Means something only where table procedures is the full list of the bodies whose services are given. Does not apply to services withdrawn; codes of another form or without their zeros belong to procedure-code-form and code-lost-zeros."
*/
with listed as (
  select distinct substr(trim(p.procedure_code), 1, 8) as procedure_code
  from procedures as p
),
named as (
  select b.agency_code, max(b.name) as name, max(b.name_en) as name_en
  from (
    select a.agency_code, a.name, a.name_en from agencies as a
    union all
    select r.agency_code, r.name, r.name_en from reference.agencies as r
  ) as b
  group by b.agency_code
)
select s._package, s._row, s.service_code, s.owner_code, s.procedure_code,
  s.name as service_name,
  coalesce(n.name, s.owner_code) as owner, coalesce(n.name_en, n.name, s.owner_code) as owner_en
from services as s
left join named as n on n.agency_code = s.owner_code
where (s.withdrawn_date is null or s.withdrawn_date >= $as_of)
  and regexp_matches(trim(s.procedure_code), $code)
  and not exists (select 1 from listed as l where l.procedure_code = substr(trim(s.procedure_code), 1, 8))
order by s._package, s._row
