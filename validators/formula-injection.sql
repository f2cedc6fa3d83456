/*
severity = "warning"
mender = "you"
certainty = "high"
each = "text"
applies = "regexp_matches(t.$column, $starts) and regexp_matches(t.$column, $runs)"

[parameters]
starts = "^[=@+\t\r\n＝＠＋－-]"
# =…, @name, a tab or line break before a sign; after + or -: a call, a cell, a sum, another sign, or a link to a program
runs = """^[=＝][^=]|^[@＠][A-Za-z_(]|^[\t\r\n]+ *[=@+＝＠＋－-]|^[+＋－-] *[A-Za-z_][A-Za-z0-9_.]*[(]|^[+＋－-][$]?[A-Za-z]{1,3}[$]?[0-9]{1,7}($|[/^*&:,;!() +-])|^[+＋－-][0-9.,]+ *[+*^&] *[0-9A-Za-z($]|^[-－][0-9.,]+ *- *[A-Za-z($]|^[+＋－-]+[=@"(]|^[+＋－-].*[|].*!"""

[basis]
vi = "OWASP, CSV Injection: ô bắt đầu bằng =, +, -, @ hay tab có thể bị phần mềm bảng tính chạy như công thức khi mở tệp CSV; không có cách viết nào an toàn cho mọi phần mềm."
en = "OWASP, CSV Injection: a cell that starts with =, +, -, @ or a tab may be run as a formula when a spreadsheet opens the CSV; no way of writing it is safe in all of them."

[title]
vi = "Ô mà bảng tính sẽ chạy như công thức"
en = "A cell that a spreadsheet would run as a formula"

[message]
vi = "Ô ở cột {field} bắt đầu như một công thức: “{start_of}”. Mở tệp bằng phần mềm bảng tính thì ô này chạy như công thức, không hiện như chữ."
en = "The cell in column {field} begins like a formula: “{start_of}”. Whoever opens the file in a spreadsheet runs it instead of reading it."

[fix]
vi = "Nếu là kết quả của công thức thì chép giá trị vào thay; nếu là chữ thì viết lại để không bắt đầu bằng dấu này. Nếu không ai biết ô này từ đâu ra, đừng mở tệp bằng bảng tính, hãy hỏi nơi gửi."
en = "Put the value in place of a formula; reword a text so that it does not begin with the sign. Where nobody knows how it came there, do not open the file in a spreadsheet; ask whoever sent it."

[not_when]
vi = "Không áp dụng cho số âm, số điện thoại (+84 …), gạch đầu dòng và chữ thường sau dấu trừ. Không xem giá trị cũ trong corrections.csv, là chữ của nguồn trước khi sửa. Công cụ không tự thêm ký tự vào ô."
en = "Does not apply to negative numbers, phone numbers (+84 …), bullets and plain words after a hyphen. Does not look into the old values in corrections.csv, which are what the source said before it was mended. The tool never adds a character to a cell."
*/
select $keys, t._package, t._row, t.$column as _value,
  left(t.$column, 60) || case when length(t.$column) > 60 then '…' else '' end as start_of
from $table as t
where regexp_matches(t.$column, $starts) and regexp_matches(t.$column, $runs)
order by t._package, t._row
