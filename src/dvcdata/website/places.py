"""Where each page lies."""

import re
import unicodedata
from functools import cache
from itertools import filterfalse
from urllib.parse import quote

from dvcdata import texts

UNSAFE = re.compile(r"[^0-9A-Za-z._-]+")
MAIN = texts.LANGUAGES[0]
NO_FIELD = "no-field"


@cache
def name(code: str) -> str:
    """A code, or a name where there is none, as the name of a file: what a link can't hold becomes a hyphen."""
    return UNSAFE.sub("-", plain(code)).strip(".-") or "-"


def plain(text: str) -> str:
    """A text with its letters without diacritics."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(filterfalse(unicodedata.combining, apart))


def agency(code: str) -> str:
    """The page of a body."""
    return f"agencies/{name(code)}.html"


def procedure(code: str) -> str:
    """The page of a procedure."""
    return f"procedures/{name(code)}.html"


def service(code: str, owner: str) -> str:
    """The page of a service as one owner offers it."""
    return f"services/{name(code)}-{name(owner)}.html"


def field(code: str) -> str:
    """The page of a field of procedures; an empty code is that of procedures without a field."""
    return f"fields/{name(code) if code else NO_FIELD}.html"


def services(field_code: str) -> str:
    """The page that lists the services of a field."""
    return f"services/{field(field_code)}"


def bodies(kind: str) -> str:
    """The page that lists the bodies of a kind."""
    return f"agencies/kinds/{name(kind)}.html"


def package(package_name: str) -> str:
    """The page of a data package."""
    return f"datasets/{name(package_name)}/index.html"


def table(package_name: str, table_name: str) -> str:
    """The page of a table of a package."""
    return f"datasets/{name(package_name)}/{name(table_name)}.html"


def rule(rule_id: str) -> str:
    """The page of a rule with what it found."""
    return f"quality/{name(rule_id)}.html"


def in_language(path: str, lang: str) -> str:
    """The path of a page in one language: the main language at the top, the others in a folder of their own."""
    return path if lang == MAIN else f"{lang}/{path}"


@cache
def escaped(path: str) -> str:
    """A path as it stands in a link."""
    there, mark, anchor = path.partition("#")
    return quote(there, safe="/.-_~") + mark + anchor
