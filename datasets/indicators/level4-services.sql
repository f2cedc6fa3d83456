/*
version = "1"
group = "online"
code = "I1"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
regime = "43/2011"
level_at = "as_recorded"

[title]
vi = "Dịch vụ mức độ 4"
en = "Level-4 services"

[definition]
vi = "Dịch vụ mức độ 4 chia cho tất cả dịch vụ theo Nghị định 43/2011, vào cuối kỳ."
en = "Level-4 services over all services under Decree 43/2011, at the end of the period."

[is_not]
vi = "Không phải tỷ lệ trên dịch vụ đủ điều kiện, không nói gì về hồ sơ. Mức độ 3, 4 là mức độ của Nghị định 43/2011; không so với toàn trình, một phần nếu chưa quy đổi."
en = "Not a share of eligible services; says nothing of dossiers. Levels 3 and 4 are those of Decree 43/2011; not comparable with fully and partially online unless mapped."

[numerator]
vi = "dịch vụ mức độ 4"
en = "level-4 services"

[denominator]
vi = "tất cả dịch vụ"
en = "all services"

[population]
vi = "Tất cả dịch vụ theo Nghị định 43/2011"
en = "All services under Decree 43/2011"

[basis]
vi = "Báo chí, khoảng 10/2021 (S0, gói press-figures): 48,27%; báo chí, 22/09/2020 (S1, gói press-figures): 19,1%"
en = "Press, about October 2021 (S0, package press-figures): 48.27 %; press, 22 September 2020 (S1, package press-figures): 19.1 %"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level in ('4') then 1 when s.level is not null then 0 end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
where s.regime = '43/2011'
