"""Opens a sample with the engine: what is wrong with its structure, and what in it looks like personal data."""

import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dvcdata.errors import UserError
from dvcdata.masking import masked_text
from dvcdata.portal import sampling
from dvcdata.portal.fetching import OK, Fetched
from dvcdata.portal.kinds import agree

VERSION = 4  # of what is found in a sample: another one makes every file be read again
MOST_UNPACKED = 100 << 20  # bytes of a workbook
ROWS = 5_000  # of a sample that are looked at
TABLES = {"CSV": "csv", "TSV": "tsv", "XLSX": "xlsx", "XLS": "xls", "ODS": "ods", "PARQUET": "parquet"}
PERSONAL = "personal-data"
NO_ROWS = "nothing.rows"  # a header alone is no error of structure
VOCABULARIES = (b"w3.org", b"purl.org", b"xmlns.com", b"schema.org", b"opengis.net", b"europa.eu")


@dataclass(frozen=True)
class Inspected:
    """What a sample turned out to be."""

    kind: str = ""
    packed: str = ""  # the archive that the file was in
    structure: dict[str, int] = field(default_factory=dict)  # kinds of error, and how many
    personal: dict[str, int] = field(default_factory=dict)  # columns, and how many cells of each
    unopened: bool = False  # whether it is larger than what is opened
    foreign: bool = False  # whether linked data speaks of things of others


def inspect(content: bytes, fetched: Fetched, declared: str) -> Inspected:
    """What the beginning of a file shows."""
    if fetched.state != OK:
        return Inspected()
    kind, whole = sampling.real_kind(content, fetched.whole, declared), fetched.whole
    if kind in ("ZIP", "GZIP") and declared not in ("ZIP", "GZIP", "SHP") and (whole or kind == "GZIP"):
        found = sampling.inner(content, kind)
        if found and (inside := sampling.real_kind(found[1], found[2], declared)) and agree(declared or inside, inside):
            return _opened(found[1], inside, found[2], packed=kind)
    return _opened(content, kind, whole)


def _opened(content: bytes, kind: str, whole: bool, packed: str = "") -> Inspected:
    if kind in ("JSON", "GEOJSON", "JSON_LD") and whole:
        structure = {} if sampling.parses(content.decode("utf-8-sig", errors="replace")) else {"json": 1}
        return Inspected(kind, packed, structure, foreign=kind == "JSON_LD" and _foreign(content))
    if kind in ("RDF_XML", "RDF_TURTLE"):
        return Inspected(kind, packed, foreign=_foreign(content))
    if kind not in TABLES:
        return Inspected(kind, packed)
    if kind not in ("CSV", "TSV") and not whole:
        return Inspected(kind, packed, unopened=True)
    try:
        return _table(content if whole else content.rpartition(b"\n")[0] or content, kind, whole, packed)
    except UserError as problem:  # why is said by `dvcdata validate`, to those who have the file
        return Inspected(kind, packed, {} if problem.key == NO_ROWS else {"unreadable": 1})


def _table(content: bytes, kind: str, whole: bool, packed: str) -> Inspected:
    """What the engine finds in a table whose columns are all taken for text."""
    if kind in ("CSV", "TSV"):
        lines = content.split(b"\n", ROWS)
        whole, content = whole and len(lines) <= ROWS, b"\n".join(lines[:ROWS])
    elif kind in ("XLSX", "ODS") and sampling.unpacked_size(content) > MOST_UNPACKED:
        return Inspected(kind, packed, unopened=True)
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        path = Path(folder) / f"sample.{TABLES[kind]}"
        path.write_bytes(content)
        path = _as_text(path) if kind == "PARQUET" else path
        structure, personal = _checked(path, path.suffix[1:], whole)
    return Inspected(kind, packed, structure, personal)


def _as_text(path: Path) -> Path:
    """A Parquet file as CSV: its columns have types of their own, which are no errors, and each cell is looked at."""
    import duckdb

    from dvcdata.engine.load import literal

    target = path.with_suffix(".csv")
    rows = f"select cast(columns(*) as varchar) from read_parquet({literal(str(path))}) limit {ROWS}"
    try:
        duckdb.connect().execute(f"copy ({rows}) to {literal(str(target))} (header, delimiter ',')")
    except duckdb.Error as problem:
        raise UserError("file.unreadable", path=path.name, why=str(problem)) from None
    return target


def _checked(path: Path, kind: str, whole: bool) -> tuple[dict[str, int], dict[str, int]]:
    """The errors of structure in a table file, and its columns that look personal."""
    from dvcdata.package import Package, Table
    from dvcdata.rules import catalogue
    from dvcdata.validate import validate

    bare = Table("sample", "portal", (path,), {}, format=kind, resource={"name": "sample"})
    labels = _labels(replace(bare, dialect={"headerRows": [1]}))  # wherever the engine would look for it
    names = {name: name for name in labels if name}
    fields = [*names, *(f"_{n}" for n in range(len(labels) - len(names)))] if len(names) < len(labels) else labels
    table = replace(bare, schema={"fields": [{"name": name, "type": "string"} for name in fields]})
    package = Package("portal", path.parent, {"name": "portal", "resources": []}, (table,))
    report = validate([package], [rule for rule in catalogue.load() if rule.id == PERSONAL], date.today())
    last = report.checked.rows + 1  # of a sample it may be cut
    structure = Counter({"blank-label": labels.count(""), "duplicate-label": len([*filter(None, labels)]) - len(names)})
    personal: Counter[str] = Counter()
    for item in report.findings:
        if item.rule == PERSONAL:
            personal[masked_text(item.field or "")] += int(str(item.params["n"])) if item.severity == "block" else 0
        elif not item.rule.endswith("-label") and (whole or (item.row or 0) < last):
            structure[item.rule] += 1
    return dict(+structure), dict(+personal)


def _labels(table: Any) -> list[str]:
    from dvcdata.engine import documents, sources

    if table.format in ("csv", "tsv"):
        return [label.strip() for label in sources.labels(table.paths[0], table.format)]
    return [str(label or "").strip() for label in next(documents.records(table, {"headerRows": [1]}), [])]


def _foreign(content: bytes) -> bool:
    """Whether linked data points to things of others: beside its own host and the vocabularies it is written in."""
    hosts = Counter(re.findall(rb"https?://([\w.-]+)", content))
    own = [host for host, _ in hosts.most_common() if not host.endswith(VOCABULARIES)]
    return len(own) > 1
