"""What dvcdata reads out of a Table Schema before frictionless judges by it."""

import re
from dataclasses import dataclass
from typing import Any

from dvcdata.errors import UserError

Schema = dict[str, Any]

HIDDEN = {"_row", "_package", "_whole"}  # columns of ours beside those of a table
VERSION_2 = "https://datapackage.org/profiles/2.0/tableschema.json"
WORDS = {"$schema", "name", "title", "title_en", "description", "description_en"}
MATCHES = {"exact", "equal", "subset", "superset", "partial"}
DAY = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])")
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}


def primary_key(schema: Schema) -> list[str]:
    """The columns of the primary key, which a schema may write as one text or as a list."""
    return _names(schema.get("primaryKey", []))


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in those of a table: without `table` the same one, without `package` in ours."""

    columns: list[str]
    package: str
    table: str
    targets: list[str]


def foreign_keys(schema: Schema) -> list[ForeignKey]:
    """The foreign keys of a schema; `reference.package` names another of the packages given."""
    return [
        ForeignKey(
            _names(key["fields"]),
            key["reference"].get("package", ""),
            key["reference"].get("resource", ""),
            _names(key["reference"]["fields"]),
        )
        for key in schema.get("foreignKeys", [])
    ]


def _names(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def missing_labels(schema: Schema) -> dict[str, str]:
    """The labelled missing values of a schema, {value: label}; the empty text is no label and left out."""
    values = schema.get("missingValues", [])
    return {item["value"]: item.get("label", "") for item in values if isinstance(item, dict) and item["value"]}


def plain(schema: Schema) -> Schema:
    """The schema as frictionless takes it whatever the package's version: missing values without labels."""
    copy = {**schema, "$schema": VERSION_2}
    if isinstance(schema.get("missingValues"), list):
        copy["missingValues"] = _plain_values(schema["missingValues"])
    fields = schema.get("fields", [])
    copy["fields"] = [
        {**item, "missingValues": _plain_values(item["missingValues"])} if "missingValues" in item else item
        for item in fields
    ]
    if isinstance(schema.get("fieldsMatch"), list):
        copy["fieldsMatch"] = schema["fieldsMatch"][0] if schema["fieldsMatch"] else "exact"
    return copy


def _plain_values(values: list[Any]) -> list[str]:
    return [str(item["value"]) if isinstance(item, dict) else str(item) for item in values]


def check(schema: Schema, where: str, name: str) -> None:
    """Refuses a schema that frictionless could not judge by, with one sentence that names the place."""
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields or not all(_is_field(item) for item in fields):
        raise UserError("schema.fields", path=where, name=name)
    missing = schema.get("missingValues", [])
    if not isinstance(missing, list) or any(isinstance(item, dict) and "value" not in item for item in missing):
        raise UserError("schema.bad", path=where, name=name, why="missingValues")
    for item in fields:
        if item["name"].lower() in HIDDEN:
            raise UserError("schema.bad", path=where, name=name, why=item["name"])
        pattern = item.get("constraints", {}).get("pattern")
        if pattern is not None:
            _check_pattern(pattern, where, name, item["name"])
    names = [item["name"] for item in fields]
    for column in primary_key(schema):
        if column not in names:
            raise UserError("schema.key", path=where, name=name, column=str(column))
    _check_with_frictionless(schema, where, name)


def _is_field(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str) and bool(item["name"])


def _check_pattern(pattern: Any, where: str, name: str, column: str) -> None:
    try:
        re.compile(f"^{pattern}$")  # as frictionless compiles it
    except (re.error, RecursionError, OverflowError) as problem:
        raise UserError(
            "schema.pattern", path=where, name=name, column=column, pattern=str(pattern), why=str(problem)
        ) from None


def plainly_good(schema: Schema) -> bool:
    """Whether a schema says nothing but what is known to be sound, so that frictionless need not be imported for it."""
    names = [item["name"] for item in schema["fields"]]
    return (
        set(schema) <= {"fields", "primaryKey", "foreignKeys", "missingValues", "fieldsMatch", *WORDS}
        and len(set(names)) == len(names)
        and isinstance(schema.get("fieldsMatch", ""), str)
        and schema.get("fieldsMatch", "exact") in MATCHES
        and all(isinstance(value, str | dict) for value in schema.get("missingValues", []))
        and all(_plain_field(item) for item in schema["fields"])
        and all(_plain_foreign_key(key, names) for key in schema.get("foreignKeys", []))
    )


def _plain_field(item: Schema) -> bool:
    kind, constraints = item.get("type"), item.get("constraints", {})
    bound = {"date": (str,)}.get(str(kind), (int,))
    expected: dict[str, tuple[type, ...]] = {"required": (bool,), "unique": (bool,)}
    if kind == "string":
        expected |= {"minLength": (int,), "maxLength": (int,), "pattern": (str,), "enum": (list,)}
    elif kind in ("integer", "number", "date"):
        expected |= dict.fromkeys(BOUNDS, bound)
    elif kind not in ("boolean", "year", "yearmonth"):
        return False
    return (
        set(item) <= {"name", "type", "constraints", "unit", *WORDS}
        and isinstance(constraints, dict)
        and all(name in expected and isinstance(value, expected[name]) for name, value in constraints.items())
        and all(isinstance(value, str) for value in constraints.get("enum", []))
        and (kind != "date" or all(DAY.fullmatch(constraints[name]) for name in BOUNDS & set(constraints)))
    )


def _plain_foreign_key(key: Any, names: list[str]) -> bool:
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(reference, dict) or not isinstance(reference.get("resource", ""), str):
        return False
    columns, targets = key.get("fields"), reference.get("fields")
    if not isinstance(columns, list) or not isinstance(targets, list) or len(columns) != len(targets):
        return False
    return set(columns) <= set(names) and all(isinstance(name, str) for name in targets)


def for_frictionless(schema: Schema) -> Any:
    """The schema, which was checked, as frictionless judges by it.

    One that is plainly good is put together of its fields: to have it checked once more would take as long as
    importing frictionless, whose plug-ins and JSON Schema come in only then.
    """
    from frictionless import Schema as Judge
    from frictionless import fields

    given = plain(schema)
    if not plainly_good(schema):
        return Judge.from_descriptor(given)
    made = [
        getattr(fields, f"{item['type'].capitalize()}Field")(
            name=item["name"], constraints=dict(item.get("constraints", {}))
        )
        for item in given["fields"]
    ]
    options = {"missing_values": given.get("missingValues"), "fields_match": given.get("fieldsMatch")}
    return Judge(
        fields=made,
        primary_key=primary_key(schema),
        **{name: value for name, value in options.items() if value is not None},
    )


def _check_with_frictionless(schema: Schema, where: str, name: str) -> None:
    if plainly_good(schema):
        return
    from frictionless import FrictionlessException
    from frictionless import Schema as Judge

    try:
        for item in Judge.from_descriptor(plain(schema)).fields:
            item.create_cell_reader()  # compiles patterns and enumerations as well
            for bound in BOUNDS & item.constraints.keys():
                if item.create_value_reader()(item.constraints[bound]) is None:
                    raise ValueError(f"{item.name}: {bound} = {item.constraints[bound]}")
    except FrictionlessException as problem:
        reasons = "; ".join(reason.note for reason in problem.reasons) or problem.error.note
        raise UserError("schema.bad", path=where, name=name, why=reasons[:300]) from None
    except Exception as problem:
        raise UserError("schema.bad", path=where, name=name, why=str(problem)[:300]) from None
