"""What a destination holds, or is to hold, of one dataset: a value that plans, manifests and destinations share."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class File:
    """One file of a dataset; `fingerprint` says what it was made from, `sha256` and `size` which bytes it has.

    `rows` is the fingerprint of the rows that belong into the DataStore, empty where none do.
    """

    key: str
    filename: str
    name: str
    format: str
    mimetype: str
    description: str = ""
    fingerprint: str = ""
    sha256: str = ""
    size: int = 0
    rows: str = ""
    withdrawn: str = ""

    def same_bytes(self, other: "File") -> bool:
        """Whether the other file need not be sent where this one is."""
        return bool(self.fingerprint) and self.fingerprint == other.fingerprint


@dataclass(frozen=True)
class Dataset:
    """A dataset: its name, its metadata by field (those of ckanext-dcat as `extra:…`), and its files."""

    name: str
    metadata: Mapping[str, Any]
    private: bool
    files: tuple[File, ...]
    schemas: Mapping[str, Any] = field(default_factory=dict)  # of the tables that go to a DataStore, by file

    def file(self, key: str) -> File | None:
        """The file of that key, if there is one."""
        return next((item for item in self.files if item.key == key), None)

    def with_file(self, file: File) -> "Dataset":
        """The dataset with this file in the place of the one of its key."""
        return replace(self, files=(*(item for item in self.files if item.key != file.key), file))


@dataclass(frozen=True)
class Found:
    """A dataset as a destination has it; `modified` is the destination's own mark of the last change."""

    dataset: Dataset
    id: str
    modified: str
    plan: str = ""  # of the last plan that wrote it
    active: bool = True
    resources: Mapping[str, str] = field(default_factory=dict)  # ids by file
    stored: frozenset[str] = frozenset()  # files that have rows in the DataStore
    foreign: tuple[Mapping[str, str], ...] = ()  # metadata that somebody else added and that is left alone


def as_json(dataset: Dataset) -> dict[str, Any]:
    """A dataset as a plan or a manifest keeps it."""
    return {**asdict(dataset), "files": [asdict(item) for item in dataset.files]}


def from_json(value: Mapping[str, Any]) -> Dataset:
    """A dataset as it was kept."""
    return Dataset(**{**value, "files": tuple(File(**item) for item in value["files"])})
