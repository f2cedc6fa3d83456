/*
severity = "warning"
mender = "issuer"
certainty = "high"
field = "name"
applies = "exists (select 1 from said as s where s._package = procedures._package and s._row = procedures._row)"
unknown = """
exists (select 1 from said as s
  left join tiers as t on t._package = s._package and t.procedure_code = s.procedure_code
  where s._package = procedures._package and s._row = procedures._row
    and (coalesce(t.n_tiers, 0) = 0 or t.n_unknown > 0))
"""

[needs]
procedures = ["procedure_code", "name"]
procedure_agencies = ["procedure_code", "executing"]

[basis]
vi = "Tên thủ tục ghi nơi thực hiện thì phải khớp với cơ quan thực hiện. Danh sách thật của Bộ Công an tháng 7/2026: 1.015027 “… (thực hiện tại cấp tỉnh)” chỉ do Ủy ban nhân dân cấp xã thực hiện."
en = "A name that says where a procedure is handled should agree with who executes it. Real list of Bộ Công an, July 2026: 1.015027 “… (thực hiện tại cấp tỉnh)” is executed by commune People's Committees alone."

[title]
vi = "Cấp trong tên thủ tục trái với cơ quan thực hiện"
en = "Tier in the name contradicts the executing body"

[message]
vi = "Tên thủ tục {procedure_code} “{name}” nói là thực hiện ở cấp {level_vi}, nhưng cơ quan thực hiện ({bodies}) không cơ quan nào thuộc cấp ấy."
en = "The name of procedure {procedure_code} “{name}” says that it is handled at the {level} tier, but none of its executing bodies ({bodies}) is of that tier."

[fix]
vi = "Hỏi cơ quan ban hành: tên hay cơ quan thực hiện đã đổi? Người dân cần biết nộp ở đâu."
en = "Ask the issuing agency which has changed, the name or the executing body: people must know where to apply."

[not_when]
vi = "Chỉ xét tên có “(cấp tỉnh)”, “(thực hiện tại cấp xã)” … trong ngoặc hoặc “tại cấp …”, “tại Công an cấp …” ở cuối, và nói một cấp duy nhất: “di tích cấp tỉnh” hay “thuộc thẩm quyền của Chủ tịch UBND cấp tỉnh” không nói nơi thực hiện. Cơ quan thực hiện chưa biết cấp thì chưa kiểm tra được. Không xét thủ tục đã bãi bỏ hoặc được thay thế."
en = "Only names with “(cấp tỉnh)”, “(thực hiện tại cấp xã)” … in brackets or “tại cấp …”, “tại Công an cấp …” at the end, of one tier: “di tích cấp tỉnh” or “thuộc thẩm quyền của Chủ tịch UBND cấp tỉnh” do not say where it is handled. Bodies of unknown tier make it not checkable. Procedures abolished or replaced are left out."
*/
with lowered as (
  select p._package, p._row, p.procedure_code, p.name, lower(nfc(p.name)) as low
  from procedures as p
  where coalesce(p.status, 'in_force') = 'in_force' and regexp_matches(p.name, '[Cc]ấp ([Tt]ỉnh|[Xx]ã|[Tt]rung ương)')
),
said as (
  select l._package, l._row, l.procedure_code, l.name,
    case
      when strpos(l.low, 'cấp tỉnh') > 0 then 'province'
      when strpos(l.low, 'cấp xã') > 0 then 'commune'
      else 'central'
    end as level
  from lowered as l
  where regexp_matches(l.low, '[(](được )?(thực hiện )?(tại |ở )?((công an|ubnd|ủy ban nhân dân) )?cấp (tỉnh|xã|trung ương) ?[)]|(tại|ở) (công an )?cấp (tỉnh|xã|trung ương)[.]?$')
    and case when strpos(l.low, 'cấp tỉnh') > 0 then 1 else 0 end
      + case when strpos(l.low, 'cấp xã') > 0 then 1 else 0 end
      + case when strpos(l.low, 'cấp huyện') > 0 then 1 else 0 end
      + case when strpos(l.low, 'trung ương') > 0 then 1 else 0 end = 1
),
bodies as (
  select b.code, max(b.tier) as tier
  from (
    select a.agency_code as code, a.tier from agencies as a
    union all
    select g.group_code as code, g.tier from agency_groups as g
    union all
    select r.agency_code as code, r.tier from reference.agencies as r
  ) as b
  group by b.code
),
tiers as (
  select a._package, a.procedure_code, count(b.tier) as n_tiers, sum(case when b.tier is null then 1 else 0 end) as n_unknown,
    max(case when b.tier = 'central' then 1 else 0 end) as central,
    max(case when b.tier = 'province' then 1 else 0 end) as province,
    max(case when b.tier = 'commune' then 1 else 0 end) as commune,
    string_agg(coalesce(a.executing_text, a.executing), '; ' order by a.n) as bodies
  from procedure_agencies as a
  left join bodies as b on b.code = a.executing
  where coalesce(a.executing_text, a.executing) is not null
  group by a._package, a.procedure_code
)
select s._package, s._row, s.procedure_code, s.name, t.bodies,
  case s.level when 'province' then 'provincial' else s.level end as level,
  case s.level when 'province' then 'tỉnh' when 'commune' then 'xã' else 'trung ương' end as level_vi
from said as s
join tiers as t on t._package = s._package and t.procedure_code = s.procedure_code
where t.n_tiers > 0 and t.n_unknown = 0
  and case s.level when 'province' then t.province when 'commune' then t.commune else t.central end = 0
order by s._package, s._row
