/*
severity = "warning"
mender = "you"
certainty = "high"
applies = "$below > 0 and name in ('dossiers', 'usage')"

[needs]
resources = ["name"]

[parameters]
below = 0  # counts from 1 to one less than this are small; 0: the rule is off

[basis]
vi = "Nghị định 47/2020/NĐ-CP, Điều 20: đánh giá nguy cơ nhận ra cá nhân trước khi công bố (Nghị định 194/2025/NĐ-CP đã bãi bỏ một phần Nghị định này; chưa đọc được từng điều). Ngưỡng là do đơn vị chọn: không tìm thấy ngưỡng nào trong pháp luật Việt Nam. Có tháng, có xã chỉ nhận 2 hay 5 hồ sơ."
en = "Nghị định 47/2020/NĐ-CP, Điều 20: the risk of recognising a person is assessed before publishing (Nghị định 194/2025/NĐ-CP repealed parts of this decree; its articles could not be read). The threshold is yours to choose: none was found in Vietnamese law. There are units with 2 or 5 dossiers in a month."

[title]
vi = "Số đếm nhỏ, có thể nhận ra người"
en = "A small count that may point to a person"

[message]
vi = "{agency_code}{item: (…)}, {period:period}: cột {field} là {count_of}, nhỏ hơn ngưỡng {below}."
en = "{agency_code}{item: (…)}, {period:period}: column {field} is {count_of}, below the threshold of {below}."

[fix]
vi = "Cân nhắc che ô này (ghi c) hoặc công bố theo kỳ dài hơn; đừng làm tròn mà không nói, đừng ghi 0."
en = "Consider suppressing the cell (write c) or publishing longer periods; do not round without saying so, do not write 0."

[not_when]
vi = "Mặc định tắt: đặt tham số below (ví dụ 5) để bật. Không xét số 0, ô trống, và dòng tổng của một cấp. Không xét ô đã che có tính lại được từ các bảng khác hay không."
en = "Off by default: set the parameter below (to 5, say) to turn it on. Does not look at 0, empty cells and totals of a tier, nor whether a suppressed cell follows from other tables."

[cases.alone.message]
vi = "{agency_code}{item: (…)}, {period:period}: cột {field} là {count_of}, nhỏ hơn ngưỡng {below}. Chỉ che ô này thì vẫn tính lại được: đó là ô nhỏ duy nhất dưới tổng {total}{total_row: ở dòng …}."
en = "{agency_code}{item: (…)}, {period:period}: column {field} is {count_of}, below the threshold of {below}. Suppressing this cell alone would be undone: it is the only small one under the total of {total}{total_row: in row …}."
[cases.alone.fix]
vi = "Nếu che thì che thêm một ô khác dưới cùng tổng đó (hoặc che tổng), và các tổng theo cột của cùng dòng."
en = "If you suppress it, suppress another cell under the same total too (or the total), and the sums within the row."

[cases.parts.message]
vi = "{agency_code}{item: (…)}, {period:period}: cột {field} là {count_of}, nhỏ hơn ngưỡng {below}. Chỉ che ô này thì vẫn tính lại được từ các cột {others} cùng dòng."
en = "{agency_code}{item: (…)}, {period:period}: column {field} is {count_of}, below the threshold of {below}. Suppressing this cell alone would be undone by the columns {others} of the same row."
[cases.parts.fix]
vi = "Nếu che thì che cả những cột mà từ đó tính lại được ô này."
en = "If you suppress it, suppress also the columns it could be computed from."
*/
with counts as (
  select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, 'to_handle_total' as counted,
    d.to_handle_total as n, cast(null as varchar) as others
  from dossiers as d
  where d.row_kind <> 'tier_total'
  union all
  select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, 'received_online' as counted,
    d.received_online as n,
    case when d.to_handle_total + d.received_offline + d.carried_over is not null
      then 'to_handle_total, received_offline, carried_over' end as others
  from dossiers as d
  where d.row_kind <> 'tier_total'
  union all
  select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, 'received_offline' as counted,
    d.received_offline as n,
    case when d.to_handle_total + d.received_online + d.carried_over is not null
      then 'to_handle_total, received_online, carried_over' end as others
  from dossiers as d
  where d.row_kind <> 'tier_total'
  union all
  select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, 'resolved_total' as counted,
    d.resolved_total as n,
    case when d.to_handle_total + d.pending_total is not null then 'to_handle_total, pending_total' end as others
  from dossiers as d
  where d.row_kind <> 'tier_total'
  union all
  select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, 'pending_total' as counted,
    d.pending_total as n,
    case when d.to_handle_total + d.resolved_total is not null then 'to_handle_total, resolved_total' end as others
  from dossiers as d
  where d.row_kind <> 'tier_total'
),
small as (
  select c._package, c._row, c.period, c.agency_code, c.row_kind, c.field_code, c.counted, c.n, c.others,
    count(*) over (partition by c._package, c.period, c.agency_code, c.row_kind, c.counted) as alike
  from counts as c
  where c.n > 0 and c.n < $below
),
used as (
  select u._package, u._row, u.period, u.agency_code, u.item_code, 'received_total' as counted, u.received_total as n,
    case when u.received_online + u.received_offline is not null then 'received_online, received_offline' end as others
  from usage as u
  union all
  select u._package, u._row, u.period, u.agency_code, u.item_code, 'received_online' as counted, u.received_online as n,
    case when u.received_total + u.received_offline is not null then 'received_total, received_offline' end as others
  from usage as u
  union all
  select u._package, u._row, u.period, u.agency_code, u.item_code, 'received_offline' as counted,
    u.received_offline as n,
    case when u.received_total + u.received_online is not null then 'received_total, received_online' end as others
  from usage as u
  union all
  select u._package, u._row, u.period, u.agency_code, u.item_code, 'resolved_total' as counted, u.resolved_total as n,
    cast(null as varchar) as others
  from usage as u
),
found as (
  select s._package, s._row, 'dossiers' as _table, s.counted as _field, cast(s.n as varchar) as _value, s.period,
    s.agency_code, s.row_kind, s.field_code, cast(null as varchar) as item_code,
    case when s.row_kind = 'field' then s.field_code end as item, s.n as count_of, s.others, a.n as total,
    cast(a._row as varchar) as total_row,
    case when s.alike = 1 and a.n is not null then 'alone' when s.others is not null then 'parts' end as _case
  from small as s
  left join counts as a on s.row_kind = 'field' and a._package = s._package and a.period = s.period
    and a.agency_code = s.agency_code and a.row_kind = 'agency' and a.counted = s.counted
  union all
  select u._package, u._row, 'usage' as _table, u.counted as _field, cast(u.n as varchar) as _value, u.period,
    u.agency_code, cast(null as varchar) as row_kind, cast(null as varchar) as field_code, u.item_code,
    u.item_code as item, u.n as count_of, u.others, cast(null as bigint) as total, cast(null as varchar) as total_row,
    case when u.others is not null then 'parts' end as _case
  from used as u
  where u.n > 0 and u.n < $below
)
select f._package, f._row, f._table, f._field, f._value, f.period, f.agency_code, f.row_kind, f.field_code,
  f.item_code, f.item, f.count_of, f.others, f.total, f.total_row, f._case
from found as f
order by f._package, f._table, f._row
