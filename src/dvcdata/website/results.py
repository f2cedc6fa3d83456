"""The values of each indicator as files: in every form, and all of it in a zip with what the columns mean."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dvcdata import texts
from dvcdata.engine.load import literal, quoted, sql_type
from dvcdata.indicators import formats
from dvcdata.publish.metadata import BOTH
from dvcdata.website import bundle, files
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
FORMS = ("csv", "json", "xlsx", "parquet", "zip")
KINDS = {quoted(str(item["name"])): sql_type(item) for item in FIELDS}
VERSION = 3
SAID = ("id", "version", "title", "definition", "is_not", "numerator", "denominator", "population", "basis", "warning")


def tasks(site: "Gathered") -> Iterator[Task]:
    """The making of the files of each indicator."""
    found = site.numbers.found
    values = Values({name: [tuple(row[c] for c in formats.COLUMNS) for row in found[name].rows] for name in found})
    for name, number in found.items():
        item = dataset(site, name, number)
        cover = [(text, BOTH.join(dict.fromkeys(said.values()))) for text, said in _cover(number).items()]
        cover.append((texts.text("site.cite.title", "vi"), bundle.cite(item, site.base_url, "vi")))
        said: dict[str, Any] = {part: getattr(number.entry.indicator, part) for part in SAID}
        said["select"] = number.evidence.select if number.evidence else number.entry.indicator.select
        source = made_of("results", VERSION, VERSIONS, site.base_url, repr((item, cover, said, values.rows[name])))
        make = partial(_make, values, name, item, site.base_url, cover, said)
        yield Task(tuple(f"indicators/{name}.{kind}" for kind in FORMS), source, make)


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
    return {"title": texts.text("site.title", "vi"), "title_en": texts.text("site.title", "en"), **alike}


def _cover(number: "Number") -> dict[str, Mapping[str, str]]:
    indicator = number.entry.indicator
    parts = ("definition", "is_not", "numerator", "denominator", "population", "basis", "warning")
    said = {texts.text(f"site.indicator.{part}", "vi"): getattr(indicator, part) for part in parts}
    return {indicator.id: indicator.title, **{label: words for label, words in said.items() if words}}


def _make(
    values: "Values",
    name: str,
    item: Dataset,
    base: str,
    cover: Sequence[tuple[str, str]],
    said: Mapping[str, Any],
) -> tuple[bytes, ...]:
    from dvcdata.publish import tables, workbook

    csv, made = table_bytes(list(formats.COLUMNS), values.rows[name]), values.made()
    listed = [dict(zip(formats.COLUMNS, row, strict=True)) for row in values.rows[name]]
    columns = tuple(tables.Column(str(field["name"]), dict(field)) for field in FIELDS)
    with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
        rows = f"select {', '.join(KINDS)} from results where indicator = {literal(name)}"
        packed = files.copied(made.connection, rows, Path(folder))
        book = Path(folder) / "book.xlsx"
        typed = tables.Typed(made.connection, f"({rows})", columns, (), len(values.rows[name]))
        workbook.write(book, name, typed, SCHEMA, cover, lambda styles: [made.lines(tuple(styles))[name]])
        return csv, files.dumped({**said, "values": listed}), book.read_bytes(), packed, _zip(name, item, base, csv)


@dataclass(frozen=True)
class Values:
    """The rows of all indicators: to ask for those of each alone takes a database longer than to make what is asked."""

    rows: Mapping[str, Sequence[Sequence[Any]]]
    _made: dict[int, "Made"] = field(default_factory=dict)

    def made(self) -> "Made":
        """The database that holds them, in each process another."""
        process = os.getpid()
        if process not in self._made:
            self._made[process] = Made(self.rows)
        return self._made[process]


class Made:
    """A database with these rows, in their order."""

    def __init__(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        from dvcdata.publish import tables

        numbered = ((n, *row) for listed in rows.values() for n, row in enumerate(listed, 2))
        names = ["_row", *formats.COLUMNS]
        listed = ", ".join(
            f"cast({column} as {kind}) as {column}" for column, kind in {"_row": "BIGINT", **KINDS}.items()
        )
        self.connection = duckdb.connect(config={"threads": 1})
        with tempfile.TemporaryDirectory(prefix="dvcdata-") as folder:
            source = Path(folder) / "rows.csv"
            source.write_bytes(table_bytes(names, numbered))
            self.connection.execute(f"create table results as select {listed} from {tables.as_text(source, names)}")
        self._lines: dict[tuple[int, ...], Mapping[str, bytes]] = {}

    def lines(self, styles: tuple[int, ...]) -> Mapping[str, bytes]:
        """The rows of each indicator in the XML of a sheet whose columns have these styles."""
        from dvcdata.publish import sheet

        if styles not in self._lines:
            line = sheet.line(KINDS, styles, sheet.plain_columns(self.connection, "results", KINDS))
            sql = f"select indicator, string_agg({line}, '' order by _row) from results group by indicator"
            self._lines[styles] = {name: xml.encode() for name, xml in self.connection.execute(sql).fetchall()}
        return self._lines[styles]


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
