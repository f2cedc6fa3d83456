"""The index that the search of the site reads: every page by the words it is found by, without diacritics."""

import json
import re
import unicodedata
from collections.abc import Sequence

from dvcdata import texts
from dvcdata.website.render import Page

WORD = re.compile(r"[a-z0-9]+")


def files(listed: Sequence[Page]) -> dict[str, bytes]:
    """The index in each language."""
    return {f"search-{lang}.json": _index(listed, lang) for lang in texts.LANGUAGES}


def folded(text: str) -> str:
    """Letters without diacritics, in lower case: what search compares."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def initials(name: str) -> str:
    """The first letters of a name's words, as people shorten names: Bộ Tài nguyên và Môi trường, btnmt."""
    return "".join(word[0] for word in WORD.findall(folded(name)) if word != "va")


def _index(listed: Sequence[Page], lang: str) -> bytes:
    entries = [
        {
            "path": page.path,
            "title": page.search[1],
            "kind": texts.text(f"site.entry.{page.search[0]}", lang),
            "words": folded(" ".join(word for word in page.search[1:] if word)),
            "short": " ".join(dict.fromkeys(initials(name) for name in page.search[1:] if " " in name)),
        }
        for page in listed
        if page.search
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
