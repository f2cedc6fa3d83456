/*
version = "1"
group = "catalogue"
kind = "count"
counts = "services"
period = "year"
flow = "as_of"
reported = false
decimals = 0
by = ["audience", "field"]

[title]
vi = "Dịch vụ của thủ tục mới, đếm từng dịch vụ"
en = "Services of new procedures, each counted"

[definition]
vi = "Như dịch vụ mới (services-new), nhưng đếm từng dịch vụ: thủ tục mới có hai dịch vụ tính hai."
en = "As new services (services-new), but every service counts: a new procedure with two services counts twice."

[is_not]
vi = "Không phải con số chính: tách một dịch vụ làm hai là số này tăng."
en = "Not the headline number: dividing a service in two raises it."

[numerator]
vi = "dịch vụ của thủ tục mới"
en = "services of new procedures"

[population]
vi = "Dịch vụ mở trong kỳ"
en = "Services opened in the period"

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
once_for = "service"
*/
with
-- part: recreated,
-- part: kinds-of-new
-- part: opened-for-new
