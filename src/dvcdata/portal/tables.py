"""An audit as tables: organisations with a row per audit, datasets, files, and the open datasets that are measured."""

from collections.abc import Iterator
from typing import Any

from dvcdata import profiles, texts
from dvcdata.portal import mqa
from dvcdata.portal.audit import STEPS, Audit, Part
from dvcdata.portal.bodies import agency_code
from dvcdata.portal.judging import File, Judged
from dvcdata.write import Cell

ALL = "ALL"  # in place of an organisation: the whole portal
SOURCE = "portal"
AS_XML = ("GPX", "RSS")  # formats that the profile has no name of its own for
COUNTS = ("datasets", "files", "files_not_tried", *STEPS)
COLUMNS: dict[str, dict[str, str]] = {
    "portal_organizations": {
        **dict.fromkeys(("portal", "organization", "agency_code", "title"), "string"),
        "audited": "date",
        "declared": "integer",
        **dict.fromkeys(COUNTS, "integer"),
        **dict.fromkeys(("points", "most_points", *mqa.DIMENSIONS), "number"),
        **dict.fromkeys(("band", "fixes"), "string"),
    },
    "portal_datasets": {
        **dict.fromkeys(("dataset_id", "title", "organization", "agency_code", "page"), "string"),
        **dict.fromkeys(("licence", "licence_state", "frequency"), "string"),
        "updated": "date",
        **dict.fromkeys(STEPS, "boolean"),
        "stars": "integer",
        **dict.fromkeys(("same_as", "faults"), "string"),
    },
    "portal_resources": {
        "dataset_id": "string",
        "n": "integer",
        **dict.fromkeys(("title", "url", "state"), "string"),
        "http_status": "integer",
        **dict.fromkeys(("declared_format", "real_format"), "string"),
        "bytes": "integer",
        **dict.fromkeys(("sha256", "faults", "structure", "personal_columns", "same_as"), "string"),
    },
}
KEYS = {
    "portal_organizations": ["portal", "audited", "organization"],
    "portal_datasets": ["dataset_id"],
    "portal_resources": ["dataset_id", "n"],
}
Row = dict[str, Cell]


def titles(table: str) -> dict[str, str]:
    """What one of the tables of an audit is called."""
    return {part: texts.text(f"portal.table.{table}", lang) for part, lang in (("title", "vi"), ("title_en", "en"))}


def schema(table: str) -> dict[str, Any]:
    """The Table Schema of one of the tables of an audit."""
    return {
        "fields": [
            {
                "name": name,
                "type": kind,
                "title": texts.text(f"portal.column.{name}", "vi"),
                "title_en": texts.text(f"portal.column.{name}", "en"),
            }
            | ({"constraints": {"required": True}} if name in KEYS[table] else {})
            for name, kind in COLUMNS[table].items()
        ],
        "primaryKey": KEYS[table],
    }


def organizations(audit: Audit) -> Iterator[Row]:
    """The portal and each organisation of this audit."""
    for part in (audit.whole, *audit.organizations):
        whole = part is audit.whole
        scores = part.scores
        yield {
            "portal": audit.catalogue.url,
            "organization": ALL if whole else part.id or "-",
            "agency_code": "" if whole else agency_code(part.title, part.id),
            "title": part.title,
            "audited": audit.as_of,
            "declared": audit.catalogue.declared if whole else None,
            "datasets": len(part.datasets),
            "files": part.files,
            "files_not_tried": part.untried if part.checked else None,
            **{step: part.count(step) for step in STEPS},
            "points": round(scores.points, 2),
            "most_points": scores.most,
            **{name: _rounded(part, name) for name in mqa.DIMENSIONS},
            "band": scores.band,
            "fixes": " ".join(fix.name for fix in scores.fixes()),
        }


def _rounded(part: Part, dimension: str) -> Cell:
    points = part.scores.dimension(dimension)
    return None if points is None else round(points, 2)


def datasets(audit: Audit) -> Iterator[Row]:
    """Each dataset of the catalogue."""
    for item in audit.whole.datasets:
        said = item.dataset
        yield {
            **{name: getattr(said, name) for name in ("title", "organization", "page", "licence", "updated")},
            "dataset_id": said.id,
            "agency_code": _code(audit, item),
            "licence_state": "absent" if item.licence == "none" else item.licence,
            "frequency": item.frequency or said.frequency,
            **{step: getattr(item, step) if audit.whole.checked else None for step in STEPS},
            "stars": item.stars if audit.whole.checked else None,
            "same_as": item.twin,
            "faults": " ".join(item.faults),
        }


def resources(audit: Audit) -> Iterator[Row]:
    """Each file of the catalogue."""
    for item in audit.whole.datasets:
        for n, file in enumerate(item.files, 1):
            yield {"dataset_id": item.dataset.id, "n": n, **_file(file)}


def _file(file: File) -> Row:
    row: Row = {
        "title": file.resource.title,
        "url": file.resource.url,
        "state": file.state,
        "declared_format": file.declared or file.resource.format,
        "real_format": file.real,
        "same_as": file.twin,
        "faults": " ".join(file.faults),
    }
    if file.seen:
        fetched, found = file.seen.fetched, file.seen.inspected
        row |= {
            "http_status": fetched.status or None,
            "bytes": fetched.size,
            "sha256": fetched.sha256 if fetched.whole else "",
            "structure": " ".join(f"{kind}={n}" for kind, n in found.structure.items()),
            "personal_columns": "; ".join(found.personal),
        }
    return row


def open_datasets(audit: Audit) -> Iterator[Row]:
    """What may count as open, as the profile has it: each dataset with the formats that it really has."""
    for item in audit.whole.datasets:
        if item.countable:
            said = item.dataset
            yield {
                "dataset_id": said.id,
                "title": said.title or said.id,
                "agency_code": _code(audit, item),
                "theme": "; ".join(said.themes),
                "licence": said.licence if item.licence != "none" else "",
                "formats": " ".join(dict.fromkeys(_formats(item))),
                "frequency": item.frequency or said.frequency,
                "issued": said.issued,
                "modified": said.updated,
                "access_url": said.page or next((file.resource.url for file in item.files if file.downloadable), ""),
                "source_id": SOURCE,
            }


def _formats(item: Judged) -> Iterator[str]:
    """The real formats of what comes down; a file with personal data is no open data, in whatever format."""
    for file in item.files:
        if file.downloadable and "personal" not in file.faults and (kind := file.kind):
            yield "XML" if kind.name in AS_XML else kind.name


def _code(audit: Audit, item: Judged) -> str:
    name = item.dataset.organization
    return agency_code(audit.catalogue.organizations.get(name, name), name)


def source(audit: Audit) -> Row:
    """Where the rows come from: a row of the profile's table sources."""
    found: Row = dict.fromkeys(profiles.columns("sources"))
    url = audit.catalogue.url
    return found | {
        "source_id": SOURCE,
        "title": texts.text("portal.source", "vi", url=url),
        "url": url if "://" in url else None,
        "retrieved": audit.as_of,
    }
