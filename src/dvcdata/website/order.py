"""The order of names in a list: the Vietnamese alphabet, and numbers by their value."""

import re
import unicodedata
from functools import cache

DIGITS = re.compile(r"[0-9]+")
WIDTH = 12  # digits that a number in a name may have
MARKS = {"đ": "d\ue001", "\u0306": "\ue001", "\u0302": "\ue002", "\u031b": "\ue003"}  # đ ă, â ê ô, ơ ư: letters apart
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, as dictionaries have them
LETTERS = str.maketrans(MARKS | dict.fromkeys(TONES, ""))
TOLD = str.maketrans(MARKS | {tone: chr(0xF001 + place) for place, tone in enumerate(TONES)})


@cache  # a service has the name of its procedure
def by_name(text: str | None) -> tuple[str, str]:
    """What a name is sorted by: its letters, a ă â … d đ …, with “Số 2” before “Số 10”; tones where these are equal."""
    plain = unicodedata.normalize("NFD", text or "").lower()
    plain = DIGITS.sub(lambda found: found[0].zfill(WIDTH), plain)
    return plain.translate(LETTERS), plain.translate(TOLD)
