"""What can be mended in a cell without knowing what it is about: its letters' form, blanks, line breaks, lost zeros."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Literal

Kind = Literal["nfc", "invisible", "blanks", "break", "repeated", "zeros"]

# The blanks and line breaks of the rule text-untidy; of what it calls hidden only what never stands for a letter:
# a soft hyphen and control characters do in the legacy fonts of Vietnam.
BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
BREAKS = "\n\r\u000b\u000c\u0085\u2028\u2029"
INVISIBLE = (
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
BREAK = re.compile(f"[{BREAKS}]+")
MARKER = re.compile(r"\w[.)]")  # of an item in a list: a), b), 1.
# Columns that hold one name or one sentence, so that a line break in them parts no two entries.
ONE_TEXT = ("name", "name_en", "title", "title_en", "description", "description_en", "definition", "statement")

# As the rule code-lost-zeros has them: 1.0001 for 1.000100, another decimal sign, thousands.
CODE = re.compile(r"[0-9][.][0-9]{6}([.][0-9]{2})?")
READ_AS_NUMBER = re.compile(
    r"[0-9][.,][0-9]{0,4}[1-9]|[0-9],[0-9]{6}|[0-9]{7}|[0-9][., ][0-9]{3}[., ][0-9]{3}",
)
CODE_COLUMNS = ("procedure_code", "item_code", "replaced_by")
NUMBER = re.compile(r"[+-]?[0-9][0-9., ]*%?")

SPACES = str.maketrans(dict.fromkeys(BLANKS, " "))
NOTHING = str.maketrans(dict.fromkeys(INVISIBLE, ""))
MARKS = str.maketrans(
    dict.fromkeys(BREAKS, "↵") | dict.fromkeys(BLANKS, "⍽") | dict.fromkeys(INVISIBLE, "▯") | {9: "⇥"}
)


def mended(value: str, column: str) -> tuple[str, list[Kind]]:
    """The text as it should be, and what was mended in it; the words and their order stay as they are."""
    if value.isascii() and value.isprintable() and "  " not in value and value == value.strip(" "):
        return value, []
    composed = unicodedata.normalize("NFC", value)
    seen = composed.translate(NOTHING)
    lines = [" ".join(filter(None, line.translate(SPACES).split(" "))) for line in BREAK.split(seen)]
    squeezed = "\n".join(line for line in lines if line)
    new, kind = _in_one_line(squeezed.split("\n"), column)
    kinds: list[Kind] = ["nfc"] if composed != value else []
    kinds += ["invisible"] if seen != composed else []
    kinds += ["blanks"] if squeezed != BREAK.sub("\n", seen) else []
    return new, kinds + ([kind] if kind else [])


def _in_one_line(lines: Sequence[str], column: str) -> tuple[str, Kind | None]:
    """The lines as one where that is sure: all say the same, or each goes on with the sentence before it."""
    if len(lines) > 1 and len(set(lines)) == 1:
        return lines[0], "repeated"
    going_on = all(_goes_on(before, after) for before, after in pairwise(lines))
    if len(lines) > 1 and column in ONE_TEXT and going_on:
        return " ".join(lines), "break"
    return "\n".join(lines), None


def _goes_on(before: str, after: str) -> bool:
    return (after[0].islower() or before[-1] == ",") and before[-1] not in ".;:!?" and not MARKER.match(after)


def restored(code: str, known: Collection[str]) -> str | None:
    """The one known code that a spreadsheet made this of, by reading it as a number; None where none is known."""
    if CODE.fullmatch(code) or not READ_AS_NUMBER.fullmatch(code):
        return None
    whole = f"{code[0]}.{re.sub('[., ]', '', code[1:]):0<6}"
    return whole if whole in known else None


def marked(value: str) -> str:
    """The text with what cannot be seen made visible, as the rule text-untidy shows it."""
    return re.sub("^ | $", "␣", value.translate(MARKS).replace("  ", "␣␣").replace("␣ ", "␣␣"))
