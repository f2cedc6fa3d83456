/*
version = "1"
group = "headline"
kind = "count"
counts = "datasets"
period = "year"
flow = "as_of"
reported = false
decimals = 0

[title]
vi = "Bộ dữ liệu mở"
en = "Open datasets"

[definition]
vi = "Bộ dữ liệu có giấy phép sử dụng và có tệp máy đọc được, đến cuối kỳ; cùng cơ quan, tên chỉ khác nhau con số (năm, kỳ) thì tính một lần."
en = "Datasets with a licence and a machine-readable file at the end of the period; those of one body whose titles differ in figures only (year, period) count once."

[is_not]
vi = "Không phải số tệp. PDF, bản chụp, và bộ không ghi giấy phép không tính: xem datasets-published."
en = "Not files. PDF, scans and datasets without a licence do not count: see datasets-published."

[numerator]
vi = "bộ dữ liệu mở"
en = "open datasets"

[population]
vi = "Bộ dữ liệu đã công bố đến cuối kỳ"
en = "Datasets published by the end of the period"

[basis]
vi = "Nghị định 47/2020 Điều 17, 20"
en = "Decree 47/2020 Art. 17, 20"

[needs]
open_datasets = ["dataset_id", "title", "licence", "formats"]
*/
with known as (
  select p.period, o.agency_code, o.dataset_id, o.title, o.source_id,
    translate(lower(nfc(o.title)), '0123456789-/., ', '') as stem,
    case when o.licence is not null and regexp_matches(upper(o.formats), '(^|[^A-Z])(CSV|XLSX|XLS|ODS|JSON|JSONL|GEOJSON|XML|PARQUET|TSV|RDF|API|KML|GML|SHP|GPKG)([^A-Z]|$)') then 1 else 0 end as open_one,
    case when o.licence is null then 'no_licence' when not coalesce(regexp_matches(upper(o.formats), '(^|[^A-Z])(CSV|XLSX|XLS|ODS|JSON|JSONL|GEOJSON|XML|PARQUET|TSV|RDF|API|KML|GML|SHP|GPKG)([^A-Z]|$)'), false) then 'not_machine_readable'
      else 'open' end as state
from open_datasets as o
join asked.periods as p on o.issued is null or o.issued <= p.ends
),
numbered as (
  select k.period, k.agency_code, k.dataset_id, k.title, k.source_id, k.open_one, k.state,
    row_number() over (
      partition by k.period, k.agency_code, k.stem, k.open_one order by k.dataset_id
    ) as nth
  from known as k
)
select n.period, n.agency_code, n.dataset_id as item_code, n.title as name, n.source_id,
  case when n.state = 'open' and n.nth > 1 then 'same_but_for_figures' else n.state end as decision,
  case when n.state = 'open' and n.nth = 1 then 1 else 0 end as numerator
from numbered as n
