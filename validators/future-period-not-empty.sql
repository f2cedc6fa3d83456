/*
severity = "error"
mender = "you"
certainty = "high"
field = "period"

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
vi = "Kỳ chưa bắt đầu thì chưa thể có số liệu; kỳ chưa kết thúc thì số liệu mới là một phần. Cổng Dịch vụ công quốc gia chỉ tính một tháng sau khi tháng ấy kết thúc."
en = "A period that has not begun can't have figures; in a period that is not over they are a part only. The national portal counts a month after it has ended."

[title]
vi = "Có số liệu cho kỳ chưa kết thúc"
en = "Figures for a period that is not over"

[message]
vi = "Bảng {table} có số liệu cho kỳ chưa bắt đầu vào ngày {cut_off} ({cut_off_vi}): {n_rows} dòng, {n_periods} kỳ (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "Table {table} has figures for periods that had not begun on {cut_off} ({cut_off_en}); rows: {n_rows}, periods: {n_periods} (first: {first_period:period}, last: {last_period:period})."

[fix]
vi = "Xem lại cột period: kỳ ghi nhầm, hay đây là số kế hoạch, số ước tính? Số ước tính thì không để chung với số liệu thực hiện."
en = "Look at column period: is it a wrong period, or are these planned or estimated numbers? Estimates do not belong among actual figures."

[not_when]
vi = "Kỳ kết thúc đúng ngày tham chiếu hoặc trước đó, tính theo cách tính kỳ của dòng (không ghi thì theo ngày kết thúc sớm hơn); số 0 (xem zero-for-not-yet); số lũy kế của kỳ đang diễn ra; quan sát mà nguồn ghi tình trạng ở cột status. Kỳ đang diễn ra, hoặc kỳ chỉ ở sau ngày lấy số liệu ghi trong bảng sources, thì là cảnh báo."
en = "Periods that end on the as-of date or before, by the period basis of the row (without one, by the earlier end); zeros (see zero-for-not-yet); cumulative numbers of a period under way; observations with a status from the source. A warning only for a period under way, and for one that lies after nothing but the day of retrieval in table sources."

[cases.one.message]
vi = "Bảng {table} có số liệu cho {first_period:period} ({n_rows} dòng), kỳ chưa bắt đầu vào ngày {cut_off} ({cut_off_vi})."
en = "Table {table} has figures for {first_period:period}, which had not begun on {cut_off} ({cut_off_en}); rows: {n_rows}."

[cases.retrieved.message]
vi = "Bảng {table} có số liệu cho kỳ bắt đầu sau ngày lấy số liệu {cut_off} ghi trong bảng sources (nguồn {source_id}): {n_rows} dòng, {n_periods} kỳ (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "Table {table} has figures for periods that begin after {cut_off}, the day of retrieval in table sources (source {source_id}); rows: {n_rows}, periods: {n_periods} (first: {first_period:period}, last: {last_period:period})."
[cases.retrieved.fix]
vi = "Ghi lại ngày lấy số liệu trong bảng sources nếu đã lấy lại sau đó; nếu ngày đúng thì xem lại cột period."
en = "Write the right day of retrieval into table sources if the data was taken again since; if the day is right, look at column period."

[cases.under-way.message]
vi = "Bảng {table} có số liệu cho kỳ chưa kết thúc vào ngày {cut_off} ({cut_off_vi}): {n_rows} dòng, {first_period:period}. Đó mới là một phần của kỳ, không so được với kỳ đã hết."
en = "Table {table} has figures for a period that was not over on {cut_off} ({cut_off_en}); rows: {n_rows}, {first_period:period}. They are a part of the period and do not compare with one that is over."
[cases.under-way.fix]
vi = "Đợi hết kỳ rồi lấy lại. Nếu cần dùng ngay thì ghi thời điểm chốt và cách tính kỳ là cumulative."
en = "Take them again when the period is over. If they are needed now, give the cut-off and write the period basis as cumulative."
*/
with
-- part: periods-not-over,
-- rows with figures, and the days between which they must have come about
late as (
    select r._package, r._row, r.source_table, r.period, r.period_basis, r.source_id, r.agency_code, r.row_kind,
        r.field_code, r.item_code, r.measure, r.stage, k.retrieved, p.starts,
        case when r.period_basis in ('calendar', 'cumulative') then p.starts else p.reporting_starts end as first_day,
        case when r.period_basis in ('calendar', 'cumulative') then p.ends else p.reporting_ends end as last_day
    from rows_given as r
    join calendar as p on p.period = r.period
    left join retrieval as k on k._package = r._package and k.source_id = r.source_id
    where r.most > 0
),
judged as (
    select t._package, t.source_table, t.period, t.source_id, t.starts, t._row,
        case when t.first_day > $as_of then 'not-begun'
            when t.first_day > t.retrieved then 'retrieved'
            when t.period_basis is not distinct from 'cumulative' then null
            when t.last_day > least($as_of, t.retrieved) then 'under-way' end as state,
        t.retrieved
    from late as t
),
by_period as (
    select j._package, j.source_table, j.source_id, j.state, j.period, j.starts, j.retrieved, count(*) as n_rows,
        min(j._row) as _row,
        case when j.state = 'under-way' then j.period else '' end as apart
    from judged as j
    where j.state is not null
    group by j._package, j.source_table, j.source_id, j.state, j.period, j.starts, j.retrieved
),
counted as (
    select b._package, b.source_table, b.source_id, b.state, b.retrieved, b._row,
        sum(b.n_rows) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart) as n_rows,
        count(*) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart) as n_periods,
        first_value(b.period) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart
            order by b.starts, b.period) as first_period,
        first_value(b.period) over (partition by b._package, b.source_table, b.source_id, b.state, b.apart
            order by b.starts desc, b.period) as last_period,
        row_number() over (partition by b._package, b.source_table, b.source_id, b.state, b.apart order by b._row) as nth
    from by_period as b
)
select c._package, c._row, c.source_table as _table, l.period, l.agency_code, l.row_kind, l.field_code, l.item_code,
    l.measure, l.stage, l.source_id, c.n_rows, c.n_periods, c.first_period, c.last_period,
    case c.state when 'not-begun' then $as_of when 'retrieved' then c.retrieved
        else least($as_of, c.retrieved) end as cut_off,
    case when c.state <> 'not-begun' and c.retrieved < $as_of then 'ngày lấy số liệu' else 'ngày tham chiếu' end as cut_off_vi,
    case when c.state <> 'not-begun' and c.retrieved < $as_of then 'the day of retrieval' else 'the as-of date' end as cut_off_en,
    case when c.state <> 'not-begun' then c.state when c.n_periods = 1 then 'one' end as _case,
    case when c.state <> 'not-begun' then 'warning' end as _severity
from counted as c
join late as l on l._package = c._package and l.source_table = c.source_table and l._row = c._row
where c.nth = 1
