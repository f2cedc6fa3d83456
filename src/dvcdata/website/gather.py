"""Gathers what the site says: the packages, their findings, and the rows that pages are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from dvcdata.engine import database
from dvcdata.engine.load import quoted, scratch
from dvcdata.engine.read import read
from dvcdata.engine.staged import Staged
from dvcdata.findings import Finding
from dvcdata.package import Package
from dvcdata.report import Report
from dvcdata.website import files, places, queries
from dvcdata.write import table_bytes

Row = dict[str, Any]
KEPT = 200  # findings of a rule, a table or a body that a page shows


@dataclass(frozen=True)
class Gathered:
    """Everything that the pages are made of; nothing is read after this."""

    packages: Sequence[Package]
    report: Report
    rows: Mapping[str, list[Row]]

    @property
    def as_of(self) -> date:
        """The day that the findings stand for."""
        return self.report.as_of

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each body and group that has one."""
        return {row["agency_code"]: row["name"] for row in self.rows["agencies"]}

    @cached_property
    def services_of(self) -> dict[str, list[str]]:
        """The owners of each service code."""
        owners: dict[str, list[str]] = defaultdict(list)
        for row in self.rows["services"]:
            owners[row["service_code"]].append(row["owner_code"])
        return owners

    @cached_property
    def procedure_names(self) -> dict[str, str]:
        """The name of each procedure."""
        return {row["procedure_code"]: row["name"] for row in self.rows["procedures"]}

    @cached_property
    def findings(self) -> dict[tuple[str, str], list[Finding]]:
        """The first findings by ("rule", id), ("table", package/table) and ("agency", code)."""
        kept: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            for place in _places(finding):
                if len(kept[place]) < KEPT:
                    kept[place].append(finding)
        return kept

    @cached_property
    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """How many findings of each severity, by the same places."""
        counted: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for finding in self.report.findings:
            for place in _places(finding):
                counted[place][finding.severity] += 1
        return counted

    def by(self, table: str, *columns: str) -> dict[tuple[Any, ...], list[Row]]:
        """The rows of a query by the values of these columns."""
        found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in self.rows[table]:
            found[tuple(row[column] for column in columns)].append(row)
        return found


def _places(finding: Finding) -> Iterable[tuple[str, str]]:
    yield "rule", finding.rule
    yield "table", f"{finding.package}/{finding.table}"
    for column in ("agency_code", "owner_code"):
        if code := finding.key.get(column):
            yield "agency", code


def gather(packages: Sequence[Package], report: Report) -> tuple[Gathered, dict[str, bytes]]:
    """Reads the tables once, and asks them all that the pages need; beside it the files of each table by path."""
    with scratch() as folder, database.connect(folder) as connection:
        staged = read(connection, packages, {}, folder, lambda _: None)
        dumps = dict(dumped for item in staged for dumped in _dumps(connection, item, folder))
        database.unite(connection, staged, {})
        rows: dict[str, list[Row]] = {}
        for name, sql in queries.ALL.items():
            cursor = connection.execute(sql)
            columns = [item[0] for item in cursor.description or []]
            rows[name] = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
    return Gathered(packages, report, rows), dumps


def _dumps(connection: duckdb.DuckDBPyConnection, staged: Staged, folder: Path) -> Iterator[tuple[str, bytes]]:
    stem = places.table(staged.table.package, staged.table.name).removesuffix(".html")
    listed = ", ".join(map(quoted, staged.columns))
    rows = connection.execute(f"select {listed} from {staged.relation} as t order by _row").fetchall()
    given = files.source(staged.table) if staged.table.format == "csv" else None
    yield f"{stem}.csv", given or table_bytes(staged.columns, rows)
    yield f"{stem}.json", files.rows_json(staged.columns, rows)
    yield f"{stem}.parquet", files.parquet(connection, f"{staged.relation} as t", folder, staged.columns)
