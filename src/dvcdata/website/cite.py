"""How a package is cited: who publishes it, under which licence, and whom to ask."""

from collections.abc import Mapping
from typing import Any


def licence(said: Mapping[str, Any]) -> str:
    """The licences that a package states, by name or else by title or path."""
    given = [item for item in said.get("licenses", []) if isinstance(item, dict)]
    return ", ".join(str(item.get("name") or item.get("title") or item.get("path")) for item in given)


def contact(said: Mapping[str, Any]) -> str:
    """Whom to ask: the contributors with their address."""
    given = [item for item in said.get("contributors", []) if isinstance(item, dict)]
    shown = ([item.get("title"), item.get("email") or item.get("path")] for item in given)
    return "; ".join(", ".join(str(part) for part in parts if part) for parts in shown)
