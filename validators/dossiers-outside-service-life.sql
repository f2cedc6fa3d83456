/*
severity = "warning"
mender = "you"
certainty = "high"
field = "received_online"

[needs]
usage = ["period", "agency_code", "item_code", "received_online"]
services = ["service_code", "owner_code"]

[basis]
vi = "Bảng services: launched_date là ngày đầu tiên nhận hồ sơ trực tuyến, withdrawn_date là ngày ngừng. Hồ sơ trực tuyến ngoài khoảng ấy thì số liệu hoặc ngày ghi sai."
en = "Table services: launched_date is the first day on which the service took dossiers online, withdrawn_date the day it ended. With online dossiers outside that time either the figures or the dates are wrong."

[title]
vi = "Có hồ sơ trực tuyến ngoài thời gian cung cấp dịch vụ"
en = "Online dossiers outside the life of the service"

[message]
vi = "Dịch vụ {item_code}{named} mở ngày {opened}, nhưng có hồ sơ trực tuyến trong các kỳ kết thúc trước ngày ấy ({n_rows} dòng, {n_agencies} nơi, dòng nhiều nhất {most} hồ sơ; kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "Service {item_code}{named} opened on {opened}, yet has online dossiers in periods that ended before that day (rows: {n_rows}, places: {n_agencies}, most in a row: {most}; first: {first_period:period}, last: {last_period:period})."

[fix]
vi = "Đối chiếu ngày mở với Cổng: ngày ấy là lần mở lại, hay là ngày ghi vào hệ thống? Nếu ngày đúng thì xem hồ sơ có bị ghi nhầm mã dịch vụ không."
en = "Check the opening day against the portal: did it open again then, or is it the day of entry into the system? If the day is right, see whether dossiers were entered under a wrong service code."

[not_when]
vi = "Kỳ chạm vào thời gian cung cấp; ngày để trống; hồ sơ không trực tuyến (thủ tục vẫn nhận tại quầy sau khi dịch vụ ngừng); số ghi theo mã thủ tục; dịch vụ có nhiều cơ quan cung cấp mà ít nhất một nơi còn cung cấp."
en = "Periods that touch the life of the service; empty dates; dossiers not filed online (the procedure goes on at the desk when its service has ended); figures by procedure code; services of several owners while at least one of them offers it."

[cases.after.message]
vi = "Dịch vụ {item_code}{named} ngừng ngày {closed}, nhưng có hồ sơ trực tuyến trong các kỳ bắt đầu sau ngày ấy ({n_rows} dòng, {n_agencies} nơi, dòng nhiều nhất {most} hồ sơ; kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "Service {item_code}{named} ended on {closed}, yet has online dossiers in periods that began after that day (rows: {n_rows}, places: {n_agencies}, most in a row: {most}; first: {first_period:period}, last: {last_period:period})."
[cases.after.fix]
vi = "Đối chiếu ngày ngừng với Cổng: dịch vụ có được mở lại không? Nếu đã ngừng hẳn thì xem hồ sơ thuộc mã dịch vụ nào đang thay nó."
en = "Check the day it ended against the portal: was the service opened again? If it ended for good, see to which service now in its place the dossiers belong."

[cases.offer.message]
vi = "Dịch vụ {item_code}{named}: {place} chỉ cung cấp{opened: từ ngày …}{closed: đến hết ngày …}, nhưng có hồ sơ trực tuyến ở nơi này ngoài khoảng đó ({n_rows} dòng, dòng nhiều nhất {most} hồ sơ; kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "Service {item_code}{named}: {place} offers it only{opened: from …}{closed: up to …}, yet has online dossiers outside that time (rows: {n_rows}, most in a row: {most}; first: {first_period:period}, last: {last_period:period})."
[cases.offer.fix]
vi = "Đối chiếu ngày trong bảng service_offers với nơi cung cấp. Nếu ngày đúng thì xem hồ sơ của cơ quan nào được ghi vào mã này."
en = "Check the dates in table service_offers with the body. If they are right, see whose dossiers were written under this code."
*/
with calendar as (
    select p.period, p.starts, p.ends, coalesce(p.reporting_starts, p.starts) as reporting_starts,
        coalesce(p.reporting_ends, p.ends) as reporting_ends, y.reporting_starts as year_starts
    from reference.periods as p
    join reference.periods as y on y.period = substr(p.period, 1, 4)
),
lives as (
    select s.service_code, max(s.name) as name, max(s.procedure_code) as procedure_code,
        case when count(s.launched_date) = count(*) then min(s.launched_date) end as opened,
        case when count(s.withdrawn_date) = count(*) then max(s.withdrawn_date) end as closed
    from services as s
    group by s.service_code
),
offers as (
    select o.service_code, o.offered_by, case when count(o.from_date) = count(*) then min(o.from_date) end as opened,
        case when count(o.to_date) = count(*) then max(o.to_date) end as closed
    from service_offers as o
    group by o.service_code, o.offered_by
),
filed as (
    select u._package, u._row, u.period, u.agency_code, u.item_code, u.received_online, c.starts, c.ends,
        l.opened, l.closed, l.name, l.procedure_code,
        case u.period_basis when 'calendar' then c.starts when 'reporting' then c.reporting_starts
            when 'cumulative' then c.year_starts else c.reporting_starts end as first_day,
        case u.period_basis when 'reporting' then c.reporting_ends else c.ends end as last_day
    from usage as u
    join lives as l on l.service_code = u.item_code
    join calendar as c on c.period = u.period
    where u.received_online > 0
),
outside as (
    select f._package, f._row, f.period, f.agency_code, f.item_code, f.received_online, f.starts, f.ends, f.name,
        f.procedure_code, case when f.last_day < f.opened then 'before' else 'after' end as side, '' as place,
        f.opened, f.closed
    from filed as f
    where f.last_day < f.opened or f.first_day > f.closed
    union all
    select f._package, f._row, f.period, f.agency_code, f.item_code, f.received_online, f.starts, f.ends, f.name,
        f.procedure_code, 'offer' as side, f.agency_code as place, o.opened, o.closed
    from filed as f
    join offers as o on o.service_code = f.item_code and o.offered_by = f.agency_code
    where (f.last_day < o.opened or f.first_day > o.closed)
        and not (coalesce(f.last_day < f.opened, false) or coalesce(f.first_day > f.closed, false))
),
totals as (
    select o._package, o.item_code, o.side, o.place, count(*) as n_rows, count(distinct o.agency_code) as n_agencies,
        max(o.received_online) as most
    from outside as o
    group by o._package, o.item_code, o.side, o.place
),
placed as (
    select o._package, o._row, o.period, o.agency_code, o.item_code, o.received_online, o.name, o.procedure_code, o.side,
        o.place, o.opened, o.closed,
        row_number() over (partition by o._package, o.item_code, o.side, o.place order by o._row) as nth,
        first_value(o.period) over (partition by o._package, o.item_code, o.side, o.place
            order by o.starts, o.ends) as first_period,
        first_value(o.period) over (partition by o._package, o.item_code, o.side, o.place
            order by o.ends desc, o.starts desc) as last_period
    from outside as o
)
select p._package, p._row, p.period, p.agency_code, p.item_code, p.received_online, p.opened, p.closed, p.first_period,
    p.last_period, t.n_rows, t.n_agencies, t.most, coalesce(a.name, g.name, r.name, p.agency_code) as place,
    coalesce(' “' || coalesce(p.name, n.name) || '”', '') as named,
    case when p.side <> 'before' then p.side end as _case
from placed as p
join totals as t on t._package = p._package and t.item_code = p.item_code and t.side = p.side and t.place = p.place
left join (select x.procedure_code, max(x.name) as name from procedures as x group by x.procedure_code) as n
    on n.procedure_code = p.procedure_code
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = p.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = p.agency_code
left join reference.agencies as r on r.agency_code = p.agency_code
where p.nth = 1
