"""A disk without room for what is on its way ends the run in one sentence, not in a report of a bug."""

import errno
import gzip
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from running import Run, Write

from dvcdata.engine import archives, lines, parquet
from dvcdata.engine.load import scratch
from dvcdata.errors import UserError
from dvcdata.indicators.run import Runner
from dvcdata.ledger import Ledger
from dvcdata.rules.database import OnDuckDB

SCHEMA: dict[str, Any] = {"fields": [{"name": "n", "type": "integer"}], "primaryKey": ["n"]}


def full(*_: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("where", "text"), [((lines.Lines, "_with_copies"), "n\n1\nx\n"), ((Ledger, "add"), "n\n1\n1\n")]
)
def test_a_full_disk_is_said_in_one_sentence(
    package: Write, run: Run, monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str], text: str
) -> None:
    monkeypatch.setattr(*where, full)
    result = run("validate", package([{"name": "t", "path": "t.csv", "schema": SCHEMA}], t=text))
    assert result.code == 2
    assert result.err.startswith("Ổ đĩa chứa thư mục tạm ") and len(result.err.splitlines()) == 1


def test_a_full_disk_is_no_fault_of_the_archive(
    package: Write, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(archives, "_copy", full)
    folder = package([{"name": "t", "path": "t.csv.gz", "schema": SCHEMA}])
    (folder / "t.csv.gz").write_bytes(gzip.compress(b"n\n1\n"))
    result = run("validate", folder)
    assert (result.code, "TMPDIR" in result.err, "t.csv.gz" in result.err) == (2, True, False)


@pytest.mark.parametrize(
    "problem",
    [
        duckdb.OutOfMemoryException("failed to offload data block … set by the 'max_temp_directory_size' setting."),
        duckdb.IOException('Could not write file "x": No space left on device'),
    ],
)
def test_what_duckdb_says_of_a_full_disk_is_understood(problem: Exception) -> None:
    with pytest.raises(UserError, match=r"disk\.full"), scratch():
        raise problem


def test_another_fault_stays_what_it_is() -> None:
    with pytest.raises(duckdb.BinderException), scratch():
        raise duckdb.BinderException("no such column")


class Full:
    """A connection whose disk is full."""

    def __init__(self) -> None:
        self.real = duckdb.connect()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def execute(self, *_: Any) -> None:
        raise duckdb.IOException("Could not write file: No space left on device")


def _of_rule() -> None:
    OnDuckDB(Full()).one("select 1", None)  # type: ignore[arg-type]


def _of_indicator() -> None:
    runner = Runner.__new__(Runner)
    runner.connection = Full()  # type: ignore[assignment]
    runner.execute(SimpleNamespace(path="i.sql"), "select 1")  # type: ignore[arg-type]


def _of_parquet() -> None:
    parquet._File(SimpleNamespace(paths=(Path("t.parquet"),)), {})  # type: ignore[arg-type]


@pytest.mark.parametrize("work", [_of_rule, _of_indicator, _of_parquet])
def test_a_full_disk_is_no_fault_of_rules_indicators_and_files(work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    full_ = Full()
    monkeypatch.setattr(duckdb, "connect", lambda: full_)
    with pytest.raises(UserError, match=r"disk\.full"), scratch():
        work()
