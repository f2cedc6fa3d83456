/*
version = "1"
group = "catalogue"
kind = "ratio"
counts = "agencies"
period = "month"
flow = "as_of"
reported = false
small = 2

[title]
vi = "Cơ quan đã ban hành danh mục đủ điều kiện và kế hoạch"
en = "Bodies that issued an eligible list and a plan"

[definition]
vi = "Bộ, tỉnh đã ban hành cả danh mục dịch vụ đủ điều kiện lẫn kế hoạch, đến cuối kỳ, chia cho bộ, tỉnh trong bảng cơ quan."
en = "Ministries and provinces that had issued both a list of eligible services and a plan by the end of the period, over those in the table of agencies."

[is_not]
vi = "Không phải đã hoàn thành: chỉ là đã có văn bản."
en = "Not completion: only that the documents exist."

[numerator]
vi = "cơ quan đã ban hành"
en = "bodies that issued both"

[denominator]
vi = "bộ, tỉnh trong bảng cơ quan"
en = "ministries and provinces in the table of agencies"

[population]
vi = "Bộ, tỉnh trong bảng cơ quan, còn hoạt động vào cuối kỳ"
en = "Ministries and provinces in the table of agencies, in being at the end of the period"

[unknown]
vi = "Không có dòng trong bảng actions nghĩa là chưa ghi nhận việc đã làm."
en = "No row in the table actions means that nothing was recorded."

[basis]
vi = "Báo chí, khoảng 10/2021 (S0, gói press-figures): 20/20 bộ, 60/63 tỉnh"
en = "Press, about October 2021 (S0, package press-figures): 20/20 ministries, 60/63 provinces"

[needs]
actions = ["agency_code", "kind", "date"]
agencies = ["agency_code", "kind"]
*/
select p.period, coalesce(a.parent_code, 'VN') as agency_code, a.agency_code as item_code,
  max(case when c.kind in ('eligible_list_issued', 'plan_issued') then c.source_id end) as source_id,
  case when max(case when c.kind = 'eligible_list_issued' then 1 else 0 end)
    + max(case when c.kind = 'plan_issued' then 1 else 0 end) = 2 then 1 else 0 end as numerator, 1 as denominator
from agencies as a
join asked.periods as p on coalesce(a.valid_from, p.ends) <= p.ends and coalesce(a.valid_to, p.ends) >= p.ends
left join actions as c on c.agency_code = a.agency_code and c.date <= p.ends
where a.kind in ('ministry', 'province')
group by p.period, coalesce(a.parent_code, 'VN'), a.agency_code
