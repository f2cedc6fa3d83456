/*
severity = "error"
mender = "you"
certainty = "high"

[needs]
usage = ["period", "agency_code", "item_code", "received_online"]

[[alternatives]]
usage = ["period", "agency_code", "item_code", "resolved_total"]

[[alternatives]]
dossiers = ["period", "agency_code", "row_kind", "field_code", "to_handle_total"]

[[alternatives]]
dossiers = ["period", "agency_code", "row_kind", "field_code", "resolved_total"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code", "ratings", "ratings_satisfied"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
figures = ["figure_id", "numerator", "denominator"]

[basis]
vi = "Phép đếm: một phần không lớn hơn tổng. Phần nào thuộc tổng nào: biểu 06 (Thông tư 01/2020/TT-VPCP), mô tả các cột, tử số và mẫu số trong bảng measures."
en = "Counting: a part is not larger than its whole. Which part belongs to which whole: form 06 (Thông tư 01/2020/TT-VPCP), the descriptions of the columns, numerators and denominators in table measures."

[title]
vi = "Phần lớn hơn tổng"
en = "A part larger than its whole"

[message]
vi = "Phần lớn hơn tổng, {period:period}: {part_vi} {part}, trong khi {whole_vi} chỉ {whole} (hơn {difference}). {agency}{item:, …}."
en = "A part larger than its whole, {period:period}: {part_en} {part}, but {whole_en} only {whole} ({difference} more). {agency}{item:, …}."

[fix]
vi = "Đối chiếu hai số với hệ thống: chúng có cùng kỳ, cùng phạm vi và cùng cách đếm không? Công cụ không tự sửa con số."
en = "Check both numbers against the system: are they of the same period and scope, and counted the same way? The tool never changes a number."

[not_when]
vi = "Phần hoặc tổng chưa có số liệu; tổng đã có đủ các phần (các quy tắc về tổng của biểu 06 và của bảng usage nói rồi)."
en = "Where part or whole is unknown; where all the parts of the whole are known (the rules on the totals of form 06 and of table usage say it then)."

[cases.several.message]
vi = "Các phần đã có lớn hơn tổng, {period:period}: {whole_vi} ghi {whole}, nhưng riêng phần đã có số liệu trong các cột {part_vi} đã là {part}. {agency}{item:, lĩnh vực …}."
en = "The known parts are larger than the whole, {period:period}: {whole_en} says {whole}, but what is known of columns {part_vi} already makes {part}. {agency}{item:, field …}."
[cases.score.message]
vi = "Tử số lớn hơn mẫu số, {period:period}: {item} ghi {part}/{whole}, hơn {difference}. {agency}."
en = "A numerator larger than its denominator, {period:period}: {item_en} says {part}/{whole}, {difference} more. {agency}."
[cases.score.fix]
vi = "Đối chiếu với hệ thống chấm. Nếu đúng như vậy thì tử số không phải là một phần của mẫu số: cần nói rõ hai số đếm gì, và không đọc kết quả như một tỷ lệ. Công cụ không tự sửa con số."
en = "Check against the system that scores. If it is so, the numerator is no part of the denominator: say what both count, and do not read the result as a share. The tool never changes a number."
[cases.figure.message]
vi = "Tử số lớn hơn mẫu số: con số {figure_id} ghi {part}/{whole}{item:: “…”}"
en = "A numerator larger than its denominator: figure {figure_id} says {part}/{whole}{item_en:: “…”}"
[cases.figure.fix]
vi = "Xem lại nguồn: hai số có cùng phạm vi không, tử số có phải là một phần của mẫu số không?"
en = "Look at the source again: are both of one population, and is the numerator a part of the denominator?"
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en, max(m.numerator) as numerator,
        max(m.denominator) as denominator
    from measures as m
    group by m.measure, m.version
),
known as (
    select m.measure, m.version, m.title, m.title_en, m.numerator, m.denominator from own as m
    union all
    select r.measure, r.version, r.title, r.title_en, r.numerator, r.denominator
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
-- measures of which one is declared to be the numerator, the other the denominator of an index
pairs as (
    select distinct k.numerator as part, k.denominator as whole
    from known as k
    join known as a on a.measure = k.numerator
    join known as b on b.measure = k.denominator
),
-- form 06, where a part is unknown: the parts that are known can't be more than the whole
partial as (
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name,
        'to_handle_total' as name, d.to_handle_total as whole,
        cast(coalesce(d.received_online, 0) as decimal(30, 0)) + coalesce(d.received_offline, 0) + coalesce(d.carried_over, 0) as part,
        '(4), (5), (6)' as part_vi, cast(null as varchar) as part_en, 'nhận giải quyết (3)' as whole_vi, 'to handle (3)' as whole_en
    from dossiers as d
    where d.to_handle_total is not null
        and (d.received_online is null or d.received_offline is null or d.carried_over is null)
        and coalesce(d.received_online, d.received_offline, d.carried_over) is not null
    union all
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name,
        'resolved_total' as name, d.resolved_total as whole,
        cast(coalesce(d.resolved_early, 0) as decimal(30, 0)) + coalesce(d.resolved_on_time, 0) + coalesce(d.resolved_overdue, 0) as part,
        '(8), (9), (10)' as part_vi, null as part_en, 'đã giải quyết (7)' as whole_vi, 'resolved (7)' as whole_en
    from dossiers as d
    where d.resolved_total is not null
        and (d.resolved_early is null or d.resolved_on_time is null or d.resolved_overdue is null)
        and coalesce(d.resolved_early, d.resolved_on_time, d.resolved_overdue) is not null
    union all
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name,
        'pending_total' as name, d.pending_total as whole,
        cast(coalesce(d.pending_on_time, 0) as decimal(30, 0)) + coalesce(d.pending_overdue, 0) as part,
        '(12), (13)' as part_vi, null as part_en, 'đang giải quyết (11)' as whole_vi, 'pending (11)' as whole_en
    from dossiers as d
    where d.pending_total is not null and (d.pending_on_time is null or d.pending_overdue is null)
        and coalesce(d.pending_on_time, d.pending_overdue) is not null
    union all
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name,
        'to_handle_total' as name, d.to_handle_total as whole,
        cast(coalesce(d.resolved_total, 0) as decimal(30, 0)) + coalesce(d.pending_total, 0) as part,
        '(7), (11)' as part_vi, null as part_en, 'nhận giải quyết (3)' as whole_vi, 'to handle (3)' as whole_en
    from dossiers as d
    where d.to_handle_total is not null and (d.resolved_total is null or d.pending_total is null)
        and coalesce(d.resolved_total, d.pending_total) is not null
),
larger as (
    select p._package, p._row, 'dossiers' as source_table, p.name, p.period, p.agency_code, p.row_kind, p.field_code,
        cast(null as varchar) as item_code, cast(null as varchar) as measure, cast(null as varchar) as stage,
        cast(null as varchar) as source_id, cast(null as varchar) as figure_id,
        cast(p.part as decimal(38, 8)) as part, cast(p.whole as decimal(38, 8)) as whole,
        p.part_vi, p.part_en, p.whole_vi, p.whole_en,
        case when p.row_kind = 'field' then coalesce(p.field_name, p.field_code) end as item,
        case when p.row_kind = 'field' then coalesce(p.field_name, p.field_code) end as item_en,
        'several' as words, 'error' as severity
    from partial as p
    where p.part > p.whole
    union all
    select d._package, d._row, 'dossiers' as source_table, 'resolved_online' as name, d.period, d.agency_code, d.row_kind,
        d.field_code, null as item_code, null as measure, null as stage, null as source_id, null as figure_id,
        d.resolved_online as part, d.resolved_total as whole, 'đã giải quyết trực tuyến' as part_vi,
        'resolved online' as part_en, 'đã giải quyết (7)' as whole_vi, 'resolved (7)' as whole_en,
        case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as item,
        case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as item_en,
        null as words, 'error' as severity
    from dossiers as d
    where d.resolved_online > d.resolved_total
    union all
    select u._package, u._row, 'usage' as source_table, c.part as name, u.period, u.agency_code, null as row_kind,
        null as field_code, u.item_code, null as measure, null as stage, null as source_id, null as figure_id,
        case c.part when 'received_assisted' then u.received_assisted when 'received_online' then u.received_online
            when 'received_offline' then u.received_offline when 'resolved_online' then u.resolved_online
            else u.resolved_overdue end as part,
        case c.whole when 'received_online' then u.received_online when 'received_total' then u.received_total
            else u.resolved_total end as whole,
        c.part_vi, c.part_en, c.whole_vi, c.whole_en, u.item_code as item, u.item_code as item_en, null as words,
        'error' as severity
    from usage as u
    join (
        select 'received_assisted' as part, 'received_online' as whole, 'nộp trực tuyến có hỗ trợ' as part_vi,
            'assisted online' as part_en, 'tiếp nhận trực tuyến' as whole_vi, 'received online' as whole_en
        union all
        select 'received_assisted' as part, 'received_total' as whole, 'nộp trực tuyến có hỗ trợ' as part_vi,
            'assisted online' as part_en, 'tổng tiếp nhận' as whole_vi, 'received in all' as whole_en
        union all
        select 'received_online' as part, 'received_total' as whole, 'tiếp nhận trực tuyến' as part_vi,
            'received online' as part_en, 'tổng tiếp nhận' as whole_vi, 'received in all' as whole_en
        union all
        select 'received_offline' as part, 'received_total' as whole, 'tiếp nhận trực tiếp, bưu chính' as part_vi,
            'received at the desk or by post' as part_en, 'tổng tiếp nhận' as whole_vi, 'received in all' as whole_en
        union all
        select 'resolved_online' as part, 'resolved_total' as whole, 'đã giải quyết trực tuyến' as part_vi,
            'resolved online' as part_en, 'tổng đã giải quyết' as whole_vi, 'resolved in all' as whole_en
        union all
        select 'resolved_overdue' as part, 'resolved_total' as whole, 'đã giải quyết quá hạn' as part_vi,
            'resolved overdue' as part_en, 'tổng đã giải quyết' as whole_vi, 'resolved in all' as whole_en
    ) as c on (c.part = 'received_assisted' and c.whole = 'received_online' and u.received_assisted > u.received_online)
        or (c.part = 'received_assisted' and c.whole = 'received_total' and u.received_online is null and u.received_assisted > u.received_total)
        or (c.part = 'received_online' and u.received_offline is null and u.received_online > u.received_total)
        or (c.part = 'received_offline' and u.received_online is null and u.received_offline > u.received_total)
        or (c.part = 'resolved_online' and u.resolved_online > u.resolved_total)
        or (c.part = 'resolved_overdue' and u.resolved_overdue > u.resolved_total)
    where u.received_assisted > u.received_online or u.received_assisted > u.received_total
        or u.received_online > u.received_total or u.received_offline > u.received_total
        or u.resolved_online > u.resolved_total or u.resolved_overdue > u.resolved_total
    union all
    select s._package, s._row, 'satisfaction' as source_table, 'ratings_satisfied' as name, s.period, s.agency_code,
        null as row_kind, null as field_code, s.item_code, null as measure, null as stage, null as source_id,
        null as figure_id, s.ratings_satisfied as part, s.ratings as whole, 'lượt đánh giá hài lòng' as part_vi,
        'satisfied ratings' as part_en, 'tổng số lượt đánh giá' as whole_vi, 'ratings in all' as whole_en,
        case when s.item_code <> 'ALL' then s.item_code end as item,
        case when s.item_code <> 'ALL' then s.item_code end as item_en, null as words, 'error' as severity
    from satisfaction as s
    where s.ratings_satisfied > s.ratings
    union all
    select s._package, s._row, 'scores' as source_table, 'numerator' as name, s.period, s.agency_code, null as row_kind,
        null as field_code, null as item_code, s.measure, s.stage, null as source_id, null as figure_id,
        s.numerator as part, s.denominator as whole, null as part_vi, null as part_en, null as whole_vi,
        null as whole_en, coalesce(k.title, s.measure) as item, coalesce(k.title_en, k.title, s.measure) as item_en,
        'score' as words, 'warning' as severity
    from scores as s
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
    where s.numerator > s.denominator and s.denominator >= 0
    union all
    select f._package, f._row, 'figures' as source_table, 'numerator' as name, f.period, null as agency_code,
        null as row_kind, null as field_code, null as item_code, null as measure, null as stage, null as source_id,
        f.figure_id, f.numerator as part, f.denominator as whole, null as part_vi, null as part_en, null as whole_vi,
        null as whole_en, f.statement as item, coalesce(f.statement_en, f.statement) as item_en, 'figure' as words,
        'warning' as severity
    from figures as f
    where f.relation in ('share', 'count') and f.numerator > f.denominator and f.denominator >= 0
    union all
    -- counters that an index divides, where the index itself is not in scores with the same two numbers
    select a._package, a._row, 'observations' as source_table, 'value' as name, a.period, a.agency_code, null as row_kind,
        null as field_code, null as item_code, a.measure, null as stage, a.source_id, null as figure_id,
        a.value as part, b.value as whole, coalesce(x.title, a.measure) as part_vi,
        coalesce(x.title_en, x.title, a.measure) as part_en, coalesce(y.title, b.measure) as whole_vi,
        coalesce(y.title_en, y.title, b.measure) as whole_en, null as item, null as item_en, null as words,
        'warning' as severity
    from pairs as p
    join observations as a on a.measure = p.part
    join observations as b on b.measure = p.whole and b.period = a.period and b.agency_code = a.agency_code
        and b.source_id = a.source_id and b.period_basis is not distinct from a.period_basis
        and b._package is not distinct from a._package
    left join (select k.measure, max(k.title) as title, max(k.title_en) as title_en from known as k group by k.measure) as x
        on x.measure = a.measure
    left join (select k.measure, max(k.title) as title, max(k.title_en) as title_en from known as k group by k.measure) as y
        on y.measure = b.measure
    where a.value > b.value and b.value >= 0 and not exists (
        select 1 as one from scores as s
        where s.period = a.period and s.agency_code = a.agency_code and s.numerator = a.value and s.denominator = b.value
    )
        -- all channels known: online-total-inconsistent adds them up
        and not (a.measure = 'portal-channel-online' and exists (
            select 1 as one from observations as d
            join observations as e on e.measure = 'portal-channel-postal' and e.period = d.period
                and e.agency_code = d.agency_code and e.source_id = d.source_id and e._package is not distinct from d._package
            where d.measure = 'portal-channel-direct' and d.value is not null and e.value is not null
                and d.period = a.period and d.agency_code = a.agency_code and d.source_id = a.source_id
                and d._package is not distinct from a._package
        ))
),
names as (
    select b.agency_code, max(b.name) as name
    from (
        select a.agency_code, a.name from agencies as a
        union all
        select g.group_code as agency_code, g.name from agency_groups as g
        union all
        select r.agency_code, r.name from reference.agencies as r
        where not exists (select 1 as one from agencies as a where a.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
)
select l._package, l._row, l.source_table as _table, l.name as _field, l.severity as _severity, l.words as _case,
    case when l.words = 'several' then l.whole else l.part end as _value,
    l.period, l.agency_code, l.row_kind, l.field_code, l.item_code, l.measure, l.stage, l.source_id, l.figure_id,
    l.part, l.whole, l.part - l.whole as difference, l.part_vi, l.part_en, l.whole_vi, l.whole_en, l.item, l.item_en,
    coalesce(n.name, l.agency_code) as agency
from larger as l
left join names as n on n.agency_code = l.agency_code
order by l.source_table, l._package, l._row, l.name
