/*
severity = "error"
mender = "you"
certainty = "high"
applies = "level is not null or proactive_level is not null"
unknown = "regime is null and level is not null and level not in ('1', '2', '3', '4', 'full', 'partial', 'information')"

[needs]
services = ["service_code", "owner_code", "level"]

[parameters]
scheme = "224/2026"  # the decree whose services have proactive levels

[basis]
vi = "Mỗi nghị định một khung mức độ: 43/2011 có mức độ 1, 2, 3, 4; 42/2022 có toàn trình, một phần; 224/2026 có toàn trình, một phần và thang chủ động 1–4 riêng (Điều 14, Điều 16). Từ 01/07/2026 Nghị định 42/2022 bị bãi bỏ."
en = "Each decree has its own levels: 43/2011 levels 1, 2, 3, 4; 42/2022 fully and partially online; 224/2026 fully and partially online, and a separate scale 1–4 of proactive services (Articles 14 and 16). Decree 42/2022 was repealed on 2026-07-01."

[title]
vi = "Mức độ không thuộc khung của nghị định"
en = "Level outside its regime"

[message]
vi = "{n_rows} dịch vụ ghi mức độ “{value}” theo Nghị định {regime}, nhưng khung này không có mức độ đó (chỉ có: {known}). Ví dụ: {service_code}."
en = "Services are given level “{value}” under Decree {regime}, which has no such level (it has: {known}); rows: {n_rows}, such as {service_code}."

[fix]
vi = "Xem lại mức độ ở nguồn và ghi đúng nghị định. Đừng tự quy đổi mức độ 4 thành toàn trình: việc đó phải qua rà soát."
en = "Look the level up at the source and write the right decree. Do not turn level 4 into fully online on your own: that takes a review."

[cases.information.message]
vi = "{n_rows} dịch vụ ghi “cung cấp thông tin” theo Nghị định {regime}; khung này chỉ có toàn trình và một phần. Ví dụ: {service_code}."
en = "Services are given as information only under Decree {regime}, which knows fully and partially online (rows: {n_rows}, such as {service_code})."

[cases.information.fix]
vi = "Nếu chỉ cung cấp thông tin thì chưa phải là dịch vụ công trực tuyến theo khung này: hỏi lại nguồn, và đừng đếm vào mẫu số."
en = "What only gives information is no online service under this decree: ask the source, and do not count it in a denominator."

[cases.no_regime.message]
vi = "{n_rows} dịch vụ ghi mức độ “{value}” mà không ghi theo nghị định nào; “mức độ 4” từ 01/07/2026 có hai nghĩa. Ví dụ: {service_code}."
en = "Services are given level “{value}” without a decree (rows: {n_rows}, such as {service_code}); since 2026-07-01 “level 4” means two things."

[cases.no_regime.fix]
vi = "Ghi nghị định vào cột regime, theo thời điểm của nguồn."
en = "Write the decree into column regime, as of the date of the source."

[cases.ended.message]
vi = "{n_rows} dịch vụ đang cung cấp vẫn ghi khung của Nghị định {regime}, đã hết hiệu lực ngày {ended}. Ví dụ: {service_code}."
en = "Services still offered carry the levels of Decree {regime}, which ended on {ended} (rows: {n_rows}, such as {service_code})."

[cases.ended.fix]
vi = "Nếu danh sách mới hơn ngày đó thì ghi lại mức độ theo khung hiện hành; nếu cũ hơn thì giữ nguyên và ghi ngày của danh sách."
en = "If the list is newer than that day, write the levels of the decree in force; if it is older, leave it and state the day of the list."

[cases.proactive.message]
vi = "{n_rows} dịch vụ ghi dịch vụ chủ động mức độ {value}{regime: theo Nghị định …}; thang chủ động 1–4 chỉ có trong Nghị định {scheme}. Ví dụ: {service_code}."
en = "Services are given proactive level {value}{regime: under Decree …}; only Decree {scheme} has proactive levels, 1 to 4 (rows: {n_rows}, such as {service_code})."

[cases.proactive.fix]
vi = "Xem lại nguồn: có thể mức độ 1–4 của Nghị định 43/2011 đã bị ghi vào cột chủ động."
en = "Look at the source: levels 1–4 of Decree 43/2011 may have got into the column of proactive levels."

[not_when]
vi = "Mỗi cặp nghị định, mức độ nêu một lần cho một gói. Dịch vụ đã ngừng giữ khung của ngày ngừng. Ngày bắt đầu Nghị định 42/2022 chỉ biết với độ tin cậy vừa, nên không dùng để xét."
en = "Each pair of decree and level is named once for a package. Withdrawn services keep the levels of their day. The start of Decree 42/2022 is known with medium certainty only, and is not judged by."
*/
with kinds as (
  select l.regime, l.level
  from reference.levels as l
  where l.scale = 'service'
),
known as (
  select k.regime, string_agg(case k.level when 'full' then 'full (toàn trình)' when 'partial' then 'partial (một phần)'
    when 'information' then 'information (cung cấp thông tin)' else k.level end, ', ' order by k.level) as known
  from kinds as k
  group by k.regime
),
judged as (
  select s._package, s._row, s.regime, s.level as said, cast(r.valid_to as date) as ended, 'level' as field_name,
    case
      when s.regime is null then case when s.level in ('1', '2', '3', '4', 'full', 'partial', 'information')
        then 'no_regime' end
      when k.level is null and s.level = 'information' then 'information'
      when k.level is null then 'outside'
      when cast(r.valid_to as date) < $as_of and (s.withdrawn_date is null or s.withdrawn_date > $as_of) then 'ended'
    end as why
  from services as s
  left join kinds as k on k.regime = s.regime and k.level = s.level
  left join reference.regimes as r on r.regime = s.regime
  where s.level is not null
  union all
  select s._package, s._row, s.regime, cast(s.proactive_level as varchar) as said, cast(null as date) as ended,
    'proactive_level' as field_name, 'proactive' as why
  from services as s
  where s.proactive_level is not null
    and (s.regime <> $scheme or s.proactive_level not in (1, 2, 3, 4))
),
grouped as (
  select j._package, j.why, j.field_name, j.regime, j.ended, case when j.why <> 'ended' then j.said end as said,
    min(j._row) as first_row, count(*) as n_rows
  from judged as j
  where j.why is not null
  group by j._package, j.why, j.field_name, j.regime, j.ended, case when j.why <> 'ended' then j.said end
)
select s._package, s._row, s.service_code, s.owner_code,
  case g.why when 'ended' then 'regime' else g.field_name end as _field,
  case g.why when 'ended' then g.regime else g.said end as _value,
  case when g.why <> 'outside' then g.why end as _case,
  case when g.why in ('information', 'no_regime', 'ended') then 'warning' end as _severity,
  g.regime, g.ended, g.n_rows, coalesce(k.known, '') as known
from grouped as g
join services as s on s._package = g._package and s._row = g.first_row
left join known as k on k.regime = g.regime
order by s._package, s._row
