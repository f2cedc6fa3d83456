"""What a site is made of: its files, and one digest of everything, by which a build knows that nothing changed."""

import hashlib
import platform
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import dvcdata
from dvcdata import builtin
from dvcdata.package import Package

WATCHED = ("dvcdata.toml", "datasets", "validators", "site", "releases")  # of a workspace


def files(home: Path | None, folders: Iterable[Path]) -> Iterator[Path]:
    """The files of a workspace and of packages that a site is made of."""
    for top in (*(home / name for name in WATCHED if home), *folders):
        yield from (path for path in (top, *sorted(top.rglob("*"))) if path.is_file())


def digest(home: Path | None, packages: Sequence[Package], out: Path, said: object) -> str:
    """A digest of these files, of the tool with its libraries, and of what else is said; `out` is no part of it.

    Nothing where a file can't be read.
    """
    folders = [package.folder for package in packages if not package.lone]
    found = list(files(home, folders))
    found += [path for package in packages for table in package.tables for path in table.paths if path.is_file()]
    named = [(package.name, [table.name for table in package.tables]) for package in packages]
    total = hashlib.blake2b(repr((said, named)).encode(), key=of_tool())
    for path in dict.fromkeys(found):
        if not path.resolve().is_relative_to(out.resolve()):
            tops = (top for top in (home, *folders) if top and path.is_relative_to(top))
            name = path.relative_to(next(tops, path.parent))  # the same wherever the folders lie
            try:
                with path.open("rb") as file:
                    total.update(hashlib.file_digest(file, "blake2b").digest() + repr(str(name)).encode())
            except OSError:
                return ""
    return total.hexdigest()


@cache
def of_tool() -> bytes:
    """A digest of the tool itself, of what ships with it, and of the names and versions of the libraries."""
    total = hashlib.blake2b(platform.python_version().encode(), digest_size=32)
    tops = (Path(dvcdata.__file__).parent, *map(builtin.folder, builtin.CONTENT))
    for path in (path for top in tops for path in sorted(top.rglob("*.*"))):
        if path.suffix != ".pyc" and path.is_file():
            total.update(path.read_bytes())
    libraries = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    total.update(repr(sorted(path.name for top in libraries for path in top.glob("*.dist-info"))).encode())
    return total.digest()
