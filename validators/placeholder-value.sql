/*
severity = "warning"
mender = "you"
certainty = "high"
each = "text"
applies = "regexp_matches(lower(t.$column), $placeholder)"

[parameters]
# whole cells in lower case: words, signs alone, and the days that systems write where no date was given
placeholder = """^ *(\
n/a|#n/a|n[.]a[.]|n[.]a|null|[(]null[)]|none|nan|undefined|nil|tbd|tba|todo|unknown|test|tets|\
testing|abc|asdf|lorem ipsum|#ref!|#value!|#name[?]|#div/0!|#num!|#null!|chưa xác định|\
không xác định|chưa có|chưa có thông tin|không có thông tin|không có dữ liệu|chưa có dữ liệu|\
chưa có số liệu|chưa cập nhật|đang cập nhật|chưa rõ|không rõ|chưa biết|không biết|chưa nhập|\
để trống|bỏ trống|trống|đang chờ|chờ cập nhật|chua xac dinh|dang cap nhat|khong co|\
[.…]+|[-–—_]+|[?]+|[*]+|xxx+|\
(0?1/0?1/1900|0?1/0?1/1970|00/00/0000|1900-01-01|1970-01-01|0000-00-00)( 00:00(:00)?)?) *$\
"""

[basis]
vi = "Ô chưa có số liệu phải để trống hoặc mang nhãn (na, nc, c, ny); chữ ghi tạm thì bị đếm như một giá trị thật."
en = "A cell without a value is left empty or labelled (na, nc, c, ny); words put in its place are counted as a real value."

[title]
vi = "Chữ ghi tạm thay cho giá trị"
en = "Words put in place of a value"

[message]
vi = "Cột {field} của bảng {table} ghi “{value}” ở {n_rows} dòng. Đó không phải là giá trị, nhưng khi gộp nhóm hay đếm thì được tính là một giá trị."
en = "Column {field} of table {table} says “{value}” (rows: {n_rows}). That is no value, yet it counts as one when the data are grouped or counted."

[fix]
vi = "Tìm giá trị thật ở nguồn. Nếu chưa có thì để ô trống; nếu không áp dụng thì ghi na, không thu thập thì ghi nc."
en = "Look the value up at the source. Where there is none, leave the cell empty; write na where it does not apply, nc where it is not collected."

[not_when]
vi = "Chỉ xét khi cả ô là chữ ghi tạm, không xét chữ nằm trong câu. Không xét cột số và cột ngày: ở đó chữ ghi tạm là lỗi kiểu dữ liệu, và ngày 1900-01-01 có thể là cách ghi “không rõ từ khi nào”. Số 0 là một con số."
en = "Looks at whole cells only, not at words within a sentence. Columns of numbers and dates are left out: there such words are type errors, and 1900-01-01 may be how a table says “start not known”. 0 is a number."
*/
with tagged as (
  select $keys, t._package, t._row, t.$column as _value, lower(trim(t.$column)) as _said
  from $table as t
  where regexp_matches(lower(t.$column), $placeholder)
),
counted as (
  select $keys, t._package, t._row, t._value,
    row_number() over (partition by t._package, t._said order by t._row) as _nth,
    count(*) over (partition by t._package, t._said) as n_rows
  from tagged as t
)
select $keys, t._package, t._row, t._value, t.n_rows
from counted as t
where t._nth = 1
order by t._package, t._row
