"""Reads a table record by record as frictionless does, its cells judged by frictionless' own readers."""

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dvcdata import schemas
from dvcdata.engine.dialects import Dialect
from dvcdata.engine.judge import Judge, Note
from dvcdata.engine.load import Spool, quoted, sql_type
from dvcdata.engine.staged import Staged, Way, error
from dvcdata.findings import Finding
from dvcdata.package import SHEETS, TEXT, Table

Found = Callable[[Finding], None]
RAGGED = {"blank-row", "extra-cell", "missing-cell"}
SAMPLE = 100


def read(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    dialect: Dialect,
    labelled: set[str],
    folder: Path,
    found: Found,
    way: Way,
) -> Staged:
    """Stages every record of the table and reports what is wrong with header and cells; keys are not looked at."""
    from frictionless import Dialect as Reader

    reader = Reader.from_descriptor(dialect.descriptor)
    records = cells_of(table, dialect)
    sample = list(itertools.islice(records, SAMPLE))
    fields = expected_fields(table, reader, reader.read_labels(sample), found)
    columns = {name: _type_of(table, name) for name in _distinct([item.name for item in fields])}
    target = f"stage.{quoted(f'{table.package}.{table.name}')}"
    labels = sorted(labelled & set(columns))
    sink = Rows(table, fields, labels, Spool(folder / "rows.csv", columns | dict.fromkeys(_missing(labels), "VARCHAR")))
    try:
        for number, cells in reader.read_enumerated_content_stream(itertools.chain(sample, records) if fields else ()):
            sink.row(number, cells, found)
    except csv.Error as problem:
        found(error(table, "source-error", None, note=str(problem)))
    sink.spool.load(connection, target)
    return Staged(table, target, list(columns), way, sink.spool.rows, sink.left_out)


class Rows:
    """Judges rows one by one, hands their findings on, and spools their typed values."""

    def __init__(self, table: Table, fields: Sequence[Any], labelled: Sequence[str], spool: Spool) -> None:
        self.table = table
        self.names = [item.name for item in fields]
        self.types = [item.type for item in fields] if table.format in SHEETS else None
        self.judge = Judge(fields)
        self.labelled = [self.names.index(name) for name in labelled]
        self.labels = set(schemas.missing_labels(table.schema))
        self.key = [(name, self.names.index(name)) for name in table.key if name in self.names]
        self.spool = spool
        self.left_out = 0

    def row(self, number: int, cells: Sequence[Any], found: Found) -> None:
        """Judges one row and keeps it."""
        if self.types is not None:
            from dvcdata.spreadsheets.cells import fitted

            cells = fitted(cells, self.types)
        values, notes = self.judge.row(cells)
        notes += [("formula-without-value", place, "", "") for place in self.table.trace.unvalued.pop(number, ())]
        whole = not any(self._breaks(note) for note in notes)
        self.left_out += not whole
        if notes:
            key = {name: _raw(cells, place) for name, place in self.key}
            for note in notes:
                found(self._finding(number, note, key))
        texts = [_raw(cells, place) for place in self.labelled]
        self.spool.write(number, whole, [*values, *(text if text in self.labels else None for text in texts)])

    def _breaks(self, note: Note) -> bool:
        kind, place = note[0], note[1]
        return kind in RAGGED or (kind == "type-error" and any(place == position for _, position in self.key))

    def _finding(self, number: int, note: Note, key: dict[str, str]) -> Finding:
        kind, place, cell, text = note
        if kind == "blank-row":
            return error(self.table, kind, number)
        name = (self.names[place] if place < len(self.names) else "") or f"#{place + 1}"
        return error(self.table, kind, number, field=name, cell=cell, note=text, key=key)


def _raw(cells: Sequence[Any], place: int) -> str:
    """A cell as text; one that is not there, or holds nothing, is empty."""
    return "" if place >= len(cells) or cells[place] is None else str(cells[place])


def expected_fields(table: Table, reader: Any, labels: list[str], found: Found) -> list[Any]:
    """frictionless' fields in the order of the data, with what it finds wrong with the header reported."""
    from frictionless import FrictionlessException
    from frictionless.table import Header

    schema = schemas.for_frictionless(table.schema)
    match = schema.fields_match if schema.has_defined("fields_match") else "exact"
    header = Header(
        labels,
        fields=schema.fields,
        row_numbers=reader.header_rows,
        ignore_case=not reader.header_case,
        fields_match=match,
    )
    if not labels and reader.header:
        found(error(table, "blank-header", 1))
    fields, unlike = [], ""
    try:
        fields = list(header.get_expected_fields())
    except FrictionlessException as refusal:
        unlike = str(refusal.error.note)
    table.trace.name_columns([item.name for item in fields] or labels)
    for problem in header.errors:
        found(error(table, problem.type, 1, field=_label(problem), note=problem.note))
    for label in sorted({label for label in labels if labels.count(label) > 1}) if unlike else ():
        found(error(table, "duplicate-label", 1, field=label, note=unlike))
    return fields


def _label(problem: Any) -> str | None:
    number = getattr(problem, "field_number", None)
    return getattr(problem, "field_name", "") or getattr(problem, "label", "") or (f"#{number}" if number else None)


def cells_of(table: Table, dialect: Dialect) -> Iterator[list[Any]]:
    """The records of all files of a table in a row; each file after the first leaves out its header."""
    if table.format in TEXT:
        yield from _texts(table, dialect)
        return
    from dvcdata.engine import documents

    yield from documents.records(table, dialect.descriptor)


def _texts(table: Table, dialect: Dialect) -> Iterator[list[str]]:
    from frictionless import Dialect as Reader
    from frictionless.formats import CsvControl

    control = CsvControl.from_dialect(Reader.from_descriptor(dialect.descriptor))
    reader, before = csv.reader(_lines(table, dialect), dialect=control.to_python()), 0
    for number, record in enumerate(reader, 1):
        if reader.line_num > before + 1 and len(table.paths) == 1:
            table.trace.note_breaks(number, reader.line_num - before - 1)
        before = reader.line_num
        yield record


def _lines(table: Table, dialect: Dialect) -> Iterator[str]:
    newline = "" if table.format == "csv" else None
    for place, path in enumerate(table.paths):
        with path.open(encoding=dialect.encoding, newline=newline) as file:
            if place and dialect.descriptor["header"]:
                next(file, None)
            for line in file:
                last = place + 1 == len(table.paths)
                yield line if last or line.endswith(("\n", "\r")) else line + "\n"


def _distinct(names: Sequence[str]) -> list[str]:
    """The names as SQL tells them apart: a blank one, or one that differs from another by case only, is its number."""
    lower = [name.lower() for name in names]
    return [
        name if name and lower.index(name.lower()) == place else f"#{place + 1}" for place, name in enumerate(names)
    ]


def _type_of(table: Table, name: str) -> str:
    return sql_type(table.columns.get(name, {}))


def _missing(labels: Sequence[str]) -> list[str]:
    return [f"{name}_missing" for name in labels]
