-- of what several sources say of one body and period, what the one says that was read last; after `given`
newest as (
  select g.period, g.part, g.agency_code, g.source_id, g.numerator, g.denominator,
    row_number() over (
      partition by g.period, g.agency_code
      order by case when g.numerator is null then 1 else 0 end, s.retrieved desc nulls last, g.source_id desc
    ) as nth
  from given as g
  left join (
    select x.source_id, max(x.retrieved) as retrieved from sources as x group by x.source_id
  ) as s on s.source_id = g.source_id
)
select n.period, n.part, n.agency_code, n.source_id, n.numerator, n.denominator
from newest as n
where n.nth = 1
