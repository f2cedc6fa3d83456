"""Compares what a destination has with what it is to have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dvcdata.publish.state import Dataset, File, Found

Kind = Literal["create", "update", "unchanged", "withdraw"]
SHOWN = ("name", "description", "format", "mimetype", "withdrawn")


@dataclass(frozen=True)
class FieldChange:
    """One field of the metadata: what it is, and what it becomes."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class FileChange:
    """One file: created, updated with new bytes or new metadata only, or withdrawn; `bytes` are to be sent."""

    key: str
    kind: Kind
    sent: bool
    bytes: int
    rows: bool = False


@dataclass(frozen=True)
class Change:
    """All that a plan does to one dataset."""

    name: str
    kind: Kind
    fields: tuple[FieldChange, ...] = ()
    files: tuple[FileChange, ...] = ()

    @property
    def bytes(self) -> int:
        """How much is to be sent."""
        return sum(item.bytes for item in self.files)


def compare(wanted: Dataset, found: Found | None) -> Change:
    """What has to change for the destination to hold the dataset wanted."""
    old = found.dataset if found else Dataset(wanted.name, {}, wanted.private, ())
    fields = tuple(_fields(wanted, found))
    files = tuple(_files(wanted, old))
    if wanted.metadata.get("extra:withdrawn") and not old.metadata.get("extra:withdrawn"):
        return Change(wanted.name, "withdraw", fields, files)
    if not found:
        return Change(wanted.name, "create", (), files)
    return Change(wanted.name, "update" if fields or files else "unchanged", fields, files)


def _fields(wanted: Dataset, found: Found | None) -> Iterator[FieldChange]:
    if not found:
        return
    old = found.dataset
    for name in dict.fromkeys([*wanted.metadata, *old.metadata]):
        before, after = old.metadata.get(name) or "", wanted.metadata.get(name) or ""
        if before != after:
            yield FieldChange(name, before, after)
    if old.private != wanted.private:
        yield FieldChange("private", old.private, wanted.private)
    if not found.active:
        yield FieldChange("state", "deleted/draft", "active")


def _files(wanted: Dataset, old: Dataset) -> Iterator[FileChange]:
    for file in wanted.files:
        if change := file_change(file, old.file(file.key)):
            yield change


def file_change(file: File, old: File | None) -> FileChange | None:
    """What has to be done for one file, or None."""
    if old is None:
        return FileChange(file.key, "create", True, file.size, bool(file.rows))
    if not old.same_bytes(file):
        return FileChange(file.key, "withdraw" if file.withdrawn else "update", True, file.size, bool(file.rows))
    if file.rows != old.rows or _described(file) != _described(old):
        return FileChange(file.key, "update", False, 0, file.rows != old.rows)
    return None


def content_matches(wanted: Dataset, found: Found) -> bool:
    """Whether all is as wanted but for what is done last: the rows, and the view of the public."""
    if any(item.field != "private" for item in _fields(wanted, found)):
        return False
    pairs = [(file, found.dataset.file(file.key)) for file in wanted.files]
    return all(old and old.same_bytes(new) and _described(new) == _described(old) for new, old in pairs)


def _described(file: File) -> tuple[str, ...]:
    return tuple(getattr(file, name) for name in SHOWN)


def between(old: Dataset, new: Dataset) -> Change:
    """What somebody else changed between two readings of a destination."""
    return compare(new, Found(old, "", ""))
