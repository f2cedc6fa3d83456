"""What a package becomes at a destination: its dataset, and the making of each file as it is needed."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from dvcdata import waivers, write
from dvcdata.errors import UserError
from dvcdata.importers.ids import slug
from dvcdata.package import Package, Table
from dvcdata.publish import gate, metadata, parquet, rows, workbook
from dvcdata.publish.destination import Destination
from dvcdata.publish.state import Dataset, File
from dvcdata.publish.store import BLOCK, Store
from dvcdata.publish.tables import Canonical, canonical, typed
from dvcdata.report import Report

KINDS = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("PARQUET", "application/vnd.apache.parquet"),
    "json": ("JSON", "application/json"),
    "txt": ("TXT", "text/plain"),
}
DESCRIPTOR, QUALITY = "datapackage.json", "quality.json"
KEPT = ("title", "title_en", "description", "description_en")
Make = Callable[[], tuple[str, int]]  # makes a file in the store; its hash and size


@dataclass(frozen=True)
class Draft:
    """A dataset as it is to be, its files known by what they are made from; `make` yields the bytes of each."""

    package: Package
    dataset: Dataset
    make: Mapping[str, Make]

    def with_quality(self, report: Report, store: Store) -> "Draft":
        """The draft with the report on its quality ready to be made."""
        content = write.json_bytes(gate.quality(report, self.package.name))
        return replace(self, make={**self.make, QUALITY: partial(store.add, content)})


def draft(package: Package, there: Destination, store: Store, rules: str) -> Draft:
    """The dataset that a package becomes; nothing is made yet. `rules` is the hash of the rules."""
    files: list[File] = []
    make: dict[str, Make] = {}
    loaded: dict[str, Any] = {}
    sources: list[str] = []
    described: list[dict[str, Any]] = []
    for table in package.tables:
        csv = canonical(table, store)
        source = _hash(csv.sha256, _json(table.schema))
        sources.append(source)
        stem = file_name(table.name)
        for kind in ("csv", "xlsx", "parquet"):
            if (kind != "csv" and kind not in there.formats) or (kind == "xlsx" and not _fits_sheet(csv)):
                continue
            mark = {"csv": csv.sha256, "xlsx": _hash(source, _json(workbook.cover(package, table)))}.get(kind, source)
            file = _table_file(table, stem, kind, mark)
            if kind == "csv" and there.kind == "ckan" and {"*", table.name} & {*there.datastore}:
                file = replace(file, rows=f"rows/{rows.VERSION}:{source}")
            files.append(file)
            make[file.key] = partial(MAKERS[kind], package, table, csv, store)
            if file.rows:
                loaded[file.key] = {"name": table.name, "schema": table.schema}
        described.append(_resource(table, stem, csv))
    if "datapackage" in there.formats:
        content = write.json_bytes(_descriptor(package, described))
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(_file(DESCRIPTOR, "json", f"datapackage/1:{sha256}", "Data Package"))
        make[DESCRIPTOR] = partial(store.add, content)
    if "quality" in there.formats:
        files.append(
            _file(QUALITY, "json", f"quality/1:{_hash(rules, *sources)}", "Báo cáo chất lượng / Quality report")
        )
    if (path := package.folder / waivers.FILE).is_file():
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(_file(waivers.FILE, "csv", f"waivers/1:{sha256}", "Chấp thuận ngoại lệ / Waivers"))
        make[waivers.FILE] = partial(store.add, content)
    name = metadata.dataset_name(package.descriptor, package.folder.name, there)
    fields = metadata.metadata(package.descriptor, there)
    return Draft(package, Dataset(name, fields, there.visibility == "private", tuple(files), loaded), make)


def _table_file(table: Table, stem: str, kind: str, mark: str) -> File:
    version = {"csv": 1, "xlsx": workbook.VERSION, "parquet": parquet.VERSION}[kind]
    title = str(table.resource.get("title") or table.schema.get("title") or table.name)
    file = _file(f"{stem}.{kind}", kind, f"{kind}/{version}:{mark}", title)
    return replace(file, description=metadata.both(table.schema, "description"))


def _file(key: str, kind: str, fingerprint: str, title: str) -> File:
    form, mimetype = KINDS[kind]
    return File(key, key, f"{title} ({form})", form, mimetype, fingerprint=fingerprint)


def file_name(table: str) -> str:
    """The name of a table as that of a file."""
    return table if table.isascii() and table.replace("_", "").replace("-", "").isalnum() else slug(table) or "table"


def _fits_sheet(csv: Canonical) -> bool:
    """Whether a table has few enough rows for a spreadsheet; there are never more rows than lines."""
    if csv.size < workbook.MOST_ROWS:
        return True
    with csv.path.open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(partial(file.read, BLOCK), b""))
    return lines <= workbook.MOST_ROWS + 1


def _make_csv(package: Package, table: Table, csv: Canonical, store: Store) -> tuple[str, int]:
    with store.new() as made:
        _copy(csv.path, made.path)
    if made.sha256 != csv.sha256:
        raise UserError("publish.changed_meanwhile", path=str(csv.path))
    return made.sha256, made.size


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        while block := old.read(BLOCK):
            new.write(block)


def _make_xlsx(package: Package, table: Table, csv: Canonical, store: Store) -> tuple[str, int]:
    with store.new() as made, typed(csv.path, table.name, table.schema) as given:
        workbook.write(made.path, table.name, given, table.schema, workbook.cover(package, table))
    return made.sha256, made.size


def _make_parquet(package: Package, table: Table, csv: Canonical, store: Store) -> tuple[str, int]:
    with store.new() as made, typed(csv.path, table.name, table.schema) as given:
        parquet.write(made.path, given)
    return made.sha256, made.size


MAKERS = {"csv": _make_csv, "xlsx": _make_xlsx, "parquet": _make_parquet}


def _resource(table: Table, stem: str, csv: Canonical) -> dict[str, Any]:
    said = {key: value for key, value in table.resource.items() if key in KEPT}
    return {
        "name": table.name,
        "type": "table",
        **said,
        "path": f"{stem}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": csv.size,
        "hash": f"sha256:{csv.sha256}",
        "schema": table.schema,
    }


def _descriptor(package: Package, resources: list[dict[str, Any]]) -> dict[str, Any]:
    rest = {key: value for key, value in package.descriptor.items() if key not in ("$schema", "resources")}
    return {"$schema": metadata.CONFORMS, **rest, "resources": resources}


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
