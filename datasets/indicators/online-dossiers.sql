/*
version = "1"
group = "online"
code = "I6"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
by = ["field"]

[title]
vi = "Hồ sơ tiếp nhận trực tuyến"
en = "Dossiers received online"

[definition]
vi = "Hồ sơ tiếp nhận trực tuyến trong kỳ chia cho mọi hồ sơ tiếp nhận trong kỳ: (4) / ((4) + (5)) của biểu 06."
en = "Dossiers received online in the period over all received in the period: (4) / ((4) + (5)) of form 06."

[is_not]
vi = "Không phải tỷ lệ dịch vụ có phát sinh hồ sơ, không phải tỷ lệ người dân tự nộp: hồ sơ nộp có hỗ trợ tại quầy cũng tính là trực tuyến. Mẫu số không gồm kỳ trước chuyển sang."
en = "Not the share of services with dossiers, nor of people filing by themselves: dossiers filed with help at the desk count as online. What was carried over is not in the denominator."

[numerator]
vi = "hồ sơ tiếp nhận trực tuyến (4)"
en = "dossiers received online (4)"

[denominator]
vi = "hồ sơ tiếp nhận trong kỳ (4) + (5)"
en = "dossiers received in the period (4) + (5)"

[population]
vi = "Hồ sơ tiếp nhận trong kỳ ở các lĩnh vực có trong biểu 06"
en = "Dossiers received in the period in the fields that form 06 covers"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online", "received_offline"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.received_online as numerator,
  d.received_online + d.received_offline as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
