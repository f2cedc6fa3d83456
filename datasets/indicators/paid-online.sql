/*
version = "1"
group = "online"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Hồ sơ thanh toán trực tuyến"
en = "Dossiers paid online"

[definition]
vi = "Hồ sơ đã thanh toán trực tuyến chia cho hồ sơ tiếp nhận của thủ tục có phí, lệ phí."
en = "Dossiers paid online over dossiers received of procedures that cost something."

[is_not]
vi = "Không phải dịch vụ có cho thanh toán trực tuyến; không phải số giao dịch hay số tiền."
en = "Not services that offer online payment; not transactions, nor money."

[numerator]
vi = "hồ sơ thanh toán trực tuyến"
en = "dossiers paid online"

[denominator]
vi = "hồ sơ của thủ tục có phí, lệ phí"
en = "dossiers of procedures with a fee"

[population]
vi = "Hồ sơ của thủ tục có phí, lệ phí lớn hơn 0; chưa biết phí thì hồ sơ có số liệu thanh toán trực tuyến"
en = "Dossiers of procedures whose fee is more than 0; where the fee is not known, those with a figure of online payments"

[basis]
vi = "Số liệu hồ sơ theo từng dịch vụ của phần mềm một cửa"
en = "Dossiers by service from one-stop software"

[needs]
usage = ["period", "agency_code", "item_code", "received_total", "paid_online"]
procedures = ["procedure_code", "fee_vnd"]
services = ["service_code", "procedure_code"]
*/
select w.period, w.part, u.agency_code, u.item_code, u.source_id, u.paid_online as numerator,
  u.received_total as denominator
from usage as u
join asked.parts as w on w.table_name = 'usage' and w.part = u.period
left join (
  select x.service_code, max(x.procedure_code) as procedure_code from services as x group by x.service_code
) as s on s.service_code = u.item_code
left join (
  select y.procedure_code, max(y.fee_vnd) as fee_vnd from procedures as y group by y.procedure_code
) as q on q.procedure_code = coalesce(s.procedure_code, u.item_code)
where (u.period_basis is distinct from 'cumulative' or w.cumulative)
  and (q.fee_vnd > 0 or q.fee_vnd is null and u.paid_online is not null)
