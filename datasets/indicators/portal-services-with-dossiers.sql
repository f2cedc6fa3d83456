/*
version = "1"
group = "used"
code = "I5"
kind = "ratio"
counts = "services"
period = "month"
flow = "stock"
reported = true
level_at = "as_recorded"

[title]
vi = "Dịch vụ có phát sinh hồ sơ theo Cổng"
en = "Services with dossiers, by the portal"

[definition]
vi = "Dịch vụ có từ 1 hồ sơ trực tuyến trong tháng chia cho tổng số dịch vụ trực tuyến, như Cổng hiển thị."
en = "Services with at least 1 online dossier in the month over all online services, as the portal shows them."

[is_not]
vi = "Không phải tỷ lệ hồ sơ nộp trực tuyến. Không so với trước 01/07/2026 nếu chưa quy đổi mức độ."
en = "Not the share of dossiers filed online. Not comparable with the time before 2026-07-01 unless levels are mapped."

[numerator]
vi = "dịch vụ có phát sinh hồ sơ"
en = "services with dossiers"

[denominator]
vi = "dịch vụ công trực tuyến"
en = "online services"

[population]
vi = "Mọi dịch vụ trực tuyến theo Cổng; dịch vụ chưa có số liệu tính như không có hồ sơ; nhiều nguồn thì lấy nguồn đọc sau cùng"
en = "All online services by the portal; one without figures counts as one without dossiers; of several sources the one read last"

[warning]
vi = "Giả định: Cổng đếm dịch vụ có từ 1 hồ sơ trực tuyến; tên trường của Cổng nói hồ sơ."
en = "Assumed: the portal counts services with at least 1 online dossier; its field name speaks of dossiers."

[basis]
vi = "Thống kê của Cổng Dịch vụ công quốc gia"
en = "Statistics of the national public service portal"

[needs]
observations = ["period", "agency_code", "measure", "value"]
*/
with given as (
  select w.period, w.part, o.agency_code, o.source_id,
    max(case when o.measure = 'portal-services-used' then o.value end) as numerator,
    max(case when o.measure = 'portal-services-online' then o.value end) as denominator
  from observations as o
  join asked.parts as w on w.table_name = 'observations' and w.part = o.period and w.last
  where o.measure in ('portal-services-used', 'portal-services-online')
  group by w.period, w.part, o.agency_code, o.source_id
),
-- part: newest
