"""The DVC profile: one Table Schema for each table that dvcdata knows, in datasets/profile/."""

import json
from functools import cache
from typing import Any

from dvcdata import builtin

Schema = dict[str, Any]


def tables() -> list[str]:
    """The names of the profile's tables, in alphabetical order."""
    return sorted(_schemas())


def schema(table: str) -> Schema | None:
    """The Table Schema of a profile table, or None when the profile has no such table."""
    return _schemas().get(table)


def columns(table: str) -> list[str]:
    """The column names of a profile table, in order."""
    return [field["name"] for field in _schemas()[table]["fields"]]


def recognise(labels: list[str]) -> str | None:
    """The one profile table whose key and most of whose columns these labels hold, or None."""
    found = {
        name: len(set(labels) & set(columns(name)))
        for name, schema in _schemas().items()
        if set(schema["primaryKey"]) <= set(labels)
    }
    best = max(found.values(), default=0)
    names = [name for name, hits in found.items() if hits == best]
    return names[0] if len(names) == 1 and best * 2 >= len(labels) else None


@cache
def _schemas() -> dict[str, Schema]:
    folder = builtin.folder("datasets") / "profile"
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
