/*
version = "1"
group = "index-766"
kind = "points"
counts = "points"
period = "month"
flow = "stock"
reported = false
small = 0

[title]
vi = "Bộ chỉ số 766: Dịch vụ công trực tuyến (theo văn bản)"
en = "Index 766: Online services (by the text)"

[definition]
vi = "2 × thủ tục có dịch vụ + 4 × dịch vụ có hồ sơ + 6 × (tỷ lệ trực tuyến × tỷ lệ đồng bộ, trần 50%)."
en = "2 × procedures with services + 4 × services with dossiers + 6 × (online share × share synchronised, capped at 50 %)."

[is_not]
vi = "766 không phải khảo sát hài lòng và không phải tỷ lệ hồ sơ. Điểm theo văn bản và điểm theo cách Cổng tính là hai cách khác nhau."
en = "766 is no satisfaction survey and no share of dossiers. Points by the text and points as the portal counts are two methods."

[numerator]
vi = "tổng điểm các phần, mỗi phần làm tròn 2 chữ số"
en = "sum of the parts’ points, each rounded to 2 decimals"

[denominator]
vi = "điểm tối đa"
en = "maximum"

[population]
vi = "Mọi tiêu chí của nhóm; chưa đủ số liệu thì không tính tổng"
en = "All criteria of the group; no sum where any of them has no figures"

[basis]
vi = "Quyết định 766/QĐ-TTg, văn bản mô tả công thức"
en = "Decision 766/QĐ-TTg, the text that describes its formulas"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]
*/
with held as (
  select w.period, w.part, s.agency_code, s.measure, s.source_id, s.numerator, s.denominator
  from scores as s
  join asked.parts as w on w.table_name = 'scores' and w.part = s.period and w.last
  where s.stage = 'published' and coalesce(s.measure_version, 'implemented') = 'implemented' and s.denominator > 0
),
bodies as (
  select h.period, h.part, h.agency_code from held as h
  where h.measure in ('766-online-provision', '766-online-used', '766-online-share')
  group by h.period, h.part, h.agency_code
),
parts as (
  select '766-online-provision' as measure, 2 as max_score, cast(1 as decimal(4, 2)) as full_at union all
  select '766-online-used' as measure, 4 as max_score, cast(1 as decimal(4, 2)) as full_at union all
  select '766-online-share' as measure, 6 as max_score, cast(0.5 as decimal(4, 2)) as full_at
)
select b.period, b.part, b.agency_code, m.measure as item_code, s.source_id,
  case when s.numerator is null or m.measure = '766-online-share' and y.numerator is null then null
    else round(cast(m.max_score * least(1, cast(s.numerator as double) / s.denominator / m.full_at
    * case when m.measure = '766-online-share' then cast(y.numerator as double) / y.denominator else 1 end)
    as decimal(18, 6)), 2) end as numerator,
  m.max_score as denominator
from bodies as b
cross join parts as m
left join held as s on s.period = b.period and s.agency_code = b.agency_code and s.measure = m.measure
left join held as y on y.period = b.period and y.agency_code = b.agency_code and y.measure = '766-synced'
