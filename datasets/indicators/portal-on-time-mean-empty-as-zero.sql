/*
version = "1"
group = "time"
kind = "mean"
counts = "dossiers"
period = "month"
flow = "stock"
reported = true
small = 2

[title]
vi = "Bình quân tiến độ theo Cổng, đơn vị trống tính là 0"
en = "Mean of timeliness by the portal, empty units as 0"

[definition]
vi = "Bình quân tỷ lệ đúng hạn của các đơn vị trực thuộc, đơn vị không có hồ sơ tính là 0%. Chỉ để nhận ra con số đã công bố theo cách này."
en = "Mean of the on-time rates of the units below, a unit without dossiers as 0 %. Only to recognise numbers published this way."

[is_not]
vi = "Không phải tỷ lệ của tổng: đơn vị có 2 hồ sơ nặng bằng đơn vị có 20.000."
en = "Not the ratio of sums: a unit with 2 dossiers weighs as much as one with 20,000."

[numerator]
vi = "tổng tỷ lệ của các đơn vị"
en = "sum of the units’ rates"

[denominator]
vi = "số đơn vị"
en = "units"

[population]
vi = "Đơn vị trực thuộc có trong thống kê của Cổng"
en = "Units below in the portal’s statistics"

[warning]
vi = "Mẫu số có cả hồ sơ đang giải quyết: đây không phải là tỷ lệ hồ sơ được giải quyết đúng hạn."
en = "Dossiers still open are in the denominator: this is not the share of dossiers resolved on time."

[basis]
vi = "Thống kê của Cổng Dịch vụ công quốc gia"
en = "Statistics of the national public service portal"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]
*/
select u.period, u.agency_code, u.item_code, u.source_id, u.numerator,
  case when u.denominator = 0 then 1 else u.denominator end as denominator
from (
  select w.period, coalesce(b.parent_code, 'VN') as agency_code, d.agency_code as item_code,
    max(d.source_id) as source_id, case when count(d.numerator) = count(*) then sum(d.numerator) end as numerator,
    case when count(d.denominator) = count(*) then sum(d.denominator) end as denominator
  from scores as d
  join asked.parts as w on w.table_name = 'scores' and w.part = d.period
  left join asked.bodies as b on b.agency_code = d.agency_code
  where d.measure = '766-on-time' and d.stage = 'published' and coalesce(d.measure_version, 'implemented') = 'implemented'
    and (d.period_basis is distinct from 'cumulative' or w.cumulative)
    and w.last
  group by w.period, coalesce(b.parent_code, 'VN'), d.agency_code
) as u
