"""Spools typed rows into a file on their way to DuckDB, so that memory stays flat however many there are."""

import errno
import json
import math
import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from dvcdata.engine.room import room
from dvcdata.errors import UserError

TYPES = {
    "integer": "BIGINT",
    "number": "DECIMAL(28,8)",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "time": "TIME",
    "year": "BIGINT",
}
INTEGER_LIMIT = 2**63
HUGE_LIMIT = 2**127
NUMBER_LIMIT = Decimal(10) ** 20
NUMBER_DECIMALS = 8


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def sql_type(field: Mapping[str, Any]) -> str:
    """The DuckDB type a rule sees for a field of a Table Schema; what has no counterpart is text."""
    return TYPES.get(field.get("type", "any"), "VARCHAR")


class Spool:
    """Rows for one DuckDB table: number, whether rules may see it, then the typed columns in order."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        self.path = path
        self.types = dict(columns)
        self._kinds = list(columns.values())
        self._names = list(columns)
        self._file = path.open("w", encoding="utf-8", newline="")
        self.rows = 0

    def write(self, number: int, whole: bool, values: Sequence[Any]) -> None:
        """Keeps one row; a value that its column's type can't hold widens the column."""
        cells = [self._cell(place, value) for place, value in enumerate(values)]
        self._file.write(",".join((str(number), "true" if whole else "false", *cells)) + "\n")
        self.rows += 1

    def _cell(self, place: int, value: Any) -> str:
        if value is None:
            return ""
        kind = self._kinds[place]
        if value is True or value is False:  # which JSON has where frictionless takes it for the number 1 or 0
            value = value if kind in ("BOOLEAN", "VARCHAR") else int(value)
        if type(value) is str or (type(value) is int and kind == "BIGINT" and abs(value) < INTEGER_LIMIT):
            return as_text(value)  # which most are
        if kind in ("TIMESTAMP", "TIME") and value.tzinfo:
            self._kinds[place] = self.types[self._names[place]] = "VARCHAR"  # with and without a zone do not compare
        if (wider := _wider(kind, value)) != kind:
            self._kinds[place] = self.types[self._names[place]] = wider
        return as_text(value)

    def load(self, connection: duckdb.DuckDBPyConnection, target: str) -> None:
        """Makes the DuckDB table of that name out of what was kept."""
        self._file.close()
        columns = {"_row": "BIGINT", "_whole": "BOOLEAN", **self.types}
        listed = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
        connection.execute(
            f"create table {target} as select * from read_csv({literal(str(self.path))}, header=false, "
            f"auto_detect=false, delim=',', quote='\"', escape='\"', allow_quoted_nulls=false, "
            f"new_line='\\n', {room.get().lines}, columns={{{listed}}})"
        )
        self.path.unlink()


def _wider(kind: str, value: Any) -> str:
    """The type of a column that holds the value as well; whole numbers stay exact as long as can be, for keys."""
    if kind in ("BIGINT", "HUGEINT"):
        size = abs(value)
        return kind if size < INTEGER_LIMIT else "HUGEINT" if size < HUGE_LIMIT else "DOUBLE"
    return "DOUBLE" if kind == "DECIMAL(28,8)" and not _fits(value) else kind


def _fits(value: Any) -> bool:
    if isinstance(value, float):
        value = Decimal(repr(value)) if math.isfinite(value) else Decimal("NaN")
    if not isinstance(value, Decimal) or not value.is_finite():
        return isinstance(value, int)
    exponent = value.normalize().as_tuple().exponent
    return abs(value) < NUMBER_LIMIT and isinstance(exponent, int) and exponent >= -NUMBER_DECIMALS


def as_text(value: Any) -> str:
    """A typed value as DuckDB reads it back: texts quoted, so that an empty text is no null."""
    if type(value) is str:
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else str(value)
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC)  # one instant is one text
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "month"):
        value = f"{value.year:04}-{value.month:02}"  # type: ignore[attr-defined]  # frictionless' yearmonth
    if isinstance(value, dict | list | tuple):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return '"' + str(value).replace('"', '""') + '"'


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for rows on their way, gone afterwards; a full disk is said in one sentence."""
    folder = tempfile.TemporaryDirectory(prefix="dvcdata-")
    try:
        try:
            yield Path(folder.name)
        finally:
            with _undisturbed():
                folder.cleanup()
    except (OSError, duckdb.Error) as problem:
        if not is_full(problem):
            raise
        raise UserError("disk.full", path=tempfile.gettempdir()) from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Time in which nobody who presses Ctrl-C once more leaves half of a large folder behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)  # None where it is not of Python


def is_full(problem: Exception) -> bool:
    """Whether what went wrong is that a disk has no room left, as the system or DuckDB says it."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    said = str(problem)
    return os.strerror(errno.ENOSPC) in said or "max_temp_directory_size" in said
