"""Applies harvests to a package in memory, and says which bytes that makes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dvcdata import package, profiles, provenance, write
from dvcdata.corrections import records
from dvcdata.importers import descriptor, extra, imported, merging
from dvcdata.importers.harvest import Harvest, Place, Row
from dvcdata.importers.holding import COLUMNS, Held, Holding, Line, Table
from dvcdata.importers.imported import Edits
from dvcdata.importers.merging import Merged

# The tables that an import reads before it begins, and those it reads when a file has rows for them, each in the order
# of a new package.
THINGS = ("sources", "agencies", "agency_names", "agency_groups", "measures", "procedures", "procedure_agencies")
FACTS = ("dossiers", "scores", "observations", extra.TABLE)
FIRST = (*THINGS, *FACTS)
LATER = tuple(name for name in dict.fromkeys(("services", "service_offers", *profiles.tables())) if name not in FIRST)
TABLES = (*THINGS, *LATER, *FACTS)


@dataclass(frozen=True)
class Origin:
    """What is known of a file beside its content."""

    sha256: str
    retrieved: date | None


def apply(harvest: Harvest, source: str, file: str, origin: Origin, holding: Holding) -> Merged:
    """Makes the package hold what this file says under that source, and nothing that the source said before."""
    tables = {name: [_stamped(row, source) for row in rows] for name, rows in harvest.tables.items()}
    tables["sources"] = [_source(harvest, source, origin, holding), *tables.get("sources", [])]
    total = Merged()
    for name in TABLES:
        rows = tables.get(name, [])
        if rows or name in holding.tables:
            table = holding.load(name) or Table(name, holding.folder / f"{name}.csv")
            holding.tables[name] = table
            merged = merging.merge(table, [_mended(name, row, holding) for row in rows], source, file)
            if name == "agencies":
                aliases = [_alias(item.row) for item in merged.otherwise if item.column == "name"]
                tables["agency_names"] = [*tables.get("agency_names", []), *aliases]
                merged.otherwise = [item for item in merged.otherwise if item.column != "name"]
            total.add(merged)
    return total


def forget(source: str, holding: Holding) -> int:
    """Takes a source and all that it alone says out of the package; how many rows it had."""
    return sum(merging.merge(table, [], source, "").before for table in holding.tables.values())


def files(holding: Holding, edits: Edits) -> list[tuple[Path, bytes]]:
    """The files of the package that an import makes or changes, the descriptor last; `edits` by hand are kept."""
    changed: dict[str, bytes] = {}
    for name, table in holding.tables.items():
        if table.changed:
            table.columns = _columns(table)
            changed[name] = write.table_bytes(table.columns, [row.values for row in table.rows])
    made = [(holding.tables[name].path, content) for name, content in changed.items()]
    made += traces(holding, edits)
    names = [name for name in TABLES if name in holding.tables]
    titles = (holding.titles, [row.values.get("title", "") for row in holding.rows("sources")])
    new = descriptor.updated(holding.descriptor, holding.folder, names, titles, changed)
    new = descriptor.with_corrections(new, (holding.folder / records.FILE).exists())
    new = descriptor.described(new, holding.about, holding.folder)
    if new != holding.descriptor:
        made.append((holding.folder / package.DESCRIPTOR, write.json_bytes(new)))
    return made


def traces(holding: Holding, edits: Edits) -> list[tuple[Path, bytes]]:
    """The files that say where each row came from, and what the import wrote; none where no row was imported."""
    lines = _provenance(holding)
    if not lines:
        return []
    copy = (holding.folder / imported.FILE, imported.content(holding, edits))
    return [(holding.folder / provenance.FILE, write.table_bytes(COLUMNS, lines)), copy]


def _stamped(row: Row, source: str) -> Row:
    return Row({"source_id": source, **row.values}, row.place)


def _mended(table: str, row: Row, holding: Holding) -> Row:
    """The row with what was mended in it before; the provenance tells which columns these are."""
    changes = holding.replay.changes(table, row.values)
    return Row(row.values | changes, row.place._replace(corrected=" ".join(changes))) if changes else row


def _source(harvest: Harvest, source: str, origin: Origin, holding: Holding) -> Row:
    """The row of sources; the day of retrieval is kept while the bytes are the same, and never guessed."""
    old = next((row.values for row in holding.rows("sources") if row.values["source_id"] == source), {})
    values = {"source_id": source, "publisher": harvest.publisher, "title": harvest.title}
    values |= {"sha256": origin.sha256, "covers": harvest.covers, **({"url": harvest.url} if harvest.url else {})}
    if origin.retrieved or old.get("sha256") != origin.sha256:
        values["retrieved"] = origin.retrieved.isoformat() if origin.retrieved else ""
    return Row(values, Place())


def _alias(row: Row) -> Row:
    """Another name of a body than the one that the package has for it."""
    values = {name: row.values[name] for name in ("agency_code", "name", "source_id")}
    return Row({**values, "kind": "alias"}, row.place)


def _columns(table: Table) -> list[str]:
    """The columns that any row has: those of the profile in its order, then others."""
    used = dict.fromkeys([*table.columns, *(name for row in table.rows for name in row.values)])
    known = [item["name"] for item in extra.schema(table.name)["fields"]]
    if [name for name in known if name in table.columns] != [name for name in table.columns if name in known]:
        return list(used)  # somebody's own order
    return [name for name in known if name in used] + [name for name in used if name not in known]


def _provenance(holding: Holding) -> list[list[str]]:
    lines: list[list[str]] = []
    known = [name for name in TABLES if name in holding.tables]
    for name in [*known, *(name for name in holding.tables if name not in TABLES)]:
        table = holding.tables[name]
        for number, row in enumerate(table.rows, 2):
            lines += [_line(table, number, row, line) for line in row.lines]
    return lines + [[item[name] for name in COLUMNS] for item in holding.others]


def _line(table: Table, number: int, row: Held, line: Line) -> list[str]:
    key = "|".join(table.key_of(row.values))
    place = (line.file, line.sheet, line.line, line.columns)
    return [table.name, str(number), key, *place, line.source, line.corrected]
