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
vi = "Hồ sơ đang giải quyết đã quá hạn"
en = "Open dossiers that are overdue"

[definition]
vi = "(13) / (11) của biểu 06, vào cuối kỳ."
en = "(13) / (11) of form 06, at the end of the period."

[is_not]
vi = "Không phải tỷ lệ giải quyết quá hạn: hồ sơ này chưa giải quyết xong."
en = "Not the share resolved late: these are not resolved yet."

[numerator]
vi = "đang giải quyết, quá hạn (13)"
en = "open and overdue (13)"

[denominator]
vi = "đang giải quyết (11)"
en = "open (11)"

[population]
vi = "Hồ sơ đang giải quyết cuối kỳ"
en = "Dossiers open at the end of the period"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "pending_overdue", "pending_total"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.pending_overdue as numerator,
  d.pending_total as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
  and w.last
