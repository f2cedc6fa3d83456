"""Unpacks a compressed table into a working folder, within limits that no honest table reaches."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, cast
from uuid import uuid4

from dvcdata.engine.load import is_full
from dvcdata.engine.sources import BLOCK
from dvcdata.errors import UserError, why
from dvcdata.package import COMPRESSIONS, Table

MOST_BYTES = 8 << 30
SMALL = 64 << 20  # below this nothing is suspicious
MOST_PACKED = 200  # how many times larger than packed a table may be
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def unpacked(table: Table, folder: Path) -> Table:
    """The table with its files unpacked into the folder."""
    paths = []
    for path in table.paths:
        target = folder / f"{uuid4().hex}.{table.format}"
        try:
            with _opened(path, table) as packed, target.open("wb") as file:
                _copy(packed, file, path)
        except BROKEN as problem:
            if is_full(problem):
                raise
            if isinstance(problem, OSError) and problem.strerror:  # not the archive's fault
                raise UserError("file.unreadable", path=str(path), why=why(problem)) from None
            raise UserError("archive.damaged", path=str(path)) from None
        paths.append(target)
    return replace(table, paths=tuple(paths), label=table.file, compression="")


@contextmanager
def named(table: Table, packed: Table) -> Iterator[None]:
    """Sentences about an unpacked file name the file that the user has."""
    names = {str(ours): str(theirs) for ours, theirs in zip(table.paths, packed.paths, strict=True)}
    try:
        yield
    except UserError as problem:
        problem.params = {key: names.get(str(value), value) for key, value in problem.params.items()}
        raise


@contextmanager
def _opened(path: Path, table: Table) -> Iterator[IO[bytes]]:
    if table.compression == "gz":
        with gzip.open(path) as stream:
            yield cast(IO[bytes], stream)
        return
    wanted = table.resource.get("innerpath")
    with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive, wanted)) as stream:
        yield stream


def inner_kind(path: Path) -> str:
    """The ending of the only file in a zip, or nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            return Path(_member(path, archive, None).filename).suffix.lstrip(".").lower()
    except BROKEN:
        raise UserError("archive.damaged", path=str(path)) from None


def _member(path: Path, archive: zipfile.ZipFile, wanted: object) -> zipfile.ZipInfo:
    """The file in a zip that is meant: the one named, else the only one."""
    members = {item.filename: item for item in archive.infolist() if not item.is_dir() and not _is_clutter(item)}
    if wanted is None and len(members) != 1:
        raise UserError("archive.several", path=str(path), names=", ".join(list(members)[:5]) or "–")
    name = str(wanted) if wanted is not None else next(iter(members))
    if name not in members:
        raise UserError("archive.missing", path=str(path), name=name)
    if members[name].flag_bits & 1:
        raise UserError("archive.encrypted", path=str(path))
    if name.lower().endswith(tuple(f".{ending}" for ending in COMPRESSIONS)):
        raise UserError("archive.nested", path=str(path), name=name)
    return members[name]


def _is_clutter(item: zipfile.ZipInfo) -> bool:
    """What macOS puts into every zip beside the files."""
    return item.filename.startswith("__MACOSX/") or item.filename.endswith("/.DS_Store")


def _copy(packed: IO[bytes], file: IO[bytes], path: Path) -> None:
    most = min(MOST_BYTES, max(SMALL, MOST_PACKED * path.stat().st_size))
    size = 0
    while block := packed.read(BLOCK):
        size += len(block)
        if size > most:
            raise UserError("archive.bomb", path=str(path), megabytes=most >> 20)
        file.write(block)
