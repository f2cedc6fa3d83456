"""Writes the site's files: only those whose bytes changed, and none that was published goes without a word."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata.errors import UserError

LIST = "published.txt"
GONE = "gone.toml"


@dataclass
class Output:
    """A folder that becomes the site."""

    folder: Path
    written: int = 0
    same: int = 0
    paths: list[str] = field(default_factory=list)

    def put(self, path: str, content: bytes) -> None:
        """Writes one file unless it stands there already, whole or not at all."""
        target = self.folder / path
        self.paths.append(path)
        try:
            if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
                self.same += 1
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.new")
            beside.write_bytes(content)
            beside.replace(target)
        except OSError as problem:
            raise UserError("site.not_written", path=str(target), why=problem.strerror or str(problem)) from None
        self.written += 1

    def published(self) -> list[str]:
        """The paths of the last release."""
        path = self.folder / LIST
        return path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []

    def finish(self) -> None:
        """Keeps the list of what is published, and takes away what a tombstone has replaced."""
        now = set(self.paths)
        for path in set(self.published()) - now:
            (self.folder / path).unlink(missing_ok=True)
        self.put(LIST, "".join(f"{path}\n" for path in sorted(now)).encode())


@dataclass(frozen=True)
class Tombstone:
    """Why a page that was published is there no more."""

    path: str
    date: date
    reason: str
    successor: str = ""


def tombstones(home: Path | None) -> dict[str, Tombstone]:
    """Those of site/gone.toml: `["procedures/1.000100.html"]` with date, reason and perhaps successor."""
    path = home / "site" / GONE if home else None
    if path is None or not path.is_file():
        return {}
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return {name: Tombstone(name, **item) for name, item in given.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as problem:
        raise UserError("site.bad_tombstones", path=str(path), why=str(problem)) from None


def refuse_gone(published: Iterable[str], planned: set[str], gone: Iterable[str]) -> None:
    """Refuses to let pages disappear that were published and have no tombstone."""
    missing = sorted(path for path in set(published) - planned - set(gone) if path.endswith(".html"))
    if missing:
        shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        raise UserError("site.gone", n=len(missing), paths=shown, file=f"site/{GONE}")
