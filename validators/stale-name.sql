/*
severity = "warning"
mender = "issuer"
certainty = "high"

[needs]
procedures = ["procedure_code", "name"]

[[alternatives]]
procedure_agencies = ["procedure_code", "n", "executing_text"]

[[alternatives]]
services = ["service_code", "owner_code", "name"]

[[alternatives]]
agencies = ["agency_code", "name"]

[parameters]
reform = 2025-07-01
# ministries merged in 2025, in lower case, each between blanks or signs
merged_1 = "bộ giao thông vận tải"
merged_2 = "bộ kế hoạch và đầu tư"
merged_3 = "bộ lao động - thương binh và xã hội"
merged_4 = "bộ nông nghiệp và phát triển nông thôn"
merged_5 = "bộ tài nguyên và môi trường"
merged_6 = "bộ thông tin và truyền thông"

[basis]
vi = "Từ ngày 01/07/2025 không còn cấp huyện (Quyết định 19/2025/QĐ-TTg chỉ có tỉnh và xã); năm 2025 các Bộ GTVT, KH&ĐT, LĐTBXH, NN&PTNT, TN&MT, TT&TT đã nhập vào bộ khác. Danh sách thật tháng 7/2026 vẫn còn những tên như “Bộ xây dựng (Giao thông vận tải cũ)”, “Tòa án nhân dân_old”."
en = "There is no district level since 2025-07-01 (Quyết định 19/2025/QĐ-TTg has provinces and communes only), and six ministries were merged into others in 2025. Real lists of July 2026 still have names such as “Bộ xây dựng (Giao thông vận tải cũ)” and “Tòa án nhân dân_old”."

[title]
vi = "Tên cũ của cơ quan hoặc cấp hành chính"
en = "Name of a body or tier of the past"

[message]
vi = "“{text}” ở cột {field} của bảng {table} ({n_rows} dòng) mang dấu hiệu tên cũ: “cũ” hoặc “_old”."
en = "“{text}” in column {field} of table {table} (rows: {n_rows}) carries the mark of an old name: “cũ” or “_old”."

[fix]
vi = "Hỏi cơ quan ban hành tên hiện nay rồi ghi theo quyết định công bố mới. Đừng tự đổi: cơ quan kế thừa có thể khác."
en = "Ask the issuing agency for the present name and write it as the new announcement decision has it. Do not guess: the successor may be another body."

[cases.district.message]
vi = "“{text}” ở cột {field} của bảng {table} ({n_rows} dòng) còn nói đến cấp huyện hoặc đơn vị của cấp ấy, đã bỏ từ ngày {reform}."
en = "“{text}” in column {field} of table {table} (rows: {n_rows}) still speaks of the district level or a unit of the kinds that ended on {reform}."

[cases.merged.message]
vi = "“{text}” ở cột {field} của bảng {table} ({n_rows} dòng) còn ghi tên một bộ đã sáp nhập vào bộ khác năm 2025."
en = "“{text}” in column {field} of table {table} (rows: {n_rows}) still names a ministry that was merged into another in 2025."

[not_when]
vi = "Không áp dụng cho thủ tục đã bãi bỏ hoặc được thay thế, dịch vụ đã ngừng, cơ quan đã ghi ngày hết hiệu lực, và cho tên có viện dẫn văn bản (Nghị định, Thông tư, Quyết định, Luật …, “của Bộ … quy định”): văn bản mang tên lúc ban hành. Trong tên thủ tục, “cũ” chỉ xét khi đứng trong ngoặc sau tên cơ quan hay đơn vị. Đơn vị cấp huyện trong bảng agencies, units thuộc quy tắc district-after-2025-07-01."
en = "Does not apply to procedures abolished or replaced, services withdrawn, bodies with an end date, nor to names that cite a document (Nghị định, Thông tư, Quyết định, Luật …, “của Bộ … quy định”): documents keep the names of their day. In names of procedures “cũ” counts only in brackets after a body or unit. Districts in tables agencies and units belong to district-after-2025-07-01."
*/
with past as (
  select p._package, p.procedure_code
  from procedures as p
  where coalesce(p.status, 'in_force') <> 'in_force'
  group by p._package, p.procedure_code
),
texts as (
  select p._package, p._row, 'procedures' as source_table, 'name' as field_name, p.procedure_code,
    cast(null as bigint) as n, cast(null as varchar) as service_code, cast(null as varchar) as owner_code,
    cast(null as varchar) as agency_code, p.name as said
  from procedures as p
  where coalesce(p.status, 'in_force') = 'in_force'
  union all
  select p._package, p._row, 'procedures' as source_table, 'field_name' as field_name, p.procedure_code,
    cast(null as bigint) as n, cast(null as varchar) as service_code, cast(null as varchar) as owner_code,
    cast(null as varchar) as agency_code, p.field_name as said
  from procedures as p
  where coalesce(p.status, 'in_force') = 'in_force'
  union all
  select p._package, p._row, 'procedures' as source_table, 'issuing_text' as field_name, p.procedure_code,
    cast(null as bigint) as n, cast(null as varchar) as service_code, cast(null as varchar) as owner_code,
    cast(null as varchar) as agency_code, p.issuing_text as said
  from procedures as p
  where coalesce(p.status, 'in_force') = 'in_force'
  union all
  select a._package, a._row, 'procedure_agencies' as source_table, 'executing_text' as field_name, a.procedure_code,
    a.n, cast(null as varchar) as service_code, cast(null as varchar) as owner_code,
    cast(null as varchar) as agency_code, a.executing_text as said
  from procedure_agencies as a
  left join past as o on o._package = a._package and o.procedure_code = a.procedure_code
  where o.procedure_code is null
  union all
  select s._package, s._row, 'services' as source_table, 'name' as field_name, cast(null as varchar) as procedure_code,
    cast(null as bigint) as n, s.service_code, s.owner_code, cast(null as varchar) as agency_code, s.name as said
  from services as s
  where s.withdrawn_date is null or s.withdrawn_date > $as_of
  union all
  select b._package, b._row, 'agencies' as source_table, 'name' as field_name, cast(null as varchar) as procedure_code,
    cast(null as bigint) as n, cast(null as varchar) as service_code, cast(null as varchar) as owner_code,
    b.agency_code, b.name as said
  from agencies as b
  where (b.valid_to is null or b.valid_to > $as_of) and coalesce(b.tier, '') <> 'district'
),
said as (
  select t._package, t.source_table, t.field_name, t.said, min(t._row) as first_row, count(*) as n_rows,
    lower(nfc(t.said)) as low
  from texts as t
  where t.said is not null
  group by t._package, t.source_table, t.field_name, t.said
),
judged as (
  select s._package, s.source_table, s.field_name, s.said, s.first_row, s.n_rows,
    case
      when regexp_matches(s.low, '_(old|cu|cũ)([^a-z]|$)|[(](old|cũ)[)]') then 'marked'
      when s.field_name = 'name' and s.source_table <> 'agencies'
        then case when regexp_matches(s.low,
          '[(](bộ|sở|cục|tổng cục|ủy ban|uỷ ban|ubnd|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|thành phố) [^()]* cũ[)]')
          then 'marked' end
      when regexp_matches(s.low, '[(][^()]* cũ[)]') then 'marked'
    end as marked,
    case when $as_of >= $reform and s.source_table <> 'agencies' and regexp_matches(s.low,
      '(^|[^a-zà-ỹđ])(cấp huyện|cấp quận|ubnd huyện|(ủy|uỷ) ban nhân dân huyện|công an huyện|huyện, (quận|thị xã|thành phố)|quận, huyện|(thuế|phòng [a-zà-ỹđ]+) huyện|thị trấn)([^a-zà-ỹđ]|$)')
      then 'district' end as district,
    case when strpos(s.low, $merged_1) > 0 or strpos(s.low, $merged_2) > 0 or strpos(s.low, $merged_3) > 0
      or strpos(s.low, $merged_4) > 0 or strpos(s.low, $merged_5) > 0 or strpos(s.low, $merged_6) > 0
      or regexp_matches(s.low,
        '(^|[^a-zà-ỹđ])bộ (gtvt|kh ?& ?đt|khđt|lđ ?-? ?tb ?& ?xh|lđtbxh|nn ?& ?ptnt|tn ?& ?mt|tnmt|tt ?& ?tt|tttt)([^a-zà-ỹđ]|$)')
      then 'merged' end as merged
  from said as s
  where not regexp_matches(s.low,
    '(nghị định|thông tư|quyết định|nghị quyết|pháp lệnh|chỉ thị|công văn|văn bản) (liên tịch )?số|(^|[^a-zà-ỹđ])(luật|bộ luật) [^;]*(số |năm |[0-9]{4})|của bộ [^;]* quy định|/tt-|/nđ-|/qđ-|/ttlt-')
),
found as (
  select j._package, j.source_table, j.field_name, j.said, j.first_row, j.n_rows,
    coalesce(j.marked, j.district, case when j.source_table <> 'agencies' then j.merged end) as why
  from judged as j
)
select f._package, f.first_row as _row, f.source_table as _table, f.field_name as _field, f.said as _value,
  case when f.why <> 'marked' then f.why end as _case, t.procedure_code, t.n, t.service_code, t.owner_code,
  t.agency_code, f.said as text, f.n_rows
from found as f
join texts as t on t._package = f._package and t._row = f.first_row and t.source_table = f.source_table
  and t.field_name = f.field_name
where f.why is not null
order by f._package, f.source_table, f.first_row
