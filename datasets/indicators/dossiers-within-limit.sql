/*
version = "1"
group = "time"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "stock"
reported = false
by = ["field"]

[title]
vi = "Hồ sơ trong hạn trên tổng số nhận giải quyết"
en = "Dossiers within the limit of those to handle"

[definition]
vi = "((8) + (9) + (12)) / (3) của biểu 06, như Cổng tính tiến độ: gồm hồ sơ còn đang giải quyết."
en = "((8) + (9) + (12)) / (3) of form 06, as the portal computes timeliness: dossiers still open are in it."

[is_not]
vi = "Không phải tỷ lệ hồ sơ được giải quyết đúng hạn."
en = "Not the share of dossiers resolved on time."

[numerator]
vi = "đã giải quyết trước hạn, đúng hạn và đang giải quyết trong hạn"
en = "resolved early, on time, and open within the limit"

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
dossiers = ["period", "agency_code", "row_kind", "resolved_early", "resolved_on_time", "pending_on_time", "to_handle_total"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.resolved_early + d.resolved_on_time + d.pending_on_time as numerator,
  d.to_handle_total as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
  and w.last
