/*
version = "1"
group = "time"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
by = ["field"]

[title]
vi = "Hồ sơ giải quyết đúng và trước hạn"
en = "Dossiers resolved on time or early"

[definition]
vi = "((8) + (9)) / (7) của biểu 06: tỷ lệ của tổng."
en = "((8) + (9)) / (7) of form 06: a ratio of sums."

[is_not]
vi = "Không gồm hồ sơ đang giải quyết, kể cả đã quá hạn. Không phải bình quân các đơn vị."
en = "Dossiers still open, even overdue ones, are not in it. Not a mean of units."

[numerator]
vi = "giải quyết trước hạn và đúng hạn (8) + (9)"
en = "resolved early or on time (8) + (9)"

[denominator]
vi = "đã giải quyết (7)"
en = "resolved (7)"

[population]
vi = "Hồ sơ đã giải quyết trong kỳ"
en = "Dossiers resolved in the period"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "resolved_early", "resolved_on_time", "resolved_total"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.resolved_early + d.resolved_on_time as numerator,
  d.resolved_total as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
