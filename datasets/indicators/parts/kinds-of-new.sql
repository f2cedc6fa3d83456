-- of each procedure whether it is truly new, or what it came from; after the part recreated
kinds as (
  select t.procedure_code, t.name, t.issuing_agency, t.audience, t.field_code, t.source_id, t.decision_no, t.began,
    case when t.change_kind in ('split', 'merged', 'recoded', 'replaced') then t.change_kind
      when r.replaced_by is not null then 'successor' when x.new_code is not null then 'recreated'
      when t.change_kind = 'new' then 'new' else 'unknown' end as decision, x.old_code as other_code,
    case when t.change_kind in ('split', 'merged', 'recoded', 'replaced') or r.replaced_by is not null
      or x.new_code is not null then 0 when t.change_kind = 'new' then 1 end as fresh
  from tidied as t
  left join (select a.new_code, min(a.old_code) as old_code from alike as a group by a.new_code) as x
    on x.new_code = t.procedure_code
  left join (select y.replaced_by from tidied as y where y.replaced_by is not null group by y.replaced_by) as r
    on r.replaced_by = t.procedure_code
)