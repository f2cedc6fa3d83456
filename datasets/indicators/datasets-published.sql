/*
version = "1"
group = "open-data"
kind = "count"
counts = "datasets"
period = "month"
flow = "as_of"
reported = false
decimals = 0

[title]
vi = "Bộ dữ liệu đã công bố"
en = "Datasets published"

[definition]
vi = "Mọi bộ dữ liệu đã công bố đến cuối kỳ, mở hay không."
en = "All datasets published by the end of the period, open or not."

[is_not]
vi = "Không phải số bộ dữ liệu mở."
en = "Not the number of open datasets."

[numerator]
vi = "bộ dữ liệu"
en = "datasets"

[population]
vi = "Bộ dữ liệu đã công bố đến cuối kỳ"
en = "Datasets published by the end of the period"

[basis]
vi = "Danh mục bộ dữ liệu"
en = "The list of datasets"

[needs]
open_datasets = ["dataset_id"]
*/
select p.period, o.agency_code, o.dataset_id as item_code, o.source_id, 1 as numerator
from open_datasets as o
join asked.periods as p on o.issued is null or o.issued <= p.ends
