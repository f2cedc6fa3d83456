"""Atom feeds of the site, of each dataset and of each body: an entry for each release, with what changed in words."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from dvcdata import texts
from dvcdata.diff import Change
from dvcdata.website import places, releases

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

MOST = 50  # changes that an entry tells; its page has all
CODE = re.compile(r"[^0-9A-Za-z._-]+")
BOTH = " / "


@dataclass(frozen=True)
class Entry:
    """What changed on a day."""

    day: str
    page: str
    title: str
    lines: Sequence[str]


def files(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """Every feed by path."""
    yield "feed.atom", _feed(site, "feed.atom", "index.html", _both("site.title"), lambda change: True)
    for page, item in site.datasets.items():
        title = BOTH.join(dict.fromkeys(item.title.values()))
        table = page.rpartition("/")[2].removesuffix(".html") if item.whole else ""
        path = f"{page.removesuffix('.html')}.atom"
        yield path, _feed(site, path, page, title, lambda change, table=table: table in ("", change.table))  # type: ignore[misc]
    about = _about_bodies(site)
    for code, row in site.bodies.items():
        page = places.agency(code)
        path = f"{page.removesuffix('.html')}.atom"
        mine = about.get(code, ())
        title = str(row["name"] or code)
        yield path, _feed(site, path, page, title, lambda change, mine=mine: change in mine)  # type: ignore[misc]


def _about_bodies(site: "Gathered") -> dict[str, set[Change]]:
    """The changes that name a body, by its code."""
    found: dict[str, set[Change]] = {}
    for release in site.releases:
        for change in release.changes:
            for word in {*CODE.split(f"{change.key} {change.other}"), change.old, change.new}:
                if word in site.bodies:
                    found.setdefault(word, set()).add(change)
    return found


def _both(key: str, **params: object) -> str:
    return BOTH.join(texts.text(key, lang, **params) for lang in texts.LANGUAGES)


def _entries(site: "Gathered", page: str, wanted: Callable[[Change], bool]) -> Iterator[Entry]:
    for release in site.releases:
        kept = [change for change in release.changes if wanted(change)]
        if kept or not release.before:
            lines = [line for lang in texts.LANGUAGES for line in _lines(site, kept, lang)]
            title = _both("site.feed.release", name=release.name, n=len(kept))
            yield Entry(release.as_of.isoformat(), f"{release.top}index.html", title, lines)
    if not site.releases:
        yield Entry(site.as_of.isoformat(), page, _both("site.feed.first"), [_both("site.feed.none")])


def _lines(site: "Gathered", changes: Sequence[Change], lang: str) -> Iterator[str]:
    if not changes:
        yield texts.text("site.feed.none", lang)
    for change in changes[:MOST]:
        yield f"{texts.text(f'diff.{change.kind}', lang)}: {releases.line(site, change, lang)}"
    if len(changes) > MOST:
        yield texts.text("site.feed.more", lang, n=len(changes) - MOST)


def _feed(site: "Gathered", path: str, page: str, title: str, wanted: Callable[[Change], bool]) -> bytes:
    """A feed; without the address of the site its links are relative, and its ids are names."""
    at = f"{site.base_url}/" if site.base_url else ""
    ids = at or "urn:dvcdata:"
    entries = list(_entries(site, page, wanted))
    up = "" if at else "../" * path.count("/")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{places.MAIN}">',
        f"<id>{_text(ids + path)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{max((entry.day for entry in entries), default=site.as_of.isoformat())}T00:00:00Z</updated>",
        f"<author><name>{_text(_both('site.title'))}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{at or up}{path}")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{at or up}{page}")}/>',
    ]
    for entry in entries:
        lines += _entry(entry, ids, path, at or up)
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _entry(entry: Entry, ids: str, path: str, at: str) -> Iterable[str]:
    items = "".join(f"<li>{_text(line)}</li>" for line in entry.lines)
    yield "<entry>"
    yield f"<id>{_text(f'{ids}{path}#{entry.page}-{entry.day}')}</id>"
    yield f"<title>{_text(entry.title)}</title>"
    yield f"<updated>{entry.day}T00:00:00Z</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(at + entry.page)}/>'
    yield f'<content type="html">{escape(f"<ul>{items}</ul>")}</content>'
    yield "</entry>"


def _text(text: str) -> str:
    """A text for XML: no letter that prints nothing or turns its neighbours around."""
    return escape(texts.visible(text))
