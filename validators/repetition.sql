/*
severity = "info"
mender = "you"
certainty = "medium"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "to_handle_total"]

[[alternatives]]
usage = ["period", "agency_code", "item_code", "received_total"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code", "ratings"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[parameters]
cells = 1000  # numbers of one column that are looked at, at the least
least = 100  # smaller numbers are often alike
top = 3  # the most frequent ones
share = 10  # percent of the numbers that they may make up

[basis]
vi = "Ngưỡng theo bộ kiểm tra Pelican của Open Contracting: ba giá trị hay gặp nhất không nên chiếm từ 10%, chỉ xét khi có từ 1.000 bản ghi. Số thật của nhiều nơi, nhiều kỳ hiếm khi trùng nhau khi đã lớn."
en = "Thresholds from Open Contracting's Pelican: the three most frequent values should make up less than 10 %, looked at from 1,000 records on. Real numbers of many places and periods are seldom alike once they are large."

[title]
vi = "Một vài con số chiếm quá nhiều ô"
en = "A few numbers fill too many cells"

[message]
vi = "Cột {column_name} của bảng {table}{what_vi: (…)}: {n_top} con số hay gặp nhất ({examples}) chiếm {n_cells}/{n_all} ô có số từ {least} trở lên, tức {share_now:pct1}. Số thật của nhiều nơi ít khi trùng nhau như vậy."
en = "Column {column_name} of table {table}{what_en: (…)}: the {n_top} most frequent numbers ({examples}) fill {n_cells} of the {n_all} cells of {least} or more, {share_now:pct1}. Real numbers of many places are seldom so alike."

[fix]
vi = "Xem các ô này: số ước tính, số khoán, số chia đều, hay giá trị mặc định của phần mềm? Nếu đúng như vậy thì ghi rõ, đừng để như số đếm."
en = "Look at these cells: are they estimates, quotas, shares of one total, or a default of the software? If so, say it, and do not present them as counts."

[not_when]
vi = "Dưới {cells} ô có số từ {least} trở lên; số nhỏ hơn {least}, vốn hay trùng; tỷ lệ, điểm và số đo không cộng được. Dòng lĩnh vực và dòng đơn vị của biểu 06 xét riêng."
en = "Fewer than {cells} cells of {least} or more; numbers below {least}, which are often alike; ratios, scores and measures that do not add up. Rows of fields and of bodies in form 06 are looked at apart."
*/
with known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en, max(m.additive) as additive, max(m.unit) as unit
    from (
        select x.measure, x.title, x.title_en, x.additive, x.unit from measures as x
        union all
        select y.measure, y.title, y.title_en, y.additive, y.unit from reference.measures as y
    ) as m
    group by m.measure
),
counted as (
    select d._package, 'dossiers' as source_table, 'to_handle_total' as column_name, d.row_kind as part,
        cast(d.to_handle_total as double) as v, count(*) as n, min(d._row) as _row
    from dossiers as d
    where d.to_handle_total >= $least and d.row_kind in ('field', 'agency')
    group by d._package, d.row_kind, d.to_handle_total
    union all
    select d._package, 'dossiers' as source_table, 'resolved_total' as column_name, d.row_kind as part,
        cast(d.resolved_total as double) as v, count(*) as n, min(d._row) as _row
    from dossiers as d
    where d.resolved_total >= $least and d.row_kind in ('field', 'agency')
    group by d._package, d.row_kind, d.resolved_total
    union all
    select u._package, 'usage' as source_table, 'received_total' as column_name, '' as part,
        cast(u.received_total as double) as v, count(*) as n, min(u._row) as _row
    from usage as u
    where u.received_total >= $least
    group by u._package, u.received_total
    union all
    select s._package, 'satisfaction' as source_table, 'ratings' as column_name, '' as part,
        cast(s.ratings as double) as v, count(*) as n, min(s._row) as _row
    from satisfaction as s
    where s.ratings >= $least
    group by s._package, s.ratings
    union all
    select o._package, 'observations' as source_table, 'value' as column_name, o.measure as part,
        cast(o.value as double) as v, count(*) as n, min(o._row) as _row
    from observations as o
    join known as k on k.measure = o.measure and k.unit in ('count', 'vnd') and k.additive = 'yes'
    where o.value >= $least
    group by o._package, o.measure, o.value
),
ranked as (
    select c._package, c.source_table, c.column_name, c.part, c.v, c.n, c._row,
        sum(c.n) over (partition by c._package, c.source_table, c.column_name, c.part) as n_all,
        row_number() over (partition by c._package, c.source_table, c.column_name, c.part order by c.n desc, c.v) as place
    from counted as c
),
told as (
    select r._package, r.source_table, r.column_name, r.part, max(r.n_all) as n_all, sum(r.n) as n_cells, count(*) as n_top,
        min(case when r.place = 1 then r._row end) as _row, min(case when r.place = 1 then r.v end) as v,
        string_agg(cast(cast(r.v as decimal(28, 0)) as varchar), '; ' order by r.place) as examples
    from ranked as r
    where r.place <= $top and r.n_all >= $cells
    group by r._package, r.source_table, r.column_name, r.part
    having sum(r.n) * 100 >= max(r.n_all) * $share and max(r.n) > 1
),
placed as (
    select t._package, t._row, t.source_table, d.period, d.agency_code, d.row_kind, d.field_code,
        cast(null as varchar) as item_code, cast(null as varchar) as measure, cast(null as varchar) as source_id
    from (select distinct x._package, x._row, x.source_table from told as x) as t
    join dossiers as d on d._package = t._package and d._row = t._row
    where t.source_table = 'dossiers'
    union all
    select t._package, t._row, t.source_table, u.period, u.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, u.item_code, cast(null as varchar) as measure, cast(null as varchar) as source_id
    from told as t
    join usage as u on u._package = t._package and u._row = t._row
    where t.source_table = 'usage'
    union all
    select t._package, t._row, t.source_table, s.period, s.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, s.item_code, cast(null as varchar) as measure, cast(null as varchar) as source_id
    from told as t
    join satisfaction as s on s._package = t._package and s._row = t._row
    where t.source_table = 'satisfaction'
    union all
    select t._package, t._row, t.source_table, o.period, o.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, o.measure, o.source_id
    from told as t
    join observations as o on o._package = t._package and o._row = t._row
    where t.source_table = 'observations'
)
select t._package, t._row, t.source_table as _table, t.column_name as _field, cast(t.v as decimal(28, 8)) as _value,
    p.period, p.agency_code, p.row_kind, p.field_code, p.item_code, p.measure, p.source_id, t.column_name, t.n_all, t.n_cells,
    t.n_top, t.examples, cast(t.n_cells as double) * 100 / t.n_all as share_now,
    case t.source_table when 'observations' then coalesce(k.title, t.part)
        when 'dossiers' then case t.part when 'field' then 'dòng lĩnh vực' else 'dòng đơn vị' end end as what_vi,
    case t.source_table when 'observations' then coalesce(k.title_en, k.title, t.part)
        when 'dossiers' then case t.part when 'field' then 'rows of fields' else 'rows of bodies' end end as what_en
from told as t
join placed as p on p._package = t._package and p._row = t._row and p.source_table = t.source_table
left join known as k on k.measure = t.part
