"""A map says how to read a table that dvcdata does not know: which column is which, and how its cells are written."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import tomli

from dvcdata import profiles, schemas
from dvcdata.errors import UserError, why

FILE = "map.toml"
LEFT_OUT = "-"
DOUBT = "  # chưa chắc / not sure"
PARTS = ("year", "quarter", "month")  # columns that make up a period together
ASKED = ("period", "agency_code", "owner_code")  # key columns that can be asked for where a table lacks them
DATES = ("dd/mm/yyyy", "mm/dd/yyyy", "yyyy/mm/dd")
SECTIONS = ("table", "columns", "constants", "values")
SETTINGS = ("name", "title", "publisher", "sheet", "header", "decimal", "thousands", "dates")


@dataclass(frozen=True)
class TableMap:
    """How to read a table; its columns are by their labels in the source, and one without a meaning is left out."""

    name: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str = ""
    publisher: str = ""
    sheet: str = ""
    header: tuple[int, ...] = ()
    """The rows of the header, counted from 1; where none are given the header is looked for."""
    decimal: str = ","
    thousands: str = "."
    dates: str = DATES[0]
    file: str = FILE

    @property
    def used(self) -> dict[str, str]:
        """The columns that have a meaning."""
        return {label: column for label, column in self.columns.items() if column != LEFT_OUT}

    def gives(self, column: str) -> bool:
        """Whether rows get that column from the table or from a constant."""
        found = {*self.used.values(), *self.constants}
        return column in found or (column == "period" and "year" in found)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The key columns that the table cannot give and that nobody is asked for: rows could not be told apart."""
        key = schemas.primary_key(profiles.schema(self.name) or {})
        named = {"field_code"} if self.name == "dossiers" else set()  # of its name, or ALL
        known = {*named, "source_id", *(ASKED if len(key) > 1 else ())}
        return tuple(name for name in key if name not in known and not self.gives(name))


def load(path: Path) -> TableMap:
    """The map in a file; what it says wrongly is named with the nearest that would be right."""
    file = str(path)
    try:
        content = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UserError("path.missing", path=file) from None
    except OSError as problem:
        raise UserError("file.unreadable", path=file, why=why(problem)) from None
    except UnicodeDecodeError:
        raise UserError("map.no_text", path=file) from None
    except tomli.TOMLDecodeError as problem:
        raise UserError("map.broken", path=file, why=str(problem)) from None
    for section in content:
        _known(section, SECTIONS, file, "map.section")
    table, columns, constants, values = (_section(content, name, file) for name in SECTIONS)
    for name in table:
        _known(name, SETTINGS, file, "map.setting")
    name = str(table.get("name", ""))
    _known(name, profiles.tables(), file, "map.table")
    targets = [column for column in (*profiles.columns(name), *PARTS) if column != "source_id"]
    for label, column in columns.items():
        if column != LEFT_OUT:
            _known(column, targets, file, "map.column", label=label, table=name)
    for column in (*constants, *values):
        _known(column, targets, file, "map.constant", table=name)
    used = [column for column in columns.values() if column != LEFT_OUT]
    if twice := next((column for column in used if used.count(column) > 1), None):
        raise UserError("map.twice", path=file, column=twice)
    item = TableMap(name, _texts(columns), _texts(constants), values, file=path.name, **_settings(table, file))
    if item.lacking:
        raise UserError("map.no_key", path=file, table=name, missing=", ".join(item.lacking))
    _check_choices(item, file)
    return item


def kept(folder: Path) -> list[TableMap]:
    """The maps that a package keeps for the next time."""
    return [load(path) for path in sorted(folder.glob("map*.toml"))] if folder.is_dir() else []


def dump(item: TableMap, doubts: Collection[str] = ()) -> str:
    """The map as a file for people to read and mend, with a remark on the labels that are in doubt."""
    lines = [
        "# Cách đọc một bảng: nhãn cột trong tệp = cột của bảng chuẩn; “-” là không nhập.",
        "# How to read a table: label in the file = column of the table; “-” is left out.",
        "",
        "[table]",
    ]
    settings = {name: getattr(item, name) for name in SETTINGS}
    lines += [f"{name} = {_toml(value)}" for name, value in settings.items() if value]
    sections: list[tuple[str, Mapping[str, str]]] = [("columns", item.columns), ("constants", item.constants)]
    sections += [(f"values.{column}", values) for column, values in item.values.items()]
    for name, pairs in sections:
        if pairs:
            said = {label: f"{_key(label)} = {_toml(value)}" for label, value in pairs.items()}
            marked = (line + (DOUBT if label in doubts and name == "columns" else "") for label, line in said.items())
            lines += ["", f"[{name}]", *marked]
    return "\n".join([*lines, ""])


def refuse_unknown(name: str, known: Iterable[str], file: str, key: str, **params: object) -> None:
    """Raises the error of that key unless the name is known; it names the nearest that is."""
    _known(name, known, file, key, **params)


def _known(name: object, known: Iterable[str], file: str, key: str, **params: object) -> None:
    choices = list(known)
    if name not in choices:
        near = get_close_matches(str(name), choices, 1, 0)
        raise UserError(key, path=file, name=str(name), near=near[0] if near else "–", **params)


def _check_choices(item: TableMap, file: str) -> None:
    """Refuses a word that a column of a closed list does not have, rather than write it into every row."""
    for column in (profiles.schema(item.name) or {})["fields"]:
        choices = column.get("constraints", {}).get("enum")
        given = [*item.values.get(column["name"], {}).values(), item.constants.get(column["name"])]
        for word in given if choices else ():
            if word:
                _known(word, choices, file, "map.choice", column=column["name"])


def _section(content: Mapping[str, Any], name: str, file: str) -> dict[str, Any]:
    section: dict[str, Any] = content.get(name, {})
    nested = name == "values"
    good = isinstance(section, dict) and all(isinstance(item, dict if nested else object) for item in section.values())
    if not good or (name in ("table", "columns") and not section):
        raise UserError("map.no_section", path=file, name=name)
    return section


def _settings(table: Mapping[str, Any], file: str) -> dict[str, Any]:
    found = {name: str(value) for name, value in table.items() if name not in ("name", "header")}
    header = table.get("header", [])
    rows = header if isinstance(header, list) else [header]
    if not all(isinstance(row, int) and row > 0 for row in rows):
        raise UserError("map.header", path=file, value=str(header))
    _known(found.get("dates", DATES[0]), DATES, file, "map.dates")
    for name in ("decimal", "thousands"):
        if not re.fullmatch("[., '\u00a0]?", found.get(name, "")):
            raise UserError("map.mark", path=file, name=name, value=found[name])
    return {**found, "header": tuple(rows)}


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    """The values of a section as texts: 2026 and "2026" are the same, true is "true"."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in values.items()}


def _toml(value: str | tuple[int, ...]) -> str:
    if isinstance(value, tuple):
        return str(value[0]) if len(value) == 1 else str(list(value))
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else _toml(name)
