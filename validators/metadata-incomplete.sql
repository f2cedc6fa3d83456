/*
severity = "warning"
mender = "you"
certainty = "high"

[needs]
packages = ["declared"]

[[alternatives]]
open_datasets = ["dataset_id"]

[basis]
vi = "Thông tư 24/2011/TT-BTTTT (Dublin Core): tiêu đề, người tạo, thời gian, mô tả, cơ quan ban hành và định danh là bắt buộc."
en = "Thông tư 24/2011/TT-BTTTT (Dublin Core): title, creator, date, description, publisher and identifier are mandatory."

[title]
vi = "Mô tả dữ liệu còn thiếu"
en = "The description of the data is incomplete"

[message]
vi = "Phần mô tả của gói {name} chưa có {missing_vi}."
en = "The description of package {name} lacks {missing_en}."

[fix]
vi = "Bổ sung phần mô tả để người ngoài cơ quan hiểu đây là dữ liệu gì, của ai, hỏi ai."
en = "Add it, so that people outside the agency can tell what the data is, whose, and whom to ask."

[not_when]
vi = "Không áp dụng cho một tệp bảng đứng riêng. Giấy phép thuộc quy tắc licence-missing. Chỉ thiếu đầu mối liên hệ của gói thì là lưu ý."
en = "Does not apply to a lone table file. Licences belong to licence-missing. A package that lacks only a contact gives an info."

[cases.datasets.message]
vi = "Trong bảng open_datasets, {n} bộ dữ liệu chưa có {missing_vi}{first: (như …)}."
en = "In table open_datasets, some datasets lack {missing_en}{first: (such as …)}; datasets: {n}."
*/
with judged as (
  select p._package, p.name,
    case when p.title is null or lower(p.title) = lower(p.name) then 1 else 0 end as no_title,
    case when p.description is null then 1 else 0 end as no_description,
    case when p.contact is null then 1 else 0 end as no_contact
  from described.packages as p
  where p.declared
),
datasets as (
  select o._package, o._row, o.dataset_id,
    case when o.agency_code is null then 1 else 0 end as no_agency,
    case when coalesce(o.modified, o.issued) is null then 1 else 0 end as no_date,
    case when o.access_url is null then 1 else 0 end as no_url
  from open_datasets as o
),
alike as (
  select d._package, d.no_agency, d.no_date, d.no_url, min(d._row) as _row, count(*) as n
  from datasets as d
  where d.no_agency + d.no_date + d.no_url > 0
  group by d._package, d.no_agency, d.no_date, d.no_url
),
found as (
  select j._package, cast(null as bigint) as _row, 'packages' as _table, j.name, cast(null as varchar) as dataset_id,
    cast(null as varchar) as _field, cast(null as varchar) as first, cast(null as bigint) as n,
    substr(case when j.no_title = 1 then ', tiêu đề (title)' else '' end
      || case when j.no_description = 1 then ', mô tả (description)' else '' end
      || case when j.no_contact = 1 then ', đầu mối liên hệ (contributors)' else '' end, 3) as missing_vi,
    substr(case when j.no_title = 1 then ', a title' else '' end
      || case when j.no_description = 1 then ', a description' else '' end
      || case when j.no_contact = 1 then ', a contact (contributors)' else '' end, 3) as missing_en,
    case when j.no_title + j.no_description = 0 then 'info' else 'warning' end as _severity,
    cast(null as varchar) as _case
  from judged as j
  where j.no_title + j.no_description + j.no_contact > 0
  union all
  select a._package, a._row, 'open_datasets' as _table, cast(null as varchar) as name, d.dataset_id,
    case when a.no_agency = 1 then 'agency_code' when a.no_date = 1 then 'modified' else 'access_url' end as _field,
    d.dataset_id as first, a.n,
    substr(case when a.no_agency = 1 then ', cơ quan chịu trách nhiệm (agency_code)' else '' end
      || case when a.no_date = 1 then ', ngày công bố hay cập nhật (issued, modified)' else '' end
      || case when a.no_url = 1 then ', đường dẫn (access_url)' else '' end, 3) as missing_vi,
    substr(case when a.no_agency = 1 then ', the agency responsible (agency_code)' else '' end
      || case when a.no_date = 1 then ', a date (issued, modified)' else '' end
      || case when a.no_url = 1 then ', an address (access_url)' else '' end, 3) as missing_en,
    cast(null as varchar) as _severity, 'datasets' as _case
  from alike as a
  join datasets as d on d._package = a._package and d._row = a._row
)
select f._package, f._row, f._table, f.name, f.dataset_id, f._field, f.first, f.n, f.missing_vi, f.missing_en,
  f._severity, f._case
from found as f
order by f._package, f._table, f._row
