"""Which source of a package a file is: the same one, a newer edition of it, another part of it, or a new one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from dvcdata.importers.harvest import Harvest
from dvcdata.importers.holding import Holding


def choose(harvest: Harvest, holding: Holding) -> str:
    """The id of the source.

    Two lists of one ministry are editions of one source when they share half of the longer one's procedures; else
    they are two parts of its catalogue, and the second must not push the first out. So it is with tables by a map.
    """
    editions = [
        row.values["source_id"]
        for row in holding.rows("sources")
        if re.fullmatch(rf"{re.escape(harvest.identity)}(-[0-9]+)?", row.values["source_id"])
    ]
    if harvest.compared is None:
        return harvest.identity
    table, columns = harvest.compared
    said = [row.values for row in harvest.tables.get(table, [])]
    mine = _keys((values | holding.replay.changes(table, values) for values in said), columns)
    if not mine:
        return harvest.identity
    rows = holding.rows(table)
    theirs = {source: _keys((row.values for row in rows if row.is_of(source)), columns) for source in editions}
    shared = {source: len(mine & keys) / max(len(mine), len(keys)) if keys else 1.0 for source, keys in theirs.items()}
    if shared and max(shared.values()) >= 0.5:
        return max(shared, key=lambda source: shared[source])
    numbered = (f"{harvest.identity}-{n}" for n in range(2, len(editions) + 3))
    return next(name for name in (harvest.identity, *numbered) if name not in editions)


def _keys(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(row.get(name, "") for name in columns) for row in rows}


def retired(harvest: Harvest, sources: Sequence[str], sha256: str, holding: Holding) -> list[str]:
    """Other sources of this kind that are these very bytes: imported before with another period or agency."""
    same = [row.values["source_id"] for row in holding.rows("sources") if row.values.get("sha256") == sha256]
    return [name for name in same if name not in sources and f"{name}-".startswith(f"{harvest.family}-")]
