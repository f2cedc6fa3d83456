/*
version = "1"
group = "online"
code = "I7"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
by = ["field"]

[title]
vi = "Hồ sơ xử lý trực tuyến"
en = "Dossiers handled online"

[definition]
vi = "Hồ sơ đã giải quyết trực tuyến chia cho hồ sơ đã giải quyết trong kỳ."
en = "Dossiers resolved online over dossiers resolved in the period."

[is_not]
vi = "Không phải hồ sơ nộp trực tuyến: nộp và xử lý là hai việc."
en = "Not dossiers filed online: filing and handling are two things."

[numerator]
vi = "hồ sơ giải quyết trực tuyến"
en = "dossiers resolved online"

[denominator]
vi = "hồ sơ đã giải quyết (7)"
en = "dossiers resolved (7)"

[population]
vi = "Hồ sơ đã giải quyết trong kỳ"
en = "Dossiers resolved in the period"

[basis]
vi = "Báo chí, khoảng 8/2022 (S3, gói press-figures): “hồ sơ giải quyết trực tuyến”; cột giải quyết trực tuyến không có trong biểu 06"
en = "Press, about August 2022 (S3, package press-figures): “dossiers resolved online”; the column is not in form 06"

[needs]
dossiers = ["period", "agency_code", "row_kind", "resolved_online", "resolved_total"]
*/
select w.period, w.part, d.agency_code, d.field_code, d.source_id, d.resolved_online as numerator,
  d.resolved_total as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
where d.row_kind = case when $by = 'field' then 'field' else 'agency' end
  and (d.period_basis is distinct from 'cumulative' or w.cumulative)
