/*
severity = "warning"
mender = "you"
certainty = "high"
applies = """coalesce(period_basis, '') <> 'cumulative' and period in (
    select p.period from reference.periods as p
    join (select distinct d.period from dossiers as d) as b on b.period = p.previous
    where p.kind <> 'nine_months')"""
unknown = "carried_over is null or resolved_overdue is null or pending_overdue is null"
field = "pending_overdue"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "carried_over", "resolved_overdue", "pending_total", "pending_overdue"]

[parameters]
least = 3  # dossiers that must have disappeared

[basis]
vi = "Biểu II.06a/VPCP/KSTT: hồ sơ đã quá hạn cuối kỳ trước (13) thì sang kỳ này hoặc được giải quyết quá hạn (10), hoặc vẫn còn quá hạn (13). Phần mềm có nơi xếp hồ sơ trả lại, xin rút vào đúng hạn, nên đây là câu hỏi, không phải kết luận."
en = "Form II.06a/VPCP/KSTT: a dossier that was overdue at the end of a period (13) is in the next either resolved overdue (10) or still overdue (13). Some software counts dossiers returned or withdrawn as on time, so this is a question and no verdict."

[title]
vi = "Hồ sơ đã quá hạn không còn được tính là quá hạn"
en = "Overdue dossiers that are no longer counted as overdue"

[message]
vi = "Cuối {previous:period} còn {late_before} hồ sơ đang giải quyết, quá hạn (13), nhưng {period:period} chỉ có {resolved_overdue} giải quyết quá hạn (10) + {pending_overdue} còn quá hạn (13) = {late_now}: ít nhất {vanished} hồ sơ đã quá hạn nay được tính khác. {agency}{field_label:, lĩnh vực …}{more:; … chỗ khác của đơn vị này cũng vậy}."
en = "At the end of {previous:period} {late_before} dossiers were pending overdue (13), yet {period:period} has only {resolved_overdue} resolved overdue (10) + {pending_overdue} still overdue (13) = {late_now}: at least {vanished} overdue dossiers are now counted otherwise. {agency}{field_label:, field …}{more:; other places at this body likewise: …}."

[fix]
vi = "Hỏi đơn vị: hồ sơ quá hạn có được trả lại, rút, gia hạn hoặc đặt lại ngày hẹn trong kỳ không, và phần mềm xếp chúng vào cột nào. Nếu cách xếp làm tăng tỷ lệ đúng hạn thì nêu rõ cạnh tỷ lệ ấy."
en = "Ask the body: were overdue dossiers returned, withdrawn, extended or given a new due date in the period, and into which column does the software put them? If that raises the on-time share, say so beside it."

[not_when]
vi = "Một trong các số chưa có; kỳ không liền nhau, khác cách tính kỳ, lũy kế hoặc 9 tháng; số kỳ trước chuyển sang (6) khác số còn lại cuối kỳ trước (11), vì khi ấy không phải cùng những hồ sơ ấy (xem carry-over-broken); chênh dưới {least} hồ sơ."
en = "Where one of the numbers is unknown; periods that do not follow each other, are counted otherwise, are cumulative or nine months; where what was carried over (6) is not what was left pending (11), since these are not the same dossiers then (see carry-over-broken); fewer than {least} dossiers."
*/
with pairs as (
    select c.period, c.previous
    from reference.periods as c
    join reference.periods as b on b.period = c.previous and b.last_month_n + 1 = c.first_month_n
),
vanished as (
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name, p.previous,
        d.resolved_overdue, d.pending_overdue, l.pending_overdue as late_before,
        cast(d.resolved_overdue as decimal(30, 0)) + cast(d.pending_overdue as decimal(30, 0)) as late_now,
        cast(l.pending_overdue as decimal(30, 0)) - cast(d.resolved_overdue as decimal(30, 0))
            - cast(d.pending_overdue as decimal(30, 0)) as vanished
    from dossiers as d
    join pairs as p on p.period = d.period
    join dossiers as l on l.period = p.previous and l.agency_code = d.agency_code and l.row_kind = d.row_kind
        and l.field_code = d.field_code and l.period_basis is not distinct from d.period_basis
    where l.pending_overdue >= $least and d.carried_over = l.pending_total and coalesce(d.period_basis, '') <> 'cumulative'
),
counted as (
    select v._package, v._row, v.period, v.agency_code, v.row_kind, v.field_code, v.field_name, v.previous,
        v.resolved_overdue, v.pending_overdue, v.late_before, v.late_now, v.vanished,
        count(*) over (partition by v._package, v.agency_code) as n_places,
        row_number() over (partition by v._package, v.agency_code
            order by case v.row_kind when 'field' then 1 else 2 end, v.vanished desc, v._row) as nth
    from vanished as v
    where v.vanished >= $least
)
select c._package, c._row, c.period, c.agency_code, c.row_kind, c.field_code, c.previous, c.resolved_overdue,
    c.pending_overdue, c.late_before, c.late_now, c.vanished, coalesce(a.name, g.name, r.name, c.agency_code) as agency,
    case when c.row_kind = 'field' then coalesce(c.field_name, c.field_code) end as field_label,
    case when c.n_places > 1 then c.n_places - 1 end as more
from counted as c
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = c.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = c.agency_code
left join reference.agencies as r on r.agency_code = c.agency_code
where c.nth = 1
