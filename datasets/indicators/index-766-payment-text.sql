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
vi = "766: Thanh toán trực tuyến (theo văn bản)"
en = "766: Online payment (by the text)"

[definition]
vi = "Điểm nhóm Thanh toán trực tuyến, tối đa 10, với mức trần mà văn bản nêu."
en = "Points of the group Online payment, at most 10, with the caps that the text states."

[is_not]
vi = "766 không phải khảo sát hài lòng và không phải tỷ lệ hồ sơ. Điểm theo văn bản và điểm đang áp dụng là hai cách tính khác nhau."
en = "766 is no satisfaction survey and no share of dossiers. Points by the text and points as implemented are two methods."

[numerator]
vi = "tổng điểm các phần, mỗi phần làm tròn 2 chữ số"
en = "sum of the parts’ points, each rounded to 2 decimals"

[denominator]
vi = "điểm tối đa"
en = "maximum"

[population]
vi = "Các phần của nhóm; thiếu một phần thì không có tổng"
en = "The parts of the group; without one of them there is no sum"

[basis]
vi = "Quyết định 766/QĐ-TTg, văn bản mô tả công thức"
en = "Decision 766/QĐ-TTg, the text that describes its formulas"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[parameters]
version = "text"
*/
with parts as (
  select m.measure, m.max_score, coalesce(t.full_at, m.full_at, 1) as full_at, coalesce(m.zero_rule, 'unstated') as zero_rule
  from reference.measures as m
  left join reference.measures as t on t.measure = m.measure and t.version = $version and t.full_at is not null
  where m.version = 'implemented' and m.max_score > 0 and m.parent = '766-payment'
    and not exists (select 1 as one from reference.measures as c where c.parent = m.measure and c.max_score > 0)
),
held as (
  select w.period, w.part, s.agency_code, s.measure, s.source_id, s.numerator, s.denominator, s.ratio_pct
  from scores as s
  join asked.parts as w on w.table_name = 'scores' and w.part = s.period and w.last
  where s.stage = 'published'
),
bodies as (
  select h.period, h.part, h.agency_code
  from held as h
  join parts as m on m.measure = h.measure
  group by h.period, h.part, h.agency_code
)
select b.period, b.part, b.agency_code, m.measure as item_code, s.source_id,
    case when s.denominator > 0 and s.numerator is not null then cast(floor(
        (2 * m.max_score * 100 * least(s.numerator, s.denominator * m.full_at) + s.denominator * m.full_at)
        / (2 * s.denominator * m.full_at)) as decimal(18, 2)) * 0.01
      when s.denominator = 0 and m.zero_rule = 'full' then m.max_score
      when s.denominator = 0 and m.zero_rule = 'zero' then 0
      when s.numerator is null and s.ratio_pct = 100 then m.max_score end as numerator, m.max_score as denominator
from bodies as b
cross join parts as m
left join held as s on s.period = b.period and s.agency_code = b.agency_code and s.measure = m.measure
where not (m.zero_rule = 'no-score' and coalesce(s.denominator, 1) = 0)
