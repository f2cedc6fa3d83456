-- points by Decision 766: each part of $group scored on its share, as the measures of $version are full at
with parts as (
  select m.measure, m.max_score, coalesce(t.full_at, m.full_at, 1) as full_at, coalesce(m.zero_rule, 'unstated') as zero_rule
  from reference.measures as m
  left join reference.measures as t on t.measure = m.measure and t.version = $version and t.full_at is not null
  where m.version = 'implemented' and m.max_score > 0 and (m.parent = $group or m.measure = $group or $group = '766')
    and not exists (select 1 as one from reference.measures as c where c.parent = m.measure and c.max_score > 0)
),
held as (
  select w.period, w.part, s.agency_code, s.measure, s.source_id, s.numerator, s.denominator, s.ratio_pct
  from scores as s
  join asked.parts as w on w.table_name = 'scores' and w.part = s.period and w.last
  where s.stage = 'published' and coalesce(s.measure_version, 'implemented') = case when $only = '' then 'implemented' else $only end
),
bodies as (
  select h.period, h.part, h.agency_code
  from held as h
  join parts as m on m.measure = h.measure
  group by h.period, h.part, h.agency_code
)
select b.period, b.part, b.agency_code, m.measure as item_code, s.source_id,
    case when s.denominator > 0 and s.numerator is not null then cast(floor(
        (2 * m.max_score * 100 * least(s.numerator, s.denominator * m.full_at) + s.denominator * m.full_at)
        / (2 * s.denominator * m.full_at)) as decimal(18, 2)) * 0.01
      when s.denominator = 0 and m.zero_rule = 'full' then m.max_score
      when s.denominator = 0 and m.zero_rule = 'zero' then 0
      when s.numerator is null and s.ratio_pct = 100 then m.max_score end as numerator, m.max_score as denominator
from bodies as b
cross join parts as m
left join held as s on s.period = b.period and s.agency_code = b.agency_code and s.measure = m.measure
where not (m.zero_rule = 'no-score' and coalesce(s.denominator, 1) = 0)
