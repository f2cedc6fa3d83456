"""CSV on the Web: the description that lies beside a CSV file, for software that looks for it there."""

import re
from collections.abc import Mapping
from typing import Any

from dvcdata.website import places
from dvcdata.website.described import Dataset

DATATYPES = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "datetime": "dateTime",
    "time": "time",
    "year": "gYear",
    "yearmonth": "gYearMonth",
}
NAME = re.compile(r"[A-Za-z][0-9A-Za-z_]*")


def metadata(item: Dataset, base: str) -> dict[str, Any]:
    """The metadata of the CSV of a dataset."""
    file = item.file("csv")
    licence = next((str(one["path"]) for one in item.licences if one.get("path")), "")
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": file.path.rpartition("/")[2] if file else "",
        "dc:title": item.title["vi"],
        "dc:description": item.description["vi"],
        "dc:publisher": item.publisher,
        "dc:modified": {"@value": item.as_of.isoformat(), "@type": "xsd:date"},
        "dc:license": {"@id": licence} if licence else None,
        "dc:source": {"@id": f"{base}/{item.page}"} if base else None,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tableSchema": {
            "columns": [_column(field, item) for field in item.columns],
            "primaryKey": list(item.key) if item.key and all(map(NAME.fullmatch, item.key)) else None,
        },
    }
    found["tableSchema"] = {key: value for key, value in found["tableSchema"].items() if value}
    return {key: value for key, value in found.items() if value}


def _column(field: Mapping[str, Any], item: Dataset) -> dict[str, Any]:
    name = str(field["name"])
    said = {lang: field.get("title" if lang == places.MAIN else f"title_{lang}") for lang in ("vi", "en")}
    found: dict[str, Any] = {
        "name": name if NAME.fullmatch(name) else None,
        "titles": name,
        "datatype": DATATYPES.get(str(field.get("type")), "string"),
        "null": list(item.missing),
        "required": name in item.key or None,
        "dc:description": [{"@value": text, "@language": lang} for lang, text in said.items() if text],
    }
    return {key: value for key, value in found.items() if value}
