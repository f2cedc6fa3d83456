"""Where a finding is among the files that were checked: the file's path, and its line where it has lines."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dvcdata.findings import Finding
from dvcdata.package import DESCRIPTOR, TEXT, Table
from dvcdata.report import Report

SOURCES = "sources.csv"


@dataclass(frozen=True)
class Spot:
    """A file as the command line led to it, and a line of it where that is known."""

    path: Path
    line: int | None = None


class Places:
    """Finds the files of findings, by package and table."""

    def __init__(self, report: Report) -> None:
        self.tables: dict[tuple[str, str], Table] = {}
        self.folders: dict[str, Path] = {}
        for item in report.tables:
            self.tables[item.table.package, item.table.name] = item.table
            self.folders.setdefault(item.table.package, folder(item.table))

    def __call__(self, finding: Finding) -> Spot:
        """The place of a finding; of one about the package, its description."""
        table = self.tables.get((finding.package, finding.table))
        if table is None:
            home = self.folders.get(finding.package, Path())
            described = finding.file == DESCRIPTOR or not finding.file
            return Spot(home / DESCRIPTOR if described else home / finding.file)
        lines = table.format in TEXT and not table.compression and len(table.paths) == 1
        return Spot(table.paths[0], finding.line or finding.row if lines else None)


def is_input(report: Report, path: Path) -> bool:
    """Whether a file was checked, or is one that a package was imported from, by its hash."""
    if not path.is_file():
        return False
    if any(path.samefile(part) for item in report.tables for part in item.table.paths if part.is_file()):
        return True
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return any(digest in sources(home) for home in Places(report).folders.values())


def sources(home: Path) -> str:
    """What the package in that folder says about its sources: a hash that stands nowhere in it is of another file."""
    path = home / SOURCES
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""


def folder(table: Table) -> Path:
    """The folder of the package that a table is in: the nearest one with a description, else that of its file."""
    near = table.paths[0].parent
    return next((home for home in (near, *near.parents) if (home / DESCRIPTOR).is_file()), near)
