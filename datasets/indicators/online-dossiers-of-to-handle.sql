/*
version = "1"
group = "online"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "stock"
reported = false
by = ["field"]

[title]
vi = "Hồ sơ trực tuyến trên tổng số nhận giải quyết"
en = "Online dossiers of those to handle"

[definition]
vi = "(4) / (3) của biểu 06; cột (3) gồm cả kỳ trước chuyển sang."
en = "(4) / (3) of form 06; column (3) includes what was carried over."

[is_not]
vi = "Không phải tỷ lệ tiếp nhận trực tuyến: mẫu số có hồ sơ tồn. Chỉ để nhận ra con số đã công bố theo cách này."
en = "Not the share received online: the denominator holds a stock. Only to recognise numbers published this way."

[numerator]
vi = "hồ sơ tiếp nhận trực tuyến (4)"
en = "dossiers received online (4)"

[denominator]
vi = "tổng số nhận giải quyết (3)"
en = "total to handle (3)"

[population]
vi = "Hồ sơ nhận giải quyết, gồm kỳ trước chuyển sang"
en = "Dossiers to handle, those carried over included"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online", "to_handle_total"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.received_online as numerator,
  d.to_handle_total as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
  and w.last
