"""A plan: what a destination has, what it is to have, and therefore what will be done; kept as a file."""

import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dvcdata import __version__, progress, texts
from dvcdata.errors import UserError
from dvcdata.package import Package, open_all, read_json
from dvcdata.publish import gate, wanted
from dvcdata.publish.changes import Change, compare, file_change
from dvcdata.publish.destination import Destination
from dvcdata.publish.places import Place, open_place
from dvcdata.publish.state import MANIFEST, Dataset, File, Found, as_json, from_json
from dvcdata.publish.store import Store, replace_file
from dvcdata.write import json_bytes

FORMAT = 1
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Item:
    """One dataset of a plan: as it is to be, and as it was found."""

    wanted: Dataset
    before: Found | None
    note: str = ""  # a text about it, `publish.note.…`
    until: str = ""  # the last day on which waivers let it past

    @property
    def change(self) -> Change:
        """What has to be done for it."""
        return compare(self.wanted, self.before)


@dataclass(frozen=True)
class Plan:
    """What will be done at a destination, exactly."""

    kind: str  # publish, rollback or withdraw
    destination: str
    place: str
    items: tuple[Item, ...]
    made: str
    rules: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    approval: Mapping[str, str] = field(default_factory=dict)

    @property
    def todo(self) -> list[Item]:
        """The datasets that something has to be done for."""
        return [item for item in self.items if item.change.kind != "unchanged"]

    @property
    def digest(self) -> str:
        """The hash of all that was planned; who approves, approves this."""
        return hashlib.sha256(json_bytes(_as_json(replace(self, approval={})))).hexdigest()


def make(there: Destination, as_of: date, restore: Sequence[str] = ()) -> Plan:
    """The plan to publish the workspace's packages; reads the destination once per dataset, writes nothing there."""
    store = Store(there.state)
    packages = _packages(there)
    rules = gate.rules(there.home)
    told = progress.each("packages", packages, lambda package: package.name)
    drafts = [wanted.draft(package, there, store, gate.digest(rules)) for package in told]
    place = open_place(there)
    place.check(sorted({str(draft.dataset.metadata["owner_org"]) for draft in drafts} if there.kind == "ckan" else ()))
    found = [place.find(draft.dataset.name) for draft in drafts]
    _check_restore(restore, found, there)
    items: list[Item] = []
    for draft, before in zip(drafts, found, strict=True):
        if before and before.dataset.metadata.get("extra:withdrawn") and draft.dataset.name not in restore:
            items.append(Item(before.dataset, before, "publish.note.withdrawn"))
            continue
        item = Item(_merged(draft.dataset, before, store), before)
        if item.change.kind != "unchanged":
            report = gate.check(draft.package, packages, rules, as_of)
            item = replace(item, until=gate.waived_until(report, draft.package.name))
            item = _built(draft.with_quality(report, store), item, there)
        items.append(item)
    items = _noted(items, place)
    items += _forgotten(there, store, {item.wanted.name for item in items}, place)
    return Plan("publish", there.name, there.place, tuple(items), _now(), gate.digest(rules))


def _check_restore(names: Sequence[str], found: Sequence[Found | None], there: Destination) -> None:
    withdrawn = {item.dataset.name for item in found if item and item.dataset.metadata.get("extra:withdrawn")}
    for name in names:
        if name not in withdrawn:
            raise UserError("publish.not_withdrawn", name=name, place=there.place)


def _packages(there: Destination) -> list[Package]:
    packages = open_all([there.home])
    for name in there.datasets:
        if name not in [package.name for package in packages]:
            known = ", ".join(package.name for package in packages)
            raise UserError("publish.no_package", path=str(there.file), name=name, known=known)
    return [package for package in packages if package.name in (there.datasets or [package.name])]


def _merged(dataset: Dataset, before: Found | None, store: Store) -> Dataset:
    """The dataset with what is known of its unchanged files, and a notice for each file that is gone."""
    if not before:
        return dataset
    files: list[File] = []
    for file in dataset.files:
        old = before.dataset.file(file.key)
        same = old and old.same_bytes(file)
        files.append(replace(file, sha256=old.sha256, size=old.size) if old and same else file)
    for old in before.dataset.files:
        if old.key != MANIFEST and dataset.file(old.key) is None:
            files.append(old if old.withdrawn else notice(old, texts.text("publish.reason.gone", "vi"), store))
    return replace(dataset, files=tuple(files))


def notice(old: File, reason: str, store: Store, day: str = "") -> File:
    """The notice that stands in the place of a file that was withdrawn."""
    day = day or date.today().isoformat()
    words = [
        texts.text("publish.notice", lang, file=old.key, day=date.fromisoformat(day), reason=reason)
        for lang in texts.LANGUAGES
    ]
    sha256, size = store.add(("\n\n".join(words) + "\n").encode())
    kind, mimetype = wanted.KINDS["txt"]
    name = f"{old.key}.withdrawn.txt"
    return File(old.key, name, old.name, kind, mimetype, reason, f"notice/1:{sha256}", sha256, size, "", day)


def _built(draft: wanted.Draft, item: Item, there: Destination) -> Item:
    """The item with every file made that has to be sent."""
    files = []
    for file in item.wanted.files:
        change = file_change(file, item.before.dataset.file(file.key) if item.before else None)
        if change and change.sent and file.key in draft.make:
            sha256, size = draft.make[file.key]()
            file = replace(file, sha256=sha256, size=size)
            if there.kind == "ckan" and size > there.max_file_mb * MEGABYTE:
                megabytes = -(-size // MEGABYTE)
                params = {"file": file.key, "dataset": item.wanted.name, "size": megabytes, "limit": there.max_file_mb}
                raise UserError("publish.over_limit", **params, path=str(there.file))
        files.append(file)
    return replace(item, wanted=replace(item.wanted, files=tuple(files)))


def _noted(items: Sequence[Item], place: Place) -> list[Item]:
    """The items with a note at what an approver would not see: a dataset not made by us, a licence unknown there."""
    known = place.licences() if any(item.change.kind != "unchanged" for item in items) else frozenset()
    return [replace(item, note=item.note or _note(item, known)) for item in items]


def _note(item: Item, known: Collection[str]) -> str:
    if item.change.kind == "unchanged":
        return ""
    if item.before and not item.before.plan:
        return "publish.note.by_hand"
    return "publish.note.licence" if known and item.wanted.metadata["license_id"] not in known else ""


def _forgotten(there: Destination, store: Store, names: set[str], place: Place) -> Iterator[Item]:
    """Datasets that were published from here and are no longer in the workspace: they are left alone, and named."""
    if history := store.history():
        for value in history[-1]["datasets"]:
            dataset = from_json(value)
            gone = dataset.name not in names and not dataset.metadata.get("extra:withdrawn")
            if gone and (found := place.find(dataset.name)):
                yield Item(found.dataset, found, "publish.note.forgotten")


def rollback(there: Destination) -> Plan:
    """The plan back to what the manifest before the last one says."""
    store = Store(there.state)
    history = store.history()
    if len(history) < 2:
        raise UserError("publish.no_history", name=there.name, n=len(history))
    last, previous = ([from_json(value) for value in one["datasets"]] for one in (history[-1], history[-2]))
    place = open_place(there)
    before = {dataset.name: dataset for dataset in previous}
    reason = texts.text("publish.reason.rollback", "vi")
    items = []
    for dataset in last:
        found = place.find(dataset.name)
        if found is None:
            raise UserError("publish.gone_there", name=dataset.name, place=there.place)
        if dataset.name in before:
            target = _merged(before[dataset.name], found, store)
        elif dataset.metadata.get("extra:withdrawn"):
            target = found.dataset
        else:
            target = tombstone(found, reason, store)
        edited = compare(dataset, found).kind != "unchanged"
        items.append(Item(target, found, "publish.note.edited" if edited else ""))
    return _complete(Plan("rollback", there.name, there.place, tuple(items), _now()), store)


def withdraw(there: Destination, name: str, reason: str) -> Plan:
    """The plan to take a dataset down: its address, name and ids stay, with a notice in the place of the data."""
    store = Store(there.state)
    found = open_place(there).find(name)
    if found is None:
        raise UserError("publish.gone_there", name=name, place=there.place)
    target = tombstone(found, reason, store)
    return _complete(Plan("withdraw", there.name, there.place, (Item(target, found),), _now()), store)


def tombstone(found: Found, reason: str, store: Store) -> Dataset:
    """The dataset as a notice that it was withdrawn, when and why."""
    old, day = found.dataset, date.today().isoformat()
    if old.metadata.get("extra:withdrawn"):
        return old
    said = [
        texts.text("publish.notice", lang, file=old.name, day=date.fromisoformat(day), reason=reason)
        for lang in texts.LANGUAGES
    ]
    fields = {**old.metadata, "notes": "\n\n".join(said), "extra:withdrawn": day, "extra:withdrawn_reason": reason}
    fields["title"] = texts.text("publish.withdrawn_title", "vi", title=str(old.metadata.get("title", old.name)))
    files = tuple(
        file if file.withdrawn else notice(file, reason, store, day) for file in old.files if file.key != MANIFEST
    )
    return replace(old, metadata=fields, files=files)


def _complete(plan: Plan, store: Store) -> Plan:
    """The plan, whose files must all be in the store."""
    for item in plan.todo:
        for change in item.change.files:
            file = item.wanted.file(change.key)
            if change.sent and file:
                store.open(file.sha256, f"{item.wanted.name}/{file.key}").close()
    return plan


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _as_json(plan: Plan) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "tool": __version__,
        **{name: getattr(plan, name) for name in ("id", "kind", "destination", "place", "made", "rules")},
        "approval": dict(plan.approval),
        "datasets": [
            {
                "change": item.change.kind,
                "note": item.note,
                "until": item.until,
                "wanted": as_json(item.wanted),
                "before": _found_json(item.before),
            }
            for item in plan.items
        ],
    }


def _found_json(found: Found | None) -> dict[str, Any] | None:
    return {**asdict(found), "dataset": as_json(found.dataset), "stored": sorted(found.stored)} if found else None


def write(plan: Plan, path: Path) -> None:
    """Keeps the plan as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json_bytes(_as_json(plan)))


def read(path: Path) -> Plan:
    """The plan that a file holds."""
    if not path.is_file():
        raise UserError("publish.no_plan", path=str(path))
    value = read_json(path)
    try:
        if value["format"] != FORMAT:
            raise ValueError(value["format"])
        items = tuple(_item(entry) for entry in value["datasets"])
        names = ("id", "kind", "destination", "place", "made", "rules", "approval")
        return Plan(items=items, **{name: value[name] for name in names})
    except (KeyError, TypeError, ValueError) as problem:
        raise UserError("publish.bad_plan", path=str(path), why=str(problem)) from None


def _item(entry: Mapping[str, Any]) -> Item:
    before = entry["before"]
    if before is not None:
        given = {**before, "stored": frozenset(before["stored"]), "foreign": tuple(before["foreign"])}
        before = Found(**{**given, "dataset": from_json(before["dataset"])})
    return Item(from_json(entry["wanted"]), before, entry["note"], entry["until"])
