/*
version = "1"
group = "online"
kind = "ratio"
counts = "agencies"
period = "month"
flow = "as_of"
reported = false
regime = "43/2011"
level_at = "as_recorded"
small = 2

[title]
vi = "Cơ quan có trên 30% dịch vụ mức độ 4"
en = "Bodies with more than 30 % of services at level 4"

[definition]
vi = "Bộ, tỉnh có tỷ lệ dịch vụ mức độ 4 vượt ngưỡng, chia cho bộ, tỉnh có dịch vụ."
en = "Ministries and provinces whose level-4 share exceeds the threshold, over those with services."

[is_not]
vi = "Không phải tỷ lệ dịch vụ. Mức độ 3, 4 là mức độ của Nghị định 43/2011; không so với toàn trình, một phần nếu chưa quy đổi."
en = "Not a share of services. Levels 3 and 4 are those of Decree 43/2011; not comparable with fully and partially online unless mapped."

[numerator]
vi = "cơ quan vượt ngưỡng"
en = "bodies above the threshold"

[denominator]
vi = "cơ quan có dịch vụ"
en = "bodies with services"

[population]
vi = "Bộ, tỉnh có dịch vụ theo Nghị định 43/2011"
en = "Ministries and provinces with services under Decree 43/2011"

[basis]
vi = "Báo chí, 22/09/2020 (S1, gói press-figures): 9 bộ, 15 tỉnh"
en = "Press, 22 September 2020 (S1, package press-figures): 9 ministries, 15 provinces"

[needs]
services = ["service_code", "owner_code", "level", "regime"]

[parameters]
threshold = 30
*/
select p.period, coalesce(b.parent_code, 'VN') as agency_code, s.owner_code as item_code, max(s.source_id) as source_id,
  case when 100 * sum(case when s.level = '4' then 1 else 0 end) > $threshold * count(*) then 1 else 0 end as numerator,
  1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
left join asked.bodies as b on b.agency_code = s.owner_code
where s.regime = '43/2011' and s.level is not null
group by p.period, coalesce(b.parent_code, 'VN'), s.owner_code
