/*
severity = "error"
mender = "you"
certainty = "verified"
field = "parent_code"

[needs]
units = ["unit_code", "valid_from", "parent_code"]

[basis]
vi = "Mỗi đơn vị hành chính ở một thời điểm chỉ thuộc một đơn vị cấp trên. Bảng chuyển đổi thật của Cục Thống kê có 3 dòng ghi một huyện của tỉnh Long An (80) dưới tỉnh Tiền Giang (82)."
en = "At any time a unit is part of one unit above it. The real conversion table of the statistics office has 3 rows that put a district of Long An (80) under Tiền Giang (82)."

[title]
vi = "Đơn vị hành chính đặt sai đơn vị cấp trên"
en = "Unit under a parent that its own table contradicts"

[message]
vi = "{name} (mã {unit_code}) ghi đơn vị cấp trên là {parent_code}, nhưng một dòng khác của bảng units, cùng thời gian, ghi {other}."
en = "{name} (code {unit_code}) is placed under {parent_code}, but another row of table units places it under {other} at the same time."

[fix]
vi = "Xem nghị quyết hoặc danh mục của Cục Thống kê; chỉ một trong hai là đúng. Nếu đơn vị đã chuyển sang nơi khác thì ghi ngày của từng dòng."
en = "Look at the resolution or the list of the statistics office: only one of them is right. If the unit was moved, give each row its dates."

[cases.itself.message]
vi = "{name} (mã {unit_code}) ghi đơn vị cấp trên là chính nó."
en = "{name} (code {unit_code}) is placed under itself."

[cases.itself.fix]
vi = "Ghi mã đơn vị cấp trên; đơn vị cấp tỉnh thì để trống."
en = "Write the code of the unit above; leave it empty for a province."

[cases.tier.message]
vi = "{name} (mã {unit_code}) thuộc cấp {tier_vi}, nhưng đơn vị cấp trên {parent_code} ({parent}) cũng thuộc cấp ấy hoặc thấp hơn."
en = "{name} (code {unit_code}) is of the {tier} tier, but its parent {parent_code} ({parent}) is of the same tier or below."

[cases.tier.fix]
vi = "Xem lại mã đơn vị cấp trên và cấp của hai đơn vị: mã 2 chữ số là tỉnh, 5 chữ số là xã."
en = "Check the parent's code and the tier of both: codes of 2 digits are provinces, of 5 communes."

[cases.time.message]
vi = "{name} (mã {unit_code}, từ {valid_from}) thuộc {parent_code} ({parent}), nhưng đơn vị ấy chỉ có hiệu lực{parent_from: từ …}{parent_to: đến …}."
en = "{name} (code {unit_code}, from {valid_from}) is placed under {parent_code} ({parent}), which was there only{parent_from: from …}{parent_to: until …}."

[cases.time.fix]
vi = "Xem ngày của hai dòng. Từ 01/07/2025 xã, phường thuộc thẳng tỉnh; xã của huyện đã bỏ phải có ngày hết hiệu lực."
en = "Check the dates of both rows. Since 2025-07-01 communes belong to the province itself; a commune of an abolished district needs an end date."

[cases.unknown.message]
vi = "{n_rows} đơn vị ghi đơn vị cấp trên là {parent_code}, không có trong bảng units; ví dụ {name} (mã {unit_code})."
en = "Units are placed under {parent_code}, which table units does not have (rows: {n_rows}), such as {name} (code {unit_code})."

[cases.unknown.fix]
vi = "Xem mã có gõ nhầm không, hoặc thêm đơn vị cấp trên vào bảng."
en = "See whether the code was mistyped, or add the unit above to the table."

[not_when]
vi = "Thiếu đơn vị cấp trên chỉ là cảnh báo, và chỉ khi bảng có đơn vị của cấp trên ấy (bảng chỉ có xã thì không xét). Ngày để trống là không giới hạn. Mã đơn vị hành chính khác mã cơ quan (H..)."
en = "A parent that is not there is a warning only, and only where the table has units of a tier above (a table of communes alone is not judged). An empty date is no limit. Codes of units are not codes of bodies (H..)."
*/
with ranked as (
  select u._package, u._row, u.unit_code, u.valid_from, coalesce(u.valid_to, date '9999-12-31') as valid_to, u.name,
    u.parent_code, u.tier, case u.tier when 'province' then 1 when 'district' then 2 when 'commune' then 3 end as depth
  from units as u
),
tops as (
  select r._package, min(r.depth) as depth
  from ranked as r
  group by r._package
),
parents as (
  select r._package, r.unit_code, min(r.depth) as depth, max(r.name) as name, min(r.valid_from) as valid_from,
    max(r.valid_to) as valid_to
  from ranked as r
  group by r._package, r.unit_code
),
-- the rows of the parent that share some time with the child
together as (
  select c._package, c._row, min(p.depth) as depth
  from ranked as c
  join ranked as p on p._package = c._package and p.unit_code = c.parent_code and p.valid_from <= c.valid_to
    and p.valid_to >= c.valid_from
  group by c._package, c._row
),
twice as (
  select a._package, a._row, min(b.parent_code) as other
  from ranked as a
  join ranked as b on b._package = a._package and b.unit_code = a.unit_code and b.parent_code <> a.parent_code
    and b.valid_from <= a.valid_to and b.valid_to >= a.valid_from and b._row < a._row
  group by a._package, a._row
),
judged as (
  select c._package, c._row, c.unit_code, c.valid_from, c.name, c.parent_code, c.tier, p.name as parent, w.other,
    p.valid_from as parent_from, case when p.valid_to < date '9999-12-31' then p.valid_to end as parent_to,
    case
      when c.parent_code = c.unit_code then 'itself'
      when w.other is not null then 'twice'
      when p.unit_code is null then case when t.depth < c.depth then 'unknown' end
      when g._row is null then 'time'
      when g.depth >= c.depth then 'tier'
    end as why
  from ranked as c
  join tops as t on t._package = c._package
  left join parents as p on p._package = c._package and p.unit_code = c.parent_code
  left join together as g on g._package = c._package and g._row = c._row
  left join twice as w on w._package = c._package and w._row = c._row
  where c.parent_code is not null
),
counted as (
  select j._package, j._row, j.unit_code, j.valid_from, j.name, j.parent_code, j.tier, j.parent, j.other, j.parent_from,
    j.parent_to, j.why, count(*) over (partition by j._package, j.why, j.parent_code) as n_rows,
    row_number() over (partition by j._package, j.why, j.parent_code order by j._row) as nth
  from judged as j
  where j.why is not null
)
select c._package, c._row, c.unit_code, c.valid_from, c.name, c.parent_code, c.parent, c.other, c.n_rows,
  case when c.parent_from > date '1900-01-01' then c.parent_from end as parent_from, c.parent_to, c.tier,
  case c.tier when 'province' then 'tỉnh' when 'district' then 'huyện' when 'commune' then 'xã' end as tier_vi,
  case when c.why <> 'twice' then c.why end as _case, case when c.why = 'unknown' then 'warning' end as _severity
from counted as c
where c.why <> 'unknown' or c.nth = 1
order by c._package, c._row
