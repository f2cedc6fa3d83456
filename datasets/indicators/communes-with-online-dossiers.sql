/*
version = "1"
group = "online"
code = "I10"
kind = "ratio"
counts = "agencies"
period = "month"
flow = "flow"
reported = false
small = 2

[title]
vi = "Xã, phường có hồ sơ trực tuyến"
en = "Communes with online dossiers"

[definition]
vi = "Số đơn vị cấp xã có từ 1 hồ sơ trực tuyến trong kỳ chia cho số đơn vị cấp xã có số liệu."
en = "Communes with at least 1 online dossier in the period over communes with figures."

[is_not]
vi = "Không phải tỷ lệ hồ sơ: mỗi xã tính một lần, dù nhiều hay ít hồ sơ."
en = "Not a share of dossiers: each commune counts once, however many it has."

[numerator]
vi = "đơn vị cấp xã đạt"
en = "communes that do"

[denominator]
vi = "đơn vị cấp xã có số liệu"
en = "communes with figures"

[population]
vi = "Đơn vị cấp xã có dòng trong biểu 06 của kỳ"
en = "Communes with a row in form 06 of the period"

[basis]
vi = "Báo Phú Thọ, 12/2020 (S4, gói press-figures): 29/225 xã; biểu 06"
en = "Báo Phú Thọ, December 2020 (S4, package press-figures): 29/225 communes; form 06"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online", "received_offline"]
agencies = ["agency_code", "tier"]
*/
select w.period, coalesce(p.parent_code, b.parent_code, 'VN') as agency_code, d.agency_code as item_code, max(d.source_id) as source_id,
  case when count(d.received_online + d.received_offline) < count(*) then null when sum(d.received_online) > 0 then 1 else 0 end as numerator,
  1 as denominator
from dossiers as d
join asked.parts as w on w.table_name = 'dossiers' and w.part = d.period
join asked.bodies as b on b.agency_code = d.agency_code and b.tier = 'commune'
left join asked.bodies as p on p.agency_code = b.parent_code and p.tier = 'district'
where d.row_kind = 'agency' and (d.period_basis is distinct from 'cumulative' or w.cumulative)
group by w.period, coalesce(p.parent_code, b.parent_code, 'VN'), d.agency_code
