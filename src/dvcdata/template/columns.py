"""The columns of a template: those of the profile's table that a person fills in, with their words and lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dvcdata import profiles, schemas, texts

STAMPED = "source_id"  # an import says where a row comes from; a person fills it in only where it is part of the key
IN_FORM = re.compile(r"Cột \((\d+)\) của biểu")
# What the description sheet says once for all rows, by the columns that take it where a cell is empty.
SHARED = {"period": "period", "agency_code": "agency", "owner_code": "agency", "period_basis": "period_basis"}


@dataclass(frozen=True)
class Column:
    """A column of a template; `words` are those of its closed list, {what is shown: value}."""

    name: str
    kind: str
    title: str
    description: str
    unit: str = ""
    required: bool = False
    key: bool = False
    shared: str = ""
    """The line of the description sheet that says it for all rows, if one does."""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def numeric(self) -> bool:
        """Whether its cells hold numbers."""
        return self.kind in ("integer", "number")


def of(table: str, lang: str) -> list[Column]:
    """The columns of the template of a table, in order."""
    schema = profiles.schema(table) or {}
    key = schemas.primary_key(schema)
    return [_column(item, key, lang) for item in schema["fields"] if item["name"] != STAMPED or STAMPED in key]


def _column(item: Mapping[str, Any], key: list[str], lang: str) -> Column:
    suffix = "" if lang == "vi" else f"_{lang}"
    title, constraints = item[f"title{suffix}"], item.get("constraints", {})
    if match := IN_FORM.search(item["description"]):
        title = f"({match[1]}) {title}"
    return Column(
        item["name"],
        item["type"],
        title,
        item[f"description{suffix}"],
        item.get("unit", ""),
        bool(constraints.get("required")) or item["name"] in key,
        item["name"] in key,
        shared(item["name"], key),
        constraints,
        words(item, lang),
    )


def shared(name: str, key: list[str]) -> str:
    """The line of the description sheet that speaks for a column of a table with that key, "" where none does."""
    if len(key) < 2 or (name not in key and not (name == "period_basis" and "period" in key)):
        return ""
    return SHARED.get(name, "")


def words(item: Mapping[str, Any], lang: str) -> dict[str, str]:
    """The closed list of a field as a reader of the language sees it: {word: value}; empty where there is none."""
    if item["type"] == "boolean":
        return {texts.text(f"value.{value}", lang): value for value in ("true", "false")}
    values = item.get("constraints", {}).get("enum", [])
    return {texts.text(f"choice.{item['name']}.{value}", lang): value for value in values}


def missing(table: str, lang: str) -> dict[str, str]:
    """The labels of missing values with their meaning, {what is shown: label}."""
    labels = schemas.missing_labels(profiles.schema(table) or {})
    return {f"{label} – {texts.text(f'template.missing.{label}', lang)}": label for label in labels}
