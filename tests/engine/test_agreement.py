"""Our verdict equals frictionless': random schemas, dialects and dirty tables, by type, row, field and note."""

import csv
import hashlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from dvcdata import schemas
from dvcdata.engine import database, dialects, tally
from dvcdata.engine.load import scratch
from dvcdata.engine.read import read
from dvcdata.errors import UserError
from dvcdata.findings import Finding
from dvcdata.package import open_package

Place = tuple[str, str, int, str, str]

MESS = [
    *("", " 2 ", "a b", " a", "a ", "\u00a0", 'q"uo', '"', "a;b", "a\nb", "a\r\nb", "Đăng ký", "9" * 20, "a" * 40),
    *"1 0 -1 01 007 1.6 1e3 0x10 +3 1_000 ٣ 101 nan NaN INF 1,5 1.50 1.5 -0 1e400 0.123456789 1.000100".split(),
    *"true True yes None na nc x é A01 A02 B1 #x {} 2026-13 26-01 2026-02-29 2024-02-29 2026-02-28".split(),
    *"2026-1-5 2026-08 2026 0000 12:30:00 2026-01-01T10:00:00 2026-01-01T10:00:00Z".split(),
]
TYPES = ["string", "string", "integer", "integer", "number", "boolean", "date", "year", "yearmonth", "any"]
RARE = ["datetime", "time", "object", "array", "duration", "geopoint"]
PATTERNS = [
    r"[A-Z]\d{2}",
    r"^\d\.\d{6}$",
    r"\w+",
    r"[^x]+",
    r"a|b",
    r"(?:ab)?.*",
    r"[A-Z][0-9]*",
    r"x{2,3}",
    r"(a|A)\d+",
]


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(TYPES * 4 + RARE))
    field: dict[str, Any] = {"name": name, "type": kind}
    constraints: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        constraints["required"] = draw(st.booleans())
    if draw(st.integers(0, 5)) == 0:
        constraints["unique"] = True
    if kind == "string":
        if draw(st.integers(0, 3)) == 0:
            constraints["pattern"] = draw(st.sampled_from(PATTERNS))
        if draw(st.integers(0, 4)) == 0:
            constraints[draw(st.sampled_from(["minLength", "maxLength"]))] = draw(st.integers(0, 5))
        if draw(st.integers(0, 4)) == 0:
            constraints["enum"] = ["A01", "A02", "é", "na", "a b"]
        if draw(st.integers(0, 9)) == 0:
            field["format"] = draw(st.sampled_from(["email", "uri", "uuid", "default"]))
    if kind in ("integer", "number", "year") and draw(st.integers(0, 2)) == 0:
        bound = draw(st.sampled_from(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]))
        constraints[bound] = draw(st.sampled_from([0, 1, 100] + ([0.5, "1.5"] if kind == "number" else [])))
    if kind == "integer" and draw(st.integers(0, 4)) == 0:
        constraints["enum"] = [0, 1, 7, 101]
    if kind == "date" and draw(st.integers(0, 3)) == 0:
        constraints["minimum"] = "2025-06-30"
    if kind == "number" and draw(st.integers(0, 5)) == 0:
        field |= draw(st.sampled_from([{"decimalChar": ","}, {"groupChar": ","}, {"bareNumber": False}]))
    if kind == "boolean" and draw(st.integers(0, 4)) == 0:
        field |= {"trueValues": ["yes"], "falseValues": ["x"]}
    return field | ({"constraints": constraints} if constraints else {})


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A schema, a dialect and the bytes of a table that mostly fits them."""
    names = ["a", "b", "c", "d", "e"][: draw(st.integers(1, 5))]
    schema: dict[str, Any] = {"fields": [draw(fields(name)) for name in names]}
    if draw(st.booleans()):
        schema["primaryKey"] = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    if draw(st.integers(0, 2)) == 0:
        schema["missingValues"] = draw(st.sampled_from([["", "na"], ["na"], [], [""], ["", "None", "1"]]))
    if draw(st.integers(0, 3)) == 0:
        schema["fieldsMatch"] = draw(st.sampled_from(["exact", "equal", "subset", "superset", "partial"]))
    if draw(st.integers(0, 3)) == 0:
        target = draw(st.sampled_from(["ref", ""]))
        columns = ["k"] if target else [draw(st.sampled_from(names))]
        schema["foreignKeys"] = [
            {"fields": [draw(st.sampled_from(names))], "reference": {"resource": target, "fields": columns}}
        ]
    labels = draw(st.sampled_from([names] * 6 + [names[::-1], [*names, "z"], names[:-1] or names, [*names[:-1], "z"]]))
    if draw(st.integers(0, 19)) == 0:
        labels = draw(
            st.sampled_from(
                [
                    [*labels, labels[0]],
                    ["", *labels[1:]],
                    [f"{labels[0]}\nx", *labels[1:]],
                    [f"{labels[0]} ", *labels[1:]],
                ]
            )
        )
    good = {field["name"]: draw(st.sampled_from(fitting(field))) for field in schema["fields"]}
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        row = [good.get(label, "A01") if draw(st.integers(0, 2)) else draw(st.sampled_from(MESS)) for label in labels]
        shape = draw(st.integers(0, 24))
        rows.append(row[:-1] if shape == 0 else [*row, ""] if shape == 1 else [] if shape == 2 else row)
    return {"schema": schema, "labels": labels, "rows": rows, **draw(dialect_of(len(labels)))}


def fitting(field: dict[str, Any]) -> list[str]:
    kinds = {
        "string": ["A01", "ab", "Đăng ký", "1.000100"],
        "integer": ["0", "7", "101"],
        "number": ["1.5", "0", "99.25"],
        "boolean": ["true"],
        "date": ["2026-02-28"],
        "year": ["2026"],
        "yearmonth": ["2026-08"],
    }
    return kinds.get(str(field["type"]), ["x", "{}", "12:30:00", "2026-01-01T10:00:00"])


@st.composite
def dialect_of(draw: st.DrawFn, width: int) -> dict[str, Any]:
    plain = draw(st.integers(0, 2))
    dialect: dict[str, Any] = {"delimiter": ","}
    before: list[str] = []
    if not plain:
        dialect["delimiter"] = draw(st.sampled_from([",", ";", "\t", "|"]))
        if draw(st.integers(0, 4)) == 0:
            dialect |= {"headerRows": [2]}
            before = ["title" + dialect["delimiter"] * (width - 1)]
        if draw(st.integers(0, 4)) == 0:
            dialect["commentChar"] = "#"
        if draw(st.integers(0, 5)) == 0:
            dialect["commentRows"] = [3]
        if draw(st.integers(0, 5)) == 0:
            dialect["skipBlankRows"] = True
        if draw(st.integers(0, 5)) == 0:
            dialect["skipInitialSpace"] = True
        if draw(st.integers(0, 7)) == 0:
            dialect["quoteChar"] = "'"
        if draw(st.integers(0, 7)) == 0:
            dialect["header"] = False
        if draw(st.integers(0, 7)) == 0:
            dialect["headerCase"] = False
    return {
        "dialect": dialect,
        "before": before,
        "newline": draw(st.sampled_from(["\n", "\n", "\r\n"])),
        "bom": draw(st.integers(0, 5)) == 0,
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "raw": draw(st.integers(0, 9)) == 0,
        "end": draw(st.booleans()),
        "lie": draw(st.integers(0, 9)) == 0,
    }


def written(table: dict[str, Any]) -> bytes:
    """The table's bytes; `raw` joins the cells without any quoting."""
    delimiter = table["dialect"]["delimiter"]
    rows = [table["labels"], *table["rows"]]
    text: str
    if table["raw"]:
        text = table["newline"].join(delimiter.join(row) for row in rows) + table["newline"]
    else:
        buffer = io.StringIO()
        quote = table["dialect"].get("quoteChar", '"')
        csv.writer(
            buffer, delimiter=delimiter, quotechar=quote, lineterminator=table["newline"], quoting=table["quoting"]
        ).writerows(rows)
        text = buffer.getvalue()
    text = "".join(line + table["newline"] for line in table["before"]) + text
    text = text if table["end"] else text.removesuffix(table["newline"])
    return text.encode("utf-8-sig" if table["bom"] else "utf-8")


def package_of(folder: Path, table: dict[str, Any]) -> dict[str, Any]:
    content = written(table)
    (folder / "t.csv").write_bytes(content)
    (folder / "ref.csv").write_text("k\nA01\n7\nab\n", encoding="utf-8")
    reference = {"fields": [{"name": "k", "type": "string"}]}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "p",
        "resources": [
            {
                "name": "t",
                "path": "t.csv",
                "schema": table["schema"],
                "dialect": table["dialect"],
                "hash": f"sha256:{hashlib.sha256(content + b'x' * table['lie']).hexdigest()}",
                "bytes": len(content) + table["lie"],
            },
            {"name": "ref", "path": "ref.csv", "schema": reference},
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return descriptor


def ours(folder: Path, large: bool = False) -> tuple[list[Place], dict[str, str]]:
    """What we find and how each table was read; `large` takes it for a table that is loaded at once and counted."""
    found: list[Finding] = []
    with pytest.MonkeyPatch.context() as patch, scratch() as work, database.connect(work) as connection:
        if large:
            patch.setattr(tally, "LEAST", 0)
            patch.setattr(tally, "SAMPLE", 1)
        staged = read(connection, [open_package(folder)], {}, work, found.append)
    ways = {item.table.name: item.way.reason or "lines" for item in staged}
    places = [(f.table, f.rule, f.row or 0, f.field or "", str(f.params["note"])) for f in found]
    return sorted(places), ways


def theirs(folder: Path) -> list[Place]:
    """What frictionless says when every choice of the dialect is made for it, as ours are."""
    from frictionless import Package

    resources: list[dict[str, Any]] = []
    for table in open_package(folder).tables:
        dialect, _ = dialects.settle(table)
        resources.append(
            {
                "name": table.name,
                "type": "table",
                "format": "csv",
                "path": table.paths[0].name,
                "encoding": dialect.encoding,
                "dialect": dialect.descriptor,
                "schema": schemas.plain(table.schema),
                **{name: table.resource[name] for name in ("hash", "bytes") if name in table.resource},
            }
        )
    version = "https://datapackage.org/profiles/2.0/datapackage.json"
    package = Package.from_descriptor({"$schema": version, "name": "p", "resources": resources}, basepath=str(folder))
    try:
        report = package.validate(limit_errors=1_000_000)
    except TypeError:  # it cannot hash an object that is a key
        reject()
    assert not report.errors, report.errors
    return sorted(place(task.name, error) for task in report.tasks for error in task.errors)


def place(table: str, error: Any) -> Place:
    names = getattr(error, "field_names", None)
    name = ", ".join(names) if names else getattr(error, "field_name", "") or getattr(error, "label", "") or ""
    if not name and getattr(error, "field_number", None):
        name = f"#{error.field_number}"
    row = getattr(error, "row_number", 0) or (1 if hasattr(error, "labels") else 0)
    return table, error.type, row, name, error.note


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(), st.booleans())
def test_our_verdict_is_that_of_frictionless(table: dict[str, Any], large: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package_of(folder, table)
        try:
            mine, ways = ours(folder, large)
        except UserError as refusal:
            assert refusal.key in ("file.empty", "schema.bad"), refusal
            return
        assume(any(table["labels"]))  # a blank header line: frictionless reads on in silence
        assert meant(mine) == meant(theirs(folder)), ways


def meant(places: list[Place]) -> list[Place]:
    """The places without the differences that are meant, each in the table of docs/engine.en.md."""
    same = []
    for table, kind, row, field, note in places:
        if kind in ("error", "duplicate-label") and "unique labels" in note:
            same.append((table, "duplicate-label", 0, "", ""))
        elif kind == "foreign-key":  # the value is written as in the file
            same.append((table, kind, row, field, note.split(": values")[0]))
        else:
            same.append((table, kind, row, field, note))
    unreadable = [place for place in same if place[1] == "duplicate-label"]
    return sorted(set(unreadable or same))  # frictionless stops at such a header
