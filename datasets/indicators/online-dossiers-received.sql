/*
version = "1"
group = "online"
kind = "count"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
decimals = 0
by = ["field"]

[title]
vi = "Số hồ sơ tiếp nhận trực tuyến"
en = "Number of dossiers received online"

[definition]
vi = "(4) của biểu 06, số tuyệt đối."
en = "(4) of form 06, as an absolute number."

[is_not]
vi = "Không phải tỷ lệ; tăng vì tổng hồ sơ tăng cũng là tăng."
en = "Not a share: it grows too when all dossiers grow."

[numerator]
vi = "hồ sơ tiếp nhận trực tuyến (4)"
en = "dossiers received online (4)"

[population]
vi = "Hồ sơ ở các lĩnh vực có trong biểu 06"
en = "Dossiers in the fields that form 06 covers"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.received_online as numerator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
