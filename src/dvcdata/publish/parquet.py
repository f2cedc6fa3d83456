"""A table as Parquet."""

from pathlib import Path

from dvcdata.engine.load import literal
from dvcdata.engine.room import with_room
from dvcdata.publish.tables import Typed

VERSION = 2  # of what is written: a new one is sent again


def write(path: Path, rows: Typed) -> None:
    """Writes the typed rows, compressed."""
    sql = f"copy ({rows.select}) to {literal(str(path))} (format parquet, compression zstd)"
    with_room(rows.connection, lambda: rows.connection.execute(sql))
