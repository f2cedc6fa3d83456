"""Makes what was proposed for a package, in memory: cells, corrections and provenance, then the files."""

import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from dvcdata import package, texts, write
from dvcdata.corrections import records
from dvcdata.corrections.proposing import Mend, Proposal
from dvcdata.corrections.records import Correction
from dvcdata.errors import UserError
from dvcdata.importers import descriptor, updating

Cell = tuple[str, str, str]  # table, key, field


@dataclass(frozen=True)
class Signature:
    """Who mends, when, and why where that is said."""

    by: str
    date: str
    reason: str | None
    lang: str


def files(proposal: Proposal, signature: Signature) -> list[tuple[Path, bytes]]:
    """The files of the package that change; edits by hand are recorded where a reason is given for them."""
    held = proposal.held
    mends = [*proposal.mends, *(proposal.by_hand if signature.reason else [])]
    if not mends:
        return []
    recorded: dict[Cell, dict[str, Correction]] = defaultdict(dict)  # by what the source says
    for item in held.corrections:
        recorded[item.cell][item.old] = item
    outdated = {item.correction for item in held.corrected() if item.state == "changed"}
    for mend, correction in [(mend, _correction(proposal, mend, signature)) for mend in mends]:
        if correction:
            there = recorded[correction.cell].values()
            left = [item for item in there if item.new != mend.base and item not in outdated]
            left += [correction] if correction.old != correction.new else []
            recorded[correction.cell] = {item.old: item for item in left}
        _apply(mend, correction)
    held.corrections = [item for cell in recorded.values() for item in cell.values()]
    done = {(id(mend.row), mend.field) for mend in mends}
    proposal.edits.cells = [edit for edit in proposal.edits.cells if (id(edit.row), edit.field) not in done]
    return _files(proposal)


def _correction(proposal: Proposal, mend: Mend, signature: Signature) -> Correction | None:
    """The row of corrections.csv for it; none where a recorded one is applied, or damage done by hand is undone."""
    if mend.kinds == ("recorded",) or (mend.edit and mend.new == mend.base):
        return None
    replay, name = proposal.held.replay, mend.table.name
    key = replay.key_before(name, "|".join(proposal.keys.get(id(mend.row)) or mend.table.key_of(mend.row.values)))
    former = next(
        (item for item in replay.of_row(name, key) if (item.field, item.new) == (mend.field, mend.base)), None
    )
    why = [signature.reason] if mend.edit else [former.reason] if former else []
    why += [texts.text(f"fix.reason.{kind}", signature.lang) for kind in mend.kinds]
    reason = "; ".join(dict.fromkeys(item for item in why if item))
    old = former.old if former else mend.base
    return Correction(name, key, mend.field, old, mend.new, reason, signature.by, signature.date)


def _apply(mend: Mend, correction: Correction | None) -> None:
    mend.table.changed = mend.table.changed or mend.row.values[mend.field] != mend.new
    mend.row.values[mend.field] = mend.new
    if mend.edit and not correction:
        return
    undone = correction is not None and correction.old == correction.new
    for place, line in enumerate(mend.row.lines):
        names = [name for name in line.corrected.split() if name != mend.field]
        mend.row.lines[place] = line._replace(corrected=" ".join(names if undone else [*names, mend.field]))


def _files(proposal: Proposal) -> list[tuple[Path, bytes]]:
    held = proposal.held
    tables = {
        name: write.table_bytes(table.columns, [row.values for row in table.rows])
        for name, table in held.tables.items()
        if table.changed
    }
    new = {**held.descriptor, "resources": _resources(held.descriptor, tables)}
    new = descriptor.with_corrections(new, True)
    return [
        (held.folder / records.FILE, records.content(held.corrections)),
        *((held.tables[name].path, content) for name, content in tables.items()),
        *updating.traces(held, proposal.edits),
        (held.folder / package.DESCRIPTOR, write.json_bytes(new) if new != held.descriptor else _as_it_is(held.folder)),
    ]


def _resources(old: dict[str, object], tables: dict[str, bytes]) -> list[dict[str, object]]:
    resources = old.get("resources", [])
    assert isinstance(resources, list)  # it was opened as a package
    return [descriptor.rehashed(item, tables.get(item["name"])) for item in resources]


def _as_it_is(folder: Path) -> bytes:
    return (folder / package.DESCRIPTOR).read_bytes()


def check_unchanged(proposal: Proposal) -> None:
    """Refuses to write over a table, or over corrections, that somebody saved since they were read."""
    held = proposal.held
    for table in held.tables.values():
        content = table.path.read_bytes() if table.path.exists() else b""
        if table.checksum != (len(content), zlib.crc32(content)):
            raise UserError("fix.changed_meanwhile", path=str(table.path))
    if records.read(held.folder) != held.corrections:
        raise UserError("fix.changed_meanwhile", path=str(held.folder / records.FILE))
