"""The metadata of a package as a portal knows it: CKAN's own fields, and those of ckanext-dcat as extras."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvcdata import licences
from dvcdata.describe import EMAIL
from dvcdata.errors import UserError
from dvcdata.importers.ids import slug
from dvcdata.publish.destination import Destination

NAME = re.compile(r"[a-z0-9_-]{2,100}")
TAG = re.compile(r"[^\w .-]+")
RESERVED = ("new", "edit", "search")  # words of a portal's own addresses
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
    if not NAME.fullmatch(name) or name in RESERVED:
        raise UserError("publish.name", name=name, package=str(descriptor.get("name") or folder))
    return name


def metadata(descriptor: Mapping[str, Any], there: Destination) -> dict[str, Any]:
    """The fields of a dataset; one that says nothing is left out."""
    people = listed(descriptor, "contributors")
    unnamed = next((item for item in people if not _roles(item)), {})
    author = _person(people, ("publisher", "author", "creator")) or unnamed
    contact = _person(people, ("contact", "maintainer", "wrangler")) or author
    fields: dict[str, Any] = {
        "title": descriptor.get("title") or descriptor.get("name"),
        "notes": both(descriptor, "description"),
        "license_id": licence(descriptor, there),
        "owner_org": there.organizations.get(str(descriptor.get("agency_code", "")), there.organization),
        "tags": sorted({tag for word in (*_words(descriptor), *there.tags) if (tag := _tag(word))}),
        "version": descriptor.get("version"),
        "url": descriptor.get("homepage"),
        "author": author.get("title"),
        "author_email": _email(descriptor, author),
        "maintainer": contact.get("title"),
        "maintainer_email": _email(descriptor, contact),
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
    sources = [str(item.get("title") or item.get("path")) for item in listed(descriptor, "sources")]
    yield "provenance", "; ".join(sources)[:2000]


def licence(descriptor: Mapping[str, Any], there: Destination) -> str:
    """The portal's id of the package's licence; without one nothing is published."""
    names = [str(item.get("name") or item.get("path") or "") for item in listed(descriptor, "licenses")]
    name = next((name for name in names if name), "") or there.licence
    if not name:
        raise UserError("publish.no_licence", package=str(descriptor.get("name")), file=str(there.file))
    known = licences.known(name)
    return there.licences.get(name) or (known.others[0] if known else name)


def listed(descriptor: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects of a list of the descriptor; what is no list, or no object, says nothing."""
    found = descriptor.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def both(item: Mapping[str, Any], key: str) -> str:
    """A title or description in Vietnamese and then in English, as far as there are any."""
    return BOTH.join(str(item[name]) for name in (key, f"{key}_en") if item.get(name))


def _person(people: Sequence[Mapping[str, Any]], roles: Sequence[str]) -> Mapping[str, Any] | None:
    for role in roles:
        for person in people:
            if role in _roles(person):
                return person
    return None


def _roles(person: Mapping[str, Any]) -> Sequence[Any]:
    given = person.get("roles") or person.get("role") or ()
    return given if isinstance(given, list) else (given,) if given else ()


def _email(descriptor: Mapping[str, Any], person: Mapping[str, Any]) -> str:
    """The address of a person, which a portal takes only where it is one."""
    email = str(person.get("email") or "")
    if email and not EMAIL.fullmatch(email):
        raise UserError("publish.email", package=str(descriptor.get("name")), value=email)
    return email


def _words(descriptor: Mapping[str, Any]) -> list[str]:
    found = descriptor.get("keywords")
    return [str(word) for word in found] if isinstance(found, list) else []


def _tag(word: str) -> str:
    """A keyword as a portal takes it: letters, digits, blanks and - _ . only, 2 to 100 of them."""
    tag = " ".join(TAG.sub(" ", unicodedata.normalize("NFC", word)).split())[:100].rstrip()
    return tag if len(tag) > 1 else ""
