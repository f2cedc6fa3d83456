"""How a text table is cut into cells: what its dialect says, and where it says nothing, nothing is left to chance."""

import csv
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dvcdata.engine import sources
from dvcdata.engine.staged import Way
from dvcdata.errors import UserError
from dvcdata.package import TEXT, Table

# names of Table Dialect (v2) and CSV Dialect (v1) that frictionless keeps in its csv control
CSV_NAMES = (
    "delimiter",
    "lineTerminator",
    "quoteChar",
    "doubleQuote",
    "escapeChar",
    "nullSequence",
    "skipInitialSpace",
)
CONTROLS = ("csv", "excel", "ods", "json", "parquet")  # where frictionless keeps what only one format needs


@dataclass(frozen=True)
class Dialect:
    """A complete dialect: `descriptor` is what frictionless reads by."""

    encoding: str
    delimiter: str
    descriptor: dict[str, Any]


def settle(table: Table) -> tuple[Dialect, Way]:
    """The dialect of a table with every choice made, and the way it must be read for the sake of its bytes.

    frictionless would else guess delimiter, quote character and whether there is a header.
    """
    dialect, way = begin(table)
    return dialect, way()


def begin(table: Table, later: bool = False) -> tuple[Dialect, Callable[[], Way]]:
    """The same, but that the way is asked for; with `later` the bytes are read through in a thread until then."""
    if table.format not in TEXT:
        return _of_document(table), lambda: Way("format", table.format)
    later = later and not {"commentRows", "commentChar"} & set(table.dialect)  # for which records must be read
    census = [sources.examine(path, table.encoding, later) for path in table.paths]
    encoding = census[0].encoding
    given = dict(table.dialect)
    control = {**given.pop("csv", {}), **{name: given.pop(name) for name in CSV_NAMES if name in given}}
    control.setdefault("delimiter", sources.delimiter(table.paths[0], table.format, encoding))
    control.setdefault("quoteChar", '"')
    control.setdefault("doubleQuote", True)
    control.setdefault("skipInitialSpace", False)
    given.setdefault("header", True)
    if given["header"] and "headerRows" not in given:
        given["headerRows"] = [_header_row(table, encoding, given, control)]
    dialect = Dialect(encoding, control["delimiter"], {**given, "csv": control})
    return dialect, lambda: next((Way(item.obstacle) for item in census if item.obstacle), Way())


def _header_row(table: Table, encoding: str, given: dict[str, Any], control: dict[str, Any]) -> int:
    """The first row that is no comment."""
    rows, sign = set(given.get("commentRows", [])), given.get("commentChar")
    if not rows and not sign:
        return 1
    with table.paths[0].open(encoding=encoding, newline="") as file:
        records = csv.reader(file, delimiter=control["delimiter"], quotechar=control["quoteChar"])
        for number, cells in enumerate(records, 1):
            if number not in rows and not (sign and cells and cells[0].startswith(sign)):
                return number
    return 1


def check(dialect: dict[str, Any], where: str, name: str) -> None:
    """Refuses a dialect that a table cannot be read by, with one sentence that names the property."""
    for key, value in dialect.items():
        if key in CONTROLS:
            if not isinstance(value, dict):
                raise UserError("dialect.bad", path=where, name=name, property=key, value=str(value))
            check(value, where, name)
        elif key in FORMS and not FORMS[key](value):
            raise UserError("dialect.bad", path=where, name=name, property=key, value=str(value))


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_sign(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value not in "\r\n"


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(type(row) is int and row > 0 for row in value)


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


FORMS: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("header", "headerCase", "skipBlankRows", "doubleQuote", "skipInitialSpace"), _is_flag),
    **dict.fromkeys(("fillMergedCells", "keyed"), _is_flag),
    **dict.fromkeys(("headerJoin", "lineTerminator", "nullSequence", "property", "sheetName"), _is_text),
    **dict.fromkeys(("delimiter", "quoteChar", "escapeChar"), _is_sign),
    "headerRows": lambda value: _are_rows(value) and value == sorted(value),
    "commentRows": _are_rows,
    **dict.fromkeys(("keys", "itemKeys", "columns"), _are_names),
    "sheet": lambda value: isinstance(value, str) or _are_rows([value]),
    "sheetNumber": lambda value: _are_rows([value]),
    "commentChar": lambda value: isinstance(value, str) and bool(value),
}


def _of_document(table: Table) -> Dialect:
    """The dialect of a table that is no text: header and comments only, no delimiters."""
    for path in table.paths:
        if not path.stat().st_size:
            raise UserError("file.empty", path=str(path))
    given = {"header": True, **table.dialect}
    if given["header"]:
        rows = given.get("commentRows", [])
        given.setdefault("headerRows", [next(number for number in itertools.count(1) if number not in rows)])
    return Dialect("", "", given)
