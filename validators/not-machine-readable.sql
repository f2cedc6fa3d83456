/*
severity = "warning"
mender = "you"
certainty = "high"
field = "formats"
applies = "true"
unknown = """
formats is null or not regexp_matches(upper(formats), $papers) and not regexp_matches(upper(formats), $machine)
"""

[needs]
open_datasets = ["dataset_id", "formats"]

[parameters]
machine = "(^|[^A-Z0-9])(CSV|TSV|XLSX|XLSM|XLS|ODS|JSON|JSONL|NDJSON|GEOJSON|TOPOJSON|XML|RDF|TTL|N3|JSON-LD|PARQUET|SHP|SHAPEFILE|GPKG|KML|KMZ|GML|GTFS|SQL|SQLITE|API|WMS|WFS|SDMX|PX|DBF)($|[^A-Z0-9])"
papers = "(^|[^A-Z0-9])(PDF|DOC|DOCX|RTF|ODT|PPT|PPTX|TXT|HTML|HTM|JPG|JPEG|PNG|GIF|BMP|TIF|TIFF|MP3|MP4)($|[^A-Z0-9])"

[basis]
vi = "Nghị định 47/2020/NĐ-CP, Điều 17: dữ liệu mở ở dạng thức mở, máy có thể xử lý được (Nghị định 194/2025/NĐ-CP đã bãi bỏ một phần Nghị định này; chưa đọc được từng điều)."
en = "Nghị định 47/2020/NĐ-CP, Điều 17: open data is in an open format that machines can process (Nghị định 194/2025/NĐ-CP repealed parts of this decree; its articles could not be read)."

[title]
vi = "Bộ dữ liệu máy không đọc được"
en = "A dataset that machines cannot read"

[message]
vi = "Bộ dữ liệu {dataset_id}{title: “…”} chỉ có ở dạng {formats}: người đọc được, máy không đọc được."
en = "Dataset {dataset_id}{title: “…”} is offered as {formats} only: people can read it, machines cannot."

[fix]
vi = "Công bố thêm bảng gốc ở dạng CSV hoặc XLSX; bản PDF hay ảnh có thể để bên cạnh."
en = "Publish the original table as CSV or XLSX too; the PDF or picture may stay beside it."

[not_when]
vi = "Không áp dụng khi có ít nhất một dạng máy đọc được. Dạng chưa ghi, hay chỉ ghi ZIP và dạng lạ, là chưa kiểm tra được."
en = "Does not apply where at least one format is machine-readable. Formats that are not stated, or only ZIP and ones unknown, cannot be checked."
*/
select o._package, o._row, o.dataset_id, o.title, o.formats
from open_datasets as o
where regexp_matches(upper(o.formats), $papers) and not regexp_matches(upper(o.formats), $machine)
order by o._package, o._row
