/*
severity = "block"
mender = "you"
certainty = "high"

[needs]
cells = ["column_name"]

[parameters]
several = 3  # cells of one column that are more than a coincidence
shown = 10  # rows named in the message
probed = 1000  # cells of one column that are taken apart into tokens
accents = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
letters = "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd"
odd = "０１２３４５６７８９\u00a0\u202f\u2010\u2011\u2013"  # full-width digits, blanks and hyphens of other kinds
even = "0123456789  ---"
# texts in which there may be a number, a card or an address
looks = '(^|[^0-9A-Za-z_-])(0(0[1-9]|[1-8][0-9]|9[0-6])[0-3][0-9]{8}|([+]?84|0084|0)(3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}|[0-9]{12}|[0-9]{10}(-[0-9]{3})?)($|[^0-9A-Za-z_-])|(^|[^0-9A-Za-z_.-])(0 ?|[+]84[)]?[ .  ‐‑–-]*0?|0084[ .  ‐‑–-]*)(3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])([ .  ‐‑–-]?[0-9]){7}|(^|[^0-9A-Za-z_-])0(0[1-9]|[1-8][0-9]|9[0-6]) [0-3][0-9]{2} [0-9]{3} [0-9]{3}|([Cc][Cc][Cc][Dd]|[Cc][Mm][Nn][Dd]|[Cc][Mm][Tt][Nn][Dd]|[Cc]ăn cước|CĂN CƯỚC|[Đđ]ịnh danh cá nhân|[Cc]hứng minh nhân dân)|@[A-Za-z0-9-]+[.]|[０-９]{4}'
# names of columns and cells that look personal; what they match is masked in every finding
id_columns = 'cccd|cmnd|cmtnd|cancuoc|hochieu|passport|citizenid|personalid|nationalid|identitynumber|identityno|identitycard|idcard|sodinhdanh|dinhdanhcanhan|dinhdanhchs|sogiayto|^cmt|cmt$'
phone_columns = 'sdt|^sodt|dienthoai|didong|phone|mobile|^tel$|zalo'
tax_columns = 'masothue|^mst|mst$|taxcode|taxnumber|taxid|taxno'
person_columns = 'chuhoso|nguoinop|nguoidan|congdan|canhan|hoten|hovaten|fullname|firstname|lastname|applicant|citizen|person|nguoixuly|nguoiyeucau|nguoilienhe|nguoidaidien|benhnhan|chuho|khachhang|customer|ngaysinh|birth'
papers = '([Cc][Cc][Cc][Dd]|[Cc][Mm][Nn][Dd]|[Cc][Mm][Tt][Nn][Dd]|[Cc]ăn cước|CĂN CƯỚC|[Đđ]ịnh danh cá nhân|[Cc]hứng minh nhân dân)[^0-9A-Za-z]{1,3}([^0-9]{0,20}[^0-9A-Za-z_-])?([0-9]{9}|[0-9]{12})($|[^0-9A-Za-z_-])'
identity = '(^|[^0-9A-Za-z_.,-]|(^|[^0-9])[.,])0(0[1-9]|[1-8][0-9]|9[0-6])[0-3][0-9]{8}($|[^0-9A-Za-z_-])|(^|[^0-9A-Za-z_-])0(0[1-9]|[1-8][0-9]|9[0-6]) [0-3][0-9]{2} [0-9]{3} [0-9]{3}($|[^0-9A-Za-z_-])'
mobile = '(^|[^0-9A-Za-z_.,-]|(^|[^0-9])[.,])([+]?84|0084|0)(3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}($|[^0-9A-Za-z_-])|(^|[^0-9A-Za-z_.-])(0 ?|[+]84[)]?[ .-]*0?|0084[ .-]*)(3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])([ .-]?[0-9]){7}($|[^0-9A-Za-z_.-]|[.]($|[^0-9]))'
mail = '[A-Za-z0-9._%+-]+@(gmail|googlemail|yahoo|ymail|outlook|hotmail|live|msn|icloud|me|proton|protonmail|zoho)[.][A-Za-z]'
offices = '(^|[^A-Za-z0-9._%+-])((ubnd|hdnd|vanphong|vanthu|ttpvhcc|tthcc|pvhcc|hcc|bpmc|motcua|lienhe|hotro|support|info|contact|admin|banbientap|bbt|webmaster|phuong|phong|congan|thue|truong|thpt|thcs)[A-Za-z0-9._%+-]*|(so|xa|ban|vp|tt|trungtam|cuc|chicuc)[._-]?[A-Za-z0-9._%+-]*)@|@[A-Za-z0-9.-]*gov[.]vn'

[basis]
vi = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 và Nghị định 356/2025/NĐ-CP (số định danh, điện thoại là dữ liệu cá nhân); Nghị định 47/2020/NĐ-CP, Điều 20: dữ liệu mở không có thông tin cá nhân (Nghị định 194/2025/NĐ-CP đã bãi bỏ một phần Nghị định này; chưa đọc được từng điều). Số định danh gồm 12 chữ số theo Nghị định 137/2015/NĐ-CP, Điều 13."
en = "Personal data protection law 91/2025/QH15 and Nghị định 356/2025/NĐ-CP (identity and phone numbers are personal data); Nghị định 47/2020/NĐ-CP, Điều 20: open data holds no personal information (Nghị định 194/2025/NĐ-CP repealed parts of this decree; its articles could not be read). Identity numbers have 12 digits by Nghị định 137/2015/NĐ-CP, Điều 13."

[title]
vi = "Dữ liệu giống dữ liệu cá nhân"
en = "What looks like personal data"

[message]
vi = "Cột {field} có {n} ô giống {what_vi}{rows_vi: (dòng …)}{named_vi:; …}. Nội dung không in ra ở đây."
en = "Column {field} has cells that look like {what_en} (cells: {n}{rows_en:, row …}){named_en:; …}. What they hold is not printed here."

[fix]
vi = "Xóa cột hoặc các ô này khỏi dữ liệu mở, rồi chạy lại. Nếu đây không phải dữ liệu cá nhân, người chịu trách nhiệm ghi rõ lý do: dvcdata waive personal-data --not-personal."
en = "Remove the column or these cells from the open data, then run again. If they are not personal, the responsible person records why: dvcdata waive personal-data --not-personal."

[not_when]
vi = "Họ tên, địa chỉ không tìm được bằng mẫu: cột không bị nêu ở đây chưa chắc không có dữ liệu cá nhân. Chỉ chặn khi tên cột (hay chữ ngay trước con số) nói về người, hoặc khi một cột có từ {several} ô là số định danh, số di động; nếu không thì chỉ hỏi lại. Không xét hộp thư và đường dây nóng của cơ quan, số 1800, 1900, mã thủ tục, mã hồ sơ, UUID, số tiền, thời điểm; cột số và cột ngày chỉ xét khi tên cột nói về người."
en = "Names and addresses cannot be found by a pattern: a column that is not named here may still hold personal data. Blocks only where the column's name (or the words just before the number) speaks of a person, or where a column has {several} or more cells with identity or mobile numbers; otherwise it asks. Leaves out mailboxes and hotlines of agencies, numbers 1800 and 1900, codes of procedures and dossiers, UUIDs, amounts of money and times; columns of numbers or dates unless their name speaks of a person."
*/
with named as (
  select c.table_name, c.column_name,
    case when regexp_matches(c.label, $id_columns) then 1 else 0 end as id_named,
    case when regexp_matches(c.label, $phone_columns) then 1 else 0 end as phone_named,
    case when regexp_matches(c.label, $tax_columns) then 1 else 0 end as tax_named,
    case when regexp_matches(c.label, $person_columns) then 1 else 0 end as person_named,
    case when regexp_matches(c.label, 'hotline|duongdaynong|tongdai|coquan|agency|office|switchboard') then 1 else 0 end as office_named,
    case when regexp_matches(c.label, 'tien|phi|vnd|amount|price|money|fee|cost|time|thoigian|thoidiem|ngay|date|timestamp') then 1 else 0 end as measure_named
  from (
    select d.table_name, d.column_name,
      translate(translate(lower(nfc(d.column_name)), $accents, $letters), '_-. /():', '') as label
    from described.columns as d
  ) as c
),
texts as (
  select c._package, c._row, c.table_name, c.column_name, c.value
  from described.cells as c
  where c.column_type = 'string'
),
of_persons as (
  select c._package, c._row, c.table_name, c.column_name, c.value, c.column_type
  from named as n
  join described.cells as c on c.table_name = n.table_name and c.column_name = n.column_name
  where n.id_named + n.phone_named + n.tax_named + n.person_named > 0
    -- known before any cell is looked at
    and (select max(p.id_named + p.phone_named + p.tax_named + p.person_named) as most from named as p) > 0
),
-- the few cells worth a closer look
given as (
  select t._package, t._row, t.table_name, t.column_name, translate(t.value, $odd, $even) as content
  from texts as t
  where case when length(t.value) >= 9 then regexp_matches(t.value, $looks) else false end
  union all
  select o._package, o._row, o.table_name, o.column_name, translate(o.value, $odd, $even) as content
  from of_persons as o
  where regexp_matches(o.value, '^[+]?[0-9]{9,13}$')
    and not (o.column_type = 'string' and regexp_matches(o.value, $looks))
),
-- what stands in many cells of a column is judged once
contents as (
  select g._package, g.table_name, g.column_name, g.content, min(g._row) as _row, count(*) as cells
  from given as g
  group by g._package, g.table_name, g.column_name, g.content
),
marked as (
  select g._package, g._row, g.table_name, g.column_name, g.content, g.cells, length(g.content) as size, n.id_named,
    n.phone_named, n.tax_named, n.person_named, n.office_named, n.measure_named,
    case when regexp_matches(g.content, '^ *[a-zA-Z]+://') then 1 else 0 end as is_link,
    case when regexp_matches(g.content, '[Hh]otline|HOTLINE|[Đđ]ường dây nóng|ĐƯỜNG DÂY NÓNG|[Tt]ổng đài|TỔNG ĐÀI') then 1 else 0 end as is_hotline,
    case when regexp_matches(g.content, $papers) then 1 else 0 end as in_words,
    case when regexp_matches(g.content, $identity) then 1 else 0 end as has_id,
    case when regexp_matches(g.content, $mobile) then 1 else 0 end as has_phone,
    case when regexp_matches(g.content, '(^|[^0-9A-Za-z_.,-]|(^|[^0-9])[.,])([0-9]{12}|[0-9]{10}(-[0-9]{3})?)($|[^0-9A-Za-z_.-]|[.]($|[^0-9]))') then 1 else 0 end as has_token,
    case when regexp_matches(g.content, $mail) and not regexp_matches(lower(g.content), $offices) then 1 else 0 end as has_mail,
    case when regexp_matches(g.content, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]') and not regexp_matches(lower(g.content), $offices) then 1 else 0 end as any_mail,
    -- numbers that only a name makes personal: nine digits of the older cards, and those that lost their first zeros
    case when regexp_matches(g.content, '^[0-9]{9,12}$') then 1 else 0 end as bare_id,
    case when regexp_matches(g.content, '^(84)?(3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}$') then 1 else 0 end as bare_phone
  from contents as g
  join named as n on n.table_name = g.table_name and n.column_name = g.column_name
),
numbers as (
  select row_number() over (order by p.period) as n
  from reference.periods as p
),
probed as (
  select m._package, m.table_name, m.column_name, m.content, m.cells, m.size, m.id_named, m.tax_named, m.person_named,
    m.measure_named, row_number() over (partition by m._package, m.table_name, m.column_name order by m._row, m.content) as nth
  from marked as m
  where m.has_token = 1 and m.has_id = 0 and m.has_phone = 0 and m.in_words = 0 and m.is_link = 0
),
pieces as (
  select p._package, p.table_name, p.column_name, p.content, p.cells, p.id_named, p.tax_named, p.person_named, p.measure_named,
    substr(p.content, n.n, 12) as token, substr(p.content, n.n + 10, 8) as after_ten,
    substr(p.content, n.n + 12, 8) as after_twelve
  from probed as p
  join numbers as n on n.n <= p.size
  where p.nth <= $probed
    and regexp_matches(substr(p.content, n.n, 16), '^([0-9]{12}|[0-9]{10}(-[0-9]{3})?)($|[^0-9A-Za-z_.-]|[.]($|[^0-9]))')
    and (n.n = 1 or regexp_matches(substr(p.content, n.n - 1, 1), '[^0-9A-Za-z_-]'))
    and (n.n < 3 or not regexp_matches(substr(p.content, n.n - 2, 2), '^[0-9][.,]'))
),
tokens as (
  select p._package, p.table_name, p.column_name, p.content, p.cells,
    case when regexp_matches(p.token, '^[0-9]{12}$') then 12 else 10 end as digits,
    case
      when p.id_named + p.person_named + p.tax_named > 0 then 0
      when p.measure_named = 1 or regexp_matches(p.token, '^[0-9]{10}([0-9]{2})?$') and right(p.token, 3) = '000' then 1
      when regexp_matches(p.token, '^[0-9]{7}000([^0-9]|$)') then 1
      when regexp_matches(p.token, '^(18|19)00') then 1
      when regexp_matches(p.token, '^(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])([01][0-9]|2[0-3])') then 1
      when regexp_matches(p.token, '^[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$') then 1
      when regexp_matches(p.token, '^1[4-9][0-9]{8}([^0-9]|$)') then 1
      when regexp_matches(lower(case when regexp_matches(p.token, '^[0-9]{12}$') then p.after_twelve else p.after_ten end),
        '^ ?(đồng|vnđ|vnd|đ|₫|usd|triệu|tỷ)') then 1
      else 0 end as harmless,
    case when regexp_matches(p.token, '^[0-9]{10}([^0-9]|$)') and (strpos('0123456789', substr(p.token, 10, 1)) - 1) = 10 - (31 * (strpos('0123456789', substr(p.token, 1, 1)) - 1)
      + 29 * (strpos('0123456789', substr(p.token, 2, 1)) - 1)
      + 23 * (strpos('0123456789', substr(p.token, 3, 1)) - 1)
      + 19 * (strpos('0123456789', substr(p.token, 4, 1)) - 1)
      + 17 * (strpos('0123456789', substr(p.token, 5, 1)) - 1)
      + 13 * (strpos('0123456789', substr(p.token, 6, 1)) - 1)
      + 7 * (strpos('0123456789', substr(p.token, 7, 1)) - 1)
      + 5 * (strpos('0123456789', substr(p.token, 8, 1)) - 1)
      + 3 * (strpos('0123456789', substr(p.token, 9, 1)) - 1)) % 11 then 1 else 0 end as is_tax
  from pieces as p
),
told as (
  select t._package, t.table_name, t.column_name, t.content, max(t.cells) as cells,
    max(case when t.digits = 12 and t.harmless = 0 then 1 else 0 end) as weak_id,
    max(case when t.is_tax = 1 and t.harmless = 0 then 1 else 0 end) as is_tax,
    max(case when t.digits = 10 then 1 else 0 end) as is_ten
  from tokens as t
  group by t._package, t.table_name, t.column_name, t.content
),
shares as (
  select t._package, t.table_name, t.column_name, sum(t.is_tax * t.cells) as taxes, sum(t.is_ten * t.cells) as tens
  from told as t
  group by t._package, t.table_name, t.column_name
),
hits as (
  select m._package, m.table_name, m.column_name, m.content,
    case
      when m.has_id = 1 or m.in_words = 1 or (m.id_named = 1 and m.bare_id = 1) then 'identity'
      when m.office_named = 0 and m.is_hotline = 0 and (m.has_phone = 1 or (m.phone_named = 1 and m.bare_phone = 1))
        then 'phone'
      when t.weak_id = 1 then 'identity'
      when t.is_tax = 1 and (m.tax_named + m.person_named > 0 or s.taxes * 2 >= s.tens) then 'tax'
      when m.has_mail = 1 or (m.any_mail = 1 and m.person_named = 1) then 'mail' end as kind,
    case when m.in_words = 1 or m.id_named + m.person_named > 0 then 1 else 0 end as person,
    m.phone_named, m.in_words,
    case when m.is_link = 0 and (m.has_id = 1 or m.has_phone = 1) then 1 else 0 end as strong
  from marked as m
  left join told as t on t._package = m._package and t.table_name = m.table_name
    and t.column_name = m.column_name and t.content = m.content
  left join shares as s on s._package = m._package and s.table_name = m.table_name and s.column_name = m.column_name
),
placed as (
  select g._package, g._row, g.table_name, g.column_name, h.kind, h.strong, h.in_words,
    case when h.person = 1 or (h.kind = 'phone' and h.phone_named = 1) then 1 else 0 end as named,
    row_number() over (partition by g._package, g.table_name, g.column_name, h.kind order by g._row) as nth
  from hits as h
  join given as g on g._package = h._package and g.table_name = h.table_name and g.column_name = h.column_name
    and g.content = h.content
  where h.kind is not null
),
columns_found as (
  select p._package, p.table_name, p.column_name, p.kind, min(p._row) as _row, count(*) as n, max(p.named) as named,
    max(p.in_words) as in_words, sum(p.strong) as strong,
    string_agg(case when p.nth <= $shown then cast(p._row as varchar) end, ', ' order by p._row) as listed
  from placed as p
  group by p._package, p.table_name, p.column_name, p.kind
)
select f._package, f._row, f.table_name as _table, f.column_name as _field, f.n,
  case f.kind when 'identity' then '••••••••••••' when 'mail' then '•••@•••' else '••••••••••' end as _value,
  case when f.named = 1 or (f.kind in ('identity', 'phone') and f.strong >= $several) then 'block' else 'warning' end
    as _severity,
  case f.kind when 'identity' then 'số định danh cá nhân' when 'phone' then 'số điện thoại di động'
    when 'tax' then 'mã số thuế' else 'địa chỉ thư riêng' end as what_vi,
  case f.kind when 'identity' then 'personal identity numbers' when 'phone' then 'mobile phone numbers'
    when 'tax' then 'tax numbers' else 'private mail addresses' end as what_en,
  case when f.listed <> '' then f.listed || case when f.n > $shown then ' …' else '' end end as rows_vi,
  case when f.listed <> '' then f.listed || case when f.n > $shown then ' …' else '' end end as rows_en,
  case when f.in_words = 1 then 'chữ trong ô nói đó là giấy tờ của người' when f.named = 1 then 'tên cột nói về người' end
    as named_vi,
  case when f.in_words = 1 then 'words in the cell speak of a person’s papers'
    when f.named = 1 then 'the name of the column speaks of a person' end as named_en
from columns_found as f
order by f._package, f.table_name, f._row, f.column_name
