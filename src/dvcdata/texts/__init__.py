"""The words of the tool, in Vietnamese and English side by side, and how values are put into them."""

import re
import shlex
import string
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import tomli

LANGUAGES = ("vi", "en")
DIGITS = 400  # room for any number that a table can hold
REMEMBERED = 1_000  # characters of a text that is kept with its codes: mostly the same few come again and again
SECTION = re.compile(r"^\[([^\[\]\n]+)\]\n", re.MULTILINE)
PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|(?P<kind>[QH9])(?P<n>[1-4M])))?")
DAY = re.compile(r"\b([0-9]{4})-([01][0-9])-([0-3][0-9])\b")
PERIODS = {"H1": "half_1", "H2": "half_2", "9M": "nine_months"} | {f"Q{n}": "quarter" for n in range(1, 5)}
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
PLAIN_WORD = re.compile(r"[\w@%+=:,./\\…-]+")  # what no shell makes anything else of
language: ContextVar[str] = ContextVar("language", default="vi")


def catalogue() -> dict[str, dict[str, str]]:
    """Every text by its dotted key: {key: {"vi": …, "en": …}}."""
    found: dict[str, dict[str, str]] = {}
    for name in _sections():
        if twice := found.keys() & _section(name).keys():
            raise KeyError(f"these texts stand twice: {', '.join(sorted(twice))}")
        found |= _section(name)
    return found


@cache
def entry(key: str) -> dict[str, str] | None:
    """The text of that key in every language, or None where there is none."""
    name = key
    while name:
        if name in _sections() and key in _section(name):
            return _section(name)[key]
        name = name.rpartition(".")[0]
    return None


@cache
def _sections() -> dict[str, str]:
    """The sections of all files by name, unread: a run says little of what there is to say, and TOML takes its time."""
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        _, *parts = SECTION.split(path.read_text(encoding="utf-8"))
        for name, lines in zip(parts[::2], parts[1::2], strict=True):
            found[name] = found.get(name, "") + lines
    return found


@cache
def _section(name: str) -> dict[str, dict[str, str]]:
    above, _, last = name.rpartition(".")
    return dict(_entries({last: tomli.loads(_sections()[name])}, f"{above}." if above else ""))


def _entries(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in table.items():
        if set(value) & set(LANGUAGES):
            yield prefix + name, value
        else:
            yield from _entries(value, f"{prefix}{name}.")


def words(key: str, lang: str | None = None) -> str:
    """The text of that key in the language asked for, else the current one, as a template."""
    found = entry(key)
    if found is None:
        raise KeyError(key)
    return found[lang or language.get()]


def text(key: str, lang: str | None = None, /, **params: object) -> str:
    """The text of that key with its values put in."""
    return fill(words(key, lang), params, lang)


def fill(template: str, params: Mapping[str, object], lang: str | None = None) -> str:
    """A template's `{name}` and `{name:format}` replaced by values as a reader of the language writes them.

    Formats: `period` (tháng 8/2026), `short` (of a period: 8/2026), `day` (of a text such as 2026-11-21: 21/11/2026),
    `pct` (exact percent), `pct2` (percent with two decimals), `plain` (no grouping), `word` (of a command to type).
    A format with `…` in it is a frame: the value stands where the `…` is, and nothing is written where there is none.
    """
    lang = lang or language.get()
    return "".join(
        [
            text if name is None else text + _put(params[name], spec, params, lang)
            for text, name, spec in _parts(template)
        ]
    )


def _put(value: object, spec: str, params: Mapping[str, object], lang: str) -> str:
    return formatted(value, fill(spec, params, lang) if "{" in spec else spec, lang)


@cache
def _parts(template: str) -> list[tuple[str, str | None, str]]:
    """The pieces of a template: a text, and the name and format of the value after it.

    Names only: no attribute or index of a value is ever reached.
    """
    parts = list(string.Formatter().parse(template))
    if any(conversion for *_, conversion in parts):
        raise ValueError("!")
    return [(text, name, spec or "") for text, name, spec, _ in parts]


def formatted(value: object, kind: str = "", lang: str | None = None) -> str:
    """One value as text: numbers 1.234,5 and dates 21/11/2026 in Vietnamese, 1,234.5 and 2026-11-21 in English."""
    lang = lang or language.get()
    if "…" in kind:
        return "" if value is None else kind.replace("…", formatted(value, "", lang))
    if value is None:
        return text("value.none", lang)
    if isinstance(value, bool):
        return text("value.true" if value else "value.false", lang)
    if kind == "period":
        return period(str(value), lang)
    if kind == "short":
        return period(str(value), lang, kind)
    if kind == "day":
        return DAY.sub(r"\3/\2/\1", visible(str(value))) if lang == "vi" else visible(str(value))
    if kind == "plain":
        return visible(str(value))
    if kind == "word":
        return word(str(value))
    if isinstance(value, int | Decimal | float):
        return number(value, kind, lang)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return f"{day:%d/%m}/{day.year:04}" if lang == "vi" else day.isoformat()
    return visible(str(value))


def word(value: str) -> str:
    """A text as one word of a command that can be typed again, in quotes where it needs them."""
    value = visible(value)
    if PLAIN_WORD.fullmatch(value):
        return value
    return shlex.quote(value) if set(value) & set('"$`\\!') else f'"{value}"'


def visible(text: str) -> str:
    """A text with each character that prints nothing, or rules the terminal, as its code: \\n, \\x1b, \\u202e."""
    if text.isprintable():
        return text
    return _coded(text) if len(text) <= REMEMBERED else _coded.__wrapped__(text)


@lru_cache(maxsize=512)
def _coded(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _telling(share: object, decimals: int) -> int:
    """As many decimals, or as many more as it takes to print a percentage between 0 and 100 as neither of them."""
    exact = Decimal(str(share))
    while (
        exact.is_finite()
        and 0 < exact < 100
        and exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) in (0, 100)
    ):
        decimals += 1
    return decimals


def number(value: int | Decimal | float, kind: str = "", lang: str | None = None) -> str:
    """A number with the grouping and the decimal sign of the language; `pct2` is percent with two decimals."""
    lang = lang or language.get()
    if not kind and value == (whole := _whole(value)):
        return f"{whole:,}".replace(",", "." if lang == "vi" else ",")
    if kind.startswith("pct"):
        digits = kind.removeprefix("pct")
        shown = number(value, digits and f"fixed{_telling(value, int(digits))}", lang)
        return f"{shown}%" if lang == "vi" else f"{shown} %"
    decimals = kind.removeprefix("fixed")
    pattern = f"#,##0.{'0' * int(decimals)}".rstrip(".") if decimals else "#,##0.##########"
    exact = Decimal(str(value))
    if not exact.is_finite() or exact.adjusted() > DIGITS - 50:
        return str(value)
    with localcontext() as context:
        context.prec, context.rounding = DIGITS, ROUND_HALF_UP
        return str(_pattern(pattern).apply(exact, _locale(lang)))


def _whole(value: int | Decimal | float) -> int | None:
    """The value where it is a whole number of bearable length, which most are: written without more ado."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < 20 else None


@cache
def _pattern(text: str) -> Any:
    from babel.numbers import parse_pattern

    return parse_pattern(text)


@cache
def _locale(lang: str) -> Any:
    from babel import Locale

    return Locale.parse(lang)


def period(value: str, lang: str | None = None, form: str = "") -> str:
    """A period in words: 2026-08 is "tháng 8/2026", 2026-Q3 "quý III/2026"; what is no period stays as it is.

    Where there is little room, the form `short`: 8/2026, Aug 2026.
    """
    lang = lang or language.get()
    match = PERIOD.fullmatch(value)
    if not match:
        return visible(value)
    year, month, kind, n = match.groups()
    found = "month" if month else PERIODS.get(kind + n) if kind else "year"
    if not found:
        return value
    name = words(f"month.{month}", lang) if month else ""
    said = {
        "year": year,
        "month": (month or "").lstrip("0"),
        "name": name,
        "brief": name[:3],
        "roman": ROMAN.get(n, ""),
        "n": n,
    }
    return text(f"period.{form and f'{form}.'}{found}", lang, **said)
