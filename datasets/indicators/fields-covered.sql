/*
version = "1"
group = "dossiers"
kind = "ratio"
counts = "fields"
period = "month"
flow = "as_of"
reported = false
small = 2

[title]
vi = "Lĩnh vực có trong số liệu hồ sơ"
en = "Fields that dossier figures cover"

[definition]
vi = "Cặp cơ quan – lĩnh vực có ít nhất một hệ thống được tính vào số tổng, chia cho mọi cặp đã ghi nhận."
en = "Pairs of body and field with at least one system included in the totals, over all pairs on record."

[is_not]
vi = "Không phải tỷ lệ hồ sơ: lĩnh vực nhiều hồ sơ nhất có thể đứng ngoài."
en = "Not a share of dossiers: the largest field may be the one left out."

[numerator]
vi = "lĩnh vực được tính"
en = "fields included"

[denominator]
vi = "lĩnh vực đã ghi nhận"
en = "fields on record"

[population]
vi = "Cặp cơ quan – lĩnh vực trong bảng coverage"
en = "Pairs of body and field in the table coverage"

[basis]
vi = "Báo Phú Thọ, 12/2020 (S4, gói press-figures): hồ sơ công an chưa tích hợp"
en = "Báo Phú Thọ, December 2020 (S4, package press-figures): police dossiers are not integrated"

[needs]
coverage = ["agency_code", "field_code", "system", "included"]
*/
select p.period, c.agency_code, c.field_code as item_code, max(c.source_id) as source_id,
  max(case when c.included is null then null when c.included and coalesce(c.since, p.ends) <= p.ends then 1 else 0 end)
    as numerator, 1 as denominator
from coverage as c
cross join asked.periods as p
group by p.period, c.agency_code, c.field_code
