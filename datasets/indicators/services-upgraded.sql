/*
version = "2"
group = "catalogue"
kind = "ratio"
counts = "services"
period = "month"
flow = "as_of"
reported = false
by = ["level"]
before = ["services"]

[title]
vi = "Dịch vụ được nâng mức độ"
en = "Services upgraded"

[definition]
vi = "Dịch vụ có mức độ cao hơn bản công bố trước, chia cho dịch vụ có ở cả hai bản và cùng khung mức độ."
en = "Services at a higher level than in the earlier release, over services in both under the same regime."

[is_not]
vi = "Đổi từ khung mức độ này sang khung khác không phải là nâng."
en = "A change from one regime of levels to another is no upgrade."

[numerator]
vi = "dịch vụ được nâng"
en = "services upgraded"

[denominator]
vi = "dịch vụ có ở cả hai bản"
en = "services in both releases"

[population]
vi = "Dịch vụ cùng khung mức độ ở cả hai bản; Nghị định 42/2022 và 224/2026 là một khung, vì cùng gọi là toàn trình, một phần"
en = "Services under one regime in both releases; Decrees 42/2022 and 224/2026 count as one, as both say fully and partially online"

[basis]
vi = "So với bản công bố trước, đưa vào bằng --before"
en = "Against an earlier release, given with --before"

[needs]
services = ["service_code", "owner_code", "level", "regime"]
*/
select p.period, s.owner_code as agency_code, s.service_code as item_code, s.level, s.source_id,
  case when case s.level when 'full' then 4 when 'partial' then 3 when 'information' then 2 when '4' then 4 when '3' then 3
      when '2' then 2 when '1' then 1 end
    > case o.level when 'full' then 4 when 'partial' then 3 when 'information' then 2 when '4' then 4 when '3' then 3
      when '2' then 2 when '1' then 1 end then 1 when s.level is not null and o.level is not null then 0 end as numerator,
  1 as denominator
from services as s
join before.services as o on o.service_code = s.service_code and o.owner_code = s.owner_code
  and (o.regime = s.regime or o.regime in ('42/2022', '224/2026') and s.regime in ('42/2022', '224/2026'))
cross join asked.periods as p
