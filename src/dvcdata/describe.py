"""Sets what a data package says of itself, and keeps everything else in its datapackage.json as it stood."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dvcdata import licences, package, texts, write
from dvcdata.errors import UserError

Descriptor = dict[str, Any]
Said = Mapping[str, str | Sequence[str]]
FREQUENCIES = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "irregular")
TEXTS = ("title", "title_en", "description", "description_en", "homepage")
# What can be said, in the order of the display; the first group is what rules and readers ask for.
NEEDED = ("title", "description", "licence", "contact")
PARTS = (*TEXTS[:4], "licence", "contact", "email", "keyword", "frequency", "homepage", "source")
KEYS = ("licenses", "keywords", "frequency", "contributors", "sources", "resources")
ORDER = ("name", "id", *TEXTS[:4], "version", "created", "homepage", *KEYS)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True)
class Described:
    """A package's description: where it stands, what it says now, and what was changed in it."""

    path: Path
    descriptor: Descriptor
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=())


def describe(path: Path, said: Said) -> Described:
    """Writes what is said into the descriptor of the package at that path; with nothing said, only looks at it."""
    file = _descriptor(path)
    old = package.read_json(file)
    if not isinstance(old, dict) or not isinstance(old.get("resources"), list):
        raise UserError("package.no_resources", path=str(file))
    new = applied(old, said)
    changed = tuple(name for name in PARTS if current(new, name) != current(old, name))
    # border: all is known; from here on it is written
    if new != old:
        write.write_files([(file, _bytes(new, file.read_text(encoding="utf-8-sig")))])
    return Described(file, new, changed, missing(new))


def _descriptor(path: Path) -> Path:
    """The datapackage.json that is meant: of a package's folder, or of the one package below a folder or workspace."""
    if not path.exists():
        raise UserError("path.missing", path=str(path))
    if not path.is_dir():
        if path.name != package.DESCRIPTOR:
            raise UserError("describe.file", path=str(path))
        return path
    if (path / package.DESCRIPTOR).is_file():
        return path / package.DESCRIPTOR
    inside = path / "datasets" if (path / "datasets").is_dir() else path
    found = sorted(inside.glob(f"*/{package.DESCRIPTOR}"))
    if not found:
        raise UserError("package.none", path=str(path))
    if len(found) > 1:
        raise UserError("describe.which", path=str(path), folders=", ".join(str(item.parent) for item in found))
    return found[0]


def applied(old: Mapping[str, Any], said: Said) -> Descriptor:
    """The descriptor with what is said put in: known keys where they stand, new ones in their usual place."""
    new = dict(old)
    for name, value in said.items():
        for key, content in _set(new, name, value).items():
            new = _with(new, key, content)
    return new


def _set(old: Mapping[str, Any], name: str, value: str | Sequence[str]) -> Descriptor:
    values = [_text(name, item) for item in ([value] if isinstance(value, str) else value)]
    if name == "licence":
        return {"licenses": _licences(old, values[0])}
    if name == "keyword":
        return {"keywords": list(dict.fromkeys(values))}
    if name == "source":
        return {"sources": _sources(old, values)}
    if name in ("contact", "email"):
        return {"contributors": _contributors(old, "title" if name == "contact" else "email", values[0])}
    return {name: values[0]}


def _text(name: str, value: str) -> str:
    """A value as it is kept, on one line; one that can't be what it is said to be is refused."""
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if not text:
        raise UserError("describe.empty", option=option(name))
    if name == "email" and not EMAIL.fullmatch(text):
        raise UserError("describe.email", value=text)
    if name == "homepage" and not URL.fullmatch(text):
        raise UserError("describe.url", option=option(name), value=text)
    if name == "frequency" and text not in FREQUENCIES:
        raise UserError("describe.frequency", value=text, known=", ".join(FREQUENCIES))
    return text


def _licences(old: Mapping[str, Any], value: str) -> list[Any]:
    found = licences.find(value)
    there = [item for item in _list(old, "licenses") if isinstance(item, dict) and item.get("name") == found.name]
    return there or [{"name": found.name, "title": found.title, "path": found.path}]


def _contributors(old: Mapping[str, Any], part: str, value: str) -> list[Any]:
    """The contributors with that title or address at the one who is to be asked; all others as they were."""
    entries = list(_list(old, "contributors"))
    place = _contact(entries)
    if place is None:
        return [*entries, {part: value, "roles": ["contact"]}]
    old = entries[place]
    first = {"title": old["title"]} if part == "email" and "title" in old else {}
    entries[place] = {**old, part: value} if part in old else {**first, part: value, **old}
    return entries


def _contact(entries: Sequence[Any]) -> int | None:
    """Who is to be asked: the contributor whose role says so, else the only one."""
    people = [place for place, item in enumerate(entries) if isinstance(item, dict)]
    named = [place for place in people if "contact" in _roles(entries[place])]
    return named[0] if named else people[0] if len(people) == 1 and not _roles(entries[people[0]]) else None


def _roles(entry: Mapping[str, Any]) -> list[Any]:
    roles = entry.get("roles", [])
    return [*(roles if isinstance(roles, list) else []), *([entry["role"]] if "role" in entry else [])]


def _sources(old: Mapping[str, Any], values: Sequence[str]) -> list[Any]:
    """The sources with those that are said: "title" or "title https://…"; one of the same title gets the address."""
    entries = list(_list(old, "sources"))
    for value in values:
        title, _, path = value.rpartition(" ")
        title, path = (title, path) if title and URL.fullmatch(path) else (value, "")
        new = {"title": title, **({"path": path} if path else {})}
        titles = [item.get("title") if isinstance(item, dict) else None for item in entries]
        if title in titles:
            entries[titles.index(title)] = {**entries[titles.index(title)], **new}
        else:
            entries.append(new)
    return entries


def _list(descriptor: Mapping[str, Any], key: str) -> list[Any]:
    found = descriptor.get(key, [])
    return found if isinstance(found, list) else []


def _with(old: Descriptor, key: str, value: Any) -> Descriptor:
    """The descriptor with that key: where it stands already, else behind those that usually come before it."""
    if key in old or key not in ORDER:
        return {**old, key: value}
    keys = list(old)
    before = [keys.index(name) for name in ORDER[: ORDER.index(key)] if name in old][-1:]
    after = [keys.index(name) for name in ORDER[ORDER.index(key) :] if name in old]
    place = before[0] + 1 if before else min(after, default=len(keys))
    keys.insert(place, key)
    return {name: value if name == key else old[name] for name in keys}


def _bytes(value: Descriptor, before: str) -> bytes:
    """The descriptor with the indentation that the file had."""
    indent = re.search(r"\A\s*\{\r?\n([ \t]+)\"", before)
    text = json.dumps(value, indent=indent[1] if indent else 2, ensure_ascii=False)
    return (text + "\n").encode()


def current(descriptor: Mapping[str, Any], name: str) -> str:
    """What a descriptor says now, as one line; "" for nothing."""
    if name == "licence":
        return _joined(_list(descriptor, "licenses"), ("name", "title", "path"))
    if name == "source":
        return _joined(_list(descriptor, "sources"), ("title", "path"))
    if name == "keyword":
        return ", ".join(str(item) for item in _list(descriptor, "keywords"))
    if name in ("contact", "email"):
        entries = _list(descriptor, "contributors")
        place = _contact(entries)
        found = entries if place is None else [entries[place]]
        return _joined(found, ("title", "path") if name == "contact" else ("email",))
    value = descriptor.get(name)
    return value.strip() if isinstance(value, str) else ""


def _joined(entries: Sequence[Any], names: Sequence[str]) -> str:
    said = (
        next((str(item[name]) for name in names if item.get(name)), "") for item in entries if isinstance(item, dict)
    )
    return ", ".join(text for text in said if text)


def missing(descriptor: Mapping[str, Any]) -> tuple[str, ...]:
    """What a reader of the data needs to be told and is not; a title that repeats the name says nothing."""
    said = {name for name in PARTS if current(descriptor, name)}
    lacks = [name for name in NEEDED if name not in said and not (name == "contact" and "email" in said)]
    title = current(descriptor, "title")
    if title and title.casefold() == str(descriptor.get("name", "")).casefold():
        lacks.insert(0, "title")
    return tuple(lacks)


def option(name: str) -> str:
    """The option of the command line that says it."""
    return f"--{name.replace('_', '-')}"


def lines(item: Described, lang: str) -> Iterator[str]:
    """What is set, what is missing, and the command that sets it."""
    if item.changed:
        names = ", ".join(texts.text(f"describe.part.{name}", lang) for name in item.changed)
        yield texts.text("describe.done", lang, path=str(item.path), parts=names)
    else:
        yield texts.text("describe.head", lang, path=str(item.path))
        labels = {name: texts.text(f"describe.part.{name}", lang) for name in PARTS}
        width = max(map(len, labels.values())) + 2
        for name, label in labels.items():
            said = current(item.descriptor, name) or texts.text("describe.nothing", lang)
            yield f"  {label.ljust(width)}{texts.visible(said)}"
    if not item.missing:
        yield texts.text("describe.complete", lang)
        return
    names = ", ".join(texts.text(f"describe.part.{name}", lang) for name in item.missing)
    yield texts.text("describe.missing", lang, parts=names)
    code = texts.text("describe.code", lang)
    options = " ".join(option(name) + (f" {code}" if name == "licence" else ' "…"') for name in item.missing)
    yield f"    dvcdata describe {texts.word(str(item.path.parent))} {options}"
    if "licence" in item.missing:
        yield texts.text("describe.licences", lang)
        yield from (f"    {one.name.ljust(14)}{one.words(lang)}" for one in licences.OPEN)
