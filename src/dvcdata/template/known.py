"""What a template is told when it is made: the body and the period it is for, and codes out of other packages."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dvcdata import package, texts
from dvcdata.errors import UserError

BODIES = ("agency_code", "owner_code", "offered_by", "parent_code", "successor_code", "issuing_agency", "executing")
# Which tables give the codes of a column: their code, and the column that says what it is.
AGENCIES = (("agencies", "agency_code", "name"), ("agency_groups", "group_code", "name"))
PROCEDURES, SERVICES = ("procedures", "procedure_code", "name"), ("services", "service_code", "name")
GIVERS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    **dict.fromkeys(BODIES, AGENCIES),
    "item_code": (SERVICES, PROCEDURES),
    "procedure_code": (PROCEDURES,),
    "service_code": (SERVICES,),
    "field_code": (("procedures", "field_code", "field_name"), ("dossiers", "field_code", "field_name")),
    "measure": (("measures", "measure", "title"),),
    "unit_code": (("units", "unit_code", "name"),),
}
DEFINES = {"agency_code": "agencies", "procedure_code": "procedures", "measure": "measures", "unit_code": "units"}
LONGEST = 80  # characters of a name


class Known:
    """The codes of the packages that a template was told of."""

    def __init__(self, references: Sequence[Path]) -> None:
        from dvcdata.importers import holding

        names = sorted({table for givers in GIVERS.values() for table, _, _ in givers} | {"agency_names"})
        for path in references:
            if not (path / package.DESCRIPTOR).is_file():
                raise UserError("path.missing" if not path.exists() else "template.reference", path=str(path))
        self._held = [holding.read(path, names) for path in references]

    def rows(self, table: str) -> Iterator[Mapping[str, str]]:
        """The rows of a table of all packages."""
        for held in self._held:
            yield from (row.values for row in held.rows(table))

    def codes(self, table: str, column: str) -> dict[str, str]:
        """What a column may hold, {what is shown: code}; nothing for the column that a table itself defines."""
        if DEFINES.get(column) == table or (table, column) == ("services", "service_code"):
            return {}
        found: dict[str, str] = {}
        for giver, code, name in GIVERS.get(column, ()):
            for row in self.rows(giver):
                if value := row.get(code):
                    said = row.get(name, "")[:LONGEST].strip()
                    found.setdefault(value, f"{value} – {said}" if said else value)
        return {word: value for value, word in found.items()}

    def given(self, agency: str | None, period: str | None, lang: str) -> tuple[dict[str, str], dict[str, str]]:
        """What stands in the description sheet from the start, and what is said beside it."""
        from dvcdata.importers import periods
        from dvcdata.importers.asking import CODE
        from dvcdata.importers.directory import Directory

        found: dict[str, str] = {}
        hints: dict[str, str] = {}
        if agency is not None:
            directory = Directory(
                *(map(dict, self.rows(name)) for name in ("agencies", "agency_names", "agency_groups"))
            )
            code = directory.find(agency) or agency.strip()
            if not CODE.fullmatch(code):
                raise UserError("import.bad_agency", value=agency)
            found["agency"] = code
            if name := directory.name(code):
                hints["agency"] = name
        if period is not None:
            when = periods.given(period)
            if not when:
                raise UserError("import.bad_period", value=period)
            found |= {"period": when.period} | ({"period_basis": when.basis} if when.basis else {})
            hints["period"] = texts.formatted(when.period, "period", lang)
        return found, hints
