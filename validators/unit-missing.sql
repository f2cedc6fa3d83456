/*
severity = "warning"
mender = "you"
certainty = "high"
field = "agency_code"

[needs]
agencies = ["agency_code", "kind"]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
agencies = ["agency_code", "kind"]
usage = ["period", "agency_code", "item_code"]

[[alternatives]]
agencies = ["agency_code", "kind"]
observations = ["period", "agency_code", "measure", "source_id"]

[[alternatives]]
agencies = ["agency_code", "kind"]
scores = ["period", "agency_code", "measure", "stage"]

[parameters]
peers = 5  # bodies of one kind under one parent, at the least
share = 80  # percent of them that reported
always = ["ministry", "province", "district", "commune"]  # kinds that are expected even if they never reported
listed = 20  # more bodies than this of one kind and parent are one finding

[basis]
vi = "Tổng của tỉnh chỉ đủ khi mọi đơn vị đã gửi. Đơn vị vắng không phải là đơn vị không có hồ sơ; độ phủ số liệu phải nêu cạnh con số."
en = "A province's total is complete only when every unit has reported. An absent unit is not one without dossiers; how many reported belongs beside the number."

[title]
vi = "Đơn vị lẽ ra có số liệu nhưng không có"
en = "A unit from which figures were expected gave none"

[message]
vi = "{body} không có số liệu nào trong bảng {table_name} cho {n_periods} kỳ (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period}), trong khi {n_given}/{n_peers} đơn vị cùng loại đã có. Không có dòng không phải là 0."
en = "{body} has no figure in table {table_name} for these periods: first {first_period:period}, last {last_period:period} (periods: {n_periods}), while {n_given} of {n_peers} units of its kind have. No row is not 0."

[fix]
vi = "Hỏi đơn vị đã gửi báo cáo của các kỳ này chưa. Không có hồ sơ thì ghi số 0; chưa gửi thì nêu độ phủ cạnh mọi con số tổng."
en = "Ask the unit whether it sent these reports. If it had no dossiers, write 0; if it has not sent them, state the coverage beside every total."

[not_when]
vi = "Đơn vị không hoạt động suốt cả kỳ; kỳ mà dưới {share}% đơn vị cùng loại (kind), cùng cấp trên có số liệu, hoặc chỉ có dưới {peers} đơn vị như vậy; sở, ban, ngành và đơn vị khác chưa bao giờ có số liệu trong bảng ấy, vì có thể không có thủ tục. Dòng chỉ toàn ô trống, na, nc, c, ny là không có số liệu."
en = "Units that did not exist for the whole period; periods in which less than {share} % of the units of its kind and parent have figures, or there are fewer than {peers} of them; departments and other bodies that never had figures in that table, since they may have no procedures. A row of nothing but empty cells, na, nc, c, ny is no figure."

[cases.one.message]
vi = "{body} không có số liệu nào trong bảng {table_name} cho {first_period:period}, trong khi {n_given}/{n_peers} đơn vị cùng loại đã có. Không có dòng không phải là 0."
en = "{body} has no figure in table {table_name} for {first_period:period}, while {n_given} of {n_peers} units of its kind have. No row is not 0."
[cases.one.fix]
vi = "Hỏi đơn vị đã gửi báo cáo của kỳ này chưa. Không có hồ sơ thì ghi số 0; chưa gửi thì nêu độ phủ cạnh mọi con số tổng."
en = "Ask the unit whether it sent this report. If it had no dossiers, write 0; if it has not sent it, state the coverage beside every total."

[cases.many.message]
vi = "{n_bodies} đơn vị cùng loại, như {body}, không có số liệu trong bảng {table_name} cho ít nhất một kỳ (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period}), trong khi các đơn vị khác cùng loại đã có. Không có dòng không phải là 0."
en = "Units of one kind, such as {body}, have no figure in table {table_name} for at least one period (units: {n_bodies}; first period: {first_period:period}, last: {last_period:period}), while the others of their kind have. No row is not 0."
[cases.many.fix]
vi = "Xem các đơn vị này nằm ở hệ thống khác hay chưa gửi báo cáo. Trong lúc chờ, nêu độ phủ cạnh mọi con số tổng."
en = "See whether these units are kept in another system or have not sent their reports. Until then state the coverage beside every total."
*/
with given as (
    select distinct d.agency_code, d.period, d.period_basis, 'dossiers' as source_table
    from dossiers as d
    where coalesce(d.to_handle_total, d.received_online, d.received_offline, d.carried_over, d.resolved_total,
        d.resolved_early, d.resolved_on_time, d.resolved_overdue, d.pending_total, d.pending_on_time, d.pending_overdue,
        d.resolved_online) is not null
    union
    select distinct u.agency_code, u.period, u.period_basis, 'usage' as source_table
    from usage as u
    where coalesce(u.received_total, u.received_online, u.received_offline, u.received_assisted, u.resolved_total,
        u.resolved_online, u.resolved_overdue, u.paid_online) is not null
    union
    select distinct o.agency_code, o.period, o.period_basis, 'observations' as source_table
    from observations as o
    where o.value is not null
    union
    select distinct s.agency_code, s.period, s.period_basis, 'scores' as source_table
    from scores as s
    where coalesce(s.numerator, s.denominator, s.ratio_pct, s.score, s.rank) is not null
),
reported as (
    select distinct g.source_table, g.period from given as g
),
told as (
    select distinct g.source_table, g.period, g.agency_code from given as g
),
ever as (
    select distinct g.source_table, g.agency_code from given as g
),
bodies as (
    select a.agency_code, max(a.name) as name, max(a.kind) as kind, max(a.parent_code) as parent_code,
        max(a.valid_from) as valid_from, min(a.valid_to) as valid_to
    from agencies as a
    where a.kind is not null
    group by a.agency_code
),
-- the bodies that existed throughout a period, whichever way it is counted, and whether they gave figures
expected as (
    select r.source_table, r.period, p.starts, b.agency_code, b.name, b.kind, coalesce(b.parent_code, '') as parent_code,
        case when t.agency_code is null then 0 else 1 end as gave
    from reported as r
    join reference.periods as p on p.period = r.period
    join bodies as b on coalesce(b.valid_from, date '1900-01-01') <= coalesce(p.reporting_starts, p.starts)
        and coalesce(b.valid_to, p.ends) >= p.ends
    left join told as t on t.source_table = r.source_table and t.period = r.period and t.agency_code = b.agency_code
),
families as (
    select e.source_table, e.period, e.kind, e.parent_code, count(*) as n_peers, sum(e.gave) as n_given
    from expected as e
    group by e.source_table, e.period, e.kind, e.parent_code
    having count(*) >= $peers and sum(e.gave) * 100 >= count(*) * $share and sum(e.gave) < count(*)
),
lacking as (
    select e.source_table, e.period, e.starts, e.agency_code, e.name, e.kind, e.parent_code, f.n_given, f.n_peers
    from expected as e
    join families as f on f.source_table = e.source_table and f.period = e.period and f.kind = e.kind
        and f.parent_code = e.parent_code
    left join ever as v on v.source_table = e.source_table and v.agency_code = e.agency_code
    where e.gave = 0 and (v.agency_code is not null or e.kind in $always)
),
dated as (
    select w.source_table, w.agency_code, w.name, w.kind, w.parent_code, count(*) as n_periods,
        max(w.first_period) as first_period, max(w.last_period) as last_period, max(w.n_given) as n_given,
        max(w.n_peers) as n_peers
    from (
        select l.source_table, l.agency_code, l.name, l.kind, l.parent_code, l.n_given, l.n_peers,
            first_value(l.period) over (partition by l.source_table, l.agency_code order by l.starts, l.period) as first_period,
            first_value(l.period) over (partition by l.source_table, l.agency_code
                order by l.starts desc, l.period) as last_period
        from lacking as l
    ) as w
    group by w.source_table, w.agency_code, w.name, w.kind, w.parent_code
),
places as (
    select x.agency_code, x._package, x._row, row_number() over (partition by x.agency_code order by x._package, x._row) as nth
    from agencies as x
),
counted as (
    select d.source_table, d.agency_code, d.name, d.n_periods, d.n_given, d.n_peers, d.first_period, d.last_period,
        p._package, p._row, count(*) over (partition by d.source_table, d.kind, d.parent_code) as n_bodies,
        row_number() over (partition by d.source_table, d.kind, d.parent_code
            order by d.n_periods desc, p._package, p._row) as nth
    from dated as d
    join places as p on p.agency_code = d.agency_code and p.nth = 1
)
select c._package, c._row, 'agencies' as _table, c.agency_code, c.name as body, c.source_table as table_name, c.n_periods,
    c.n_given, c.n_peers, c.n_bodies, c.first_period, c.last_period, case when c.n_bodies > $listed then 'many' when c.n_periods = 1 then 'one' end as _case
from counted as c
where c.n_bodies <= $listed or c.nth = 1
