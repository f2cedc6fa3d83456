"""schema.org's Dataset and Croissant 1.0 in one JSON-LD, for search engines and for those who train models."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from dvcdata.website import places
from dvcdata.website.described import Dataset, File
from dvcdata.website.forms import MEDIA

CONTEXT = {  # that of Croissant 1.0, word for word: validators compare it
    "@language": "vi",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "equivalentProperty": "cr:equivalentProperty",
    "samplingRate": "cr:samplingRate",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}


def of_dataset(item: Dataset, parts: Mapping[str, Dataset], base: str, lang: str, cite: str) -> dict[str, Any]:
    """What a page says of its dataset; `parts` are those in it, by page."""
    at = f"{base}/" if base else ""
    files = [*item.files, *(file for part in parts.values() for file in part.files if file.kind == "csv")]
    first, last = item.first, item.last
    found: dict[str, Any] = {
        "@context": {**CONTEXT, "@language": lang},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": item.title[lang],
        "identifier": item.name,
        "description": item.description[lang],
        "url": f"{at}{places.in_language(item.page, lang)}",
        "license": [one["path"] for one in item.licences if one.get("path")],
        "creator": {"@type": "sc:Organization", "name": item.publisher},
        "publisher": {"@type": "sc:Organization", "name": item.publisher},
        "keywords": item.package.get("keywords", []),
        "version": item.version,
        "datePublished": item.as_of.isoformat(),
        "dateModified": item.as_of.isoformat(),
        "temporalCoverage": f"{first}/{last}" if first and last else "",
        "isAccessibleForFree": True,
        "inLanguage": "vi",
        "citeAs": cite,
        # no types here: a validator of Croissant takes every sc:Dataset for the one that is described
        "isPartOf": {"@id": f"{at}{item.whole}"} if item.whole else None,
        "hasPart": [{"@id": f"{at}{page}"} for page in parts],
        "distribution": [_file(file, at) for file in files],
        "recordSet": list(_records(item, lang)),
    }
    return {name: value for name, value in found.items() if value}


def _file(file: File, at: str) -> dict[str, Any]:
    return {
        "@type": ["cr:FileObject", "sc:DataDownload"],
        "@id": file.path.rpartition("/")[2],
        "name": file.path.rpartition("/")[2],
        "contentUrl": f"{at}{file.path}",
        "encodingFormat": MEDIA.get(file.kind, "application/zip"),
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _records(item: Dataset, lang: str) -> Iterator[dict[str, Any]]:
    if not (file := item.file("csv")):
        return
    name = item.name.rpartition("/")[2]
    source = file.path.rpartition("/")[2]
    yield {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        **({"key": [{"@id": f"{name}/{column}"} for column in item.key]} if item.key else {}),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": field["name"],
                "description": _said(field, lang),
                "dataType": TYPES.get(str(field.get("type")), "sc:Text"),
                "source": {"fileObject": {"@id": source}, "extract": {"column": field["name"]}},
            }
            for field in item.columns
        ],
    }


def _said(field: Mapping[str, Any], lang: str) -> str:
    return str((field.get(f"title_{lang}") if lang != places.MAIN else None) or field.get("title") or field["name"])


def script(value: Mapping[str, Any]) -> Markup:
    """JSON for the script of a page; nothing in it can end that script."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(dumped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
