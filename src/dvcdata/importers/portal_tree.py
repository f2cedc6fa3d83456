"""Walks through a statistics response of the national portal: bodies with their values, and what stands beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from dvcdata.importers.harvest import Place, columns

ENVELOPE = {"code", "message"}  # whether the call went well: not about the data


@dataclass(frozen=True)
class Body:
    """One body in a response: its values, its place there, and the body above it."""

    values: dict[str, Any]
    place: str
    line: str = ""
    parent: str | None = None

    @property
    def code(self) -> str:
        """The code of the body, "" where the response gives none."""
        return str(self.values.get("departmentCode") or "")

    def at(self, **fields: str) -> Place:
        """The place of those columns: the name of a field for each."""
        return Place(self.place, self.line, columns(fields))


class Leaf(NamedTuple):
    """A single value in a response, by the way to it: "a.b[0]"."""

    name: str
    value: Any


def bodies(value: Any) -> Iterator[Body]:
    """The bodies of a response, the top one first: in the envelope {code, data, message} or bare, one or many."""
    data, place = _data(value)
    if not isinstance(data, dict):
        return
    parent = data.get("parent")
    if not isinstance(parent, dict):
        yield from _branch(Body(data, place))
        return
    top = Body(parent, _join(place, "parent"))
    yield from _branch(top)
    yield from _children(data.get("children"), _join(place, "children"), top.code)


def beside(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a response says outside its bodies, such as a chart, with its place."""
    data, place = _data(value)
    if place:
        yield "", {key: item for key, item in value.items() if key not in ENVELOPE | {place}}
    if isinstance(data.get("parent"), dict):
        yield place, {key: item for key, item in data.items() if key not in {"parent", "children"}}


def leaves(value: Any, name: str = "") -> Iterator[Leaf]:
    """Every single value below, but no null: a null says nothing."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, _join(name, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{name}[{index}]")
    elif value is not None:
        yield Leaf(name, value)


def number(value: Any) -> int | Decimal | None:
    """The value where it is a number, else None; true and false are none."""
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _data(value: Any) -> tuple[Any, str]:
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        return value["data"], "data"
    return value, ""


def _branch(body: Body) -> Iterator[Body]:
    yield body
    below = body.place + (f"[{body.line}]" if body.line else "")
    yield from _children(body.values.get("children"), _join(below, "children"), body.code)


def _children(values: Any, place: str, parent: str) -> Iterator[Body]:
    for index, item in enumerate(values if isinstance(values, list) else []):
        if isinstance(item, dict):
            yield from _branch(Body(item, place, str(index), parent))


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)
