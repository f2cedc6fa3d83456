"""The files of many bodies as one table, with what they all have in common said once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dvcdata import texts
from dvcdata.importers.deliveries import Delivery
from dvcdata.importers.harvest import Note
from dvcdata.importers.report import FileResult

NAMES = 40  # of bodies that are missing
FILES = 5  # that share a note
COLUMNS = ("agency", "period", "rows", "change", "file")


def lines(done: Sequence[FileResult], lang: str) -> Iterator[str]:
    """A line for each file, one for all, and the notes."""
    head = [texts.text(f"import.table.{name}", lang) for name in COLUMNS]
    rows = [_row(item, lang) for item in done]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows]:
        cells = [
            cell.rjust(width) if n == 2 else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    changes = Counter(item.change for item in done)
    said = (
        f"{texts.formatted(n, lang=lang)} {texts.text(f'import.table.{change}', lang)}" for change, n in changes.items()
    )
    yield texts.text("import.table.all", lang, files=len(done), rows=sum(map(_size, done)), changes=", ".join(said))
    yield from _notes(done, lang)


def missing(items: Sequence[Delivery], lang: str) -> Iterator[str]:
    """Who delivered and who did not, period by period."""
    for item in items:
        tier = texts.text(f"import.tier.{item.tier}", lang)
        values = {"period": item.period, "above": item.above, "tier": tier, "expected": item.expected}
        there = item.expected - len(item.missing)
        more = len(item.missing) - NAMES if len(item.missing) > NAMES else None
        names = ", ".join(item.missing[:NAMES])
        key = "import.missing" if item.missing else "import.complete"
        yield texts.text(key, lang, **values, there=there, n=len(item.missing), names=names, more=more)


def _row(item: FileResult, lang: str) -> list[str]:
    body = f"{item.agency} {item.body}" if item.body != item.agency else item.agency
    change = texts.text(f"import.table.{item.change}", lang)
    period = texts.formatted(item.period, "period", lang)
    return [texts.visible(body), period, texts.formatted(_size(item), lang=lang), change, texts.visible(item.file)]


def _size(item: FileResult) -> int:
    return item.rows.get(item.table, 0)


def _notes(done: Sequence[FileResult], lang: str) -> Iterator[str]:
    """The notes of all files; those that differ in a count only are one, with the counts added up."""
    groups: dict[tuple[str, str], list[tuple[str, Note]]] = {}
    for item in done:
        for note in item.notes:
            same = (note.key, repr([(name, value) for name, value in note.params.items() if name != "n"]))
            groups.setdefault(same, []).append((item.file, note))
    for group in groups.values():
        files = [file for file, _ in group]
        yield "  " + texts.text(group[0][1].key, lang, **_summed([note for _, note in group]))
        more = len(files) - FILES if len(files) > FILES else None
        yield "    " + texts.text("import.table.files", lang, files=", ".join(files[:FILES]), more=more)


def _summed(notes: Sequence[Note]) -> Mapping[str, object]:
    counts = [note.params["n"] for note in notes if isinstance(note.params.get("n"), int)]
    total = sum(count for count in counts if isinstance(count, int))
    return {**notes[0].params, "n": total} if counts else notes[0].params
