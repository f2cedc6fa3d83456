/*
severity = "warning"
mender = "you"
certainty = "high"

[needs]
measures = ["measure", "version", "title"]

[[alternatives]]
scores = ["period", "agency_code", "measure", "stage", "max_score"]

[basis]
vi = "Một mã số đo và một phiên bản chỉ một cách tính. Cách tính đổi mà phiên bản không đổi thì điểm của hai kỳ, hai nơi trông như nhau mà không so được: mã trên Cổng giữ nguyên trong khi danh sách 2026 đã đổi cách tính."
en = "One measure id and version mean one method. Where the method changes and the version does not, scores of two periods or places look alike and do not compare: the portal kept its codes while the list of 2026 changed the methods."

[title]
vi = "Một mã số đo, hai cách tính"
en = "One measure id, two methods"

[message]
vi = "Hai cách tính cho một mã: {title} ({measure}, {version}) ở gói {place} có {label_vi} {number}, ở {other_place_vi} là {other_number}{more: (và … cột khác)}."
en = "Two methods under one id: {title_en} ({measure}, {version}) has {label_en} {number} in package {place}, and {other_number} in {other_place_en}{more: (and … more columns)}."

[fix]
vi = "Nếu cách tính đã đổi thì đặt phiên bản mới (cột version) với ngày hiệu lực; nếu một nơi ghi nhầm thì sửa nơi đó theo văn bản."
en = "If the method changed, give it a version of its own (column version) with its dates; if one place has it wrong, mend that one after the text."

[not_when]
vi = "Phiên bản khác nhau; một nơi để trống; chỉ khác tên gọi, chữ hoa hay khoảng trắng; lời định nghĩa khác mà các con số không khác thì chỉ là lưu ý."
en = "Where the versions differ; where one place is empty; names, capitals or blanks only; a definition worded otherwise with the same numbers is a note only."

[cases.text.message]
vi = "Hai cách tính cho một mã: {title} ({measure}, {version}) ở gói {place} có {label_vi} “{said}”, ở {other_place_vi} là “{other_said}”{more: (và … cột khác)}."
en = "Two methods under one id: {title_en} ({measure}, {version}) has {label_en} “{said}” in package {place}, and “{other_said}” in {other_place_en}{more: (and … more columns)}."

[cases.wording]
title = { vi = "Một mã số đo, hai lời định nghĩa", en = "One measure id, two wordings" }
[cases.wording.message]
vi = "Hai lời định nghĩa cho một mã: {title} ({measure}, {version}) ở gói {place} là “{said}”, ở {other_place_vi} là “{other_said}”. Có phải vẫn một cách tính?"
en = "Two wordings under one id: {title_en} ({measure}, {version}) is “{said}” in package {place}, and “{other_said}” in {other_place_en}. Is it still one method?"
[cases.wording.fix]
vi = "Nếu vẫn một cách tính thì dùng một lời; nếu không thì đặt phiên bản mới."
en = "If it is one method, use one wording; if not, give it a version of its own."

[cases.scored]
title = { vi = "Điểm tối đa đổi mà phiên bản không đổi", en = "A maximum that changed without a new version" }
[cases.scored.message]
vi = "Điểm tối đa đổi mà phiên bản không đổi: {title} ({measure}, {version}) chấm trên {number} điểm ở {rows_n} dòng (như {period:period}), nhưng theo {other_place_vi} là {other_number}."
en = "A maximum that changed without a new version: {title_en} ({measure}, {version}) is scored out of {number} points (rows: {rows_n}, such as {period:period}), but out of {other_number} by {other_place_en}."
*/
with given as (
    select m._package, m._row, m.measure, m.version, m.title, coalesce(m.title_en, m.title) as title_en, 0 as is_shipped,
        lower(m.unit) as unit, m.max_score, m.full_at, nullif(m.zero_rule, 'unstated') as zero_rule, m.parent, m.additive,
        m.numerator, m.denominator, m.definition
    from measures as m
    union all
    select null as _package, null as _row, r.measure, r.version, r.title, coalesce(r.title_en, r.title) as title_en,
        1 as is_shipped, lower(r.unit) as unit, r.max_score, r.full_at, nullif(r.zero_rule, 'unstated') as zero_rule,
        r.parent, r.additive, r.numerator, r.denominator, r.definition
    from reference.measures as r
),
-- the columns that say how a measure is computed, as text
columns_of as (
    select g._package, g._row, g.measure, g.version, g.title, g.title_en, g.is_shipped, c.n, c.name, c.label_vi, c.label_en,
        case c.name when 'max_score' then g.max_score when 'full_at' then g.full_at end as number,
        case c.name when 'unit' then g.unit when 'max_score' then cast(g.max_score as varchar)
            when 'full_at' then cast(g.full_at as varchar) when 'zero_rule' then g.zero_rule when 'parent' then g.parent
            when 'additive' then g.additive when 'denominator' then g.denominator when 'numerator' then g.numerator
            else g.definition end as said
    from given as g
    cross join (
        select 1 as n, 'max_score' as name, 'điểm tối đa' as label_vi, 'the maximum' as label_en
        union all
        select 2 as n, 'full_at' as name, 'tỷ lệ đủ điểm' as label_vi, 'the ratio for full marks' as label_en
        union all
        select 3 as n, 'unit' as name, 'đơn vị' as label_vi, 'the unit' as label_en
        union all
        select 4 as n, 'denominator' as name, 'mẫu số' as label_vi, 'the denominator' as label_en
        union all
        select 5 as n, 'numerator' as name, 'tử số' as label_vi, 'the numerator' as label_en
        union all
        select 6 as n, 'zero_rule' as name, 'quy tắc khi mẫu số bằng 0' as label_vi, 'the rule for a zero denominator' as label_en
        union all
        select 7 as n, 'parent' as name, 'số đo gộp' as label_vi, 'the composite' as label_en
        union all
        select 8 as n, 'additive' as name, 'tính cộng được' as label_vi, 'additivity' as label_en
        union all
        select 9 as n, 'definition' as name, 'định nghĩa' as label_vi, 'the definition' as label_en
    ) as c
),
-- each definition against the first of its name: the shipped one, else that of the first package
compared as (
    select c._package, c._row, c.measure, c.version, c.title, c.title_en, c.is_shipped, c.n, c.name, c.label_vi, c.label_en, c.said, c.number,
        first_value(c.number) over (
            partition by c.measure, c.version, c.name
            order by case when c.said is null then 1 else 0 end, c.is_shipped desc, c._package
        ) as other_number,
        first_value(c.said) over (
            partition by c.measure, c.version, c.name
            order by case when c.said is null then 1 else 0 end, c.is_shipped desc, c._package
        ) as other_said,
        first_value(c._package) over (
            partition by c.measure, c.version, c.name
            order by case when c.said is null then 1 else 0 end, c.is_shipped desc, c._package
        ) as other_package
    from columns_of as c
),
redefined as (
    select c._package, c._row, c.measure, c.version, c.title, c.title_en, c.n, c.name, c.label_vi, c.label_en, c.said,
        c.other_said, c.number, c.other_number, c.other_package, count(*) over (partition by c._package, c._row) as columns_n,
        row_number() over (partition by c._package, c._row order by c.n) as nth
    from compared as c
    where c.is_shipped = 0
        and nfc(lower(trim(replace(c.said, '  ', ' ')))) <> nfc(lower(trim(replace(c.other_said, '  ', ' '))))
),
-- the maximum that scores show
meant as (
    select g.measure, g.version, max(g.max_score) as max_score, max(g.title) as title, max(g.title_en) as title_en, 0 as is_shipped
    from given as g
    where g.is_shipped = 0
    group by g.measure, g.version
    having min(g.max_score) = max(g.max_score)
    union all
    select g.measure, g.version, g.max_score, g.title, g.title_en, 1 as is_shipped
    from given as g
    where g.is_shipped = 1 and g.max_score is not null
        and not exists (select 1 as one from measures as m where m.measure = g.measure and m.version = g.version and m.max_score is not null)
),
scored as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.max_score,
        coalesce(s.measure_version, 'implemented') as version,
        count(*) over (partition by s._package, s.measure, s.measure_version, s.max_score) as rows_n,
        row_number() over (
            partition by s._package, s.measure, s.measure_version, s.max_score
            order by s.period desc, s.agency_code, s._row
        ) as nth,
        first_value(s.max_score) over (
            partition by s.measure, s.measure_version order by s.period, s._package, s._row
        ) as first_max
    from scores as s
    where s.max_score is not null
)
select f._package, f._row, f.source_table as _table, f.name as _field, f.words as _case, f.severity as _severity,
    f.measure, f.version, f.period, f.agency_code, f.stage, f.title, f.title_en, f.label_vi, f.label_en, f.number,
    f.other_number, f.said, f.other_said, f.rows_n, f.place, f.other_place_vi, f.other_place_en, f.more,
    case when f.number is null then f.said else rtrim(rtrim(cast(f.number as varchar), '0'), '.') end as _value
from (
    select r._package, r._row, 'measures' as source_table, r.name,
        case when r.name = 'definition' then 'wording' when r.number is null then 'text' end as words,
        case when r.name = 'definition' then 'info' else 'warning' end as severity,
        r.measure, r.version, cast(null as varchar) as period, cast(null as varchar) as agency_code,
        cast(null as varchar) as stage, r.title, r.title_en, r.label_vi, r.label_en, r.number, r.other_number, r.said,
        r.other_said, cast(null as bigint) as rows_n, r._package as place,
        coalesce('gói ' || r.other_package, 'bộ tham chiếu') as other_place_vi,
        coalesce('package ' || r.other_package, 'the reference lists') as other_place_en,
        nullif(r.columns_n - 1, 0) as more
    from redefined as r
    where r.nth = 1
    union all
    select s._package, s._row, 'scores' as source_table, 'max_score' as name, 'scored' as words, 'warning' as severity,
        s.measure, s.version, s.period, s.agency_code, s.stage, coalesce(m.title, s.measure) as title,
        coalesce(m.title_en, m.title, s.measure) as title_en, null as label_vi, null as label_en, s.max_score as number,
        coalesce(m.max_score, s.first_max) as other_number, null as said, null as other_said, s.rows_n,
        s._package as place,
        case m.is_shipped when 1 then 'bộ tham chiếu' when 0 then 'bảng measures' else 'kỳ đầu' end as other_place_vi,
        case m.is_shipped when 1 then 'the reference lists' when 0 then 'table measures' else 'the first period' end as other_place_en,
        null as more
    from scored as s
    left join meant as m on m.measure = s.measure and m.version = s.version and m.max_score is not null
    where s.nth = 1 and s.max_score <> coalesce(m.max_score, s.first_max)
) as f
order by f.source_table, f._package, f._row
