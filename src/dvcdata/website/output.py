"""Writes the site's files: only those whose bytes changed, and all of them take their places together."""

import contextlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from dvcdata.errors import UserError, why

LIST = "published.txt"
MEMORY = ".dvcdata-build.json"  # what each page was made of when it was last written
NEW = ".dvcdata-new"  # the folder in which files wait for the end of the build


@dataclass
class Output:
    """A folder that becomes the site: used as a context, at whose end what was put takes its place."""

    folder: Path
    written: int = 0
    same: int = 0
    paths: list[str] = field(default_factory=list)
    made_of: dict[str, str] = field(default_factory=dict)  # digests by page
    before: dict[str, str] = field(default_factory=dict)  # the same of the last build
    when: int = 0  # the last build ended
    whole: str = ""  # a digest of all that the site is made of
    whole_before: str = ""  # the same of the last build
    pages: int = 0  # that the last build made
    folders: dict[str, bool] = field(default_factory=dict)  # those of files to come, and whether they stand there

    def __enter__(self) -> "Output":
        try:
            shutil.rmtree(self._new, ignore_errors=True)  # of a build that was killed
            self._new.mkdir(parents=True)
        except OSError as problem:
            raise _failed(self.folder, problem) from None
        return self

    def put(self, path: str, content: bytes) -> None:
        """Puts one file aside, unless it stands there already."""
        self.paths.append(path)
        target = f"{self.folder}/{path}"
        try:
            folder = path.rpartition("/")[0]
            if folder not in self.folders:
                (self._new / folder).mkdir(parents=True, exist_ok=True)
                self.folders[folder] = (self.folder / folder).is_dir()
            if self.folders[folder] and _stands(target, content):
                self.same += 1
                return
            with open(f"{self.folder}/{NEW}/{path}", "wb", buffering=0) as file:  # noqa: PTH123  # thousands of times
                file.write(content)
        except OSError as problem:
            raise _failed(Path(target), problem) from None
        self.written += 1

    def keep(self, path: str) -> None:
        """Keeps a file that is known to be as it would be written."""
        self.paths.append(path)
        self.same += 1

    def add(self, other: "Output") -> None:
        """Takes over what was put into the same folder elsewhere."""
        self.paths += other.paths
        self.made_of |= other.made_of
        self.written += other.written
        self.same += other.same

    def apart(self) -> "Output":
        """An output into the same folder that is empty so far."""
        return replace(self, written=0, same=0, paths=[], made_of={}, folders={})

    def published(self) -> list[str]:
        """The paths of the last release."""
        path = self.folder / LIST
        return path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        try:
            if not kind:
                self._take_place()
        except OSError as problem:
            raise _failed(self.folder, problem) from None
        finally:
            shutil.rmtree(self._new, ignore_errors=True)
            with contextlib.suppress(OSError):
                self.folder.rmdir()  # where nothing is in it

    def _take_place(self) -> None:
        before, now = set(self.published()), set(self.paths)
        self.put(LIST, "".join(f"{path}\n" for path in sorted({*now, LIST})).encode())
        _move(f"{self._new}", f"{self.folder}")
        for path in before - now - {LIST}:
            (self.folder / path).unlink(missing_ok=True)
        memory = {"whole": self.whole, "pages": self.pages, "made_of": dict(sorted(self.made_of.items()))}
        (self.folder / MEMORY).write_text(json.dumps(memory, indent=0), encoding="utf-8")

    @property
    def _new(self) -> Path:
        return self.folder / NEW

    def remember(self) -> None:
        """Reads what the site and its pages were made of when they were last written."""
        path = self.folder / MEMORY
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            self.before, self.whole_before, self.pages = said["made_of"], said["whole"], said["pages"]
            self.when = path.stat().st_mtime_ns
        except (OSError, ValueError, KeyError, TypeError):
            self.before, self.whole_before, self.when = {}, "", 0

    def stands(self) -> bool:
        """Whether the last build made the site of the same, and nobody touched a file of it since."""
        return bool(self.whole) and self.whole == self.whole_before and self._untouched(self.published() or [LIST])

    def content(self, path: str) -> bytes:
        """The bytes of a file that was put or kept."""
        new = self._new / path
        return (new if new.is_file() else self.folder / path).read_bytes()

    def standing(self, path: str, made_of: str) -> bytes | None:
        """The bytes at a path that were made of the same by the last build, and that nobody touched since."""
        return (self.folder / path).read_bytes() if self.unchanged(path, made_of, (path,)) else None

    def unchanged(self, path: str, made_of: str, files: Iterable[str]) -> bool:
        """Whether a page was made of the same when it was last written, and nobody touched its files since."""
        self.made_of[path] = made_of
        return self.before.get(path) == made_of and self._untouched(files)

    def _untouched(self, files: Iterable[str]) -> bool:
        try:
            return all(os.stat(f"{self.folder}/{file}").st_mtime_ns <= self.when for file in files)  # noqa: PTH116
        except OSError:
            return False


def _stands(target: str, content: bytes) -> bool:
    try:
        with open(target, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of times
            return file.read(len(content) + 1) == content
    except FileNotFoundError:
        return False


def _move(new: str, place: str) -> None:
    """Moves what lies in one folder into another: as a whole what is not there yet, else file by file."""
    for item in list(os.scandir(new)):
        there = f"{place}/{item.name}"
        if item.is_dir() and os.path.isdir(there):  # noqa: PTH112  # thousands of times
            _move(item.path, there)
        else:
            os.replace(item.path, there)  # noqa: PTH105


def _failed(target: Path, problem: OSError) -> UserError:
    return UserError("site.not_written", path=str(target), why=why(problem))
