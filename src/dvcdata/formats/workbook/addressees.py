"""To whom a request goes: the body that issued a procedure, or that published a number, as far as the data names it."""

from collections.abc import Iterator, Mapping

from dvcdata.findings import Finding
from dvcdata.formats.workbook import tables
from dvcdata.report import Report

SAID = ("issuer", "issuing_text")  # columns of rules that name the body
TABLES = {  # where else it is named: table, the column that leads there, and the columns that name it
    "procedures": ("procedure_code", ("issuing_text", "issuing_agency")),
    "sources": ("source_id", ("publisher",)),
    "figures": ("figure_id", ("source_id",)),
}
LONGEST = 120


class Addressees:
    """Finds the body that a finding is a matter of; the tables that name bodies are read when first asked."""

    def __init__(self, report: Report) -> None:
        self.items = {(item.table.package, item.table.name): item for item in report.tables}
        self.read: dict[tuple[str, str], Mapping[str, str]] = {}

    def __call__(self, finding: Finding) -> str:
        """The name of the body, "" where nothing says it."""
        named = next((str(finding.params[name]) for name in SAID if finding.params.get(name)), "")
        if not named and (code := self._code(finding, "procedure_code")):
            named = self._look_up(finding.package, "procedures", code)
        if not named:
            source = self._code(finding, "source_id")
            source = source or self._look_up(finding.package, "figures", self._code(finding, "figure_id"))
            named = self._look_up(finding.package, "sources", source)
        return named if len(named) <= LONGEST else ""

    def _code(self, finding: Finding, column: str) -> str:
        return str(finding.key.get(column) or finding.params.get(column) or "")

    def _look_up(self, package: str, table: str, code: str) -> str:
        if not code or (package, table) not in self.items:
            return ""
        if (package, table) not in self.read:
            self.read[package, table] = dict(self._names(package, table))
        return self.read[package, table].get(code, "")

    def _names(self, package: str, table: str) -> Iterator[tuple[str, str]]:
        column, wanted = TABLES[table]
        with tables.opened(self.items[package, table].table) as (labels, rows):
            names = [name for name in wanted if name in labels]
            if column not in labels or not names:
                return
            for _, cells in rows:
                row = dict(zip(labels, map(str, cells), strict=False))
                if said := next((row[name] for name in names if row.get(name)), ""):
                    yield row.get(column, ""), " ".join(said.split())
