"""Tombstones: why something that was published is there no more, and the refusal to lose anything without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.write import json_bytes, table_bytes

GONE = "gone.toml"
MACHINERY = ("assets/", "browser/", "search-", "published.txt", "sitemap.xml")  # which nobody links to


@dataclass(frozen=True)
class Tombstone:
    """Why a page that was published is there no more."""

    path: str
    date: date
    reason: str
    successor: str = ""

    def files(self) -> dict[str, bytes]:
        """What stands where its CSV and JSON were: the same words for machines."""
        said = {"withdrawn": self.date.isoformat(), "reason": self.reason, "successor": self.successor}
        stem, _, kind = self.path.rpartition(".")
        found = {"csv": table_bytes(list(said), [said]), "json": json_bytes(said)}
        return {f"{stem}.{ending}": content for ending, content in found.items() if kind in ("html", ending)}


def tombstones(home: Path | None) -> dict[str, Tombstone]:
    """Those of site/gone.toml: `["procedures/1.000100.html"]` with date, reason and perhaps successor."""
    path = home / "site" / GONE if home else None
    if path is None or not path.is_file():
        return {}
    try:
        given: dict[str, Any] = tomli.loads(path.read_text(encoding="utf-8-sig"))
        return {name: Tombstone(name, **item) for name, item in given.items()}
    except (tomli.TOMLDecodeError, UnicodeDecodeError, TypeError) as problem:
        raise UserError("site.bad_tombstones", path=str(path), why=str(problem)) from None


def refuse_gone(published: Iterable[str], planned: set[str], gone: Iterable[str]) -> None:
    """Refuses to let anything disappear that was published and has no tombstone; a page's is for its files too."""
    buried = {_stem(path) for path in gone}
    missing = sorted(
        path for path in set(published) - planned if not path.startswith(MACHINERY) and _stem(path) not in buried
    )
    if missing:
        shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        raise UserError("site.gone", n=len(missing), paths=shown, file=f"site/{GONE}")


def _stem(path: str) -> str:
    """The path without its ending and its language."""
    for lang in texts.LANGUAGES:
        path = path.removeprefix(f"{lang}/")
    return path.rpartition(".")[0]
