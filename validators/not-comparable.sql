/*
severity = "info"
mender = "you"
certainty = "verified"
applies = "indicator is not null and scope is not null"

[needs]
figures = ["figure_id", "indicator", "scope", "value"]

[parameters]
mean = "bình quân|trung bình|mean|average"  # says that the number is a mean of units
by_level = ["level4-services", "level34-services", "level3-services", "full-services", "full-services-of-eligible", "level4-services-of-eligible"]
of_dossiers = ["online-dossiers", "dossiers-handled-online", "online-dossiers-of-level4", "full-dossiers", "portal-online-dossier-pct"]

[basis]
vi = "Hai tỷ lệ chỉ so được khi cùng khung mức độ (43/2011, 42/2022, 224/2026), cùng mẫu số, cùng phạm vi và cùng cách tính: 48,27% (mức độ 4 trên mọi dịch vụ, 2021) và 90,66% (toàn trình trên dịch vụ đủ điều kiện, 2023) khác cả mức độ và mẫu số. “Tỷ lệ trực tuyến” là ít nhất chín chỉ số."
en = "Two shares compare only with one regime of levels (43/2011, 42/2022, 224/2026), one denominator, one scope and one method: 48.27 % (level 4 of all services, 2021) and 90.66 % (fully online of eligible services, 2023) differ in level and in denominator. “Share online” is at least nine indicators."

[title]
vi = "Các con số không so với nhau được"
en = "Numbers that do not compare"

[message]
vi = "Không so được: con số {figure_id} so với con số {other}, nhưng hai con số khác {what_vi}."
en = "Not comparable: figure {figure_id} is compared with figure {other}, but they differ in {what_en}."

[fix]
vi = "Khi dùng chung một câu, một bảng hay một biểu đồ, nói rõ chỗ khác nhau hoặc tính lại theo một định nghĩa; đừng gọi chênh lệch là tăng, giảm."
en = "In one sentence, table or chart, say what differs, or compute both by one definition; do not call the difference a rise or a fall."

[not_when]
vi = "Một bên không nói khung mức độ hay phạm vi tính; phạm vi tính của bên này nằm nguyên văn trong bên kia; con số và chỉ tiêu của hai năm khác nhau; số đếm (chỉ xét tỷ lệ phần trăm), trừ khi một con số lấy con số kia làm gốc."
en = "Where one side says neither regime nor population; where one population contains the other's words; a figure and a target of different years; counts (only percentages are looked at), unless one figure takes the other as its base."

[cases.target.message]
vi = "Không so thẳng được với chỉ tiêu: con số {figure_id} và chỉ tiêu {indicator} ({other}) khác {what_vi}."
en = "Does not compare directly with the target: figure {figure_id} and target {indicator} ({other}) differ in {what_en}."
[cases.target.fix]
vi = "Khi nói đạt hay chưa đạt, dùng con số cùng phạm vi và cùng khung mức độ với chỉ tiêu, hoặc nói rõ chỗ khác nhau."
en = "To say whether a target is met, use a number of the target's own population and regime, or say what differs."
[cases.series.message]
vi = "Không thành một chuỗi: con số {figure_id} và con số {other} cùng chỉ số {indicator}, nhưng khác {what_vi}{more:; còn … cặp nữa}."
en = "Not one series: figures {figure_id} and {other} are of one indicator, {indicator}, but differ in {what_en}{more:; … more pairs}."
[cases.family.message]
vi = "Các “tỷ lệ trực tuyến” ở đây là {indicators} chỉ số khác nhau{both_vi:, khác cả …}: {list_vi}. Không so với nhau."
en = "The “shares online” here are {indicators} different indicators{both_en:, different in both …}: {list_en}. They do not compare."
[cases.base_period.message]
vi = "Không so được: con số {figure_id} theo Nghị định {regime}/NĐ-CP so với {base_period:period}, khi khung mức độ này chưa có."
en = "Not comparable: figure {figure_id}, under Decree {regime}/NĐ-CP, is compared with {base_period:period}, when this regime of levels did not exist."
*/
with bodies as (
    select b.agency_code, max(b.kind) as kind, max(b.parent_code) as parent_code, max(b.valid_to) as valid_to,
        max(b.successor_code) as successor_code
    from (
        select a.agency_code, a.kind, a.parent_code, a.valid_to, a.successor_code from agencies as a
        union all
        select r.agency_code, r.kind, r.parent_code, r.valid_to, r.successor_code from reference.agencies as r
        where not exists (select 1 as one from agencies as a where a.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
),
-- bodies into which others of their kind were merged: another territory from the day after
merged as (
    select b.successor_code as agency_code, max(b.valid_to) as until
    from bodies as b
    join bodies as s on s.agency_code = b.successor_code and s.kind = b.kind
    where b.valid_to is not null and b.agency_code <> b.successor_code
    group by b.successor_code
),
claims as (
    select f._package, f._row, f.figure_id, f.indicator, f.scope, f.regime, f.level, f.period_basis, f.relation, f.unit,
        f.base_figure_id, f.base_period, coalesce(f.as_of, p.ends) as day, lower(trim(f.population)) as population,
        substr(coalesce(f.period, cast(f.as_of as varchar)), 1, 4) as year,
        case when regexp_matches(lower(coalesce(f.population, '') || ' ' || coalesce(f.statement, '')), $mean) then 1 else 0 end as is_mean,
        case when f.relation = 'share' and f.unit = 'percent' then 1 else 0 end as is_share
    from figures as f
    left join reference.periods as p on p.period = f.period
    where f.indicator is not null and f.scope is not null and f.value is not null
),
goals as (
    select t.indicator, t.scope, t.due, t.unit, t.regime, lower(trim(t.population)) as population from targets as t
    union all
    select r.indicator, r.scope, r.due, r.unit, r.regime, lower(trim(r.population)) as population
    from reference.targets as r
    where not exists (
        select 1 as one from targets as t where t.indicator = r.indicator and t.scope = r.scope and t.due = r.due
    )
),
-- what is set side by side
pairs as (
    select 'base' as kind, a._package, a._row, a.figure_id, b.figure_id as other, a.indicator, a.scope, a.regime, a.level,
        a.population, a.is_mean, a.period_basis, b.indicator as other_indicator, b.scope as other_scope,
        b.regime as other_regime, b.level as other_level, b.population as other_population, b.is_mean as other_mean,
        b.period_basis as other_basis, a.day, b.day as other_day
    from claims as a
    join claims as b on b.figure_id = a.base_figure_id and b._package is not distinct from a._package
    where a.relation in ('times', 'difference')
    union all
    select 'series' as kind, a._package, a._row, a.figure_id, b.figure_id as other, a.indicator, a.scope, a.regime, a.level,
        a.population, a.is_mean, a.period_basis, b.indicator as other_indicator, b.scope as other_scope,
        b.regime as other_regime, b.level as other_level, b.population as other_population, b.is_mean as other_mean,
        b.period_basis as other_basis, a.day, b.day as other_day
    from claims as a
    join claims as b on b.indicator = a.indicator and b.scope = a.scope and b._package is not distinct from a._package
        and a._row < b._row and b.is_share = 1
    where a.is_share = 1
    union all
    select 'target' as kind, a._package, a._row, a.figure_id, t.due as other, a.indicator, a.scope,
        a.regime, null as level, a.population, a.is_mean, null as period_basis, t.indicator as other_indicator,
        case when t.scope = a.scope or (t.scope = 'each:province' and b.kind = 'province')
            or (t.scope = 'each:ministry' and b.kind = 'ministry') or t.scope = 'each:unit-of:' || b.parent_code
            then a.scope else t.scope end as other_scope,
        t.regime as other_regime, null as other_level, t.population as other_population, a.is_mean as other_mean,
        null as other_basis, null as day, null as other_day
    from claims as a
    join goals as t on t.indicator = a.indicator and t.unit = a.unit and substr(t.due, 1, 4) = a.year
    left join bodies as b on b.agency_code = a.scope
    where a.is_share = 1 and (
        t.scope = a.scope or (t.scope = 'each:province' and (b.kind = 'province' or a.scope = 'VN'))
        or (t.scope = 'each:ministry' and (b.kind = 'ministry' or a.scope = 'VN'))
        or t.scope = 'each:unit-of:' || b.parent_code or t.scope = 'each:unit-of:' || a.scope
    )
),
scopes as (
    select 'VN' as code, 'cả nước' as vi, 'the whole country' as en
    union all select 'each:province' as code, 'từng tỉnh, thành phố' as vi, 'each province' as en
    union all select 'each:ministry' as code, 'từng bộ, ngành' as vi, 'each ministry' as en
),
judged as (
    select p.kind, p._package, p._row, p.figure_id, p.other, p.indicator,
        case when p.regime <> p.other_regime then ', khung mức độ (' || p.regime || ' và ' || p.other_regime || ')' else '' end
            || case when p.level <> p.other_level and p.regime = p.other_regime
                then ', mức độ (' || p.level || ' và ' || p.other_level || ')' else '' end
            || case when p.indicator <> p.other_indicator
                then ', chỉ số (' || p.indicator || ' và ' || p.other_indicator || ')' else '' end
            || case when strpos(p.population, p.other_population) = 0 and strpos(p.other_population, p.population) = 0
                then ', phạm vi tính (“' || p.population || '” và “' || p.other_population || '”)' else '' end
            || case when p.scope <> p.other_scope then ', nơi được tính ('
                || coalesce(a.vi, p.scope) || ' và ' || coalesce(b.vi, p.other_scope) || ')' else '' end
            || case when p.is_mean <> p.other_mean then ', cách tính (một bên là bình quân các đơn vị)' else '' end
            || case when p.period_basis <> p.other_basis then ', quy ước kỳ (' || p.period_basis || ' và ' || p.other_basis || ')' else '' end
            || case when m.until is not null then ', địa bàn (' || p.scope || ' sáp nhập giữa hai thời điểm)' else '' end as what_vi,
        case when p.regime <> p.other_regime then ', regime of levels (' || p.regime || ' and ' || p.other_regime || ')' else '' end
            || case when p.level <> p.other_level and p.regime = p.other_regime
                then ', level (' || p.level || ' and ' || p.other_level || ')' else '' end
            || case when p.indicator <> p.other_indicator
                then ', indicator (' || p.indicator || ' and ' || p.other_indicator || ')' else '' end
            || case when strpos(p.population, p.other_population) = 0 and strpos(p.other_population, p.population) = 0
                then ', population (“' || p.population || '” and “' || p.other_population || '”)' else '' end
            || case when p.scope <> p.other_scope then ', scope ('
                || coalesce(a.en, p.scope) || ' and ' || coalesce(b.en, p.other_scope) || ')' else '' end
            || case when p.is_mean <> p.other_mean then ', method (one is a mean of units)' else '' end
            || case when p.period_basis <> p.other_basis then ', convention of periods (' || p.period_basis || ' and ' || p.other_basis || ')' else '' end
            || case when m.until is not null then ', territory (' || p.scope || ' was merged between the two)' else '' end as what_en
    from pairs as p
    left join scopes as a on a.code = p.scope
    left join scopes as b on b.code = p.other_scope
    left join merged as m on m.agency_code = p.scope and p.other_scope = p.scope
        and ((p.other_day <= m.until and p.day > m.until) or (p.day <= m.until and p.other_day > m.until))
),
differing as (
    select j.kind, j._package, j._row, j.figure_id, j.other, j.indicator, substr(j.what_vi, 3) as what_vi,
        substr(j.what_en, 3) as what_en,
        count(*) over (partition by j.kind, j._package, j.indicator, case when j.kind = 'series' then '' else j.figure_id end) as pairs_n,
        row_number() over (
            partition by j.kind, j._package, j.indicator, case when j.kind = 'series' then '' else j.figure_id end
            order by j._row, j.other, j.what_vi
        ) as nth
    from judged as j
    where j.what_vi <> ''
),
family_members as (
    select c._package, c._row, c.figure_id, c.indicator, c.regime, c.level, c.population,
        case when c.indicator in $by_level then 'levels' when c.indicator in $of_dossiers then 'dossiers' end as family,
        row_number() over (
            partition by c._package, c.indicator order by case when c.population is null then 1 else 0 end, c._row
        ) as nth
    from claims as c
    where c.is_share = 1 and (c.indicator in $by_level or c.indicator in $of_dossiers)
),
-- each indicator with its figures, and with what the first of them says of levels and of its denominator
family_indicators as (
    select x._package, x.family, x.indicator, min(x._row) as first_row, string_agg(x.figure_id, ', ' order by x._row) as figures,
        max(x.regime) as regime, max(case when x.nth <> 1 then null when x.level = 'full' then 'toàn trình'
            when x.level = 'partial' then 'một phần' else 'mức độ ' || replace(x.level, ',', ', ') end) as level_vi,
        max(case when x.nth <> 1 then null when x.level = 'full' then 'fully online'
            when x.level = 'partial' then 'partially online' else 'level ' || replace(x.level, ',', ', ') end) as level_en,
        max(case when x.nth = 1 then x.population end) as population
    from family_members as x
    group by x._package, x.family, x.indicator
),
families as (
    select m._package, m.family, min(m.first_row) as first_row, count(*) as indicators,
        case when count(distinct m.regime) > 1 then 1 else 0 end as regimes,
        string_agg(m.indicator || ' (' || m.figures || coalesce(': ' || m.level_vi || ' theo Nghị định ' || m.regime || '/NĐ-CP', '')
            || coalesce(', trên “' || m.population || '”', '') || ')', '; ' order by m.first_row) as list_vi,
        string_agg(m.indicator || ' (' || m.figures || coalesce(': ' || m.level_en || ' of Decree ' || m.regime || '/NĐ-CP', '')
            || coalesce(', of “' || m.population || '”', '') || ')', '; ' order by m.first_row) as list_en
    from family_indicators as m
    group by m._package, m.family
    having count(*) > 1
)
select f._package, f._row, f.figure_id, f.name as _field, f.words as _case, f.other, f.indicator, f.what_vi, f.what_en,
    f.more, f.indicators, f.list_vi, f.list_en, f.both_vi, f.both_en, f.regime, f.base_period
from (
    select d._package, d._row, d.figure_id, case when d.kind = 'base' then 'base_figure_id' else 'indicator' end as name,
        case when d.kind <> 'base' then d.kind end as words, d.other, d.indicator, d.what_vi, d.what_en,
        nullif(d.pairs_n - 1, 0) as more, cast(null as bigint) as indicators, cast(null as varchar) as list_vi,
        cast(null as varchar) as list_en, cast(null as varchar) as both_vi, cast(null as varchar) as both_en,
        cast(null as varchar) as regime, cast(null as varchar) as base_period
    from differing as d
    where d.nth = 1
    union all
    select m._package, m._row, m.figure_id, 'indicator' as name, 'family' as words, null as other, m.indicator,
        null as what_vi, null as what_en, null as more, x.indicators, x.list_vi, x.list_en,
        case when x.regimes = 1 then 'khung mức độ lẫn mẫu số' end as both_vi,
        case when x.regimes = 1 then 'regime of levels and denominator' end as both_en, null as regime, null as base_period
    from families as x
    join family_members as m on m._package is not distinct from x._package and m.family = x.family and m._row = x.first_row
    union all
    select c._package, c._row, c.figure_id, 'base_period' as name, 'base_period' as words, null as other, c.indicator,
        null as what_vi, null as what_en, null as more, null as indicators, null as list_vi, null as list_en, null as both_vi, null as both_en,
        c.regime, c.base_period
    from claims as c
    join reference.regimes as r on r.regime = c.regime
    join reference.periods as p on p.period = c.base_period
    where r.valid_from > p.ends and c.base_figure_id is null
) as f
order by f._package, f._row, f.name
