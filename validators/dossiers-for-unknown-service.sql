/*
severity = "warning"
mender = "you"
certainty = "high"
field = "item_code"

[needs]
usage = ["period", "agency_code", "item_code"]
services = ["service_code", "owner_code"]

[[alternatives]]
usage = ["period", "agency_code", "item_code"]
procedures = ["procedure_code"]

[parameters]
listed = 50  # more codes than this are one finding: the catalogue is another one

[basis]
vi = "Mã dịch vụ chuẩn hóa theo mã thủ tục (Nghị định 224/2026/NĐ-CP, Điều 15). Hồ sơ ghi dưới mã không có trong danh mục thì không biết là của thủ tục, lĩnh vực nào, và rơi khỏi mọi tỷ lệ theo dịch vụ."
en = "Service codes follow the code of the procedure (Nghị định 224/2026/NĐ-CP, Điều 15). Dossiers under a code that no list has belong to no known procedure or field, and drop out of every ratio by service."

[title]
vi = "Hồ sơ của dịch vụ không có trong danh mục"
en = "Dossiers of a service that is not listed"

[message]
vi = "Mã “{item_code}” có hồ sơ trong bảng usage ({n_rows} dòng, {n_agencies} nơi, dòng nhiều nhất {most} hồ sơ), nhưng danh mục thủ tục và dịch vụ của các gói đang kiểm tra không có mã này."
en = "Code “{item_code}” has dossiers in table usage (rows: {n_rows}, places: {n_agencies}, most in a row: {most}), but neither the procedures nor the services of the packages checked have that code."

[fix]
vi = "Tra mã trên Cổng Dịch vụ công quốc gia: mã cũ, mã gõ nhầm, hay danh mục đang dùng chưa đủ? Cập nhật danh mục, hoặc sửa mã theo nguồn."
en = "Look the code up on the national portal: is it an old one, a slip, or is the catalogue at hand incomplete? Bring the catalogue up to date, or mend the code from the source."

[not_when]
vi = "Dòng không có hồ sơ; mã thủ tục khi chưa có bảng procedures, mã dịch vụ của thủ tục đã biết khi chưa có bảng services; mã bị đọc thành số (xem code-lost-zeros). Mã địa phương như 1.000100.000.00.00.H44 được so theo mã quốc gia trong nó. Quá {listed} mã thì gộp làm một."
en = "Rows without dossiers; procedure codes where there is no table procedures, service codes of a known procedure where there is no table services; codes read as numbers (see code-lost-zeros). Local codes such as 1.000100.000.00.00.H44 are compared by the national code within. More than {listed} codes are told as one."

[cases.service.message]
vi = "Dịch vụ {item_code} có hồ sơ trong bảng usage ({n_rows} dòng, {n_agencies} nơi, dòng nhiều nhất {most} hồ sơ). Thủ tục {procedure_code}{named} thì có trong danh mục, nhưng bảng services không có dịch vụ này."
en = "Service {item_code} has dossiers in table usage (rows: {n_rows}, places: {n_agencies}, most in a row: {most}). Its procedure {procedure_code}{named} is listed, the service itself is not in table services."
[cases.service.fix]
vi = "Thêm dịch vụ vào bảng services nếu Cổng có cung cấp; nếu không thì xem phần đuôi của mã."
en = "Add the service to table services if the portal offers it; if not, look at the tail of the code."

[cases.many.message]
vi = "{n_items} mã có hồ sơ trong bảng usage không có trong danh mục thủ tục và dịch vụ của các gói đang kiểm tra, trên tổng số {n_all} mã có hồ sơ. Ví dụ “{item_code}” (dòng nhiều nhất {most} hồ sơ)."
en = "Of {n_all} codes with dossiers in table usage, these many are not among the procedures and services of the packages checked: {n_items}. For example “{item_code}” (most in a row: {most})."
[cases.many.fix]
vi = "Nhiều mã như vậy thường do danh mục chưa đủ, hoặc là của tỉnh, năm khác. Nhập thêm danh mục rồi kiểm tra lại."
en = "So many usually mean that the catalogue is incomplete, or of another province or year. Import the rest of it and check again."
*/
with used as (
    select u._package, u.item_code, count(*) as n_rows, count(distinct u.agency_code) as n_agencies, min(u._row) as _row,
        max(greatest(u.received_total, u.received_online, u.received_offline, u.resolved_total)) as most
    from usage as u
    where greatest(u.received_total, u.received_online, u.received_offline, u.resolved_total) > 0
    group by u._package, u.item_code
),
-- the national procedure and service within a code
coded as (
    select d._package, d.item_code, d.n_rows, d.n_agencies, d._row, d.most,
        case when regexp_matches(d.item_code, '^[0-9][.][0-9]{6}([.]|$)') then substr(d.item_code, 1, 8) end as procedure_code,
        case when regexp_matches(d.item_code, '^[0-9][.][0-9]{6}[.][0-9]{2}$') then d.item_code
            when regexp_matches(d.item_code, '^[0-9][.][0-9]{6}([.][0-9]{2,3}){3}[.][A-Z][0-9]{2}[.][0-9]{2}$')
            then substr(d.item_code, 1, 8) || right(d.item_code, 3) end as service_code
    from used as d
    where not regexp_matches(d.item_code, '^[0-9][.,]?[0-9]{1,6}$') or regexp_matches(d.item_code, '^[0-9][.][0-9]{6}$')
),
listed_services as (
    select distinct s.service_code as code from services as s
),
listed_procedures as (
    select x.code, max(x.name) as name
    from (
        select p.procedure_code as code, p.name from procedures as p
        union all
        select p.local_code as code, p.name from procedures as p where p.local_code is not null
        union all
        select s.procedure_code as code, cast(null as varchar) as name from services as s where s.procedure_code is not null
    ) as x
    group by x.code
),
sizes as (
    select (select count(*) as n from services as s) as n_services, (select count(*) as n from procedures as p) as n_procedures
),
judged as (
    select c._package, c._row, c.item_code, c.n_rows, c.n_agencies, c.most, c.procedure_code, p.name,
        case when a.code is not null or b.code is not null or q.code is not null then 'known'
            when c.service_code is not null then case when p.code is null then case when z.n_procedures > 0
                or z.n_services > 0 then 'unknown' else 'known' end when z.n_services > 0 then 'service' else 'known' end
            when p.code is not null then 'known'
            when c.procedure_code is not null and z.n_procedures = 0 then 'known'
            else 'unknown' end as state
    from coded as c
    cross join sizes as z
    left join listed_services as a on a.code = c.item_code
    left join listed_services as b on b.code = c.service_code
    left join listed_procedures as q on q.code = c.item_code
    left join listed_procedures as p on p.code = c.procedure_code
),
counted as (
    select j._package, j._row, j.item_code, j.n_rows, j.n_agencies, j.most, j.procedure_code, j.name, j.state,
        sum(case when j.state = 'known' then 0 else 1 end) over (partition by j._package) as n_items,
        count(*) over (partition by j._package) as n_all,
        row_number() over (partition by j._package
            order by case when j.state = 'known' then 2 else 1 end, j.most desc, j._row) as nth
    from judged as j
)
select c._package, c._row, u.period, u.agency_code, c.item_code, c.n_rows, c.n_agencies, c.most, c.procedure_code,
    c.n_items, c.n_all, coalesce(' “' || c.name || '”', '') as named,
    case when c.n_items > $listed then 'many' when c.state = 'service' then 'service' end as _case
from counted as c
join usage as u on u._package = c._package and u._row = c._row
where c.state <> 'known' and (c.n_items <= $listed or c.nth = 1)
