"""Tombstones: why something that was published is there no more, and the refusal to lose anything without one."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata.errors import UserError

GONE = "gone.toml"


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
