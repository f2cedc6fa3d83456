"""Reads a catalogue written as data.json: DCAT as one plain JSON list."""

from collections.abc import Mapping
from typing import Any

from dvcdata.errors import UserError
from dvcdata.importers.ids import slug
from dvcdata.portal.catalogue import Catalogue, Dataset, Resource, day


def is_list(value: Any) -> bool:
    """Whether a JSON value is such a catalogue."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("dataset"), list)
        and all(isinstance(item, dict) and "title" in item for item in value["dataset"])
    )


def read(url: str, value: Mapping[str, Any]) -> Catalogue:
    """The catalogue in such a value."""
    datasets = {item.id: item for item in map(_dataset, value["dataset"])}
    if not datasets:
        raise UserError("portal.no_datasets", url=url)
    organizations = {item.organization: item.publisher for item in datasets.values()}
    return Catalogue(url, "dcat", tuple(datasets.values()), organizations)


def _dataset(item: Mapping[str, Any]) -> Dataset:
    publisher, contact = _of(item.get("publisher"), "name"), item.get("contactPoint")
    licence = _text(item.get("license"))
    return Dataset(
        id=_text(item.get("identifier")) or slug(_text(item["title"]), 100),
        title=_text(item["title"]),
        organization=slug(publisher, 60) if publisher else "",
        page=_text(item.get("landingPage")),
        description=_text(item.get("description")),
        keywords=_texts(item.get("keyword")),
        themes=_texts(item.get("theme")),
        spatial=_text(item.get("spatial")),
        temporal=_text(item.get("temporal")),
        licence=licence,
        access_rights=_text(item.get("accessLevel")),
        contact=_of(contact, "hasEmail") or _of(contact, "fn"),
        publisher=publisher,
        frequency=_text(item.get("accrualPeriodicity")),
        issued=day(item.get("issued")),
        modified=day(item.get("modified")),
        updated=day(item.get("modified")),
        resources=tuple(_resource(file, licence) for file in item.get("distribution") or () if isinstance(file, dict)),
    )


def _resource(file: Mapping[str, Any], licence: str) -> Resource:
    access, download = _text(file.get("accessURL")), _text(file.get("downloadURL"))
    size = _text(file.get("byteSize"))
    return Resource(
        id=download or access,
        title=_text(file.get("title")),
        access_url=access or download,
        download_url=download,
        format=_text(file.get("format")),
        media_type=_text(file.get("mediaType")),
        rights=_text(file.get("rights")),
        licence=_text(file.get("license")) or licence,
        size=int(size) if size.isdigit() else None,
        stamp=_text(file.get("modified")),
    )


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]) if _text(item))


def _of(value: Any, name: str) -> str:
    return _text(value.get(name)) if isinstance(value, dict) else _text(value)
