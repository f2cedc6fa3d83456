"""Datasets as CKAN writes them: read from package_show, and made into the fields of its actions."""

from collections.abc import Mapping
from typing import Any

from dvcdata.publish.state import Dataset, File, Found

FIELDS = ("title", "notes", "license_id", "version", "url", "author", "author_email", "maintainer", "maintainer_email")
EXTRAS = (
    "title_en identifier issued frequency spatial_text temporal_start temporal_end publisher_name publisher_email "
    "contact_name contact_email language conforms_to theme provenance withdrawn withdrawn_reason"
).split()
PLAN = "dvcdata_plan"
KEY, FILENAME, FINGERPRINT, SHA256, SIZE, ROWS, WITHDRAWN = (
    f"dvcdata_{name}" for name in ("file", "filename", "fingerprint", "sha256", "size", "rows", "withdrawn")
)
ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def read(shown: Mapping[str, Any]) -> Found:
    """A dataset as a portal shows it: what is ours of it, and what is somebody else's."""
    extras = {item["key"]: item["value"] for item in shown.get("extras", [])}
    metadata: dict[str, Any] = {name: shown[name] for name in FIELDS if shown.get(name)}
    metadata["owner_org"] = (shown.get("organization") or {}).get("name", "")
    metadata["tags"] = sorted(item["name"] for item in shown.get("tags", []))
    metadata |= {f"extra:{key}": extras[key] for key in EXTRAS if extras.get(key)}
    ours = [item for item in shown.get("resources", []) if item.get(KEY)]
    return Found(
        dataset=Dataset(shown["name"], metadata, bool(shown.get("private")), tuple(map(_file, ours))),
        id=shown["id"],
        modified=shown["metadata_modified"],
        plan=extras.get(PLAN, ""),
        active=shown.get("state") == "active",
        resources={item[KEY]: item["id"] for item in ours},
        stored=frozenset(item[KEY] for item in ours if item.get("datastore_active")),
        foreign=tuple({"key": key, "value": extras[key]} for key in extras if key not in (*EXTRAS, PLAN)),
    )


def _file(item: Mapping[str, Any]) -> File:
    size = int(item.get("size") or 0)
    kept = int(item.get(SIZE) or 0)
    return File(
        key=item[KEY],
        filename=item.get(FILENAME, ""),
        name=item.get("name") or "",
        format=(item.get("format") or "").upper(),
        mimetype=item.get("mimetype") or "",
        description=item.get("description") or "",
        fingerprint="" if size and size != kept else item.get(FINGERPRINT) or "",  # somebody put another file there
        sha256=item.get(SHA256) or "",
        size=kept,
        rows=(item.get(ROWS) or "") if item.get("datastore_active") else "",  # somebody took the rows out
        withdrawn=item.get(WITHDRAWN) or "",
    )


def fields(wanted: Dataset, found: Found | None, plan: str) -> dict[str, Any]:
    """The metadata as an action takes it; what is no longer wanted is emptied."""
    data = {name: wanted.metadata.get(name, "") for name in (*FIELDS, "owner_org")}
    extras = [
        {"key": key, "value": wanted.metadata[f"extra:{key}"]} for key in EXTRAS if f"extra:{key}" in wanted.metadata
    ]
    foreign = [dict(item) for item in found.foreign] if found else []
    tags = [{"name": tag} for tag in wanted.metadata.get("tags", ())]
    return {**data, "tags": tags, "extras": [*foreign, *extras, {"key": PLAN, "value": plan}]}


def resource(file: File, old: File | None = None) -> dict[str, Any]:
    """The fields of a resource; the rows are marked last, and stay marked where neither they nor the file change."""
    return {
        "name": file.name,
        "description": file.description,
        "format": file.format,
        "mimetype": file.mimetype,
        "hash": file.sha256,
        "hash_algorithm": ALGORITHM,
        KEY: file.key,
        FILENAME: file.filename,
        FINGERPRINT: file.fingerprint,
        SHA256: file.sha256,
        SIZE: str(file.size),
        ROWS: old.rows if old else "",
        WITHDRAWN: file.withdrawn,
    }
