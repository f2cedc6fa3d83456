"""The DuckDB that DuckDB-WASM carries, run by Node: the tables of a DuckDB connection brought there, and asked again.

npm brings it into a cache folder, in the version that site/engine/package-lock.json names.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from running import PATIENCE
from system import program

from dvcdata.engine.load import as_text, literal, quoted
from dvcdata.findings import plain
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule
from dvcdata.website import engine

SCHEMAS = ("described", "asked", "before")  # beside main and reference
NODE = Path(__file__).parents[1] / "node"
READ = "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', allow_quoted_nulls=false, new_line='\\n'"
VALUES: dict[str, Callable[[str], Any]] = {
    "text": str,
    "int": int,
    "float": float,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "bool": lambda text: text == "true",
}


def modules() -> Path:
    """The folder of node_modules that the site has too; without npm or network the test is skipped or fails."""
    program("npm")
    try:
        return engine.modules()
    except engine.MissingEngineError as problem:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"npm cannot bring DuckDB-WASM: {problem}")


class Wasm:
    """One Node process with one DuckDB in it."""

    def __init__(self) -> None:
        variables = {**os.environ, "NODE_PATH": str(modules())}
        command = [program("node"), str(NODE / "duckdb.cjs")]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8", env=variables)
        self.taken = 0
        self.ask(sql="attach ':memory:' as reference")
        self.known: set[str] = set()  # tables of the reference package, which are always the same

    def ask(self, **asked: str) -> dict[str, Any]:
        """One answer; what DuckDB refuses is a duckdb.Error, as it is in Python."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        said: dict[str, Any] = json.loads(self.process.stdout.readline())
        if "error" in said:
            raise duckdb.Error(said["error"])
        return said

    def version(self) -> str:
        """The version of the DuckDB in there."""
        return str(self.rows("select version() as v")[0]["v"])

    def rows(self, select: str) -> list[dict[str, Any]]:
        """The rows of a SELECT by column name, with values as DuckDB in Python has them."""
        said = self.ask(sql=select)
        return [
            {
                name: None if cell is None else VALUES[kind](cell)
                for (name, kind), cell in zip(said["columns"], row, strict=True)
            }
            for row in said["rows"]
        ]

    def take(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Brings the tables of the connection here, into a database of their own that is asked from now on."""
        self.taken += 1
        name = f"run{self.taken}"
        made = [f"attach ':memory:' as {name}", f"use {name}"]
        made += [f"create schema {schema}" for schema in SCHEMAS]
        made.append("create macro nfc(x) as nfc_normalize(x)")
        listed = "select table_schema, table_name from information_schema.tables order by all"
        for schema, table in connection.execute(listed).fetchall():
            if schema == "reference" and table not in self.known:
                self.known.add(table)
                made.append(self._table(connection, f"reference.{quoted(table)}", f"reference.main.{quoted(table)}"))
            elif schema in ("main", *SCHEMAS):
                made.append(self._table(connection, *[f"{schema}.{quoted(table)}"] * 2))
        self.ask(sql="; ".join(made))

    def again(self, connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
        """Brings tables anew that have changed in the connection since it was taken."""
        for name in tables:
            self.ask(sql=f"drop table {name}; {self._table(connection, name, name)}")

    def _table(self, connection: duckdb.DuckDBPyConnection, source: str, target: str) -> str:
        """The statement that makes a table what it is in the connection."""
        cursor = connection.execute(f"select * from {source}")
        types = [(item[0], str(item[1])) for item in cursor.description or []]
        rows = cursor.fetchall()
        if not rows:
            return f"create table {target} ({', '.join(f'{quoted(name)} {kind}' for name, kind in types)})"
        lines = (",".join("" if cell is None else as_text(cell) for cell in row) for row in rows)
        file = f"{self.taken}-{source}.csv"
        self.ask(file=file, text="\n".join(lines) + "\n")
        columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types)
        return f"create table {target} as select * from read_csv({literal(file)}, {READ}, columns={{{columns}}})"

    def close(self) -> None:
        """Ends the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()


class Both:
    """A database for a runner of rules: DuckDB in Python and in WebAssembly, which must say the same."""

    stacks = False

    def __init__(self, connection: duckdb.DuckDBPyConnection, wasm: Wasm) -> None:
        self.here = OnDuckDB(connection)
        self.wasm = wasm
        self.found = 0
        self.taken = False

    def there(self, sql: str) -> list[dict[str, Any]]:
        """The rows in WebAssembly, where the tables are brought when they are first asked for."""
        if not self.taken:
            self.wasm.take(self.here.connection)
            self.taken = True
        return self.wasm.rows(sql)

    def one(self, sql: str, rule: Rule | None) -> tuple[Any, ...]:
        row = self.here.one(sql, rule)
        (there,) = self.there(sql) or ({},)
        assert tuple(there.values()) == row, sql
        return row

    def together(self, table: str, expressions: Iterable[str]) -> tuple[Any, ...] | None:
        asked = list(expressions)
        row = self.here.together(table, asked)
        if row is not None:
            named = (f"{expression} as v{number}" for number, expression in enumerate(asked))
            (there,) = self.there(f"select {', '.join(named)} from {table}")
            assert tuple(there.values()) == row
        return row

    def rows(self, sql: str, rule: Rule) -> Iterator[dict[str, Any]]:
        rows = list(self.here.rows(sql, rule))
        there = self.there(sql)
        assert sorted(map(_comparable, there)) == sorted(map(_comparable, rows)), rule.id
        self.found += len(rows)
        yield from rows


def _comparable(row: dict[str, Any]) -> list[str]:
    """A row as texts that sort; one number is one text, whatever type it comes in."""
    return [
        f"{name}={plain(value.normalize() if isinstance(value, Decimal) else value)}" for name, value in row.items()
    ]
