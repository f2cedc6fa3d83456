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
vi = "Bộ chỉ số 766: Số hóa hồ sơ (theo văn bản)"
en = "Index 766: Digitisation (by the text)"

[definition]
vi = "Điểm nhóm Số hóa hồ sơ, tối đa 22, với mức trần mà văn bản nêu."
en = "Points of the group Digitisation, at most 22, with the caps that the text states."

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
scores = ["period", "agency_code", "measure", "stage", "numerator", "denominator"]

[parameters]
version = "text"
group = "766-digitisation"
only = ""
*/
-- part: index-766
