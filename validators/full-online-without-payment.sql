/*
severity = "info"
mender = "you"
certainty = "medium"
field = "online_payment"
applies = """
level in ('full', '4') and (withdrawn_date is null or withdrawn_date > $as_of)
"""
unknown = """
online_payment is null or not exists (select 1 from fees as f
  where f.procedure_code = services.procedure_code)
"""

[needs]
services = ["service_code", "owner_code", "procedure_code", "level", "online_payment"]
procedures = ["procedure_code", "fee_vnd"]

[basis]
vi = "Nghị định 43/2011 Điều 3: mức độ 4 gồm cả thanh toán trực tuyến (đã kiểm chứng). Nghị định 42/2022: toàn trình gồm cả thanh toán trực tuyến hoặc qua bưu chính công ích (chưa đọc được toàn văn)."
en = "Decree 43/2011 Article 3: level 4 includes online payment (verified). Decree 42/2022: fully online includes payment online or by public post (full text not read)."

[title]
vi = "Toàn trình, có phí, nhưng chưa thanh toán trực tuyến"
en = "Fully online, with a fee, yet without online payment"

[message]
vi = "{owner_code} cung cấp toàn trình (hoặc mức độ 4) {n_services} dịch vụ có phí, lệ phí mà ghi là không thanh toán trực tuyến, trong {n_of} dịch vụ toàn trình có phí đã biết rõ. Ví dụ: {service_code}{name: “…”}, {fee_vnd} đồng."
en = "{owner_code} offers services fully online (or at level 4) that have a fee and are said to have no online payment (services: {n_services}, of {n_of} fully online with a known fee), such as {service_code}{name: “…”}, {fee_vnd} VND."

[fix]
vi = "Xem dịch vụ có nộp tiền qua bưu chính không, hay cột online_payment ghi sót. Nếu người dân vẫn phải đến nộp tiền thì đó chưa phải toàn trình."
en = "See whether the fee can be paid by post, or the column online_payment was left behind. If people must still come and pay, the service is not fully online."

[not_when]
vi = "Chỉ xét khi biết rõ mức phí lớn hơn 0 (mức nộp trực tuyến bằng 0 thì không xét). Không xét dịch vụ đã ngừng. Mỗi cơ quan nêu một lần cho một gói."
en = "Only where the fee is known and above 0 (not where filing online is free). Withdrawn services are left out. Each owner is named once for a package."
*/
with fees as (
  select p.procedure_code, max(p.fee_vnd) as fee_vnd, max(p.name) as name,
    min(case when coalesce(p.fee_online_vnd, p.fee_vnd) > 0 then 1 else 0 end) as due
  from procedures as p
  where p.fee_vnd is not null
  group by p.procedure_code
),
offered as (
  select s._package, s._row, s.owner_code, case when s.online_payment then 0 else 1 end as unpaid
  from services as s
  join fees as f on f.procedure_code = s.procedure_code
  where s.level in ('full', '4') and (s.withdrawn_date is null or s.withdrawn_date > $as_of)
    and s.online_payment is not null and f.fee_vnd > 0 and f.due = 1
),
counted as (
  select o._package, o.owner_code, count(*) as n_of, sum(o.unpaid) as n_services,
    min(case when o.unpaid = 1 then o._row end) as first_row
  from offered as o
  group by o._package, o.owner_code
)
select s._package, s._row, s.service_code, s.owner_code, s.online_payment, c.n_services, c.n_of,
  coalesce(s.name, f.name) as name, f.fee_vnd
from counted as c
join services as s on s._package = c._package and s._row = c.first_row
join fees as f on f.procedure_code = s.procedure_code
order by s._package, s._row
