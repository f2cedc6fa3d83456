/*
severity = "info"
mender = "you"
certainty = "medium"
field = "eligible_online"
applies = """
coalesce(procedures.status, 'in_force') = 'in_force' and procedures.eligible_online
  and exists (select 1 from levels_of as l where l.procedure_code = procedures.procedure_code)
"""
unknown = """
exists (select 1 from levels_of as l
  where l.procedure_code = procedures.procedure_code and l.fully = 0 and l.unclear = 1)
"""

[needs]
procedures = ["procedure_code", "eligible_online"]
services = ["service_code", "procedure_code", "level"]

[basis]
vi = "Chỉ tiêu 100% thủ tục đủ điều kiện được cung cấp toàn trình (2021 và cuối năm 2025, theo báo chí); Nghị định 224/2026 Điều 14: toàn trình là nguyên tắc."
en = "Target of 100 % of eligible procedures fully online (2021 and end of 2025, as the press reported); Decree 224/2026 Article 14: fully online is the rule."

[title]
vi = "Thủ tục đủ điều kiện nhưng chưa toàn trình"
en = "Eligible procedure that is not fully online"

[message]
vi = "Thủ tục {procedure_code} “{name}” được ghi là đủ điều kiện cung cấp toàn trình, nhưng {n_services} dịch vụ của thủ tục không dịch vụ nào toàn trình{reason: (lý do: …)}."
en = "Procedure {procedure_code} “{name}” is listed as eligible for full online service, yet none of its services is fully online (services: {n_services}{reason:; reason given: …})."

[fix]
vi = "Xem lý do một phần còn đúng không. Nếu đúng thì danh sách đủ điều kiện cần rà soát; nếu không thì nâng lên toàn trình."
en = "See whether the reason for partial service still holds. If so, the list of eligible procedures needs review; if not, offer it fully online."

[not_when]
vi = "Không xét thủ tục chưa có dịch vụ nào (xem procedure-without-service), thủ tục đã bãi bỏ hoặc được thay thế, dịch vụ đã ngừng. Thủ tục cung cấp cả hai cách tính theo mức độ cao nhất. Mức độ để trống thì chưa kiểm tra được."
en = "Procedures without any service (see procedure-without-service), abolished or replaced, and withdrawn services are left out. A procedure offered both ways counts at its highest level. An empty level is not checkable."
*/
with levels_of as (
  select s.procedure_code, count(*) as n_services, max(s.partial_reason) as reason,
    max(case when s.level in ('full', '4') then 1 else 0 end) as fully,
    max(case when s.level is null then 1 else 0 end) as unclear
  from services as s
  where s.procedure_code is not null and (s.withdrawn_date is null or s.withdrawn_date > $as_of)
  group by s.procedure_code
)
select p._package, p._row, p.procedure_code, p.name, p.eligible_online, l.n_services, l.reason
from procedures as p
join levels_of as l on l.procedure_code = p.procedure_code
where coalesce(p.status, 'in_force') = 'in_force' and p.eligible_online and l.fully = 0 and l.unclear = 0
order by p._package, p._row
