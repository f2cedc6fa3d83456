/*
severity = "error"
mender = "you"
certainty = "high"
unknown = "resolved_total is null or resolved_early is null or resolved_on_time is null or resolved_overdue is null"
suspect = "resolved_total <> resolved_early + resolved_on_time + resolved_overdue"
field = "resolved_total"

[needs]
dossiers = ["period", "agency_code", "row_kind", "field_code", "resolved_total", "resolved_early", "resolved_on_time", "resolved_overdue"]

[basis]
vi = "Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (7) = (8) + (9) + (10)."
en = "Form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (7) = (8) + (9) + (10)."

[title]
vi = "Số đã giải quyết không bằng các phần cộng lại"
en = "The total resolved is not the sum of its parts"

[message]
vi = "Tổng số không khớp: đã giải quyết (7) ghi {resolved_total}, nhưng trước hạn (8) {resolved_early} + đúng hạn (9) {resolved_on_time} + quá hạn (10) {resolved_overdue} = {parts}, lệch {difference}. {agency}{field_label:, lĩnh vực …}, {period:period}."
en = "Totals differ: resolved (7) says {resolved_total}, but early (8) {resolved_early} + on time (9) {resolved_on_time} + overdue (10) {resolved_overdue} = {parts}, a difference of {difference}. {agency}{field_label:, field …}, {period:period}."

[fix]
vi = "Kiểm tra lại bốn ô này với phần mềm một cửa, nhất là hồ sơ rút, dừng hoặc trả lại được tính vào cột nào. Công cụ không tự sửa con số."
en = "Check these four cells against the one-stop software, above all where withdrawn, stopped or returned dossiers are counted. The tool never changes a number."

[not_when]
vi = "Dòng thiếu một trong bốn số: ô trống là chưa có số liệu, không phải 0."
en = "Rows that lack one of the four numbers: an empty cell is unknown, not 0."
*/
select d._package, d._row, d.period, d.agency_code, d.row_kind, d.field_code,
    d.resolved_total, d.resolved_early, d.resolved_on_time, d.resolved_overdue, d.parts,
    abs(d.resolved_total - d.parts) as difference, coalesce(a.name, g.name, d.agency_code) as agency,
    case when d.row_kind = 'field' then coalesce(d.field_name, d.field_code) end as field_label
from (
    select o._package, o._row, o.period, o.agency_code, o.row_kind, o.field_code, o.field_name,
        o.resolved_total, o.resolved_early, o.resolved_on_time, o.resolved_overdue,
        cast(o.resolved_early as decimal(30, 0)) + cast(o.resolved_on_time as decimal(30, 0)) + cast(o.resolved_overdue as decimal(30, 0)) as parts
    from dossiers as o
) as d
left join (select x.agency_code, max(x.name) as name from agencies as x group by x.agency_code) as a
    on a.agency_code = d.agency_code
left join (select x.group_code, max(x.name) as name from agency_groups as x group by x.group_code) as g
    on g.group_code = d.agency_code
where d.resolved_total <> d.parts
