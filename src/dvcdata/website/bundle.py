"""A dataset as one zip: its data, what each column means, licence, how to cite it, and a README; and its citations."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from dvcdata import licences, texts
from dvcdata.errors import UserError
from dvcdata.website.described import Dataset, publisher
from dvcdata.write import json_bytes, table_bytes

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal contents make equal bytes
TOLD = {"LICENSE.txt": "licence", "dictionary.csv": "dictionary", "datapackage.json": "package", "SHA256SUMS": "sums"}
DICTIONARY = ("column", "type", "unit", "title", "title_en", "description", "description_en")


def cite(item: Dataset, base: str, lang: str) -> str:
    """A sentence to cite a dataset."""
    return texts.text(
        "site.cite.says",
        lang,
        publisher=None if item.publisher in item.title.values() else publisher(item.package, lang) or item.name,
        title=item.title[lang],
        version=item.version or None,
        as_of=item.as_of,
        url=f"{base}/{item.page}" if base else None,
    )


def bibtex(item: Dataset, base: str) -> str:
    """The same as BibTeX."""
    lines = {
        "title": f"{{{_tex(item.title['vi'])}}}",
        "author": f"{{{_tex(item.publisher)}}}",
        "year": str(item.as_of.year),
        "version": _tex(item.version),
        "url": f"{base}/{item.page}" if base else "",
    }
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in lines.items() if value)
    key = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in item.name)
    return f"@misc{{{key}_{item.as_of.year},\n{body}\n}}\n"


def _tex(text: str) -> str:
    """A text without what has a meaning in TeX."""
    return "".join(f"\\{letter}" if letter in "&%$#_{}" else letter for letter in text.replace("\\", ""))


def csl(item: Dataset, base: str) -> dict[str, Any]:
    """The same as CSL-JSON, which reference managers read."""
    day = item.as_of
    found = {
        "id": item.name,
        "type": "dataset",
        "title": item.title["vi"],
        "author": [{"literal": item.publisher}],
        "publisher": item.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": item.version,
        "URL": f"{base}/{item.page}" if base else "",
        "language": "vi",
    }
    return {key: value for key, value in found.items() if value}


def citations(item: Dataset, base: str) -> dict[str, bytes]:
    """The citations as files, by name."""
    return {
        "CITATION.bib": bibtex(item, base).encode(),
        "CITATION.json": (json.dumps([csl(item, base)], ensure_ascii=False, indent=1) + "\n").encode(),
        "CITATION.txt": "".join(f"{cite(item, base, lang)}\n" for lang in texts.LANGUAGES).encode(),
    }


def licence_text(item: Dataset) -> bytes:
    """The licences in words, with where they stand in full."""
    lines: list[str] = []
    for said in item.licences:
        lines += [str(said.get("title") or said.get("name") or ""), str(said.get("path") or "")]
        try:
            known = licences.find(str(said.get("name") or said.get("title") or ""))
            lines += [known.words(lang) for lang in texts.LANGUAGES]
        except UserError:
            pass
    none = (texts.text("site.package.no_licence", lang) for lang in texts.LANGUAGES)
    return "".join(f"{line}\n" for line in (filter(None, lines) if lines else none)).encode()


def dictionary(columns: Iterable[Mapping[str, Any]]) -> bytes:
    """What each column means, as CSV."""
    rows = [{**{name: str(field.get(name, "")) for name in DICTIONARY}, "column": field["name"]} for field in columns]
    return table_bytes(DICTIONARY, rows)


def papers(item: Dataset, base: str, data: Mapping[str, bytes]) -> dict[str, bytes]:
    """What lies beside the data in a zip: what the columns mean, the licence, the citations, and a README of it all."""
    found = {"LICENSE.txt": licence_text(item), **citations(item, base)}
    if item.columns:
        found["dictionary.csv"] = dictionary(item.columns)
    return {**found, "README.md": readme(item, base, sorted({*data, *found, "SHA256SUMS"}))}


def readme(item: Dataset, base: str, names: Iterable[str]) -> bytes:
    """What a zip holds, in both languages."""
    parts = []
    for lang in texts.LANGUAGES:
        said = (item.title[lang], item.description[lang], cite(item, base, lang))
        title, description, citation = (texts.visible(text) for text in said)
        listed = "\n".join(f"- `{name}`: {_told(name, lang)}" for name in names)
        unknown = texts.text("site.zip.unknown", lang)
        parts.append(f"# {title}\n\n{description}\n\n{citation}\n\n{unknown}\n\n{listed}\n")
    return "\n".join(parts).encode()


def _told(name: str, lang: str) -> str:
    kind = TOLD.get(name, "citation" if name.startswith("CITATION") else "data")
    return texts.text(f"site.zip.{kind}", lang)


def fingerprint(content: bytes) -> dict[str, Any]:
    """The size and the hash of a file, as a Data Package states them."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def archive(folder: str, contents: Mapping[str, bytes]) -> bytes:
    """A zip of these files in a folder, with their checksums; the same files make the same bytes."""
    every = {**contents, "SHA256SUMS": sums(contents)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(every):
            info = zipfile.ZipInfo(f"{folder}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, every[name])
    return out.getvalue()


def sums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file, as `sha256sum --check` reads it."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items()))
    return "".join(lines).encode()


def descriptor(item: Dataset, resources: Iterable[Mapping[str, Any]], own: Mapping[str, Any]) -> bytes:
    """A datapackage.json, version 2, of these resources; `own` says what differs from the package it is from."""
    rest = {key: value for key, value in {**item.package, **own}.items() if key not in ("$schema", "resources")}
    said = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", **rest}
    return json_bytes(said | {"resources": list(resources)})
