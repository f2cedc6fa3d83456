"""Records of tables that are no text: JSON, JSON lines, Parquet and spreadsheets."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from dvcdata.engine.load import literal
from dvcdata.errors import UserError

BATCH = 10_000
Record = list[Any]


def json_records(path: Path, control: dict[str, Any]) -> Iterator[Record]:
    """A JSON array, the one under `property` where the dialect names it: of objects, or of arrays with a header."""
    value = _parsed(path, path.read_bytes())
    for name in str(control.get("property") or "").split("."):
        value = value.get(name) if name and isinstance(value, dict) else value
    if not isinstance(value, list) or not value:
        raise UserError("json.no_table", path=str(path))
    yield from _listed(path, value, control)


def json_lines_records(path: Path, control: dict[str, Any]) -> Iterator[Record]:
    """JSON lines: an object or an array per line."""
    with path.open("rb") as file:
        yield from _listed(path, (_parsed(path, line, n) for n, line in enumerate(file, 1) if line.strip()), control)


def _parsed(path: Path, content: bytes, line: int = 0) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except json.JSONDecodeError as problem:
        place = line or problem.lineno
        raise UserError("json.broken", path=str(path), line=place, column=problem.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise UserError("json.unreadable", path=str(path)) from None


def _listed(path: Path, items: Iterable[Any], control: dict[str, Any]) -> Iterator[Record]:
    names: list[str] = []
    for place, item in enumerate(items):
        if isinstance(item, dict):
            if not names:
                names = list(control.get("keys") or item)
                yield names
            yield [item.get(name) for name in names]
        elif isinstance(item, list) and not names:
            yield item
        else:
            raise UserError("json.mixed", path=str(path), number=place + 1)


def parquet_records(path: Path, control: dict[str, Any]) -> Iterator[Record]:
    """The header and the rows of a Parquet file."""
    try:
        cursor = duckdb.connect().execute(f"select * from read_parquet({literal(str(path))})")
    except duckdb.Error as problem:
        raise UserError("file.damaged", path=str(path), why=str(problem).splitlines()[0]) from None
    yield [item[0] for item in cursor.description or []]
    while rows := cursor.fetchmany(BATCH):
        yield from map(list, rows)


def sheet_records(path: Path, control: dict[str, Any]) -> Iterator[Record]:
    """The rows of a sheet as the texts that its cells show; the dialect may name the sheet, else the first visible."""
    from dvcdata.importers import guards, workbook

    content = path.read_bytes()
    if path.suffix.lower() == ".xlsx" or content.startswith(b"PK"):
        guards.check(content, path.name)
    book = workbook.read(content, path.name)
    wanted = control.get("sheet")
    names = [sheet.name for sheet in book.sheets]
    if isinstance(wanted, int) and 0 < wanted <= len(names):
        wanted = names[wanted - 1]
    if not names or (wanted is not None and wanted not in names):
        raise UserError("sheet.missing", path=str(path), sheet=str(wanted or 1), known=", ".join(names))
    sheet = next(item for item in book.sheets if wanted in (None, item.name))
    yield from sheet.rows
