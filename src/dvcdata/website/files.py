"""The files beside the pages: tables as CSV, JSON and Parquet, packages as zip, and the figures of a page."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvcdata import texts
from dvcdata.engine.load import literal
from dvcdata.package import Package, Table
from dvcdata.website import places
from dvcdata.website.cite import cite
from dvcdata.website.render import Page
from dvcdata.write import json_bytes, table_bytes

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal contents make equal bytes
MOST_PREVIEWED = 10


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


def dumped(value: Any) -> bytes:
    """A value as JSON, with exact numbers as they print and ISO dates."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def tables(site: "Gathered") -> Iterable[tuple[str, bytes]]:
    """The files of every table."""
    return site.tables.items()


def packages(site: "Gathered") -> Iterator[tuple[str, bytes]]:
    """The description, checksums and zip of each package."""
    for package in site.packages:
        top = places.package(package.name).removesuffix("index.html")
        own = {path.removeprefix(top): content for path, content in site.tables.items() if path.startswith(top)}
        readme = "\n\n".join(cite(site, package, lang) for lang in texts.LANGUAGES) + "\n"
        yield f"{top}datapackage.json", json_bytes(package.descriptor)
        yield f"{top}SHA256SUMS", sums(own)
        members = {name: content for name, content in own.items() if name.endswith(".csv")}
        yield f"{top}{package.name}.zip", archive(package, members, readme)


def archive(package: Package, members: Mapping[str, bytes], readme: str) -> bytes:
    """A zip of a package: its tables, its description, how to cite it, and their checksums."""
    descriptor = {**package.descriptor, "resources": package.descriptor["resources"]}
    contents = {"datapackage.json": json_bytes(descriptor), "README.md": readme.encode(), **members}
    contents["SHA256SUMS"] = sums(contents)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(contents):
            info = zipfile.ZipInfo(f"{places.name(package.name)}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, contents[name])
    return out.getvalue()


def sums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file, as `sha256sum --check` reads it."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items()))
    return "".join(lines).encode()
