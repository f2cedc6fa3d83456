"""Marks within a sentence what is Vietnamese, so that screen readers say it right, and days, which stay on one line."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from dvcdata.website import places

ACCENTED = "À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
WORD = f"[A-Za-z]*[{ACCENTED}][A-Za-z{ACCENTED}]*"
# words without accents that may be Vietnamese beside one that is: a syllable, unless it is a word of English as well
ENGLISH = "a|am|at|be|but|by|can|he|him|in|it|may|me|my|no|not|on|one|or|out|than|that|the|them|then|to|too|up|we"
ONSET = "ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr|[bcdghklmnpqrstvx]"
SYLLABLE = rf"(?!(?:{ENGLISH})\b)(?:{ONSET})?[aeiouy]{{1,3}}(?:ch|nh|ng|[cmnpt])?\b"
SHORT = r"[A-Z]{2,}\b"  # UBND
BESIDE = rf"(?:{WORD}|(?i:{SYLLABLE})|{SHORT})"
NAME = rf"(?:(?=[A-Z])(?i:{SYLLABLE})|{SHORT})"
VIETNAMESE = re.compile(rf"(\b(?:{NAME}[ -]){{0,5}}{WORD}(?:(?: - | |-){BESIDE})*)")
# a day, not within an address, and a share
WHOLE = re.compile(r"(?<![\w/-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w/-])|[0-9]+ %")
SPOKEN = Markup(f'<span lang="{places.MAIN}">{{}}</span>')


@lru_cache(8_192)
def marked(text: str) -> Markup:
    """The text for a page in another language, what is Vietnamese in it with its language."""
    parts = (text,) if text.isascii() else VIETNAMESE.split(text)
    return Markup("").join(SPOKEN.format(part) if n % 2 else unbroken(part) for n, part in enumerate(parts))


def unbroken(text: str) -> Markup:
    """A sentence whose days and shares stay on one line: 2026-08-31, 84 %."""
    return Markup(WHOLE.sub(r'<span class="day">\g<0></span>', str(escape(text))))
