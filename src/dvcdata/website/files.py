"""The files beside the pages: tables as CSV, JSON and Parquet, packages as zip, and the figures of a page."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvcdata import texts
from dvcdata.engine.load import literal
from dvcdata.formats import as_csv
from dvcdata.package import Table
from dvcdata.website import bundle, places
from dvcdata.website.described import Dataset
from dvcdata.website.render import Page
from dvcdata.write import table_bytes

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal contents make equal bytes
MOST_PREVIEWED = 10
FOUND = ("kind", "severity", "package", "table", "row", "key", "field", "value", "message", "message_en")
DESCRIBED = ("description", "description_en", "sources")


def head(table: Table) -> list[list[str]]:
    """The labels and the first rows of a table that is one CSV file, as they stand in it."""
    if table.format != "csv" or len(table.paths) != 1 or table.compression:
        return []
    with table.paths[0].open(encoding=table.encoding or "utf-8-sig", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(MOST_PREVIEWED + 1), strict=False)]


def copied(connection: Any, select: str, folder: Path) -> bytes:
    """The rows of a SELECT as Parquet."""
    path = folder / "table.parquet"
    connection.execute(f"copy ({select}) to {literal(str(path))} (format parquet, compression zstd)")
    return path.read_bytes()


def beside(page: Page) -> Iterator[tuple[str, bytes]]:
    """What a page says, as `.json`, and its table of periods as `.csv`."""
    stem, series = page.path.removesuffix(".html"), page.values["series"]
    facts = page.values.get("row") or {"code": page.values.get("code"), "name": page.values.get("name")}
    columns = list(series[0]) if series else ["period"]
    yield f"{stem}.csv", table_bytes(columns, series)
    lines = ",\n".join(map(_line, series))
    yield f"{stem}.json", f'{_line(facts)[:-1]},\n"series": [\n{lines}\n]}}\n'.encode()


_line = json.JSONEncoder(ensure_ascii=False, default=lambda value: _plain(value)).encode  # without indent it is fast


def dumped(value: Mapping[str, Any]) -> bytes:
    """A mapping as JSON, with exact numbers as they print and ISO dates: an entry, and an item of a list, on a line."""
    entries = (f"{_line(name)}: {_listed(part)}" for name, part in value.items())
    return ("{\n" + ",\n".join(entries) + "\n}\n").encode()


def _listed(part: Any) -> str:
    return "[\n" + ",\n".join(map(_line, part)) + "\n]" if isinstance(part, list) and part else str(_line(part))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def tables(site: "Gathered") -> Iterable[tuple[str, bytes]]:
    """The files of every table."""
    return site.tables.items()


def deliveries(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """Which body gave figures for which period, all of it, as a table."""
    rows = [
        (item.table, item.kind, period, body.code, body.name, body.delivery(period), item.due.get(period))
        for item in site.deliveries
        for body in item.bodies
        for period in body.gave
    ]
    yield "status.csv", table_bytes(("table", "kind", "period", "agency_code", "name", "delivery", "due"), rows)


def findings(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """All that each rule found, and what it could not check; what a spreadsheet would calculate is made harmless."""
    rows: dict[str, list[tuple[Any, ...]]] = {rule: [] for rule in (*site.report.rules, *site.structure)}
    for kind, found in (("finding", site.report.findings), ("waived", site.report.waived)):
        for item in found:
            key = " | ".join(f"{name}={value}" for name, value in item.key.items())
            own = (item.severity, item.package, item.table, item.row, key, item.field, item.value)
            said = (site.report.words(item, "message", lang) for lang in texts.LANGUAGES)
            rows[item.rule].append((kind, *own, *said))
    for lack in (item for item in site.report.not_checked if item.rule in rows):  # others are of no rule
        why = (texts.text(lack.key, lang, **lack.params) for lang in texts.LANGUAGES)
        rows[lack.rule].append(("not_checked", *[None] * 7, *why))
    for rule, told in rows.items():
        harmless = (tuple(as_csv.harmless(cell) if isinstance(cell, str) else cell for cell in row) for row in told)
        yield f"{places.rule(rule).removesuffix('.html')}.csv", table_bytes(FOUND, harmless)


def packages(site: "Gathered") -> Iterable[tuple[str, bytes]]:
    """The description, checksums and zips of every package."""
    return site.bundles.items()


def bundles(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """The description, checksums and zip of each package, and a zip of each of its tables."""
    for package in site.packages:
        page = places.package(package.name)
        top = page.removesuffix("index.html")
        own = {path.removeprefix(top): content for path, content in site.tables.items() if path.startswith(top)}
        resources = {table.name: _resource(table, own) for table in package.tables}
        whole = site.datasets[page]
        zips = {f"{package.name}.zip": _zip(site, whole, own, resources.values(), {})}
        for table in package.tables:
            item = site.datasets[places.table(package.name, table.name)]
            said = {"name": table.name, **_said(item)}
            zips[f"{places.name(table.name)}.zip"] = _zip(site, item, own, [resources[table.name]], said)
        descriptor = bundle.descriptor(whole, resources.values(), {})
        yield f"{top}datapackage.json", descriptor
        yield f"{top}SHA256SUMS", bundle.sums({**own, **zips, "datapackage.json": descriptor})
        yield from ((f"{top}{name}", content) for name, content in zips.items())


def _resource(table: Table, own: Mapping[str, bytes]) -> dict[str, Any]:
    """A table as a Data Package describes it, with the file that is published."""
    path = f"{places.name(table.name)}.csv"
    said = {key: value for key, value in table.resource.items() if key in ("title", "title_en", *DESCRIBED)}
    return {
        "name": table.name,
        "type": "table",
        **said,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **bundle.fingerprint(own[path]),
        "schema": table.schema,
    }


def _said(item: Dataset) -> dict[str, str]:
    return {
        "title": item.title["vi"],
        "title_en": item.title["en"],
        "description": item.description["vi"],
        "description_en": item.description["en"],
    }


def _zip(
    site: "Gathered", item: Dataset, own: Mapping[str, bytes], resources: Iterable[Mapping[str, Any]], said: Any
) -> bytes:
    resources = list(resources)
    contents = {resource["path"]: own[resource["path"]] for resource in resources}
    contents["datapackage.json"] = bundle.descriptor(item, resources, said)
    return bundle.archive(places.name(item.name), contents | bundle.papers(item, site.base_url, contents))
