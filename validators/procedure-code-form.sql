/*
severity = "error"
mender = "you"
certainty = "verified"
each = "text"
applies = "not regexp_matches(t.$column, $well_formed)"
columns = ["procedure_code", "replaced_by"]

[parameters]
well_formed = "^[0-9][.][0-9]{6}$"
# these belong to code-lost-zeros
read_as_number = "^[0-9][.,][0-9]{0,4}[1-9]$|^[0-9],[0-9]{6}$|^[0-9]{7}$|^[0-9][., ][0-9]{3}[., ][0-9]{3}$"
service = "^[0-9][.][0-9]{6}[.][0-9]{2}$"
local = "^[0-9][.][0-9]{6}([.][0-9]{2,3})*[.][A-Z][0-9]{2}([.][0-9]{2,3})*$"
blanks = "\u00a0\u200b\ufeff\t\r\n"

[basis]
vi = "Cả 2.849 mã thật đã xem (2.642 mã trong bảy bản xuất của Cổng Dịch vụ công quốc gia tháng 7/2026, 207 mã của Bộ Quốc phòng) có dạng 1.000100; không tìm thấy văn bản quy định dạng này."
en = "All 2,849 real codes seen (2,642 in seven exports of the national portal of July 2026, 207 of the Ministry of National Defence) have the form 1.000100; no text that lays the form down was found."

[title]
vi = "Mã thủ tục không đúng dạng"
en = "Procedure code of another form"

[message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) không có dạng của mã thủ tục: một chữ số, dấu chấm, sáu chữ số, như 1.000100."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) does not have the form of a procedure code: one digit, a dot, six digits, such as 1.000100."

[fix]
vi = "Lấy lại mã từ nguồn, ghi ở dạng văn bản."
en = "Take the code from the source again, as text."

[cases.service.message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) là mã dịch vụ công của thủ tục {national}, không phải mã thủ tục."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) is the code of a service of procedure {national}, not a procedure code."

[cases.service.fix]
vi = "Ghi {national} vào cột này; mã dịch vụ công thuộc cột service_code của bảng services."
en = "Write {national} here; the service code belongs in column service_code of table services."

[cases.local.message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) là mã địa phương của thủ tục {national}; cột này ghi mã quốc gia, nếu không thì không nối được với các bảng khác."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) is the local code of procedure {national}; this column holds the national code, or it will not match other tables."

[cases.local.fix]
vi = "Ghi {national} vào cột này; mã địa phương thuộc cột local_code của bảng procedures."
en = "Write {national} here; the local code belongs in column local_code of table procedures."

[not_when]
vi = "Mã thủ tục địa phương và mã dịch vụ công là dạng đúng ở chỗ khác, nên ở đây chỉ là cảnh báo. Mã mất số 0 thuộc quy tắc code-lost-zeros; dấu cách thừa quanh mã thuộc quy tắc text-untidy."
en = "Local procedure codes and service codes are right elsewhere, hence only a warning here. Codes that lost zeros belong to code-lost-zeros, blanks around a code to text-untidy."
*/
with odd as (
  select $keys, t._package, t._row, t.$column as _value,
    trim(translate(t.$column, $blanks, repeat(' ', length($blanks)))) as _code,
    row_number() over (partition by t._package, t.$column order by t._row) as _nth,
    count(*) over (partition by t._package, t.$column) as _rows
  from $table as t
  where not regexp_matches(t.$column, $well_formed)
),
shaped as (
  select $keys, t._package, t._row, t._value, t._rows, substr(t._code, 1, 8) as national,
    case when regexp_matches(t._code, $service) then 'service'
      when regexp_matches(t._code, $local) then 'local' end as _case
  from odd as t
  where t._nth = 1
    and not regexp_matches(t._code, $well_formed)
    and not regexp_matches(t._code, $read_as_number)
)
select $keys, t._package, t._row, t._value, t._rows as n_rows, t.national, t._case,
  case when t._case is not null then 'warning' end as _severity
from shaped as t
order by t._package, t._row
