/*
version = "1"
group = "online"
code = "I6"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "stock"
reported = true

[title]
vi = "Hồ sơ tiếp nhận trực tuyến theo Cổng"
en = "Dossiers received online, by the portal"

[definition]
vi = "Hồ sơ kênh trực tuyến chia cho hồ sơ mọi kênh có ngày tiếp nhận trong tháng, như Cổng hiển thị."
en = "Dossiers of the online channel over those of all channels with a reception date in the month, as the portal shows them."

[is_not]
vi = "Không phải tỷ lệ người dân làm thủ tục trực tuyến: đó là hồ sơ, và có cả hồ sơ nộp có hỗ trợ. Không phải 20,63% (dịch vụ) hay 18,84% (không rõ cách tính)."
en = "Not the share of people who go online: it counts dossiers, assisted ones among them. Not 20.63 % (services), nor 18.84 % (not documented)."

[numerator]
vi = "hồ sơ kênh trực tuyến"
en = "dossiers of the online channel"

[denominator]
vi = "hồ sơ mọi kênh"
en = "dossiers of all channels"

[population]
vi = "Hồ sơ có ngày tiếp nhận trong tháng; hồ sơ không ghi kênh được Cổng tính là trực tiếp; nhiều nguồn thì lấy nguồn đọc sau cùng"
en = "Dossiers with a reception date in the month; the portal counts those without a channel as direct; of several sources the one read last"

[basis]
vi = "Thống kê của Cổng Dịch vụ công quốc gia"
en = "Statistics of the national public service portal"

[needs]
observations = ["period", "agency_code", "measure", "value"]
*/
with given as (
  select w.period, w.part, o.agency_code, o.source_id,
    max(case when o.measure = 'portal-channel-online' then o.value end) as numerator,
    max(case when o.measure = 'portal-channel-total' then o.value end) as denominator
  from observations as o
  join asked.parts as w on w.table_name = 'observations' and w.part = o.period and w.last
  where o.measure in ('portal-channel-online', 'portal-channel-total')
  group by w.period, w.part, o.agency_code, o.source_id
),
-- part: newest
