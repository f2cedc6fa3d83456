/*
version = "1"
group = "headline"
kind = "count"
counts = "services"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Dịch vụ mới"
en = "New services"

[definition]
vi = "Dịch vụ mở từ đầu năm cho thủ tục mới thật sự, mỗi thủ tục của mỗi nơi cung cấp một lần."
en = "Services opened since the start of the year for procedures truly new, once for each procedure and owner."

[is_not]
vi = "Không phải thủ tục cũ (đã có quá một năm) được đưa lên mạng, nâng mức độ, đổi tên, đổi mã, tách, gộp hoặc ban hành lại trong vòng 90 ngày."
en = "Not a procedure older than a year put online, upgraded, renamed, recoded, split, merged, or announced again within 90 days."

[numerator]
vi = "dịch vụ của thủ tục mới"
en = "services of new procedures"

[population]
vi = "Dịch vụ mở trong kỳ"
en = "Services opened in the period"

[unknown]
vi = "Thủ tục không có trong danh mục, hoặc không ghi là mới hay do đâu mà có: không tính, được đếm ở độ phủ."
en = "Where the procedure is not in the list, or it is not said whether it is new, it is not counted, and shows in the coverage."

[basis]
vi = "Danh mục thủ tục và quyết định công bố"
en = "The list of procedures and its decisions"

[needs]
procedures = ["procedure_code", "name", "effective_date", "change_kind"]
services = ["service_code", "owner_code", "procedure_code", "launched_date"]

[parameters]
days = 90
similar = 85
blanks = "\u00a0\t\r\n"
recent = 366
once_for = "procedure"
*/
with
-- part: recreated,
-- part: kinds-of-new
-- part: opened-for-new
