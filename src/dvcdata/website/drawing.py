"""Draws a chart as SVG and PNG with Vega: its title, period and source inside the picture, readable in grey."""

import copy
import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dvcdata import texts

VERSION = 5  # of how charts look
WIDTH, HEIGHT, ROW = 640, 260, 22
TITLE, SMALL = 56, 108  # letters on a line
MOST_LABELLED = 9  # upright bars that have room for their values
INK, PALE, DARK = "#1a1a1a", "#595959", "#3b5b7a"
FONT = "Liberation Sans, Arial, sans-serif"  # the first comes with the library: equal bytes on every machine
LOCALES: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}


@dataclass(frozen=True)
class Point:
    """A bar: its label, its value (None where it is not known), and the value in words."""

    label: str
    value: float | None
    shown: str


@dataclass(frozen=True)
class Chart:
    """What a picture says; `kind` is upright bars for periods or lying ones for names."""

    kind: str
    lang: str
    title: str
    about: str  # whom and when
    source: str
    points: tuple[Point, ...]
    goal: float | None = None
    goal_said: str = ""


def draw(chart: Chart) -> tuple[bytes, bytes]:
    """The picture as SVG and as PNG."""
    import vl_convert

    # as text, which it takes more quickly than what text is made of
    spec = json.dumps(_spec(chart), ensure_ascii=False)
    svg = vl_convert.vega_to_svg(spec, format_locale=LOCALES[chart.lang])
    return svg.encode(), vl_convert.svg_to_png(svg, scale=1)


def begin() -> None:
    """Loads all that draws, which takes as long as thirty charts."""
    draw(Chart("periods", "vi", "-", "", "-", ()))


def _spec(chart: Chart) -> dict[str, Any]:
    """The specification: the same for all charts of a kind but for its data and words."""
    spec = copy.deepcopy(_plan(chart.kind, chart.goal is not None))
    about = [line for said in (chart.about,) if said for line in _lines(said, SMALL)]
    spec["title"] |= {"text": _lines(chart.title, TITLE), "subtitle": about}
    labelled = _labelled(chart)
    values = [
        {"label": texts.visible(point.label), "value": point.value or 0, "shown": texts.visible(point.shown)}
        for point in chart.points
    ]
    data = {item["name"]: item for item in spec["data"]}
    data["points"]["values"] = values
    data["labelled"]["values"] = [values[n] for n in sorted(labelled)]
    below = next(axis for axis in spec["axes"] if "title" in axis)
    below["title"] = _lines(chart.source, SMALL)
    if chart.kind == "names":
        spec["height"] = ROW * len(values)
    else:
        below["values"] = _told([texts.visible(point.label) for point in chart.points])
    if chart.goal is not None:
        data["goal"]["values"] = [{"value": chart.goal, "shown": texts.visible(chart.goal_said)}]
    return spec


def _told(labels: Sequence[str]) -> list[str]:
    """The periods that the axis names: few enough to stand side by side, the last always."""
    step = max(1, -(-len(labels) // 7))
    return [label for n, label in enumerate(labels) if (len(labels) - 1 - n) % step == 0]


def _labelled(chart: Chart) -> set[int]:
    """The bars that bear their value: where they stand upright and are many, the last, and the first unless its value
    would stand on the next bar; and always those that are not known, which are no bars."""
    known = [n for n, point in enumerate(chart.points) if point.value is not None]
    if chart.kind == "names" or len(chart.points) <= MOST_LABELLED:
        return {*range(len(chart.points))}
    first, second = (point.value or 0 for point in chart.points[:2])
    return {*range(len(chart.points))} - {*known[0 if second > first else 1 : -1]}


@cache
def _plan(kind: str, goal: bool) -> dict[str, Any]:
    """What Vega draws for charts of a kind, but for their data and words: to make it takes as long as to draw."""
    import altair as alt
    import vl_convert

    upright = kind == "periods"
    names = alt.Axis(labelAngle=0, labelLimit=260, ticks=False, domainColor=PALE, labelOverlap=False)
    numbers = alt.Axis(tickCount=4, format=",~f", gridColor="#d9d9d9", domain=False, ticks=False)
    scale = alt.Scale(zero=True)
    if upright:
        x: Any = alt.X("label:N", sort=None, axis=names, title="-")
        y: Any = alt.Y("value:Q", axis=numbers, title=None, scale=scale, stack=None)
        aside: dict[str, Any] = {"dy": -8}
    else:
        x = alt.X("value:Q", axis=numbers, title="-", scale=scale, stack=None)
        y = alt.Y("label:N", sort=None, axis=names, title=None)
        aside = {"dx": 5, "align": "left"}
    bars = alt.Chart(alt.NamedData("points")).mark_bar(color=DARK).encode(x=x, y=y)
    said = alt.Chart(alt.NamedData("labelled")).mark_text(color=INK, fontSize=12, **aside)
    layers = [bars, said.encode(x=x, y=y, text="shown:N")]
    if goal:
        layers += _goal(upright)
    # names are measured in a font that is narrower than what stands in for it on some machines
    padding = {"left": 14 if upright else 60, "top": 14, "right": 14 if upright else 40, "bottom": 14}
    chart = alt.layer(*layers, width=WIDTH, height=HEIGHT, title="-")
    found = (
        chart.configure(aria=False, font=FONT, background="white", padding=padding)
        .configure_view(stroke=None)
        .configure_mark(invalid="show")  # every value is a number
        .to_dict(validate=False)
    )
    _style_words(found)
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])  # as the library that draws calls it
    return _with_one_axis(vl_convert.vegalite_to_vega(found, vl_version=version))


def _with_one_axis(plan: dict[str, Any]) -> dict[str, Any]:
    """The numbers and their grid as one axis, which Vega-Lite makes two of: that is drawn sooner."""
    grid = next(axis for axis in plan["axes"] if axis["grid"])
    others = [axis for axis in plan["axes"] if not axis["grid"]]
    numbers = next(axis for axis in others if axis["scale"] == grid["scale"])
    numbers |= {name: grid[name] for name in ("grid", "gridScale", "gridColor")}
    return plan | {"axes": sorted(others, key=lambda axis: axis is not numbers)}


def _goal(upright: bool) -> list[Any]:
    """The line of a target, and the word beside it."""
    import altair as alt

    rule = alt.Chart(alt.NamedData("goal")).mark_rule(color=INK, strokeDash=[6, 4], size=1.5)
    word = alt.Chart(alt.NamedData("goal")).mark_text(color=INK, fontSize=12, fontStyle="italic", align="left")
    if upright:
        return [rule.encode(y="value:Q"), word.encode(y="value:Q", x=alt.value(WIDTH + 6), text="shown:N")]
    return [rule.encode(x="value:Q"), word.encode(x="value:Q", y=alt.value(-8), text="shown:N")]


def _style_words(found: dict[str, Any]) -> None:
    """Says how title, source and names of a chart are written."""
    title = {"text": "-", "anchor": "start", "frame": "group", "fontSize": 17, "lineHeight": 22, "color": INK}
    title |= {"offset": 14, "subtitleFontSize": 13, "subtitleLineHeight": 18, "subtitleColor": PALE}
    found["title"] = title | {"subtitlePadding": 4}
    axis = found["layer"][0]["encoding"]["x"].setdefault("axis", {})
    axis |= {"titleAnchor": "start", "titleFontWeight": "normal", "titleFontSize": 11, "titleColor": PALE}
    axis |= {"titlePadding": 14, "labelFontSize": 12, "labelColor": INK}
    found["layer"][0]["encoding"]["y"].setdefault("axis", {}).update({"labelFontSize": 12, "labelColor": INK})


def _lines(text: str, letters: int) -> list[str]:
    return textwrap.wrap(texts.visible(text), letters, max_lines=3, placeholder=" …") or [""]
