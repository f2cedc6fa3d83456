/*
severity = "warning"
mender = "you"
certainty = "verified"
each = "text"
columns = ["url", "access_url", "link", "homepage", "download_url", "landing_page", "duong_dan", "lien_ket"]
applies = "not regexp_matches(t.$column, $link)"

[parameters]
link = "^[Hh][Tt][Tt][Pp][Ss]?://([^ \t\r\n\u00a0/?#@]+@)?[^ \t\r\n\u00a0/?#@:.\"<>,;]+([.][^ \t\r\n\u00a0/?#@:.\"<>,;]+)+[.]?(:[0-9]+)?([/?#][^ \t\r\n\u00a0\"<>]*)?$"
blanks = "[ \t\r\n\u00a0]"
web = "^[Hh][Tt][Tt][Pp][Ss]?://"

[basis]
vi = "RFC 3986: đường dẫn có dạng http(s)://tên-máy/…, không có dấu cách. Trình duyệt không mở được thứ khác."
en = "RFC 3986: a link reads http(s)://host/… and holds no blank. A browser opens nothing else."

[title]
vi = "Đường dẫn không mở được"
en = "A link that cannot be opened"

[message]
vi = "“{value}” ở cột {field} không bắt đầu bằng http:// hay https://."
en = "“{value}” in column {field} does not begin with http:// or https://."

[fix]
vi = "Mở trang đó bằng trình duyệt rồi chép nguyên dòng địa chỉ vào ô; nếu không còn trang nào thì để trống."
en = "Open the page in a browser and copy its whole address into the cell; leave it empty where there is no such page any more."

[not_when]
vi = "Chỉ xét cách viết, không thử mở đường dẫn: một đường dẫn viết đúng vẫn có thể đã hỏng. Chỉ xét các cột chứa đường dẫn."
en = "Looks at how a link is written and never tries it: one that is well written may still be dead. Only columns of links are looked at."

[cases.blank.message]
vi = "“{value}” ở cột {field} có dấu cách hoặc ngắt dòng, nên không phải một đường dẫn."
en = "“{value}” in column {field} holds a blank or a line break, so it is not one link."
[cases.blank.fix]
vi = "Bỏ phần thừa, mỗi ô một đường dẫn; dấu cách thuộc địa chỉ thì viết là %20."
en = "Delete what is stray, one link a cell; a blank that belongs to the address is written %20."

[cases.host.message]
vi = "“{value}” ở cột {field} không có tên máy chủ đầy đủ sau http(s)://."
en = "“{value}” in column {field} has no full host name after http(s)://."
*/
select $keys, t._package, t._row, t.$column as _value,
  case when regexp_matches(t.$column, $blanks) then 'blank' when regexp_matches(t.$column, $web) then 'host' end as _case
from $table as t
where not regexp_matches(t.$column, $link)
order by t._package, t._row
