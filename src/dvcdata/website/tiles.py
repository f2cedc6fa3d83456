"""The provinces as a map of equal tiles, each with its number: shades only help, they say nothing alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from dvcdata import texts
from dvcdata.indicators.results import Result

FEWEST = 5  # provinces with a value that make a map
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """A province in the map: its place, its name, its value in words, and its shade from 0 (unknown) to 4 (highest).

    An island district has the shade of the province it is part of, whose tile has the value.
    """

    column: int
    row: int
    name: str
    shown: str
    shade: int


@dataclass(frozen=True)
class Map:
    """The tiles of all provinces, and what the lightest and the darkest shade stand for."""

    tiles: Sequence[Tile]
    low: str
    high: str


@cache
def layout() -> Mapping[str, Any]:
    """Column, row and short name of each province, and of its island district, by its people's committee's code."""
    return tomli.loads((files("dvcdata.website") / "tiles.toml").read_text(encoding="utf-8"))


def tiles(results: Sequence[Result], lang: str) -> Map | None:
    """The map by these results, or none where too few provinces have a value."""
    known = {item.agency: item for item in results if item.agency in layout()["tiles"] and item.shown is not None}
    if len(known) < FEWEST:
        return None
    ranked = sorted(known.values(), key=lambda item: item.shown or 0)
    return Map(list(_tiles(known, lang)), _number(ranked[0], lang), _number(ranked[-1], lang))


def _tiles(known: Mapping[str, Result], lang: str) -> Iterator[Tile]:
    values = [item.shown for item in known.values() if item.shown is not None]
    for kind in ("tiles", "islands"):
        for code, (column, row, name) in layout()[kind].items():
            item = known.get(code)
            shade = _shade(item.shown, min(values), max(values)) if item and item.shown is not None else 0
            shown = "" if kind == "islands" else _number(item, lang) if item else "?"
            yield Tile(column, row, name, shown, shade)


def _number(item: Result, lang: str) -> str:
    """The value without its unit, which the title of the map has."""
    decimals = item.decimals
    kind = f"pct{decimals}" if item.indicator.is_share else f"fixed{decimals}" if decimals else ""
    return texts.formatted(item.shown, kind, lang)


def _shade(value: Decimal, low: Decimal, high: Decimal) -> int:
    return 1 + min(SHADES - 1, int(SHADES * (value - low) / (high - low))) if high > low else 1
