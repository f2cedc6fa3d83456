"""Finds out what kind of catalogue an address has, and reads it."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from dvcdata.errors import UserError
from dvcdata.portal import asking, ckan, data_json, dcat
from dvcdata.portal.cache import Cache
from dvcdata.portal.catalogue import Catalogue
from dvcdata.portal.guarded import Session, host

ENDINGS = (".jsonld", ".ttl", ".xml", ".rdf", ".json")
BESIDE = ("catalog.jsonld", "catalog.ttl", "catalog.xml", "catalog.rdf", "data.json")


def read(url: str, session: Session, cache: Cache, limit: int | None, pause: float) -> Catalogue:
    """The catalogue at an address: a CKAN's, or one in DCAT at this address or beside it."""
    if Path(url).is_file():
        return _limited(_document(url, Path(url).read_bytes(), session), limit)
    if not host(url):
        raise UserError("portal.bad_url", url=url)
    if urlsplit(url).path.lower().endswith(ENDINGS):
        return _limited(_document(url, _found(url, session), session), limit)
    try:
        return ckan.read(url.rstrip("/"), session, cache, limit, pause)
    except asking.NotFoundError:
        found = next(_beside(url.rstrip("/"), session), None)
        if found is None:
            raise UserError("portal.not_a_portal", url=url) from None
        return _limited(found, limit)


def _beside(url: str, session: Session) -> Iterator[Catalogue]:
    for name in BESIDE:
        place = f"{url}/{name}"
        with contextlib.suppress(asking.NotFoundError, UserError):
            yield _document(place, asking.get(place, session).content, session)


def _found(url: str, session: Session) -> bytes:
    try:
        return asking.get(url, session).content
    except asking.NotFoundError:
        raise UserError("portal.not_there", url=url) from None


def _document(url: str, content: bytes, session: Session) -> Catalogue:
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        value = None
    if data_json.is_list(value):
        return data_json.read(url, value)
    return dcat.read(url, content, lambda place: _found(place, session))


def _limited(catalogue: Catalogue, limit: int | None) -> Catalogue:
    return replace(catalogue, datasets=catalogue.datasets[:limit], limited=True) if limit else catalogue
