/*
version = "1"
group = "online"
kind = "mean"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false
small = 2

[title]
vi = "Bình quân tỷ lệ trực tuyến của các đơn vị"
en = "Mean of the units’ online shares"

[definition]
vi = "Bình quân của tỷ lệ (4) / ((4) + (5)) từng đơn vị trực thuộc, mỗi đơn vị như nhau dù lớn hay nhỏ."
en = "Mean of (4) / ((4) + (5)) of each unit below, every unit alike however large."

[is_not]
vi = "Không phải tỷ lệ của tổng: đơn vị ít hồ sơ nặng bằng đơn vị nhiều hồ sơ."
en = "Not the ratio of sums: a unit with few dossiers weighs as much as one with many."

[numerator]
vi = "tổng tỷ lệ của các đơn vị"
en = "sum of the units’ ratios"

[denominator]
vi = "số đơn vị có tỷ lệ"
en = "units that have a ratio"

[population]
vi = "Đơn vị trực thuộc có hồ sơ tiếp nhận trong kỳ"
en = "Units below with dossiers received in the period"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online", "received_offline"]
*/
select w.period, coalesce(b.parent_code, 'VN') as agency_code, d.agency_code as item_code,
    max(d.source_id) as source_id, case when count(d.received_online) = count(*) then sum(d.received_online) end as numerator,
    case when count((d.received_online + d.received_offline)) = count(*) then sum((d.received_online + d.received_offline)) end as denominator
  from dossiers as d
  join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
  left join asked.bodies as b on b.agency_code = d.agency_code
  where d.row_kind = 'agency'
    and (d.period_basis is distinct from 'cumulative' or w.cumulative)
  group by w.period, coalesce(b.parent_code, 'VN'), d.agency_code
