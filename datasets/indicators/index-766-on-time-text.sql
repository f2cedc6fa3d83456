/*
version = "1"
group = "index-766"
kind = "points"
counts = "points"
period = "month"
flow = "stock"
reported = false
small = 0

[title]
vi = "Bộ chỉ số 766: Tiến độ giải quyết (theo văn bản)"
en = "Index 766: Timeliness (by the text)"

[definition]
vi = "Điểm nhóm Tiến độ giải quyết, tối đa 20, tính theo văn bản; cần từng hồ sơ hoặc từng đánh giá, nên chỉ lấy được nơi nguồn đã tính (measure_version = text)."
en = "Points of the group Timeliness, at most 20, by the text; it takes single dossiers or ratings, so it is there only where a source computed it (measure_version = text)."

[is_not]
vi = "766 không phải khảo sát hài lòng và không phải tỷ lệ hồ sơ. Điểm theo văn bản và điểm theo cách Cổng tính là hai cách khác nhau."
en = "766 is no satisfaction survey and no share of dossiers. Points by the text and points as the portal counts are two methods."

[numerator]
vi = "tổng điểm các phần, mỗi phần làm tròn 2 chữ số"
en = "sum of the parts’ points, each rounded to 2 decimals"

[denominator]
vi = "điểm tối đa"
en = "maximum"

[population]
vi = "Mọi tiêu chí của nhóm; chưa đủ số liệu thì không tính tổng"
en = "All criteria of the group; no sum where any of them has no figures"

[basis]
vi = "Quyết định 766/QĐ-TTg, văn bản mô tả công thức"
en = "Decision 766/QĐ-TTg, the text that describes its formulas"

[needs]
scores = ["period", "agency_code", "measure", "stage", "measure_version"]

[parameters]
version = "text"
group = "766-on-time"
only = "text"
*/
-- part: index-766
