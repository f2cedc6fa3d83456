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
vi = "766: Tiến độ giải quyết (theo văn bản)"
en = "766: Timeliness (by the text)"

[definition]
vi = "Điểm nhóm Tiến độ giải quyết, tối đa 20, tính theo văn bản; cần từng hồ sơ hoặc từng đánh giá, nên chỉ lấy được nơi nguồn đã tính (measure_version = text)."
en = "Points of the group Timeliness, at most 20, by the text; it takes single dossiers or ratings, so it is there only where a source computed it (measure_version = text)."

[is_not]
vi = "766 không phải khảo sát hài lòng và không phải tỷ lệ hồ sơ. Điểm theo văn bản và điểm đang áp dụng là hai cách tính khác nhau."
en = "766 is no satisfaction survey and no share of dossiers. Points by the text and points as implemented are two methods."

[numerator]
vi = "tổng điểm các phần, mỗi phần làm tròn 2 chữ số"
en = "sum of the parts’ points, each rounded to 2 decimals"

[denominator]
vi = "điểm tối đa"
en = "maximum"

[population]
vi = "Các phần của nhóm; thiếu một phần thì không có tổng"
en = "The parts of the group; without one of them there is no sum"

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
