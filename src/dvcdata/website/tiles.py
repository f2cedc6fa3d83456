"""The provinces as a map of equal tiles, each with its number: shades only help, they say nothing alone."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from dvcdata.indicators import words
from dvcdata.indicators.results import Result

FEWEST = 5  # provinces with a value that make a map
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """A province in the map: its place, its name, its value in words, and its shade from 0 (unknown) to 4 (highest)."""

    code: str
    column: int
    row: int
    name: str
    shown: str
    shade: int


@cache
def layout() -> dict[str, tuple[int, int, str]]:
    """Column, row and short name of each province by the code of its people's committee."""
    text = (files("dvcdata.website") / "tiles.toml").read_text(encoding="utf-8")
    return {code: (column, row, name) for code, (column, row, name) in tomllib.loads(text)["tiles"].items()}


def tiles(results: Sequence[Result], lang: str) -> list[Tile]:
    """The tiles of all provinces by these results, or none where too few provinces have a value."""
    known = {item.agency: item for item in results if item.agency in layout() and item.shown is not None}
    if len(known) < FEWEST:
        return []
    values = [item.shown for item in known.values() if item.shown is not None]
    low, high = min(values), max(values)
    found = []
    for code, (column, row, name) in layout().items():
        item = known.get(code)
        shade = _shade(item.shown, low, high) if item and item.shown is not None else 0
        found.append(Tile(code, column, row, name, words.value(item, lang) if item else "", shade))
    return found


def _shade(value: Decimal, low: Decimal, high: Decimal) -> int:
    return 1 + min(SHADES - 1, int(SHADES * (value - low) / (high - low))) if high > low else 1
