"""The report as a zip of workbooks, one for each file that the data came from, so that each can be sent back."""

import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

from dvcdata import texts
from dvcdata.findings import Finding
from dvcdata.formats import as_xlsx
from dvcdata.formats.workbook.originals import file_of
from dvcdata.ledger import Ledger
from dvcdata.report import Report


def write(report: Report, path: Path, lang: str) -> None:
    """Writes the zip; what is in no file's cells comes in a workbook of its own."""
    others = texts.text("workbook.others_file", lang)
    parts: dict[str, Ledger] = {}
    for finding in report.findings:
        parts.setdefault(_name(report, finding) or others, Ledger()).add(finding)
    made = path.with_name(f"{path.name}.xlsx")  # here, since originals are looked for beside a report
    with zipfile.ZipFile(path, "w") as archive:
        for name, findings in sorted(parts.items()) or [(others, Ledger())]:
            try:
                as_xlsx.write(replace(report, findings=findings), made, lang)
                archive.write(made, name)
            finally:
                made.unlink(missing_ok=True)


def _name(report: Report, finding: Finding) -> str:
    """The name in the zip of the workbook for a finding's file, "" where it is in none."""
    spot = file_of(finding)
    if not spot:
        return ""
    package = [finding.package] if len(report.packages) > 1 else []
    parts = [part for item in (*package, spot[0]) for part in PurePosixPath(item.replace("\\", "/")).parts]
    name = "/".join(part for part in parts if part not in ("/", ".."))
    return name if name.lower().endswith(".xlsx") else f"{name}.xlsx"
