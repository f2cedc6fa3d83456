/*
version = "1"
group = "dossiers"
kind = "count"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
decimals = 0
by = ["field"]

[title]
vi = "Hồ sơ tiếp nhận trong kỳ"
en = "Dossiers received in the period"

[definition]
vi = "(4) + (5) của biểu 06."
en = "(4) + (5) of form 06."

[is_not]
vi = "Không gồm kỳ trước chuyển sang, nên nhỏ hơn cột (3)."
en = "Does not include what was carried over, so it is less than column (3)."

[numerator]
vi = "hồ sơ tiếp nhận (4) + (5)"
en = "dossiers received (4) + (5)"

[population]
vi = "Hồ sơ ở các lĩnh vực có trong biểu 06"
en = "Dossiers in the fields that form 06 covers"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online", "received_offline"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.received_online + d.received_offline as numerator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
