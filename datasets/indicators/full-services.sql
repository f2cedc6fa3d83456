/*
version = "1"
group = "online"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
level_at = "as_recorded"

[title]
vi = "Dịch vụ toàn trình"
en = "Fully online services"

[definition]
vi = "Dịch vụ toàn trình chia cho dịch vụ trực tuyến (toàn trình và một phần), vào cuối kỳ."
en = "Fully online services over online services (fully and partially), at the end of the period."

[is_not]
vi = "Không phải tỷ lệ trên dịch vụ đủ điều kiện; toàn trình không chỉ là mức độ 4 cũ; không nói gì về hồ sơ."
en = "Not a share of eligible services; fully online is not just the old level 4; says nothing of dossiers."

[numerator]
vi = "dịch vụ toàn trình"
en = "fully online services"

[denominator]
vi = "dịch vụ toàn trình và một phần"
en = "fully and partially online services"

[population]
vi = "Dịch vụ toàn trình và một phần, Nghị định 42/2022 và 224/2026"
en = "Fully and partially online services, Decrees 42/2022 and 224/2026"

[basis]
vi = "Nghị định 224/2026 Điều 14, 19"
en = "Decree 224/2026 Art. 14, 19"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when s.level = 'full' then 1 when s.level is not null then 0 end as numerator, 1 as denominator
from services as s
join asked.periods as p on (s.launched_date is null or s.launched_date <= p.ends)
  and (s.withdrawn_date is null or s.withdrawn_date > p.ends)
where s.level in ('full', 'partial') or s.level is null and s.regime is distinct from '43/2011'
