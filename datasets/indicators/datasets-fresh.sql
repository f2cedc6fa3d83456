/*
version = "2"
group = "open-data"
kind = "ratio"
counts = "datasets"
period = "month"
flow = "as_of"
level_at = "as_recorded"
reported = false
small = 2

[title]
vi = "Bộ dữ liệu cập nhật đúng tần suất"
en = "Datasets kept up to date"

[definition]
vi = "Bộ dữ liệu cập nhật lần cuối không quá tần suất đã cam kết (tháng 31 ngày, quý 92, năm 366), chia cho bộ dữ liệu có ghi tần suất và ngày."
en = "Datasets last updated within the frequency promised (month 31 days, quarter 92, year 366), over those that state frequency and date."

[is_not]
vi = "Ngày sửa mô tả không phải ngày cập nhật."
en = "The day a description was edited is no update."

[numerator]
vi = "bộ dữ liệu còn mới"
en = "datasets up to date"

[denominator]
vi = "bộ dữ liệu có ghi tần suất"
en = "datasets that state a frequency"

[population]
vi = "Bộ dữ liệu đã công bố đến cuối kỳ"
en = "Datasets published by the end of the period"

[basis]
vi = "Nghị định 47/2020 Điều 17, 20"
en = "Decree 47/2020 Art. 17, 20"

[unknown]
vi = "Bộ dữ liệu cập nhật lại sau kỳ đó thì không biết, vì danh mục chỉ ghi lần cập nhật cuối; quá nửa như vậy thì kỳ đó không tính được."
en = "Of a dataset updated again after the period it is not known, as the register has the last update only; a period with more than half of them such has no figure."

[needs]
open_datasets = ["dataset_id", "frequency", "modified"]
*/
with judged as (
  select p.period, o.agency_code, o.dataset_id, o.source_id, f.days, e.n - b.n as age,
    sum(case when b.n > e.n then 1 else 0 end) over (partition by p.period) as later,
    count(*) over (partition by p.period) as every_one
  from open_datasets as o
  join asked.periods as p on o.issued is null or o.issued <= p.ends
  join asked.days as e on e.day = p.ends
  left join asked.days as b on b.day = o.modified
  left join (
    select 'daily' as name, 2 as days union all select 'weekly' as name, 8 as days union all
    select 'monthly' as name, 31 as days union all select 'quarterly' as name, 92 as days union all
    select 'half-yearly' as name, 184 as days union all select 'yearly' as name, 366 as days
  ) as f on f.name = o.frequency
)
select j.period, j.agency_code, j.dataset_id as item_code, j.source_id,
  case when j.days is null or j.age is null or j.age < 0 or 2 * j.later > j.every_one then null
    when j.age <= j.days then 1 else 0 end as numerator,
  1 as denominator
from judged as j
