"""Finds the workbook that data was read from, to be given back with marks, and says why where it can't be."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.formats.places import Places, sources
from dvcdata.report import Report
from dvcdata.spreadsheets import guards

KINDS = (".xlsx", ".xlsm")
FINDINGS = 5_000  # that a workbook is marked with
MOST = 12 << 20  # bytes of its sheets, unpacked: about a quarter of a million cells
PARTS = {  # what a workbook may hold that does not come back, by where it lies
    "shapes": ("xl/drawings/drawing", "xl/charts/", "xl/media/", "xl/diagrams/"),
    "macros": ("xl/vbaProject.bin",),
    "controls": ("xl/ctrlProps/", "xl/activeX/", "xl/slicers/"),
    "threads": ("xl/threadedComments/",),
    "signature": ("_xmlsignatures/",),
}


@dataclass(frozen=True)
class Original:
    """A workbook that was checked, or that a package was imported from, and what of it can't be kept."""

    path: Path
    file: str  # as findings name it
    lost: tuple[str, ...]


def file_of(finding: Finding) -> tuple[str, str, str] | None:
    """The file, the sheet and the cell that a finding names."""
    parts = (finding.cell or "").rsplit(" › ", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def find(report: Report, beside: Path) -> tuple[Original | None, str]:
    """The one workbook that the findings are in, or a word for why there is none to be given back."""
    if len(report.findings) > FINDINGS:
        return None, "many"
    spots = [spot for finding in report.findings if (spot := file_of(finding))]
    named = {file: package for finding in report.findings for file, package in _named(finding)}
    if not spots or not named:
        return None, ""
    if len(named) > 1:
        return None, "several"
    ((file, package),) = named.items()
    if not file.lower().endswith(KINDS):
        return None, "format"
    try:
        path = next(_candidates(report, file, package, beside), None)
    except OSError:  # such as one that another program keeps to itself
        return None, "unreadable"
    if path is None:
        return None, "not_found"
    return _looked_into(path, file)


def _named(finding: Finding) -> Iterator[tuple[str, str]]:
    if spot := file_of(finding):
        yield spot[0], finding.package


def _looked_into(path: Path, file: str) -> tuple[Original | None, str]:
    try:
        if guards.check(guards.content(path), file) != "xlsx":
            return None, "format"
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (UserError, OSError, zipfile.BadZipFile):
        return None, "unreadable"
    if sum(item.file_size for item in members if item.filename.startswith("xl/worksheets/")) > MOST:
        return None, "large"
    names = [item.filename for item in members]
    lost = [word for word, starts in PARTS.items() if any(name.startswith(starts) for name in names)]
    return Original(path, file, tuple(lost)), ""


def _candidates(report: Report, file: str, package: str, beside: Path) -> Iterator[Path]:
    """The files that are surely meant: one that was checked itself, or one whose bytes the package remembers."""
    for item in report.tables:
        for look in item.table.trace.looks:
            if look.file == file:
                yield look.path
    home = Places(report).folders.get(package, Path())
    known = sources(home)
    for folder in dict.fromkeys([beside, Path(), home, *list(home.absolute().parents)[:3]]):
        path = folder / file
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in known:
            yield path
