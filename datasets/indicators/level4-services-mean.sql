/*
version = "1"
group = "online"
kind = "mean"
counts = "services"
period = "month"
flow = "as_of"
reported = false
regime = "43/2011"
level_at = "as_recorded"
small = 2

[title]
vi = "Bình quân tỷ lệ dịch vụ mức độ 4 của các cơ quan"
en = "Mean of the bodies’ level-4 shares"

[definition]
vi = "Bình quân các tỷ lệ dịch vụ mức độ 4 của từng bộ, từng tỉnh."
en = "Mean of the level-4 shares of each ministry and province."

[is_not]
vi = "Không phải tỷ lệ của tổng. Mức độ 3, 4 là mức độ của Nghị định 43/2011; không so với toàn trình, một phần nếu chưa quy đổi."
en = "Not the ratio of sums. Levels 3 and 4 are those of Decree 43/2011; not comparable with fully and partially online unless mapped."

[numerator]
vi = "tổng tỷ lệ của các cơ quan"
en = "sum of the bodies’ ratios"

[denominator]
vi = "số cơ quan có dịch vụ"
en = "bodies with services"

[population]
vi = "Bộ, tỉnh có dịch vụ theo Nghị định 43/2011"
en = "Ministries and provinces with services under Decree 43/2011"

[basis]
vi = "Báo chí, khoảng 10/2021 (S0, gói press-figures): “trung bình trên cả nước”"
en = "Press, about October 2021 (S0, package press-figures): “mean over the country”"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
*/
select p.period, coalesce(b.parent_code, 'VN') as agency_code, s.owner_code as item_code, max(s.source_id) as source_id,
  sum(case when s.level = '4' then 1 else 0 end) as numerator, count(*) as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join asked.bodies as b on b.agency_code = s.owner_code
where s.regime = '43/2011' and s.level is not null
group by p.period, coalesce(b.parent_code, 'VN'), s.owner_code
