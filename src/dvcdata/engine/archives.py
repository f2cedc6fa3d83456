"""Unpacks a compressed table into a working folder, within limits that no honest table reaches."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from dvcdata.engine.sources import BLOCK
from dvcdata.errors import UserError
from dvcdata.package import Table

MOST_BYTES = 8 << 30
SMALL = 64 << 20  # below this nothing is suspicious
MOST_PACKED = 200  # how many times larger than packed a table may be
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def unpacked(table: Table, folder: Path) -> Table:
    """The table with its files unpacked into the folder."""
    paths = []
    for place, path in enumerate(table.paths):
        target = folder / f"unpacked-{table.name}-{place}.{table.format}"
        try:
            with _opened(path, table) as packed, target.open("wb") as file:
                _copy(packed, file, path)
        except BROKEN as problem:
            raise UserError("file.damaged", path=str(path), why=str(problem)) from None
        paths.append(target)
    return replace(table, paths=tuple(paths), label=table.file)


@contextmanager
def _opened(path: Path, table: Table) -> Iterator[IO[bytes]]:
    if table.compression == "gz":
        with gzip.open(path) as stream:
            yield cast(IO[bytes], stream)
        return
    with zipfile.ZipFile(path) as archive:
        wanted = table.resource.get("innerpath")
        names = [item.filename for item in archive.infolist() if not item.is_dir()]
        if wanted is None and len(names) != 1:
            raise UserError("archive.several", path=str(path), names=", ".join(names[:5]))
        if wanted is not None and wanted not in names:
            raise UserError("archive.missing", path=str(path), name=str(wanted))
        with archive.open(wanted or names[0]) as stream:
            yield stream


def _copy(packed: IO[bytes], file: IO[bytes], path: Path) -> None:
    most = min(MOST_BYTES, max(SMALL, MOST_PACKED * path.stat().st_size))
    size = 0
    while block := packed.read(BLOCK):
        size += len(block)
        if size > most:
            raise UserError("archive.bomb", path=str(path), megabytes=most >> 20)
        file.write(block)
