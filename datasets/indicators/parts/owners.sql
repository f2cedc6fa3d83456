-- for whom a body takes dossiers: the body at its top that owns services, and where it is under none (a group, a name
-- without a code) the one that all others of the data are under
owned as (
  select s.service_code, s.owner_code from services as s group by s.service_code, s.owner_code
),
sole as (
  select o.service_code, min(o.owner_code) as owner_code from owned as o group by o.service_code having count(*) = 1
),
takers as (
  select u.agency_code, b.parent_code, c.parent_code as above_that
  from (select x.agency_code from usage as x group by x.agency_code) as u
  left join asked.bodies as b on b.agency_code = u.agency_code
  left join asked.bodies as c on c.agency_code = b.parent_code
),
owners as (
  select o.owner_code from owned as o group by o.owner_code
),
topmost as (
  select t.agency_code, coalesce(r.owner_code, q.owner_code, p.owner_code) as owner_code
  from takers as t
  left join owners as p on p.owner_code = t.agency_code
  left join owners as q on q.owner_code = t.parent_code
  left join owners as r on r.owner_code = t.above_that
),
usual as (
  select case when min(t.owner_code) = max(t.owner_code) then min(t.owner_code) end as owner_code from topmost as t
),
home as (
  select t.agency_code, coalesce(t.owner_code, s.owner_code) as owner_code from topmost as t cross join usual as s
)
