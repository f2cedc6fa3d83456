/*
version = "1"
group = "online"
kind = "ratio"
counts = "dossiers"
period = "month"
flow = "stock"
reported = true

[title]
vi = "Hồ sơ trả kết quả điện tử"
en = "Dossiers with electronic results"

[definition]
vi = "Hồ sơ có kết quả điện tử chia cho hồ sơ đã giải quyết, như Cổng chấm Bộ chỉ số 766."
en = "Dossiers with an electronic result over dossiers resolved, as the portal scores index 766."

[is_not]
vi = "Không phải hồ sơ nộp trực tuyến."
en = "Not dossiers filed online."

[numerator]
vi = "hồ sơ có kết quả điện tử"
en = "dossiers with electronic results"

[denominator]
vi = "hồ sơ đã giải quyết"
en = "dossiers resolved"

[population]
vi = "Hồ sơ đã giải quyết trong kỳ"
en = "Dossiers resolved in the period"

[basis]
vi = "Quyết định 766/QĐ-TTg, như Cổng đang tính"
en = "Decision 766/QĐ-TTg, as the portal computes it"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]
*/
select w.period, w.part, s.agency_code, s.source_id, s.numerator, s.denominator
from scores as s
join asked.parts as w on w.table_name = 'scores' and w.part = s.period and w.last
where s.measure = '766-e-result' and s.stage = 'published' and coalesce(s.measure_version, 'implemented') = 'implemented'
