/*
severity = "error"
mender = "you"
certainty = "high"
each = "text"
together = true
columns = ["agency_code", "owner_code", "offered_by", "executing", "issuing_agency"]

[needs]
agencies = ["agency_code"]

[parameters]
country = "VN"  # stands for the whole country where a source speaks of it

[basis]
vi = "Mã cơ quan có thời hạn: từ 01/07/2025 có 29 tỉnh và toàn bộ cấp huyện không còn, nhiều sở và xã đã sáp nhập. Số liệu ghi cho mã không có hoặc không còn trong kỳ thì không biết là của ai."
en = "Agency codes have a time: 29 provinces and every district ended on 2025-07-01, many departments and communes merged. A number under a code that is unknown, or not in force in its period, is nobody's."

[title]
vi = "Mã cơ quan không có trong danh mục hoặc ngoài thời gian hiệu lực"
en = "Agency code not listed, or not in force at the time"

[message]
vi = "Mã cơ quan “{value}” ở cột {field} của bảng {table} ({n_rows} dòng) không có trong các bảng agencies, agency_groups và danh mục tham chiếu, nên không biết là cơ quan nào."
en = "Agency code “{value}” in column {field} of table {table} (rows: {n_rows}) is in none of the tables agencies and agency_groups nor in the reference list: which body it is cannot be told."

[fix]
vi = "Sửa mã theo nguồn, hoặc thêm cơ quan này vào bảng agencies (nhóm cơ quan thì vào agency_groups)."
en = "Mend the code from the source, or add the body to table agencies (a group of bodies to agency_groups)."

[cases.ended.message]
vi = "{body} (mã {value}) hết hiệu lực ngày {ended}, nhưng bảng {table} còn {n_rows} dòng ghi mã này cho các kỳ sau đó (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "{body} (code {value}) ended on {ended}, yet table {table} still uses the code for later periods (rows: {n_rows}, first: {first_period:period}, last: {last_period:period})."

[cases.ended.fix]
vi = "Hỏi nguồn xem số liệu các kỳ này thuộc cơ quan nào sau khi sắp xếp lại; nếu ngày hết hiệu lực ghi sai thì sửa ngày. Đừng cộng dồn khi chưa rõ."
en = "Ask the source whose numbers these are since the reorganisation; if the end date is wrong, mend the date. Do not add them up before that is clear."

[cases.succeeded.message]
vi = "{body} (mã {value}) hết hiệu lực ngày {ended}, nhưng bảng {table} còn {n_rows} dòng ghi mã này cho các kỳ sau đó (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "{body} (code {value}) ended on {ended}, yet table {table} still uses the code for later periods (rows: {n_rows}, first: {first_period:period}, last: {last_period:period})."

[cases.succeeded.fix]
vi = "Cơ quan kế thừa là {heir} (mã {heir_code}). Hỏi nguồn xem số liệu các kỳ này là của cơ quan nào, rồi ghi đúng mã; nếu ngày hết hiệu lực ghi sai thì sửa ngày."
en = "Its successor is {heir} (code {heir_code}). Ask the source whose numbers these are and write that code; if the end date is wrong, mend the date."

[cases.not_yet.message]
vi = "{body} (mã {value}) có hiệu lực từ ngày {began}, nhưng bảng {table} đã có {n_rows} dòng ghi mã này cho các kỳ trước đó (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period})."
en = "{body} (code {value}) exists since {began}, yet table {table} uses the code for earlier periods (rows: {n_rows}, first: {first_period:period}, last: {last_period:period})."

[cases.not_yet.fix]
vi = "Hỏi nguồn xem số liệu có được tính lại theo cơ quan mới không, nếu có thì ghi rõ; nếu ngày bắt đầu ghi sai thì sửa ngày."
en = "Ask the source whether the numbers were recast to the new body, and say so if they were; if the start date is wrong, mend the date."

[not_when]
vi = "Không áp dụng cho mã nhóm cơ quan (agency_groups) và mã cả nước VN. Cột không gắn với kỳ báo cáo thì chỉ xét mã có trong danh mục hay không. Kỳ chạm vào thời gian hiệu lực thì coi là còn hiệu lực; ngày để trống là không giới hạn. Mã ngoài thời gian hiệu lực chỉ là cảnh báo."
en = "Does not apply to codes of groups (agency_groups) nor to VN, the whole country. Where a column has no period, only whether the code is listed is looked at. A period that touches the time in force counts as in force; an empty date is no limit. A code outside its time is only a warning."
*/
with listed as (
  select b.agency_code, max(b.name) as body, max(b.valid_from) as began, min(b.valid_to) as ended,
    max(b.successor_code) as heir_code
  from (
    select a.agency_code, a.name, a.valid_from, a.valid_to, a.successor_code from agencies as a
    union all
    select r.agency_code, r.name, r.valid_from, r.valid_to, r.successor_code from reference.agencies as r
  ) as b
  group by b.agency_code
),
calendar as (
  select p.period, p.starts, p.ends,
    case when p.reporting_starts < p.starts then p.reporting_starts else p.starts end as earliest,
    coalesce(p.reporting_starts, p.starts) as reporting_starts, coalesce(p.reporting_ends, p.ends) as reporting_ends,
    y.reporting_starts as year_starts
  from reference.periods as p
  join reference.periods as y on y.period = substr(p.period, 1, 4)
),
-- what many rows say of one period is judged once
said as (
  select distinct t.$column as _value, $period as _period, $period_basis as _basis
  from $table as t
  where t.$column <> $country
),
judged as (
  select s._value, s._period, s._basis, c.starts as _starts, c.ends as _ends, l.body, l.began, l.ended, l.heir_code,
    case when l.agency_code is null then 'unknown'
      when l.began > case s._basis when 'reporting' then c.reporting_ends else c.ends end then 'not_yet'
      when l.ended < case s._basis when 'calendar' then c.starts when 'reporting' then c.reporting_starts
        when 'cumulative' then c.year_starts else c.earliest end then 'ended' end as _why
  from said as s
  left join listed as l on l.agency_code = s._value
  left join calendar as c on c.period = s._period
  where not exists (select 1 from agency_groups as g where g.group_code = s._value)
),
counted as (
  select $keys, t._package, t._row, j._value, j._why, j.body, j.began, j.ended, j.heir_code,
    row_number() over (partition by t._package, j._value, j._why order by t._row) as _nth,
    count(*) over (partition by t._package, j._value, j._why) as n_rows,
    first_value(j._period) over (partition by t._package, j._value, j._why order by j._starts, j._ends) as first_period,
    first_value(j._period) over (partition by t._package, j._value, j._why order by j._ends desc, j._starts desc)
      as last_period
  from judged as j
  join $table as t on t.$column = j._value and $period is not distinct from j._period
    and $period_basis is not distinct from j._basis
  where j._why is not null
)
select $keys, t._package, t._row, t._value, t.body, t.began, t.ended, t.n_rows, t.first_period, t.last_period,
  t.heir_code, coalesce(h.body, t.heir_code) as heir,
  case when t._why = 'unknown' then null when t._why = 'ended' and t.heir_code is not null then 'succeeded'
    else t._why end as _case,
  case when t._why <> 'unknown' then 'warning' end as _severity
from counted as t
left join listed as h on h.agency_code = t.heir_code
where t._nth = 1
order by t._package, t._row
