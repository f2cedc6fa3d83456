/*
version = "2"
group = "index-766"
kind = "points"
counts = "points"
period = "month"
flow = "stock"
reported = false
small = 0

[title]
vi = "Bộ chỉ số 766: Dịch vụ công trực tuyến (danh sách năm 2026)"
en = "Index 766: Online services (list of 2026)"

[definition]
vi = "Một mục 12 điểm: 12 × hồ sơ toàn trình / hồ sơ của thủ tục đủ điều kiện, theo nơi cung cấp."
en = "A single item of 12 points: 12 × fully online dossiers / dossiers of eligible procedures."

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
vi = "Danh sách tiêu chí năm 2026 của Bộ chỉ số 766; API vẫn trả mã cũ"
en = "The list of criteria of 2026 of index 766; the API still returns the old codes"

[needs]
usage = ["period", "item_code", "received_online", "received_total"]
services = ["service_code", "owner_code", "procedure_code", "level"]
procedures = ["procedure_code", "eligible_online"]
*/
with
-- part: owners,
full_ones as (
  select s.service_code, s.owner_code, max(case when s.level = 'full' then 1 when s.level is not null then 0 end) as top
  from services as s
  group by s.service_code, s.owner_code
),
named as (
  select s.service_code, max(s.procedure_code) as procedure_code from services as s group by s.service_code
),
-- a procedure without a service has dossiers that are not fully online
summed as (
  select w.period, coalesce(m.owner_code, o.owner_code, h.owner_code) as owner_code,
    max(u.source_id) as source_id,
    sum(case when f.top = 1 and u.received_total is not null then u.received_online else 0 end) as n,
    sum(case when u.received_online is not null and (f.top is not null or f.owner_code is null) then u.received_total end) as d
  from usage as u
  join asked.parts as w on w.table_name = 'usage' and w.part = u.period
  left join home as h on h.agency_code = u.agency_code
  left join owned as m on m.service_code = u.item_code and m.owner_code = h.owner_code
  left join sole as o on o.service_code = u.item_code
  left join full_ones as f on f.service_code = u.item_code and f.owner_code = coalesce(m.owner_code, o.owner_code)
  left join named as k on k.service_code = u.item_code
  join procedures as q on q.procedure_code = coalesce(k.procedure_code, u.item_code) and q.eligible_online
  where coalesce(m.owner_code, o.owner_code, h.owner_code) is not null
    and (u.period_basis is distinct from 'cumulative' or w.cumulative)
  group by w.period, coalesce(m.owner_code, o.owner_code, h.owner_code)
)
select x.period, x.owner_code as agency_code, 'fully-online' as item_code, x.source_id,
  case when x.d > 0 then cast(floor((2400 * x.n + x.d) / (2 * x.d)) as decimal(18, 2)) * 0.01 end as numerator,
  12 as denominator
from summed as x
