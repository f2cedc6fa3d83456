/*
version = "1"
group = "catalogue"
kind = "count"
counts = "procedures"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Thủ tục mới"
en = "New procedures"

[definition]
vi = "Thủ tục mới thật sự có hiệu lực từ đầu năm, mỗi mã một lần."
en = "Procedures truly new that took effect since the start of the year, each code once."

[is_not]
vi = "Không gồm thủ tục do tách, gộp, đổi mã, thay thế, hoặc ban hành lại với tên gần giống trong vòng 90 ngày (cách so tên: xem procedures-cut)."
en = "Does not include what came of a split, a merger, a new code or a replacement, nor what was announced again under a similar name within 90 days (how names are compared: see procedures-cut)."

[numerator]
vi = "thủ tục mới"
en = "new procedures"

[population]
vi = "Thủ tục có hiệu lực trong kỳ"
en = "Procedures that took effect in the period"

[unknown]
vi = "Không ghi là mới hay do đâu mà có: không tính, được đếm ở độ phủ."
en = "Where it is not said whether it is new or what it came from, it is not counted, and shows in the coverage."

[basis]
vi = "Danh mục thủ tục và quyết định công bố"
en = "The list of procedures and its decisions"

[needs]
procedures = ["procedure_code", "name", "effective_date", "change_kind"]

[parameters]
days = 90
similar = 85
blanks = "\u00a0\t\r\n"
*/
with
-- part: recreated,
-- part: kinds-of-new
select p.period, k.issuing_agency as agency_code, k.procedure_code as item_code, k.audience, k.field_code, k.source_id,
  k.name, k.decision_no, k.decision, k.other_code, k.fresh as numerator
from kinds as k
join asked.periods as p on k.began between p.starts and p.ends
