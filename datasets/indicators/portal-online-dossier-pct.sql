/*
version = "1"
group = "online"
code = "I11"
kind = "value"
counts = "percent"
period = "month"
flow = "stock"
reported = true

[title]
vi = "Chỉ số onlineDossierPct của Cổng"
en = "The portal’s onlineDossierPct"

[definition]
vi = "Số phần trăm mà Cổng hiển thị; Cổng không công bố cách tính."
en = "The percentage that the portal shows; how it is computed is not published."

[is_not]
vi = "Không phải tỷ lệ hồ sơ trực tuyến, không phải tỷ lệ dịch vụ có phát sinh hồ sơ: không tính lại được từ số nào."
en = "Neither the share of online dossiers nor of services with dossiers: no figures give it."

[numerator]
vi = "số phần trăm như Cổng ghi"
en = "the percentage as the portal has it"

[population]
vi = "Không công bố; nhiều nguồn thì lấy nguồn đọc sau cùng"
en = "Not published; of several sources the one read last"

[warning]
vi = "Không trích dẫn như tỷ lệ trực tuyến: không ai biết nó chia cái gì cho cái gì."
en = "Not to be quoted as an online share: nobody knows what is divided by what."

[basis]
vi = "Thống kê của Cổng Dịch vụ công quốc gia"
en = "Statistics of the national public service portal"

[needs]
observations = ["period", "agency_code", "measure", "value"]
*/
with given as (
  select w.period, w.part, o.agency_code, o.source_id, o.value as numerator,
    cast(null as double) as denominator
  from observations as o
  join asked.parts as w on w.table_name = 'observations' and w.part = o.period and w.last
  where o.measure = 'portal-online-dossier-pct'
),
-- part: newest
