"""Where memory is kept short everything still comes to the same, only by way of the disk."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from dvcdata.engine import database, room
from dvcdata.engine.load import scratch
from dvcdata.package import open_all
from dvcdata.validate import on_duckdb

GROUPS = "select count(*) from (select i, max(i) as m from range(3000000) as r(i) group by all) as g"

LIMIT = "select current_setting('memory_limit')"


def test_a_statement_that_needs_more_than_the_rest_gets_it_and_the_rest_does_not() -> None:
    def opened() -> duckdb.DuckDBPyConnection:
        return database.connect(folder)

    with scratch() as folder, room.sparingly(opened) as connection:
        connection.execute("set temp_directory = ''")  # nothing can leave memory
        limit = connection.execute(LIMIT).fetchone()
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(GROUPS)
        database.lock(connection)
        ask = lambda: connection.execute(GROUPS).fetchone()  # noqa: E731  # short, and asked in one place
        assert room.with_room(connection, ask) == (3_000_000,)
        assert connection.execute(LIMIT).fetchone() == limit
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("set threads = 2")


def test_a_line_too_long_for_little_memory_is_read_with_plenty(tmp_path: Path) -> None:
    long = "x" * (room.SPARE.longest_line + 10)
    (tmp_path / "procedures.csv").write_text(f"procedure_code,name\n{long},1\n", encoding="utf-8")
    packages = open_all([tmp_path / "procedures.csv"])
    asked: list[room.Room] = []

    def read() -> int:
        asked.append(room.room.get())
        return on_duckdb(packages, [], date(2026, 1, 31), lambda _: None)[0][0].rows

    assert room.sparingly(read) == 1 and asked == [room.SPARE, room.ROOMY]
