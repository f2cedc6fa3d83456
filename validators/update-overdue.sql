/*
severity = "warning"
mender = "you"
certainty = "high"
field = "modified"
applies = "true"
unknown = """
not exists (select 1 from judged as j
  where j._package = open_datasets._package and j._row = open_datasets._row)
"""

[needs]
open_datasets = ["dataset_id", "frequency", "modified"]

[[alternatives]]
packages = ["name", "frequency"]

[parameters]
months = 3  # from the end of a period to the day its data must be there
monthly = ["continuous", "daily", "weekly", "biweekly", "monthly", "cont", "p1d", "p7d", "p1w", "p1m", "hằng ngày", "hàng ngày", "hằng tuần", "hàng tuần", "hằng tháng", "hàng tháng", "tháng"]
quarterly = ["quarterly", "p3m", "hằng quý", "hàng quý", "quý"]
half_yearly = ["half-yearly", "semiannual", "semi-annual", "biannual", "p6m", "6 tháng", "nửa năm"]
yearly = ["yearly", "annual", "annually", "p1y", "p12m", "hằng năm", "hàng năm", "năm"]

[basis]
vi = "Tần suất mà bộ dữ liệu tự công bố; Nghị định 47/2020/NĐ-CP, Điều 20: dữ liệu mở được cập nhật trong 3 tháng. Nghị định 194/2025/NĐ-CP (hiệu lực từ 19/08/2025) đã sửa đổi, bãi bỏ một phần Nghị định này; chưa đọc được từng điều."
en = "The frequency that the dataset itself declares; Nghị định 47/2020/NĐ-CP, Điều 20: open data is updated within 3 months. Nghị định 194/2025/NĐ-CP (in force since 2025-08-19) amended this decree and repealed parts of it; its articles could not be read."

[title]
vi = "Bộ dữ liệu quá hạn cập nhật"
en = "A dataset overdue for an update"

[message]
vi = "Bộ dữ liệu {dataset_id}{title: “…”} ghi cập nhật “{frequency_vi}” nhưng lần cuối là {modified}, nên chưa thể có số liệu của {period:period} (kết thúc ngày {ends}); hạn {months} tháng sau đó là {due_date}. Hạn này theo Nghị định 47/2020/NĐ-CP, Điều 20, đã được Nghị định 194/2025/NĐ-CP sửa đổi."
en = "Dataset {dataset_id}{title: “…”} declares updates “{frequency}”, yet its last was on {modified}, so it cannot hold the figures of {period:period} (which ended on {ends}); {months} months after that was {due_date}. The limit is that of Nghị định 47/2020/NĐ-CP, Điều 20, since amended by Nghị định 194/2025/NĐ-CP."

[fix]
vi = "Cập nhật số liệu; nếu tần suất ghi không còn đúng thì công bố tần suất thật. Đối chiếu hạn với quy định đang có hiệu lực."
en = "Update the data; if the declared frequency is no longer true, publish the real one. Compare the limit with the rules now in force."

[not_when]
vi = "Không áp dụng khi từ lần cập nhật cuối chưa hết một chu kỳ đã ghi, hoặc khi bộ dữ liệu công bố lần đầu sau hạn đó. Gói ghi tần suất trong phần mô tả được xét theo kỳ cuối của số liệu trong gói; gói chỉ có danh mục thì theo ngày lấy nguồn (bảng sources). Tần suất hay ngày cập nhật chưa ghi, hoặc tần suất không nằm trong danh sách (không định kỳ), là chưa kiểm tra được. Tần suất dày hơn tháng chỉ xét như hằng tháng."
en = "Does not apply while less than one declared interval has passed since the last update, nor where the dataset first appeared after that limit. A package that states a frequency in its description is held to the last period of its figures; one that holds only lists, to the day its sources were retrieved. A frequency or date that is not stated, or a frequency outside the list (irregular), cannot be checked. What is more frequent than monthly is held to the month only."
[cases.package.message]
vi = "Gói {dataset_id}{title: “…”} ghi cập nhật “{frequency_vi}” nhưng số liệu mới đến {modified}, chưa có {period:period} (kết thúc ngày {ends}); hạn {months} tháng sau đó là {due_date}. Hạn này theo Nghị định 47/2020/NĐ-CP, Điều 20, đã được Nghị định 194/2025/NĐ-CP sửa đổi."
en = "Package {dataset_id}{title: “…”} declares updates “{frequency}”, yet its figures end on {modified}, before those of {period:period} (which ended on {ends}); {months} months after that was {due_date}. The limit is that of Nghị định 47/2020/NĐ-CP, Điều 20, since amended by Nghị định 194/2025/NĐ-CP."
*/
with judged as (
  select o._package, o._row, o.dataset_id, o.title, o.frequency, o.modified, o.issued,
    case when lower(trim(o.frequency)) in $monthly then 'month' when lower(trim(o.frequency)) in $quarterly then 'quarter'
      when lower(trim(o.frequency)) in $half_yearly then 'half' else 'year' end as kind
  from open_datasets as o
  where o.modified is not null and (lower(trim(o.frequency)) in $monthly or lower(trim(o.frequency)) in $quarterly
    or lower(trim(o.frequency)) in $half_yearly or lower(trim(o.frequency)) in $yearly)
),
-- of each kind the last period whose data must be there by now
due as (
  select p.kind, p.period, p.ends, m.ends as due_date,
    row_number() over (partition by p.kind order by p.n desc) as nth
  from reference.periods as p
  join reference.periods as m on m.kind = 'month' and m.n = p.last_month_n + $months
  where m.ends < $as_of
),
-- the packages that declare a frequency themselves, and how far their figures reach; what has none is as old as its source
reached as (
  select f._package, coalesce(max(p.ends), max(f.retrieved)) as ends
  from (
    select d._package, d.period, cast(null as date) as retrieved from dossiers as d
    union select u._package, u.period, cast(null as date) as retrieved from usage as u
    union select s._package, s.period, cast(null as date) as retrieved from satisfaction as s
    union select s._package, s.period, cast(null as date) as retrieved from scores as s
    union select o._package, o.period, cast(null as date) as retrieved from observations as o
    union select r._package, cast(null as varchar) as period, r.retrieved from sources as r
  ) as f
  left join reference.periods as p on p.period = f.period
  group by f._package
),
declared as (
  select k._package, k.name, k.title, k.frequency, r.ends,
    case when lower(trim(k.frequency)) in $monthly then 'month' when lower(trim(k.frequency)) in $quarterly then 'quarter'
      when lower(trim(k.frequency)) in $half_yearly then 'half' when lower(trim(k.frequency)) in $yearly then 'year' end as kind
  from described.packages as k
  join reached as r on r._package = k._package
),
found as (
  select cast(null as varchar) as _table, cast(null as varchar) as _field, cast(null as varchar) as _case,
    cast(null as varchar) as name, j._package, j._row, j.dataset_id, j.title, j.frequency, j.modified, d.period, d.ends, d.due_date
  from judged as j
  join due as d on d.kind = j.kind and d.nth = 1
  join reference.periods as m on m.kind = 'month' and j.modified between m.starts and m.ends
  -- the month in which its own frequency asks for the next update
  join reference.periods as x on x.kind = 'month'
    and x.n = m.n + case j.kind when 'month' then 1 when 'quarter' then 3 when 'half' then 6 else 12 end
  where j.modified <= d.ends and x.ends < $as_of and coalesce(j.issued, j.modified) <= d.due_date
  union all
  select 'packages' as _table, 'frequency' as _field, 'package' as _case,
    k.name, k._package, cast(null as bigint) as _row, k.name as dataset_id, k.title, k.frequency, k.ends as modified,
    d.period, d.ends, d.due_date
  from declared as k
  join due as d on d.kind = k.kind and d.nth = 1
  where k.ends < d.ends
)
select f._table, f._field, f._case, f.name, f._package, f._row, f.dataset_id, f.title, f.frequency, f.modified, f.period,
  f.ends, f.due_date, case lower(trim(f.frequency)) when 'daily' then 'hằng ngày' when 'weekly' then 'hằng tuần'
    when 'monthly' then 'hằng tháng' when 'quarterly' then 'hằng quý' when 'half-yearly' then '6 tháng một lần'
    when 'yearly' then 'hằng năm' else f.frequency end as frequency_vi
from found as f
