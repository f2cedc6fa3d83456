"""Runs an import: open and recognise every file, read it, update the package in memory, then write it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dvcdata import progress, write
from dvcdata.corrections import states
from dvcdata.importers import descriptor, holding, imported, kinds, maps, opening, periods, report, summary, updating
from dvcdata.importers.asking import Ask, Asker
from dvcdata.importers.deliveries import Delivery, deliveries
from dvcdata.importers.directory import Directory
from dvcdata.importers.fields import Fields
from dvcdata.importers.harvest import Harvest, Note, Request
from dvcdata.importers.holding import Holding
from dvcdata.importers.imported import Edits
from dvcdata.importers.known import Known
from dvcdata.importers.problems import Problems
from dvcdata.importers.recognising import Recognised, Recogniser
from dvcdata.importers.report import ImportResult
from dvcdata.importers.said import Part
from dvcdata.importers.work import Work

Say = Callable[[str], None]


def run(
    files: Sequence[Path],
    into: Path,
    *,
    period: str | None = None,
    agency: str | None = None,
    retrieved: date | None = None,
    map_file: Path | None = None,
    discard_edits: bool = False,
    ask: Ask | None = None,
    say: Say = lambda line: None,
    lang: str = "vi",
) -> ImportResult:
    """Imports files, or all files of folders, into the package of a folder, which is made where there is none."""
    given, problems = opening.collect(files), Problems()
    asker = Asker(into, period, agency, ask, lang)
    recogniser = Recogniser(asker, say, map_file, maps.kept(into))
    recognised = _recognised(given.files, recogniser, problems)
    held = holding.read(into, updating.FIRST, updating.LATER)
    by_hand = imported.edits(held)
    work, reader = Work(held, retrieved), _Reader(held, asker)
    for item in sorted(recognised, key=lambda item: item.asks_for_body):  # first those that tell the codes of bodies
        with problems.gather():
            work.apply(item.document, item.kind.ID, [reader.read(item, part) for part in item.parts])
    problems.check()
    kept, lost = by_hand.split()
    if not discard_edits:
        imported.check(lost, into)
    made = updating.files(held, kept)
    # border: all is known; from here on it is written
    written = write.write_files([*made, *((into / name, content) for name, content in recogniser.new.items())])
    names = [*given.files.values()]
    done = tuple(sorted(work.done, key=lambda result: names.index(result.file)))
    result = ImportResult(into, done, tuple(path.name for path in written), held.size())
    notes = [Note("import.lock_left_out", {"file": lock}) for lock in given.locks]
    notes += descriptor.otherwise(held.descriptor, held.about, into)
    notes += _unused(period if not reader.used_period else None, map_file, recognised)
    notes += [*_corrections(held), *_filled_in(lost)]
    for line in _lines(result, notes, deliveries(done, held, reader.directory), lang):
        say(line)
    return result


def _recognised(files: Mapping[Path, str], recogniser: Recogniser, problems: Problems) -> list[Recognised]:
    found = []
    for path in progress.each("importing", [*files], lambda path: files[path]):
        with problems.gather():
            found.append(recogniser.open(path, files[path]))
    problems.check()
    return found


def _unused(period: str | None, map_file: Path | None, recognised: Sequence[Recognised]) -> Iterator[Note]:
    """What the command line says and no file needed."""
    if period:
        yield Note("import.period_unused", {"period": period})
    if map_file and all(item.kind in kinds.KINDS for item in recognised):
        yield Note("import.map_unused", {})


def _corrections(held: Holding) -> Iterator[Note]:
    """How the corrections of the package fared with what the sources say now."""
    found = Counter(item.state for item in held.corrected())
    if found:
        told: dict[str, object] = {name: found[name] or None for name in states.STATES}
        yield Note("import.corrections", {"n": found.total(), "folder": str(held.folder), **told})


def _filled_in(lost: Edits) -> Iterator[Note]:
    """What somebody had filled in and a source now says otherwise."""
    cells = [edit for edit in lost.cells if edit.row.values.get(edit.field, "") not in ("", edit.new)]
    if cells := [edit for edit in cells if not edit.mends]:
        edit = cells[0]
        given = {
            "field": edit.field,
            "key": "|".join(edit.key),
            "there": edit.new,
            "value": edit.row.values[edit.field],
        }
        yield Note("import.filled_in", {"n": len(cells), **given})


def _lines(result: ImportResult, notes: Sequence[Note], delivered: Sequence[Delivery], lang: str) -> Iterator[str]:
    """File by file, or as a table where several files are each of one body and one period."""
    many = [item for item in result.files if item.agency and item.period]
    many = many if len(many) > 1 else []
    yield from report.lines([item for item in result.files if item not in many], lang)
    if many:
        yield from summary.lines(many, lang)
    yield from summary.missing(delivered, lang)
    yield from (report.note(item, lang) for item in notes)
    yield report.end(result, lang)


@dataclass
class _Reader:
    """Reads files with what is known when their turn comes: of the package, and of the files before them."""

    held: Holding
    asker: Asker
    used_period: bool = False
    _sizes: tuple[int, ...] = (-1,)

    def __post_init__(self) -> None:
        self.known = Known(row.values for row in self.held.rows("agency_groups"))
        self.fields = Fields(*([row.values for row in self.held.rows(name)] for name in ("dossiers", "procedures")))

    @property
    def directory(self) -> Directory:
        """The bodies that are known so far."""
        tables = [self.held.rows(name) for name in ("agencies", "agency_names", "agency_groups")]
        if (sizes := tuple(map(len, tables))) != self._sizes:
            self._sizes = sizes
            self._directory = Directory(*([row.values for row in rows] for rows in tables))
        return self._directory

    def read(self, item: Recognised, part: Part) -> Harvest:
        """What a part of a file yields."""
        directory, when, agency = self.directory, periods.When(""), self.asker.agency
        if "period" in part.needs:
            self.used_period = True
            when = self.asker.when(item.path, part, directory)
        if "agency" in part.needs:
            agency = self.asker.who(item.path, part, directory, when.period)
        harvest = item.kind.read(part.document, Request(self.known, directory, self.fields, agency, *when))
        if when.period and when.period != (periods.propose(part.document.file) or when.period):
            harvest.note("import.period_differs", period=when.period)
        for sheet, n in part.document.unvalued.items():
            harvest.note("import.unvalued", sheet=sheet, n=n)
        for key, names in (("import.sheet_left_out", part.others), ("import.sheet_hidden", part.hidden)):
            for name in names:
                harvest.note(key, sheet=name)
        return harvest
