/*
severity = "warning"
mender = "you"
certainty = "verified"
field = "old"

[needs]
corrections = ["table", "key", "field"]

[parameters]
longest = 60  # characters of a value in the message

[basis]
vi = "corrections.csv là phần công bố kèm dữ liệu: người đọc tin rằng mỗi dòng là một ô đang khác với nguồn. Nguồn đổi thì dòng ấy không còn đúng."
en = "corrections.csv is published with the data: readers take each row for a cell that differs from its source. Once the source has changed, it no longer does."

[title]
vi = "Bản ghi sửa dữ liệu không còn khớp với nguồn"
en = "Correction that no longer fits its source"

[message]
vi = "Bản ghi sửa cột {of_field} của {of_key} (bảng {of_table}): nguồn nay ghi “{now}”, không còn là “{was}”, nên “{became}” không được áp dụng."
en = "Correction of column {of_field} of {of_key} (table {of_table}): the source now says “{now}” and no longer “{was}”, so “{became}” is not applied."

[fix]
vi = "Xem lại giá trị mới của nguồn: đã đúng thì xóa dòng này khỏi corrections.csv; vẫn sai thì sửa cột old thành giá trị mới của nguồn rồi nhập lại."
en = "Look at what the source says now: if it is right, delete this row from corrections.csv; if it is still wrong, put it into column old and import again."

[cases.needless]
message = { vi = "Bản ghi sửa cột {of_field} của {of_key} (bảng {of_table}) không còn cần: nguồn nay đã ghi “{became}”.", en = "Correction of column {of_field} of {of_key} (table {of_table}) is no longer needed: the source itself now says “{became}”." }
fix = { vi = "Xóa dòng này khỏi corrections.csv.", en = "Delete this row from corrections.csv." }

[cases.gone]
message = { vi = "Bản ghi sửa cột {of_field} của {of_key} (bảng {of_table}): không còn dòng nào có khóa ấy.", en = "Correction of column {of_field} of {of_key} (table {of_table}): no row has that key any more." }
fix = { vi = "Kiểm tra khóa trong corrections.csv; nếu nguồn đã bỏ dòng ấy thì xóa bản ghi.", en = "Check the key in corrections.csv; where the source has dropped the row, delete the correction." }

[cases.waiting]
message = { vi = "Bản ghi sửa cột {of_field} của {of_key} (bảng {of_table}) chưa được áp dụng: ô vẫn ghi “{was}”, chưa phải “{became}”.", en = "Correction of column {of_field} of {of_key} (table {of_table}) is not applied yet: the cell still says “{was}” and not “{became}”." }
fix = { vi = "Chạy dvcdata fix cho gói này, hoặc nhập lại tệp nguồn.", en = "Run dvcdata fix on this package, or import the source again." }

[not_when]
vi = "Chỉ biết nguồn ghi gì qua lần nhập gần nhất. Dòng không nhập từ tệp nào thì chỉ so với giá trị trong gói. Bảng không phải CSV thì không xét."
en = "What the source says is known from the last import only. A row that no file gave is compared with what the package holds. Tables that are no CSV are left out."
*/
select c._package, c._row, c."table", c.key, c.field, c.old, c.old as _value,
  c."table" as of_table, c.key as of_key, c.field as of_field,
  case when length(c.old) > $longest then substr(c.old, 1, $longest) || '…' else c.old end as was,
  case when length(c.new) > $longest then substr(c.new, 1, $longest) || '…' else c.new end as became,
  case when length(c.now) > $longest then substr(c.now, 1, $longest) || '…' else c.now end as now,
  case when c.state = 'changed' then null else c.state end as _case,
  case when c.state = 'needless' then 'info' else 'warning' end as _severity
from described.corrections as c
where c.state <> 'stands'
order by c._package, c._row
