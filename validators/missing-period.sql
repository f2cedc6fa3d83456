/*
severity = "warning"
mender = "you"
certainty = "medium"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage"]

[parameters]
least = 3  # periods that make a series
share = 50  # percent of the periods from the first to the last that must be there

[basis]
vi = "Báo cáo định kỳ không bỏ cách kỳ (Nghị định 09/2019/NĐ-CP). Một kỳ vắng hẳn thì tổng của năm thiếu, còn so sánh và biểu đồ thì nối qua chỗ trống."
en = "Regular reports leave no period out (Nghị định 09/2019/NĐ-CP). Where one is absent altogether the total of the year is short, and comparisons and charts run across the gap."

[title]
vi = "Thiếu hẳn một kỳ ở giữa chuỗi số liệu"
en = "A period is absent from the midst of a series"

[message]
vi = "Bảng {table} có số liệu trước và sau, nhưng không có dòng nào cho {n_missing} kỳ: từ {first_missing:period} đến {last_missing:period}{title_vi:, số đo “…”}{more:, và … số đo khác}."
en = "Table {table} has figures before and after, but no row for these periods: {first_missing:period} to {last_missing:period} (periods: {n_missing}){title_en:, measure “…”}{more:, other measures likewise: …}."

[fix]
vi = "Tìm báo cáo của các kỳ này và nhập bổ sung. Nếu không có báo cáo thì ghi rõ là chưa có số liệu; đừng nội suy."
en = "Find the reports of these periods and import them. If there are none, say that the figures are unknown; do not interpolate."

[not_when]
vi = "Chuỗi có dưới {least} kỳ, hoặc chỉ có dưới {share}% số kỳ từ đầu đến cuối (những ảnh chụp rời rạc); quý và nửa năm khi năm nào cũng chỉ có một (như quý I, rồi 6 tháng, 9 tháng, cả năm); kỳ vắng ở đầu hoặc cuối chuỗi; một đơn vị vắng trong kỳ mà nơi khác có (xem unit-missing)."
en = "Series of fewer than {least} periods, or with less than {share} % of those from the first to the last (single snapshots); quarters and half years where each year has but one (such as Q1, then six months, nine months, the year); periods absent at either end; one body absent where others report (see unit-missing)."

[cases.one.message]
vi = "Bảng {table} có số liệu trước và sau, nhưng không có dòng nào cho {first_missing:period}{title_vi:, số đo “…”}{more:, và … số đo khác}."
en = "Table {table} has figures before and after, but no row for {first_missing:period}{title_en:, measure “…”}{more:, other measures likewise: …}."
[cases.one.fix]
vi = "Tìm báo cáo của kỳ này và nhập bổ sung. Nếu không có báo cáo thì ghi rõ là chưa có số liệu; đừng nội suy."
en = "Find the report of this period and import it. If there is none, say that the figures are unknown; do not interpolate."
*/
with given as (
    select d._package, 'dossiers' as source_table, '' as measure, d.period, min(d._row) as _row
    from dossiers as d
    group by d._package, d.period
    union all
    select u._package, 'usage' as source_table, '' as measure, u.period, min(u._row) as _row
    from usage as u
    group by u._package, u.period
    union all
    select s._package, 'satisfaction' as source_table, '' as measure, s.period, min(s._row) as _row
    from satisfaction as s
    group by s._package, s.period
    union all
    select o._package, 'observations' as source_table, o.measure, o.period, min(o._row) as _row
    from observations as o
    group by o._package, o.measure, o.period
    union all
    select c._package, 'scores' as source_table, c.measure, c.period, min(c._row) as _row
    from scores as c
    group by c._package, c.measure, c.period
),
present as (
    select g._package, g._row, g.source_table, g.measure, g.period, p.kind, p.n,
        lag(p.n) over (partition by g.source_table, g.measure, p.kind order by p.n) as before_n,
        count(*) over (partition by g.source_table, g.measure, p.kind) as periods,
        max(p.n) over (partition by g.source_table, g.measure, p.kind)
            - min(p.n) over (partition by g.source_table, g.measure, p.kind) + 1 as span,
        min(substr(g.period, 5)) over (partition by g.source_table, g.measure, p.kind) as first_place,
        max(substr(g.period, 5)) over (partition by g.source_table, g.measure, p.kind) as last_place
    from (
        select x._package, x._row, x.source_table, x.measure, x.period,
            row_number() over (partition by x.source_table, x.measure, x.period order by x._package, x._row) as nth
        from given as x
    ) as g
    join reference.periods as p on p.period = g.period
    where g.nth = 1
),
gaps as (
    select r._package, r._row, r.source_table, r.measure, r.period, r.kind, r.before_n + 1 as first_n, r.n - 1 as last_n,
        r.n - 1 - r.before_n as n_missing,
        count(*) over (partition by r.source_table, r.kind, r.before_n, r.n) as n_series,
        row_number() over (partition by r.source_table, r.kind, r.before_n, r.n order by r._package, r._row) as nth
    from present as r
    where r.n > r.before_n + 1 and r.periods >= $least and r.periods * 100 >= r.span * $share
        and (r.kind not in ('quarter', 'half') or r.first_place <> r.last_place)
),
known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en
    from (
        select x.measure, x.title, x.title_en from measures as x
        union all
        select y.measure, y.title, y.title_en from reference.measures as y
    ) as m
    group by m.measure
),
rows_after as (
    select g._package, g._row, g.source_table, d.agency_code, d.row_kind, d.field_code, cast(null as varchar) as item_code,
        cast(null as varchar) as stage, cast(null as varchar) as source_id
    from gaps as g
    join dossiers as d on d._package = g._package and d._row = g._row
    where g.source_table = 'dossiers'
    union all
    select g._package, g._row, g.source_table, u.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, u.item_code, cast(null as varchar) as stage, cast(null as varchar) as source_id
    from gaps as g
    join usage as u on u._package = g._package and u._row = g._row
    where g.source_table = 'usage'
    union all
    select g._package, g._row, g.source_table, s.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, s.item_code, cast(null as varchar) as stage, cast(null as varchar) as source_id
    from gaps as g
    join satisfaction as s on s._package = g._package and s._row = g._row
    where g.source_table = 'satisfaction'
    union all
    select g._package, g._row, g.source_table, o.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, cast(null as varchar) as stage, o.source_id
    from gaps as g
    join observations as o on o._package = g._package and o._row = g._row
    where g.source_table = 'observations'
    union all
    select g._package, g._row, g.source_table, c.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, c.stage, cast(null as varchar) as source_id
    from gaps as g
    join scores as c on c._package = g._package and c._row = g._row
    where g.source_table = 'scores'
)
select g._package, g._row, g.source_table as _table, 'period' as _field, g.period, a.agency_code, a.row_kind, a.field_code,
    a.item_code, case when g.measure <> '' then g.measure end as measure, a.stage, a.source_id, g.n_missing,
    b.period as first_missing, e.period as last_missing, coalesce(k.title, nullif(g.measure, '')) as title_vi,
    coalesce(k.title_en, k.title, nullif(g.measure, '')) as title_en,
    case when g.n_series > 1 then g.n_series - 1 end as more,
    case when g.n_missing = 1 then 'one' end as _case
from gaps as g
join reference.periods as b on b.kind = g.kind and b.n = g.first_n
join reference.periods as e on e.kind = g.kind and e.n = g.last_n
left join rows_after as a on a._package = g._package and a._row = g._row and a.source_table = g.source_table
left join known as k on k.measure = g.measure
where g.nth = 1
