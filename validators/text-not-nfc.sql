/*
severity = "error"
mender = "you"
certainty = "verified"
each = "text"
applies = "t.$column <> nfc(t.$column)"

[basis]
vi = "Unicode NFC: cùng một chữ phải cùng một dãy ký tự, nếu không thì tìm kiếm, so khớp và gộp nhóm đều sai."
en = "Unicode NFC: one word must be one sequence of characters, or search, matching and grouping go wrong."

[title]
vi = "Chữ có dấu viết theo dạng tổ hợp"
en = "Accented letters in decomposed form"

[message]
vi = "“{value}” ở cột {field} có dấu thanh hoặc dấu mũ là ký tự rời (không phải dạng dựng sẵn NFC), nên trông giống mà không khớp với chữ cùng tên."
en = "“{value}” in column {field} holds accents as separate characters (it is not NFC): it looks like the same word elsewhere and does not match it."

[fix]
vi = "Với gói dữ liệu, chạy dvcdata fix; với tệp lẻ, gõ lại bằng bộ gõ ở chế độ Unicode dựng sẵn."
en = "For a package run dvcdata fix; in a lone file type it again with a keyboard set to precomposed Unicode."

[not_when]
vi = "Không áp dụng cho cột không phải văn bản."
en = "Does not apply to columns that are no text."
*/
select $keys, t._package, t._row, t.$column as _value
from $table as t
where t.$column <> nfc(t.$column)
order by t._package, t._row
