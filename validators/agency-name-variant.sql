/*
severity = "warning"
mender = "issuer"
certainty = "high"

[needs]
procedure_agencies = ["procedure_code", "n", "executing_text"]

[[alternatives]]
procedures = ["procedure_code", "issuing_text"]

[parameters]
dashes = "–—−‐‑"
blanks = "\u00a0\t\r\n"

[basis]
vi = "Một cơ quan viết nhiều cách thì khi gộp nhóm thành nhiều cơ quan. Danh sách thật tháng 7/2026 có cả “Sở Tư pháp” và “Sở Tư Pháp”, “Cục Thủy sản và Kiểm ngư” và “Cục Thuỷ sản và Kiểm ngư”."
en = "A body written in several ways becomes several bodies when grouped. Real lists of July 2026 have both “Sở Tư pháp” and “Sở Tư Pháp”, “Cục Thủy sản và Kiểm ngư” and “Cục Thuỷ sản và Kiểm ngư”."

[title]
vi = "Một cơ quan viết nhiều cách"
en = "One body in several spellings"

[message]
vi = "“{value}” ({n_rows} dòng) và {others} là cùng một cơ quan viết {n_spellings} cách."
en = "“{value}” (rows: {n_rows}) and {others} are one body (spellings: {n_spellings})."

[fix]
vi = "Chọn cách viết theo quyết định công bố, hoặc gắn mọi cách viết với một mã và giữ cách viết khác trong bảng agency_names."
en = "Write it as the announcement decision does, or tie every spelling to one code and keep the others in table agency_names."

[not_when]
vi = "Chỉ coi là một khi khác nhau ở chữ hoa, chữ thường, khoảng trắng, dấu gạch, dấu chấm cuối, vị trí dấu thanh (thủy, thuỷ) và các chữ viết tắt UBND, TP., NN và MT, &, VN. Tên khác nhau một chữ là hai cơ quan. Chỉ so trong một gói."
en = "Spellings count as one only where they differ in case, blanks, dashes, a final stop, the place of a tone mark (thủy, thuỷ) or the short forms UBND, TP., NN và MT, &, VN. Names that differ by a word are two bodies. Compares within one package."
*/
with texts as (
  select p._package, p._row, 'procedures' as source_table, 'issuing_text' as field_name, p.procedure_code,
    cast(null as bigint) as n, p.issuing_text as said
  from procedures as p
  where p.issuing_text is not null
  union all
  select a._package, a._row, 'procedure_agencies' as source_table, 'executing_text' as field_name, a.procedure_code,
    a.n, a.executing_text as said
  from procedure_agencies as a
  where a.executing_text is not null
),
said as (
  select t._package, t.said, min(t.source_table) as source_table, count(*) as n_rows
  from texts as t
  group by t._package, t.said
),
lowered as (
  select s._package, s.said, s.source_table, s.n_rows,
    translate(translate(lower(nfc(s.said)), $dashes, '-----'), $blanks, '    ') as low
  from said as s
),
-- the old place of the tone in oa, oe, uy
toned as (
  select l._package, l.said, l.source_table, l.n_rows,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      replace(l.low, 'oà', 'òa'), 'oá', 'óa'), 'oả', 'ỏa'), 'oã', 'õa'), 'oạ', 'ọa'), 'oè', 'òe'), 'oé', 'óe'),
      'oẻ', 'ỏe'), 'oẽ', 'õe'), 'oẹ', 'ọe'), 'uỳ', 'ùy'), 'uý', 'úy'), 'uỷ', 'ủy'), 'uỹ', 'ũy'), 'uỵ', 'ụy') as low
  from lowered as l
),
-- no stop at the end, one form of the common short ones, then no blanks and no signs at all
keyed as (
  select t._package, t.said, t.source_table, t.n_rows,
    translate(replace(replace(replace(replace(replace(replace(replace(
      t.low, 'ủy ban nhân dân', 'ubnd'), 'thành phố', 'tp'), '&', ' và '), 'nn và mt', 'nông nghiệp và môi trường'),
      'nn và ptnt', 'nông nghiệp và phát triển nông thôn'), 'lđ-tbxh', 'lao động - thương binh và xã hội'),
      'việt nam', 'vn'), ' .,-', '') as body
  from toned as t
),
many as (
  select k._package, k.body, count(*) as n_spellings, max(k.n_rows) as most
  from keyed as k
  group by k._package, k.body
  having count(*) > 1
),
ranked as (
  select k._package, k.body, k.said, k.n_rows, k.source_table, m.n_spellings,
    row_number() over (partition by k._package, k.body order by k.n_rows, k.said desc) as rarest
  from keyed as k
  join many as m on m._package = k._package and m.body = k.body
),
told as (
  select r._package, r.body, r.n_spellings, max(case when r.rarest = 1 then r.said end) as said,
    max(case when r.rarest = 1 then r.n_rows end) as n_rows,
    max(case when r.rarest = 1 then r.source_table end) as source_table,
    string_agg(case when r.rarest > 1 then '“' || r.said || '” (' || cast(r.n_rows as varchar) || ')' end, ', '
      order by r.rarest desc) as others
  from ranked as r
  group by r._package, r.body, r.n_spellings
),
first_rows as (
  select t._package, t.said, t.source_table, min(t._row) as first_row
  from texts as t
  group by t._package, t.said, t.source_table
)
select d._package, t._row, d.source_table as _table, t.field_name as _field, d.said as _value, t.procedure_code, t.n,
  d.n_rows, d.n_spellings, d.others
from told as d
join first_rows as f on f._package = d._package and f.said = d.said and f.source_table = d.source_table
join texts as t on t._package = f._package and t._row = f.first_row and t.source_table = f.source_table
order by d._package, d.source_table, t._row
