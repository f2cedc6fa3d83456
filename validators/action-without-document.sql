/*
severity = "warning"
mender = "you"
certainty = "high"
field = "decision_no"

[needs]
actions = ["agency_code", "kind", "date", "decision_no"]

[[alternatives]]
actions = ["agency_code", "kind", "date", "url"]

[basis]
vi = "Việc đã làm mà không có số văn bản hay đường dẫn thì không ai kiểm lại được. Quy ước của công cụ; không tìm thấy điều khoản riêng."
en = "What was done without the number of a document or a link can be checked by nobody. A convention of the tool; no clause of its own was found."

[title]
vi = "Việc đã làm nhưng không có văn bản"
en = "An action without a document"

[message]
vi = "{agency_code} ghi đã {kind_vi} ngày {date}, nhưng không có số văn bản, cũng không có đường dẫn."
en = "{agency_code} reports the action “{kind}” of {date}, with neither the number of a document nor a link."

[fix]
vi = "Tìm số quyết định, công văn hay trang đã đăng và ghi vào. Nếu không có văn bản nào thì hỏi lại nơi báo cáo."
en = "Find the number of the decision or letter, or the page where it stands, and add it. Where there is none, ask whoever reported it."

[not_when]
vi = "Không áp dụng khi có số văn bản hoặc đường dẫn; không xét văn bản đó có thật hay không."
en = "Does not apply where either is given; does not look whether the document exists."
*/
select a._package, a._row, a.agency_code, a.kind, a.date,
    case a.kind when 'eligible_list_issued' then 'ban hành danh mục dịch vụ đủ điều kiện' when 'plan_issued' then 'ban hành kế hoạch'
        when 'fee_cut' then 'giảm phí, lệ phí' when 'online_only_announced' then 'công bố chỉ tiếp nhận trực tuyến'
        when 'open_list_reviewed' then 'rà soát danh mục dữ liệu mở' else 'làm việc “' || a.kind || '”' end as kind_vi
from actions as a
where nullif(trim(a.decision_no), '') is null and nullif(trim(a.url), '') is null
order by a._package, a._row
