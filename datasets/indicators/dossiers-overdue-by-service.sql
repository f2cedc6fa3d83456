/*
version = "1"
group = "time"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Hồ sơ giải quyết quá hạn, theo dịch vụ"
en = "Dossiers resolved late, by service"

[definition]
vi = "Hồ sơ giải quyết quá hạn chia cho hồ sơ đã giải quyết, cộng từ số liệu theo dịch vụ."
en = "Dossiers resolved late over dossiers resolved, from figures by service."

[is_not]
vi = "Không gồm hồ sơ đang giải quyết."
en = "Open dossiers are not in it."

[numerator]
vi = "giải quyết quá hạn"
en = "resolved late"

[denominator]
vi = "đã giải quyết"
en = "resolved"

[population]
vi = "Hồ sơ có số liệu theo từng dịch vụ"
en = "Dossiers with figures by service"

[basis]
vi = "Số liệu hồ sơ theo từng dịch vụ của phần mềm một cửa"
en = "Dossiers by service from one-stop software"

[needs]
usage = ["period", "agency_code", "item_code", "resolved_total", "resolved_overdue"]
*/
select w.period, w.part, u.agency_code, u.item_code, u.source_id, u.resolved_overdue as numerator,
  u.resolved_total as denominator
from usage as u
join asked.parts as w on w.table_name = 'usage' and w.part = u.period
where (u.period_basis is distinct from 'cumulative' or w.cumulative)
