"""What a workspace remembers of a destination: files by their hash, manifests, and who is at work."""

import contextlib
import fcntl
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from dvcdata import texts
from dvcdata.errors import UserError, why
from dvcdata.write import json_bytes

BLOCK = 1 << 20
KEPT = 5  # manifests whose files are kept for going back …
DAYS = 30  # … and how long a file is kept that none of them names: a plan may still want it


class Store:
    """The folder of one destination; nothing in it is ever half a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.manifests = folder / "manifests"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds off a second run on the same destination from this workspace."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UserError("publish.locked", path=str(self.folder)) from None
            yield

    @contextlib.contextmanager
    def new(self) -> Iterator["NewFile"]:
        """A file to be written; it is kept, by its hash, when the context ends well."""
        self.files.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.files, prefix=".new-")
        os.close(descriptor)
        made = NewFile(Path(name))
        try:
            yield made
            made.sha256, made.size = digest(made.path)
            with made.path.open("rb") as file:
                os.fsync(file.fileno())
            made.path.replace(self.path(made.sha256))
        finally:
            made.path.unlink(missing_ok=True)

    def add(self, content: bytes) -> tuple[str, int]:
        """Keeps these bytes; their hash and number."""
        with self.new() as made:
            made.path.write_bytes(content)
        return made.sha256, made.size

    def path(self, sha256: str) -> Path:
        """Where the file of that hash is kept."""
        return self.files / sha256

    def open(self, sha256: str, name: str) -> IO[bytes]:
        """The file of that hash, to be read."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise UserError("publish.not_kept", name=name, path=str(self.files)) from None

    def history(self) -> list[dict[str, Any]]:
        """The manifests, the oldest first."""
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.manifests.glob("*.json"))]

    def remember(self, manifest: dict[str, Any]) -> None:
        """Keeps a manifest, and of the files only those that going back may need."""
        self.manifests.mkdir(parents=True, exist_ok=True)
        number = len(list(self.manifests.glob("*.json"))) + 1
        path = self.manifests / f"{number:06}.json"
        replace_file(path, json_bytes(manifest))
        used = {item["sha256"] for one in self.history()[-KEPT:] for data in one["datasets"] for item in data["files"]}
        oldest = time.time() - DAYS * 24 * 60 * 60
        for file in self.files.iterdir():
            if file.name not in used and file.stat().st_mtime < oldest:
                file.unlink()


@contextlib.contextmanager
def disk(path: Path) -> Iterator[None]:
    """Says in one sentence when the disk is full, or not to be written on."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as problem:
        full = "No space left" in str(problem)  # as DuckDB says it
        said = texts.text("system.full") if full else why(problem) if isinstance(problem, OSError) else str(problem)
        raise UserError("write.failed", path=str(path), why=said.splitlines()[0]) from None


class NewFile:
    """A file on its way into the store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sha256 = ""
        self.size = 0


def digest(path: Path) -> tuple[str, int]:
    """The SHA-256 and the size of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file whole and durably, or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


class Journal:
    """What a run has done so far, line by line on the disk before it goes on."""

    def __init__(self, path: Path, plan: str) -> None:
        self.path = path
        self.lines = self._read(plan)
        if not self.lines:
            path.unlink(missing_ok=True)

    def _read(self, plan: str) -> list[dict[str, Any]]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self.path, whole)  # a line cut off by a kill or a full disk: the next one must not join it
        lines = [json.loads(line) for line in content[:whole].splitlines()]
        return lines if lines and lines[0].get("plan") == plan else []  # of another plan: that one is over

    def write(self, **line: Any) -> None:
        """Adds a line; it is on the disk when this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.lines.append(line)

    def last(self, dataset: str) -> dict[str, Any] | None:
        """The last line about a dataset."""
        return next((line for line in reversed(self.lines) if line.get("dataset") == dataset), None)
