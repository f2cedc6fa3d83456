/*
severity = "warning"
mender = "issuer"
certainty = "verified"
field = "published_date"
applies = "effective_date is not null and coalesce(status, 'in_force') = 'in_force'"
unknown = """
published_date is null or exists (select 1 from kinds as k
  where k._package = procedures._package and k._row = procedures._row and k.least is null)
"""

[needs]
procedures = ["procedure_code", "published_date", "effective_date"]

[parameters]
ministry_days = 20
province_days = 5

[basis]
vi = "Nghị định 63/2010/NĐ-CP (hợp nhất) Điều 15: công bố ít nhất 20 ngày (bộ), 5 ngày (tỉnh) trước ngày có hiệu lực. Bộ chỉ số 766 đếm ngày làm việc; ở đây đếm ngày lịch, nhẹ hơn."
en = "Decree 63/2010/NĐ-CP (consolidated) Article 15: publication at least 20 days (ministry) or 5 days (province) before taking effect. Index 766 counts working days; here calendar days are counted, which is milder."

[title]
vi = "Công khai muộn so với ngày có hiệu lực"
en = "Published too late before taking effect"

[message]
vi = "{n_rows} thủ tục{decision_no: của Quyết định …} công khai ngày {published_date}, chỉ {apart} ngày trước khi có hiệu lực ({effective_date}); hạn là {least} ngày. Ví dụ {procedure_code} “{name}”."
en = "Procedures{decision_no: of Decision …} were published on {published_date}, only {apart} days before they took effect on {effective_date}; the limit is {least} days (rows: {n_rows}), such as {procedure_code} “{name}”."

[fix]
vi = "Đối chiếu hai ngày này với quyết định công bố. Nếu đúng là muộn thì ghi nhận để rút kinh nghiệm; đừng sửa ngày cho khớp hạn."
en = "Check both dates against the announcement decision. If it was late, note it for the next time; do not move a date to meet the limit."

[cases.after.message]
vi = "{n_rows} thủ tục{decision_no: của Quyết định …} công khai ngày {published_date}, sau khi đã có hiệu lực {apart} ngày (từ {effective_date}). Ví dụ {procedure_code} “{name}”."
en = "Procedures{decision_no: of Decision …} were published on {published_date}, after they had taken effect on {effective_date} (days late: {apart}; rows: {n_rows}), such as {procedure_code} “{name}”."

[not_when]
vi = "Bộ hay tỉnh nhận theo số quyết định công bố (QĐ-UBND là tỉnh, QĐ-B… là bộ), không có số thì theo cơ quan ban hành; không nhận ra thì chưa kiểm tra được. Văn bản ban hành theo thủ tục rút gọn có thể có hiệu lực ngay: khi đó không phải lỗi. Không xét thủ tục đã bãi bỏ hoặc được thay thế."
en = "Ministry or province is told by the number of the decision (QĐ-UBND is a province, QĐ-B… a ministry), else by the issuer; where neither tells, it is not checkable. Texts made by the short procedure may take effect at once: then nothing is wrong. Procedures abolished or replaced are left out."
*/
with kinds as (
  select p._package, p._row,
    case
      when regexp_matches(p.decision_no, 'UBND') then $province_days
      when regexp_matches(p.decision_no, 'QĐ-(B[A-ZĐ]|NHNN|VPCP|TTCP|TTg|UBDT)') then $ministry_days
      when p.decision_no is not null then cast(null as integer)
      when regexp_matches(p.issuing_agency, '^G[0-9]') then $ministry_days
      when regexp_matches(p.issuing_agency, '^H[0-9]') then $province_days
      when regexp_matches(p.issuing_text, '^Bộ ') then $ministry_days
      when regexp_matches(p.issuing_text, '^(Ủy ban nhân dân|Uỷ ban nhân dân|UBND) (tỉnh|thành phố)') then $province_days
    end as least
  from procedures as p
  where p.effective_date is not null and p.published_date is not null and coalesce(p.status, 'in_force') = 'in_force'
),
grouped as (
  select p._package, p.decision_no, p.published_date, p.effective_date, k.least, min(p._row) as first_row,
    count(*) as n_rows
  from procedures as p
  join kinds as k on k._package = p._package and k._row = p._row
  where k.least is not null
  group by p._package, p.decision_no, p.published_date, p.effective_date, k.least
),
written as (
  select g.published_date as day from grouped as g
  union
  select g.effective_date as day from grouped as g
),
-- part: numbered-days,
measured as (
  select g._package, g.decision_no, g.published_date, g.effective_date, g.least, g.first_row, g.n_rows,
    cast(b.number - a.number as integer) as apart
  from grouped as g
  join numbered as a on a.day = g.published_date
  join numbered as b on b.day = g.effective_date
)
select p._package, p._row, p.procedure_code, p.name, p.published_date, p.effective_date, p.decision_no, m.n_rows,
  m.least, abs(m.apart) as apart, case when m.apart < 0 then 'after' end as _case
from measured as m
join procedures as p on p._package = m._package and p._row = m.first_row
where m.apart < m.least
order by p._package, p._row
