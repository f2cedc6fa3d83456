"""Tables of files for suites of Great Expectations: through pandas, and their own queries on DuckDB."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import duckdb

from dvcdata.engine.load import quoted, sql_type
from dvcdata.engine.staged import Staged
from dvcdata.engines.asking import FailedError, context
from dvcdata.engines.suites import ROW, Batch, Row, as_regex
from dvcdata.errors import UserError
from dvcdata.package import Table
from dvcdata.rules.database import OnDuckDB
from dvcdata.rules.header import Rule


class Local:
    """The rows of files that rules see, typed, under the numbers that reports give them."""

    title = "pandas"

    def __init__(self, connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> None:
        if any(find_spec(name) is None for name in ("great_expectations", "pandas")):
            raise UserError("engine.not_installed", extra="dvcdata[gx]")
        self.connection = connection
        self.of = {(item.table.package, item.table.name): item for item in staged}
        self.source = context().data_sources.add_pandas("dvcdata")

    def batch(self, table: Table) -> Batch:
        """The table as a batch; whole numbers with gaps are floats there, as pandas has it, and days are dates."""
        item = self.of[table.package, table.name]
        frame = self.connection.execute(f"{self._select(item, item.columns)} order by {ROW}").df().set_index(ROW)
        for name in item.columns:
            if sql_type(table.columns.get(name, {})) == "DATE":
                frame[name] = [None if day != day else day.date() for day in frame[name].astype(object)]
        asset = self.source.add_dataframe_asset(f"{len(self.source.assets)} {table.name}")
        made = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        return Batch(table, made, item.columns, adapted=as_regex)

    def unexpected(self, batch: Batch, rule: Rule) -> list[dict[str, Any]]:
        """All rows of a suite's own query, which is DuckDB's to answer: pandas knows no SQL."""
        item = self.of[batch.table.package, batch.table.name]
        query = rule.expectation["kwargs"]["unexpected_rows_query"].rstrip("; \n")
        try:
            sql = query.format(batch=f"({self._select(item, item.columns)})")
        except (LookupError, ValueError) as problem:
            raise FailedError(f"{{…}}: {problem}") from None
        return list(OnDuckDB(self.connection).rows(sql, rule))

    def whole(self, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that Great Expectations names, as the file has them."""
        item = self.of[table.package, table.name]
        numbers = [int(row[ROW]) for row in rows]
        names = list(dict.fromkeys([*item.key, *(name for name in rows[0] if name != ROW)]))
        cursor = self.connection.execute(
            f"{self._select(item, names)} and {ROW} in (select unnest($numbers)) order by {ROW}", {"numbers": numbers}
        )
        return [dict(zip([ROW, *names], cells, strict=True)) for cells in cursor.fetchall()]

    def problem(self, text: str, rule: Rule | None) -> Exception:
        """What an expectation means that could not be run."""
        return UserError("rule.failed", path=str(rule.path) if rule else "", why=text.splitlines()[0])

    def _select(self, item: Staged, names: Sequence[str]) -> str:
        listed = ", ".join(quoted(name) for name in (ROW, *names))
        return f"select {listed} from {item.relation} as t where _whole"
