/*
severity = "error"
mender = "you"
certainty = "high"
unknown = "to_handle_total is null or received_online is null or received_offline is null or carried_over is null"
suspect = "to_handle_total <> received_online + received_offline + carried_over"
field = "to_handle_total"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "to_handle_total", "received_online", "received_offline", "carried_over"]

[basis]
vi = "Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (3) = (4) + (5) + (6)."
en = "Form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (3) = (4) + (5) + (6)."

[title]
vi = "Tổng số nhận giải quyết không bằng các phần cộng lại"
en = "The total to handle is not the sum of its parts"

[message]
vi = "Tổng số không khớp: nhận giải quyết (3) ghi {to_handle_total}, nhưng trực tuyến (4) {received_online} + trực tiếp, bưu chính (5) {received_offline} + kỳ trước chuyển sang (6) {carried_over} = {parts}, lệch {difference}. {agency}{field_label:, lĩnh vực …}, {period:period}."
en = "Totals differ: to handle (3) says {to_handle_total}, but online (4) {received_online} + at the desk or by post (5) {received_offline} + carried over (6) {carried_over} = {parts}, a difference of {difference}. {agency}{field_label:, field …}, {period:period}."

[fix]
vi = "Kiểm tra lại bốn ô này với phần mềm một cửa. Công cụ không tự sửa con số."
en = "Check these four cells against the one-stop software. The tool never changes a number."

[not_when]
vi = "Dòng thiếu một trong bốn số: ô trống là chưa có số liệu, không phải 0."
en = "Rows that lack one of the four numbers: an empty cell is unknown, not 0."
*/
select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code,
    d.to_handle_total, d.received_online, d.received_offline, d.carried_over, d.parts,
    abs(d.to_handle_total - d.parts) as difference, coalesce(a.name, g.name, d.agency_code) as agency,
    case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as field_label
from (
    select o._package, o._row, o.period, o.agency_code, o.row_kind, o.field_code, o.field_name,
        o.to_handle_total, o.received_online, o.received_offline, o.carried_over,
        cast(o.received_online as decimal(30, 0)) + cast(o.received_offline as decimal(30, 0)) + cast(o.carried_over as decimal(30, 0)) as parts
    from dossiers as o
) as d
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = d.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = d.agency_code
where d.to_handle_total <> d.parts
