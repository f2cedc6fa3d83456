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


@dataclass(frozen=True)
class ImportResult:
    """What an import did to a package."""

    folder: Path
    files: tuple[FileResult, ...]
    written: tuple[str, ...]
    """The names of the files that changed; none when all was as before."""
    rows: int
    """How many rows the tables that imports write hold now."""


def lines(result: ImportResult, notes: Sequence[Note], lang: str) -> Iterator[str]:
    """The sentences about an import: what each file was taken for, what it gave, and what to do next."""
    for item in result.files:
        yield texts.text("import.file", lang, file=item.file, kind=texts.text(f"import.kind.{item.kind}", lang))
        counts = ", ".join(f"{name} {texts.formatted(n, lang=lang)}" for name, n in item.rows.items())
        yield "  " + texts.text(f"import.{item.change}", lang, rows=counts, replaced=item.replaced)
        yield from (_note(note, lang) for note in item.notes)
    yield from (_note(note, lang) for note in notes)
    key = "import.done" if result.written else "import.nothing_changed"
    yield texts.text(key, lang, folder=str(result.folder), rows=result.rows)


def _note(note: Note, lang: str) -> str:
    return "  " + texts.text(note.key, lang, **note.params)
