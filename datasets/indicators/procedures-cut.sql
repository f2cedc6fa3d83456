/*
version = "1"
group = "headline"
kind = "count"
counts = "procedures"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Thủ tục được cắt giảm"
en = "Procedures cut"

[definition]
vi = "Thủ tục bị bãi bỏ từ đầu năm mà không có thủ tục nào thay thế, mỗi mã một lần trên cả nước."
en = "Procedures abolished since the start of the year without any successor, each code once nationally."

[is_not]
vi = "Không phải đơn giản hóa. Tách, gộp, đổi mã, thay thế, hoặc bãi bỏ rồi có thủ tục tên gần giống trong vòng 90 ngày thì không tính (tên gần giống là chung ít nhất 85% các cụm ba ký tự, hoặc cùng lĩnh vực mà ít nhất 85% cụm của tên ngắn có trong tên dài). 63 tỉnh còn 34 không phải là cắt giảm."
en = "Not simplification. Split, merged, recoded and replaced procedures, and those followed or preceded within 90 days by one of a similar name, do not count (names are similar that share at least 85 % of their pieces of three characters, or, in one field, where at least 85 % of the shorter one's are in the longer). 63 provinces to 34 is no cut."

[numerator]
vi = "thủ tục bãi bỏ, không có thủ tục thay thế"
en = "procedures abolished without a successor"

[population]
vi = "Thủ tục bị bãi bỏ hoặc thay thế trong kỳ"
en = "Procedures abolished or replaced in the period"

[unknown]
vi = "Thủ tục bãi bỏ mà không ghi ngày không tính vào năm nào."
en = "A procedure abolished on an unknown date counts in no year."

[basis]
vi = "Danh mục thủ tục và quyết định công bố"
en = "The list of procedures and its decisions"

[needs]
procedures = ["procedure_code", "name", "status", "abolished_date", "replaced_by"]

[parameters]
days = 90
similar = 85
blanks = "\u00a0\t\r\n"
*/
with
-- part: recreated
select p.period, t.issuing_agency as agency_code, t.procedure_code as item_code, t.audience, t.field_code, t.source_id,
  t.name, t.decision_no,
  case when t.replaced_by is not null or t.status = 'replaced' then 'replaced'
    when x.old_code is not null then 'recreated' else 'cut' end as decision,
  x.new_code as other_code,
  case when t.replaced_by is null and t.status <> 'replaced' and x.old_code is null then 1 else 0 end as numerator
from tidied as t
join asked.periods as p on t.ended between p.starts and p.ends
left join (select a.old_code, min(a.new_code) as new_code from alike as a group by a.old_code) as x
  on x.old_code = t.procedure_code
