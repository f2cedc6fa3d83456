"""Where a finding is among the files that were checked: the file's path, and its line where it has lines."""

from dataclasses import dataclass
from pathlib import Path

from dvcdata.findings import Finding
from dvcdata.package import DESCRIPTOR, TEXT, Table
from dvcdata.report import Report


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


def folder(table: Table) -> Path:
    """The folder of the package that a table is in: the nearest one with a description, else that of its file."""
    near = table.paths[0].parent
    return next((home for home in (near, *near.parents) if (home / DESCRIPTOR).is_file()), near)
