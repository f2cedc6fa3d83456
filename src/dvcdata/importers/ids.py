"""Vietnamese texts in plain letters: folded to be compared, and made into short ids."""

import re
import unicodedata
from functools import cache

TONES = dict.fromkeys("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng: they may stand on either vowel
COMMITTEE = re.compile("^(?:ubnd|ub nhân dân) ")


@cache
def fold(text: str) -> str:
    """A text without case, diacritics and needless blanks: " Trực  TUYẾN" is "truc tuyen"."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def slug(text: str, longest: int = 60) -> str:
    """A text as a short id: Bộ Nông nghiệp và Môi trường is bo-nong-nghiep-va-moi-truong."""
    words = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")
    return words if len(words) <= longest else words[: longest + 1].rpartition("-")[0] or words[:longest]


@cache
def same_name(text: str) -> str:
    """A name as it is whatever its case, blanks and tone placement: UBND xã Hoà An is Ủy ban nhân dân xã Hòa An."""
    words = unicodedata.normalize("NFC", text).casefold().split()
    plain = COMMITTEE.sub("ủy ban nhân dân ", " ".join(words))
    return re.sub(r"\w+", _tone_last, plain)


def _tone_last(word: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFD", word[0])
    tones = [part for part in parts if part in TONES]
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES)) + "".join(tones)
