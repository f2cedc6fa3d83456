"""The terms of a dataset: whether its licence is open, and how often it promises to be brought up to date."""

import re
import unicodedata
from datetime import date
from functools import cache

from dvcdata import licences
from dvcdata.errors import UserError

LEGAL_DAYS = 92  # three months: Nghị định 47/2020/NĐ-CP, Điều 20
NONE = re.compile(r"^(|not ?specified|none|unknown|notset|other-?nr|không rõ|chưa xác định)$")
OPEN = re.compile(
    r"creativecommons\.org/(licenses/by(-sa)?/|publicdomain/)|opendatacommons\.org/licenses/"
    r"|authority/licence/(cc_by(_sa)?_[0-9]|cc0|odc_|ogl_)|^(cc-by(-sa)?|cc-zero|cc0)(-[0-9.]+)?$"
)
KNOWN = re.compile(r"creativecommons\.org/|authority/licence/|^cc[- ]", re.IGNORECASE)
FREQUENCIES = {  # the days that indicator datasets-fresh allows, and what catalogues write for them
    "daily": (2, "hằng ngày|hàng ngày|ngày|p1d|r/p1d"),
    "weekly": (8, "hằng tuần|hàng tuần|tuần|p1w|r/p1w|p7d"),
    "monthly": (31, "hằng tháng|hàng tháng|tháng|p1m|r/p1m"),
    "quarterly": (92, "hằng quý|hàng quý|quý|p3m|r/p3m"),
    "half-yearly": (184, "biannual|semiannual|annual_2|6 tháng|nửa năm|p6m|r/p6m"),
    "yearly": (366, "annual|annually|hằng năm|hàng năm|năm|p1y|r/p1y"),
}


@cache
def licence_state(text: str, says_open: bool = False) -> str:
    """`open`, `closed` or `none` for what a catalogue writes as the licence."""
    plain = text.strip().lower()
    if NONE.match(plain):
        return "none"
    return "open" if says_open or OPEN.search(plain) or _listed(text) else "closed"


@cache
def licence_known(text: str) -> bool:
    """Whether the licence is one of a public list, so that machines know it."""
    return bool(text) and (_listed(text) or bool(OPEN.search(text.lower()) or KNOWN.search(text)))


@cache
def _listed(text: str) -> bool:
    try:
        licences.find(text)
    except UserError:
        return False
    return True


@cache
def frequency(text: str) -> str:
    """How often, in the words of the profile; empty where the catalogue says nothing that can be reckoned with."""
    plain = unicodedata.normalize("NFC", text).strip().lower()
    plain = re.split("[/#]", plain)[-1] if "://" in plain else plain
    for name, (_, words) in FREQUENCIES.items():
        if plain in (name, *words.split("|")):
            return name
    return ""


def late(promised: str, updated: date | None, as_of: date) -> bool | None:
    """Whether the data is older than its frequency allows; None where that cannot be told."""
    days = FREQUENCIES.get(promised, (0, ""))[0]
    return None if updated is None or not days else (as_of - updated).days > days


def past_legal(updated: date | None, as_of: date) -> bool | None:
    """Whether the data is older than the three months that the decree gives; None where its day is not known."""
    return None if updated is None else (as_of - updated).days > LEGAL_DAYS
