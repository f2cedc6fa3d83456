/*
severity = "warning"
mender = "you"
certainty = "high"

[needs]
packages = ["declared"]

[[alternatives]]
open_datasets = ["dataset_id"]

[parameters]
nothing = ["", "-", "none", "unknown", "notspecified", "không", "không rõ", "chưa rõ", "chưa có", "n/a"]  # words that state no licence

[basis]
vi = "Nghị định 47/2020/NĐ-CP, Điều 18 cho dùng tự do dữ liệu mở, kể cả cho mục đích thương mại, và buộc ghi nguồn; không tìm thấy điều khoản nào về giấy phép (Nghị định 194/2025/NĐ-CP đã bãi bỏ một phần; chưa đọc được từng điều). Vì thế giấy phép phải được nói rõ, công cụ không đoán."
en = "Nghị định 47/2020/NĐ-CP, Điều 18 allows free use of open data, commercial use too, and asks for the source to be named; no clause on licences was found (Nghị định 194/2025/NĐ-CP repealed parts of it; its articles could not be read). A licence must therefore be stated; the tool guesses none."

[title]
vi = "Chưa ghi giấy phép sử dụng dữ liệu"
en = "No licence of use stated"

[message]
vi = "Gói {name} chưa ghi giấy phép (licenses){resources_vi: cho …}. Không có giấy phép thì người dùng không biết được phép làm gì với dữ liệu."
en = "Package {name} states no licence (licenses){resources_en: for …}. Without one, users cannot know what they may do with the data."

[fix]
vi = "Hỏi người có thẩm quyền công bố muốn áp dụng giấy phép nào, rồi ghi tên và đường dẫn của giấy phép đó."
en = "Ask whoever has the authority to publish which licence shall hold, then state its name and address."

[not_when]
vi = "Không áp dụng khi gói hoặc từng bảng trong gói có ghi giấy phép; không áp dụng cho một tệp bảng đứng riêng, không có mô tả."
en = "Does not apply where the package or each of its tables states a licence, nor to a lone table file without a description."

[cases.dataset.message]
vi = "Bộ dữ liệu {dataset_id}{dataset_title: “…”} chưa ghi giấy phép sử dụng."
en = "Dataset {dataset_id}{dataset_title: “…”} states no licence of use."

[cases.all.message]
vi = "Không bộ dữ liệu nào trong bảng open_datasets có ghi giấy phép sử dụng ({n} bộ)."
en = "None of the datasets in table open_datasets states a licence of use (datasets: {n})."
*/
with lacking as (
  select p._package, p.name, count(r.name) as n_tables,
    sum(case when r.licence is null then 1 else 0 end) as n_lacking,
    string_agg(case when r.licence is null then r.name end, ', ' order by r.name) as listed
  from described.packages as p
  join described.resources as r on r._package = p._package
  where p.declared and p.licence is null
  group by p._package, p.name
),
datasets as (
  select o._package, o._row, o.dataset_id, o.title,
    case when o.licence is null or lower(trim(o.licence)) in $nothing then 1 else 0 end as lacks
  from open_datasets as o
),
counted as (
  select d._package, d._row, d.dataset_id, d.title, d.lacks,
    count(*) over (partition by d._package) as n,
    sum(d.lacks) over (partition by d._package) as n_lacks,
    row_number() over (partition by d._package order by d._row) as nth
  from datasets as d
),
found as (
  select l._package, cast(null as bigint) as _row, 'packages' as _table, l.name, cast(null as varchar) as dataset_id,
    cast(null as varchar) as dataset_title, 'licence' as _field,
    case when l.n_lacking < l.n_tables then 'các bảng ' || l.listed end as resources_vi,
    case when l.n_lacking < l.n_tables then 'the tables ' || l.listed end as resources_en,
    cast(null as bigint) as n, cast(null as varchar) as _case
  from lacking as l
  where l.n_lacking > 0
  union all
  select c._package, c._row, 'open_datasets' as _table, cast(null as varchar) as name, c.dataset_id,
    c.title as dataset_title, 'licence' as _field, cast(null as varchar) as resources_vi,
    cast(null as varchar) as resources_en, c.n, case when c.n > 1 and c.n_lacks = c.n then 'all' else 'dataset' end as _case
  from counted as c
  where c.lacks = 1 and (c.n_lacks < c.n or c.nth = 1)
)
select f._package, f._row, f._table, f.name, f.dataset_id, f.dataset_title, f._field, f.resources_vi, f.resources_en,
  f.n, f._case
from found as f
order by f._package, f._table, f._row
