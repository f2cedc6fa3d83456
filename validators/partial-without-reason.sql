/*
severity = "warning"
mender = "you"
certainty = "verified"
field = "partial_reason"
applies = """
level = 'partial' and (regime = $scheme or $as_of >= $since) and (withdrawn_date is null or withdrawn_date >= $since)
"""
unknown = "partial_reason is null and partial_reason_missing is not null"

[needs]
services = ["service_code", "level", "partial_reason", "partial_reason_missing"]

[[alternatives]]
services = ["service_code", "level", "partial_reason"]  # where no cell carries a label

[parameters]
scheme = "224/2026"
since = 2026-07-01

[basis]
vi = "Nghị định 224/2026/NĐ-CP Điều 14, từ 01/07/2026: toàn trình là nguyên tắc; một phần chỉ khi có lý do đã công khai (phải có mặt, kiểm tra thực địa, sự cố kỹ thuật, vướng mắc kỹ thuật khác)."
en = "Decree 224/2026/NĐ-CP Article 14, since 2026-07-01: fully online is the rule; partially online needs a published reason (presence required, field verification, technical failure, other technical problem)."

[title]
vi = "Dịch vụ một phần chưa có lý do công khai"
en = "Partial service without a published reason"

[message]
vi = "Dịch vụ {service_code}{name: “…”} của {owner_code} cung cấp một phần mà không ghi lý do; từ ngày {since} phải công khai lý do."
en = "Service {service_code}{name: “…”} of {owner_code} is partially online and no reason is given; since {since} the reason must be published."

[fix]
vi = "Ghi lý do đã công khai trên Cổng DVCQG. Nếu chưa công khai thì đề nghị cơ quan cung cấp công khai lý do, hoặc nâng lên toàn trình."
en = "Write the reason as published on the national portal. If none is published, ask the owner to publish it or to offer the service fully online."

[not_when]
vi = "Không áp dụng cho dịch vụ đã ngừng trước ngày {since}, và khi ngày tham chiếu trước ngày ấy mà dịch vụ không ghi Nghị định 224/2026. Ô mang nhãn thiếu số liệu (nc, ny …) tính là chưa kiểm tra được."
en = "Does not apply to services withdrawn before {since}, nor where the as-of date is earlier and the service is not given under Decree 224/2026. Cells labelled as missing (nc, ny …) count as not checkable."
*/
select s._package, s._row, s.service_code, s.owner_code, s.name
from services as s
where s.level = 'partial' and s.partial_reason is null and s.partial_reason_missing is null
  and (s.regime = $scheme or $as_of >= $since)
  and (s.withdrawn_date is null or s.withdrawn_date >= $since)
order by s._package, s._row
