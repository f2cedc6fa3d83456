"""CSV files on Spark: every cell is read as text and judged, so that none becomes another value in silence."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dvcdata import schemas
from dvcdata.engine.judge import Judge
from dvcdata.engine.load import sql_type
from dvcdata.engine.staged import error
from dvcdata.engines.tables import ELSEWHERE, Held
from dvcdata.findings import Finding, plain
from dvcdata.package import Table

if TYPE_CHECKING:
    from dvcdata.engines.spark import Spark

FORMS = {  # what needs no second look
    "integer": "^-?[0-9]{1,18}$",
    "number": "^-?[0-9]{1,20}([.][0-9]{1,8})?$",
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "boolean": "^(true|false)$",
}
Accepted = Mapping[str, Mapping[str, str]]  # by column, texts of another form and the values they stand for


@dataclass(frozen=True)
class Columns:
    """How the columns of a file become those of its table."""

    engine: "Spark"
    table: Table
    names: Sequence[str]
    accepted: Accepted = field(default_factory=dict)

    def cell(self, name: str) -> str:
        """The cell as text, or nothing where it holds a missing value."""
        own = self.table.columns[name].get("missingValues", self.table.schema.get("missingValues", []))
        values = [str(item["value"]) if isinstance(item, dict) else str(item) for item in own]
        listed = ", ".join(self.engine.dialect.literal(item) for item in ["", *values])
        quoted = self.engine.dialect.quoted(name)
        return f"IF({quoted} IN ({listed}), NULL, {quoted})"

    def sound(self, name: str) -> str:
        """Whether the cell is of its column's type."""
        kind = self.table.columns[name].get("type")
        cell, text = self.cell(name), self.engine.dialect.literal
        if kind not in FORMS:
            return "TRUE"
        sound = f"{cell} RLIKE {text(FORMS[kind])}"
        if kind == "date":
            sound = f"({sound} AND TRY_CAST({cell} AS DATE) IS NOT NULL)"
        more = ", ".join(text(item) for item in self.accepted.get(name, ()))
        return f"COALESCE({sound}{f' OR {cell} IN ({more})' if more else ''}, TRUE)"

    def value(self, name: str) -> str:
        """The typed value."""
        cell, text = self.cell(name), self.engine.dialect.literal
        for given, meant in self.accepted.get(name, {}).items():
            cell = f"IF({self.engine.dialect.quoted(name)} = {text(given)}, {text(meant)}, {cell})"
        return self.engine.dialect.cast(f"IF({self.sound(name)}, {cell}, NULL)", sql_type(self.table.columns[name]))

    def label(self, name: str) -> str:
        """The label of a missing value, where the cell holds one."""
        labels = schemas.missing_labels(self.table.schema)
        listed = ", ".join(self.engine.dialect.literal(item) for item in labels) or "NULL"
        quoted = self.engine.dialect.quoted(name)
        return f"IF({quoted} IN ({listed}), {quoted}, NULL)"

    def selected(self) -> list[str]:
        """Every column of the frame that is kept, with what is wrong in the row beside the values."""
        quoted, text = self.engine.dialect.quoted, self.engine.dialect.literal
        typed = [name for name in self.names if self.table.columns[name].get("type") in FORMS]
        refused = ", ".join(f"{text(n)}, IF({self.sound(n)}, NULL, {self.cell(n)})" for n in typed)
        good = " AND ".join(self.sound(name) for name in typed) or "TRUE"
        blank = f"COALESCE({', '.join(self.cell(name) for name in self.names)}) IS NULL"
        keys = [self.sound(name) for name in self.table.key if name in self.names]
        return [
            "monotonically_increasing_id() AS _row",
            *(f"{self.value(name)} AS {quoted(name)}" for name in self.names),
            *(f"{self.label(name)} AS {quoted(f'{name}_missing')}" for name in self.names),
            "_ragged",
            f"{blank} AS _blank",
            f"IF({good}, NULL, TO_JSON(NAMED_STRUCT({refused})))  AS _refused"
            if typed
            else "CAST(NULL AS STRING) AS _refused",
            f"{' AND '.join([*keys, '_ragged IS NULL', f'NOT ({blank})'])} AS _whole",
        ]


def held(engine: "Spark", table: Table) -> Held:
    """The table, its whole rows for the rules to see, and what is wrong with the others and with single cells."""
    raw = _raw(engine, table, across_lines=False)
    columns = Columns(engine, table, [name for name in table.columns if name in raw.columns])
    frame = engine.kept(raw.selectExpr(*columns.selected()))
    counts = _counts(frame)
    if counts["ragged"]:  # a cell may hold a line break: slower to read, but sure
        raw = _raw(engine, table, across_lines=True)
        frame = engine.kept(raw.selectExpr(*columns.selected()))
        counts = _counts(frame)
    findings: list[Finding] = []
    if counts["odd"]:
        findings, accepted = _judged(columns, frame, [name for name in raw.columns if name != "_ragged"])
        if accepted:
            frame = engine.kept(raw.selectExpr(*replace(columns, accepted=accepted).selected()))
            counts = _counts(frame)
    whole = engine.keep(table, frame.where("_whole"), columns.names, columns.names, counts["whole"])
    return replace(whole, rows=counts["rows"], left_out=counts["rows"] - counts["whole"], findings=findings)


def _counts(frame: Any) -> Mapping[str, int]:
    """How many rows there are, how many the rules may see, and how many need a second look."""
    odd = "_refused IS NOT NULL OR _ragged IS NOT NULL OR _blank"
    conditions = {"whole": "_whole", "ragged": "_ragged IS NOT NULL", "odd": odd}
    wanted = (f"COUNT_IF({condition}) AS {name}" for name, condition in conditions.items())
    found: dict[str, int] = frame.selectExpr("COUNT(*) AS rows", *wanted).first().asDict()
    return found


def _raw(engine: "Spark", table: Table, across_lines: bool) -> Any:
    """The file with every cell as text, and the whole line where it has another number of cells than the header."""
    options = {
        "header": True,
        "sep": table.dialect.get("delimiter", ","),
        "quote": table.dialect.get("quoteChar", '"'),
        "escape": '"',
        "encoding": table.encoding or "utf-8",
        "enforceSchema": False,
        "multiLine": across_lines,
        "columnNameOfCorruptRecord": "_ragged",
    }
    paths = [str(path.absolute()) for path in table.paths]
    names = engine.session.read.options(**options).csv(paths).columns
    listed = ", ".join(f"{engine.dialect.quoted(name)} STRING" for name in [*names, "_ragged"])
    return engine.session.read.options(**options).schema(listed).csv(paths)


def _judged(columns: Columns, frame: Any, header: Sequence[str]) -> tuple[list[Finding], Accepted]:
    """What frictionless says of the cells of another form than most, and what is wrong with whole rows."""
    from frictionless import Schema

    table = columns.table
    judges = {item.name: Judge([item]) for item in Schema.from_descriptor(schemas.plain(table.schema)).fields}
    accepted: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    for row in frame.where("_refused IS NOT NULL OR _ragged IS NOT NULL OR _blank").orderBy("_row").toLocalIterator():
        cells = json.loads(row["_refused"] or "{}")
        key = {name: cells.get(name) or plain(row[name]) for name in table.key if name in columns.names}
        if row["_blank"]:
            findings.append(error(table, "blank-row", None, params=ELSEWHERE))
            continue
        for name, cell in cells.items():
            value, notes = judges[name].cell(0, cell)
            for kind, note in notes:
                if kind == "type-error":
                    findings.append(error(table, kind, None, field=name, cell=cell, note=note, key=key))
                    break
            else:
                accepted.setdefault(name, {})[cell] = plain(value)
        findings += _ragged(table, row["_ragged"], header, key) if row["_ragged"] is not None else []
    return findings, accepted


def _ragged(table: Table, line: str, header: Sequence[str], key: Mapping[str, str]) -> Iterator[Finding]:
    cells = next(csv.reader([line], delimiter=table.dialect.get("delimiter", ",")), [])
    for name in header[len(cells) :]:
        yield error(table, "missing-cell", None, field=name, cell="", key=key, params=ELSEWHERE)
    for place in range(len(header), len(cells)):
        yield error(table, "extra-cell", None, field=f"#{place + 1}", cell=cells[place], key=key, params=ELSEWHERE)
