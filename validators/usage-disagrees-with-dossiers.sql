/*
severity = "warning"
mender = "you"
certainty = "high"
applies = "exists (select 1 as one from coverage as c where c.agency_code = dossiers.agency_code and c.included)"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]
usage = ["period", "agency_code", "item_code"]
coverage = ["agency_code", "field_code", "included"]
procedures = ["procedure_code", "field_code"]

[parameters]
percent = 1  # of the larger number; both thresholds must be passed
least = 5  # dossiers

[basis]
vi = "Cùng một đại lượng ở hai bảng phải bằng nhau, hoặc phải nói rõ vì sao khác. Số theo lĩnh vực của biểu 06 và số theo dịch vụ thường lấy từ hai truy vấn khác nhau của phần mềm một cửa."
en = "One quantity in two tables must be the same, or it must be said why it is not. The figures of form 06 by field and those by service often come from two queries of the one-stop software."

[title]
vi = "Số theo dịch vụ và biểu 06 không khớp"
en = "Figures by service and form 06 disagree"

[message]
vi = "{agency}, {period:period}{field_label:, lĩnh vực …}: biểu 06 ghi {label_vi} {stated}, nhưng các dịch vụ cộng lại là {total} ({n_items} mã trong bảng usage), lệch {difference}. Đã so {n_compared} ô của đơn vị này{more:, còn … ô khác cũng lệch}."
en = "{agency}, {period:period}{field_label:, field …}: form 06 says {label_en} {stated}, but the services add up to {total} (codes in table usage: {n_items}), a difference of {difference}. Cells compared at this body: {n_compared}{more:; others that differ too: …}."

[fix]
vi = "Hỏi hai truy vấn lấy hồ sơ theo ngày nào (tiếp nhận, kết thúc, trả kết quả), có tính hồ sơ dừng, rút không, và bảng usage có đủ thủ tục không. Lĩnh vực không nằm trong tổng thì ghi included = false ở bảng coverage."
en = "Ask by which day the two queries take dossiers (reception, end, delivery), whether they count stopped and withdrawn ones, and whether table usage has every procedure. A field that is not in the totals gets included = false in table coverage."

[not_when]
vi = "Lĩnh vực chưa khai báo trong coverage, không nằm trong tổng, hoặc có ngày since sau đầu kỳ; mã chưa biết lĩnh vực; một ô của phép cộng chưa có số liệu; cách tính kỳ khác nhau; lệch không quá {percent}% hoặc dưới {least} hồ sơ. Đơn vị báo cáo theo nhóm (như cấp xã) thì so với dòng tổng của nhóm, khi mọi lĩnh vực được tính đều có số liệu theo dịch vụ."
en = "Fields that coverage does not declare, keeps out of the totals, or dates (since) after the period began; codes whose field is not known; sums with an unknown cell; other period bases; differences of {percent} % or less, or below {least} dossiers. Bodies that report as a group (such as communes) are compared with the total of the group where every field counted has figures by service."
*/
with item_fields as (
    select i.item_code, max(p.field_code) as field_code
    from (
        select distinct u.item_code, case when regexp_matches(u.item_code, '^[0-9][.][0-9]{6}([.]|$)')
            then substr(u.item_code, 1, 8) end as procedure_code
        from usage as u
    ) as i
    left join procedures as p on p.procedure_code = i.procedure_code
    group by i.item_code
),
-- what coverage says of a field at a body or group: wholly in the totals, or not (or not surely)
declared as (
    select c.agency_code, c.field_code, min(case when c.included then 1 else 0 end) as included,
        max(c.since) as since
    from coverage as c
    group by c.agency_code, c.field_code
),
by_field as (
    select u.agency_code, u.period, u.period_basis, coalesce(f.field_code, '') as field_code, count(*) as n_items,
        case when count(u.received_online) = count(*) then sum(u.received_online) end as received_online,
        case when count(u.received_offline) = count(*) then sum(u.received_offline) end as received_offline,
        case when count(u.resolved_total) = count(*) then sum(u.resolved_total) end as resolved_total,
        case when count(u.resolved_online) = count(*) then sum(u.resolved_online) end as resolved_online,
        case when count(u.resolved_overdue) = count(*) then sum(u.resolved_overdue) end as resolved_overdue
    from usage as u
    join item_fields as f on f.item_code = u.item_code
    group by u.agency_code, u.period, u.period_basis, coalesce(f.field_code, '')
),
-- each of these with what coverage says of it: 1 counted, 0 left out, null not said
placed as (
    select b.agency_code, b.period, b.period_basis, b.field_code, b.n_items, b.received_online, b.received_offline,
        b.resolved_total, b.resolved_online, b.resolved_overdue,
        case when coalesce(d.since, e.since) > p.starts then null else coalesce(d.included, e.included) end as included
    from by_field as b
    join reference.periods as p on p.period = b.period
    left join declared as d on d.agency_code = b.agency_code and d.field_code = b.field_code
    left join declared as e on e.agency_code = b.agency_code and e.field_code = 'ALL'
),
-- a body as a whole: all its codes must be placed, and all fields counted must have some
as_whole as (
    select w.agency_code, w.period, w.period_basis, w.n_items, w.received_online, w.received_offline, w.resolved_total,
        w.resolved_online, w.resolved_overdue
    from (
        select b.agency_code, b.period, b.period_basis, sum(case when b.included = 1 then b.n_items end) as n_items,
            sum(case when b.included = 1 then 1 else 0 end) as n_fields, count(b.included) as n_placed, count(*) as n_all,
            case when count(case when b.included = 1 then b.received_online end) = sum(b.included)
                then sum(case when b.included = 1 then b.received_online end) end as received_online,
            case when count(case when b.included = 1 then b.received_offline end) = sum(b.included)
                then sum(case when b.included = 1 then b.received_offline end) end as received_offline,
            case when count(case when b.included = 1 then b.resolved_total end) = sum(b.included)
                then sum(case when b.included = 1 then b.resolved_total end) end as resolved_total,
            case when count(case when b.included = 1 then b.resolved_online end) = sum(b.included)
                then sum(case when b.included = 1 then b.resolved_online end) end as resolved_online,
            case when count(case when b.included = 1 then b.resolved_overdue end) = sum(b.included)
                then sum(case when b.included = 1 then b.resolved_overdue end) end as resolved_overdue
        from placed as b
        group by b.agency_code, b.period, b.period_basis
    ) as w
    join (
        select d.agency_code, sum(case when d.field_code <> 'ALL' then d.included else 0 end) as n_fields
        from declared as d
        group by d.agency_code
    ) as c on c.agency_code = w.agency_code
    where w.n_all = w.n_placed and w.n_fields > 0 and w.n_fields >= c.n_fields
),
pairs as (
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name, b.n_items,
        d.received_online as form_online, b.received_online as sum_online,
        d.received_offline as form_offline, b.received_offline as sum_offline,
        d.resolved_total as form_resolved, b.resolved_total as sum_resolved,
        d.resolved_online as form_handled, b.resolved_online as sum_handled,
        d.resolved_overdue as form_overdue, b.resolved_overdue as sum_overdue
    from dossiers as d
    join placed as b on b.agency_code = d.agency_code and b.period = d.period and b.field_code = d.field_code
        and b.period_basis is not distinct from d.period_basis
    where d.row_kind = 'field' and b.included = 1
    union all
    select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code, d.field_name, w.n_items,
        d.received_online as form_online, w.received_online as sum_online,
        d.received_offline as form_offline, w.received_offline as sum_offline,
        d.resolved_total as form_resolved, w.resolved_total as sum_resolved,
        d.resolved_online as form_handled, w.resolved_online as sum_handled,
        d.resolved_overdue as form_overdue, w.resolved_overdue as sum_overdue
    from dossiers as d
    join as_whole as w on w.agency_code = d.agency_code and w.period = d.period
        and w.period_basis is not distinct from d.period_basis
    where d.row_kind <> 'field' and d.field_code = 'ALL'
        and not exists (
            select 1 as one from dossiers as f
            where f.agency_code = d.agency_code and f.period = d.period and f.row_kind = 'field'
        )
),
cells as (
    select p._package, p._row, p.period, p.agency_code, p.row_kind, p.field_code, p.field_name, p.n_items,
        'received_online' as name, 'tiếp nhận trực tuyến (4)' as label_vi, 'received online (4)' as label_en,
        p.form_online as stated, p.sum_online as total
    from pairs as p
    union all
    select p._package, p._row, p.period, p.agency_code, p.row_kind, p.field_code, p.field_name, p.n_items,
        'received_offline' as name, 'tiếp nhận trực tiếp, bưu chính (5)' as label_vi,
        'received at the desk or by post (5)' as label_en, p.form_offline as stated, p.sum_offline as total
    from pairs as p
    union all
    select p._package, p._row, p.period, p.agency_code, p.row_kind, p.field_code, p.field_name, p.n_items,
        'resolved_total' as name, 'đã giải quyết (7)' as label_vi, 'resolved (7)' as label_en, p.form_resolved as stated,
        p.sum_resolved as total
    from pairs as p
    union all
    select p._package, p._row, p.period, p.agency_code, p.row_kind, p.field_code, p.field_name, p.n_items,
        'resolved_online' as name, 'đã giải quyết trực tuyến' as label_vi, 'resolved online' as label_en,
        p.form_handled as stated, p.sum_handled as total
    from pairs as p
    union all
    select p._package, p._row, p.period, p.agency_code, p.row_kind, p.field_code, p.field_name, p.n_items,
        'resolved_overdue' as name, 'giải quyết quá hạn (10)' as label_vi, 'resolved overdue (10)' as label_en,
        p.form_overdue as stated, p.sum_overdue as total
    from pairs as p
),
compared as (
    select c._package, c._row, c.period, c.agency_code, c.row_kind, c.field_code, c.field_name, c.n_items, c.name,
        c.label_vi, c.label_en, c.stated, c.total,
        abs(cast(c.stated as decimal(38, 0)) - cast(c.total as decimal(38, 0))) as difference
    from cells as c
    where c.stated is not null and c.total is not null
),
judged as (
    select c._package, c._row, c.period, c.agency_code, c.row_kind, c.field_code, c.field_name, c.n_items, c.name,
        c.label_vi, c.label_en, c.stated, c.total, c.difference,
        case when c.difference >= $least and c.difference * 100 > cast(greatest(c.stated, c.total) as decimal(38, 0)) * $percent
            then 1 else 0 end as differs
    from compared as c
),
counted as (
    select j._package, j._row, j.period, j.agency_code, j.row_kind, j.field_code, j.field_name, j.n_items, j.name,
        j.label_vi, j.label_en, j.stated, j.total, j.difference, j.differs,
        count(*) over (partition by j._package, j.agency_code) as n_compared,
        sum(j.differs) over (partition by j._package, j.agency_code) as n_different,
        row_number() over (partition by j._package, j.agency_code
            order by j.differs desc, j.difference desc, j._row, j.name) as nth
    from judged as j
)
select c._package, c._row, c.period, c.agency_code, c.row_kind, c.field_code, c.name as _field, c.stated as _value, c.stated,
    c.total, c.difference, c.n_items, c.n_compared,
    case when c.n_different > 1 then c.n_different - 1 end as more, c.label_vi, c.label_en,
    coalesce(a.name, g.name, r.name, c.agency_code) as agency,
    case when c.row_kind = 'field' then coalesce(c.field_name, c.field_code) end as field_label
from counted as c
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = c.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = c.agency_code
left join reference.agencies as r on r.agency_code = c.agency_code
where c.nth = 1 and c.differs = 1
