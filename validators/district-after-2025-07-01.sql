/*
severity = "error"
mender = "you"
certainty = "verified"

[needs]
agencies = ["agency_code"]

[[alternatives]]
agency_groups = ["group_code", "tier"]

[[alternatives]]
units = ["unit_code", "valid_from", "tier"]

[[alternatives]]
procedures = ["procedure_code", "executing_tier"]

[parameters]
reform = 2025-07-01

[basis]
vi = "Từ ngày 01/07/2025 không còn cấp huyện: danh mục đơn vị hành chính theo Quyết định 19/2025/QĐ-TTg chỉ có 34 tỉnh, thành phố và 3.321 xã, phường, đặc khu."
en = "There is no district level since 2025-07-01: the list of units of Quyết định 19/2025/QĐ-TTg has 34 provinces and 3,321 communes, and nothing between."

[title]
vi = "Cấp huyện sau ngày 01/07/2025"
en = "Districts after 2025-07-01"

[message]
vi = "{body} (mã {agency_code}) là cấp huyện, nhưng bảng {table} có {n_rows} dòng số liệu của mã này cho các kỳ từ ngày {reform} (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "{body} (code {agency_code}) is of the district level, yet table {table} has figures under this code for periods from {reform} on (rows: {n_rows}, first: {first_period:period}, last: {last_period:period})."

[fix]
vi = "Hỏi nguồn xem số liệu này là của cơ quan nào sau khi bỏ cấp huyện: cấp xã nào, hay hồ sơ cũ của huyện chưa bàn giao. Ghi đúng mã và đúng kỳ; đừng cộng vào cấp xã khi chưa rõ."
en = "Ask the source whose figures these are since districts ended: which commune's, or old dossiers not yet handed over. Write the right code and period; do not add them to the communes before that is clear."

[not_when]
vi = "Kỳ bắt đầu trước ngày 01/07/2025 (như năm 2025, kỳ báo cáo tháng 7/2025 từ ngày 15/06); dòng không có số hoặc toàn số 0; cơ quan ngành dọc đặt tại huyện (kind khác district); mã mà bảng agencies đã ghi ngày hết hiệu lực (xem agency-unknown-at-date). Danh mục còn cấp huyện chưa ghi ngày hết hiệu lực chỉ là cảnh báo."
en = "Periods that begin before 2025-07-01 (such as 2025, or the reporting month 2025-07 from 15 June); rows without figures or with nothing but 0; central branches in districts (a kind other than district); codes that table agencies ends itself (see agency-unknown-at-date). Registers that still hold districts without an end date are only a warning."

[cases.agencies.message]
vi = "Bảng agencies còn {n_rows} cơ quan cấp huyện chưa ghi ngày hết hiệu lực, hoặc ghi sau ngày 30/06/2025; ví dụ {body} (mã {agency_code}). Để trống valid_to là nói cơ quan còn hoạt động."
en = "Table agencies still has bodies of the district level without an end date, or with one after 2025-06-30 (rows: {n_rows}), such as {body} (code {agency_code}). An empty valid_to says that the body exists."
[cases.agencies.fix]
vi = "Ghi valid_to là 2025-06-30 và, nếu biết, mã cơ quan kế thừa. Đừng xóa dòng: số liệu cũ cần nó."
en = "Write 2025-06-30 into valid_to and, where known, the successor's code. Do not delete the row: old figures need it."

[cases.units.message]
vi = "Bảng units còn {n_rows} đơn vị cấp huyện chưa ghi ngày hết hiệu lực, hoặc ghi sau ngày 30/06/2025; ví dụ {body} (mã {unit_code})."
en = "Table units still has units of the district level without an end date, or with one after 2025-06-30 (rows: {n_rows}), such as {body} (code {unit_code})."
[cases.units.fix]
vi = "Ghi valid_to là 2025-06-30; đơn vị mới thì ghi trong unit_changes. Đừng xóa dòng: số liệu cũ cần nó."
en = "Write 2025-06-30 into valid_to, and the new units into unit_changes. Do not delete the row: old figures need it."

[cases.procedures.message]
vi = "{n_rows} thủ tục còn hiệu lực vẫn ghi cấp thực hiện là huyện; ví dụ {procedure_code} “{body}”. Từ ngày {reform} thẩm quyền đó thuộc cấp khác."
en = "Procedures in force still name the district as the executing tier (rows: {n_rows}), such as {procedure_code} “{body}”. Since {reform} that authority lies with another tier."
[cases.procedures.fix]
vi = "Xem quyết định công bố mới nhất của từng thủ tục rồi ghi lại executing_tier. Nếu quyết định công bố chưa sửa thì đề nghị cơ quan ban hành; đừng tự đoán cấp."
en = "Look up the latest announcement decision of each and write executing_tier again. If the decision has not been changed, ask the issuing agency; do not guess the tier."
*/
with
calendar as (
    select p.period, p.starts, p.ends, coalesce(p.reporting_starts, p.starts) as reporting_starts,
        coalesce(p.reporting_ends, p.ends) as reporting_ends
    from reference.periods as p
),
-- the rows of the tables that have periods, with the largest of their figures
rows_given as (
    select d._package, d._row, 'dossiers' as source_table, d.period, d.period_basis, d.source_id, d.agency_code,
        d.row_kind, d.field_code, cast(null as varchar) as item_code, cast(null as varchar) as measure,
        cast(null as varchar) as stage, cast(greatest(d.to_handle_total, d.received_online, d.received_offline,
            d.carried_over, d.resolved_total, d.resolved_early, d.resolved_on_time, d.resolved_overdue, d.pending_total,
            d.pending_on_time, d.pending_overdue, d.resolved_online) as double) as most
    from dossiers as d
    union all
    select u._package, u._row, 'usage' as source_table, u.period, u.period_basis, u.source_id, u.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, u.item_code,
        cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(greatest(u.received_total, u.received_online, u.received_offline, u.received_assisted, u.resolved_total,
            u.resolved_online, u.resolved_overdue, u.paid_online) as double) as most
    from usage as u
    union all
    select s._package, s._row, 'satisfaction' as source_table, s.period, s.period_basis, s.source_id, s.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, s.item_code,
        cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(greatest(s.ratings, s.ratings_satisfied) as double) as most
    from satisfaction as s
    union all
    select o._package, o._row, 'observations' as source_table, o.period, o.period_basis, o.source_id, o.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, cast(null as varchar) as item_code,
        o.measure, cast(null as varchar) as stage, cast(abs(o.value) as double) as most
    from observations as o
    union all
    select c._package, c._row, 'scores' as source_table, c.period, c.period_basis, c.source_id, c.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, cast(null as varchar) as item_code,
        c.measure, c.stage, cast(greatest(abs(c.numerator), abs(c.denominator), abs(c.ratio_pct), abs(c.score)) as double)
            as most
    from scores as c
),
bodies as (
    select a.agency_code as code, max(a.name) as body, max(a.valid_to) as valid_to
    from agencies as a
    where a.kind = 'district' or (a.kind is null and a.tier = 'district')
    group by a.agency_code
    union all
    select g.group_code as code, max(g.name) as body, cast(null as date) as valid_to
    from agency_groups as g
    where g.tier = 'district' and coalesce(g.kind, 'district') = 'district'
    group by g.group_code
),
facts as (
    select r._package, r._row, r.source_table, r.period, r.agency_code, r.row_kind, r.field_code, r.item_code, r.measure,
        r.stage, r.source_id, b.body,
        row_number() over (partition by r._package, r.source_table, r.agency_code order by r._row) as nth,
        count(*) over (partition by r._package, r.source_table, r.agency_code) as n_rows,
        first_value(r.period) over (partition by r._package, r.source_table, r.agency_code
            order by p.starts, p.ends) as first_period,
        first_value(r.period) over (partition by r._package, r.source_table, r.agency_code
            order by p.starts desc, p.ends desc) as last_period
    from rows_given as r
    join bodies as b on b.code = r.agency_code
    join calendar as p on p.period = r.period
    join reference.periods as y on y.period = substr(r.period, 1, 4)
    where r.most > 0 and (b.valid_to is null or b.valid_to >= p.starts)
        and case r.period_basis when 'calendar' then p.starts when 'cumulative' then y.starts
            else p.reporting_starts end >= $reform
),
registers as (
    select a._package, a._row, 'agencies' as source_table, 'valid_to' as field_name, a.agency_code,
        cast(null as varchar) as unit_code, cast(null as date) as valid_from, cast(null as varchar) as procedure_code,
        a.name as body
    from agencies as a
    where (a.kind = 'district' or (a.kind is null and a.tier = 'district'))
        and (a.valid_to is null or a.valid_to >= $reform) and $as_of >= $reform
    union all
    select u._package, u._row, 'units' as source_table, 'valid_to' as field_name, cast(null as varchar) as agency_code,
        u.unit_code, u.valid_from, cast(null as varchar) as procedure_code, u.name as body
    from units as u
    where u.tier = 'district' and (u.valid_to is null or u.valid_to >= $reform) and $as_of >= $reform
    union all
    select c._package, c._row, 'procedures' as source_table, 'executing_tier' as field_name,
        cast(null as varchar) as agency_code, cast(null as varchar) as unit_code, cast(null as date) as valid_from,
        c.procedure_code, c.name as body
    from procedures as c
    where c.executing_tier = 'district' and c.status = 'in_force' and $as_of >= $reform
),
listed as (
    select r._package, r._row, r.source_table, r.field_name, r.agency_code, r.unit_code, r.valid_from, r.procedure_code,
        r.body, row_number() over (partition by r._package, r.source_table order by r._row) as nth,
        count(*) over (partition by r._package, r.source_table) as n_rows
    from registers as r
),
found as (
    select f._package, f._row, f.source_table as _table, 'agency_code' as _field, f.agency_code as _value,
        cast(null as varchar) as _case, cast(null as varchar) as _severity, f.period, f.agency_code, f.row_kind, f.field_code,
        f.item_code, f.measure, f.stage, f.source_id, cast(null as varchar) as unit_code, cast(null as date) as valid_from,
        cast(null as varchar) as procedure_code, f.body, f.n_rows, f.first_period, f.last_period
    from facts as f
    where f.nth = 1
    union all
    select l._package, l._row, l.source_table as _table, l.field_name as _field,
        case l.source_table when 'procedures' then 'district' end as _value, l.source_table as _case, 'warning' as _severity,
        cast(null as varchar) as period, l.agency_code, cast(null as varchar) as row_kind, cast(null as varchar) as field_code,
        cast(null as varchar) as item_code, cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(null as varchar) as source_id, l.unit_code, l.valid_from, l.procedure_code, l.body, l.n_rows,
        cast(null as varchar) as first_period, cast(null as varchar) as last_period
    from listed as l
    where l.nth = 1
)
select f._package, f._row, f._table, f._field, f._value, f._case, f._severity, f.period, f.agency_code, f.row_kind,
    f.field_code, f.item_code, f.measure, f.stage, f.source_id, f.unit_code, f.valid_from, f.procedure_code, f.body,
    f.n_rows, f.first_period, f.last_period
from found as f
