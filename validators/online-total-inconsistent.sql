/*
severity = "error"
mender = "you"
certainty = "verified"
applies = "measure in ('portal-channel-online', 'portal-channel-total')"
unknown = """value is null or not exists (
    select 1 as one from parts as p
    where p._package = observations._package and p.period = observations.period
        and p.agency_code = observations.agency_code and p.source_id = observations.source_id
        and p.period_basis is not distinct from observations.period_basis
        and case observations.measure when 'portal-channel-online' then p.on_time + p.overdue
            else p.online + p.direct + p.postal end is not null)"""
field = "value"

[needs]
observations = ["period", "agency_code", "measure", "source_id", "value"]

[[alternatives]]
usage = ["period", "agency_code", "item_code", "received_total", "received_online", "received_offline"]

[parameters]
listed = 100  # more rows of table usage than this are one finding

[basis]
vi = "Số của Cổng Dịch vụ công quốc gia về Phú Thọ, tháng 8/2026: trực tuyến 150.956 = đúng hạn 134.160 + quá hạn 16.796; mọi kênh 152.595 = trực tuyến 150.956 + trực tiếp 1.639 + bưu chính 0. Bảng usage: mọi kênh là trực tuyến cộng không trực tuyến."
en = "The national portal on Phú Thọ, August 2026: online 150,956 = on time 134,160 + overdue 16,796; all channels 152,595 = online 150,956 + desk 1,639 + post 0. Table usage: all channels are online plus not online."

[title]
vi = "Tổng theo kênh không bằng các phần cộng lại"
en = "A total by channel is not the sum of its parts"

[message]
vi = "Hồ sơ trực tuyến không khớp, {period:period}: tổng ghi {stated}, nhưng đúng hạn {first} + quá hạn {second} = {parts}, lệch {difference}. {agency}."
en = "Online dossiers do not add up, {period:period}: the total says {stated}, but on time {first} + overdue {second} = {parts}, a difference of {difference}. {agency}."

[fix]
vi = "Mở lại tệp gốc xem các số này có được chép đúng không. Nếu nguồn ghi như vậy thì đề nghị đơn vị vận hành hệ thống giải thích. Công cụ không tự sửa con số."
en = "Look at the original file: were these numbers copied rightly? If the source says so itself, ask the operator of the system to explain. The tool never changes a number."

[not_when]
vi = "Một trong các phần chưa có số liệu; các phần của kỳ khác, nguồn khác hoặc gói khác. Không so portal-received với tổng theo kênh: đó là hai cách đếm khác nhau."
en = "Where one of the parts is unknown; parts of another period, source or package. Does not compare portal-received with the total by channel: these are two different counts."

[cases.channels.message]
vi = "Hồ sơ theo kênh không khớp, {period:period}: mọi kênh ghi {stated}, nhưng trực tuyến {first} + trực tiếp {second} + bưu chính {third} = {parts}, lệch {difference}. {agency}."
en = "Dossiers by channel do not add up, {period:period}: all channels says {stated}, but online {first} + desk {second} + post {third} = {parts}, a difference of {difference}. {agency}."

[cases.usage.message]
vi = "Hồ sơ tiếp nhận không khớp, {period:period}: mọi kênh ghi {stated}, nhưng trực tuyến {first} + không trực tuyến {second} = {parts}, lệch {difference}. {agency}, mã {item_code}."
en = "Dossiers received do not add up, {period:period}: all channels says {stated}, but online {first} + not online {second} = {parts}, a difference of {difference}. {agency}, code {item_code}."
[cases.usage.fix]
vi = "Kiểm tra lại ba ô này với phần mềm một cửa, nhất là hồ sơ không ghi kênh tiếp nhận. Công cụ không tự sửa con số."
en = "Check these three cells against the one-stop software, above all for dossiers without a channel. The tool never changes a number."

[cases.many.message]
vi = "{n_rows} dòng của bảng usage có số mọi kênh khác trực tuyến + không trực tuyến. Lệch nhiều nhất, {period:period}: mọi kênh ghi {stated}, nhưng {first} + {second} = {parts}, lệch {difference}. {agency}, mã {item_code}."
en = "Table usage has rows in which the total of all channels is not the sum of online and not online (rows: {n_rows}). The largest difference, {period:period}: all channels says {stated}, but {first} + {second} = {parts}, a difference of {difference}. {agency}, code {item_code}."
[cases.many.fix]
vi = "Lệch ở nhiều dòng thường do một nguyên nhân chung: một kênh (như bưu chính) hoặc hồ sơ không ghi kênh nằm ngoài hai cột. Hỏi đơn vị vận hành phần mềm một cửa rồi lấy lại. Công cụ không tự sửa con số."
en = "Where so many rows differ there is usually one cause: a channel (such as post) or dossiers without a channel are in neither column. Ask about the one-stop software and take the figures again. The tool never changes a number."
*/
with parts as (
    select o._package, o.period, o.period_basis, o.agency_code, o.source_id,
        max(case when o.measure = 'portal-online-on-time' then o.value end) as on_time,
        max(case when o.measure = 'portal-online-overdue' then o.value end) as overdue,
        max(case when o.measure = 'portal-channel-online' then o.value end) as online,
        max(case when o.measure = 'portal-channel-direct' then o.value end) as direct,
        max(case when o.measure = 'portal-channel-postal' then o.value end) as postal
    from observations as o
    where o.measure in ('portal-online-on-time', 'portal-online-overdue', 'portal-channel-online',
        'portal-channel-direct', 'portal-channel-postal')
    group by o._package, o.period, o.period_basis, o.agency_code, o.source_id
),
stated as (
    select o._package, o._row, 'observations' as source_table, 'value' as field_name, o.period, o.agency_code, o.measure,
        o.source_id, cast(null as varchar) as item_code, o.value as stated,
        case when o.measure = 'portal-channel-online' then p.on_time else p.online end as first,
        case when o.measure = 'portal-channel-online' then p.overdue else p.direct end as second,
        case when o.measure = 'portal-channel-total' then p.postal end as third,
        case when o.measure = 'portal-channel-online' then p.on_time + p.overdue
            else p.online + p.direct + p.postal end as parts,
        case when o.measure = 'portal-channel-total' then 'channels' end as kind
    from observations as o
    join parts as p on p._package = o._package and p.period = o.period and p.agency_code = o.agency_code
        and p.source_id = o.source_id and p.period_basis is not distinct from o.period_basis
    where o.measure in ('portal-channel-online', 'portal-channel-total')
    union all
    select u._package, u._row, 'usage' as source_table, 'received_total' as field_name, u.period, u.agency_code,
        cast(null as varchar) as measure, u.source_id, u.item_code, cast(u.received_total as decimal(28, 8)) as stated,
        cast(u.received_online as decimal(28, 8)) as first, cast(u.received_offline as decimal(28, 8)) as second,
        cast(null as decimal(28, 8)) as third,
        cast(u.received_online as decimal(28, 8)) + cast(u.received_offline as decimal(28, 8)) as parts, 'usage' as kind
    from usage as u
),
wrong as (
    select s._package, s._row, s.source_table, s.field_name, s.period, s.agency_code, s.measure, s.source_id, s.item_code,
        s.stated, s.first, s.second, s.third, s.parts, s.kind, abs(s.stated - s.parts) as difference,
        count(*) over (partition by s._package, s.source_table) as n_rows,
        row_number() over (partition by s._package, s.source_table order by abs(s.stated - s.parts) desc, s._row) as nth
    from stated as s
    where s.stated <> s.parts
)
select s._package, s._row, s.source_table as _table, s.field_name as _field, s.stated as _value,
    case when s.kind = 'usage' and s.n_rows > $listed then 'many' else s.kind end as _case,
    s.period, s.agency_code, s.measure, s.source_id, s.item_code, s.stated, s.first, s.second, s.third, s.parts,
    s.difference, s.n_rows, coalesce(a.name, g.name, r.name, s.agency_code) as agency
from wrong as s
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = s.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = s.agency_code
left join reference.agencies as r on r.agency_code = s.agency_code
where s.source_table <> 'usage' or s.n_rows <= $listed or s.nth = 1
