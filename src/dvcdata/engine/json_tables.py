"""Records of JSON tables and JSON lines: objects, or rows with a header; nothing that an object holds is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dvcdata.engine.json_texts import Text
from dvcdata.errors import UserError
from dvcdata.package import Table

MOST_NAMES = 2_000  # an object with more properties is no row of a table
Read = Callable[[Path], Iterator[Any]]


def records(table: Table, control: dict[str, Any], header: int) -> Iterator[list[Any]]:
    """The records of all files: the names, then the values of each object; or the rows as they are.

    The names are those of all objects in the order in which they first appear, unless the dialect lists `keys`.
    """
    read = _reader(table.format, control)
    first = next(read(table.paths[0]), None)
    if first is None:
        raise UserError("json.no_row", path=str(table.paths[0]))
    if not isinstance(first, dict | list):
        raise UserError("json.no_table", path=str(table.paths[0]))
    if isinstance(first, list):
        yield from _rows(table, read, header)
        return
    names = list(control.get("keys") or _names(table, read))
    yield names
    for path in table.paths:
        for item in _alike(path, read, dict):
            yield [item.get(name) for name in names]


def _reader(kind: str, control: dict[str, Any]) -> Read:
    if kind != "json":
        return lambda path: Text(path).lines()
    return lambda path: Text(path).items(str(control.get("property") or ""))


def _names(table: Table, read: Read) -> list[str]:
    names: dict[str, None] = {}
    for path in table.paths:
        for item in _alike(path, read, dict):
            if not item.keys() <= names.keys():
                names |= dict.fromkeys(item)
                if len(names) > MOST_NAMES:
                    raise UserError("json.too_wide", path=str(path), most=MOST_NAMES)
    return list(names)


def _rows(table: Table, read: Read, header: int) -> Iterator[list[Any]]:
    """Lists as they are; of the files after the first without the header, which must be the same."""
    head: list[Any] = []
    for path in table.paths:
        for number, item in enumerate(_alike(path, read, list), 1):
            if path == table.paths[0]:
                head += [item] if number <= header else []
            elif number <= header and item != head[number - 1]:
                raise UserError("table.parts_differ", path=str(path), first=str(table.paths[0]))
            if path == table.paths[0] or number > header:
                yield item


def _alike(path: Path, read: Read, kind: type) -> Iterator[Any]:
    """The items of a file, which must all be of that kind."""
    for number, item in enumerate(read(path), 1):
        if not isinstance(item, kind):
            raise UserError("json.mixed", path=str(path), number=number)
        yield item
