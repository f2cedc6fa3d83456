"""What the pages say about bodies, procedures, services and fields, asked of the packages' tables in SQL."""

AGENCIES = """
select a.agency_code, a.name,
  coalesce(a.name_en, max(a.name_en) over (partition by a.agency_code)) as name_en,
  coalesce(a.short_name, max(a.short_name) over (partition by a.agency_code)) as short_name,
  a.kind, a.tier, a.parent_code, a.valid_from, a.valid_to,
  a.successor_code, a.source_id
from agencies as a
qualify row_number() over (partition by a.agency_code order by a._package, a._row) = 1
order by a.agency_code
"""

AGENCY_NAMES = """
select n.agency_code, n.name, n.kind, n.from_date, n.to_date from agency_names as n
order by n.agency_code, n.name
"""

PROCEDURES = """
select p.procedure_code, p.name, p.field_code, p.field_name, coalesce(p.issuing_agency, p.issuing_text) as issued_by,
  p.executing_tier, p.audience, p.decision_no, p.decision_date, p.published_date, p.effective_date, p.status,
  p.abolished_date, p.replaced_by, p.change_kind, p.time_limit_value, p.time_limit_unit, p.fee_vnd, p.fee_online_vnd,
  p.eligible_online, p.source_id
from procedures as p
qualify row_number() over (partition by p.procedure_code order by p._package, p._row) = 1
order by p.procedure_code
"""

EXECUTING = """
select x.procedure_code, coalesce(x.executing, x.executing_text) as body
from procedure_agencies as x order by x.procedure_code, x.n
"""

SERVICES = """
select s.service_code, s.owner_code, s.procedure_code, coalesce(s.name, p.name) as name, s.regime, s.level,
  s.partial_reason, s.intake, s.online_payment, s.result_online, s.launched_date, s.withdrawn_date, s.url
from services as s
left join (select q.procedure_code, max(q.name) as name from procedures as q group by q.procedure_code) as p
  on p.procedure_code = s.procedure_code
qualify row_number() over (partition by s.service_code, s.owner_code order by s._package, s._row) = 1
order by s.service_code, s.owner_code
"""

OFFERS = """
select o.service_code, o.owner_code, o.offered_by, o.from_date, o.to_date from service_offers as o
order by o.service_code, o.owner_code, o.offered_by
"""

USAGE = """
select u.item_code, u.period, count(distinct u.agency_code) as bodies, count(*) as rows,
  sum(u.received_total) as received_total, count(u.received_total) as received_total_known,
  sum(u.received_online) as received_online, count(u.received_online) as received_online_known,
  sum(u.resolved_total) as resolved_total, count(u.resolved_total) as resolved_total_known,
  string_agg(distinct u.source_id, ' ' order by u.source_id) as source_id
from usage as u
group by u.item_code, u.period
order by u.item_code, u.period
"""

DOSSIERS = """
select d.agency_code, d.row_kind, d.field_code, max(d.field_name) as field_name, d.period,
  max(d.to_handle_total) as to_handle_total, max(d.received_online) as received_online,
  max(d.received_offline) as received_offline, max(d.resolved_total) as resolved_total,
  max(d.resolved_overdue) as resolved_overdue, max(d.pending_total) as pending_total, max(d.source_id) as source_id
from dossiers as d
where d.row_kind <> 'field'
group by d.agency_code, d.row_kind, d.field_code, d.period
order by d.agency_code, d.period
"""

FIELDS = """
select d.field_code, max(d.field_name) as name, d.period, count(distinct d.agency_code) as bodies,
  sum(d.to_handle_total) as to_handle_total, count(d.to_handle_total) as to_handle_total_known,
  sum(d.received_online) as received_online, count(d.received_online) as received_online_known,
  sum(d.received_offline) as received_offline, count(d.received_offline) as received_offline_known,
  count(*) as rows, string_agg(distinct d.source_id, ' ' order by d.source_id) as source_id
from dossiers as d
where d.row_kind = 'field'
group by d.field_code, d.period
order by d.field_code, d.period
"""

OPEN_DATASETS = """
select o.dataset_id, o.title, o.agency_code, o.theme, o.licence, o.formats, o.frequency, o.issued, o.modified,
  o.access_url
from open_datasets as o order by o.agency_code, o.title
"""

ACTIONS = """
select a.agency_code, a.kind, a.date, a.decision_no, a.url from actions as a order by a.date desc, a.agency_code, a.kind
"""

TERRITORY = """
with parts as (
  select u.unit_code, u.parent_code as of_unit from units as u union select u.unit_code, u.unit_code from units as u
)
select distinct a.agency_code, t.agency_code as today
from agencies as a
join parts as p on p.of_unit = a.unit_code
join unit_changes as c on c.old_code = p.unit_code
join agencies as t on t.unit_code = c.new_code and t.valid_to is null and t.agency_code <> a.agency_code
where a.valid_to is not null
order by a.agency_code, t.agency_code
"""

SOURCES = """
select s.source_id, s.publisher, s.title, s.retrieved from sources as s
group by all order by s.source_id, min(s._package), min(s._row)
"""

NAMED = """
select g.group_code as code, max(g.name) as name, cast(null as varchar) as name_en, 1 as rank
from agency_groups as g group by g.group_code
union all
select r.agency_code, max(r.name), max(r.name_en), 2 from reference.agencies as r group by r.agency_code
order by rank desc, code
"""

ALL = {
    "agencies": AGENCIES,
    "agency_names": AGENCY_NAMES,
    "named": NAMED,
    "sources": SOURCES,
    "territory": TERRITORY,
    "procedures": PROCEDURES,
    "executing": EXECUTING,
    "services": SERVICES,
    "offers": OFFERS,
    "usage": USAGE,
    "dossiers": DOSSIERS,
    "fields": FIELDS,
    "open_datasets": OPEN_DATASETS,
    "actions": ACTIONS,
}
