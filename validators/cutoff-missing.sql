/*
severity = "warning"
mender = "issuer"
certainty = "verified"
applies = "value is not null"

[needs]
figures = ["figure_id", "value"]

[[alternatives]]
observations = ["period", "agency_code", "measure", "source_id", "period_basis"]

[[alternatives]]
dossiers = ["period", "agency_code", "row_kind", "field_code", "period_basis"]

[[alternatives]]
usage = ["period", "agency_code", "item_code", "period_basis"]

[[alternatives]]
satisfaction = ["period", "agency_code", "item_code", "period_basis"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "period_basis"]

[basis]
vi = "“Năm 2020” hay “đến nay” không phải là thời điểm chốt: cùng một tỷ lệ dịch vụ mức độ 4, báo chí ghi 19,1% cho tháng 9/2020, trong khi con số “gấp 1,5 lần năm 2020” chỉ đúng với số cuối năm."
en = "“2020” and “so far” are no cut-off: of one share of level-4 services the press gives 19.1 % for September 2020, while “1.5 times that of 2020” holds only against the end of that year."

[title]
vi = "Con số không ghi thời điểm chốt số liệu"
en = "A number without its cut-off date"

[message]
vi = "{n_rows} con số của {source_vi} không ghi kỳ và cũng không ghi thời điểm chốt số liệu: {examples}. Không biết tính đến ngày nào thì không so sánh và không kiểm tra lại được."
en = "Numbers of {source_en} have neither a period nor a cut-off date (numbers: {n_rows}): {examples}. Without the day they can neither be compared nor checked."

[fix]
vi = "Tìm thời điểm chốt trong nguồn rồi ghi vào as_of. Nguồn không nêu thì để trống, đừng lấy ngày đăng thay, và đề nghị nơi công bố nói rõ."
en = "Find the cut-off date in the source and write it into as_of. If the source has none, leave it empty, do not put the day of publication there, and ask the publisher to state it."

[not_when]
vi = "Con số có as_of; con số có kỳ và không phải lũy kế, trừ khi nguồn công bố trước lúc kỳ ấy hết; số lũy kế theo tháng (chốt vào cuối tháng) hoặc của kỳ đã hết; số lũy kế mà bảng sources có ngày lấy số liệu. Kỳ chưa hết lúc công bố chỉ là lưu ý."
en = "Numbers with as_of; numbers with a period that are not cumulative, unless published before that period was over; cumulative numbers by month (cut off at its end) or of a period that is over; cumulative numbers whose day of retrieval is in table sources. A period not over at publication is a note only."

[cases.cumulative.message]
vi = "{n_rows} con số lũy kế của {source_vi} chỉ ghi kỳ ({period:period}), không ghi lũy kế đến ngày nào: {examples}."
en = "Cumulative numbers of {source_en} have a period only ({period:period}), not the day they run to (numbers: {n_rows}): {examples}."

[cases.early.message]
vi = "{n_rows} con số của {source_vi} ghi cho {period:period}, nhưng nguồn công bố khi kỳ ấy chưa hết và không ghi số liệu tính đến ngày nào: {examples}."
en = "Numbers of {source_en} are given for {period:period}, but were published before that period was over, without saying up to which day they run (numbers: {n_rows}): {examples}."

[cases.table.message]
vi = "Bảng {table} có {n_rows} dòng lũy kế cho kỳ chưa hết ({period:period}), {source_vi}, nhưng bảng sources không ghi ngày lấy số liệu, nên không biết lũy kế đến ngày nào."
en = "Table {table} has cumulative rows for a period that is not over ({period:period}), from {source_en} (rows: {n_rows}), and table sources has no day of retrieval: how far they run cannot be told."
[cases.table.fix]
vi = "Ghi ngày lấy số liệu (retrieved) của nguồn này vào bảng sources, hoặc ghi kỳ là tháng mà số lũy kế tính đến."
en = "Write the day of retrieval (retrieved) of this source into table sources, or give as the period the month up to which the numbers run."
*/
with doubtful as (
    select f._package, f._row, 'figures' as source_table, f.figure_id, f.source_id, f.period,
        case when f.period is null then 'none'
            when f.period_basis = 'cumulative' then 'cumulative' else 'early' end as kind
    from figures as f
    left join reference.periods as p on p.period = f.period
    where f.value is not null and f.as_of is null
        and (f.period is null or (p.kind <> 'month'
            and ((f.period_basis = 'cumulative' and p.ends > coalesce(f.date, $as_of)) or f.date < p.ends)))
),
running as (
    select d._package, d._row, 'dossiers' as source_table, d.period, d.agency_code, d.row_kind, d.field_code,
        cast(null as varchar) as item_code, cast(null as varchar) as measure, cast(null as varchar) as stage, d.source_id
    from dossiers as d
    where d.period_basis = 'cumulative'
    union all
    select u._package, u._row, 'usage' as source_table, u.period, u.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, u.item_code, cast(null as varchar) as measure,
        cast(null as varchar) as stage, u.source_id
    from usage as u
    where u.period_basis = 'cumulative'
    union all
    select s._package, s._row, 'satisfaction' as source_table, s.period, s.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, s.item_code, cast(null as varchar) as measure,
        cast(null as varchar) as stage, s.source_id
    from satisfaction as s
    where s.period_basis = 'cumulative'
    union all
    select o._package, o._row, 'observations' as source_table, o.period, o.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, o.measure,
        cast(null as varchar) as stage, o.source_id
    from observations as o
    where o.period_basis = 'cumulative'
    union all
    select c._package, c._row, 'scores' as source_table, c.period, c.agency_code, cast(null as varchar) as row_kind,
        cast(null as varchar) as field_code, cast(null as varchar) as item_code, c.measure, c.stage, c.source_id
    from scores as c
    where c.period_basis = 'cumulative'
),
known as (
    select x._package, x.source_id, max(x.title) as title, max(x.retrieved) as retrieved
    from sources as x
    group by x._package, x.source_id
),
told as (
    select d._package, d._row, d.source_table, d.figure_id, d.period, cast(null as varchar) as agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, cast(null as varchar) as item_code,
        cast(null as varchar) as measure, cast(null as varchar) as stage, d.source_id, d.kind,
        case when d.kind = 'none' then '' else d.period end as subject
    from doubtful as d
    union all
    select r._package, r._row, r.source_table, cast(null as varchar) as figure_id, r.period, r.agency_code, r.row_kind,
        r.field_code, r.item_code, r.measure, r.stage, r.source_id, 'table' as kind, r.period as subject
    from running as r
    join reference.periods as p on p.period = r.period and p.kind <> 'month' and p.starts <= $as_of and p.ends > $as_of
    left join known as k on k._package = r._package and k.source_id = r.source_id
    where k.retrieved is null
),
counted as (
    select t._package, t._row, t.source_table, t.figure_id, t.period, t.agency_code, t.row_kind, t.field_code, t.item_code,
        t.measure, t.stage, t.source_id, t.kind, t.subject,
        count(*) over (partition by t._package, t.source_table, t.source_id, t.kind, t.subject) as n_rows,
        row_number() over (partition by t._package, t.source_table, t.source_id, t.kind, t.subject order by t._row) as nth
    from told as t
),
shown as (
    select c._package, c.source_table, c.source_id, c.kind, c.subject,
        string_agg(c.figure_id, ', ' order by c._row) || case when max(c.n_rows) > 10 then ' …' else '' end as examples
    from counted as c
    where c.figure_id is not null and c.nth <= 10
    group by c._package, c.source_table, c.source_id, c.kind, c.subject
)
select c._package, c._row, c.source_table as _table,
    case when c.kind = 'none' or c.kind = 'cumulative' or c.kind = 'early' then 'as_of' else 'period' end as _field,
    case when c.kind = 'table' then c.period end as _value, c.figure_id, c.period, c.agency_code, c.row_kind, c.field_code,
    c.item_code, c.measure, c.stage, c.source_id, c.n_rows, s.examples,
    coalesce('nguồn ' || c.source_id || coalesce(' (' || k.title || ')', ''), 'nguồn không ghi') as source_vi,
    coalesce('source ' || c.source_id || coalesce(' (' || k.title || ')', ''), 'a source not named') as source_en,
    case when c.kind <> 'none' then c.kind end as _case, case when c.kind = 'early' then 'info' end as _severity
from counted as c
left join shown as s on s._package = c._package and s.source_table = c.source_table and s.kind = c.kind
    and s.subject = c.subject and s.source_id is not distinct from c.source_id
left join known as k on k._package = c._package and k.source_id = c.source_id
where c.nth = 1
