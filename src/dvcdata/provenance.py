"""Says for a finding in a workbook, or in a package imported from one, in which cell the value stands."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import Package, inside

FILE = "provenance.csv"
COLUMNS = ("table", "row", "key", "file", "sheet", "line", "columns")


@dataclass(frozen=True)
class Origin:
    """Where a row of a table came from; `columns` maps the table's columns to those of the source."""

    file: str
    sheet: str
    line: str
    columns: dict[str, str]

    def cell(self, field: str | None) -> str:
        """The place to show, such as "tệp.xlsx › Danh sách TTHC › B17"."""
        column = self.columns.get(field or "", "")
        if column and len(column) <= 3 and column.isupper():
            place = f"{column}{self.line}"  # a spreadsheet's column letters
        else:
            place = f"[{self.line}].{column}" if column and self.line else column or self.line
        return " › ".join(part for part in (self.file, self.sheet, place) if part)


class Locator:
    """Adds to a finding the cell of the workbook it was read from, or that its package's provenance file names."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self.paths = {p.name: inside(p.folder, FILE, str(p.folder)) for p in packages if (p.folder / FILE).is_file()}
        self.known: dict[str, dict[tuple[str, str], Origin]] = {}
        self.traces = {(p.name, table.name): table.trace for p in packages for table in p.tables}

    def __call__(self, finding: Finding) -> Finding:
        trace = self.traces.get((finding.package, finding.table))
        if trace and (line := trace.line(finding.row)):
            finding = replace(finding, line=line)
        if trace and (cell := trace.cell(finding.row, finding.field)):
            return replace(finding, cell=cell)
        if finding.package not in self.paths:
            return finding
        if finding.package not in self.known:
            self.known[finding.package] = read(self.paths[finding.package])
        origins = self.known[finding.package]
        key = "|".join(finding.key.values())
        origin = origins.get((finding.table, f"{finding.row}:{key}")) or origins.get((finding.table, key))
        return replace(finding, cell=origin.cell(finding.field)) if origin else finding


def read(path: Path) -> dict[tuple[str, str], Origin]:
    """Origins by table and "row:key", and by table and key alone where the key stands once.

    A row that was moved since the import is found by its key; one whose key changed is found nowhere: a wrong
    place would be worse than none.
    """
    origins: dict[tuple[str, str], Origin] = {}
    twice: set[tuple[str, str]] = set()
    for item in rows(path):
        pairs = dict(pair.split("=", 1) for pair in item["columns"].split() if "=" in pair)
        origin = Origin(item["file"], item["sheet"], item["line"], pairs)
        origins[item["table"], f"{item['row']}:{item['key']}"] = origin
        alone = (item["table"], item["key"])
        twice |= {alone} & origins.keys()
        origins[alone] = origin
    return {place: origin for place, origin in origins.items() if place not in twice}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a provenance file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, item in enumerate(csv.DictReader(file), 2):
                if any(item.get(name) is None for name in COLUMNS):
                    raise UserError("provenance.row", path=str(path), row=number, columns=", ".join(COLUMNS))
                yield item
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise UserError("provenance.unreadable", path=str(path), why=str(problem)) from None
