"""The metadata of a package as a portal knows it: CKAN's own fields, and those of ckanext-dcat as extras."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvcdata.errors import UserError
from dvcdata.importers.ids import slug
from dvcdata.publish.destination import Destination

NAME = re.compile(r"[a-z0-9_-]{2,100}")
TAG = re.compile(r"[^\w .-]+")
LICENCES = {  # the names that Data Packages use, and CKAN's own ids
    "CC0-1.0": "cc-zero",
    "CC-BY-4.0": "cc-by",
    "CC-BY-SA-4.0": "cc-by-sa",
    "ODC-BY-1.0": "odc-by",
    "ODbL-1.0": "odc-odbl",
    "ODC-PDDL-1.0": "odc-pddl",
}
EXTRAS = {  # a property of the descriptor, and the field of ckanext-dcat that it becomes
    "title_en": "title_en",
    "id": "identifier",
    "created": "issued",
    "frequency": "frequency",
    "spatial": "spatial_text",
    "temporal_start": "temporal_start",
    "temporal_end": "temporal_end",
}
CONFORMS = "https://datapackage.org/profiles/2.0/datapackage.json"
BOTH = "\n\n"  # between the Vietnamese text and the English one


def dataset_name(descriptor: Mapping[str, Any], folder: str, there: Destination) -> str:
    """The name, and so the address, of a package at a destination."""
    name = there.prefix + slug(str(descriptor.get("name") or folder), 100)
    if not NAME.fullmatch(name):
        raise UserError("publish.name", name=name, package=str(descriptor.get("name") or folder))
    return name


def metadata(descriptor: Mapping[str, Any], there: Destination) -> dict[str, Any]:
    """The fields of a dataset; one that says nothing is left out."""
    people = [item for item in descriptor.get("contributors", []) if isinstance(item, dict)]
    author = _person(people, ("publisher", "author", "creator")) or (people[0] if people else {})
    contact = _person(people, ("contact", "maintainer", "wrangler")) or author
    fields: dict[str, Any] = {
        "title": descriptor.get("title") or descriptor.get("name"),
        "notes": both(descriptor, "description"),
        "license_id": licence(descriptor, there),
        "owner_org": there.organizations.get(str(descriptor.get("agency_code", "")), there.organization),
        "tags": sorted({tag for word in (*descriptor.get("keywords", []), *there.tags) if (tag := _tag(str(word)))}),
        "version": descriptor.get("version"),
        "url": descriptor.get("homepage"),
        "author": author.get("title"),
        "author_email": author.get("email"),
        "maintainer": contact.get("title"),
        "maintainer_email": contact.get("email"),
    }
    fields |= {f"extra:{key}": value for key, value in _extras(descriptor, there, author, contact)}
    return {key: value if key == "tags" else str(value) for key, value in fields.items() if value}


def _extras(
    descriptor: Mapping[str, Any], there: Destination, author: Mapping[str, Any], contact: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for ours, theirs in EXTRAS.items():
        if descriptor.get(ours):
            yield theirs, descriptor[ours]
    yield "publisher_name", author.get("title")
    yield "publisher_email", author.get("email")
    yield "contact_name", contact.get("title")
    yield "contact_email", contact.get("email")
    yield "language", json.dumps(["vi", "en"] if descriptor.get("title_en") else ["vi"])
    yield "conforms_to", json.dumps([CONFORMS])
    if there.themes:
        yield "theme", json.dumps(list(there.themes))
    sources = [str(item.get("title") or item.get("path")) for item in descriptor.get("sources", [])]
    yield "provenance", "; ".join(sources)[:2000]


def licence(descriptor: Mapping[str, Any], there: Destination) -> str:
    """The portal's id of the package's licence; without one nothing is published."""
    names = [str(item.get("name", "")) for item in descriptor.get("licenses", []) if isinstance(item, dict)]
    name = next((name for name in names if name), "") or there.licence
    if not name:
        raise UserError("publish.no_licence", package=str(descriptor.get("name")), file=str(there.file))
    return there.licences.get(name) or LICENCES.get(name, name)


def both(item: Mapping[str, Any], key: str) -> str:
    """A title or description in Vietnamese and then in English, as far as there are any."""
    return BOTH.join(str(item[name]) for name in (key, f"{key}_en") if item.get(name))


def _person(people: Sequence[Mapping[str, Any]], roles: Sequence[str]) -> Mapping[str, Any] | None:
    for role in roles:
        for person in people:
            given = person.get("roles", person.get("role", []))
            if role in ([given] if isinstance(given, str) else given):
                return person
    return None


def _tag(word: str) -> str:
    """A keyword as a portal takes it: letters, digits, blanks and - _ . only, 2 to 100 of them."""
    tag = " ".join(TAG.sub(" ", word).split())[:100]
    return tag if len(tag) > 1 else ""
