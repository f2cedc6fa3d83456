"""The index that the search of the site reads: every page by the words it is found by, without diacritics."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from dvcdata import texts
from dvcdata.website import places
from dvcdata.website.frame import MENU, SMALL_MENU
from dvcdata.website.render import Page

WORD = re.compile(r"[a-z0-9]+")


def files(listed: Sequence[Page]) -> dict[str, bytes]:
    """The index in each language."""
    menu = dict((*MENU, *SMALL_MENU))
    named = (_of_the_menu(page, menu[page.path]) if page.path in menu else page for page in listed)
    found = [(_entry(page), page.search_en) for page in named if page.search]
    return {f"search-{lang}.json": _index(found, lang) for lang in texts.LANGUAGES}


def folded(text: str) -> str:
    """Letters without diacritics, in lower case: what search compares."""
    return places.plain(text).lower()


def initials(name: str) -> str:
    """The first letters of a name's words, as people shorten names: Bộ Tài nguyên và Môi trường, btnmt."""
    return "".join(word[0] for word in WORD.findall(folded(name)) if word != "va")


def _of_the_menu(page: Page, name: str) -> Page:
    said = {lang: texts.text(f"site.menu_item.{name}", lang) for lang in texts.LANGUAGES}
    return replace(page, search=("page", said["vi"]), search_en=said["en"])


def _entry(page: Page) -> dict[str, str]:
    return {
        "path": page.path,
        "title": page.search[1],
        "kind": page.search[0],
        "words": folded(" ".join(word for word in (*page.search[1:], page.search_more) if word)),
        "short": " ".join(dict.fromkeys(initials(name) for name in page.search[1:] if " " in name)),
    }


def _in_english(entry: dict[str, str], title: str) -> dict[str, str]:
    """The entry under its English title, found by the words of both languages."""
    both = {"words": f"{folded(title)} {entry['words']}", "short": f"{initials(title)} {entry['short']}"}
    return entry | both | {"title": title, "lang": "en"}


def _index(found: Sequence[tuple[dict[str, str], str | None]], lang: str) -> bytes:
    chosen = (_in_english(entry, title) if lang == "en" and title else entry for entry, title in found)
    entries = [entry | {"kind": texts.text(f"site.entry.{entry['kind']}", lang)} for entry in chosen]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
