/*
severity = "info"
mender = "you"
certainty = "high"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]

[parameters]
shown = 5  # bodies named in the message

[basis]
vi = "Hồ sơ công an, bảo hiểm, đăng ký doanh nghiệp … thường nằm ở phần mềm riêng của ngành, ngoài số tổng của tỉnh, theo báo chí năm 2020. Không khai báo thì không biết mẫu số có gì."
en = "Dossiers of the police, insurance, business registration and others are often kept in the sector's own software and not in a province's totals, as the press reported in 2020. Without a declaration it is not known what a denominator holds."

[title]
vi = "Chưa khai báo phạm vi bao phủ của số liệu"
en = "What the totals cover is not declared"

[message]
vi = "Bảng coverage chưa nói hồ sơ của {n_bodies} đơn vị trong bảng {table} có nằm trong số tổng hay không, theo từng lĩnh vực ({examples})."
en = "Table coverage does not say, field by field, whether the dossiers of these bodies in table {table} are in the totals (bodies: {n_bodies}; {examples})."

[fix]
vi = "Ghi mỗi đơn vị (hoặc nhóm), mỗi lĩnh vực một dòng trong bảng coverage: phần mềm nào giữ hồ sơ, có nằm trong số tổng không, từ ngày nào. Hồ sơ ở hệ thống khác thì ghi included = false."
en = "Give each body (or group) and field a row in table coverage: which software keeps the dossiers, whether they are in the totals, since when. What another system keeps gets included = false."

[not_when]
vi = "Đơn vị, nhóm chứa nó hoặc cấp trên đã khai báo ALL; lĩnh vực đã khai báo cho đơn vị hoặc nhóm của nó; dòng tổng của cấp và của cơ quan có đơn vị trực thuộc cũng báo cáo. Mỗi gói một lần cho mỗi bảng."
en = "Bodies that are declared with ALL, themselves, through a group or by their parent; fields declared for the body or its group; totals of tiers, and of bodies whose own units report too. Once for each package and table."

[cases.none.message]
vi = "Gói chưa có bảng coverage, nên không biết hồ sơ của lĩnh vực nào, ở phần mềm nào, nằm trong số tổng của bảng {table} ({n_bodies} đơn vị)."
en = "There is no table coverage, so it is not known which fields' dossiers, in which software, are in the totals of table {table} (bodies: {n_bodies})."
*/
with bodies as (
    select a.agency_code, max(a.name) as name, max(a.tier) as tier, max(a.kind) as kind, max(a.parent_code) as parent_code
    from agencies as a
    group by a.agency_code
),
places as (
    select d._package, 'dossiers' as source_table, d.agency_code, min(d._row) as _row
    from dossiers as d
    where d.row_kind <> 'tier_total'
    group by d._package, d.agency_code
    union all
    select u._package, 'usage' as source_table, u.agency_code, min(u._row) as _row
    from usage as u
    group by u._package, u.agency_code
),
reporting as (
    select distinct p.source_table, p.agency_code from places as p
),
above as (
    select distinct r.source_table, b.parent_code as agency_code
    from reporting as r
    join bodies as b on b.agency_code = r.agency_code
    where b.parent_code is not null
),
-- under which codes a body may be declared: its own, its groups', its parent's
names_of as (
    select r.agency_code, r.agency_code as code, 1 as by_field from (select distinct x.agency_code from reporting as x) as r
    union all
    select b.agency_code, g.group_code as code, 1 as by_field
    from agency_groups as g
    join bodies as b on b.tier = coalesce(g.tier, b.tier) and b.kind = coalesce(g.kind, b.kind)
        and coalesce(b.parent_code, '') = coalesce(g.parent_code, b.parent_code, '')
    where coalesce(g.tier, g.kind) is not null
    union all
    select b.agency_code, b.parent_code as code, 0 as by_field from bodies as b where b.parent_code is not null
),
declared as (
    select distinct n.agency_code, c.field_code
    from names_of as n
    join (select distinct x.agency_code, x.field_code from coverage as x) as c on c.agency_code = n.code
    where n.by_field = 1 or c.field_code = 'ALL'
),
-- bodies of which something is declared: 1 as whole where all is
declared_bodies as (
    select d.agency_code, max(case when d.field_code = 'ALL' then 1 else 0 end) as whole
    from declared as d
    group by d.agency_code
),
-- fields that are not declared, of bodies of which other fields are
left_out as (
    select d._package, d.agency_code, min(d._row) as _row
    from declared_bodies as b
    join dossiers as d on d.agency_code = b.agency_code
    left join declared as f on f.agency_code = d.agency_code and f.field_code = d.field_code
    where b.whole = 0 and d.row_kind = 'field' and f.agency_code is null
    group by d._package, d.agency_code
),
undeclared as (
    select u._package, u.source_table, u.agency_code, u._row
    from (
        select p._package, p.source_table, p.agency_code, p._row
        from places as p
        where not exists (select 1 as one from declared_bodies as b where b.agency_code = p.agency_code)
        union all
        select f._package, 'dossiers' as source_table, f.agency_code, f._row from left_out as f
    ) as u
    where not exists (
        select 1 as one from above as v where v.source_table = u.source_table and v.agency_code = u.agency_code
    )
),
counted as (
    select u._package, u.source_table, u.agency_code, u._row, coalesce(b.name, g.name, u.agency_code) as name,
        count(*) over (partition by u._package, u.source_table) as n_bodies,
        row_number() over (partition by u._package, u.source_table order by u._row) as nth
    from undeclared as u
    left join bodies as b on b.agency_code = u.agency_code
    left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
        on g.group_code = u.agency_code
),
told as (
    select c._package, c.source_table, min(c._row) as _row, max(c.n_bodies) as n_bodies,
        string_agg(c.name, '; ' order by c.nth) || case when max(c.n_bodies) > $shown then ' …' else '' end as examples
    from counted as c
    where c.nth <= $shown
    group by c._package, c.source_table
),
placed as (
    select t._package, t._row, t.source_table, t.n_bodies, t.examples, d.period, d.agency_code, d.row_kind, d.field_code,
        cast(null as varchar) as item_code
    from told as t
    join dossiers as d on d._package = t._package and d._row = t._row
    where t.source_table = 'dossiers'
    union all
    select t._package, t._row, t.source_table, t.n_bodies, t.examples, u.period, u.agency_code,
        cast(null as varchar) as row_kind, cast(null as varchar) as field_code, u.item_code
    from told as t
    join usage as u on u._package = t._package and u._row = t._row
    where t.source_table = 'usage'
)
select p._package, p._row, p.source_table as _table, 'agency_code' as _field, p.period, p.agency_code, p.row_kind,
    p.field_code, p.item_code, p.n_bodies, p.examples,
    case when not exists (select 1 as one from coverage as c) then 'none' end as _case
from placed as p
