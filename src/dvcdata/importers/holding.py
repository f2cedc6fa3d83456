"""A package as it is before an import: its descriptor, the rows of its tables, and where each came from."""

import csv
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from dvcdata import package, profiles, provenance, schemas
from dvcdata.corrections import records, states
from dvcdata.corrections.records import Correction
from dvcdata.corrections.replay import Replay
from dvcdata.corrections.states import Standing
from dvcdata.errors import UserError, why
from dvcdata.importers import extra
from dvcdata.importers.harvest import Values

UTF8 = ("", "utf-8", "utf8", "utf-8-sig")
# A code that a text was mapped to, perhaps by the steward: it stays as long as the text does.
MAPPED = {"executing": "executing_text", "issuing_agency": "issuing_text"}
PLAIN = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True, "csvddfVersion": "1.2"}
COLUMNS = (*provenance.COLUMNS, "source_id", "corrected")


class Line(NamedTuple):
    """A line of the provenance file: the source that says a row, and where it does."""

    source: str
    file: str
    sheet: str
    line: str
    columns: str
    corrected: str = ""


@dataclass
class Held:
    """A row of a table of the package, with the sources that say it."""

    values: Values
    lines: list[Line] = field(default_factory=list)

    @property
    def owners(self) -> set[str]:
        """The sources that the row came from; empty for a row that nobody imported."""
        return {line.source for line in self.lines} | {self.values.get("source_id", "")} - {""}

    def is_of(self, source: str) -> bool:
        """Whether that source says the row."""
        return self.values.get("source_id") == source or any(line.source == source for line in self.lines)


@dataclass
class Table:
    """A table of the package: its columns, and its rows in order."""

    name: str
    path: Path
    columns: list[str] = field(default_factory=list)
    rows: list[Held] = field(default_factory=list)
    changed: bool = False
    """Whether its rows were changed since it was read."""
    checksum: tuple[int, int] = (0, 0)
    """The size and the CRC-32 of the file that was read."""
    schema: dict[str, Any] = field(default_factory=dict)
    """The schema of its resource, of use where the profile has no such table."""
    loose: dict[str, list[Line]] = field(default_factory=dict)
    """The provenance of rows that are no longer there, by their key."""

    @cached_property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return schemas.primary_key(extra.schema(self.name) or self.schema)

    def key_of(self, values: Values) -> tuple[str, ...]:
        """The key of a row."""
        get = values.get
        return tuple([get(name, "") for name in self.key])


@dataclass
class Holding:
    """The package in a folder, or an empty one where there is none yet."""

    folder: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]
    others: list[dict[str, str]]
    """The provenance of tables that no import writes."""
    titles: list[str] = field(default_factory=list)
    """The titles of its sources before the import."""
    about: list[Mapping[str, str | list[str]]] = field(default_factory=list)
    """What the files of the import say of the whole dataset."""
    corrections: list[Correction] = field(default_factory=list)
    """What was mended in it."""

    @cached_property
    def replay(self) -> Replay:
        """The corrections by the rows of sources that they are about."""
        return Replay(self.corrections, lambda name: self._shape(name).key)

    def _shape(self, name: str) -> records.Shape:
        table = self.tables.get(name)
        known = [item["name"] for item in extra.schema(name).get("fields", [])]
        if table is None:
            return records.Shape(schemas.primary_key(extra.schema(name)), known)
        return records.Shape(table.key, list(dict.fromkeys([*table.columns, *known])))

    def corrected(self) -> list[Standing]:
        """What became of each correction."""

        def rows(name: str) -> Iterator[states.Row]:
            table = self.tables.get(name)
            for row in table.rows if table else ():
                key = "|".join(table.key_of(row.values)) if table else ""
                yield states.Row(key, row.values, states.as_said((line.columns, line.corrected) for line in row.lines))

        return states.judge(self.corrections, self.replay, rows)

    def check_corrections(self) -> None:
        """Refuses a correction that can be of no table of this package, there already or still to come."""
        named = dict.fromkeys([*self.tables, *profiles.tables(), extra.TABLE])
        records.check(self.corrections, {name: self._shape(name) for name in named}, self.folder)

    def load(self, name: str) -> Table | None:
        """A table of the package, read when it is first asked for; None where the package has no such table."""
        if name not in self.tables and (table := _table(name, self.folder, self.descriptor)):
            self.tables[name] = table
        return self.tables.get(name)

    def rows(self, table: str) -> list[Held]:
        """The rows of a table, none where there is no such table."""
        return self.tables[table].rows if table in self.tables else []

    def size(self) -> int:
        """How many rows there are in all."""
        return sum(len(table.rows) for table in self.tables.values())


def read(folder: Path, names: Iterable[str], others: Iterable[str] = ()) -> Holding:
    """The package in that folder with those of its tables, and with those others that an import made before.

    A package that can't be kept as it is is refused.
    """
    path = folder / package.DESCRIPTOR
    if folder.exists() and not folder.is_dir():
        raise UserError("import.into_file", path=str(folder))
    descriptor = package.read_json(path) if path.exists() else {}
    lists = ("resources", "sources")
    if not isinstance(descriptor, dict) or not all(isinstance(descriptor.get(name, []), list) for name in lists):
        raise UserError("package.no_resources", path=str(path))
    for number, resource in enumerate(descriptor.get("resources", []), 1):
        if not isinstance(resource, dict):
            raise UserError("package.bad_resource", path=str(path), number=number)
    lines = _provenance(folder / provenance.FILE)
    holding = Holding(folder, descriptor, {}, [])
    for name in (*names, *(name for name in others if name in lines)):
        known = lines.pop(name, [])
        if table := holding.load(name):
            _attach(table, known)
        else:
            lines[name] = [line for line in known if not line["source_id"]]  # others are of a table that was lost
    holding.titles = [row.values.get("title", "") for row in holding.rows("sources")]
    holding.corrections = records.read(folder)
    for item in holding.corrections:
        holding.load(item.table)
    holding.check_corrections()
    holding.others = [line for rest in lines.values() for line in rest]
    return holding


def _table(name: str, folder: Path, descriptor: dict[str, Any]) -> Table | None:
    where = str(folder / package.DESCRIPTOR)
    resource = next((item for item in descriptor.get("resources", []) if item.get("name") == name), None)
    if resource is None and not (folder / f"{name}.csv").exists():
        return None
    resource = resource or {"path": f"{name}.csv"}
    if not is_plain(resource):
        raise UserError("import.table_not_plain", path=where, table=name)
    schema = resource.get("schema")
    return _read_table(
        Table(name, package.inside(folder, resource["path"], where), schema=schema if isinstance(schema, dict) else {})
    )


def is_plain(resource: dict[str, Any]) -> bool:
    """Whether the resource is declared as one CSV file in UTF-8 with commas."""
    dialect = resource.get("dialect", {})
    plain = isinstance(dialect, dict) and all(PLAIN.get(key) == value for key, value in dialect.items())
    utf8 = str(resource.get("encoding") or "").lower() in UTF8
    return isinstance(resource.get("path"), str) and plain and utf8


def _read_table(table: Table) -> Table:
    try:
        content = table.path.read_bytes()
        header, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    except FileNotFoundError:
        raise UserError(
            "resource.missing", path=str(table.path.parent), name=table.name, file=table.path.name
        ) from None
    except OSError as problem:
        raise UserError("file.unreadable", path=str(table.path), why=why(problem)) from None
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise UserError("import.table_not_plain", path=str(table.path), table=table.name) from None
    if not set(table.key) <= set(header) or len(set(header)) != len(header):
        raise UserError("import.table_header", path=str(table.path), table=table.name, columns=", ".join(table.key))
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise UserError("import.table_ragged", path=str(table.path), row=number, n=len(row), of=len(header))
    table.columns, table.checksum = header, (len(content), zlib.crc32(content))
    table.rows = [Held(dict(zip(header, row, strict=True))) for row in rows]
    return table


def _provenance(path: Path) -> dict[str, list[dict[str, str]]]:
    lines: dict[str, list[dict[str, str]]] = defaultdict(list)
    if not path.exists():
        return lines
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if not set(provenance.COLUMNS) <= set(reader.fieldnames or ()):
                raise UserError("import.provenance", path=str(path))  # somebody else's file of that name
            for row in reader:
                full = {name: row.get(name) or "" for name in COLUMNS}
                lines[full["table"]].append(full)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UserError("import.provenance", path=str(path)) from None
    return lines


def _attach(table: Table, lines: list[dict[str, str]]) -> None:
    """Gives each row its lines: by row and key, else by the key alone where it stands once; others are of no row."""
    by_key: dict[str, list[Held]] = defaultdict(list)
    keys = ["|".join(table.key_of(row.values)) for row in table.rows]
    for key, row in zip(keys, table.rows, strict=True):
        by_key[key].append(row)
    for line in lines:
        index = int(line["row"]) - 2 if line["row"].isdecimal() else -1
        found = by_key.get(line["key"], [])
        if 0 <= index < len(keys) and keys[index] == line["key"]:
            found = [table.rows[index]]
        place = Line(line["source_id"], *(line[name] for name in ("file", "sheet", "line", "columns", "corrected")))
        if len(found) == 1:
            found[0].lines.append(place)
        elif not found:
            table.loose.setdefault(line["key"], []).append(place)
