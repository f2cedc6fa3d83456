/*
severity = "error"
mender = "you"
certainty = "verified"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code"]

[basis]
vi = "Chưa có số liệu không phải là 0. Biểu đồ tháng của Cổng Dịch vụ công quốc gia về Phú Thọ năm 2026 ghi 0 cho tháng 10–12 khi các tháng ấy chưa hết."
en = "Not yet is not 0. The national portal's monthly chart of Phú Thọ for 2026 says 0 for months 10–12, which were not over."

[title]
vi = "Ghi số 0 cho kỳ chưa đến"
en = "Zero written for a period that has not come"

[message]
vi = "Bảng {table} ghi số 0 cho kỳ chưa bắt đầu vào ngày {cut_off} ({cut_off_vi}): {n_rows} dòng, {n_periods} kỳ (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period}){title_vi:, số đo “…”}{more: và … số đo khác}. Chưa đến kỳ không phải là 0."
en = "Table {table} says 0 for periods that had not begun on {cut_off} ({cut_off_en}); rows: {n_rows}, periods: {n_periods} (first: {first_period:period}, last: {last_period:period}){title_en:, measure “…”}{more:, other measures: …}. Not yet is not 0."

[fix]
vi = "Thay số 0 ở các kỳ này bằng ny (chưa đến kỳ), hoặc bỏ các dòng ấy. Nếu hệ thống nguồn tự điền 0 thì đề nghị đơn vị vận hành để trống."
en = "Replace the zeros of these periods by ny (not yet), or leave the rows out. If the source system fills them in, ask its operator to leave them empty."

[not_when]
vi = "Kỳ đã kết thúc vào ngày tham chiếu và ngày lấy số liệu; ô đã ghi ny; kỳ có bất kỳ số nào khác 0 trong cùng bảng, cùng nguồn, cùng số đo. Kỳ bắt đầu sau ngày lấy số liệu nhưng trước ngày tham chiếu chỉ là cảnh báo. Kỳ đang diễn ra cũng vậy, và chỉ khi các kỳ đã hết của cùng chuỗi có số khác 0."
en = "Periods over by the as-of date and the day of retrieval; cells that say ny; periods with any number other than 0 in the same table, source and measure. A warning only for a period that began after the day of retrieval but before the as-of date, and for one under way, there only where periods of the series that are over have numbers other than 0."

[cases.one.message]
vi = "Bảng {table} ghi số 0 cho {first_period:period} ({n_rows} dòng{title_vi:, số đo “…”}{more: và … số đo khác}), kỳ chưa bắt đầu vào ngày {cut_off} ({cut_off_vi}). Chưa đến kỳ không phải là 0."
en = "Table {table} says 0 for {first_period:period}, which had not begun on {cut_off} ({cut_off_en}); rows: {n_rows}{title_en:, measure “…”}{more:, other measures: …}. Not yet is not 0."
[cases.one.fix]
vi = "Thay số 0 ở kỳ này bằng ny (chưa đến kỳ), hoặc bỏ các dòng ấy. Nếu hệ thống nguồn tự điền 0 thì đề nghị đơn vị vận hành để trống."
en = "Replace the zeros of this period by ny (not yet), or leave the rows out. If the source system fills them in, ask its operator to leave them empty."

[cases.under-way.message]
vi = "Bảng {table} ghi toàn số 0 cho kỳ chưa kết thúc vào ngày {cut_off} ({cut_off_vi}): {first_period:period}, {n_rows} dòng{title_vi:, số đo “…”}{more: và … số đo khác}; các kỳ đã hết thì có số khác 0. Có vẻ là chưa có số liệu, không phải là 0."
en = "Table {table} says nothing but 0 for a period that was not over on {cut_off} ({cut_off_en}): {first_period:period}, rows: {n_rows}{title_en:, measure “…”}{more:, other measures: …}; periods that are over have numbers other than 0. This looks like not yet, not like 0."
[cases.under-way.fix]
vi = "Đợi hết kỳ rồi lấy lại; trong lúc chờ, ghi ny (chưa đến kỳ) thay cho số 0."
en = "Take the figures again when the period is over; until then write ny (not yet) in place of the zeros."
*/
with
-- part: periods-not-over,
dated as (
    select s._package, s.source_table, s.source_id, s.measure, s.period, s.n_rows, s.most, s._row, p.starts, k.retrieved,
        case when s.period_basis in ('calendar', 'cumulative') then p.starts else p.reporting_starts end as first_day,
        case when s.period_basis in ('calendar', 'cumulative') then p.ends else p.reporting_ends end as last_day
    from (
        select r._package, r.source_table, r.source_id, r.measure, r.period, r.period_basis, count(*) as n_rows,
            max(r.most) as most, min(r._row) as _row
        from rows_given as r
        where r.most is not null
        group by r._package, r.source_table, r.source_id, r.measure, r.period, r.period_basis
    ) as s
    join calendar as p on p.period = s.period
    left join retrieval as k on k._package = s._package and k.source_id = s.source_id
    where s.most = 0
),
staged as (
    select d._package, d.source_table, d.source_id, d.measure, d.period, d.n_rows, d._row, d.starts, d.retrieved,
        case when d.first_day > $as_of then 'not-begun'
            when d.first_day > d.retrieved then 'retrieved'
            when d.last_day > least($as_of, d.retrieved) then 'under-way' end as state
    from dated as d
),
-- series with a period under way and nothing but 0 in it: is there any other number in periods that are over?
asked as (
    select distinct s._package, s.source_table, s.source_id, s.measure, s.retrieved
    from staged as s
    where s.state = 'under-way'
),
alive as (
    select distinct a._package, a.source_table, a.source_id, a.measure
    from asked as a
    join dossiers as d on d._package = a._package and d.source_id is not distinct from a.source_id
    join reference.periods as p on p.period = d.period
    where a.source_table = 'dossiers' and p.ends <= least($as_of, a.retrieved)
        and greatest(d.to_handle_total, d.received_online, d.received_offline, d.resolved_total, d.pending_total) > 0
    union all
    select distinct a._package, a.source_table, a.source_id, a.measure
    from asked as a
    join usage as u on u._package = a._package and u.source_id is not distinct from a.source_id
    join reference.periods as p on p.period = u.period
    where a.source_table = 'usage' and p.ends <= least($as_of, a.retrieved)
        and greatest(u.received_total, u.received_online, u.received_offline, u.resolved_total) > 0
    union all
    select distinct a._package, a.source_table, a.source_id, a.measure
    from asked as a
    join satisfaction as s on s._package = a._package and s.source_id is not distinct from a.source_id
    join reference.periods as p on p.period = s.period
    where a.source_table = 'satisfaction' and p.ends <= least($as_of, a.retrieved) and s.ratings > 0
    union all
    select distinct a._package, a.source_table, a.source_id, a.measure
    from asked as a
    join observations as o on o._package = a._package and o.measure = a.measure and o.source_id = a.source_id
    join reference.periods as p on p.period = o.period
    where a.source_table = 'observations' and p.ends <= least($as_of, a.retrieved) and o.value <> 0
    union all
    select distinct a._package, a.source_table, a.source_id, a.measure
    from asked as a
    join scores as c on c._package = a._package and c.measure = a.measure and c.source_id is not distinct from a.source_id
    join reference.periods as p on p.period = c.period
    where a.source_table = 'scores' and p.ends <= least($as_of, a.retrieved)
        and greatest(abs(c.numerator), abs(c.ratio_pct), abs(c.score)) > 0
),
judged as (
    select s._package, s.source_table, s.source_id, s.measure, s.period, s.n_rows, s._row, s.starts, s.retrieved, s.state
    from staged as s
    where s.state in ('not-begun', 'retrieved') or (s.state = 'under-way' and exists (
        select 1 as one from alive as a
        where a._package = s._package and a.source_table = s.source_table and a.measure = s.measure
            and a.source_id is not distinct from s.source_id
    ))
),
by_period as (
    select j._package, j.source_table, j.source_id, j.state, j.retrieved, j.period, j.starts, sum(j.n_rows) as n_rows,
        count(*) as n_measures, min(j._row) as _row,
        case when j.state = 'under-way' then j.period else '' end as apart
    from judged as j
    group by j._package, j.source_table, j.source_id, j.state, j.retrieved, j.period, j.starts
),
counted as (
    select b._package, b.source_table, b.source_id, b.state, b.retrieved, b._row,
        sum(b.n_rows) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart) as n_rows,
        max(b.n_measures) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart) as n_measures,
        count(*) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart) as n_periods,
        first_value(b.period) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart
            order by b.starts, b.period) as first_period,
        first_value(b.period) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart
            order by b.starts desc, b.period) as last_period,
        row_number() over (partition by b._package, b.source_table, b.source_id, b.state, b.apart order by b._row) as nth
    from by_period as b
),
known as (
    select m.measure, max(m.title) as title, max(m.title_en) as title_en
    from (
        select x.measure, x.title, x.title_en from measures as x
        union all
        select y.measure, y.title, y.title_en from reference.measures as y
    ) as m
    group by m.measure
)
select t._package, t._row, t.source_table as _table, r.period, r.agency_code, r.row_kind, r.field_code, r.item_code,
    r.measure, r.stage, r.source_id, case when t.n_measures > 1 then t.n_measures - 1 end as more, t.n_rows, t.n_periods, t.first_period, t.last_period,
    case t.source_table when 'dossiers' then 'to_handle_total' when 'usage' then 'received_total'
        when 'satisfaction' then 'ratings' when 'scores' then 'numerator' else 'value' end as _field, 0 as _value,
    coalesce(k.title, nullif(r.measure, '')) as title_vi, coalesce(k.title_en, k.title, nullif(r.measure, '')) as title_en,
    case t.state when 'not-begun' then $as_of else least($as_of, t.retrieved) end as cut_off,
    case when t.state <> 'not-begun' and t.retrieved < $as_of then 'ngày lấy số liệu' else 'ngày tham chiếu' end as cut_off_vi,
    case when t.state <> 'not-begun' and t.retrieved < $as_of then 'the day of retrieval' else 'the as-of date' end as cut_off_en,
    case when t.state = 'under-way' then t.state when t.n_periods = 1 then 'one' end as _case,
    case when t.state <> 'not-begun' then 'warning' end as _severity
from counted as t
join rows_given as r on r._package = t._package and r.source_table = t.source_table and r._row = t._row
left join known as k on k.measure = r.measure
where t.nth = 1
