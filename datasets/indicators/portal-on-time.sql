/*
version = "1"
group = "time"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "stock"
reported = true

[title]
vi = "Tiến độ giải quyết theo Cổng"
en = "Timeliness, by the portal"

[definition]
vi = "Hồ sơ đúng hạn chia cho hồ sơ nhận hoặc xử lý trong tháng (totalOnTime / totalReceived): tỷ lệ của tổng."
en = "Dossiers on time over dossiers received or processed in the month (totalOnTime / totalReceived): a ratio of sums."

[is_not]
vi = "Không phải tỷ lệ giải quyết đúng hạn; không phải bình quân các đơn vị."
en = "Not the share resolved on time; not a mean of units."

[numerator]
vi = "hồ sơ đúng hạn, gồm cả đang giải quyết"
en = "dossiers on time, open ones included"

[denominator]
vi = "hồ sơ nhận hoặc xử lý trong tháng"
en = "dossiers received or processed in the month"

[population]
vi = "Hồ sơ nhận hoặc xử lý trong tháng, nhiều hơn hồ sơ có ngày tiếp nhận trong tháng"
en = "Dossiers received or processed in the month: more than those with a reception date in it"

[warning]
vi = "Mẫu số có cả hồ sơ đang giải quyết: đây không phải là tỷ lệ hồ sơ được giải quyết đúng hạn."
en = "Dossiers still open are in the denominator: this is not the share of dossiers resolved on time."

[basis]
vi = "Thống kê của Cổng Dịch vụ công quốc gia"
en = "Statistics of the national public service portal"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]
*/
select w.period, w.part, s.agency_code, s.source_id, s.numerator, s.denominator
from scores as s
join asked.parts as w on w.table_name = 'scores' and w.part = s.period and w.last
where s.measure = '766-on-time' and s.stage = 'published' and coalesce(s.measure_version, 'implemented') = 'implemented'
