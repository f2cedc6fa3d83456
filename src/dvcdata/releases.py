"""Opens a release of packages: a folder, a zip file, or what a git ref holds."""

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from dvcdata.errors import UserError
from dvcdata.package import DESCRIPTOR, Package, open_all

MOST_BYTES = 2 << 30  # unpacked


def release(given: str, work: Path, beside: str = "") -> list[Package]:
    """The packages of a release; `beside` is the other one's path, which a bare git ref is looked up in."""
    path = Path(given)
    if path.is_dir():
        return open_all([path])
    work.mkdir(parents=True, exist_ok=True)
    if path.is_file():
        with path.open("rb") as file:
            packed = file.read(2) == b"PK"
        if not packed:
            raise UserError("diff.no_package", path=given)
        return open_all([_root(_unzipped(path, work), given)])
    ref, _, inside = given.partition(":")
    return open_all([_root(_of_git(ref, inside or beside, given, work), given)])


def _unzipped(path: Path, work: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
                raise UserError("diff.too_large", path=str(path))
            for item in archive.infolist():
                if not item.is_dir():
                    _put(work, item.filename, archive.read(item), str(path))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise UserError("diff.damaged", path=str(path)) from None
    return work


def _put(work: Path, name: str, content: bytes, given: str) -> None:
    """Writes one file of an archive, never outside the folder."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name:
        raise UserError("diff.path_out", path=given, name=name)
    target = work / parts
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _of_git(ref: str, inside: str, given: str, work: Path) -> Path:
    """The files of a folder as a commit has them."""
    folder = Path(inside) if inside and Path(inside).is_dir() else Path()
    top = _git(folder, "rev-parse", "--show-toplevel", given=given).decode().strip()
    _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", given=given)
    at = folder.resolve()
    place = at.relative_to(Path(top).resolve()).as_posix() if at.is_relative_to(Path(top).resolve()) else "."
    if inside and not Path(inside).is_dir():
        place = PurePosixPath(inside).as_posix()
    if place != "." and not _git(Path(top), "ls-tree", ref, "--", place, given=given):
        raise UserError("diff.no_package", path=given)
    packed = _git(Path(top), "archive", "--format=tar", ref, "--", place, given=given)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for item in archive.getmembers():
            if item.isfile() and (file := archive.extractfile(item)):
                _put(work, item.name, file.read(), given)
    return work / place


def _git(folder: Path, *arguments: str, given: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError:
        raise UserError("diff.not_found", path=given) from None
    if done.returncode:
        raise UserError("diff.not_found", path=given)
    return done.stdout


def _root(folder: Path, given: str) -> Path:
    """The folder that holds the package: this one, its datasets, or the only one in it."""
    while not (folder / DESCRIPTOR).is_file() and not list(folder.glob(f"*/{DESCRIPTOR}")):
        inner = [item for item in folder.iterdir() if item.is_dir()] if folder.is_dir() else []
        if (folder / "datasets").is_dir():
            return folder
        if len(inner) != 1:
            raise UserError("diff.no_package", path=given)
        folder = inner[0]
    return folder
