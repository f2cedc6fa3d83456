/*
severity = "error"
mender = "you"
certainty = "verified"
each = "text"
applies = "not regexp_matches(t.$column, $well_formed)"
columns = ["procedure_code", "item_code", "replaced_by"]

[parameters]
well_formed = "^[0-9][.][0-9]{6}([.][0-9]{2})?$"
# 1.0001 and 1,0001 (decimals cut), 1,000100 (another decimal sign), 1000100 and 1.000.100 (thousands)
read_as_number = "^[0-9][.,][0-9]{0,4}[1-9]$|^[0-9],[0-9]{6}$|^[0-9]{7}$|^[0-9][., ][0-9]{3}[., ][0-9]{3}$"
blanks = "\u00a0\u200b\ufeff\t\r\n"

[basis]
vi = "Mã thủ tục có dạng 1.000100 ở cả 2.849 mã thật đã xem. Bảng tính đọc mã như một con số thì bỏ các số 0 ở cuối hoặc dấu chấm, và mã còn lại không phải của thủ tục nào."
en = "All 2,849 real codes seen have the form 1.000100. A spreadsheet that reads a code as a number drops the zeros at its end or its dot, and what is left is no procedure's code."

[title]
vi = "Mã thủ tục bị đọc thành số"
en = "Procedure code read as a number"

[message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) là mã thủ tục bị đọc thành số, nên mất số 0 hoặc dấu chấm. Danh mục thủ tục có đúng một mã khớp: {proposed} “{proposed_name}”."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) is a procedure code that was read as a number and lost its zeros or its dot. The list of procedures has exactly one that fits: {proposed} “{proposed_name}”."

[fix]
vi = "Ghi lại mã là {proposed}, đặt cột ở dạng văn bản (Text) trước khi lưu."
en = "Write {proposed}, with the column set to text before saving."

[cases.not_listed.message]
vi = "“{value}” ở cột {field} của bảng {table} ({n_rows} dòng) có vẻ là mã thủ tục bị đọc thành số, nên mất số 0 hoặc dấu chấm. Danh mục thủ tục của các gói đang kiểm tra không có mã nào khớp, nên chưa thể biết mã đúng."
en = "“{value}” in column {field} of table {table} (rows: {n_rows}) looks like a procedure code that was read as a number and lost its zeros or its dot. The list of procedures in the packages given has no code that fits, so the right one cannot be known."

[cases.not_listed.fix]
vi = "Lấy lại mã từ nguồn, đặt cột ở dạng văn bản (Text) trước khi mở bằng bảng tính."
en = "Take the code from the source again, with the column set to text before a spreadsheet opens it."

[not_when]
vi = "Chỉ đề xuất mã khi danh mục thủ tục (bảng procedures của các gói đang kiểm tra) có đúng một mã khớp. Không áp dụng cho mã mà bảng services có ghi."
en = "A code is proposed only where the list of procedures (table procedures of the packages given) knows exactly one. Does not apply to codes that table services holds."
*/
with odd as (
  select $keys, t._package, t._row, t.$column as _value,
    trim(translate(t.$column, $blanks, repeat(' ', length($blanks)))) as _code,
    row_number() over (partition by t._package, t.$column order by t._row) as _nth,
    count(*) over (partition by t._package, t.$column) as _rows
  from $table as t
  where not regexp_matches(t.$column, $well_formed)
),
restored as (
  select $keys, t._package, t._row, t._value, t._rows,
    substr(t._code, 1, 1) || '.'
      || rpad(replace(replace(replace(substr(t._code, 2), '.', ''), ',', ''), ' ', ''), 6, '0') as _code
  from odd as t
  where t._nth = 1
    and regexp_matches(t._code, $read_as_number)
    and not exists (select 1 from services as s where s.service_code = t._value)
),
known as (
  select p.procedure_code, max(p.name) as name
  from procedures as p
  where regexp_matches(p.procedure_code, $well_formed)
  group by p.procedure_code
)
select $keys, t._package, t._row, t._value, t._rows as n_rows, k.procedure_code as proposed, k.name as proposed_name,
  case when k.procedure_code is null then 'not_listed' end as _case,
  case when k.procedure_code is null and not regexp_matches(t._value, '[.,]') then 'warning' end as _severity
from restored as t
left join known as k on k.procedure_code = t._code
order by t._package, t._row
