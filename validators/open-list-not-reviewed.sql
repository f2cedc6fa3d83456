/*
severity = "warning"
mender = "you"
certainty = "high"
field = "date"
applies = "kind in $kinds"

[needs]
actions = ["agency_code", "kind", "date"]

[parameters]
months = 6
kinds = ["open_list_reviewed", "open_list_issued"]

[basis]
vi = "Nghị định 47/2020/NĐ-CP, Điều 20: danh mục dữ liệu mở được rà soát ít nhất 6 tháng một lần. Nghị định 194/2025/NĐ-CP (hiệu lực từ 19/08/2025) đã sửa đổi, bãi bỏ một phần Nghị định này; chưa đọc được từng điều."
en = "Nghị định 47/2020/NĐ-CP, Điều 20: the list of open data is reviewed at least every 6 months. Nghị định 194/2025/NĐ-CP (in force since 2025-08-19) amended this decree and repealed parts of it; its articles could not be read."

[title]
vi = "Danh mục dữ liệu mở quá hạn rà soát"
en = "The list of open data is due for review"

[message]
vi = "{agency_code} rà soát danh mục dữ liệu mở lần cuối ngày {date}; đến {as_of} không có lần nào sau đó, quá {months} tháng. Hạn này theo Nghị định 47/2020/NĐ-CP, Điều 20, đã được Nghị định 194/2025/NĐ-CP sửa đổi."
en = "{agency_code} last reviewed its list of open data on {date}; no review after that is recorded by {as_of}, more than {months} months on. The limit is that of Nghị định 47/2020/NĐ-CP, Điều 20, since amended by Nghị định 194/2025/NĐ-CP."

[fix]
vi = "Đối chiếu với quy định đang có hiệu lực. Đã rà soát thì bổ sung dòng kèm số văn bản; chưa rà soát thì rà soát."
en = "Compare with the rules now in force. If it was reviewed, add the row with its document; if not, review it."

[not_when]
vi = "Chỉ xét cơ quan đã có ít nhất một lần rà soát trong bảng actions, và chỉ xét lần cuối; hạn tính đến hết tháng thứ {months} sau tháng rà soát. Cơ quan chưa có dòng nào là chưa rõ, không phải là chưa làm."
en = "Looks only at bodies with at least one review in table actions, and only at the last one; the limit runs to the end of the {months}th month after it. A body without a row is unknown, not idle."
*/
with last_reviews as (
  select a._package, a._row, a.agency_code, a.kind, a.date,
    row_number() over (partition by a.agency_code order by a.date desc, a._package, a._row) as nth
  from actions as a
  where a.kind in $kinds and a.date <= $as_of
)
select r._package, r._row, r.agency_code, r.kind, r.date, $as_of as as_of, due.ends as due_date
from last_reviews as r
join reference.periods as m on m.kind = 'month' and r.date between m.starts and m.ends
join reference.periods as due on due.kind = 'month' and due.n = m.n + $months
where r.nth = 1 and due.ends < $as_of
order by r._package, r._row
