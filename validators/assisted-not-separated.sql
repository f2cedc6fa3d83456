/*
severity = "info"
mender = "you"
certainty = "high"
applies = "received_online > 0"
field = "received_assisted"

[needs]
usage = ["period", "agency_code", "item_code", "received_online"]

[parameters]
least = 1000  # online dossiers with not one assisted, before zeros are asked about

[basis]
vi = "Hồ sơ nộp trực tuyến có hỗ trợ tại quầy thường được đếm là trực tuyến; theo báo chí năm 2023, tỷ lệ người dân thực sự nộp từ nhà còn rất thấp."
en = "Dossiers filed online with help at the desk are usually counted as online; as the press reported in 2023, the share that people really file from home is still very low."

[title]
vi = "Chưa tách hồ sơ nộp trực tuyến có hỗ trợ"
en = "Assisted online filing is not kept apart"

[message]
vi = "{n_rows}/{n_all} dòng có hồ sơ trực tuyến của bảng usage chưa có số hồ sơ nộp có hỗ trợ (received_assisted) (kỳ đầu: {first_period:period}, kỳ cuối: {last_period:period}; {n_agencies} nơi). Tỷ lệ trực tuyến tính từ đây gồm cả hồ sơ làm hộ tại quầy."
en = "Of the {n_all} rows of table usage with online dossiers these many have no figure for assisted filing (received_assisted): {n_rows} (first period: {first_period:period}, last: {last_period:period}; places: {n_agencies}). The online share computed from them includes what the desk filed for people."

[fix]
vi = "Nêu rõ cạnh tỷ lệ hồ sơ trực tuyến là gồm cả nộp có hỗ trợ. Hỏi đơn vị vận hành phần mềm một cửa có phân biệt được không; nếu có thì lấy thêm cột này. Đừng ghi 0 khi chưa đếm."
en = "Say beside the online share that assisted filing is in it. Ask whether the one-stop software can tell them apart; if so, take that column too. Do not write 0 where nobody counted."

[not_when]
vi = "Dòng không có hồ sơ trực tuyến; biểu 06, vì biểu không có cột này. Toàn số 0 chỉ được hỏi khi có từ {least} hồ sơ trực tuyến."
en = "Rows without online dossiers; form 06, which has no such column. Nothing but zeros is asked about only from {least} online dossiers on."

[cases.zero.title]
vi = "Không một hồ sơ trực tuyến nào được ghi là có hỗ trợ"
en = "Not one online dossier is counted as assisted"
[cases.zero.message]
vi = "Bảng usage ghi 0 hồ sơ nộp có hỗ trợ ở cả {n_zero} dòng có hồ sơ trực tuyến mà cột này có số, dòng nhiều nhất {most} hồ sơ trực tuyến. Có thể chưa đếm riêng: chưa đếm không phải là 0."
en = "Table usage says 0 assisted dossiers in every row with online dossiers that has a number there (rows: {n_zero}, most online dossiers in a row: {most}). Perhaps nobody counted them: not counted is not 0."
[cases.zero.fix]
vi = "Hỏi đơn vị vận hành phần mềm một cửa có ghi nhận nộp hộ, nộp có hỗ trợ không. Nếu không thì thay số 0 bằng nc (không thu thập)."
en = "Ask whether the one-stop software records assisted filing. If it does not, replace the zeros by nc (not collected)."
*/
with online as (
    select u._package, u._row, u.period, u.agency_code, u.item_code, u.received_online, u.received_assisted, p.starts, p.ends,
        case when u.received_assisted is null then 1 else 0 end as unknown
    from usage as u
    join reference.periods as p on p.period = u.period
    where u.received_online > 0
),
totals as (
    select o._package, count(*) as n_all, sum(o.unknown) as n_rows,
        count(distinct case when o.unknown = 1 then o.agency_code end) as n_agencies,
        min(case when o.unknown = 1 then o._row end) as first_unknown,
        min(case when o.unknown = 1 then o.starts end) as first_starts,
        max(case when o.unknown = 1 then o.ends end) as last_ends,
        count(o.received_assisted) as n_zero, max(o.received_assisted) as assisted,
        min(case when o.received_assisted = 0 then o._row end) as first_zero,
        max(case when o.received_assisted = 0 then o.received_online end) as most,
        sum(case when o.received_assisted = 0 then o.received_online end) as dossiers
    from online as o
    group by o._package
),
spans as (
    select t._package, min(case when o.starts = t.first_starts then o.period end) as first_period,
        min(case when o.ends = t.last_ends then o.period end) as last_period
    from totals as t
    join online as o on o._package = t._package and o.unknown = 1 and (o.starts = t.first_starts or o.ends = t.last_ends)
    group by t._package
),
told as (
    select t._package, t.first_unknown as _row, cast(null as varchar) as kind, t.n_all, t.n_rows, t.n_agencies,
        s.first_period, s.last_period, t.n_zero, t.most
    from totals as t
    join spans as s on s._package = t._package
    where t.n_rows > 0
    union all
    select t._package, t.first_zero as _row, 'zero' as kind, t.n_all, t.n_rows, t.n_agencies,
        cast(null as varchar) as first_period, cast(null as varchar) as last_period, t.n_zero, t.most
    from totals as t
    where t.assisted = 0 and t.dossiers >= $least
)
select t._package, t._row, o.period, o.agency_code, o.item_code, o.received_assisted, t.kind as _case, t.n_all, t.n_rows,
    t.n_agencies, t.first_period, t.last_period, t.n_zero, t.most
from told as t
join online as o on o._package = t._package and o._row = t._row
