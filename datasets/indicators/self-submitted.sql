/*
version = "1"
group = "online"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Hồ sơ tự nộp trực tuyến"
en = "Dossiers filed online without help"

[definition]
vi = "Hồ sơ trực tuyến không có hỗ trợ tại quầy chia cho mọi hồ sơ tiếp nhận."
en = "Online dossiers without help at the desk over all received."

[is_not]
vi = "Không phải “nộp từ nhà”: chỉ biết là không ai ở quầy nhập giúp."
en = "Not “from home”: it only says that nobody at the desk typed it in."

[numerator]
vi = "hồ sơ trực tuyến trừ hồ sơ nộp có hỗ trợ"
en = "online dossiers less assisted ones"

[denominator]
vi = "hồ sơ tiếp nhận, mọi kênh"
en = "dossiers received, all channels"

[population]
vi = "Hồ sơ của các dịch vụ, thủ tục có số liệu theo từng dịch vụ"
en = "Dossiers of services and procedures with figures by service"

[basis]
vi = "Báo chí, khoảng 8/2023 (S2, gói press-figures): “tự nộp từ nhà còn rất thấp”; số liệu một cửa"
en = "Press, about August 2023 (S2, package press-figures): “from home still very low”; one-stop software"

[needs]
usage = ["period", "agency_code", "item_code", "received_total", "received_online", "received_assisted"]
*/
select w.period, w.part, u.agency_code, u.item_code, u.source_id, u.received_online - u.received_assisted as numerator,
  u.received_total as denominator
from usage as u
join asked.parts as w on w.table_name = 'usage' and w.part = u.period
where (u.period_basis is distinct from 'cumulative' or w.cumulative)
