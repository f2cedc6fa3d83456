"""Tables of Spark: folders of CSV and Parquet, read by a session."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dvcdata.engine.load import sql_type
from dvcdata.engines import agreement, csv_on_spark, folders, sessions
from dvcdata.engines.address import Address
from dvcdata.engines.asking import Asker, FailedError, context
from dvcdata.engines.suites import Batch, as_regex
from dvcdata.engines.tables import Held, Part
from dvcdata.engines.writing import Dialect
from dvcdata.errors import UserError
from dvcdata.masking import masked_text
from dvcdata.package import Package, Table
from dvcdata.rules.database import CastError, OutOfBoundsError
from dvcdata.rules.header import Rule

TYPES = {
    "VARCHAR": "CAST({} AS STRING)",
    "BIGINT": "CAST({} AS BIGINT)",
    "DECIMAL(28,8)": "CAST({} AS DECIMAL(28, 8))",
    "DOUBLE": "CAST({} AS DOUBLE)",
    "DATE": "CAST({} AS DATE)",
    "BOOLEAN": "CAST({} AS BOOLEAN)",
    "TIMESTAMP": "CAST({} AS TIMESTAMP)",
}
DIALECT = Dialect("spark", "DVCDATA_NFC({})", ends=r"\z", quote="`", repeats=True, types=TYPES)
BOUNDS = ("ARITHMETIC_OVERFLOW", "BINARY_ARITHMETIC_OVERFLOW", "CAST_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE")
CLASS = re.compile(r"\[(?P<name>[A-Z_]+)[A-Z_.]*\] ?")
SMALL = 100_000  # rows below which one part is enough: Spark then asks about them in one go, without a shuffle
LOST = re.compile(
    "Py4JNetworkError|Connection refused|UNAVAILABLE|INVALID_HANDLE|SparkContext was shut down|stopped Spark"
)


class Spark:
    """A session, and the views that rules ask it for."""

    title = "Spark"
    dialect = DIALECT

    def __init__(self, address: Address) -> None:
        self.address = address
        self.work = TemporaryDirectory(prefix="dvcdata-", ignore_cleanup_errors=True)
        self.shipped: set[str] = set()  # the views of tables that come with this program
        self.frames: dict[tuple[str, str], tuple[Any, list[str]]] = {}
        try:
            self._open()
        except UserError:
            self.work.cleanup()
            raise
        except Exception as problem:
            self.work.cleanup()
            why = address.masked(sessions.reason(str(problem)))
            raise UserError("engine.down", url=address.given, why=why) from None

    def _open(self) -> None:
        self.session, self.ours = sessions.opened(self.address, self.work.name)
        self.session.udf.register("dvcdata_nfc", nfc(), "string")  # the one function that Spark lacks
        self.source = context().data_sources.add_spark("dvcdata", persist=False)
        batch = self.source.add_dataframe_asset("nothing").add_batch_definition_whole_dataframe("all")
        self.asker = Asker(batch.get_batch({"dataframe": self.session.range(1)}))

    def packages(self, paths: Sequence[Path], table: str | None) -> list[Package]:
        """The data packages and folders of tables at these paths, opened but not read."""
        if not paths:
            raise UserError("engine.no_paths", url=self.address.given)
        return [package for path in paths for package in folders.open_path(path, table)]

    def held(self, table: Table) -> Held:
        """A table, read once and kept by Spark for all rules; its rows are counted."""
        try:
            return csv_on_spark.held(self, table) if table.format == "csv" else self._parquet(table)
        except (UserError, KeyboardInterrupt):
            raise
        except Exception as problem:
            raise self.problem(str(problem), None) from None

    def _parquet(self, table: Table) -> Held:
        frame = self.session.read.parquet(*(str(path.absolute()) for path in table.paths))
        kinds = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
        agreement.check([(table, kinds)])
        fields = {name: field for name, field in table.columns.items() if name in kinds}
        quoted, cast = DIALECT.quoted, DIALECT.cast
        wanted = [f"{cast(quoted(name), sql_type(field))} AS {quoted(name)}" for name, field in fields.items()]
        labels = [name for name in fields if f"{name}_status" in kinds]
        wanted += [f"{quoted(f'{name}_status')} AS {quoted(f'{name}_missing')}" for name in labels]
        kept = self.kept(frame.selectExpr("monotonically_increasing_id() AS _row", *wanted))
        return self.keep(table, kept, list(fields), labels, kept.count())

    def kept(self, frame: Any) -> Any:
        """The frame as Spark keeps it from here on, in memory or on disk.

        A checkpoint and no cache: Spark holds a number that it gave to a row itself for one that changes with every
        look, and refuses to compare by it in most places; of what it has written down it does not say so.
        """
        return frame.localCheckpoint()

    def keep(self, table: Table, frame: Any, columns: Sequence[str], labels: Sequence[str], rows: int) -> Held:
        """A frame that is kept, under a name that queries know."""
        frame = frame.coalesce(1) if rows < SMALL else frame
        name = f"dvcdata_{len(self.frames)}"
        self.frames[table.package, table.name] = frame, list(columns)
        frame.createOrReplaceTempView(name)
        quoted = DIALECT.quoted
        return Held(
            table,
            (Part(name, "_row"),),
            {column: quoted(column) for column in columns},
            {column: quoted(f"{column}_missing") for column in labels},
            rows,
        )

    def named(self, name: str, source: str) -> str:
        """A view of the session, so that Spark reads the source's SQL once; what comes with this program is kept."""
        view, ours = f"dvcdata_{name.replace('.', '_')}", name.startswith("reference.")
        if view in self.shipped:
            return DIALECT.quoted(view)
        one = "/*+ COALESCE(1) */ " if ours else ""  # part is enough for so few rows
        made = self._view(view, f"SELECT {one}* FROM {source}", kept=ours)
        self.shipped |= {view} if ours else set()
        return made

    def part(self, name: str, sql: str) -> str:
        """A view of the rows, which Spark keeps until the statement was answered."""
        return self._view(f"dvcdata_part_{name}", sql, kept=True)

    def _view(self, name: str, sql: str, kept: bool) -> str:
        try:
            frame = self.session.sql(sql)
            frame = self.kept(frame) if kept else frame
            frame.createOrReplaceTempView(DIALECT.quoted(name) if re.search(r"\W", name) else name)
        except Exception as problem:
            raise FailedError(str(problem)) from None
        return DIALECT.quoted(name)

    def forget(self, names: Iterable[str]) -> None:
        """Lets go of the parts of a statement."""
        for name in names:
            self.session.catalog.dropTempView(f"dvcdata_part_{name}")

    def cells(self, table: Table, columns: Sequence[str], source: str) -> str:
        """A SELECT of every cell of a table as text, from what stands for the table."""
        text, quoted = DIALECT.literal, DIALECT.quoted
        kinds = {name: str(table.columns.get(name, {}).get("type") or "string") for name in columns}
        branches = []  # one for each type, of which Spark leaves out those that are not asked for
        for kind in dict.fromkeys(kinds.values()):
            names = [name for name in columns if kinds[name] == kind]
            listed = ", ".join(f"{text(name)}, CAST(s.{quoted(name)} AS STRING)" for name in names)
            told = f"{text(table.name)} AS table_name, c.column_name, {text(kind)} AS column_type"
            stacked = f"{source} AS s LATERAL VIEW STACK({len(names)}, {listed}) c AS column_name, value"
            branches.append(f"SELECT s._package, s._row, {told}, c.value FROM {stacked}")
        return " UNION ALL ".join(branches)

    def problem(self, text: str, rule: Rule | None) -> Exception:
        """What a failed query means."""
        named = CLASS.search(text)
        why = self.address.masked(sessions.reason(text[named.end() if named else 0 :]))
        if named and named["name"] in BOUNDS:
            return OutOfBoundsError(why)
        if named and named["name"].startswith("CAST_INVALID_INPUT"):
            return CastError(masked_text(why))
        if LOST.search(text):
            return UserError("engine.lost", url=self.address.given, why=why)
        if "Job aborted" in text or "SparkException" in text or rule is None:
            return UserError("engine.failed", why=why)
        return UserError("rule.failed", path=str(rule.path), why=why)

    def batch(self, table: Table) -> Batch:
        """The columns of the table that its description has, typed as rules see them."""
        frame, names = self.frames[table.package, table.name]
        asset = self.source.add_dataframe_asset(f"{len(self.source.assets)} {table.name}")
        made = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame.select(*names)})
        return Batch(table, made, names, [name for name in table.key if name in names], as_regex)

    def close(self) -> None:
        """Ends the session, and takes away what Spark wrote; a session that was there before goes on."""
        if self.ours:
            with suppress(Exception):  # what is gone already was told
                sessions.ended(self.session, self.address)
        self.work.cleanup()


def nfc() -> Callable[[str | None], str | None]:
    """Unicode NFC, made here so that it travels whole: a cluster need not have this program to work it out."""
    return lambda text: None if text is None else unicodedata.normalize("NFC", text)
