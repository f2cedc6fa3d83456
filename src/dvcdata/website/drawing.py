"""Draws a chart as SVG and PNG with Vega: its title, period and source inside the picture, readable in grey."""

import copy
import json
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from dvcdata import texts

VERSION = 7  # of how charts look
WIDTH, HEIGHT = {"periods": 640, "names": 420}, 260
ROW, LINE, NAME = 22, 13, 36  # of lying bars: for each, for each further line of its name, and letters of such a line
LETTERS = {"periods": (56, 108), "names": (60, 76)}  # of a line of the title, and of what is written small
LETTER = 6.7  # the width of a digit
MOST_LABELLED = 9  # upright bars that have room for their values
INK, PALE, DARK = "#1a1a1a", "#595959", "#3b5b7a"
FONT = "Liberation Sans, Arial, sans-serif"  # the first comes with the library: equal bytes on every machine
LOCALES: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3]},
}
PERCENT = {"vi": "%", "en": " %"}


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
    about: str  # whom, when, and in which unit
    sources: tuple[str, ...]
    points: tuple[Point, ...]
    percent: bool = False
    whole: bool = False  # whether there is nothing between two whole numbers
    goal: float | None = None
    goal_said: str = ""


def draw(chart: Chart) -> tuple[bytes, bytes]:
    """The picture as SVG and as PNG."""
    import vl_convert

    # as text, which it takes more quickly than what text is made of
    spec = json.dumps(_spec(chart), ensure_ascii=False)
    # the axis writes its numbers as money, whose sign is that of percent or none
    sign = PERCENT[chart.lang] if chart.percent else ""
    svg = vl_convert.vega_to_svg(spec, format_locale=LOCALES[chart.lang] | {"currency": ["", sign]})
    return svg.encode(), vl_convert.svg_to_png(svg, scale=1)


def notice(text: str) -> tuple[bytes, bytes]:
    """A picture of a sentence, as SVG and PNG."""
    import vl_convert

    lines = _lines(text, LETTERS["periods"][1])
    said = "".join(f'<tspan x="16" dy="24">{escape(line)}</tspan>' for line in lines)
    size = f'width="760" height="{24 * len(lines) + 40}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><title>{escape(text)}</title><rect {size} fill="#fff"/>'
        f'<text y="16" font-family="{FONT}" font-size="14" fill="{INK}">{said}</text></svg>\n'
    )
    return svg.encode(), vl_convert.svg_to_png(svg, scale=1)


def begin() -> None:
    """Loads all that draws, which takes as long as thirty charts."""
    draw(Chart("periods", "vi", "-", "", ("-",), ()))


def _spec(chart: Chart) -> dict[str, Any]:
    """The specification: the same for all charts of a kind but for its data and words."""
    spec = copy.deepcopy(_plan(chart.kind, chart.goal is not None))
    title, small = LETTERS[chart.kind]
    spec["title"] |= {"text": _lines(chart.title, title), "subtitle": _lines(chart.about, small) if chart.about else []}
    labels = [_label(chart.kind, point.label) for point in chart.points]
    values = [
        {"label": label, "value": point.value or 0, "shown": texts.visible(point.shown)}
        for label, point in zip(labels, chart.points, strict=True)
    ]
    data = {item["name"]: item for item in spec["data"]}
    data["points"]["values"] = values
    data["labelled"]["values"] = labelled = [values[n] | placed for n, placed in _labelled(chart)]
    if chart.whole:
        numbers = next(axis for axis in spec["axes"] if axis["grid"])
        numbers["tickCount"] = min(numbers["tickCount"], max(1, *(int(point.value or 0) for point in chart.points)))
    below = next(axis for axis in spec["axes"] if "title" in axis)
    below["title"] = [line for said in chart.sources for line in _lines(said, small)]
    if chart.kind == "names":
        lines = max((label.count("\n") for label in labels), default=0)
        spec["height"] = (ROW + LINE * lines) * len(values)
    else:
        below["values"] = _told(labels)
    if chart.goal is not None:
        beside = {"value": chart.goal, "shown": texts.visible(chart.goal_said)}
        data["goal"]["values"] = [beside | {"dy": _aside(chart, labelled[-1:])}]
    return spec


def _label(kind: str, text: str) -> str:
    """What a bar is called, names on as many lines as they need."""
    return texts.visible(text) if kind == "periods" else "\n".join(_lines(text, NAME))


def _told(labels: Sequence[str]) -> list[str]:
    """The periods that the axis names: few enough to stand side by side, the last always."""
    step = max(1, -(-len(labels) // 7))
    return [label for n, label in enumerate(labels) if (len(labels) - 1 - n) % step == 0]


def _labelled(chart: Chart) -> Iterator[tuple[int, dict[str, Any]]]:
    """The bars that bear their value, and where beside their middle it stands.

    Where bars stand upright and are many, these are the last, the first unless its value would stand on the next bars,
    and always those without a height: a 0, and what is not known.
    """
    known = [n for n, point in enumerate(chart.points) if point.value is not None]
    step = WIDTH[chart.kind] / max(len(chart.points), 1)
    for n, point in enumerate(chart.points):
        if chart.kind == "names" or len(chart.points) <= MOST_LABELLED or not point.value:
            narrow = point.value == 0 and chart.kind == "periods" and len(chart.points) > MOST_LABELLED
            yield n, {"align": "center", "dx": 0} | ({"shown": "0"} if narrow else {})
        elif n in (known[0], known[-1]):
            last = n == known[-1]
            reach = math.ceil(len(point.shown) * LETTER / step)
            near = chart.points[max(n - reach, 0) : n] if last else chart.points[n + 1 : n + 1 + reach]
            free = all((other.value or 0) <= point.value for other in near)
            if last and free:
                yield n, {"align": "right", "dx": step * 0.45}
            elif last or free:  # the last one over the margin
                yield n, {"align": "left", "dx": -step * 0.45}


def _aside(chart: Chart, last: Sequence[dict[str, Any]]) -> int:
    """How far the word of a target moves up or down, since a value stands in the margin as well."""
    most = max(chart.goal or 0, *(point.value or 0 for point in chart.points))
    for value in last if chart.kind == "periods" else ():
        above = ((chart.goal or 0) - value["value"]) / most * HEIGHT - 8  # by how much the word is above the value
        if value["align"] == "left" and value["dx"] and abs(above) < 14:
            return -14 if above > 0 else 14
    return 0


@cache
def _plan(kind: str, goal: bool) -> dict[str, Any]:
    """What Vega draws for charts of a kind, but for their data and words: to make it takes as long as to draw."""
    import altair as alt
    import vl_convert

    upright = kind == "periods"
    names = alt.Axis(labelAngle=0, labelLimit=260, ticks=False, domainColor=PALE, labelOverlap=False)
    numbers = alt.Axis(tickCount=4, format="$,~f", gridColor="#d9d9d9", domain=False, ticks=False)
    scale = alt.Scale(zero=True)
    if upright:
        x: Any = alt.X("label:N", sort=None, axis=names, title="-")
        y: Any = alt.Y("value:Q", axis=numbers, title=None, scale=scale, stack=None)
        aside: dict[str, Any] = {"dy": -8, "align": {"expr": "datum.align"}, "dx": {"expr": "datum.dx"}}
    else:
        x = alt.X("value:Q", axis=numbers, title="-", scale=scale, stack=None)
        y = alt.Y("label:N", sort=None, axis=names, title=None)
        aside = {"dx": 5, "align": "left"}
    bars = alt.Chart(alt.NamedData("points")).mark_bar(color=DARK).encode(x=x, y=y)
    layers = [bars]
    if goal:
        layers += _goal(upright)
        # the line of the target does not go through a value
        free = alt.Chart(alt.NamedData("labelled")).mark_text(stroke="white", strokeWidth=4, fontSize=12, **aside)
        layers.append(free.encode(x=x, y=y, text="shown:N"))
    said = alt.Chart(alt.NamedData("labelled")).mark_text(color=INK, fontSize=12, **aside)
    layers.append(said.encode(x=x, y=y, text="shown:N"))
    # names are measured in a font that is narrower than what stands in for it on some machines
    padding = {"left": 14 if upright else 60, "top": 14, "right": 14 if upright else 40, "bottom": 14}
    chart = alt.layer(*layers, width=WIDTH[kind], height=HEIGHT, title="-")
    found = (
        chart.configure(aria=False, font=FONT, background="white", padding=padding, lineBreak="\n")
        .configure_view(stroke=None)
        .configure_mark(invalid="show")  # every value is a number
        .to_dict(validate=False)
    )
    _style_words(found, upright)
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])  # as the library that draws calls it
    return _with_one_axis(vl_convert.vegalite_to_vega(found, vl_version=version))


def _with_one_axis(plan: dict[str, Any]) -> dict[str, Any]:
    """The numbers and their grid as one axis, which Vega-Lite makes two of: that is drawn sooner."""
    grid = next(axis for axis in plan["axes"] if axis["grid"])
    others = [axis for axis in plan["axes"] if not axis["grid"]]
    numbers = next(axis for axis in others if axis["scale"] == grid["scale"])
    numbers |= {name: grid[name] for name in ("grid", "gridScale", "gridColor")}
    if numbers["scale"] == "x":  # a name of two lines stands beside its bar with its middle, not with its first
        up = {"signal": f"{-LINE / 2} * (length(split(datum.label, '\\n')) - 1)"}
        next(axis for axis in others if axis is not numbers)["encode"] = {"labels": {"update": {"dy": up}}}
    return plan | {"axes": sorted(others, key=lambda axis: axis is not numbers)}


def _goal(upright: bool) -> list[Any]:
    """The line of a target, and the word beside it."""
    import altair as alt

    under = alt.Chart(alt.NamedData("goal")).mark_rule(color="white", size=3)  # else it is lost on the bars
    rule = alt.Chart(alt.NamedData("goal")).mark_rule(color=INK, strokeDash=[6, 4], size=1.5)
    said: dict[str, Any] = {"color": INK, "fontSize": 12, "fontStyle": "italic", "align": "left"}
    word = alt.Chart(alt.NamedData("goal")).mark_text(**said, dy={"expr": "datum.dy"})
    if upright:
        return [
            under.encode(y="value:Q"),
            rule.encode(y="value:Q"),
            word.encode(y="value:Q", x=alt.value(WIDTH["periods"] + 6), text="shown:N"),
        ]
    return [
        under.encode(x="value:Q"),
        rule.encode(x="value:Q"),
        word.encode(x="value:Q", y=alt.value(-8), text="shown:N"),
    ]


def _style_words(found: dict[str, Any], upright: bool) -> None:
    """Says how title, source and names of a chart are written."""
    title = {"text": "-", "anchor": "start", "fontSize": 17, "lineHeight": 22, "color": INK}
    title |= {"frame": "group" if upright else "bounds"}
    title |= {"offset": 14, "subtitleFontSize": 13, "subtitleLineHeight": 18, "subtitleColor": PALE}
    found["title"] = title | {"subtitlePadding": 4}
    axis = found["layer"][0]["encoding"]["x"].setdefault("axis", {})
    axis |= {"titleAnchor": "start", "titleFontWeight": "normal", "titleFontSize": 11, "titleColor": PALE}
    axis |= {"titlePadding": 14, "labelFontSize": 12, "labelColor": INK}
    found["layer"][0]["encoding"]["y"].setdefault("axis", {}).update({"labelFontSize": 12, "labelColor": INK})


def _lines(text: str, letters: int) -> list[str]:
    shown = texts.visible(text)
    return textwrap.wrap(shown, letters, max_lines=3, placeholder=" …", break_on_hyphens=False) or [""]
