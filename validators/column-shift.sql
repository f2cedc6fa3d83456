/*
severity = "warning"
mender = "you"
certainty = "high"
each = "text"
columns = [
  "name", "name_en", "short_name", "field_name", "issuing_text", "executing_text", "partial_reason", "theme",
  "time_limit_unit", "population",
]
applies = "regexp_matches(t.$column, $other)"

[parameters]
file = "[.]([pP][dD][fF]|[dD][oO][cC][xX]?|[xX][lL][sS][xX]?|[oO][dD][tTsS]|[zZ][iI][pP]|[rR][aA][rR]|[jJ][pP][eE]?[gG]|[pP][nN][gG])$"
day = "^ *([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9:]+)? *$"
link = "^ *https?://|^[^ @]+@[^ @]+[.][a-z]+$"
number = "^ *[0-9][0-9., ]*%? *$"
other = "[.]([pP][dD][fF]|[dD][oO][cC][xX]?|[xX][lL][sS][xX]?|[oO][dD][tTsS]|[zZ][iI][pP]|[rR][aA][rR]|[jJ][pP][eE]?[gG]|[pP][nN][gG])$|^ *([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9:]+)? *$|^ *https?://|^[^ @]+@[^ @]+[.][a-z]+$|^ *[0-9][0-9., ]*%? *$"

[basis]
vi = "Thiếu hoặc thừa một ô thì cả dòng lệch cột: tên tệp, ngày, số rơi vào cột chữ. Dữ liệu thật từng có tên tệp trong cột số lượng."
en = "One cell too many or too few moves the rest of a row: file names, dates and numbers land in columns of words. Real data had a file name in a column of quantities."

[title]
vi = "Nội dung có vẻ của cột khác"
en = "Content that seems to be of another column"

[message]
vi = "Cột {field} của bảng {table} có {n_rows} ô là {what_vi}, như “{value}”; dòng ấy có thể lệch cột."
en = "Column {field} of table {table} has cells that hold {what_en}, such as “{value}” (cells: {n_rows}); the row may have slipped by a column."

[fix]
vi = "So dòng ấy với tệp nguồn, xem các ô bên cạnh có lệch theo không, rồi nhập lại cả dòng."
en = "Compare that row with the source file, see whether its neighbours have moved as well, and enter the whole row again."

[not_when]
vi = "Chỉ xét các cột tên, lĩnh vực, cơ quan, lý do, chủ đề, đơn vị tính. Chữ trong cột số và cột ngày đã là lỗi kiểu dữ liệu (type-error). Mỗi loại nêu một lần cho một cột."
en = "Looks at columns of names, fields, bodies, reasons, themes and units only. Words in columns of numbers and dates are type errors already (type-error). Each kind is named once for a column."
*/
with odd as (
  select $keys, t._package, t._row, t.$column as _value,
    case when regexp_matches(t.$column, $file) then 'file' when regexp_matches(t.$column, $day) then 'day'
      when regexp_matches(t.$column, $link) then 'link' else 'number' end as _kind
  from $table as t
  where regexp_matches(t.$column, $other)
),
counted as (
  select $keys, t._package, t._row, t._value, t._kind,
    row_number() over (partition by t._package, t._kind order by t._row) as _nth,
    count(*) over (partition by t._package, t._kind) as n_rows
  from odd as t
)
select $keys, t._package, t._row, t._value, t.n_rows,
  case t._kind when 'file' then 'tên tệp' when 'day' then 'ngày' when 'link' then 'địa chỉ mạng' else 'số hoặc mã' end
    as what_vi,
  case t._kind when 'file' then 'a file name' when 'day' then 'a date' when 'link' then 'an address'
    else 'a number or code' end as what_en
from counted as t
where t._nth = 1
order by t._package, t._row, t._kind
