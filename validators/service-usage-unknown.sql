/*
severity = "info"
mender = "you"
certainty = "high"
field = "service_code"
applies = """
exists (select 1 from in_force as f
  where f.service_code = services.service_code and f.owner_code = services.owner_code)
"""

[needs]
services = ["service_code", "owner_code"]
usage = ["period", "agency_code", "item_code"]

[parameters]
months = 12

[basis]
vi = "Chưa có số liệu không phải là 0: tỷ lệ dịch vụ có phát sinh hồ sơ chỉ tính được khi biết mẫu số nào chưa có số liệu."
en = "No figure is not 0: the share of services with dossiers can only be computed when it is known for which services there is no figure."

[title]
vi = "Dịch vụ chưa có số liệu hồ sơ"
en = "Service without any figures"

[message]
vi = "Dịch vụ {service_code}{service_name: “…”} do {owner} cung cấp chưa có số liệu hồ sơ nào trong {months} tháng ({first_period:period} – {last_period:period}). Chưa có số liệu không phải là 0: chưa thể nói dịch vụ có hồ sơ hay không."
en = "Service {service_code}{service_name: “…”}, offered by {owner_en}, has no figure at all for the {months} months from {first_period:period} to {last_period:period}. No figure is not 0: whether it received dossiers cannot be told."

[fix]
vi = "Lấy số liệu theo dịch vụ từ phần mềm một cửa hoặc hệ thống của ngành; nơi nào báo 0 thì ghi 0, không để trống."
en = "Take the figures by service from the one-stop software or the sector's own system; where these say 0, write 0 and leave nothing empty."

[not_when]
vi = "Không áp dụng khi dịch vụ mở sau tháng đầu hoặc đã ngừng, hay khi có một con số bất kỳ, kể cả theo quý, theo năm hoặc theo thủ tục. Dịch vụ báo 0 ở mọi nơi thuộc quy tắc service-without-dossiers."
en = "Does not apply where the service opened after the first month or has ended, nor where there is any number at all, be it by quarter, by year or by procedure. A service reported as 0 everywhere belongs to service-without-dossiers."
*/
with last_month as (
  select max(p.n) as n
  from usage as u
  join reference.periods as p on p.period = u.period
  where p.kind = 'month' and u.period_basis is distinct from 'cumulative'
    and coalesce(u.received_total, u.received_online, u.received_offline) is not null
),
span as (
  select l.n - $months + 1 as first_n, l.n as last_n, a.starts, b.ends, a.period as first_period, b.period as last_period
  from last_month as l
  join reference.periods as a on a.kind = 'month' and a.n = l.n - $months + 1
  join reference.periods as b on b.kind = 'month' and b.n = l.n
),
in_force as (
  select s._package, s._row, s.service_code, s.owner_code, s.procedure_code, s.name,
    n.first_period, n.last_period
  from services as s
  join span as n on coalesce(s.launched_date, n.starts) <= n.starts
  where s.withdrawn_date is null or (s.withdrawn_date > n.ends and s.withdrawn_date > $as_of)
),
items as (
  select f.service_code, f.owner_code, f.service_code as item_code from in_force as f
  union
  select f.service_code, f.owner_code, f.procedure_code as item_code from in_force as f
),
-- items with any number, in any period that touches the months
reported as (
  select distinct u.item_code, u.agency_code
  from usage as u
  join reference.periods as p on p.period = u.period
  join span as n on p.first_month_n <= n.last_n and p.last_month_n >= n.first_n
  where coalesce(u.received_total, u.received_online, u.received_offline, u.received_assisted, u.resolved_total,
    u.resolved_online, u.resolved_overdue, u.paid_online) is not null
),
-- the services of these items, at the agencies that are their owner's
heard as (
  select distinct i.service_code, i.owner_code
  from items as i
  join reported as r on r.item_code = i.item_code
  left join agencies as a on a.agency_code = r.agency_code
  left join service_offers as o
    on o.service_code = i.service_code and o.owner_code = i.owner_code and o.offered_by = r.agency_code
  where o.offered_by is not null or r.agency_code = i.owner_code or a.parent_code = i.owner_code
    or substr(r.agency_code, 1, length(i.owner_code) + 1) = i.owner_code || '.'
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
select f._package, f._row, f.service_code, f.owner_code, f.first_period, f.last_period,
  coalesce(f.name, p.name) as service_name,
  coalesce(b.name, f.owner_code) as owner, coalesce(b.name_en, b.name, f.owner_code) as owner_en
from in_force as f
left join bodies as b on b.agency_code = f.owner_code
left join names as p on p.procedure_code = f.procedure_code
where not exists (
  select 1 from heard as h where h.service_code = f.service_code and h.owner_code = f.owner_code)
order by f._package, f._row
