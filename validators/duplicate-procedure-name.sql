/*
severity = "warning"
mender = "issuer"
certainty = "high"
field = "name"
applies = """
coalesce(procedures.status, 'in_force') = 'in_force' and procedures.name is not null
"""
unknown = "procedures.executing_tier is null or coalesce(procedures.issuing_agency, procedures.issuing_text) is null"

[needs]
procedures = ["procedure_code", "name", "executing_tier"]

[parameters]
blanks = "\u00a0\t\r\n"

[basis]
vi = "Quy ước của danh mục: mỗi thủ tục một mã. Hai mã cùng tên, cùng cấp thực hiện, cùng cơ quan ban hành thì người dân không biết nộp theo mã nào, và thủ tục bị đếm hai lần. Không tìm thấy văn bản nào cấm trùng tên."
en = "Convention of the catalogue: one procedure, one code. With two codes of one name, tier and issuer nobody can tell which to apply under, and the procedure is counted twice. No text was found that forbids equal names."

[title]
vi = "Nhiều thủ tục trùng tên, cùng cấp thực hiện, cùng cơ quan ban hành"
en = "Procedures of one name, tier and issuer"

[message]
vi = "{n_codes} thủ tục còn hiệu lực cùng tên “{name}”, cùng cấp thực hiện ({tier_vi}), cùng cơ quan ban hành ({issuer}): {codes}{fields:. Lĩnh vực: …}."
en = "Procedures in force share the name “{name}”, the executing tier ({tier}) and the issuer ({issuer}): {codes} (number: {n_codes}){fields:. Fields: …}."

[fix]
vi = "Hỏi cơ quan ban hành: nếu là một thủ tục thì giữ một mã, ghi mã kia là được thay thế; nếu khác nhau thì tên phải nói khác ở chỗ nào."
en = "Ask the issuing agency: if they are one procedure, keep one code and mark the other as replaced; if they differ, the names must say how."

[not_when]
vi = "Chỉ so các thủ tục còn hiệu lực trong cùng một gói, khi đã biết cấp thực hiện và cơ quan ban hành: cùng tên ở cấp tỉnh và cấp xã là hai thủ tục. Không phân biệt chữ hoa, chữ thường, khoảng trắng và dấu chấm ở cuối."
en = "Compares procedures in force within one package, where tier and issuer are known: the same name at province and commune is two procedures. Case, blanks and a final stop make no difference."
*/
with tidied as (
  select p._package, p._row, p.procedure_code, p.name, p.field_name, p.executing_tier, p.issuing_text,
    coalesce(p.issuing_agency, p.issuing_text) as issuer_key,
    replace(replace(replace(trim(translate(lower(nfc(p.name)), $blanks, '    ')), '  ', ' '), '  ', ' '), '  ', ' ')
      as tidy
  from procedures as p
  where coalesce(p.status, 'in_force') = 'in_force' and p.name is not null
    and p.executing_tier is not null and coalesce(p.issuing_agency, p.issuing_text) is not null
),
keyed as (
  select t._package, t._row, t.procedure_code, t.name, t.field_name, t.executing_tier, t.issuing_text, t.issuer_key,
    case when right(t.tidy, 1) = '.' then rtrim(left(t.tidy, length(t.tidy) - 1)) else t.tidy end as tidy
  from tidied as t
),
grouped as (
  select k._package, k.tidy, k.executing_tier, k.issuer_key, min(k._row) as first_row,
    count(distinct k.procedure_code) as n_codes, count(distinct k.field_name) as n_fields
  from keyed as k
  group by k._package, k.tidy, k.executing_tier, k.issuer_key
  having count(distinct k.procedure_code) > 1
),
listed as (
  select g._package, g.tidy, g.executing_tier, g.issuer_key, g.first_row, g.n_codes, g.n_fields,
    string_agg(k.procedure_code, ', ' order by k.procedure_code) as codes,
    string_agg(k.field_name, '; ' order by k.procedure_code) as fields
  from grouped as g
  join keyed as k on k._package = g._package and k.tidy = g.tidy and k.executing_tier = g.executing_tier
    and k.issuer_key = g.issuer_key
  group by g._package, g.tidy, g.executing_tier, g.issuer_key, g.first_row, g.n_codes, g.n_fields
)
select k._package, k._row, k.procedure_code, k.name, l.n_codes, l.codes, k.executing_tier as tier,
  case k.executing_tier when 'central' then 'trung ương' when 'province' then 'tỉnh' when 'district' then 'huyện'
    else 'xã' end as tier_vi,
  coalesce(k.issuing_text, k.issuer_key) as issuer,
  case when l.n_fields > 1 then l.fields end as fields
from listed as l
join keyed as k on k._package = l._package and k._row = l.first_row
order by k._package, k._row
