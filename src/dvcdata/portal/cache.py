"""Keeps what was read of a portal, so that a second run downloads nothing and a killed one goes on where it was."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dvcdata import kept
from dvcdata.errors import UserError
from dvcdata.portal.guarded import host

PAGE_AGE = 24 * 3600  # seconds for which the pages of a run that was cut short are gone on with
TABLES = """
create table if not exists pages (number integer primary key, at real, body text);
create table if not exists files (url text primary key, stamp text, at real, body text);
"""


def place(url: str, folder: Path | None) -> Path:
    """The file that keeps what is read of a portal."""
    name = host(url) or "catalogue"
    return (folder or kept.folder("portal")) / f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.sqlite"


class Cache:
    """What was read of one portal: pages of a list that is not complete yet, and what each file turned out to be."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def pages(self) -> list[Any]:
        """The pages of a list that an earlier run began, in order and without a gap."""
        since = time.time() - PAGE_AGE
        rows = self.connection.execute("select number, body from pages where at > ? order by number", [since])
        found: list[Any] = []
        for number, body in rows:
            if number != len(found):
                break
            found.append(json.loads(body))
        return found

    def keep_page(self, number: int, body: Any) -> None:
        """Keeps a page until the list is complete."""
        self.connection.execute("insert or replace into pages values (?, ?, ?)", [number, time.time(), _json(body)])
        self.connection.commit()

    def forget_pages(self) -> None:
        """Lets go of the pages: the list is complete, or another one by now."""
        self.connection.execute("delete from pages")
        self.connection.commit()

    def file(self, url: str, stamp: str, version: int) -> tuple[dict[str, Any], float] | None:
        """What is known of a file, and since when; nothing where its catalogue says that it changed since."""
        row = self.connection.execute("select stamp, at, body from files where url = ?", [url]).fetchone()
        if row is None or row[0] != f"{version} {stamp}":
            return None
        return json.loads(row[2]), row[1]

    def keep_file(self, url: str, stamp: str, version: int, body: dict[str, Any]) -> None:
        """Keeps what a file turned out to be."""
        given = [url, f"{version} {stamp}", time.time(), _json(body)]
        self.connection.execute("insert or replace into files values (?, ?, ?, ?)", given)
        self.connection.commit()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def opened(path: Path | None) -> Iterator[Cache]:
    """The cache in that file, made where there is none; without a file one that nothing is left of."""
    try:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path or ":memory:", timeout=30)
        connection.execute("pragma synchronous = off")  # a lost entry is only read again
        connection.executescript(TABLES)
        try:
            yield Cache(connection)
        finally:
            connection.close()
    except (OSError, sqlite3.Error) as problem:
        raise UserError("portal.cache", path=str(path), why=str(problem)) from None
