"""The values of each indicator as files: workbook, Parquet, and all of it in a zip with what the columns mean."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dvcdata import texts
from dvcdata.engine.load import quoted, sql_type
from dvcdata.indicators import formats
from dvcdata.publish.metadata import BOTH
from dvcdata.website import bundle
from dvcdata.website.described import Dataset
from dvcdata.website.forms import VERSIONS, made_of
from dvcdata.website.tasks import Task
from dvcdata.write import table_bytes

if TYPE_CHECKING:
    from dvcdata.website.gather import Gathered
    from dvcdata.website.numbers import Number

FIELDS = tuple(
    {"name": name, "type": kind, "title": title, "title_en": title_en}
    for name, (kind, title, title_en) in formats.COLUMNS.items()
)
SCHEMA: dict[str, Any] = {"fields": list(FIELDS), "primaryKey": list(formats.KEY)}
VERSION = 1


def tasks(site: "Gathered") -> Iterator[Task]:
    """The making of the workbook, the Parquet and the zip of each indicator."""
    for name, number in site.numbers.found.items():
        item = dataset(site, name, number)
        cover = [(text, BOTH.join(dict.fromkeys(said.values()))) for text, said in _cover(number).items()]
        cover.append((texts.text("site.cite.title", "vi"), bundle.cite(item, site.base_url, "vi")))
        rows = [tuple(row[column] for column in formats.COLUMNS) for row in number.rows]
        source = made_of("results", VERSION, VERSIONS, site.base_url, repr((item, cover, rows)))
        stem = f"indicators/{name}"
        make = partial(_make, name, item, site.base_url, cover, rows)
        yield Task((f"{stem}.xlsx", f"{stem}.parquet", f"{stem}.zip"), source, make)


def dataset(site: "Gathered", name: str, number: "Number") -> Dataset:
    """An indicator as a dataset: what speaks for it are the packages that it is made of."""
    indicator = number.entry.indicator
    page = f"indicators/{name}.html"
    says = _speaker([package.descriptor for package in site.packages])
    return Dataset(page, name, indicator.title, indicator.definition, says, site.as_of, (), FIELDS, formats.KEY, ("",))


def _speaker(said: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The one descriptor, or what several have alike."""
    if len(said) == 1:
        return said[0]
    alike = {name: value for name, value in said[0].items() if all(other.get(name) == value for other in said)}
    return {"title": texts.text("site.title", "vi"), **alike}


def _cover(number: "Number") -> dict[str, Mapping[str, str]]:
    indicator = number.entry.indicator
    parts = ("definition", "is_not", "numerator", "denominator", "population", "basis", "warning")
    said = {texts.text(f"site.indicator.{part}", "vi"): getattr(indicator, part) for part in parts}
    return {indicator.id: indicator.title, **{label: words for label, words in said.items() if words}}


def _make(
    name: str, item: Dataset, base: str, cover: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]
) -> tuple[bytes, bytes, bytes]:
    from dvcdata.publish import parquet, tables, workbook

    csv, (connection, hasty) = table_bytes(list(formats.COLUMNS), rows), _database(os.getpid())
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        source, target = Path(folder) / "rows.csv", Path(folder) / "made"
        source.write_bytes(csv)
        cells = tables.as_text(source, list(formats.COLUMNS))
        names = [(quoted(str(field["name"])), sql_type(field)) for field in FIELDS]
        listed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in names)
        hasty.execute(f"create or replace table results as select row_number() over () as _row, {listed} from {cells}")
        columns = tuple(tables.Column(str(field["name"]), dict(field)) for field in FIELDS)
        typed = tables.Typed(connection, "results", columns, ())
        parquet.write(target, typed)
        packed = target.read_bytes()
        workbook.write(target, name, replace(typed, connection=hasty), SCHEMA, cover)
        book = target.read_bytes()
    return book, packed, _zip(name, item, base, csv)


@cache
def _database(process: int) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
    """A database for one indicator after the other, in each process another: to open it takes its time.

    Its second connection runs statements as they are: for so few rows, to look for a better way takes longer than it
    saves. (The first one lays out Parquet as it is always laid out.)
    """
    connection = duckdb.connect(config={"threads": 1})
    hasty = connection.cursor()
    hasty.execute("pragma disable_optimizer")
    return connection, hasty


def _zip(name: str, item: Dataset, base: str, csv: bytes) -> bytes:
    resource = {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **bundle.fingerprint(csv),
        "schema": SCHEMA,
    }
    own = {"name": name, "title": item.title["vi"], "title_en": item.title["en"]}
    own |= {"description": item.description["vi"], "description_en": item.description["en"]}
    contents = {f"{name}.csv": csv, "datapackage.json": bundle.descriptor(item, [resource], own)}
    return bundle.archive(name, contents | bundle.papers(item, base, contents))
