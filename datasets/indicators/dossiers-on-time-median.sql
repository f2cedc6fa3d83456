/*
version = "1"
group = "time"
kind = "median"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
small = 2

[title]
vi = "Trung vị tỷ lệ đúng hạn của các đơn vị"
en = "Median of the units’ on-time rates"

[definition]
vi = "Trung vị của ((8) + (9)) / (7) từng đơn vị trực thuộc; đơn vị không giải quyết hồ sơ nào không có tỷ lệ."
en = "Median of ((8) + (9)) / (7) of each unit below; a unit that resolved nothing has no ratio."

[is_not]
vi = "Không phải tỷ lệ của tổng."
en = "Not the ratio of sums."

[numerator]
vi = "tổng tỷ lệ của các đơn vị"
en = "sum of the units’ ratios"

[denominator]
vi = "số đơn vị có tỷ lệ"
en = "units that have a ratio"

[population]
vi = "Đơn vị trực thuộc có hồ sơ đã giải quyết"
en = "Units below with resolved dossiers"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "resolved_early", "resolved_on_time", "resolved_total"]
*/
select w.period, coalesce(b.parent_code, 'VN') as agency_code, d.agency_code as item_code,
    max(d.source_id) as source_id, case when count((d.resolved_early + d.resolved_on_time)) = count(*) then sum((d.resolved_early + d.resolved_on_time)) end as numerator,
    case when count(d.resolved_total) = count(*) then sum(d.resolved_total) end as denominator
  from dossiers as d
  join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
  left join asked.bodies as b on b.agency_code = d.agency_code
  where d.row_kind = 'agency'
    and (d.period_basis is distinct from 'cumulative' or w.cumulative)
  group by w.period, coalesce(b.parent_code, 'VN'), d.agency_code
