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
vi = "Bộ chỉ số 766: Dịch vụ công trực tuyến (cách Cổng tính)"
en = "Index 766: Online services (as the portal counts)"

[definition]
vi = "Điểm nhóm Dịch vụ công trực tuyến, tối đa 12, theo cách Cổng đang tính."
en = "Points of the group Online services, at most 12, as the portal computes them."

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

[warning]
vi = "Cách tính này khớp với một quan sát (Phú Thọ, 08/2026); danh sách năm 2026 chỉ còn một mục 12 điểm."
en = "This method fits one observation (Phú Thọ, 2026-08); the list of 2026 has a single item of 12 points."

[basis]
vi = "Quyết định 766/QĐ-TTg, như Cổng đang tính: đã tính lại trên bảng 34 tỉnh"
en = "Decision 766/QĐ-TTg as the portal computes it: recomputed on the table of 34 provinces"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[parameters]
version = "implemented"
group = "766-online"
only = ""
*/
-- part: index-766
