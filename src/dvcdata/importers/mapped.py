"""Any table with a map: the one-stop software's export of dossiers by service and month, or whatever else it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dvcdata import profiles, schemas
from dvcdata.errors import UserError
from dvcdata.importers import maps, naming, periods, prose, readings, tables
from dvcdata.importers.form_06_lines import TOTAL
from dvcdata.importers.form_06_rows import ALL
from dvcdata.importers.harvest import Harvest, Place, Request, Values, columns
from dvcdata.importers.ids import fold
from dvcdata.importers.maps import PARTS, TableMap
from dvcdata.importers.naming import BODIES
from dvcdata.importers.opening import Document
from dvcdata.importers.said import Need, Part
from dvcdata.importers.tables import Header
from dvcdata.spreadsheets.workbook import Sheet, Workbook, letter

CONVERT = {
    "integer": readings.whole,
    "number": readings.number,
    "date": readings.day,
    "boolean": readings.truth,
}


@dataclass(frozen=True)
class Mapped:
    """The kind of a table that a map is for."""

    map: TableMap
    ID: str = "mapped"

    def recognise(self, document: Document) -> bool:
        """Whether a visible sheet has all columns that the map speaks of."""
        return isinstance(document.content, Workbook) and any(self._find(sheet) for sheet in document.content.sheets)

    def check(self, document: Document) -> None:
        """Refuses a table that the map does not fit, with the column that is missing and the nearest that is there."""
        assert isinstance(document.content, Workbook)
        sheets, file = document.content.sheets, document.file
        if self.map.sheet:
            names = [sheet.name for sheet in sheets]
            maps.refuse_unknown(self.map.sheet, names, file, "map.no_sheet", map=self.map.file)
        if self.recognise(document):
            return
        elsewhere = replace(self.map, header=())
        if self.map.header and (
            header := next(filter(None, (tables.find(sheet, elsewhere) for sheet in sheets)), None)
        ):
            said, found = (", ".join(map(str, rows)) for rows in (self.map.header, [row + 1 for row in header.rows]))
            raise UserError("map.other_header", path=file, map=self.map.file, said=said, found=found)
        headers = [header for sheet in sheets for header in tables.choices(sheet, self.map)]
        best = max(headers, key=lambda header: len(self._there(header)), default=None)
        labels = [label for label in best.labels if label] if best else []
        missing = [label for label in self.map.used if not best or label not in self._there(best)]
        maps.refuse_unknown(missing[0] if missing else "", labels, file, "map.no_label", map=self.map.file)

    def parts(self, document: Document) -> list[Part]:
        """The sheets that the map fits, each by itself where the rows do not say their period or body."""
        assert isinstance(document.content, Workbook)
        sheets = [sheet for sheet in document.content.sheets if self._find(sheet)]
        others = tuple(
            sheet.name for sheet in document.content.sheets if sheet not in sheets and any(map(any, sheet.rows))
        )
        known = profiles.columns(self.map.name)
        needs: set[Need] = set()
        if "period" in known and not self.map.gives("period"):
            needs.add("period")
        if len(self.key) > 1 and any(name in self.key and not self.map.gives(name) for name in BODIES):
            needs.add("agency")
        groups = [[sheet] for sheet in sheets] if needs else [sheets]
        found = [self._part(document, group, frozenset(needs)) for group in groups]
        hidden = document.content.hidden
        return [
            part.of(group, () if n else others, () if n else hidden)
            for n, (part, group) in enumerate(zip(found, groups, strict=True))
        ]

    def read(self, document: Document, request: Request) -> Harvest:
        """The rows of the table; what the map leaves out is named."""
        assert isinstance(document.content, Workbook)
        title = self.map.title or self.map.name
        harvest = Harvest(self.map.publisher, f"bang-{self.map.name}", title=title)
        reader = _Reader(self, request, harvest, document.file)
        for sheet in document.content.sheets:
            if header := self._find(sheet):
                reader.table(header)
        reader.conclude()
        return harvest

    @cached_property
    def key(self) -> list[str]:
        """The key columns of the table."""
        return schemas.primary_key(profiles.schema(self.map.name) or {})

    @cached_property
    def types(self) -> dict[str, str]:
        """The types of the table's columns."""
        return {item["name"]: item["type"] for item in (profiles.schema(self.map.name) or {})["fields"]}

    def _find(self, sheet: Sheet) -> Header | None:
        return tables.find(sheet, self.map)

    def _there(self, header: Header) -> list[str]:
        return [label for label in self.map.used if header.places({label: label}) is not None]

    def _part(self, document: Document, sheets: Sequence[Sheet], needs: frozenset[Need]) -> Part:
        header = self._find(sheets[0])
        above = header.above() if header else []
        said = [*(" ".join(cell for cell in row if cell.strip()) for row in above), sheets[0].name]
        return Part(document, needs, periods.stated(said), prose.reporter(above), tuple(prose.lines(above)))


@dataclass
class _Reader:
    """Reads the sheets of one part into one harvest."""

    kind: Mapped
    request: Request
    harvest: Harvest
    file: str
    _left: dict[str, None] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _strangers: dict[str, None] = field(default_factory=dict)

    def table(self, header: Header) -> None:
        """The rows below a header."""
        item, places = self.kind.map, header.places(self.kind.map.used) or {}
        known = {tables.tidy(label) for label in item.used}
        self._left |= dict.fromkeys(label for label in header.labels if label and tables.tidy(label) not in known)
        letters = {meaning: letter(n) for meaning, n in places.items() if meaning not in PARTS}
        if "period" not in letters and (parts := [places[name] for name in PARTS if name in places]):
            letters["period"] = letter(parts[-1])  # of year and month, the month
        for index, row in header.below():
            cells = {
                meaning: row[n] or (header.sheet.merged.get((index, n), "") if meaning in self.kind.key else "")
                for meaning, n in places.items()
            }
            keys = [cells[name].strip() for name in cells if name in (*self.kind.key, "field_name")]
            keys = keys or [cells[name].strip() for name in cells if name in PARTS]  # one body's months
            total = any(TOTAL.fullmatch(fold(key)) for key in keys)
            beyond = any(text.strip() for name, text in cells.items() if name not in (*self.kind.key, *PARTS))
            unsaid = not any(keys) or not (all(keys) or beyond)  # the latter where somebody signs
            if unsaid or (total and item.name != "dossiers"):
                self._counts["keyless"] += 1
                continue
            place = Place(header.sheet.name, str(index + 1), columns(letters))
            self.harvest.add(item.name, self._row(cells), place)

    def _row(self, cells: Values) -> dict[str, str | None]:
        values: dict[str, str | None] = {**self._given()}
        for column, text in cells.items():
            if column not in PARTS:
                values[column] = self._value(column, text)
        parts = {name: text for name, text in {**self.kind.map.constants, **cells}.items() if name in PARTS}
        if "year" in parts:
            values["period"] = readings.joined(parts)
        return self._of_field(values) if self.kind.map.name == "dossiers" else values

    def _of_field(self, values: dict[str, str | None]) -> dict[str, str | None]:
        """A row of dossiers with the code of the field that it names; the sum of all fields is a row of the body."""
        name = values.get("field_name") or ""
        if TOTAL.fullmatch(fold(name)):
            return {**values, "row_kind": "agency", "field_code": ALL, "field_name": None}
        code = values.get("field_code") or (self.request.fields.code(name) if name.strip() else ALL)
        return {**values, "field_code": code}

    def _given(self) -> Values:
        """What is the same in every row: constants, and what was asked for."""
        known, request = self.kind.types, self.request
        given: Values = {}
        if request.period and "period" in known:
            given |= {"period": request.period} | ({"period_basis": request.basis} if request.basis else {})
        given |= {name: request.agency for name in BODIES if name in self.kind.key and request.agency}
        return given | {name: text for name, text in self.kind.map.constants.items() if name not in PARTS}

    def _value(self, column: str, text: str) -> str:
        item = self.kind.map
        if (known := item.values.get(column, {}).get(text.strip())) is not None:
            return known
        if column == "period":
            return readings.period(text)
        if column in BODIES:
            return self._body(text)
        convert = CONVERT.get(self.kind.types[column])
        return convert(text, item) if convert else text

    def _body(self, text: str) -> str:
        """The code of a body that a source names; a code stays as it is, and so does a name that is not known."""
        directory = self.request.directory
        if text.strip() in directory.rows or not text.strip():
            return text
        code = directory.find(text)
        if code is None and " " in text.strip():
            self._strangers[text.strip()] = None
        return code or text

    def conclude(self) -> None:
        """Names the source by its period and body, or by its keys where it has many, and says what was left out."""
        harvest, item = self.harvest, self.kind.map
        rows = [row.values for row in harvest.tables.get(item.name, [])]
        if not rows:
            raise UserError("import.no_rows", file=self.file, table=item.name)
        naming.name(harvest, item.name, item.title, self.request.directory)
        self._notes()

    def _notes(self) -> None:
        if self._left:
            self.harvest.note("import.columns_left_out", n=len(self._left), names=", ".join(self._left))
        if self._counts["keyless"]:
            self.harvest.note("import.rows_without_key", n=self._counts["keyless"])
        if self._strangers:
            names = list(self._strangers)
            self.harvest.note("import.bodies_without_code", n=len(names), names=", ".join(names[:20]))
