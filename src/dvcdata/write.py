"""Writes tables and descriptors in one canonical form, and never half a file."""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dvcdata.errors import UserError, why

Cell = str | int | float | Decimal | bool | date | None
Row = Sequence[Cell] | Mapping[str, Cell]
# Python's csv writer changed its mind about a lone carriage return between versions; these bytes must not
NEEDS_QUOTES = re.compile('[,"\r\n]')


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes a canonical CSV row by row, however many there are; when that fails, the file is as it was."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(line(columns))
            file.writelines(line([text(cell) for cell in row]) for row in rows)
        temporary.replace(path)
    except OSError as problem:
        _undo([temporary], [])
        raise _failed(path, problem) from None


def write_json(path: Path, value: Any) -> bool:
    """Writes canonical JSON; True when its bytes changed."""
    return bool(write_files([(path, json_bytes(value))]))


def table_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The canonical CSV of a table: UTF-8, LF, few quotes. A row is a mapping or as long as `columns`."""
    lines = [line(columns)]
    for row in rows:
        cells = [row.get(name) for name in columns] if isinstance(row, Mapping) else row
        if len(cells) != len(columns):
            raise ValueError(f"{len(cells)} cells for {len(columns)} columns: {list(cells)!r}")
        lines.append(line([text(cell) for cell in cells]))
    return "".join(lines).encode("utf-8")


def json_bytes(value: Any) -> bytes:
    """The canonical JSON of a value: two spaces, letters as letters, a line end."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def text(value: Cell) -> str:
    """One cell as canonical text: nothing for None, true/false, plain numbers without exponent, ISO dates."""
    if value is None or isinstance(value, str):
        return value or ""
    if type(value) is int:
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is no number that a table can hold")
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def write_files(files: Sequence[tuple[Path, bytes]]) -> list[Path]:
    """Writes the files whose bytes change, in this order; when one fails, or somebody stops it, all are as before."""
    changed = [(path, content, old) for path, content in files if (old := _bytes(path)) != content]
    staged: list[Path] = []
    replaced: list[tuple[Path, bytes | None]] = []
    try:
        for path, content, _ in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            staged.append(path.with_name(f".{path.name}.{os.getpid()}.tmp"))
            _fill(staged[-1], path, content)
        # border: nothing of the old has been touched so far
        for temporary, (path, _, old) in zip(staged, changed, strict=True):
            replaced.append((path, old))  # before it is, so that no moment is left between
            temporary.replace(path)
    except BaseException as problem:
        _undo(staged, replaced)
        if isinstance(problem, OSError):
            raise _failed(files[0][0].parent, problem) from None
        raise
    return [path for path, _, _ in changed]


def _fill(temporary: Path, path: Path, content: bytes) -> None:
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, temporary)


def _undo(staged: Iterable[Path], replaced: Iterable[tuple[Path, bytes | None]]) -> None:
    for path, old in replaced:
        with contextlib.suppress(OSError, UserError):
            if _bytes(path) != old:
                path.unlink() if old is None else path.write_bytes(old)
    for temporary in staged:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _failed(path, problem) from None


def _failed(path: Path, problem: OSError) -> UserError:
    return UserError("write.failed", path=str(path), why=why(problem))


def line(cells: Sequence[str]) -> str:
    """One line of canonical CSV with its end."""
    if len(cells) > 1 and not NEEDS_QUOTES.search("".join(cells)):
        return ",".join(cells) + "\n"
    return ",".join([quoted(cell, alone=len(cells) == 1) for cell in cells]) + "\n"


def quoted(cell: str, alone: bool = False) -> str:
    """One cell of canonical CSV; an empty one that is alone in its line needs quotes too."""
    if NEEDS_QUOTES.search(cell) or (alone and not cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
