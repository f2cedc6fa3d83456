"""A package on its way from what it was to what the files of one run make of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dvcdata.errors import UserError
from dvcdata.importers import identity, updating
from dvcdata.importers.harvest import Harvest
from dvcdata.importers.holding import Holding
from dvcdata.importers.opening import Document
from dvcdata.importers.report import Change, FileResult


@dataclass
class Work:
    """Takes in one file after the other, and keeps what became of each."""

    held: Holding
    retrieved: date | None
    done: list[FileResult] = field(default_factory=list)
    seen: dict[str, tuple[Document, Harvest]] = field(default_factory=dict)

    def apply(self, document: Document, kind: str, harvests: Sequence[Harvest]) -> None:
        """Takes the parts of one file in."""
        sources = [identity.choose(harvest, self.held) for harvest in harvests]
        for harvest, source in zip(harvests, sources, strict=True):
            self._take(document, kind, harvest, source, sources)

    def _take(self, document: Document, kind: str, harvest: Harvest, source: str, sources: Sequence[str]) -> None:
        """Takes one part in, unless it is a copy of one before it; two editions at once leave open which is newer."""
        earlier, before_it = self.seen.setdefault(source, (document, harvest))
        if earlier is not document and not before_it.says_the_same(harvest):
            raise UserError("import.same_source", file=document.file, other=earlier.file, title=harvest.title)
        if earlier is not document:
            self._done(document, kind, harvest, source, "copy", 0)
            return
        before = 0
        for old in identity.retired(harvest, sources, document.sha256, self.held):
            if twin := self.seen.get(old):
                raise UserError("import.same_bytes", file=document.file, other=twin[0].file)
            harvest.note("import.moved", old=old, new=source)
            before += updating.forget(old, self.held)
        if harvest.about:
            self.held.about.append(harvest.about)
        origin = updating.Origin(document.sha256, self.retrieved)
        merged = updating.apply(harvest, source, document.file, origin, self.held)
        before += merged.before
        for row, key, column, there in merged.otherwise:
            harvest.note("import.otherwise", about=key, column=column, there=there, value=row.values[column])
        change: Change = "replaced" if before else "added"
        self._done(document, kind, harvest, source, change if merged.changed else "unchanged", before)

    def _done(self, document: Document, kind: str, harvest: Harvest, source: str, change: Change, before: int) -> None:
        rows = {name: len(harvest.tables[name]) for name in updating.TABLES if name in harvest.tables}
        who = {"agency": harvest.agency, "body": harvest.body, "period": harvest.period}
        self.done.append(FileResult(document.file, kind, source, rows, change, before, tuple(harvest.notes), **who))
