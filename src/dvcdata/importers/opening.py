"""Opens the files that were given, by what they hold and never by their name, and refuses what would do harm."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dvcdata.errors import UserError
from dvcdata.importers import delimited
from dvcdata.spreadsheets import guards, ole
from dvcdata.spreadsheets.cells import Cell
from dvcdata.spreadsheets.survey import Flaw
from dvcdata.spreadsheets.workbook import Book, Sheet, Workbook, shown
from dvcdata.template import filled
from dvcdata.template.filled import Filled


@dataclass(frozen=True)
class Response:
    """What an interface answered: the value of a JSON text, its numbers as they were written."""

    value: Any


class Figure(str):
    """The text of a cell that holds a number: its point is a decimal point, whatever points in texts may be."""


@dataclass(frozen=True)
class Document:
    """One file that was given: the name to show, the hash of its bytes, and what it holds."""

    file: str
    sha256: str
    content: Workbook | Response
    unvalued: Mapping[str, int] = field(default_factory=dict)
    """How many formulas of a sheet were never calculated, so that nobody knows their value."""
    filled: tuple[Filled, ...] = ()
    """The sheets of rows, where the file is a template that was filled in."""


@dataclass(frozen=True)
class Given:
    """The files to import, with the name to show for each, and the lock files of Excel that were left out."""

    files: dict[Path, str]
    locks: list[str] = field(default_factory=list)


def collect(paths: Sequence[Path]) -> Given:
    """The files at these paths: a folder means all files in it, but no hidden ones and none of Excel's lock files."""
    given = Given({})
    for path in paths:
        if not path.exists():
            raise UserError("path.missing", path=str(path))
        if not path.is_file() and not path.is_dir():
            raise UserError("path.special", path=str(path))
        if not path.is_dir():
            given.files[path] = _name(path.name)
            continue
        found = [item for item in sorted(path.rglob("*")) if item.is_file() and not _hidden(item, path)]
        given.files.update({item: _label(item, path) for item in found if not guards.is_lock(item)})
        given.locks.extend(_label(item, path) for item in found if guards.is_lock(item))
        if all(map(guards.is_lock, found)):
            raise UserError("import.empty_folder", path=str(path))
    return given


def open_document(path: Path, file: str) -> Document:
    """The file as a workbook or a response; whatever else it is is refused with one sentence."""
    content = guards.content(path, file)
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith((*guards.ZIP, ole.MAGIC)):
        return _workbook(content, file, sha256)
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content.strip():
        raise UserError("import.empty", file=file)
    if start.startswith(guards.RTF):
        raise UserError("spreadsheet.word", file=file)
    if start[:1] in (b"{", b"["):
        return Document(file, sha256, Response(_json(content, file)))
    if start.startswith(guards.WEB):
        raise UserError("import.html", file=file)
    if table := delimited.read(content, file):
        return Document(file, sha256, table, filled=_filled(table.sheets, file))
    raise UserError("import.not_known", file=file)


def _workbook(content: bytes, file: str, sha256: str) -> Document:
    book = Book(content, file)
    sheets = tuple(_sheet(book, name) for name in book.visible)
    mine = _filled(sheets, file)
    for item in mine:
        item.check(file, book.survey(item.sheet))
    unvalued = {name: sum(map(_unvalued, book.survey(name).flaws.values())) for name in book.visible if not mine}
    counts = {name: n for name, n in unvalued.items() if n}
    return Document(file, sha256, Workbook(sheets, book.hidden), counts, mine)


def _sheet(book: Book, name: str) -> Sheet:
    rows = [list(map(_text, row)) for row in book.rows(name)]
    merged = {
        (row, column): rows[first][column]
        for (first, column), (last, _) in book.merged(name)
        for row in range(first + 1, min(last + 1, len(rows)))
        if column < len(rows[row])
    }
    return Sheet(name, rows, merged)


def _filled(sheets: Sequence[Sheet], file: str) -> tuple[Filled, ...]:
    rows = {sheet.name: sheet.rows for sheet in sheets}
    return tuple(filled.opened(file, {name: every[: filled.HEAD] for name, every in rows.items()}, rows.__getitem__))


def _text(cell: Cell) -> str:
    numeric = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return Figure(shown(cell)) if numeric else shown(cell)


def _unvalued(flaws: Iterable[Flaw]) -> int:
    return sum(flaw.rows * flaw.columns for flaw in flaws if flaw.text is None)


def _json(content: bytes, file: str) -> Any:
    try:
        value = json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,  # 7.05 stays 7.05, and 12.70 stays 12.70
            parse_constant=_refuse,
            object_pairs_hook=_once,
        )
        for text in texts(value):
            text.encode("utf-8")  # half a surrogate pair is no text
    except json.JSONDecodeError as problem:
        raise UserError("json.broken", path=file, line=problem.lineno, column=problem.colno) from None
    except (ValueError, RecursionError):
        raise UserError("json.unreadable", path=file) from None
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in one object: one of its values would be lost")
    return dict(pairs)


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from _all(value.values())
    elif isinstance(value, list):
        yield from _all(value)


def _all(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from texts(value)


def _hidden(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return any(part.startswith(".") for part in parts) or path.name.lower() in {"thumbs.db", "desktop.ini"}


def _label(path: Path, folder: Path) -> str:
    return _name(path.relative_to(folder).as_posix())


def _name(text: str) -> str:
    return unicodedata.normalize("NFC", text)  # the same name from every operating system
