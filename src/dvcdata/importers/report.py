"""What an import did, file by file, as values and as sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dvcdata import texts
from dvcdata.importers.harvest import Note

Change = Literal["added", "replaced", "unchanged", "copy"]


@dataclass(frozen=True)
class FileResult:
    """What one file was, and what became of its rows."""

    file: str
    kind: str
    """The id of its kind, such as procedure-list."""
    source: str
    """The id of its source in the package."""
    rows: Mapping[str, int]
    """How many rows of each table the file gives."""
    change: Change
    """Whether its rows are new, take the place of older ones, were there already, or came with another file."""
    replaced: int
    """How many rows of the source were there before."""
    notes: tuple[Note, ...] = ()
    """What the steward should know beside."""
    agency: str = ""
    """The code of the one body it is of, and …"""
    body: str = ""
    """… the name of that body."""
    period: str = ""
    """The one period it is of."""

    @property
    def table(self) -> str:
        """The table that most of its rows are of."""
        return max(self.rows, key=lambda name: self.rows[name], default="")


@dataclass(frozen=True)
class ImportResult:
    """What an import did to a package."""

    folder: Path
    files: tuple[FileResult, ...]
    written: tuple[str, ...]
    """The names of the files that changed; none when all was as before."""
    rows: int
    """How many rows the tables that imports write hold now."""


def lines(done: Sequence[FileResult], lang: str) -> Iterator[str]:
    """The sentences about each file: what it was taken for, what it gave, and what the steward should know."""
    for item in done:
        yield texts.text("import.file", lang, file=item.file, kind=texts.text(f"import.kind.{item.kind}", lang))
        counts = ", ".join(f"{name} {texts.formatted(n, lang=lang)}" for name, n in item.rows.items())
        yield "  " + texts.text(f"import.{item.change}", lang, rows=counts, replaced=item.replaced)
        yield from (note(one, lang) for one in item.notes)


def end(result: ImportResult, lang: str) -> str:
    """What was written, and what to do next."""
    key = "import.done" if result.written else "import.nothing_changed"
    return texts.text(key, lang, folder=str(result.folder), rows=result.rows)


def note(item: Note, lang: str) -> str:
    """A note as a sentence."""
    params = dict(item.params)
    if item.key == "import.described_otherwise":
        params["part"] = texts.text(f"describe.part.{params['part']}", lang)
    return "  " + texts.text(item.key, lang, **params)
