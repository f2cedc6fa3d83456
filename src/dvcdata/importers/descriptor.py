"""The descriptor of a package after an import: what it lacked is added, what a steward wrote stays."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dvcdata import describe
from dvcdata.corrections import records
from dvcdata.describe import Said
from dvcdata.importers import extra
from dvcdata.importers.harvest import Note
from dvcdata.importers.ids import slug

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def updated(
    old: Mapping[str, Any],
    folder: Path,
    tables: Sequence[str],
    titles: tuple[Sequence[str], Sequence[str]],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """The descriptor with a resource for each table and an entry for each source; `titles` are those before and now."""
    name = folder.resolve().name
    new = dict(old) or {"$schema": PROFILE, "name": slug(name) or "package", "title": name}
    before, now = titles
    entries = [entry for entry in old.get("sources", []) if _title(entry) in now or _title(entry) not in before]
    known = [_title(entry) for entry in entries]
    entries += [{"title": title} for title in dict.fromkeys(now) if title not in known]
    if entries:
        new["sources"] = entries
    else:
        new.pop("sources", None)
    resources = [rehashed(item, files.get(str(item.get("name")))) for item in old.get("resources", [])]
    present = {item.get("name") for item in resources}
    new["resources"] = resources + [_resource(table) for table in tables if table not in present]
    return new


def with_corrections(old: Mapping[str, Any], there: bool) -> dict[str, Any]:
    """The descriptor with a resource for the corrections where the package has any, and without one where not."""
    resources = list(old.get("resources", []))
    named = [item for item in resources if item.get("name") == records.TABLE]
    if there and not named:
        resources.append(records.resource())
    elif not there:
        resources = [item for item in resources if item.get("path") != records.FILE]
    return {**old, "resources": resources}


def described(old: dict[str, Any], said: Sequence[Said], folder: Path) -> dict[str, Any]:
    """The descriptor with what all files say alike of the dataset, where it says nothing itself."""
    wanted = {name: value for name, value in _alike(said).items() if not _says(old, name, folder)}
    return describe.applied(old, wanted) if wanted else old


def otherwise(old: Mapping[str, Any], said: Sequence[Said], folder: Path) -> Iterator[Note]:
    """What the files say of the dataset and its descriptor says otherwise, which stays."""
    for name, value in _alike(said).items():
        there = describe.current(old, name) if _says(old, name, folder) else ""
        if there and there != describe.current(describe.applied({}, {name: value}), name):
            shown = value if isinstance(value, str) else ", ".join(value)
            yield Note("import.described_otherwise", {"part": name, "value": shown, "there": there})


def _alike(said: Sequence[Said]) -> dict[str, str | Sequence[str]]:
    """What no two files contradict each other in."""
    names = dict.fromkeys(name for one in said for name in one)
    found = {name: [one[name] for one in said if name in one] for name in names}
    return {name: values[0] for name, values in found.items() if all(value == values[0] for value in values)}


def _says(descriptor: Mapping[str, Any], name: str, folder: Path) -> bool:
    """Whether a descriptor says something there; the title that an import makes of the folder's name is none."""
    there = describe.current(descriptor, name)
    return bool(there) and not (name == "title" and there == folder.resolve().name)


def _title(entry: Any) -> str:
    return str(entry.get("title", "")) if isinstance(entry, dict) else ""


def _resource(table: str) -> dict[str, Any]:
    """A resource takes the profile's schema by its name, and so carries none; the extra table has its own."""
    schema = extra.schema(table)
    resource = {"name": table, "type": "table", "path": f"{table}.csv", "format": "csv", "encoding": "utf-8"}
    resource |= {name: schema[name] for name in ("title", "title_en")}
    return {**resource, "schema": schema} if table == extra.TABLE else resource


def rehashed(resource: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    """The resource with its size and hash true again, where it states them and its file changes."""
    if content is None:
        return resource
    new = dict(resource)
    if "bytes" in new:
        new["bytes"] = len(content)
    if "hash" in new:
        named = str(new["hash"]).rpartition(":")[0]
        method = named if named in hashlib.algorithms_guaranteed else "sha256" if named else "md5"
        digest = hashlib.new(method, content).hexdigest()
        new["hash"] = f"{method}:{digest}" if named else digest
    return new
