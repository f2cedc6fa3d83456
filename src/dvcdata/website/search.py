"""The index that the search of the site reads: every page by the words it is found by, without diacritics."""

import json
import re
import unicodedata
from collections.abc import Sequence
from itertools import filterfalse

from dvcdata import texts
from dvcdata.website.render import Page

WORD = re.compile(r"[a-z0-9]+")


def files(listed: Sequence[Page]) -> dict[str, bytes]:
    """The index in each language."""
    found = [_entry(page) for page in listed if page.search]
    return {f"search-{lang}.json": _index(found, lang) for lang in texts.LANGUAGES}


def folded(text: str) -> str:
    """Letters without diacritics, in lower case: what search compares."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(filterfalse(unicodedata.combining, plain)).lower()


def initials(name: str) -> str:
    """The first letters of a name's words, as people shorten names: Bộ Tài nguyên và Môi trường, btnmt."""
    return "".join(word[0] for word in WORD.findall(folded(name)) if word != "va")


def _entry(page: Page) -> dict[str, str]:
    return {
        "path": page.path,
        "title": page.search[1],
        "kind": page.search[0],
        "words": folded(" ".join(word for word in page.search[1:] if word)),
        "short": " ".join(dict.fromkeys(initials(name) for name in page.search[1:] if " " in name)),
    }


def _index(found: Sequence[dict[str, str]], lang: str) -> bytes:
    entries = [entry | {"kind": texts.text(f"site.entry.{entry['kind']}", lang)} for entry in found]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
