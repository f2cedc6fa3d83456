/*
severity = "warning"
mender = "you"
certainty = "high"
field = "level"
applies = "level = 'information' or (regime = '43/2011' and level in ('1', '2'))"

[needs]
services = ["service_code", "owner_code", "level"]
usage = ["period", "agency_code", "item_code", "received_online"]

[parameters]
months = 12  # up to the last with figures

[basis]
vi = "Mức độ 1, 2 (Nghị định 43/2011/NĐ-CP) và cung cấp thông tin (Nghị định 42/2022/NĐ-CP) không nhận hồ sơ trực tuyến: nộp giấy."
en = "Levels 1 and 2 (Nghị định 43/2011/NĐ-CP) and information only (Nghị định 42/2022/NĐ-CP) take no dossiers online: filing is on paper."

[title]
vi = "Dịch vụ không nhận trực tuyến mà có hồ sơ trực tuyến"
en = "Online dossiers on a service that takes none online"

[message]
vi = "Dịch vụ {service_code}{named} do {owner} cung cấp được ghi là {level_vi}, tức là không nhận hồ sơ trực tuyến, nhưng bảng usage có hồ sơ trực tuyến của mã {item_code} ({n_rows} dòng, {n_agencies} nơi, dòng nhiều nhất {most} hồ sơ; kỳ cuối: {last_period:period})."
en = "Service {service_code}{named}, offered by {owner_en}, is {level_en}, which takes no dossiers online, yet table usage has online dossiers under code {item_code} (rows: {n_rows}, places: {n_agencies}, most in a row: {most}; last period: {last_period:period})."

[fix]
vi = "Tra mức độ của dịch vụ trên Cổng. Nếu mức độ đúng thì xem vì sao hồ sơ được ghi kênh trực tuyến: nhập hộ tại quầy, hay mặc định của phần mềm? Cả hai đều làm sai tỷ lệ hồ sơ trực tuyến."
en = "Look up the level of the service on the portal. If it is right, see why the dossiers have the online channel: entered for people at the desk, or a default of the software? Either makes the share of online dossiers wrong."

[not_when]
vi = "Chỉ xét {months} tháng đến kỳ cuối có số liệu, vì bảng services ghi mức độ hiện nay; không áp dụng khi mã có dòng khác trong bảng services ghi mức độ cao hơn hoặc chưa ghi mức độ; mã thủ tục chỉ xét khi mọi dịch vụ của thủ tục đều không nhận trực tuyến."
en = "Looks at the {months} months up to the last period with figures, since table services has the level of today; does not apply where another row of that code in table services has a higher level or none; figures by procedure code count only where every service of the procedure takes none online."
*/
with latest as (
    select max(p.last_month_n) as n
    from usage as u
    join reference.periods as p on p.period = u.period
    where u.received_online is not null
),
levels as (
    select s.service_code, s.procedure_code,
        case when s.level = 'information' or (s.regime = '43/2011' and s.level in ('1', '2')) then 1 else 0 end as offline
    from services as s
),
-- codes of which it is sure that nothing is taken online
offline_items as (
    select l.service_code as item_code from levels as l group by l.service_code having min(l.offline) = 1
    union
    select l.procedure_code as item_code from levels as l where l.procedure_code is not null
    group by l.procedure_code having min(l.offline) = 1
),
filed as (
    select u.item_code, u.period, u.agency_code, u.received_online, p.ends,
        first_value(u.period) over (partition by u.item_code order by p.ends desc, p.starts desc) as last_period
    from usage as u
    join offline_items as o on o.item_code = u.item_code
    join reference.periods as p on p.period = u.period
    join latest as l on p.last_month_n > l.n - $months
    where u.received_online > 0
),
totals as (
    select f.item_code, count(*) as n_rows, count(distinct f.agency_code) as n_agencies, max(f.received_online) as most,
        max(f.last_period) as last_period
    from filed as f
    group by f.item_code
),
found as (
    select s._package, s._row, s.service_code, s.owner_code, s.procedure_code, s.name, s.level, t.item_code, t.n_rows,
        t.n_agencies, t.most, t.last_period,
        row_number() over (partition by s._package, s.service_code
            order by case when t.item_code = s.service_code then 1 else 2 end, s._row) as nth
    from services as s
    join (
        select distinct x.service_code, x.service_code as item_code from services as x
        union
        select distinct x.service_code, x.procedure_code as item_code from services as x
    ) as i on i.service_code = s.service_code
    join totals as t on t.item_code = i.item_code
    where s.level = 'information' or (s.regime = '43/2011' and s.level in ('1', '2'))
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
select f._package, f._row, f.service_code, f.owner_code, f.level, f.item_code, f.n_rows, f.n_agencies, f.most,
    f.last_period, coalesce(' “' || coalesce(f.name, n.name) || '”', '') as named,
    coalesce(b.name, f.owner_code) as owner, coalesce(b.name_en, b.name, f.owner_code) as owner_en,
    case f.level when 'information' then 'cung cấp thông tin' else 'mức độ ' || f.level || ' (Nghị định 43/2011/NĐ-CP)' end as level_vi,
    case f.level when 'information' then 'information only'
        else 'at level ' || f.level || ' (Decree 43/2011/NĐ-CP)' end as level_en
from found as f
left join bodies as b on b.agency_code = f.owner_code
left join (select x.procedure_code, max(x.name) as name from procedures as x group by x.procedure_code) as n
    on n.procedure_code = f.procedure_code
where f.nth = 1
