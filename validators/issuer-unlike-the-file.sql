/*
severity = "info"
mender = "you"
certainty = "high"
field = "issuing_text"

[needs]
procedures = ["procedure_code", "issuing_text", "source_id"]

[parameters]
least_rows = 20  # smaller files say nothing
share = 95  # percent of the rows of a file that one issuer has

[basis]
vi = "Tệp danh sách của một bộ thường chỉ có thủ tục của bộ ấy. Danh sách thật của Bộ Công an tháng 7/2026 có 338 thủ tục của Bộ Công an và 1 của Bộ Xây dựng."
en = "The list of one ministry usually holds its own procedures only. The real list of Bộ Công an of July 2026 has 338 of its own and 1 of Bộ Xây dựng."

[title]
vi = "Cơ quan ban hành khác với phần còn lại của tệp"
en = "Issuer unlike the rest of the file"

[message]
vi = "Nguồn {source_id} có {n_main}/{n_all} thủ tục do {main} ban hành, nhưng {n_rows} thủ tục ghi {issuing_text}; ví dụ {procedure_code} “{name}”."
en = "Source {source_id} has {n_main} of {n_all} procedures issued by {main}, but some are given as of {issuing_text} (rows: {n_rows}), such as {procedure_code} “{name}”."

[fix]
vi = "Xem thủ tục ấy có lọt vào nhầm tệp, ghi nhầm cơ quan ban hành, hay do hai bộ cùng ban hành. Đếm theo tệp và theo cơ quan sẽ lệch nhau."
en = "See whether it got into the wrong file, names the wrong issuer, or is of both ministries. Counts by file and by issuer will differ."

[not_when]
vi = "Chỉ xét nguồn có từ 20 thủ tục trở lên mà một cơ quan chiếm ít nhất 95% (tham số least_rows, share)."
en = "Only for sources of at least 20 procedures of which one issuer has 95 % or more (parameters least_rows, share)."
*/
with counts as (
  select p._package, p.source_id, p.issuing_text, count(*) as n_rows, min(p._row) as first_row
  from procedures as p
  where p.source_id is not null and p.issuing_text is not null
  group by p._package, p.source_id, p.issuing_text
),
ranked as (
  select c._package, c.source_id, c.issuing_text, c.n_rows, c.first_row,
    sum(c.n_rows) over (partition by c._package, c.source_id) as n_all,
    max(c.n_rows) over (partition by c._package, c.source_id) as n_main,
    first_value(c.issuing_text) over (partition by c._package, c.source_id order by c.n_rows desc, c.issuing_text)
      as main
  from counts as c
)
select p._package, p._row, p.procedure_code, p.name, p.issuing_text, p.source_id, r.n_rows, r.n_all, r.n_main, r.main
from ranked as r
join procedures as p on p._package = r._package and p._row = r.first_row
where r.issuing_text <> r.main and r.n_all >= $least_rows and r.n_main * 100 >= $share * r.n_all
order by p._package, p._row
