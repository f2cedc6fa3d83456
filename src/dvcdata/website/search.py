"""The index that the search of the site reads: every page by the words it is found by, without diacritics."""

import json
import unicodedata
from collections.abc import Sequence

from dvcdata import texts
from dvcdata.website.render import Page


def files(listed: Sequence[Page]) -> dict[str, bytes]:
    """The index in each language."""
    return {f"search-{lang}.json": _index(listed, lang) for lang in texts.LANGUAGES}


def folded(text: str) -> str:
    """Letters without diacritics, in lower case: what search compares."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def _index(listed: Sequence[Page], lang: str) -> bytes:
    entries = [
        {
            "path": page.path,
            "title": page.search[1],
            "kind": texts.text(f"site.entry.{page.search[0]}", lang),
            "words": folded(" ".join(word for word in page.search[1:] if word)),
        }
        for page in listed
        if page.search
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
