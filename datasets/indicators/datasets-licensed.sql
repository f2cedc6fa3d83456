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
vi = "Bộ dữ liệu có giấy phép"
en = "Datasets with a licence"

[definition]
vi = "Bộ dữ liệu có giấy phép, chia cho bộ dữ liệu đã công bố."
en = "Datasets with a licence, over datasets published."

[is_not]
vi = "Không nói dữ liệu đầy đủ hay đúng."
en = "It does not say that the data is complete or right."

[numerator]
vi = "bộ dữ liệu có giấy phép"
en = "datasets with a licence"

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
open_datasets = ["dataset_id", "licence"]
*/
select p.period, o.agency_code, o.dataset_id as item_code, o.source_id, case when o.licence is not null then 1 else 0 end as numerator, 1 as denominator
from open_datasets as o
join asked.periods as p on o.issued is null or o.issued <= p.ends
