/*
severity = "warning"
mender = "you"
certainty = "high"
each = "text"
together = true
applies = "regexp_matches(t.$column, $odd)"

[parameters]
# letters of Greek and Cyrillic that look Latin, and the Icelandic and African letters that look like Đ, đ
letters = "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u00d0\u00f0\u0189\u0256"
foreign = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff][\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf]|[\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf][A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]|[\u00d0\u00f0\u0189\u0256]"
# what the fonts TCVN3 (nh©n d©n) and VNI (haønh chính) leave inside words
legacy = "[A-Za-z][µ¸¹¨¾¼½©®¬«ª§][A-Za-z]|[aeouyAEOUY]ø|[eyEY]û|[aeoAEO]â|[aA][åä]"
toned = "[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ]|[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY]"
odd = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff][\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf]|[\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf][A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]|[\u00d0\u00f0\u0189\u0256]|[A-Za-z][µ¸¹¨¾¼½©®¬«ª§][A-Za-z]|[aeouyAEOUY]ø|[eyEY]û|[aeoAEO]â|[aA][åä]|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ]|[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY]"

[basis]
vi = "Hai cách viết trông như nhau hoặc đọc như nhau không khớp khi tìm kiếm, so khớp và gộp nhóm: chữ của bảng chữ khác (Ð thay Đ, chữ Nga thay chữ La-tinh), dấu thanh kiểu cũ và kiểu mới (thuỷ, thủy), phông TCVN3 hoặc VNI."
en = "Spellings that look or sound alike do not match when searched, joined or grouped: letters of another script (Ð for Đ, Cyrillic for Latin), tone marks in the old and the new place (thuỷ, thủy), text in TCVN3 or VNI fonts."

[title]
vi = "Chữ trông giống nhau mà khác mã"
en = "Letters that look alike and are not"

[message]
vi = "“{place}” ở cột {field} của bảng {table} ({n_rows} dòng): chữ ở chỗ ▯ thuộc bảng chữ khác, chỉ trông giống chữ Việt."
en = "“{place}” in column {field} of table {table} (rows: {n_rows}): the letter at ▯ is of another script and only looks Vietnamese."

[fix]
vi = "Gõ lại chữ ấy bằng bộ gõ tiếng Việt Unicode."
en = "Type that letter again on a Vietnamese Unicode keyboard."

[cases.legacy.message]
vi = "{n_rows} ô ở cột {field} của bảng {table} là chữ của phông cũ (TCVN3 hoặc VNI), như “{value}”; ngoài phông ấy thì không đọc được."
en = "Cells of column {field} of table {table} hold text of a legacy font (TCVN3 or VNI), such as “{value}” (cells: {n_rows}); without that font nobody can read it."

[cases.legacy.fix]
vi = "Chuyển cả cột sang Unicode bằng công cụ chuyển mã (chẳng hạn UniKey), rồi đọc lại vài ô."
en = "Convert the whole column to Unicode with a converter (UniKey, for one), then read a few cells again."

[cases.tone.message]
vi = "Cột {field} của bảng {table} viết “{value}” ({n_rows} dòng) và “{other}” ({n_other} dòng): cùng một tên, dấu thanh đặt hai kiểu."
en = "Column {field} of table {table} has “{value}” (rows: {n_rows}) and “{other}” (rows: {n_other}): one name with the tone mark in two places."

[cases.tone.fix]
vi = "Chọn một kiểu cho cả cột, theo tên chính thức của cơ quan, địa danh hay lĩnh vực."
en = "Keep one for the whole column, as the official name of the body, place or field has it."

[not_when]
vi = "Chữ của bảng chữ khác chỉ xét khi đứng liền một chữ La-tinh (riêng Ð, ð luôn xét); ký hiệu như α, β, µ, Δ đứng riêng thì không. Dấu thanh chỉ xét khi cả ô là một tên viết hai kiểu trong cùng một gói; cách viết đã ghi trong bảng agency_names thì không. Phông cũ nhận ra theo dấu hiệu trong từ, nên có thể sót; nêu một lần cho mỗi cột."
en = "Letters of another script are looked at only next to a Latin letter (Ð and ð always); signs such as α, β, µ, Δ on their own are left alone. Tone marks are compared only where whole cells are one name in two spellings within a package; spellings recorded in table agency_names are known. Legacy fonts are known by signs inside words, so some may be missed; each column is named once."
*/
with odd as (
  select $keys, t._package, t._row, t.$column as _value,
    case when regexp_matches(t.$column, $foreign) then 1 else 0 end as _foreign,
    case when regexp_matches(t.$column, $legacy) then 1 else 0 end as _legacy,
    case when regexp_matches(t.$column, $toned) then lower(nfc(t.$column)) end as _low
  from $table as t
  where regexp_matches(t.$column, $odd)
),
-- the tone of oa, oe, uy in its old place
placed as (
  select $keys, t._package, t._row, t._value, t._low,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      replace(t._low, 'oà', 'òa'), 'oá', 'óa'), 'oả', 'ỏa'), 'oã', 'õa'), 'oạ', 'ọa'), 'oè', 'òe'), 'oé', 'óe'),
      'oẻ', 'ỏe'), 'oẽ', 'õe'), 'oẹ', 'ọe'), 'uỳ', 'ùy'), 'uý', 'úy'), 'uỷ', 'ủy'), 'uỹ', 'ũy'), 'uỵ', 'ụy') as _plain
  from odd as t
  where t._low is not null
    and not exists (select 1 from agency_names as x where lower(x.name) = t._low)
),
spelled as (
  select p._package, p._plain, p._low, count(*) as n_rows, min(p._row) as first_row
  from placed as p
  group by p._package, p._plain, p._low
),
ranked as (
  select s._package, s.n_rows, s.first_row,
    row_number() over (partition by s._package, s._plain order by s.n_rows, s.first_row desc) as nth,
    count(*) over (partition by s._package, s._plain) as n_spellings,
    lead(s.first_row) over (partition by s._package, s._plain order by s.n_rows, s.first_row desc) as other_row,
    lead(s.n_rows) over (partition by s._package, s._plain order by s.n_rows, s.first_row desc) as n_other
  from spelled as s
),
tones as (
  select r._package, r.first_row, r.n_rows, r.n_other, max(o._value) as other
  from ranked as r
  join odd as o on o._package = r._package and o._row = r.other_row
  where r.nth = 1 and r.n_spellings > 1
  group by r._package, r.first_row, r.n_rows, r.n_other
),
counted as (
  select $keys, t._package, t._row, t._value, t._foreign, t._legacy,
    row_number() over (partition by t._package, t._foreign, t._value order by t._row) as _nth,
    count(*) over (partition by t._package, t._foreign, t._value) as _rows,
    row_number() over (partition by t._package, t._legacy order by t._row) as _nth_legacy,
    count(*) over (partition by t._package, t._legacy) as _rows_legacy
  from odd as t
),
found as (
  select $keys, t._package, t._row, t._value, cast(null as varchar) as _case, t._rows as n_rows,
    translate(t._value, $letters, repeat('▯', length($letters))) as place, cast(null as varchar) as other,
    cast(null as bigint) as n_other
  from counted as t
  where t._foreign = 1 and t._nth = 1
  union all
  select $keys, t._package, t._row, t._value, 'legacy' as _case, t._rows_legacy as n_rows,
    cast(null as varchar) as place, cast(null as varchar) as other, cast(null as bigint) as n_other
  from counted as t
  where t._legacy = 1 and t._nth_legacy = 1
  union all
  select $keys, t._package, t._row, t._value, 'tone' as _case, n.n_rows, cast(null as varchar) as place, n.other, n.n_other
  from tones as n
  join odd as t on t._package = n._package and t._row = n.first_row
)
select $keys, t._package, t._row, t._value, t._case, t.n_rows, t.place, t.other, t.n_other
from found as t
order by t._package, t._row, t._case
