/*
severity = "warning"
mender = "you"
certainty = "high"
field = "service_code"
applies = """exists (
    select 1 as one from judged as j
    where j.service_code = services.service_code and j.owner_code = services.owner_code and j.received >= $least)"""
unknown = """exists (
    select 1 as one from judged as j
    where j.service_code = services.service_code and j.owner_code = services.owner_code
        and j.received >= $least and j.online is null)"""

[needs]
services = ["service_code", "owner_code", "level"]
usage = ["period", "agency_code", "item_code", "received_online"]

[parameters]
months = 12
least = 10  # dossiers filed otherwise in these months

[basis]
vi = "Đánh giá dịch vụ công theo hồ sơ trực tuyến thật sự phát sinh, không chạy theo số lượng dịch vụ được nâng mức; tỷ lệ nộp trực tuyến từ nhà, toàn trình còn rất thấp, theo báo chí 2020 và 2023."
en = "Services are to be judged by the online dossiers they really have and not by how many were raised to a level; the share filed from home and fully online is still very low, as the press reported in 2020 and 2023."

[title]
vi = "Dịch vụ toàn trình mà mọi hồ sơ đều nộp cách khác"
en = "A fully online service whose dossiers are all filed otherwise"

[message]
vi = "Dịch vụ {service_code}{name_vi} do {owner} cung cấp là {level_vi}, nhưng trong {months} tháng ({first_period:period} – {last_period:period}) có {received} hồ sơ mà không hồ sơ nào trực tuyến, ở {n_agencies} nơi có số liệu. Đây không phải là lỗi số liệu."
en = "Service {service_code}{name_vi}, offered by {owner_en}, is {level_en}, yet none of its {received} dossiers in the {months} months from {first_period:period} to {last_period:period} was filed online (places with figures: {n_agencies}). This is not an error in the data."

[fix]
vi = "Thử nộp như người dân: dịch vụ có tìm được, có nộp được đến bước cuối không? Hồ sơ có bị nhập tại quầy như nộp trực tiếp không? Nếu dịch vụ chỉ mới được nâng lên toàn trình thì đợi đủ tháng."
en = "Try to file as a citizen would: can the service be found, does it take a dossier to the last step? Are dossiers entered at the desk as if filed there? If it became fully online only lately, wait for the months to pass."

[not_when]
vi = "Chỉ xét các kỳ tháng, đến tháng cuối có số liệu. Không áp dụng khi dịch vụ mở sau tháng đầu hoặc đã ngừng; khi một tháng hoặc một ô trực tuyến chưa có số liệu (ô trống không phải là 0); khi có dưới {least} hồ sơ; khi không biết nơi nhận hồ sơ có thuộc cơ quan cung cấp dịch vụ không. Không hồ sơ nào ở mọi kênh thì xem service-without-dossiers."
en = "Looks at monthly periods only, up to the last with figures. Does not apply where the service opened after the first month or has ended; where a month or an online cell has no figure (an empty cell is not 0); below {least} dossiers; where it is not known whether the place belongs to the owner of the service. No dossier through any channel: see service-without-dossiers."
*/
with last_month as (
    select max(p.n) as n
    from usage as u
    join reference.periods as p on p.period = u.period
    where p.kind = 'month' and u.period_basis is distinct from 'cumulative' and u.received_online is not null
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
full_services as (
    select s._package, s._row, s.service_code, s.owner_code, s.procedure_code, s.name, s.level, s.regime, n.first_period,
        n.last_period
    from services as s
    join span as n on coalesce(s.launched_date, n.starts) <= n.starts
    where (s.level = 'full' or (s.regime = '43/2011' and s.level = '4'))
        and (s.withdrawn_date is null or (s.withdrawn_date > n.ends and s.withdrawn_date > $as_of))
),
items as (
    select f.service_code, f.owner_code, f.service_code as item_code from full_services as f
    union
    select f.service_code, f.owner_code, f.procedure_code as item_code from full_services as f
),
-- an item at a place in a month; online is null where that is not known
reported as (
    select u.item_code, u.agency_code, m.n,
        max(coalesce(u.received_total, cast(u.received_online as decimal(30, 0)) + u.received_offline, u.received_offline)) as received,
        max(coalesce(u.received_online, case when u.received_total = 0 then 0 end)) as online
    from usage as u
    join window_months as m on m.period = u.period
    where u.period_basis is distinct from 'cumulative'
    group by u.item_code, u.agency_code, m.n
),
at_place as (
    select r.item_code, r.agency_code, count(*) as n_months, sum(r.received) as received,
        case when count(r.online) = count(*) then sum(r.online) end as online
    from reported as r
    group by r.item_code, r.agency_code
),
-- the same by service, at places that are its owner's
heard as (
    select i.service_code, i.owner_code, r.agency_code, max(r.n_months) as n_months, sum(r.received) as received,
        case when count(r.online) = count(*) then sum(r.online) end as online
    from items as i
    join at_place as r on r.item_code = i.item_code
    left join (select x.agency_code, max(x.parent_code) as parent_code from agencies as x group by x.agency_code) as a
        on a.agency_code = r.agency_code
    left join (select x.group_code, max(x.parent_code) as parent_code from agency_groups as x group by x.group_code) as g
        on g.group_code = r.agency_code
    left join (
        select distinct x.service_code, x.owner_code, x.offered_by from service_offers as x
    ) as o on o.service_code = i.service_code and o.owner_code = i.owner_code and o.offered_by = r.agency_code
    where o.offered_by is not null or r.agency_code = i.owner_code or a.parent_code = i.owner_code
        or g.parent_code = i.owner_code or substr(r.agency_code, 1, length(i.owner_code) + 1) = i.owner_code || '.'
    group by i.service_code, i.owner_code, r.agency_code
),
judged as (
    select h.service_code, h.owner_code, count(*) as n_agencies, sum(h.received) as received,
        case when count(h.online) = count(*) and max(h.n_months) >= $months then sum(h.online) end as online
    from heard as h
    group by h.service_code, h.owner_code
),
bodies as (
    select b.agency_code, max(b.name) as name, max(b.name_en) as name_en
    from (
        select a.agency_code, a.name, a.name_en from agencies as a
        union all
        select r.agency_code, r.name, r.name_en from reference.agencies as r
    ) as b
    group by b.agency_code
)
select f._package, f._row, f.service_code, f.owner_code, f.first_period, f.last_period, j.received, j.n_agencies,
    coalesce(' “' || coalesce(f.name, p.name) || '”', '') as name_vi,
    coalesce(b.name, f.owner_code) as owner, coalesce(b.name_en, b.name, f.owner_code) as owner_en,
    case f.level when 'full' then 'toàn trình' else 'mức độ 4 (Nghị định 43/2011/NĐ-CP)' end as level_vi,
    case f.level when 'full' then 'fully online' else 'at level 4 (Decree 43/2011/NĐ-CP)' end as level_en
from judged as j
join full_services as f on f.service_code = j.service_code and f.owner_code = j.owner_code
left join bodies as b on b.agency_code = f.owner_code
left join (select x.procedure_code, max(x.name) as name from procedures as x group by x.procedure_code) as p
    on p.procedure_code = f.procedure_code
where j.online = 0 and j.received >= $least
