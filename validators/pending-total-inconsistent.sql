/*
severity = "error"
mender = "you"
certainty = "high"
unknown = "pending_total is null or pending_on_time is null or pending_overdue is null"
suspect = "pending_total <> pending_on_time + pending_overdue"
field = "pending_total"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "pending_total", "pending_on_time", "pending_overdue"]

[basis]
vi = "Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (11) = (12) + (13)."
en = "Form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (11) = (12) + (13)."

[title]
vi = "Số đang giải quyết không bằng các phần cộng lại"
en = "The total pending is not the sum of its parts"

[message]
vi = "Tổng số không khớp: đang giải quyết (11) ghi {pending_total}, nhưng trong hạn (12) {pending_on_time} + quá hạn (13) {pending_overdue} = {parts}, lệch {difference}. {agency}{field_label:, lĩnh vực …}, {period:period}."
en = "Totals differ: pending (11) says {pending_total}, but within the limit (12) {pending_on_time} + overdue (13) {pending_overdue} = {parts}, a difference of {difference}. {agency}{field_label:, field …}, {period:period}."

[fix]
vi = "Kiểm tra lại ba ô này với phần mềm một cửa. Công cụ không tự sửa con số."
en = "Check these three cells against the one-stop software. The tool never changes a number."

[not_when]
vi = "Dòng thiếu một trong ba số: ô trống là chưa có số liệu, không phải 0."
en = "Rows that lack one of the three numbers: an empty cell is unknown, not 0."
*/
select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code,
    d.pending_total, d.pending_on_time, d.pending_overdue, d.parts,
    abs(d.pending_total - d.parts) as difference, coalesce(a.name, g.name, d.agency_code) as agency,
    case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as field_label
from (
    select o._package, o._row, o.period, o.agency_code, o.row_kind, o.field_code, o.field_name,
        o.pending_total, o.pending_on_time, o.pending_overdue,
        cast(o.pending_on_time as decimal(30, 0)) + cast(o.pending_overdue as decimal(30, 0)) as parts
    from dossiers as o
) as d
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = d.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = d.agency_code
where d.pending_total <> d.parts
