/*
version = "1"
group = "open-data"
kind = "ratio"
counts = "datasets"
period = "month"
flow = "as_of"
level_at = "as_recorded"
reported = false
small = 2

[title]
vi = "Bộ dữ liệu máy đọc được"
en = "Machine-readable datasets"

[definition]
vi = "Bộ dữ liệu máy đọc được, chia cho bộ dữ liệu đã công bố."
en = "Machine-readable datasets, over datasets published."

[is_not]
vi = "Không nói dữ liệu đầy đủ hay đúng."
en = "It does not say that the data is complete or right."

[numerator]
vi = "bộ dữ liệu máy đọc được"
en = "machine-readable datasets"

[denominator]
vi = "bộ dữ liệu đã công bố"
en = "datasets published"

[population]
vi = "Bộ dữ liệu đã công bố đến cuối kỳ"
en = "Datasets published by the end of the period"

[basis]
vi = "Nghị định 47/2020 Điều 17, 20"
en = "Decree 47/2020 Art. 17, 20"

[needs]
open_datasets = ["dataset_id", "formats"]
*/
select p.period, o.agency_code, o.dataset_id as item_code, o.source_id, case when o.formats is null then null when regexp_matches(upper(o.formats), '(^|[^A-Z])(CSV|XLSX|XLS|ODS|JSON|JSONL|GEOJSON|XML|PARQUET|TSV|RDF|API|KML|GML|SHP|GPKG)([^A-Z]|$)') then 1 else 0 end as numerator, 1 as denominator
from open_datasets as o
join asked.periods as p on o.issued is null or o.issued <= p.ends
