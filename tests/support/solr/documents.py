"""Documents as Solr's index would hold them, read by the field types of CKAN's own schema.xml."""

import datetime as dt
import re
import unicodedata
import xml.etree.ElementTree as ET
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any


class Bad(Exception):  # noqa: N818  # the name says what the request is
    """Answered as Solr answers a request it cannot serve: HTTP 400."""


class Field:
    def __init__(self, el: ET.Element) -> None:
        self.type = el.get("type") or ""
        self.text = self.type.startswith("text")
        self.date = self.type in ("date", "pdate")
        self.number = self.type in ("int", "long", "float", "double")
        self.multi = el.get("multiValued") == "true"
        self.stored = el.get("stored") == "true"
        self.indexed = el.get("indexed") == "true"


class Schema:
    def __init__(self, path: str) -> None:
        self.raw = Path(path).read_bytes()
        root = ET.fromstring(self.raw)
        self.fields = {e.get("name") or "": Field(e) for e in root.iter("field")}
        dynamic = ((e.get("name") or "", Field(e)) for e in root.iter("dynamicField"))
        self.dynamic = sorted(dynamic, key=lambda p: -len(p[0]))
        self.copies = [(e.get("source") or "", e.get("dest") or "") for e in root.iter("copyField")]
        self.key = root.findtext("uniqueKey") or ""
        self.required = [e.get("name") or "" for e in root.iter("field") if e.get("required") == "true"]

    def __getitem__(self, name: str) -> Field:
        if name not in self.fields:
            self.fields[name] = next(f for pat, f in self.dynamic if fnmatchcase(name, pat))
        return self.fields[name]


def fold(text: str) -> str:
    """Lower case without diacritics (what ASCIIFoldingFilter does; đ has no decomposition)."""
    text = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in text if not unicodedata.combining(c))


def tokens(field: Field, value: str) -> list[str]:
    if not field.text:
        return [value]
    value = fold(value) if field.type == "text" else unicodedata.normalize("NFC", value.lower())
    return re.findall(r"[^\W_]+", value)


def as_date(value: str) -> str:
    m = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)", value)
    try:
        if m:
            dt.datetime.fromisoformat(m[1])  # refuses 2024-02-31
            return f"{m[1]}.{(m[2] or '')[:3]:0<3}Z"  # Solr keeps milliseconds
    except ValueError:
        pass
    raise Bad(f"Invalid Date String:'{value}'")


def date_math(value: str) -> str:
    """A range end: a date, or NOW with optional /DAY and +-nDAYS or nHOURS."""
    if not value.startswith("NOW"):
        return as_date(value)
    if not re.fullmatch(r"NOW(/DAYS?|[+-]\d+(DAY|HOUR|MINUTE|SECOND)S?)*", value):
        raise Bad(f"stand-in: date math not supported: {value}")
    t = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    for cut, n, unit in re.findall(r"(/)DAYS?|([+-]\d+)(DAY|HOUR|MINUTE|SECOND)", value):
        t = (
            t.replace(hour=0, minute=0, second=0, microsecond=0)
            if cut
            else t + dt.timedelta(**{unit.lower() + "s": int(n)})
        )
    return t.isoformat(timespec="milliseconds") + "Z"


class Doc:
    """values: field -> raw strings; words: field -> a token list for each value."""

    def __init__(self, schema: Schema, body: dict[str, Any]) -> None:
        self.body = body
        self.values: dict[str, list[str]] = {}
        self.words: dict[str, list[list[str]]] = {}
        pending = list(body.items())
        for name, raw in pending:
            field = schema[name]
            raw = raw if isinstance(raw, list) else [raw]
            if len(raw) > 1 and not field.multi:
                raise Bad(
                    f"ERROR: [doc={body.get(schema.key)}] multiple values encountered for "
                    f"non multiValued field {name}: {raw}"
                )
            for v in raw:
                if isinstance(v, (dict, list)):
                    raise Bad(f"ERROR: [doc={body.get(schema.key)}] field {name}: not a plain value: {v!r}")
                if v is not None:
                    self.put(schema, name, v)
        for source, dest in schema.copies:
            for name in [n for n in body if fnmatchcase(n, source)]:
                for v in list(self.values.get(name, [])):
                    self.put(schema, dest, v)

    def put(self, schema: Schema, name: str, v: Any) -> None:
        field = schema[name]
        v = ("true" if v else "false") if isinstance(v, bool) else str(v)
        if field.date:
            v = as_date(v)
        if field.indexed and not field.text and len(v.encode()) > 32766:
            raise Bad(
                f'Document contains at least one immense term in field="{name}" '
                "(whose UTF8 encoding is longer than the max length 32766)"
            )
        self.values.setdefault(name, []).append(v)
        if field.indexed:
            self.words.setdefault(name, []).append(tokens(field, v))

    def order(self, schema: Schema, name: str) -> tuple[float, str]:
        """What a list sorted by that field goes by."""
        if schema[name].multi or schema[name].text:
            raise Bad(f"can not sort on multivalued or tokenized field: {name}")
        value = self.values[name][0]
        return (float(value), "") if schema[name].number else (0, value)

    def stored(self, schema: Schema, fl: list[str] | None) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, vals in self.values.items():
            if schema[name].stored and name in self.body and (fl is None or name in fl):
                shown = [float(v) if schema[name].number else v for v in vals]
                out[name] = shown if schema[name].multi else shown[0]
        return out
