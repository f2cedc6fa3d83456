"""Does what a plan says, and no more: written down step by step, so that a run that was killed can go on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from dvcdata import __version__
from dvcdata.errors import UserError
from dvcdata.publish import wanted
from dvcdata.publish.destination import Destination
from dvcdata.publish.places import Work, open_place
from dvcdata.publish.plan import Item, Plan
from dvcdata.publish.state import MANIFEST, Dataset, File, as_json
from dvcdata.publish.store import Journal, Store, disk
from dvcdata.write import json_bytes

COMPLETE = "complete"


def apply(plan: Plan, there: Destination) -> list[Item]:
    """Applies the plan, or goes on with it; the datasets that were changed."""
    store = Store(there.state)
    if plan.destination != there.name or plan.place != there.place:
        raise UserError("publish.other_place", plan=plan.place, place=there.place)
    with disk(store.folder), store.locked():
        if any(manifest["plan"] == plan.id for manifest in store.history()) or not plan.todo:
            return []
        _check_approval(plan, there)
        place = open_place(there)
        organizations = {str(item.wanted.metadata.get("owner_org")) for item in plan.todo}
        place.check(sorted(organizations) if there.kind == "ckan" else ())
        journal = Journal(store.folder / "journal.jsonl", plan.id)
        if not journal.lines:
            journal.write(plan=plan.id, started=datetime.now(UTC).isoformat(timespec="seconds"))
        work = Work(plan.id, store, journal, there.place, sum(item.change.bytes for item in plan.todo))
        todo = [(item, _with_manifest(plan, item, store, journal.lines[0]["started"])) for item in plan.todo]
        open_items = [(item, target) for item, target in todo if not _is_complete(journal, target.name)]
        for item, target in open_items:
            place.ready(target, item.before, work)
        # border: nothing has been written so far
        done = {}
        for item, target in open_items:
            done[target.name] = place.bring(target, item.before, work)
            journal.write(dataset=target.name, step=COMPLETE, done=True, modified=done[target.name].modified)
        targets = {target.name: target for _, target in todo}
        datasets = _others(plan, store) + [as_json(targets.get(item.wanted.name, item.wanted)) for item in plan.items]
        changed = [item.wanted.name for item, _ in todo]
        store.remember(_manifest(plan, journal.lines[0]["started"]) | {"datasets": datasets, "changed": changed})
        journal.path.unlink()
    return [item for item, _ in todo]


def _others(plan: Plan, store: Store) -> list[dict[str, Any]]:
    """The datasets that the last manifest tells of and the plan does not: going back must know that they were there."""
    history, named = store.history(), {item.wanted.name for item in plan.items}
    if plan.kind == "publish" or not history:
        return []  # a plan to publish names all that is there
    return [value for value in history[-1]["datasets"] if value["name"] not in named]


def _is_complete(journal: Journal, name: str) -> bool:
    last = journal.last(name)
    return bool(last and last["step"] == COMPLETE)


def _check_approval(plan: Plan, there: Destination) -> None:
    ended = [item for item in plan.todo if item.until and item.until < date.today().isoformat()]
    if ended:
        raise UserError("publish.waiver_ended", name=ended[0].wanted.name, until=date.fromisoformat(ended[0].until))
    if there.approval and not plan.approval:
        raise UserError("publish.not_approved", name=there.name)
    if plan.approval and plan.approval.get("plan") != plan.digest:
        raise UserError("publish.approved_another", name=there.name, by=str(plan.approval.get("by")))


def approve(plan: Plan, by: str, decision: str) -> Plan:
    """The plan with who approved it, on which decision, and when."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(plan, approval={"by": by, "decision": decision, "at": when, "plan": plan.digest})


def _with_manifest(plan: Plan, item: Item, store: Store, started: str) -> Dataset:
    """The dataset with the manifest of this run among its files."""
    files = [
        {
            "file": file.key,
            "sha256": file.sha256,
            "bytes": file.size,
            "made_from": file.fingerprint,
            "withdrawn": file.withdrawn,
        }
        for file in item.wanted.files
    ]
    content = json_bytes(_manifest(plan, started) | {"dataset": item.wanted.name, "files": files})
    sha256, size = store.add(content)
    kind, mimetype = wanted.KINDS["json"]
    title = "Bản ghi công bố / Publication record (JSON)"
    return item.wanted.with_file(
        File(MANIFEST, MANIFEST, title, kind, mimetype, fingerprint=f"manifest/1:{sha256}", sha256=sha256, size=size)
    )


def _manifest(plan: Plan, started: str) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "plan": plan.id,
        "kind": plan.kind,
        "place": plan.place,
        "planned": plan.made,
        "applied": started,
        "tool": {"name": "dvcdata", "version": __version__},
        "rules": plan.rules,
        "approval": dict(plan.approval) or None,
    }
