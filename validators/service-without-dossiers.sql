/*
severity = "warning"
mender = "you"
certainty = "high"
field = "service_code"
applies = """
exists (select 1 from judged as j
  where j.service_code = services.service_code and j.owner_code = services.owner_code)
"""
unknown = """
exists (select 1 from judged as j
  where j.service_code = services.service_code and j.owner_code = services.owner_code and j.used = 0 and j.zero = 0)
"""

[needs]
services = ["service_code", "owner_code"]
service_offers = ["service_code", "owner_code", "offered_by"]
usage = ["period", "agency_code", "item_code", "received_online", "received_offline"]

[parameters]
months = 12

[basis]
vi = "Chỉ tiêu năm 2022 mà Ủy ban quốc gia về chuyển đổi số đặt ra, theo báo chí: 80% dịch vụ công trực tuyến có phát sinh hồ sơ. Không tìm thấy văn bản nào coi dịch vụ không có hồ sơ là sai."
en = "Target for 2022 set by the national committee on digital transformation, as the press reported it: 80 % of online services with dossiers. No text was found that calls a service without dossiers a fault."

[title]
vi = "Dịch vụ không phát sinh hồ sơ"
en = "Service without dossiers"

[message]
vi = "Dịch vụ {service_code}{service_name: “…”} do {owner} cung cấp{level_vi:, …}{launched_date:, mở từ …}: không có hồ sơ nào, ở mọi kênh, trong {months} tháng ({first_period:period} – {last_period:period}), tại {n_agencies}/{n_agencies} đơn vị; cả {months} tháng đều báo số 0. Đây không phải là lỗi số liệu."
en = "Service {service_code}{service_name: “…”}, offered by {owner_en}{level_en:, …}{launched_date:, open since …}, received no dossier through any channel in the {months} months from {first_period:period} to {last_period:period}, at any unit that offers it (units: {n_agencies}); all {months} months were reported as 0. This is not an error in the data."

[fix]
vi = "Người dân có nhu cầu không, dịch vụ có tìm được không, hay thủ tục nên rà soát, cắt giảm."
en = "Is there demand, can it be found, should the procedure be reviewed?"

[not_when]
vi = "Chỉ xét các kỳ tháng, đến tháng cuối có số liệu. Không áp dụng khi dịch vụ mở sau tháng đầu hoặc đã ngừng, hay khi một tháng, một đơn vị, một kênh chưa có số liệu (ô trống không phải là 0). Ngày mở để trống không loại dịch vụ: số 0 được báo đủ {months} tháng đã nói dịch vụ đang mở."
en = "Looks at monthly periods only, up to the last with figures. Does not apply where the service opened after the first month or has ended, nor where any month, unit or channel has no figure (an empty cell is not 0). An empty opening date does not exclude a service: zeros reported in every month say that it was open."
*/
with last_month as (
  select max(p.n) as n
  from usage as u
  join reference.periods as p on p.period = u.period
  where p.kind = 'month' and u.period_basis is distinct from 'cumulative'
    and coalesce(u.received_total, u.received_online, u.received_offline) is not null
),
window_months as (
  select p.period, p.n, p.starts, p.ends
  from reference.periods as p
  join last_month as l on p.n <= l.n and p.n > l.n - $months
  where p.kind = 'month'
),
span as (
  select min(m.starts) as starts, max(m.ends) as ends, min(m.period) as first_period, max(m.period) as last_period
  from window_months as m
),
in_force as (
  select s._package, s._row, s.service_code, s.owner_code, s.procedure_code, s.name, s.level, s.regime, s.launched_date,
    n.first_period, n.last_period, n.ends
  from services as s
  join span as n on coalesce(s.launched_date, n.starts) <= n.starts
  where s.withdrawn_date is null or (s.withdrawn_date > n.ends and s.withdrawn_date > $as_of)
),
items as (
  select f.service_code, f.owner_code, f.service_code as item_code from in_force as f
  union
  select f.service_code, f.owner_code, f.procedure_code as item_code from in_force as f
),
-- what an agency or group said of an item in a month: some dossiers, or 0 in every channel
reported as (
  select u.item_code, u.agency_code, m.n,
    max(case when u.received_total > 0 or u.received_online > 0 or u.received_offline > 0 or u.received_assisted > 0
      then 1 else 0 end) as used,
    min(case when u.received_online = 0 and u.received_offline = 0 then 1 else 0 end) as zero
  from usage as u
  join window_months as m on m.period = u.period
  where u.period_basis is distinct from 'cumulative'
  group by u.item_code, u.agency_code, m.n
),
-- the same by service, of the agencies that are its owner's
heard as (
  select i.service_code, i.owner_code, r.agency_code, r.n, max(r.used) as used, max(r.zero) as zero
  from items as i
  join reported as r on r.item_code = i.item_code
  left join agencies as a on a.agency_code = r.agency_code
  left join service_offers as o
    on o.service_code = i.service_code and o.owner_code = i.owner_code and o.offered_by = r.agency_code
  where o.offered_by is not null or r.agency_code = i.owner_code or a.parent_code = i.owner_code
    or substr(r.agency_code, 1, length(i.owner_code) + 1) = i.owner_code || '.'
  group by i.service_code, i.owner_code, r.agency_code, r.n
),
used as (
  select h.service_code, h.owner_code, max(h.used) as used
  from heard as h
  group by h.service_code, h.owner_code
),
-- each body or group that offers a service, in each month in which it does
offered as (
  select o.service_code, o.owner_code, o.offered_by, m.n, coalesce(max(h.zero), 0) as zero
  from service_offers as o
  join used as d on d.service_code = o.service_code and d.owner_code = o.owner_code and d.used = 0
  join window_months as m on coalesce(o.from_date, m.ends) <= m.ends and coalesce(o.to_date, m.starts) >= m.starts
  left join heard as h on h.service_code = o.service_code and h.owner_code = o.owner_code
    and h.agency_code = o.offered_by and h.n = m.n
  group by o.service_code, o.owner_code, o.offered_by, m.n
),
-- the bodies of a group in each month
members as (
  select g.group_code, a.agency_code, m.n
  from agency_groups as g
  join agencies as a on a.tier = coalesce(g.tier, a.tier) and a.kind = coalesce(g.kind, a.kind)
    and a.parent_code = coalesce(g.parent_code, a.parent_code)
  join window_months as m on coalesce(a.valid_from, m.ends) <= m.ends and coalesce(a.valid_to, m.starts) >= m.starts
  where coalesce(g.tier, g.kind) is not null
),
sizes as (
  select b.group_code, b.n, count(*) as members
  from members as b
  group by b.group_code, b.n
),
-- a group that says nothing itself: every member of it must
by_member as (
  select h.service_code, h.owner_code, b.group_code, b.n, sum(h.zero) as zeros
  from heard as h
  join members as b on b.agency_code = h.agency_code and b.n = h.n
  group by h.service_code, h.owner_code, b.group_code, b.n
),
quiet as (
  select o.service_code, o.owner_code,
    case when count(distinct o.n) = $months then min(case when o.zero = 1 or b.zeros = z.members then 1 else 0 end)
      else 0 end as zero,
    sum(case when o.n = l.n then coalesce(z.members, 1) else 0 end) as n_agencies
  from offered as o
  join last_month as l on l.n >= o.n
  left join sizes as z on z.group_code = o.offered_by and z.n = o.n
  left join by_member as b on b.service_code = o.service_code and b.owner_code = o.owner_code
    and b.group_code = o.offered_by and b.n = o.n
  group by o.service_code, o.owner_code
),
judged as (
  select f.service_code, f.owner_code, coalesce(d.used, 0) as used, coalesce(q.zero, 0) as zero,
    q.n_agencies
  from in_force as f
  left join used as d on d.service_code = f.service_code and d.owner_code = f.owner_code
  left join quiet as q on q.service_code = f.service_code and q.owner_code = f.owner_code
),
bodies as (
  select b.agency_code, max(b.name) as name, max(b.name_en) as name_en
  from (
    select a.agency_code, a.name, a.name_en from agencies as a
    union all
    select r.agency_code, r.name, r.name_en from reference.agencies as r
  ) as b
  group by b.agency_code
),
names as (
  select p.procedure_code, max(p.name) as name
  from procedures as p
  group by p.procedure_code
)
select f._package, f._row, f.service_code, f.owner_code, f.first_period, f.last_period, j.n_agencies,
  f.launched_date, coalesce(f.name, p.name) as service_name,
  coalesce(b.name, f.owner_code) as owner, coalesce(b.name_en, b.name, f.owner_code) as owner_en,
  case f.level when 'full' then 'toàn trình' when 'partial' then 'một phần' when 'information' then 'cung cấp thông tin'
    else 'mức độ ' || f.level || ' (Nghị định ' || f.regime || '/NĐ-CP)' end as level_vi,
  case f.level when 'full' then 'fully online' when 'partial' then 'partially online'
    when 'information' then 'information only' else 'level ' || f.level || ' (Decree ' || f.regime || '/NĐ-CP)' end
    as level_en
from judged as j
join in_force as f on f.service_code = j.service_code and f.owner_code = j.owner_code
left join bodies as b on b.agency_code = f.owner_code
left join names as p on p.procedure_code = f.procedure_code
where j.used = 0 and j.zero = 1
order by f._package, f._row
