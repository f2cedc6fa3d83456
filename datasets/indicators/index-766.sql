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
vi = "Bộ chỉ số 766 (cách Cổng tính)"
en = "Index 766 (as the portal counts)"

[definition]
vi = "Tổng điểm sáu nhóm, tối đa 100, theo cách Cổng đang tính."
en = "Sum of the six groups, at most 100, as the portal computes it."

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
vi = "Quyết định 766/QĐ-TTg, như Cổng đang tính: đã tính lại trên bảng 34 tỉnh"
en = "Decision 766/QĐ-TTg as the portal computes it: recomputed on the table of 34 provinces"

[needs]
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[parameters]
version = "implemented"
group = "766"
only = ""
*/
-- part: index-766
