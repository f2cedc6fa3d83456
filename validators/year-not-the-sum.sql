/*
severity = "error"
mender = "you"
certainty = "high"
applies = """coalesce(period_basis, '') <> 'cumulative' and period in (
    select o.period from dossier_parts as o)"""

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code"]

[parameters]
listed = 50  # more rows than this in one table and kind of period are one finding
reform = 2025-07-01

[basis]
vi = "Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): số phát sinh (4), (5), (7)–(10) của các tháng cộng thành quý, của các quý thành năm; số tồn không cộng: (6) của kỳ dài là (6) của tháng đầu, (11)–(13) là của tháng cuối. Kỳ báo cáo từ ngày 15 đến ngày 14 cũng nối nhau như vậy."
en = "Form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): flows (4), (5), (7)–(10) of months add up to the quarter, of quarters to the year; stocks do not: (6) of the longer period is (6) of its first month, (11)–(13) are those of its last. Reporting periods from the 15th to the 14th follow each other in the same way."

[title]
vi = "Số của kỳ dài không khớp với các kỳ ngắn trong nó"
en = "A longer period that its months or quarters do not give"

[message]
vi = "Cộng kỳ không khớp: {label_vi}, {period:period}, ghi {stated}, nhưng {n_parts} {parts_vi} cộng lại là {total}, lệch {difference}. {agency}{what_vi:, …}{more:; còn … cột khác của dòng này cũng không khớp}."
en = "Periods do not add up: {label_en}, {period:period}, says {stated}, but its {n_parts} {parts_en} add up to {total}, a difference of {difference}. {agency}{what_en:, …}{more:; other columns of this row that do not match either: …}."

[fix]
vi = "Xem kỳ nào được chốt lại sau khi gửi, và kỳ dài được tính từ số nào. Kỳ nào sai thì gửi lại kỳ đó. Công cụ không tự sửa con số."
en = "See which period was closed again after it was sent, and what the longer one was computed from. Send again the one that is wrong. The tool never changes a number."

[not_when]
vi = "Kỳ dài thiếu một kỳ ngắn, hoặc một kỳ chưa có số liệu; cách tính kỳ khác nhau; số lũy kế. Khi kỳ dài và kỳ ngắn lấy từ hai nguồn khác nhau, khi cách tính kỳ không ghi, hoặc khi cơ quan được sắp xếp lại trong kỳ thì chỉ là cảnh báo."
en = "Where a shorter period is missing or unknown; where periods are counted otherwise; cumulative numbers. Only a warning where the longer and the shorter periods come from two sources, where the period basis is not given, or where the body was reorganised within the period."

[cases.reorganised.fix]
vi = "Trong kỳ này có sắp xếp lại tổ chức: xem số của cả kỳ có gồm cơ quan nhập vào hay tách ra không, và ghi rõ. Công cụ không tự sửa con số."
en = "There was a reorganisation within this period: see whether the longer period includes bodies that joined or left, and say so. The tool never changes a number."

[cases.stock.message]
vi = "Số tồn không khớp: {label_vi}, {period:period}, ghi {stated}, nhưng {end_vi} ({part:period}) ghi {total}, lệch {difference}. {agency}{what_vi:, …}{more:; còn … cột khác của dòng này cũng không khớp}."
en = "The stock does not match: {label_en}, {period:period}, says {stated}, but its {end_en} ({part:period}) says {total}, a difference of {difference}. {agency}{what_en:, …}{more:; other columns of this row that do not match either: …}."

[cases.summed.message]
vi = "Số tồn bị cộng dồn: {label_vi}, {period:period}, ghi {stated}, đúng bằng tổng của {n_parts} {parts_vi}. Một hồ sơ tồn qua nhiều kỳ đã bị đếm nhiều lần; {end_vi} ({part:period}) ghi {total}. {agency}{what_vi:, …}."
en = "A stock was added up: {label_en}, {period:period}, says {stated}, just the sum of its {n_parts} {parts_en}. A dossier that stayed open was counted once for each; its {end_en} ({part:period}) says {total}. {agency}{what_en:, …}."
[cases.summed.fix]
vi = "Lấy lại số của kỳ dài từ phần mềm một cửa: số kỳ trước chuyển sang là của kỳ đầu, số đang giải quyết là của kỳ cuối. Công cụ không tự sửa con số."
en = "Take the longer period from the one-stop software again: what was carried over is that of the first period, what is pending that of the last. The tool never changes a number."

[cases.many.message]
vi = "{n_rows} dòng của bảng {table} có số của kỳ dài không khớp với các {parts_vi} trong kỳ. Lệch nhiều nhất: {label_vi}, {period:period}, ghi {stated}, tính từ các {parts_vi} là {total}, lệch {difference}. {agency}{what_vi:, …}."
en = "In table {table} longer periods do not match their {parts_en} (rows: {n_rows}). The largest difference: {label_en}, {period:period}, says {stated}, from its {parts_en} {total}, a difference of {difference}. {agency}{what_en:, …}."
[cases.many.fix]
vi = "Lệch ở nhiều dòng thường do một nguyên nhân chung: kỳ dài lấy từ hệ thống khác, hoặc tính kỳ theo cách khác. Hỏi nguồn rồi ghi cách tính kỳ vào cột period_basis."
en = "Where so many rows differ there is usually one cause: the longer periods come from another system or are counted otherwise. Ask the source, and write the basis into column period_basis."
*/
with calendar as (
    select p.period, p.kind, p.first_month_n, p.last_month_n, p.last_month_n - p.first_month_n + 1 as months,
        p.starts, p.ends, case p.kind when 'month' then 1 when 'quarter' then 2 else 3 end as fineness
    from reference.periods as p
),
parts_of as (
    select w.period, w.kind, s.period as part, s.kind as part_kind, s.fineness, s.months, w.months as whole_months,
        case when s.first_month_n = w.first_month_n then 1 else 0 end as is_first,
        case when s.last_month_n = w.last_month_n then 1 else 0 end as is_last
    from calendar as w
    join calendar as s on s.first_month_n >= w.first_month_n and s.last_month_n <= w.last_month_n
        and s.months < w.months and s.kind in ('month', 'quarter', 'half')
),
-- of these, what the tables hold: mostly nothing, and then nothing more is read
dossier_parts as (
    select o.period, o.kind, o.part, o.part_kind, o.fineness, o.months, o.whole_months, o.is_first, o.is_last
    from parts_of as o
    join (select distinct d.period from dossiers as d) as a on a.period = o.period
    join (select distinct d.period from dossiers as d) as b on b.period = o.part
),
usage_parts as (
    select o.period, o.kind, o.part, o.part_kind, o.fineness, o.months, o.whole_months, o.is_first, o.is_last
    from parts_of as o
    join (select distinct u.period from usage as u) as a on a.period = o.period
    join (select distinct u.period from usage as u) as b on b.period = o.part
),
rating_parts as (
    select o.period, o.kind, o.part, o.part_kind, o.fineness, o.months, o.whole_months, o.is_first, o.is_last
    from parts_of as o
    join (select distinct t.period from satisfaction as t) as a on a.period = o.period
    join (select distinct t.period from satisfaction as t) as b on b.period = o.part
),
dossier_sums as (
    select w._package, w._row, o.kind, o.part_kind, o.fineness, count(*) as n_parts,
        min(case when w.source_id is not distinct from d.source_id then 1 else 0 end) as one_source,
        max(case when o.is_first = 1 then d.period end) as first_part,
        max(case when o.is_last = 1 then d.period end) as last_part,
        case when count(d.received_online) = count(*) then sum(d.received_online) end as received_online,
        case when count(d.received_offline) = count(*) then sum(d.received_offline) end as received_offline,
        case when count(d.resolved_total) = count(*) then sum(d.resolved_total) end as resolved_total,
        case when count(d.resolved_early) = count(*) then sum(d.resolved_early) end as resolved_early,
        case when count(d.resolved_on_time) = count(*) then sum(d.resolved_on_time) end as resolved_on_time,
        case when count(d.resolved_overdue) = count(*) then sum(d.resolved_overdue) end as resolved_overdue,
        case when count(d.resolved_online) = count(*) then sum(d.resolved_online) end as resolved_online,
        max(case when o.is_first = 1 then d.carried_over end) as carried_over,
        max(case when o.is_last = 1 then d.pending_total end) as pending_total,
        max(case when o.is_last = 1 then d.pending_on_time end) as pending_on_time,
        max(case when o.is_last = 1 then d.pending_overdue end) as pending_overdue,
        case when count(d.carried_over) = count(*) then sum(d.carried_over) end as carried_over_sum,
        case when count(d.pending_total) = count(*) then sum(d.pending_total) end as pending_total_sum,
        case when count(d.pending_on_time) = count(*) then sum(d.pending_on_time) end as pending_on_time_sum,
        case when count(d.pending_overdue) = count(*) then sum(d.pending_overdue) end as pending_overdue_sum
    from dossiers as w
    join dossier_parts as o on o.period = w.period
    join dossiers as d on d.period = o.part and d.agency_code = w.agency_code and d.row_kind = w.row_kind
        and d.field_code = w.field_code and d.period_basis is not distinct from w.period_basis
    where coalesce(w.period_basis, '') <> 'cumulative' and d.period in (select x.part from dossier_parts as x)
    group by w._package, w._row, o.kind, o.part_kind, o.fineness
    having count(*) = count(distinct d.period) and sum(o.months) = max(o.whole_months)
),
usage_sums as (
    select w._package, w._row, o.kind, o.part_kind, o.fineness, count(*) as n_parts,
        min(case when w.source_id is not distinct from d.source_id then 1 else 0 end) as one_source,
        case when count(d.received_total) = count(*) then sum(d.received_total) end as received_total,
        case when count(d.received_online) = count(*) then sum(d.received_online) end as received_online,
        case when count(d.received_offline) = count(*) then sum(d.received_offline) end as received_offline,
        case when count(d.received_assisted) = count(*) then sum(d.received_assisted) end as received_assisted,
        case when count(d.resolved_total) = count(*) then sum(d.resolved_total) end as resolved_total,
        case when count(d.resolved_online) = count(*) then sum(d.resolved_online) end as resolved_online,
        case when count(d.resolved_overdue) = count(*) then sum(d.resolved_overdue) end as resolved_overdue,
        case when count(d.paid_online) = count(*) then sum(d.paid_online) end as paid_online
    from usage as w
    join usage_parts as o on o.period = w.period
    join usage as d on d.period = o.part and d.agency_code = w.agency_code and d.item_code = w.item_code
        and d.period_basis is not distinct from w.period_basis
    where coalesce(w.period_basis, '') <> 'cumulative' and d.period in (select x.part from usage_parts as x)
    group by w._package, w._row, o.kind, o.part_kind, o.fineness
    having count(*) = count(distinct d.period) and sum(o.months) = max(o.whole_months)
),
rating_sums as (
    select w._package, w._row, o.kind, o.part_kind, o.fineness, count(*) as n_parts,
        min(case when w.source_id is not distinct from d.source_id then 1 else 0 end) as one_source,
        case when count(d.ratings) = count(*) then sum(d.ratings) end as ratings,
        case when count(d.ratings_satisfied) = count(*) then sum(d.ratings_satisfied) end as ratings_satisfied
    from satisfaction as w
    join rating_parts as o on o.period = w.period
    join satisfaction as d on d.period = o.part and d.agency_code = w.agency_code and d.item_code = w.item_code
        and d.period_basis is not distinct from w.period_basis
    where coalesce(w.period_basis, '') <> 'cumulative' and d.period in (select x.part from rating_parts as x)
    group by w._package, w._row, o.kind, o.part_kind, o.fineness
    having count(*) = count(distinct d.period) and sum(o.months) = max(o.whole_months)
),
names as (
    select 'received_total' as name, 'tiếp nhận, mọi kênh' as label_vi, 'received, all channels' as label_en
    union all
    select 'received_online' as name, 'tiếp nhận trực tuyến' as label_vi, 'received online' as label_en
    union all
    select 'received_offline' as name, 'tiếp nhận trực tiếp, bưu chính' as label_vi, 'received at the desk or by post' as label_en
    union all
    select 'received_assisted' as name, 'nộp trực tuyến có hỗ trợ' as label_vi, 'filed online with help' as label_en
    union all
    select 'resolved_total' as name, 'đã giải quyết' as label_vi, 'resolved' as label_en
    union all
    select 'resolved_early' as name, 'giải quyết trước hạn' as label_vi, 'resolved early' as label_en
    union all
    select 'resolved_on_time' as name, 'giải quyết đúng hạn' as label_vi, 'resolved on time' as label_en
    union all
    select 'resolved_overdue' as name, 'giải quyết quá hạn' as label_vi, 'resolved overdue' as label_en
    union all
    select 'resolved_online' as name, 'đã giải quyết trực tuyến' as label_vi, 'resolved online' as label_en
    union all
    select 'paid_online' as name, 'thanh toán trực tuyến' as label_vi, 'paid online' as label_en
    union all
    select 'ratings' as name, 'lượt đánh giá' as label_vi, 'ratings' as label_en
    union all
    select 'ratings_satisfied' as name, 'lượt hài lòng' as label_vi, 'satisfied ratings' as label_en
    union all
    select 'carried_over' as name, 'kỳ trước chuyển sang (6)' as label_vi, 'carried over (6)' as label_en
    union all
    select 'pending_total' as name, 'đang giải quyết (11)' as label_vi, 'pending (11)' as label_en
    union all
    select 'pending_on_time' as name, 'đang giải quyết, trong hạn (12)' as label_vi, 'pending within the limit (12)' as label_en
    union all
    select 'pending_overdue' as name, 'đang giải quyết, quá hạn (13)' as label_vi, 'pending overdue (13)' as label_en
),
compared as (
    select w._package, w._row, 'dossiers' as source_table, w.period, w.period_basis, w.agency_code, w.row_kind,
        w.field_code, cast(null as varchar) as item_code, s.kind, s.part_kind, s.fineness, s.n_parts, s.one_source,
        case when c.name = 'carried_over' then s.first_part when c.name like 'pending%' then s.last_part end as part,
        case when w.row_kind = 'field' then coalesce(w.field_name, w.field_code) end as field_label, c.name,
        c.label_vi, c.label_en,
        case c.name when 'received_online' then w.received_online when 'received_offline' then w.received_offline
            when 'resolved_total' then w.resolved_total when 'resolved_early' then w.resolved_early
            when 'resolved_on_time' then w.resolved_on_time when 'resolved_overdue' then w.resolved_overdue
            when 'resolved_online' then w.resolved_online when 'carried_over' then w.carried_over
            when 'pending_total' then w.pending_total when 'pending_on_time' then w.pending_on_time
            when 'pending_overdue' then w.pending_overdue end as stated,
        case c.name when 'received_online' then s.received_online when 'received_offline' then s.received_offline
            when 'resolved_total' then s.resolved_total when 'resolved_early' then s.resolved_early
            when 'resolved_on_time' then s.resolved_on_time when 'resolved_overdue' then s.resolved_overdue
            when 'resolved_online' then s.resolved_online when 'carried_over' then s.carried_over
            when 'pending_total' then s.pending_total when 'pending_on_time' then s.pending_on_time
            when 'pending_overdue' then s.pending_overdue end as total,
        case c.name when 'carried_over' then s.carried_over_sum when 'pending_total' then s.pending_total_sum
            when 'pending_on_time' then s.pending_on_time_sum when 'pending_overdue' then s.pending_overdue_sum end as summed
    from dossiers as w
    join dossier_sums as s on s._package = w._package and s._row = w._row
    cross join names as c
    union all
    select w._package, w._row, 'usage' as source_table, w.period, w.period_basis, w.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, w.item_code, s.kind, s.part_kind,
        s.fineness, s.n_parts, s.one_source, cast(null as varchar) as part, cast(null as varchar) as field_label, c.name,
        c.label_vi, c.label_en,
        case c.name when 'received_total' then w.received_total when 'received_online' then w.received_online
            when 'received_offline' then w.received_offline when 'received_assisted' then w.received_assisted
            when 'resolved_total' then w.resolved_total when 'resolved_online' then w.resolved_online
            when 'resolved_overdue' then w.resolved_overdue when 'paid_online' then w.paid_online end as stated,
        case c.name when 'received_total' then s.received_total when 'received_online' then s.received_online
            when 'received_offline' then s.received_offline when 'received_assisted' then s.received_assisted
            when 'resolved_total' then s.resolved_total when 'resolved_online' then s.resolved_online
            when 'resolved_overdue' then s.resolved_overdue when 'paid_online' then s.paid_online end as total,
        null as summed
    from usage as w
    join usage_sums as s on s._package = w._package and s._row = w._row
    cross join names as c
    union all
    select w._package, w._row, 'satisfaction' as source_table, w.period, w.period_basis, w.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, w.item_code, s.kind, s.part_kind,
        s.fineness, s.n_parts, s.one_source, cast(null as varchar) as part, cast(null as varchar) as field_label, c.name,
        c.label_vi, c.label_en,
        case c.name when 'ratings' then w.ratings when 'ratings_satisfied' then w.ratings_satisfied end as stated,
        case c.name when 'ratings' then s.ratings when 'ratings_satisfied' then s.ratings_satisfied end as total,
        null as summed
    from satisfaction as w
    join rating_sums as s on s._package = w._package and s._row = w._row
    cross join names as c
),
different as (
    select c._package, c._row, c.source_table, c.period, c.period_basis, c.agency_code, c.row_kind, c.field_code,
        c.item_code, c.kind, c.part_kind, c.n_parts, c.one_source, c.part, c.field_label, c.name, c.label_vi, c.label_en,
        c.stated, c.total, abs(cast(c.stated as decimal(38, 0)) - cast(c.total as decimal(38, 0))) as difference,
        case when c.stated = c.summed then 1 else 0 end as is_summed,
        row_number() over (partition by c._package, c.source_table, c._row
            order by c.fineness, abs(cast(c.stated as decimal(38, 0)) - cast(c.total as decimal(38, 0))) desc, c.name) as nth,
        count(*) over (partition by c._package, c.source_table, c._row, c.fineness) - 1 as more
    from compared as c
    where c.stated <> c.total
),
bodies as (
    select a.agency_code, a.tier, a.kind, a.parent_code, a.successor_code, a.valid_from, a.valid_to from agencies as a
    union all
    select r.agency_code, r.tier, r.kind, r.parent_code, r.successor_code, r.valid_from, r.valid_to
    from reference.agencies as r
),
-- whose numbers a body's start or end touches: its own, its successor's, its parent's, its tier's
breaks as (
    select b.agency_code as code, b.valid_from, b.valid_to from bodies as b
    union all
    select b.successor_code as code, cast(null as date) as valid_from, b.valid_to from bodies as b
    union all
    select b.parent_code as code, b.valid_from, b.valid_to from bodies as b
    union all
    select g.group_code as code, b.valid_from, b.valid_to
    from agency_groups as g
    join bodies as b on b.tier = g.tier and coalesce(g.kind, b.kind, '') = coalesce(b.kind, '')
        and coalesce(g.parent_code, b.parent_code, '') = coalesce(b.parent_code, '')
),
reorganised as (
    select distinct d.period, d.agency_code
    from (select distinct x.period, x.agency_code from different as x) as d
    join calendar as p on p.period = d.period
    left join breaks as k on k.code = d.agency_code
        and ((k.valid_from > p.starts and k.valid_from <= p.ends) or (k.valid_to >= p.starts and k.valid_to < p.ends))
    where k.code is not null or (d.agency_code not like 'G%' and $reform > p.starts and $reform <= p.ends)
),
told as (
    select d._package, d._row, d.source_table, d.period, d.period_basis, d.agency_code, d.row_kind, d.field_code,
        d.item_code, d.part_kind, d.n_parts, d.one_source, d.part, d.field_label, d.name, d.label_vi, d.label_en, d.stated,
        d.total, d.difference, d.is_summed, case when d.more > 0 then d.more end as more,
        case when r.agency_code is null then 0 else 1 end as is_reorganised,
        min(case when d.one_source = 0 or r.agency_code is not null or d.period_basis is null then 1 else 0 end)
            over (partition by d._package, d.source_table, d.kind, d.part_kind) as all_soft,
        count(*) over (partition by d._package, d.source_table, d.kind, d.part_kind) as n_rows,
        row_number() over (partition by d._package, d.source_table, d.kind, d.part_kind
            order by d.difference desc, d._row) as nth
    from different as d
    left join reorganised as r on r.period = d.period and r.agency_code = d.agency_code
    where d.nth = 1
)
select t._package, t._row, t.source_table as _table, t.name as _field, t.stated as _value, t.period, t.agency_code,
    t.row_kind, t.field_code, t.item_code, t.part, t.n_parts, t.label_vi, t.label_en, t.stated, t.total, t.difference,
    t.more, t.n_rows, coalesce(a.name, g.name, b.name, t.agency_code) as agency,
    case when t.field_label is not null then 'lĩnh vực ' || t.field_label when t.item_code <> 'ALL' then 'mã ' || t.item_code
        end as what_vi,
    case when t.field_label is not null then 'field ' || t.field_label when t.item_code <> 'ALL' then 'code ' || t.item_code
        end as what_en,
    case t.part_kind when 'month' then 'tháng' when 'quarter' then 'quý' else 'nửa năm' end as parts_vi,
    case t.part_kind when 'month' then 'months' when 'quarter' then 'quarters' else 'half years' end as parts_en,
    case t.part_kind when 'month' then 'tháng' when 'quarter' then 'quý' else 'nửa năm' end
        || case when t.name = 'carried_over' then ' đầu' else ' cuối' end as end_vi,
    case when t.name = 'carried_over' then 'first ' else 'last ' end
        || case t.part_kind when 'month' then 'month' when 'quarter' then 'quarter' else 'half year' end as end_en,
    case when t.n_rows > $listed then 'many'
        when t.is_summed = 1 then 'summed'
        when t.part is not null then 'stock'
        when t.is_reorganised = 1 then 'reorganised' end as _case,
    case when t.n_rows > $listed then case when t.all_soft = 1 then 'warning' end
        when t.one_source = 0 or t.is_reorganised = 1 or t.period_basis is null then 'warning' end as _severity
from told as t
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = t.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = t.agency_code
left join reference.agencies as b on b.agency_code = t.agency_code
where t.n_rows <= $listed or t.nth = 1
