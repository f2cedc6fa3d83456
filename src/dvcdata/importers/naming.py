"""Names the source that the rows of one table came from: by their period and body, or by their keys."""

from dvcdata import profiles, schemas, texts
from dvcdata.importers.directory import Directory
from dvcdata.importers.harvest import Harvest
from dvcdata.importers.ids import slug

BODIES = ("agency_code", "owner_code")


def name(harvest: Harvest, table: str, title: str, directory: Directory) -> None:
    """Gives a harvest its identity, title and publisher; where its rows are of many, their keys tell editions apart."""
    schema = profiles.schema(table) or {}
    key, columns = schemas.primary_key(schema), profiles.columns(table)
    rows = [row.values for row in harvest.tables.get(table, [])]
    periods_found = {row.get("period", "") for row in rows}
    owned = [column for column in BODIES if column in key] if len(key) > 1 else []
    bodies = {row.get(column, "") for row in rows for column in owned}
    harvest.period = periods_found.pop() if len(periods_found) == 1 else ""
    harvest.agency = bodies.pop() if len(bodies) == 1 else ""
    several = bool(periods_found or bodies)
    compared = ("period", "agency_code") if "period" in columns and several else tuple(key)
    harvest.compared = (table, compared) if several or "period" not in columns else None
    words = [harvest.family, slug(title, 30), harvest.agency.lower(), harvest.period.lower()]
    harvest.identity = "-".join(slug(word) for word in words if slug(word))
    body = harvest.body = directory.name(harvest.agency) or harvest.agency
    harvest.publisher = harvest.publisher or body
    said = [body, texts.period(harvest.period, "vi") if harvest.period else ""]
    harvest.title += "".join(f", {word}" for word in said if word)
