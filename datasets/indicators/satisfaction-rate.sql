/*
version = "1"
group = "satisfaction"
kind = "ratio"
counts = "ratings"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Tỷ lệ hài lòng"
en = "Satisfaction rate"

[definition]
vi = "Lượt đánh giá hài lòng chia cho lượt đánh giá."
en = "Satisfied ratings over ratings."

[is_not]
vi = "Là của những người đã đánh giá, không phải của mọi người dân: luôn đọc cùng tỷ lệ đánh giá (response-rate)."
en = "Of those who rated, not of everybody: always read it with the response rate."

[numerator]
vi = "lượt hài lòng"
en = "satisfied ratings"

[denominator]
vi = "lượt đánh giá"
en = "ratings"

[population]
vi = "Lượt đánh giá có ghi kết quả; nơi ít lượt được che đứng ngoài cả tử số lẫn mẫu số"
en = "Ratings with a result; suppressed small places are left out of both"

[basis]
vi = "Báo chí, khoảng 8/2023 (S2, gói press-figures): từ 90%; Quyết định 766/QĐ-TTg"
en = "Press, about August 2023 (S2, package press-figures): at least 90 %; Decision 766/QĐ-TTg"

[needs]
satisfaction = ["period", "agency_code", "ratings", "ratings_satisfied"]
*/
with whole as (
  select x.period from satisfaction as x where x.item_code = 'ALL' group by x.period
)
select w.period, w.part, t.agency_code, t.item_code, t.source_id, t.ratings_satisfied as numerator, t.ratings as denominator
from satisfaction as t
join asked.parts as w on w.table_name = 'satisfaction' and w.part = t.period
left join whole as a on a.period = t.period
where (t.item_code = 'ALL' or a.period is null)
  and (t.period_basis is distinct from 'cumulative' or w.cumulative)
