"""Records of tables that are no text: JSON, JSON lines, Parquet and spreadsheets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dvcdata import profiles
from dvcdata.engine import archives, json_tables, parquet, sheets, sources
from dvcdata.engine.load import scratch
from dvcdata.errors import UserError
from dvcdata.package import SHEETS, TEXT, Table

Record = list[Any]
OPENERS: dict[str, Callable[[Table, dict[str, Any], int], Iterator[Record]]] = {
    "json": json_tables.records,
    "jsonl": json_tables.records,
    "ndjson": json_tables.records,
    "parquet": parquet.records,
    "xlsx": sheets.records,
    "xls": sheets.records,
    "ods": sheets.records,
}
CONTROLS = ("json", "excel", "ods", "parquet")  # where a dialect of frictionless says what only one format needs
NAMES = {"sheetName": "sheet", "sheetNumber": "sheet", "itemKeys": "keys", "property": "property"}  # Table Dialect v2


def records(table: Table, dialect: dict[str, Any]) -> Iterator[Record]:
    """The records of all files of a table in a row, the header once; `dialect` is complete."""
    control = {ours: table.dialect[name] for name, ours in NAMES.items() if name in table.dialect}
    for kind in CONTROLS:
        control |= table.dialect.get(kind, {})
    return OPENERS[table.format](table, control, max(dialect.get("headerRows") or [0]))


def recognised(path: Path, kind: str, compression: str, name: str | None) -> tuple[str, dict[str, Any]]:
    """Which profile table a lone file is, by its name or its columns, and the dialect to read it by."""
    if name and kind not in SHEETS:
        return name, {}
    table = Table(name or "", path.stem, (path,), profiles.schema(name or "") or {}, {}, kind, compression=compression)
    with scratch() as folder:
        opened = archives.unpacked(table, folder) if compression else table
        with archives.named(opened, table):
            if kind in SHEETS:
                return sheets.recognised(opened, path)
            labels = _labels(opened)
    if found := profiles.recognise(labels):
        return found, {}
    raise UserError("file.unknown_table", path=str(path), labels=", ".join(labels[:6]) or "?")


def described(path: Path) -> tuple[str, dict[str, Any]]:
    """Where a workbook that is a template says what its dataset is, and what; nothing for another workbook."""
    return sheets.described(path)


def _labels(table: Table) -> list[str]:
    if table.format in TEXT:
        return sources.labels(table.paths[0], table.format)
    return [str(label) for label in next(records(table, {"headerRows": [1]}), [])]
