"""Which source of a package a file is: the same one, a newer edition of it, another part of it, or a new one."""

import re
from collections.abc import Sequence

from dvcdata.importers.harvest import Harvest
from dvcdata.importers.holding import Holding


def choose(harvest: Harvest, holding: Holding) -> str:
    """The id of the source.

    Two lists of one ministry are editions of one source when they share half of the longer one's procedures; else
    they are two parts of its catalogue, and the second must not push the first out.
    """
    editions = [
        row.values["source_id"]
        for row in holding.rows("sources")
        if re.fullmatch(rf"{re.escape(harvest.identity)}(-[0-9]+)?", row.values["source_id"])
    ]
    codes = {row.values.get("procedure_code", "") for row in harvest.tables.get("procedures", [])}
    if not codes:
        return harvest.identity
    shared = {source: _shared(codes, source, holding) for source in editions}
    if shared and max(shared.values()) >= 0.5:
        return max(shared, key=lambda source: shared[source])
    numbered = (f"{harvest.identity}-{n}" for n in range(2, len(editions) + 3))
    return next(name for name in (harvest.identity, *numbered) if name not in editions)


def retired(harvest: Harvest, sources: Sequence[str], sha256: str, holding: Holding) -> list[str]:
    """Other sources of this kind that are these very bytes: imported before with another period or agency."""
    same = [row.values["source_id"] for row in holding.rows("sources") if row.values.get("sha256") == sha256]
    return [name for name in same if name not in sources and f"{name}-".startswith(f"{harvest.family}-")]


def _shared(codes: set[str], source: str, holding: Holding) -> float:
    theirs = {row.values["procedure_code"] for row in holding.rows("procedures") if source in row.owners}
    return len(codes & theirs) / max(len(codes), len(theirs)) if theirs else 1.0
