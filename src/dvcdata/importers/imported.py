"""Tells what was changed by hand in a package since the last import, by a copy of the rows that it wrote."""

import csv
import zipfile
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path

from dvcdata import package, write
from dvcdata.errors import UserError
from dvcdata.importers.harvest import Values
from dvcdata.importers.holding import MAPPED, Held, Holding, Table

FILE = "imported.zip"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes, whenever they are written
Key = tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """A cell of an imported row that somebody changed in the package itself; `key` is that of the row before.

    `mends` tells a correction from a gap filled in: a column of which the source says nothing, or the code of a text.
    """

    table: Table
    row: Held
    key: Key
    field: str
    old: str
    new: str
    mends: bool


@dataclass
class Edits:
    """All that was changed by hand since the last import."""

    cells: list[Edit] = field(default_factory=list)
    removed: list[tuple[Table, Values]] = field(default_factory=list)
    """Imported rows that were taken out."""
    added: list[tuple[Table, Held]] = field(default_factory=list)
    """Rows that say they are of a source that was imported, and were not."""

    def split(self) -> tuple["Edits", "Edits"]:
        """Those that an import has left as they are, and those that it has overwritten in memory."""
        kept, lost = Edits(), Edits()
        tables = [item.table for item in self.cells] + [table for table, _ in (*self.removed, *self.added)]
        rows = {id(row) for table in tables for row in table.rows}
        keys = {(table.name, table.key_of(row.values)) for table in tables for row in table.rows if row.lines}
        for item in self.cells:
            stands = id(item.row) in rows and item.row.values.get(item.field, "") == item.new
            (kept if stands else lost).cells.append(item)
        for table, values in self.removed:
            (lost if (table.name, table.key_of(values)) in keys else kept).removed.append((table, values))
        for table, row in self.added:
            (kept if id(row) in rows else lost).added.append((table, row))
        return kept, lost


def edits(holding: Holding) -> Edits:
    """What was changed by hand in the package that was read; nothing where no import left a copy."""
    found = Edits()
    sources = {line.source for table in holding.tables.values() for row in table.rows for line in row.lines}
    for name, checksum, rows in _copy(holding.folder):
        table = holding.tables.get(name)
        if table and table.checksum != checksum and any(row.lines for row in table.rows):
            _compare(table, rows(), found)
            renamed = {id(edit.row) for edit in found.cells}
            own = (row for row in table.rows if not row.lines and id(row) not in renamed)
            found.added += [(table, row) for row in own if row.values.get("source_id", "") in sources]
    return found


def check(lost: Edits, folder: Path) -> None:
    """Refuses to overwrite what somebody changed by hand; a gap filled in is the source's again when it speaks."""
    if cells := [edit for edit in lost.cells if edit.mends]:
        edit = cells[0]
        given = {"field": edit.field, "row_key": "|".join(edit.key), "old": edit.old, "new": edit.new}
        paths = ", ".join(dict.fromkeys(item.table.path.name for item in cells))
        raise UserError("import.edited_cells", folder=str(folder), files=paths, n=len(cells), **given)
    if removed := lost.removed:
        table, values = removed[0]
        key = "|".join(table.key_of(values))
        raise UserError("import.removed_rows", path=str(table.path), n=len(removed), row_key=key)
    if added := lost.added:
        table, row = added[0]
        key = "|".join(table.key_of(row.values))
        raise UserError("import.added_rows", path=str(table.path), n=len(added), row_key=key)


def content(holding: Holding, kept: Edits) -> bytes:
    """The copy to keep: every imported row, with what was changed by hand and recorded nowhere as it was before."""
    before: dict[int, Values] = defaultdict(dict)
    for edit in kept.cells:
        before[id(edit.row)][edit.field] = edit.old
    tables = {
        name: [row.values | before.get(id(row), {}) for row in table.rows if row.lines]
        for name, table in holding.tables.items()
    }
    for table, values in kept.removed:
        tables[table.name].append(values)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(name for name, rows in tables.items() if rows):
            info = zipfile.ZipInfo(f"{name}.csv", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, write.table_bytes(holding.tables[name].columns, tables[name]))
    return target.getvalue()


def _copy(folder: Path) -> Iterator[tuple[str, tuple[int, int], "_Rows"]]:
    """The tables of the copy: name, size and CRC-32, and a function that reads the rows."""
    if not (folder / FILE).exists():
        return
    path = package.inside(folder, FILE, str(folder))
    with _whole(path), zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            yield info.filename.removesuffix(".csv"), (info.file_size, info.CRC), _Rows(archive, info)


@dataclass(frozen=True)
class _Rows:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def __call__(self) -> list[Values]:
        return list(csv.DictReader(StringIO(self.archive.read(self.info).decode("utf-8"), newline=""), strict=True))


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, zipfile.BadZipFile, csv.Error, UnicodeDecodeError):
        raise UserError("import.imported_broken", path=str(path)) from None


def _compare(table: Table, copy: Sequence[Values], found: Edits) -> None:
    """Finds for each row of the copy its row in the table: by the key, and where that was changed by all the rest."""
    left: dict[Key, deque[Values]] = defaultdict(deque)
    for values in copy:
        left[table.key_of(values)].append(values)
    changed: list[Held] = []
    for row in (row for row in table.rows if row.lines):
        same = left.get(table.key_of(row.values), deque())
        match = next((values for values in same if not any(_differences(values, row.values))), None)
        if match is None:
            changed.append(row)
        else:
            same.remove(match)
    spoken = {name for values in copy for name, value in values.items() if value} - MAPPED.keys()
    other: list[Held] = [row for row in table.rows if not row.lines]
    for row in changed:
        if same := left.get(table.key_of(row.values), deque()):
            found.cells += _edits(table, same.popleft(), row, spoken)
        else:
            other.append(row)
    gone = [values for rest in left.values() for values in rest]
    for values, renamed in _renamed(table, gone, other):
        if renamed is None:
            found.removed.append((table, values))
        else:
            renamed.lines = renamed.lines or table.loose.pop("|".join(table.key_of(values)), [])
            found.cells += _edits(table, values, renamed, spoken)


def _renamed(table: Table, gone: Iterable[Values], other: Iterable[Held]) -> Iterator[tuple[Values, Held | None]]:
    """Tells rows whose key was changed from rows that were taken out: as many others have all the rest of them."""

    def rest(values: Values) -> Key:
        return tuple(sorted(f"{name}={value}" for name, value in values.items() if value and name not in table.key))

    own: dict[Key, list[Held]] = defaultdict(list)
    for row in other:
        own[rest(row.values)].append(row)
    missing: dict[Key, list[Values]] = defaultdict(list)
    for values in gone:
        missing[rest(values)].append(values)
    for same, rows in missing.items():
        found = own[same] if len(own[same]) == len(rows) else [None] * len(rows)
        yield from zip(rows, found, strict=True)


def _edits(table: Table, old: Values, row: Held, spoken: Collection[str]) -> list[Edit]:
    key = table.key_of(old)
    return [
        Edit(table, row, key, name, before, after, bool(before) or name in spoken)
        for name, before, after in _differences(old, row.values)
    ]


def _differences(old: Values, new: Values) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")
