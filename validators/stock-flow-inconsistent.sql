/*
severity = "error"
mender = "you"
certainty = "high"
unknown = "to_handle_total is null or resolved_total is null or pending_total is null"
suspect = "to_handle_total <> resolved_total + pending_total"
field = "to_handle_total"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "to_handle_total", "resolved_total", "pending_total"]

[basis]
vi = "Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (3) = (7) + (11)."
en = "Form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (3) = (7) + (11)."

[title]
vi = "Số nhận giải quyết không bằng số đã giải quyết cộng số đang giải quyết"
en = "What was to handle is not what was resolved plus what is pending"

[message]
vi = "Số nhận và số giải quyết không khớp: nhận giải quyết (3) ghi {to_handle_total}, nhưng đã giải quyết (7) {resolved_total} + đang giải quyết (11) {pending_total} = {parts}, lệch {difference}. {agency}{field_label:, lĩnh vực …}, {period:period}."
en = "Intake and outcome differ: to handle (3) says {to_handle_total}, but resolved (7) {resolved_total} + pending (11) {pending_total} = {parts}, a difference of {difference}. {agency}{field_label:, field …}, {period:period}."

[fix]
vi = "Kiểm tra lại ba ô này với phần mềm một cửa, nhất là hồ sơ dừng xử lý hoặc trả lại không được tính ở cột nào. Công cụ không tự sửa con số."
en = "Check these three cells against the one-stop software, above all for dossiers stopped or returned that are counted nowhere. The tool never changes a number."

[not_when]
vi = "Dòng thiếu một trong ba số: ô trống là chưa có số liệu, không phải 0."
en = "Rows that lack one of the three numbers: an empty cell is unknown, not 0."
*/
select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code,
    d.to_handle_total, d.resolved_total, d.pending_total, d.parts,
    abs(d.to_handle_total - d.parts) as difference, coalesce(a.name, g.name, d.agency_code) as agency,
    case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as field_label
from (
    select o._package, o._row, o.period, o.agency_code, o.row_kind, o.field_code, o.field_name,
        o.to_handle_total, o.resolved_total, o.pending_total,
        cast(o.resolved_total as decimal(30, 0)) + cast(o.pending_total as decimal(30, 0)) as parts
    from dossiers as o
) as d
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = d.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = d.agency_code
where d.to_handle_total <> d.parts
