"""A PostgreSQL of its own for the tests: Debian's, in a folder of its own, on a free port of this machine alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from examples import Typed
from running import PATIENCE
from system import free_ports

PASSWORD = "mật khẩu:@/1"
TYPES = {"VARCHAR": "text", "DECIMAL(28,8)": "numeric(28,8)", "DOUBLE": "double precision"}


@dataclass(frozen=True)
class Cluster:
    """A running server with one account, `steward`, that must give its password."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The address as one would type it."""
        return f"postgresql://steward@127.0.0.1:{self.port}/dvc"

    def connect(self) -> Any:
        """A session that may change things."""
        import psycopg

        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="steward", password=PASSWORD, dbname="dvc", autocommit=True
        )

    def load(self, schema: str, tables: Sequence[Typed]) -> None:
        """Makes a schema of these tables."""
        with self.connect() as connection:
            connection.execute(f'drop schema if exists "{schema}" cascade')
            connection.execute(f'create schema "{schema}"')
            for table in tables:
                columns = ", ".join(f'"{name}" {TYPES.get(kind, kind)}' for name, kind in table.columns.items())
                connection.execute(f'create table "{schema}"."{table.name}" ({columns})')
                with connection.cursor().copy(f'copy "{schema}"."{table.name}" from stdin') as copy:
                    for row in table.rows:
                        copy.write_row(row)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Starts a server, and stops it."""
    found = programs()
    with tempfile.TemporaryDirectory(prefix="dvcdata-pg-", ignore_cleanup_errors=True) as name:
        folder, data = Path(name), Path(name) / "data"
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
            shutil.chown(folder / "password", "postgres")
        (port,) = free_ports(1)
        made = ["--no-sync", "--auth=scram-sha-256", "--username=steward", f"--pwfile={folder / 'password'}"]
        program(found / "initdb", "-D", data, "--encoding=UTF8", "--locale=C.UTF-8", *made)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        patience = ("--wait", f"--timeout={PATIENCE}")
        program(found / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", *patience, "start")
        try:
            import psycopg

            where: dict[str, Any] = {"host": "127.0.0.1", "port": port, "user": "steward", "password": PASSWORD}
            with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
                connection.execute("create database dvc")
            yield Cluster(port, folder)
        finally:
            program(found / "pg_ctl", "-D", data, "--mode=immediate", "stop")


def programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and os.environ.get("CI"):
        pytest.fail("PostgreSQL is missing: tools/debian.txt must bring it")
    if not found:
        pytest.skip("PostgreSQL is not installed here")
    return found[-1].parent


def program(*command: object) -> None:
    """Runs a program of PostgreSQL, which refuses to be run by root."""
    words = [str(word) for word in command]
    words = ["runuser", "-u", "postgres", "--", *words] if os.getuid() == 0 else words
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
