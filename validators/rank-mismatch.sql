/*
severity = "error"
mender = "platform"
certainty = "high"
applies = "rank is not null"
unknown = "score is null"

[needs]
scores = ["period", "agency_code", "measure", "stage", "score", "rank"]

[parameters]
listed = 5  # up to so many inversions in a list are named one by one; beyond that one finding for the list

[basis]
vi = "Trong một danh sách xếp theo điểm, hạng 1 là cao nhất, điểm cao hơn thì hạng tốt hơn, điểm bằng nhau thì cùng hạng."
en = "In a list ordered by score, 1 is the best rank, a higher score means a better rank, and equal scores share one."

[title]
vi = "Hạng không theo điểm"
en = "Ranks that do not follow the scores"

[message]
vi = "Hạng không theo điểm, {period:period}: {title}: {agency} được {score} điểm mà xếp hạng {rank}, sau {other} ({other_score} điểm, hạng {other_rank})."
en = "Ranks do not follow the scores, {period:period}: {title_en}: {agency} has {score} points and rank {rank}, behind {other} ({other_score} points, rank {other_rank})."

[fix]
vi = "Xếp lại từ điểm, hoặc hỏi hạng tính từ điểm nào, vào lúc nào: điểm có thể đã sửa sau khi xếp hạng. Công cụ không tự sửa con số."
en = "Rank again from the scores, or ask which scores the ranks come from: they may have been changed after ranking. The tool never changes a number."

[not_when]
vi = "Chưa có điểm; hạng đúng theo tử số, mẫu số (khi đó điểm sai: xem score-mismatch); khác kỳ, khác số đo, khác gói. Khi hạng không hợp thành một danh sách duy nhất, chỉ so các cơ quan cùng loại, cùng cấp trên, và chỉ là cảnh báo."
en = "Where the score is unknown; where the ranks follow numerators and denominators (then a score is wrong: see score-mismatch); other periods, measures or packages. Where ranks do not form one single list, only bodies of one kind below one body are compared, and it is a warning only."

[cases.early.message]
vi = "Hạng không theo điểm, {period:period}: {title}: {agency} chỉ {score} điểm mà xếp hạng {rank}, trước {other} ({other_score} điểm, hạng {other_rank})."
en = "Ranks do not follow the scores, {period:period}: {title_en}: {agency} has only {score} points and rank {rank}, ahead of {other} ({other_score} points, rank {other_rank})."
[cases.many.message]
vi = "Hạng không theo điểm, {period:period}: {title}: {inversions} chỗ trong danh sách {ranked} đơn vị, như {agency} ({score} điểm, hạng {rank}) và {other} ({other_score} điểm, hạng {other_rank}). Danh sách có xếp theo điểm này không?"
en = "Ranks do not follow the scores, {period:period}: {title_en}: {inversions} places in a list of {ranked}, such as {agency} ({score} points, rank {rank}) and {other} ({other_score} points, rank {other_rank}). Is the list ordered by these scores at all?"
[cases.shared]
title = { vi = "Điểm khác nhau mà cùng hạng", en = "Different scores, one rank" }
[cases.shared.message]
vi = "Điểm khác nhau mà cùng hạng, {period:period}: {title}: {agency} ({score} điểm) cùng hạng {rank} với {other} ({other_score} điểm){more:; còn … chỗ nữa}."
en = "Different scores, one rank, {period:period}: {title_en}: {agency} ({score} points) shares rank {rank} with {other} ({other_score} points){more:; … more places}."
[cases.shared.fix]
vi = "Nói rõ cách xếp hạng: có phải xếp theo điểm đã làm tròn, hay đây là hai danh sách? Công cụ không tự sửa con số."
en = "Say how ranks are given: by rounded scores, or are these two lists? The tool never changes a number."
[cases.ties]
title = { vi = "Điểm bằng nhau mà khác hạng", en = "Equal scores, different ranks" }
[cases.ties.message]
vi = "Điểm bằng nhau mà khác hạng, {period:period}: {title}: {agency} và {other} cùng {score} điểm mà hạng {rank} và {other_rank}{more:; còn … chỗ nữa}. Thứ hạng ở đây không do điểm công bố quyết định."
en = "Equal scores, different ranks, {period:period}: {title_en}: {agency} and {other} both have {score} points, and ranks {rank} and {other_rank}{more:; … more places}. The published score does not decide the rank here."
[cases.ties.fix]
vi = "Nói rõ điều gì phân hạng khi bằng điểm (phần thập phân không hiển thị, tiêu chí phụ); khi trích dẫn, coi là đồng hạng."
en = "Say what breaks ties (decimals not shown, a second criterion); when quoting, treat them as tied."
*/
with own as (
    select m.measure, m.version, max(m.title) as title, max(m.title_en) as title_en
    from measures as m
    group by m.measure, m.version
),
known as (
    select m.measure, m.version, m.title, m.title_en from own as m
    union all
    select r.measure, r.version, r.title, r.title_en
    from reference.measures as r
    where not exists (select 1 as one from measures as m where m.measure = r.measure and m.version = r.version)
),
bodies as (
    select b.agency_code, max(b.name) as name, coalesce(max(b.kind), '') || '|' || coalesce(max(b.tier), '') || '|'
        || coalesce(max(b.parent_code), '') as class
    from (
        select a.agency_code, a.name, a.kind, a.tier, a.parent_code from agencies as a
        union all
        select r.agency_code, r.name, r.kind, r.tier, r.parent_code from reference.agencies as r
        where not exists (select 1 as one from agencies as a where a.agency_code = r.agency_code)
    ) as b
    group by b.agency_code
),
-- a list: one measure, period and stage in one package
ranked as (
    select s._package, s._row, s.period, s.agency_code, s.measure, s.stage, s.score, s.rank,
        case when s.numerator >= 0 and s.numerator < 1000000000 and s.denominator < 1000000000
            then cast(s.numerator as decimal(17, 6)) end as above,
        case when s.numerator >= 0 and s.numerator < 1000000000 and s.denominator > 0 and s.denominator < 1000000000
            then cast(s.denominator as decimal(17, 6)) end as below,
        coalesce(b.class, '') as class, coalesce(b.name, s.agency_code) as agency,
        coalesce(k.title, s.measure) as title, coalesce(k.title_en, k.title, s.measure) as title_en,
        dense_rank() over (
            order by s._package, s.period, s.period_basis, s.measure, s.stage, coalesce(s.measure_version, 'implemented'), s.source_id
        ) as list
    from scores as s
    left join bodies as b on b.agency_code = s.agency_code
    left join known as k on k.measure = s.measure and k.version = coalesce(s.measure_version, 'implemented')
    where s.rank is not null
),
-- one single list: each rank is one more than the number of better ones
lists as (
    select r.list, max(case when r.rank <> r.due then 1 else 0 end) as broken
    from (
        select x.list, x.rank, rank() over (partition by x.list order by x.rank) as due from ranked as x
    ) as r
    group by r.list
),
grouped as (
    select r._package, r._row, r.period, r.agency_code, r.measure, r.stage, r.score, r.rank, r.above, r.below, r.agency,
        r.title, r.title_en, r.list, l.broken, case when l.broken = 1 then r.class else '' end as class
    from ranked as r
    join lists as l on l.list = r.list
    where r.score is not null
),
-- each between its neighbours in the list; of one rank, the highest score comes first
neighbours as (
    select g._package, g._row, g.period, g.agency_code, g.measure, g.stage, g.score, g.rank, g.above, g.below, g.agency,
        g.title, g.title_en, g.list, g.broken, g.class, count(*) over (partition by g.list, g.class) as ranked,
        lag(g.score, 2) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as second_score,
        lag(g.score) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as before_score,
        lag(g.rank) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as before_rank,
        lag(g.agency) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as before,
        lag(g.above) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as before_above,
        lag(g.below) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as before_below,
        lead(g.above) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as after_above,
        lead(g.below) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as after_below,
        lead(g.score) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as after_score,
        lead(g.rank) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as after_rank,
        lead(g.agency) over (partition by g.list, g.class order by g.rank, g.score desc, g.agency_code) as after
    from grouped as g
),
-- of two in the wrong order, the one that does not fit the others either; where numerators and denominators bear out the
-- ranks, it is a score that is wrong, and score-mismatch says so
odd as (
    select n._package, n._row, n.period, n.agency_code, n.measure, n.stage, n.score, n.rank, n.agency, n.title, n.title_en,
        n.list, n.broken, n.class, n.ranked, n.after_score as other_score, n.after_rank as other_rank, n.after as other,
        n.after_score - n.score as gap, 'early' as kind
    from neighbours as n
    where n.rank < n.after_rank and n.score < n.after_score and n.before_score >= n.after_score
        and coalesce(n.above * n.after_below < n.after_above * n.below, true)
    union all
    select n._package, n._row, n.period, n.agency_code, n.measure, n.stage, n.score, n.rank, n.agency, n.title, n.title_en,
        n.list, n.broken, n.class, n.ranked, n.before_score as other_score, n.before_rank as other_rank, n.before as other,
        n.score - n.before_score as gap,
        case when n.rank = n.before_rank then 'shared' when n.score = n.before_score then 'ties' else 'late' end as kind
    from neighbours as n
    where (n.rank > n.before_rank and n.score > n.before_score and (n.second_score is null or n.second_score < n.score)
            and coalesce(n.above * n.before_below > n.before_above * n.below, true))
        or (n.rank > n.before_rank and n.score = n.before_score)
        or (n.rank = n.before_rank and n.score < n.before_score
            and not (n.rank < coalesce(n.after_rank, n.rank) and n.score < n.after_score and n.before_score >= n.after_score))
),
counted as (
    select o._package, o._row, o.period, o.agency_code, o.measure, o.stage, o.score, o.rank, o.agency, o.title, o.title_en,
        o.broken, o.ranked, o.other_score, o.other_rank, o.other, o.kind,
        count(*) over (partition by o.list, o.class, case when o.kind in ('shared', 'ties') then o.kind end) as inversions,
        row_number() over (
            partition by o.list, o.class, case when o.kind in ('shared', 'ties') then o.kind end
            order by o.gap desc, o.rank, o._row
        ) as nth
    from odd as o
)
select c._package, c._row, c.period, c.agency_code, c.measure, c.stage, c.rank, 'rank' as _field, c.rank as _value,
    case when c.kind in ('shared', 'ties') then c.kind when c.inversions > $listed then 'many'
        when c.kind = 'early' then 'early' end as _case,
    case when c.kind = 'ties' then 'info' when c.kind = 'shared' or c.broken = 1 then 'warning' end as _severity,
    c.score, c.agency, c.other, c.other_score, c.other_rank, c.title, c.title_en, c.ranked, c.inversions,
    nullif(c.inversions - 1, 0) as more
from counted as c
where c.nth = 1 or (c.kind in ('early', 'late') and c.inversions <= $listed)
order by c._package, c._row
