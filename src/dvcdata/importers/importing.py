"""Runs an import: open and recognise every file, read it, update the package in memory, then write it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dvcdata import write
from dvcdata.errors import UserError
from dvcdata.importers import holding, identity, kinds, opening, periods, report, updating
from dvcdata.importers.harvest import Harvest, Note, Request
from dvcdata.importers.holding import Holding
from dvcdata.importers.kinds import Kind
from dvcdata.importers.known import Known
from dvcdata.importers.opening import Document
from dvcdata.importers.report import Change, FileResult, ImportResult

Ask = Callable[[str, str], str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Recognised:
    """A file that was opened and recognised."""

    path: Path
    document: Document
    kind: Kind


def run(
    files: Sequence[Path],
    into: Path,
    *,
    period: str | None = None,
    agency: str | None = None,
    retrieved: date | None = None,
    ask: Ask | None = None,
    say: Say = lambda line: None,
    lang: str = "vi",
) -> ImportResult:
    """Imports files, or all files of folders, into the package of a folder, which is made where there is none."""
    given = opening.collect(files)
    recognised = [_recognise(path, file) for path, file in given.files.items()]
    held = holding.read(into, updating.TABLES)
    known = Known(row.values for row in held.rows("agency_groups"))
    work = _Work(held, retrieved)
    for item in recognised:
        when = periods.choose(item.path, item.document.file, period, ask, into, lang) if item.kind.PERIOD else ""
        harvest = item.kind.read(item.document, Request(known, agency, when))
        if when and when != (periods.propose(item.document.file) or when):
            harvest.note("import.period_differs", period=when)
        for sheet, n in item.document.unvalued.items():
            harvest.note("import.unvalued", sheet=sheet, n=n)
        work.apply(item, harvest)
    made = updating.files(held)
    # border: all is known; from here on it is written
    written = write.write_files(made)
    result = ImportResult(into, tuple(work.done), tuple(path.name for path in written), held.size())
    notes = [Note("import.lock_left_out", {"file": lock}) for lock in given.locks]
    if period and not any(item.kind.PERIOD for item in recognised):
        notes.append(Note("import.period_unused", {"period": period}))
    for line in report.lines(result, notes, lang):
        say(line)
    return result


def _recognise(path: Path, file: str) -> Recognised:
    document = opening.open_document(path, file)
    return Recognised(path, document, kinds.recognise(document))


@dataclass
class _Work:
    """A package on its way from what it was to what the files make of it."""

    held: Holding
    retrieved: date | None
    done: list[FileResult] = field(default_factory=list)
    seen: dict[str, Document] = field(default_factory=dict)

    def apply(self, item: Recognised, harvest: Harvest) -> None:
        """Takes one file in, unless it is a copy of one before it; two editions at once leave open which is newer."""
        document = item.document
        source = identity.choose(harvest, self.held)
        earlier = self.seen.setdefault(source, document)
        if earlier.sha256 != document.sha256:
            raise UserError("import.same_source", file=document.file, other=earlier.file, title=harvest.title)
        if earlier is not document:
            self._done(item, harvest, source, "copy", 0)
            return
        before = 0
        for old in identity.retired(harvest, source, document.sha256, self.held):
            if twin := self.seen.get(old):
                raise UserError("import.same_bytes", file=document.file, other=twin.file)
            harvest.note("import.moved", old=old, new=source)
            before += updating.forget(old, self.held)
        origin = updating.Origin(document.sha256, self.retrieved)
        merged = updating.apply(harvest, source, document.file, origin, self.held)
        before += merged.before
        for row, key, column, there in merged.otherwise:
            harvest.note("import.otherwise", about=key, column=column, there=there, value=row.values[column])
        change: Change = "replaced" if before else "added"
        self._done(item, harvest, source, change if merged.changed else "unchanged", before)

    def _done(self, item: Recognised, harvest: Harvest, source: str, change: Change, before: int) -> None:
        rows = {name: len(harvest.tables[name]) for name in updating.TABLES if name in harvest.tables}
        notes = tuple(harvest.notes)
        self.done.append(FileResult(item.document.file, item.kind.ID, source, rows, change, before, notes))
