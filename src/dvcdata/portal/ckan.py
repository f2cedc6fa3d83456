"""Reads the catalogue of a CKAN portal, page by page in an order that stays the same."""

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from dvcdata import progress
from dvcdata.errors import UserError
from dvcdata.portal import asking
from dvcdata.portal.cache import Cache
from dvcdata.portal.catalogue import Catalogue, Dataset, Resource, day
from dvcdata.portal.guarded import AGENT, Session

ROWS = 250  # datasets a page: within the limits of every CKAN, and a small loss when a run is cut short
ORGANIZATIONS = 25  # a page: CKAN gives no more of them with their titles
ORDER = "name asc"
TEMPORAL = ("temporal", "temporal_start", "temporal_end", "temporal_coverage")
SPATIAL = ("spatial", "spatial_uri", "spatial_text", "spatial_coverage")


def read(url: str, session: Session, cache: Cache, limit: int | None, pause: float) -> Catalogue:
    """The catalogue, or as much of it as the limit asks for; NotFoundError where there is no CKAN."""
    from ckanapi import RemoteCKAN

    remote = RemoteCKAN(url, user_agent=AGENT, get_only=True, session=session)
    found: dict[str, dict[str, Any]] = {}
    declared = 0
    for page in _pages(remote, url, session, cache, limit, pause):
        declared = max(declared, int(page["count"]))
        found |= {item["id"]: item for item in page["results"]}
    raw = list(found.values())[:limit]
    cache.forget_pages()
    organizations = {item["name"]: item["title"] for item in map(_organization, raw)}
    datasets = tuple(_dataset(item, url) for item in raw)
    silent = () if limit else tuple(sorted(_silent(remote, url, session, organizations, pause)))
    return Catalogue(url, "ckan", datasets, organizations, declared, limit is not None, silent)


def _silent(remote: Any, url: str, session: Session, known: Mapping[str, str], pause: float) -> Iterator[str]:
    """Titles of the organisations that have no dataset; none where the portal does not list organisations."""
    seen: set[str] = set()
    with contextlib.suppress(UserError, asking.NotFoundError):
        while True:
            given = {"all_fields": True, "sort": ORDER, "limit": ORGANIZATIONS, "offset": len(seen)}
            page = asking.action(remote, url, session, "organization_list", given)
            fresh = [item for item in page if item["name"] not in seen] if _listed(page) else []
            if not fresh:
                return
            yield from (str(item.get("title") or item["name"]) for item in fresh if item["name"] not in known)
            seen |= {item["name"] for item in fresh}
            time.sleep(pause)


def _pages(
    remote: Any, url: str, session: Session, cache: Cache, limit: int | None, pause: float
) -> Iterator[dict[str, Any]]:
    """The pages of the list: those that an earlier run left, and then the others."""
    kept = cache.pages()
    number = read = 0
    total = None
    while total is None or (read < min(total, limit or total)):
        if number < len(kept):
            page = kept[number]
        else:
            page = _page(remote, url, session, number)
            if kept and number == len(kept) and page["count"] != kept[0]["count"]:
                cache.forget_pages()  # the portal has changed since: begin again
                yield from _pages(remote, url, session, cache, limit, pause)
                return
            cache.keep_page(number, page)
            time.sleep(pause)
        if not page["results"]:
            return  # the portal counts more than it hands out
        total = int(page["count"])
        read += len(page["results"])
        number += 1
        progress.at("catalogue", read, min(total, limit or total))
        yield page


def _page(remote: Any, url: str, session: Session, number: int) -> dict[str, Any]:
    given = {"rows": ROWS, "start": ROWS * number, "sort": ORDER}
    page = asking.action(remote, url, session, "package_search", given)
    if not isinstance(page, dict) or not isinstance(page.get("count"), int) or not _listed(page.get("results")):
        if number:
            raise UserError("portal.strange", url=url)
        raise asking.NotFoundError(url)
    return {"count": page["count"], "results": [_lean(item) for item in page["results"]]}


def _listed(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and item.get("id") for item in value)


def _lean(item: dict[str, Any]) -> dict[str, Any]:
    """A dataset without what is not needed: some portals hand out megabytes of it."""
    return {key: value for key, value in item.items() if key not in ("relationships_as_object", "tracking_summary")}


def _organization(item: dict[str, Any]) -> dict[str, str]:
    given = item.get("organization") or {}
    name = str(given.get("name") or item.get("owner_org") or "")
    return {"name": name, "title": str(given.get("title") or name)}


def _dataset(item: dict[str, Any], url: str) -> Dataset:
    said = _said(item)
    name = str(item.get("name") or item["id"])
    organization = _organization(item)
    files = [file for file in item.get("resources") or () if isinstance(file, dict)]
    return Dataset(
        id=name,
        title=said("title", "name"),
        organization=organization["name"],
        page=f"{url.rstrip('/')}/dataset/{name}",
        description=said("notes", "description"),
        keywords=_names(item.get("tags")) or _words(said("keyword")),
        themes=_names(item.get("groups")) or _words(said("theme")),
        spatial=said(*SPATIAL),
        temporal=said(*TEMPORAL),
        licence=_licence(item),
        says_open=item.get("isopen") is True,
        access_rights=said("access_rights"),
        contact=said("contact_email", "maintainer_email", "author_email", "contact_name", "contact_uri", "maintainer"),
        publisher=said("publisher_name", "publisher_uri") or organization["title"],
        frequency=said("frequency", "accrual_periodicity", "update_frequency"),
        issued=day(said("issued", "metadata_created")),
        modified=day(said("modified", "metadata_modified")),
        updated=_updated(said("modified"), files),
        resources=tuple(_resource(file, _licence(item)) for file in files),
    )


def _said(item: dict[str, Any]) -> Any:
    """What the first of several fields says, whether it is CKAN's own or an extra."""
    extras = {
        str(extra.get("key")): extra.get("value") for extra in item.get("extras") or () if isinstance(extra, dict)
    }

    def said(*names: str) -> str:
        return next((str(text).strip() for name in names if (text := extras.get(name) or item.get(name))), "")

    return said


def _licence(item: dict[str, Any]) -> str:
    return next((str(item[name]) for name in ("license_id", "license_url", "license_title") if item.get(name)), "")


def _names(items: Any) -> tuple[str, ...]:
    return tuple(str(item.get("name")) for item in items or () if isinstance(item, dict) and item.get("name"))


def _words(text: str) -> tuple[str, ...]:
    """A list that an extra holds as JSON, or one word."""
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    return tuple(str(word) for word in value if word) if isinstance(value, list) else (text,) if text else ()


def _updated(said: str, files: list[dict[str, Any]]) -> Any:
    """The day on which data last changed: as the publisher says, else that of the newest file; no description's."""
    days = [day(file.get("last_modified")) or day(file.get("created")) for file in files]
    return day(said) or max((item for item in days if item), default=None)


def _resource(file: dict[str, Any], licence: str) -> Resource:
    url = str(file.get("url") or "").strip()
    changed = [str(file.get(name) or "") for name in ("last_modified", "hash", "size")]
    return Resource(
        id=str(file.get("id") or url),
        title=str(file.get("name") or file.get("description") or "").strip(),
        access_url=str(file.get("access_url") or url).strip(),
        download_url=str(file.get("download_url") or url).strip(),  # by CKAN's own words the address of the file
        format=str(file.get("format") or "").strip(),
        media_type=str(file.get("mimetype") or "").strip(),
        rights=str(file.get("rights") or "").strip(),
        licence=str(file.get("license") or licence),
        size=int(size) if (size := str(file.get("size") or "")).isdigit() else None,
        stamp="|".join(changed),
    )
