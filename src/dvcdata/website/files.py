"""The files beside the pages: tables as CSV, JSON and Parquet, packages as zip, and the figures of a page."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dvcdata.engine.load import literal, quoted
from dvcdata.package import Package, Table
from dvcdata.website import places
from dvcdata.write import json_bytes, table_bytes

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal contents make equal bytes
MOST_PREVIEWED = 10


def head(table: Table) -> list[list[str]]:
    """The labels and the first rows of a table that is one CSV file, as they stand in it."""
    if table.format != "csv" or len(table.paths) != 1 or table.compression:
        return []
    with table.paths[0].open(encoding=table.encoding or "utf-8-sig", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(MOST_PREVIEWED + 1), strict=False)]


def source(table: Table) -> bytes | None:
    """The bytes of a table that is one plain file, as it was given."""
    return table.paths[0].read_bytes() if len(table.paths) == 1 and not table.compression else None


def parquet(connection: Any, table: str, folder: Path, columns: Sequence[str]) -> bytes:
    """A table with its types as Parquet; a missing value is null."""
    path = folder / "table.parquet"
    listed = ", ".join(map(quoted, columns))
    connection.execute(
        f"copy (select {listed} from {table} order by _row) to {literal(str(path))} (format parquet, compression zstd)"
    )
    return path.read_bytes()


def rows_json(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as a JSON array of objects; numbers stay exact as they print, dates are ISO."""
    return dumped([dict(zip(columns, row, strict=True)) for row in rows])


def page_files(stem: str, facts: Mapping[str, Any], series: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """What a page says, as `.json`, and its table of periods as `.csv`."""
    columns = list(series[0]) if series else ["period"]
    yield f"{stem}.csv", table_bytes(columns, series)
    yield f"{stem}.json", dumped({**facts, "series": list(series)})


def dumped(value: Any) -> bytes:
    """A value as JSON, with exact numbers as they print and ISO dates."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


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
