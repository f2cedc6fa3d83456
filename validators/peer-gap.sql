/*
severity = "info"
mender = "you"
certainty = "high"
field = "owner_code"
applies = "exists (select 1 from bodies as b where b.n_bodies > $peers)"

[needs]
services = ["service_code", "owner_code", "procedure_code"]

[parameters]
share = 80  # percent of the peers that offer it
peers = 10  # fewer say nothing

[export]
select = """
select l.code, coalesce(k.name, l.code) as body, l.procedure_code, n.name as procedure_name, l.n_offer, l.n_peers,
  round(cast(100 * l.n_offer / l.n_peers as decimal(28, 8)), 1) as percent
from lacking as l
left join kinds as k on k.agency_code = l.code
left join names as n on n.procedure_code = l.procedure_code
order by l.code, l.nth
"""

[export.columns]
code = {vi = "Mã cơ quan", en = "Agency code"}
body = {vi = "Cơ quan", en = "Body"}
procedure_code = {vi = "Mã thủ tục chưa cung cấp", en = "Procedure not offered"}
procedure_name = {vi = "Tên thủ tục", en = "Name of the procedure"}
n_offer = {vi = "Số cơ quan cùng loại đã cung cấp", en = "Peers that offer it"}
n_peers = {vi = "Số cơ quan cùng loại", en = "Peers"}
percent = {vi = "Tỷ lệ (%)", en = "Percent"}

[basis]
vi = "So với cơ quan cùng loại: thủ tục mà phần lớn cơ quan cùng loại đã cung cấp thì thường cũng làm được ở cơ quan còn lại. Không phải nghĩa vụ."
en = "Comparison with bodies of the same kind: what most of them offer can usually be offered by the rest. It is no duty."

[title]
vi = "Cơ quan cùng loại đã cung cấp, cơ quan này thì chưa"
en = "Peers offer it, this body does not"

[message]
vi = "{body} ({code}) chưa cung cấp {n_missing} thủ tục mà ít nhất {share}% của {n_peers} cơ quan cùng loại đã cung cấp trực tuyến; ví dụ {example}{example_name: “…”} ({n_offer}/{n_peers})."
en = "{body} ({code}) does not offer online some procedures that at least {share} % of {n_peers} bodies of its kind offer (number: {n_missing}), such as {example}{example_name: “…”} ({n_offer} of {n_peers})."

[fix]
vi = "Xem thủ tục có thuộc thẩm quyền của cơ quan này không, danh sách dịch vụ có ghi sót không; nếu không thì học cách làm của cơ quan cùng loại."
en = "See whether the procedure is in this body's competence and its list of services complete; if so, learn from its peers."

[not_when]
vi = "Chỉ so tỉnh với tỉnh, xã với xã (bảng agencies hoặc danh mục tham chiếu cho biết loại), khi có từ 10 cơ quan cùng loại có ít nhất một dịch vụ (tham số peers). Xã cung cấp qua nhóm cơ quan thì như nhau, không có gì để so. Dịch vụ đã ngừng không tính. Mỗi cơ quan nêu một lần."
en = "Compares provinces with provinces and communes with communes (kinds from table agencies or the reference list), where at least 10 of a kind have a service (parameter peers). Communes that offer through a group are alike, so nothing is compared. Withdrawn services do not count. Each body is named once."
*/
with kinds as (
  select b.agency_code, max(b.name) as name, max(b.kind) as kind
  from (
    select a.agency_code, a.name, a.kind from agencies as a
    union all
    select r.agency_code, r.name, r.kind from reference.agencies as r
  ) as b
  group by b.agency_code
),
offers as (
  select s._package, s._row, 'services' as source_table, s.service_code, s.owner_code, cast(null as varchar) as offered_by,
    s.owner_code as code, s.procedure_code, k.kind
  from services as s
  join kinds as k on k.agency_code = s.owner_code and k.kind = 'province'
  where s.procedure_code is not null and (s.withdrawn_date is null or s.withdrawn_date > $as_of)
  union all
  select o._package, o._row, 'service_offers' as source_table, o.service_code, o.owner_code, o.offered_by,
    o.offered_by as code, s.procedure_code, k.kind
  from service_offers as o
  join kinds as k on k.agency_code = o.offered_by and k.kind = 'commune'
  join services as s on s.service_code = o.service_code and s.owner_code = o.owner_code
  where s.procedure_code is not null and (s.withdrawn_date is null or s.withdrawn_date > $as_of)
    and (o.to_date is null or o.to_date > $as_of)
),
pairs as (
  select o.kind, o.code, o.procedure_code
  from offers as o
  group by o.kind, o.code, o.procedure_code
),
bodies as (
  select p.kind, p.code, count(*) over (partition by p.kind) as n_bodies
  from pairs as p
  group by p.kind, p.code
),
-- what most of a kind offer; a body's peers are the others of its kind
usual as (
  select p.kind, p.procedure_code, count(*) as n_offer
  from pairs as p
  group by p.kind, p.procedure_code
),
lacking as (
  select b.kind, b.code, b.n_bodies - 1 as n_peers, u.procedure_code, u.n_offer,
    row_number() over (partition by b.kind, b.code order by u.n_offer desc, u.procedure_code) as nth,
    count(*) over (partition by b.kind, b.code) as n_missing
  from bodies as b
  join usual as u on u.kind = b.kind and u.n_offer * 100 >= $share * (b.n_bodies - 1)
  left join pairs as p on p.kind = b.kind and p.code = b.code and p.procedure_code = u.procedure_code
  where b.n_bodies - 1 >= $peers and p.code is null
),
first_rows as (
  select o.code, min(o._package) as _package
  from offers as o
  group by o.code
),
rows_of as (
  select o.code, o._package, min(o._row) as first_row
  from offers as o
  join first_rows as f on f.code = o.code and f._package = o._package
  group by o.code, o._package
),
names as (
  select p.procedure_code, max(p.name) as name
  from procedures as p
  group by p.procedure_code
)
select o._package, o._row, o.source_table as _table, o.service_code, o.owner_code, o.offered_by,
  case o.source_table when 'services' then 'owner_code' else 'offered_by' end as _field, o.code as _value, o.code,
  coalesce(k.name, o.code) as body, l.n_missing, l.n_peers, l.procedure_code as example, n.name as example_name, l.n_offer
from lacking as l
join rows_of as r on r.code = l.code
join offers as o on o.code = r.code and o._package = r._package and o._row = r.first_row and o.kind = l.kind
left join kinds as k on k.agency_code = l.code
left join names as n on n.procedure_code = l.procedure_code
where l.nth = 1
order by o._package, o.source_table, o._row
