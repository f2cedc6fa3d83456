/*
version = "1"
group = "online"
kind = "times"
counts = "dossiers"
period = "month"
flow = "flow"
reported = false

[title]
vi = "Hồ sơ trực tuyến gấp mấy lần cùng kỳ năm trước"
en = "Online dossiers against a year before, times"

[definition]
vi = "Số hồ sơ tiếp nhận trực tuyến trong kỳ chia cho số cùng kỳ năm trước."
en = "Dossiers received online in the period over those of the same period a year before."

[is_not]
vi = "Không phải chênh lệch của hai tỷ lệ. Không tính khi thiếu tháng nào của một trong hai kỳ, và không so qua ngày sáp nhập."
en = "Not the difference of two shares. Not computed where a month of either period is missing; not comparable across a merger."

[numerator]
vi = "hồ sơ trực tuyến trong kỳ"
en = "online dossiers in the period"

[denominator]
vi = "hồ sơ trực tuyến cùng kỳ năm trước"
en = "online dossiers in the same period a year before"

[population]
vi = "Hồ sơ ở các lĩnh vực có trong biểu 06"
en = "Dossiers in the fields that form 06 covers"

[basis]
vi = "Biểu 06 (Thông tư 01/2020/TT-VPCP)"
en = "Form 06 (TT 01/2020/TT-VPCP)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "received_online"]
*/
with pairs as (
  select w.period, w.part, w.cumulative, p.period as then_part, count(*) over (partition by w.period) as n
  from asked.parts as w
  join reference.periods as n on n.period = w.part
  left join reference.periods as p on p.kind = n.kind
    and cast(substr(p.period, 1, 4) as integer) + 1 = cast(substr(n.period, 1, 4) as integer)
    and substr(p.period, 5) = substr(n.period, 5)
  where w.table_name = 'dossiers'
),
paired as (
  select w.period, w.part, d.agency_code, d.source_id, d.received_online as now, o.received_online as earlier,
    count(d.received_online + o.received_online) over (partition by w.period, d.agency_code) as known, w.n
  from dossiers as d
  join pairs as w on w.part = d.period
  left join dossiers as o on o.period = w.then_part and o.agency_code = d.agency_code and o.row_kind = d.row_kind
    and o.field_code = d.field_code
  where d.row_kind = 'agency' and (d.period_basis is distinct from 'cumulative' or w.cumulative)
)
select b.period, b.part, b.agency_code, b.source_id, case when b.known >= b.n then b.now end as numerator,
  case when b.known >= b.n then b.earlier end as denominator
from paired as b
