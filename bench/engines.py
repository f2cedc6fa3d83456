"""Measures one package on DuckDB, PostgreSQL and Spark: the same table, the same rules, whole processes.

    python bench/engines.py --folder DIR prepare 2000000      makes the CSV, the Parquet and the database
    python bench/engines.py --folder DIR measure 2000000      every engine once; the figures join DIR/engines.jsonl
    python bench/engines.py --folder DIR show                 all figures so far

PostgreSQL is Debian's with the settings it comes with, and a primary key; Spark is a session on this machine.
Neither is tuned.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from cases import DAY
from make import COUNTS, TEXTS, dossiers
from measuring import run

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from postgres import program, programs

PORT = 54_766
URL = f"postgresql://steward@127.0.0.1:{PORT}/postgres"
RULES = {
    "sums": ("to-handle-total-inconsistent", "resolved-total-inconsistent", "stock-flow-inconsistent"),
    "all": (),
}


def prepare(folder: Path, rows: int) -> None:
    """The table of that many rows as CSV, as Parquet and in a database."""
    package = folder / f"engines-{rows}"
    dossiers(package, rows, key=True)
    parquet = folder / f"engines-{rows}-parquet" / "dossiers"
    if not parquet.exists():
        parquet.mkdir(parents=True)
        typed = ", ".join(f"'{name}': '{'VARCHAR' if name in TEXTS else 'BIGINT'}'" for name in (*TEXTS, *COUNTS))
        duckdb.sql(
            f"copy (from read_csv('{package / 'dossiers.csv'}', header = true, columns = {{{typed}}})) "
            f"to '{parquet}' (format parquet, per_thread_output true, overwrite_or_ignore true)"
        )
    with server(folder) as connect, connect() as connection:
        connection.execute(f'create schema if not exists "r{rows}"')
        if connection.execute("select 1 from pg_tables where schemaname = %s", [f"r{rows}"]).fetchone():
            return
        columns = [f"{name} text not null" for name in TEXTS] + [f"{name} bigint not null" for name in COUNTS]
        connection.execute(f'create table "r{rows}".dossiers ({", ".join(columns)}, primary key ({", ".join(TEXTS)}))')
        with (
            (package / "dossiers.csv").open("rb") as file,
            connection.cursor().copy(f'copy "r{rows}".dossiers from stdin (format csv, header)') as copy,
        ):
            while block := file.read(1 << 20):
                copy.write(block)
        connection.execute(f'vacuum analyze "r{rows}".dossiers')


@contextmanager
def server(folder: Path) -> Iterator[Callable[[], object]]:
    """A PostgreSQL of its own while the block lasts."""
    import psycopg

    data = folder / "postgresql"
    if os.getuid() == 0:
        data.mkdir(parents=True, exist_ok=True)
        shutil.chown(data, "postgres")
    if not (data / "PG_VERSION").exists():
        program(programs() / "initdb", "-D", data, "--encoding=UTF8", "--locale=C.UTF-8", "--username=steward")
    options = f"-p {PORT} -c listen_addresses=127.0.0.1 -k {data}"
    program(programs() / "pg_ctl", "-D", data, "-o", options, "-l", data / "log", "--wait", "start")
    try:
        yield lambda: psycopg.connect(host="127.0.0.1", port=PORT, user="steward", dbname="postgres", autocommit=True)
    finally:
        program(programs() / "pg_ctl", "-D", data, "--mode=fast", "stop")


def measure(folder: Path, rows: int, engines: list[str], rules: str) -> None:
    """Each engine once, as a process of its own."""
    asked = [word for rule in RULES[rules] for word in ("--rule", rule)]
    base = [sys.executable, "-m", "dvcdata", "validate", "--format", "json", "--as-of", DAY, *asked]
    package, parquet = str(folder / f"engines-{rows}"), str(folder / f"engines-{rows}-parquet")
    commands = {
        "duckdb": [*base, package],
        "duckdb-parquet": [*base, f"{parquet}/dossiers"],
        "postgresql": [*base, "--engine", f"{URL}?schema=r{rows}"],
        "spark-parquet": [*base, "--engine", "spark", parquet],
        "spark": [*base, "--engine", "spark", package],
    }
    for engine in engines:
        if engine == "postgresql":
            with server(folder):
                _measured(folder, rows, engine, rules, commands[engine])
        else:
            _measured(folder, rows, engine, rules, commands[engine])


def _measured(folder: Path, rows: int, engine: str, rules: str, command: list[str]) -> None:
    busy = os.getloadavg()[0]
    done = run(command, folder / f"{engine}.log")
    line = {"engine": engine, "rows": rows, "rules": rules, "seconds": round(done.wall, 1), "load": round(busy, 1)}
    line |= {"peak": round(done.peak), "failed": done.failed, "at": time.strftime("%Y-%m-%d %H:%M")}
    with (folder / "engines.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)


def main() -> None:
    """Prepares, measures or shows."""
    parser = argparse.ArgumentParser(description="Measures the engines.")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("what", choices=("prepare", "measure", "show"))
    parser.add_argument("rows", type=int, nargs="?", default=2_000_000)
    parser.add_argument("--engine", action="append")
    parser.add_argument("--rules", choices=tuple(RULES), default="all")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.what == "prepare":
        prepare(given.folder, given.rows)
    elif given.what == "measure":
        measure(
            given.folder, given.rows, given.engine or ["duckdb", "postgresql", "spark-parquet", "spark"], given.rules
        )
    else:
        print((given.folder / "engines.jsonl").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
