"""Whether two names may be names of the same procedure."""

import unicodedata

SIMILAR = 85  # percent of their letters in threes, as indicator procedures-cut has it


def tidy(name: str | None) -> str:
    """A name without what only typing makes different: accents put together, blanks, capitals."""
    return " ".join(unicodedata.normalize("NFC", name or "").lower().split())


def alike(one: str, other: str, same_field: bool) -> bool:
    """Whether the names are almost the same, or in one field the shorter almost wholly in the longer."""
    a, b = _threes(one), _threes(other)
    both = len(a & b)
    if not both:
        return tidy(one) == tidy(other)
    return 100 * both >= SIMILAR * len(a | b) or (same_field and 100 * both >= SIMILAR * min(len(a), len(b)))


def _threes(name: str) -> set[str]:
    text = tidy(name)
    return {text[n : n + 3] for n in range(len(text) - 2)}
