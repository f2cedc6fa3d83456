/*
severity = "warning"
mender = "you"
certainty = "verified"
each = "text"
applies = "regexp_matches(t.$column, $odd)"

[parameters]
# what is looked for: blanks at an end or doubled, or any of the characters below
odd = "^ | $|  |[\u0001-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]"
blanks = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"  # no-break and other spaces that are no plain blank
breaks = "\u000a\u000d\u000b\u000c\u0085\u2028\u2029"
tab = "\t"
hidden = """\
\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\
\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\u0080\u0081\u0082\u0083\u0084\
\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\
\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f\u00ad\u061c\u180e\u200b\u200c\
\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\
\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"""  # controls, soft hyphen, zero width, marks of direction, byte order mark
before = 30  # characters shown around the place
after = 40

[basis]
vi = "Kinh nghiệm xử lý dữ liệu: khoảng trắng và ký tự ẩn làm hai ô trông giống nhau mà không khớp khi tìm kiếm, so khớp và gộp nhóm."
en = "Experience with data: blanks and invisible characters make two cells look alike that do not match when searched, joined or grouped."

[title]
vi = "Văn bản có khoảng trắng thừa hoặc ký tự lạ"
en = "Text with stray blanks or odd characters"

[message]
vi = "Cột {field} có {what_vi}: “{place}”."
en = "Column {field} has {what_en}: “{place}”."

[fix]
vi = "Xóa phần thừa; khoảng trắng đặc biệt và tab thì thay bằng một dấu cách. Ngắt dòng giữa câu thì thay bằng dấu cách; nếu là hai mục trong một ô thì tách ra. Chữ nghĩa giữ nguyên. Với gói dữ liệu, dvcdata fix làm phần không phải đoán."
en = "Delete what is stray; put one plain blank for a special space or a tab. For a line break inside a sentence put a blank; if it parts two entries of one cell, separate them. The words stay as they are. For a package dvcdata fix does what is no guess."

[not_when]
vi = "Không áp dụng cho danh sách trong một ô của tệp nguồn: khi nhập, mỗi mục đã thành một dòng. Chữ có dấu dạng tổ hợp thuộc quy tắc text-not-nfc."
en = "Does not apply to lists in one cell of a source file: importing has made each item a row. Decomposed accents belong to text-not-nfc."
*/
with untidy as (
  select $keys, t._package, t._row, t.$column as _value,
    replace(replace(
      translate(translate(translate(replace(t.$column,
        $tab, '⇥'),
        $breaks, repeat('↵', length($breaks))),
        $blanks, repeat('⍽', length($blanks))),
        $hidden, repeat('▯', length($hidden))),
      '  ', '␣␣'), '␣ ', '␣␣') as _shown
  from $table as t
  where regexp_matches(t.$column, $odd)
),
marked as (
  select $keys, t._package, t._row, t._value,
    case when left(t._shown, 1) = ' ' then '␣' else left(t._shown, 1) end
      || substr(t._shown, 2, length(t._shown) - 2)
      || case when length(t._shown) < 2 then '' when right(t._shown, 1) = ' ' then '␣' else right(t._shown, 1) end
      as _shown
  from untidy as t
),
placed as (
  select $keys, t._package, t._row, t._value, t._shown,
    greatest(strpos(translate(t._shown, '⍽↵⇥▯', '␣␣␣␣'), '␣') - $before, 1) as _start
  from marked as t
)
select $keys, t._package, t._row, t._value,
  case when t._start > 1 then '…' else '' end
    || substr(t._shown, t._start, $before + $after)
    || case when length(t._shown) >= t._start + $before + $after then '…' else '' end as place,
  substr(
    case when left(t._value, 1) = ' ' then ', dấu cách thừa ở đầu (␣)' else '' end
    || case when right(t._value, 1) = ' ' then ', dấu cách thừa ở cuối (␣)' else '' end
    || case when strpos(trim(t._value), '  ') > 0 then ', nhiều dấu cách liền nhau (␣␣)' else '' end
    || case when strpos(t._shown, '⍽') > 0 then ', khoảng trắng đặc biệt (⍽)' else '' end
    || case when strpos(t._shown, '↵') > 0 then ', dấu ngắt dòng (↵)' else '' end
    || case when strpos(t._shown, '⇥') > 0 then ', dấu tab (⇥)' else '' end
    || case when strpos(t._shown, '▯') > 0 then ', ký tự ẩn (▯)' else '' end, 3) as what_vi,
  substr(
    case when left(t._value, 1) = ' ' then ', a blank at the start (␣)' else '' end
    || case when right(t._value, 1) = ' ' then ', a blank at the end (␣)' else '' end
    || case when strpos(trim(t._value), '  ') > 0 then ', several blanks in a row (␣␣)' else '' end
    || case when strpos(t._shown, '⍽') > 0 then ', a special space (⍽)' else '' end
    || case when strpos(t._shown, '↵') > 0 then ', a line break (↵)' else '' end
    || case when strpos(t._shown, '⇥') > 0 then ', a tab (⇥)' else '' end
    || case when strpos(t._shown, '▯') > 0 then ', an invisible character (▯)' else '' end, 3) as what_en
from placed as t
order by t._package, t._row
