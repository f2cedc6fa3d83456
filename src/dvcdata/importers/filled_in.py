"""A template of dvcdata that somebody filled in, one source for each of its sheets of rows."""

from collections.abc import Iterator

from dvcdata import profiles, schemas
from dvcdata.importers import naming, periods
from dvcdata.importers.harvest import Harvest, Place, Request, Values, columns
from dvcdata.importers.naming import BODIES
from dvcdata.importers.opening import Document
from dvcdata.importers.said import Need, Part
from dvcdata.spreadsheets.workbook import Workbook, letter
from dvcdata.template import filled
from dvcdata.template.filled import Filled

ID = "template"


def recognise(document: Document) -> bool:
    """Whether the file is a template."""
    return bool(document.filled)


def parts(document: Document) -> list[Part]:
    """A part for each sheet of rows, with what neither its rows nor the description sheet say."""
    assert isinstance(document.content, Workbook)
    sheets = {sheet.name: sheet for sheet in document.content.sheets}
    mine = {item.sheet for item in document.filled}
    mine |= filled.sheets({name: sheet.rows[: filled.HEAD] for name, sheet in sheets.items()})
    others = tuple(name for name, sheet in sheets.items() if name not in mine and any(map(any, sheet.rows)))
    found = []
    for n, item in enumerate(document.filled):
        rows = [values for _, values in item.rows(sheets[item.sheet])]
        if not rows:
            raise item.empty(document.file)
        part = Part(document, frozenset(_needs(item, rows)), periods.Stated())
        found.append(part.of([sheets[item.sheet]], () if n else others, () if n else document.content.hidden))
    return found


def _needs(item: Filled, rows: list[Values]) -> Iterator[Need]:
    key = schemas.primary_key(profiles.schema(item.table) or {})
    if "period" in key and not all(row.get("period") for row in rows):
        yield "period"
    bodies = [name for name in BODIES if name in key and len(key) > 1]
    if any(not row.get(name) for row in rows for name in bodies):
        yield "agency"


def read(document: Document, request: Request) -> Harvest:
    """The rows of a sheet, and what the description sheet says of the dataset."""
    assert isinstance(document.content, Workbook)
    [sheet] = document.content.sheets
    item = next(one for one in document.filled if one.sheet == sheet.name)
    title = (profiles.schema(item.table) or {})["title"]
    harvest = Harvest("", f"mau-{item.table}", title=item.about.get("source", title))
    harvest.url, harvest.about = item.about.get("source_url", ""), item.described(document.file)
    place = columns({name: letter(n) for name, n in item.places.items()})
    strangers: dict[str, None] = {}
    for index, values in item.rows(sheet):
        row = _completed(item, values, request, strangers)
        harvest.add(item.table, row, Place(sheet.name, str(index + 1), place))
    naming.name(harvest, item.table, "", request.directory)
    if item.own:
        harvest.note("import.template_extra", n=len(item.own), names=", ".join(item.own))
    if item.lacking:
        harvest.note("import.template_old", names=", ".join(item.lacking), table=item.table)
    if strangers:
        harvest.note("import.bodies_without_code", n=len(strangers), names=", ".join(list(strangers)[:20]))
    return harvest


def _completed(item: Filled, values: Values, request: Request, strangers: dict[str, None]) -> dict[str, str | None]:
    """A row with the period and body that the command line says where it has none, and codes for names of bodies."""
    key = schemas.primary_key(profiles.schema(item.table) or {})
    row: dict[str, str | None] = {**values, "source_id": values.get("source_id") or None}
    if "period" in key and not values.get("period"):
        row |= {"period": request.period} | ({"period_basis": request.basis} if request.basis else {})
    for name in BODIES if len(key) > 1 else ():
        said = values.get(name, "").strip()
        if name in key and not said:
            row[name] = request.agency
        elif " " in said and said not in request.directory.rows:
            row[name] = request.directory.find(said) or said
            strangers |= {said: None} if row[name] == said else {}
    return row
