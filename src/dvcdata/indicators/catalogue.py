"""Which indicators there are: those of the workspace first, then the shipped ones, by group and name."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from dvcdata import builtin
from dvcdata.errors import UserError
from dvcdata.indicators.header import GROUPS, Indicator, read


def load(workspace: Path | None = None) -> list[Indicator]:
    """Every indicator; one of the workspace stands for a shipped one of its name."""
    found: dict[str, Path] = {}
    for home in (workspace / "datasets" if workspace else None, builtin.folder("datasets")):
        for path in sorted((home / "indicators").glob("*.sql")) if home else ():
            found.setdefault(path.stem, path)
    return sorted((read(path) for path in found.values()), key=lambda item: (GROUPS.index(item.group), item.id))


def choose(indicators: Sequence[Indicator], names: Sequence[str]) -> list[Indicator]:
    """The indicators of these names, of these groups or numbers (I5); all where none is named."""
    if not names:
        return list(indicators)
    chosen = [item for name in names for item in find(indicators, name)]
    return [item for item in indicators if item in chosen]


def find(indicators: Sequence[Indicator], name: str) -> list[Indicator]:
    """The indicators that a name means; an unknown one gets the nearest."""
    found = [item for item in indicators if name in (item.id, item.group) or name.upper() == item.code]
    if not found:
        known = {known.lower(): known for item in indicators for known in (item.id, item.group, item.code) if known}
        near = [known[found] for found in difflib.get_close_matches(name.lower(), known, 1, 0)]
        raise UserError("indicator.not_found", indicator=name, near=near[0] if near else "-")
    return found
