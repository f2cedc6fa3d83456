/*
severity = "error"
mender = "you"
certainty = "verified"
each = "key"

[basis]
vi = "Đặc tả Table Schema: theo chuẩn SQL, cột thuộc khóa chính không được để trống; nằm trong khóa chính tức là bắt buộc có giá trị."
en = "Table Schema specification: by SQL standards the fields of a primary key cannot be null; being in the key is the same as being required."

[title]
vi = "Khóa chính để trống"
en = "Empty primary key"

[message]
vi = "Cột {field} thuộc khóa chính của bảng {table} nhưng dòng này để trống, nên không nhận biết được dòng này và dễ bị trùng."
en = "Column {field} is part of the primary key of table {table}, yet this row leaves it empty: the row cannot be told from others and may stand twice."

[fix]
vi = "Điền giá trị của ô này theo nguồn; nếu nguồn không có, bỏ cột này khỏi khóa chính trong phần mô tả cột."
en = "Fill in the cell from the source; if the source has no such value, take the column out of the primary key in the schema."

[not_when]
vi = "Không áp dụng cho cột mà phần mô tả đã ghi là bắt buộc: ô trống ở đó đã là lỗi cấu trúc."
en = "Does not apply to columns that the schema itself requires: an empty cell there is an error of structure already."
*/
select $keys, t._package, t._row, t.$column as _value
from $table as t
where t.$column is null
order by t._package, t._row
