/*
version = "1"
group = "catalogue"
kind = "ratio"
counts = "procedures"
period = "month"
flow = "as_of"
reported = false
by = ["audience", "field"]

[title]
vi = "Thủ tục có phí, lệ phí thấp hơn khi nộp trực tuyến"
en = "Procedures cheaper online"

[definition]
vi = "Thủ tục có mức nộp trực tuyến thấp hơn mức nộp trực tiếp, chia cho thủ tục có phí, lệ phí và biết cả hai mức."
en = "Procedures whose online fee is below the fee at the desk, over procedures with a fee where both are known."

[is_not]
vi = "Không nói giảm bao nhiêu."
en = "It does not say by how much."

[numerator]
vi = "thủ tục rẻ hơn khi nộp trực tuyến"
en = "procedures cheaper online"

[denominator]
vi = "thủ tục có phí, lệ phí"
en = "procedures with a fee"

[population]
vi = "Thủ tục còn hiệu lực có phí, lệ phí lớn hơn 0"
en = "Procedures in force whose fee is more than 0"

[basis]
vi = "Báo chí, khoảng 10/2021 (S0, gói press-figures): giảm 50% lệ phí (TP.HCM, 2021)"
en = "Press, about October 2021 (S0, package press-figures): fees cut by 50 % (Ho Chi Minh City, 2021)"

[needs]
procedures = ["procedure_code", "status", "fee_vnd", "fee_online_vnd"]
*/
select p.period, q.issuing_agency as agency_code, q.procedure_code as item_code, q.audience, q.field_code, q.source_id,
  case when q.fee_online_vnd < q.fee_vnd then 1 when q.fee_online_vnd >= q.fee_vnd then 0 end as numerator, 1 as denominator
from procedures as q
join asked.periods as p on (q.effective_date is null or q.effective_date <= p.ends)
  and (q.abolished_date > p.ends or q.abolished_date is null and q.status = 'in_force')
where q.fee_vnd > 0 or q.fee_vnd is null
