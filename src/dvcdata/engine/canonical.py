"""Compiles a schema into one pattern per line: a line that matches it is right in every cell, whatever it says.

A canonical cell is one whose text frictionless accepts and whose value DuckDB reads alike. The pattern may suspect a
sound cell, never pass an unsound one; what a pattern cannot say is a condition on the typed table, or a column whose
distinct texts frictionless judges.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from dvcdata import schemas
from dvcdata.engine.dialects import Dialect
from dvcdata.engine.load import quoted, sql_type
from dvcdata.engine.staged import Way
from dvcdata.package import Table

DAY = (
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)"
)
FORMS = {
    "integer": r"-?[0-9]{1,18}",
    "number": r"-?[0-9]{1,18}(?:\.[0-9]{1,8})?",
    "boolean": r"true|True|TRUE|1|false|False|FALSE|0",
    "date": DAY,
    "year": r"[0-9]{4}",
    "yearmonth": r"[0-9]{4}-(?:0[1-9]|1[0-2])",
}
OPTIONS = {"groupChar", "decimalChar", "bareNumber", "floatNumber", "trueValues", "falseValues", "missingValues"}
NARROW = {  # what most numbers fit: half the memory, and a longer one is a suspect like any other
    "integer": ("INTEGER", r"-?[0-9]{1,9}"),
    "number": ("DECIMAL(18,6)", r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?"),
}
KEY_TYPES = {"string", "integer", "date", "boolean", "year"}
BOUNDS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
ATOM = re.compile(
    r"(?:\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_./:-])+\]|\\[d./_-]|[^\W]|[ _/:@#%&;=<>~!'-])"
    r"(?:[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})?(?![*+?{])"
)
GROUP = re.compile(r"\((?:\?:)?|\)(?:[*+?]|\{[0-9]{1,2}(?:,[0-9]{0,2})?\})?(?![*+?{])|\|")


@dataclass(frozen=True)
class LinePlan:
    """How a table can be screened: the line pattern, and what remains to be asked of the typed rows."""

    labels: list[str]
    columns: dict[str, str]  # DuckDB type by label, as rules see it
    stored: dict[str, str]  # DuckDB type by label, as the good lines are kept
    pattern: str
    nulls: list[str]  # texts that mean a missing value
    conditions: list[str]  # SQL that is true of a row that must be looked at once more
    judged: list[str]  # columns whose distinct texts frictionless judges
    fields: list[dict[str, Any]] = field(default_factory=list)  # the field of each label
    cells: list[str] = field(default_factory=list)  # the pattern of each cell without quotes


def plan(table: Table, dialect: Dialect, labels: Sequence[str], sample: Sequence[Sequence[str]]) -> LinePlan | Way:
    """The plan for a table with this header, or the reason why it must be read record by record.

    The sample, some records of the table, only decides how wide its numbers are kept.
    """
    if way := _unscreenable(table, dialect):
        return way
    fields = matched(table.schema, labels)
    if fields is None:
        return Way("header")
    nulls = schemas.plain(table.schema).get("missingValues", [""])
    if any(set(text) & {dialect.delimiter, '"', "\r", "\n"} for text in nulls):
        return Way("missing_values")
    cells, conditions, judged, stored = [], [], [], {}
    for place, item in enumerate(fields):
        narrow = _narrow(item, [record[place] for record in sample if place < len(record)])
        stored[item["name"]] = NARROW[item["type"]][0] if narrow else sql_type(item)
        form = _cell(item, nulls, dialect.delimiter, narrow)
        if form is None:
            return Way("column", item["name"])
        cells.append(form.pattern)
        conditions += form.conditions
        judged += [item["name"]] if form.judged else []
    if not any(item.get("constraints", {}).get("required") for item in fields):
        conditions.append(" and ".join(f"{quoted(item['name'])} is null" for item in fields))
    pattern = re.escape(dialect.delimiter).join(
        f'(?:{cell}|"(?:{_in_quotes(cell, dialect.delimiter)})")' for cell in cells
    )
    columns = {item["name"]: sql_type(item) for item in fields}
    return LinePlan(list(labels), columns, stored, pattern, nulls, conditions, judged, fields, cells)


def _narrow(item: Mapping[str, Any], texts: Sequence[str]) -> bool:
    if item.get("type") not in NARROW:
        return False
    form = re.compile(NARROW[item["type"]][1])
    return all(form.fullmatch(text) for text in texts if re.fullmatch(FORMS[item["type"]], text))


def _unscreenable(table: Table, dialect: Dialect) -> Way | None:
    control = dialect.descriptor["csv"]
    plain = control["quoteChar"] == '"' and control["doubleQuote"] is True and not control["skipInitialSpace"]
    if not plain or set(control) - {"delimiter", "quoteChar", "doubleQuote", "skipInitialSpace", "lineTerminator"}:
        return Way("dialect")
    if len(dialect.delimiter) != 1 or not dialect.delimiter.isascii() or dialect.delimiter in '"\r\n\x1f':
        return Way("delimiter")
    if set(dialect.descriptor) - {"csv", "header", "headerRows", "$schema", "name", "type", "title", "description"}:
        return Way("dialect")
    if dialect.descriptor.get("headerRows") != [1]:
        return Way("header_rows")
    if dialect.encoding not in ("utf-8", "utf-8-sig"):
        return Way("encoding")
    if len(table.paths) > 1:
        return Way("several_files")
    keyed = {name for columns in _keys(table.schema) for name in columns}
    for item in table.schema["fields"]:
        if item["name"] in keyed and item.get("type") not in KEY_TYPES:
            return Way("key_column", item["name"])
    return None


def _keys(schema: Mapping[str, Any]) -> list[list[str]]:
    """The columns of the primary key, of unique columns and of foreign keys."""
    keys = [schemas.primary_key(dict(schema))]
    keys += [[item["name"]] for item in schema["fields"] if item.get("constraints", {}).get("unique")]
    for key in schema.get("foreignKeys", []):
        keys.append([key["fields"]] if isinstance(key["fields"], str) else list(key["fields"]))
    return keys


def matched(schema: Mapping[str, Any], labels: Sequence[str]) -> list[dict[str, Any]] | None:
    """The field of each label as `fieldsMatch` pairs them, or None when the header has anything to explain."""
    fields = {item["name"]: item for item in schema["fields"]}
    if not labels or not all(labels) or len({label.lower() for label in labels}) != len(labels):
        return None
    mode = schema.get("fieldsMatch", "exact")
    mode = mode[0] if isinstance(mode, list) else mode
    extra, absent = set(labels) - set(fields), set(fields) - set(labels)
    if mode == "exact" and list(labels) != list(fields):
        return None
    if extra and mode not in ("subset", "partial"):
        return None
    needed = {name for name in absent if fields[name].get("constraints", {}).get("required")}
    needed |= absent & set(schemas.primary_key(dict(schema)))
    if (absent and mode not in ("superset", "partial")) or needed or not set(labels) & set(fields):
        return None
    return [fields.get(label, {"name": label, "type": "any"}) for label in labels]


@dataclass(frozen=True)
class _Cell:
    pattern: str
    conditions: list[str] = field(default_factory=list)
    judged: bool = False


def _cell(item: Mapping[str, Any], nulls: Sequence[str], delimiter: str, narrow: bool) -> _Cell | None:
    kind = item.get("type", "any")
    if OPTIONS & set(item) or (kind in FORMS and item.get("format", "default") != "default"):
        return None
    constraints = item.get("constraints", {})
    judged = kind not in FORMS and (kind not in ("any", "string") or item.get("format", "default") != "default")
    if sql_type(dict(item)) != "VARCHAR" and kind not in FORMS:
        return None  # a time or a date with a time: its texts have too many forms
    text = _any_text(delimiter)
    form, conditions = NARROW[kind][1] if narrow else FORMS.get(kind, text), []
    for name, limit in constraints.items():
        if name == "pattern" and form == text and (safe := safe_pattern(limit, delimiter)) is not None:
            form = safe
        elif name == "enum" and "pattern" not in constraints and (listed := _listed(limit, kind, delimiter)):
            form = listed
        elif name == "minimum" and limit == 0 and form.startswith("-?"):
            form = form.removeprefix("-?")
        elif name in BOUNDS and (bound := _bound(limit, kind)) is not None:
            conditions.append(f"not ({quoted(item['name'])} {BOUNDS[name]} {bound})")
        elif name in ("minLength", "maxLength") and isinstance(limit, int):
            sign = "<" if name == "minLength" else ">"
            conditions.append(f"length({quoted(item['name'])}) {sign} {limit}")
        elif name not in ("unique", "required"):
            judged = True
    if constraints.get("required"):
        form = form.removesuffix("*") + "+" if form == text else form
        if any(re.fullmatch(form, null) for null in nulls):
            conditions.append(f"{quoted(item['name'])} is null")
        return _Cell(form, conditions, judged)
    return _Cell(form if form == text else "|".join([form, *map(re.escape, nulls)]), conditions, judged)


def _any_text(delimiter: str) -> str:
    return rf"[^{re.escape(delimiter)}\"\r\n\x00\x1f]*"


def _in_quotes(cell: str, delimiter: str) -> str:
    """The pattern of a cell between quotes: any text may then hold the delimiter, and quotes that are doubled."""
    if cell[:-1] != _any_text(delimiter)[:-1]:
        return cell
    return r"(?:[^\"\r\n\x00\x1f]|\"\")" + cell[-1]


def safe_pattern(pattern: str, delimiter: str) -> str | None:
    """A pattern that means the same to RE2 as to Python and cannot leave its cell, or None."""
    body = pattern.removeprefix("^")
    body = body.removesuffix("$") if not body.endswith("\\$") else body
    depth = place = 0
    while place < len(body):
        match = ATOM.match(body, place) or GROUP.match(body, place)
        if not match or delimiter in match[0] or '"' in match[0] or "-]" in match[0][:-1]:
            return None
        depth += (match[0][0] == "(") - (match[0][0] == ")")
        if depth < 0 or (match[0] == "|" and depth == 0):
            return None  # `a|b` is read as `^a|b$`
        place = match.end()
    return body.replace(r"\d", "[0-9]") if depth == 0 else None


def _listed(values: Any, kind: str, delimiter: str) -> str | None:
    if kind not in ("string", "integer") or not isinstance(values, list) or not values:
        return None
    texts = [str(value) for value in values if not isinstance(value, bool)]
    if len(texts) != len(values) or any(set(text) & {delimiter, '"', "\r", "\n"} for text in texts):
        return None
    if kind == "integer" and not all(re.fullmatch(FORMS["integer"], text) for text in texts):
        return None
    return "|".join(re.escape(text) for text in texts)


def _bound(limit: Any, kind: str) -> str | None:
    """A bound as an SQL literal, where that is sure to mean what frictionless compares with."""
    text = str(limit)
    if kind in ("integer", "number", "year") and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,8})?", text):
        try:
            return f"{Decimal(text):f}" if kind == "number" or "." not in text else None
        except InvalidOperation:
            return None
    return f"date '{text}'" if kind == "date" and re.fullmatch(DAY, text) else None
