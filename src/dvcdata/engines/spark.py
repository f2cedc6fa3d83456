"""Tables of Spark: folders of CSV and Parquet read by a session of ours, local, on a cluster, or by Spark Connect."""

import os
import re
import shutil
import socket
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dvcdata.engine.load import sql_type
from dvcdata.engines import agreement, csv_on_spark, folders
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
ALONE = {  # of a session on this machine only
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(os.cpu_count() or 2),
}
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a period stays a text
    # which would look at every cell where the runner asks for one look at each distinct value
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.RemoveRedundantAggregates",
}
BOUNDS = ("ARITHMETIC_OVERFLOW", "BINARY_ARITHMETIC_OVERFLOW", "CAST_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE")
CLASS = re.compile(r"\[(?P<name>[A-Z_]+)[A-Z_.]*\] ?")
SMALL = 100_000  # rows below which one part is enough: Spark then asks about them in one go, without a shuffle
CONNECT = ("pandas", "pyarrow", "grpc", "grpc_status", "zstandard")  # what pyspark[connect] brings
LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")  # print a query that failed, beside our sentence
LOST = ("Py4JNetworkError", "Connection refused", "UNAVAILABLE", "SparkContext was shut down", "stopped SparkContext")


class Spark:
    """A session, and the views that rules ask it for."""

    title = "Spark"
    dialect = DIALECT

    def __init__(self, address: Address) -> None:
        self.address = address
        self.session, self.ours = self._session()
        self.session.udf.register("dvcdata_nfc", nfc, "string")  # the one function that Spark lacks
        self.shipped: set[str] = set()  # the views of tables that come with this program
        self.frames: dict[tuple[str, str], tuple[Any, list[str]]] = {}
        self.source = context().data_sources.add_spark("dvcdata", persist=False)
        batch = self.source.add_dataframe_asset("nothing").add_batch_definition_whole_dataframe("all")
        self.asker = Asker(batch.get_batch({"dataframe": self.session.range(1)}))

    def _session(self) -> tuple[Any, bool]:
        from pyspark.logger import PySparkLogger
        from pyspark.sql import SparkSession

        for name in LOGGERS:
            PySparkLogger.getLogger(name).disabled = True
        alone, remote = self.address.base == "spark", self.address.base.startswith("sc:")
        if remote:
            answers(self.address)
            builder = SparkSession.builder.remote(self.address.base)
        else:
            if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
                raise UserError("engine.no_java")
            builder = SparkSession.builder.master("local[*]" if alone else self.address.base)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        before = SparkSession.getActiveSession()
        self.work = TemporaryDirectory(prefix="dvcdata-", ignore_cleanup_errors=True)
        settings = SETTINGS | ({} if remote else inside(self.work.name))
        settings |= {"spark.driver.memory": half_of_memory(), **ALONE} if alone else {}
        for name, value in (settings | self.address.options).items():
            builder = builder.config(name, value)
        try:
            with quiet():
                session = builder.appName("dvcdata").getOrCreate()
        except Exception as problem:
            self.work.cleanup()
            why = self.address.masked(str(problem).splitlines()[0])
            raise UserError("engine.down", url=self.address.given, why=why) from None
        if not remote:  # a thread of PySpark's own would print a traceback when Java dies
            session.sparkContext._accumulatorServer.handle_error = lambda *_: None
        return session, before is None

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
        why = self.address.masked(text[named.end() if named else 0 :].splitlines()[0])
        if named and named["name"] in BOUNDS:
            return OutOfBoundsError(why)
        if named and named["name"].startswith("CAST_INVALID_INPUT"):
            return CastError(masked_text(why))
        if any(word in text for word in LOST):
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
                self.session.stop()
        self.work.cleanup()


def answers(address: Address) -> None:
    """Refuses an address of Spark Connect where nobody listens: PySpark would try again for minutes."""
    if any(find_spec(name) is None for name in CONNECT):
        raise UserError("engine.not_installed", extra="pyspark[connect]")
    try:
        socket.create_connection((address.parts.hostname or "", address.parts.port or 15002), timeout=10).close()
    except (OSError, ValueError) as problem:
        raise UserError("engine.down", url=address.given, why=address.masked(str(problem))) from None


def nfc(text: str | None) -> str | None:
    """Unicode NFC."""
    return None if text is None else unicodedata.normalize("NFC", text)


def inside(folder: str) -> dict[str, str]:
    """The settings by which Spark and Java put all that they write on this machine into that folder.

    Where Java is killed it would stay, among the files of all programs.
    """
    return {
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.driver.defaultJavaOptions": f'-Djava.io.tmpdir="{folder}"',
    }


def half_of_memory() -> str:
    """Half of this machine's memory, as Spark writes it."""
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2 >> 20}m"


@contextmanager
def quiet() -> Iterator[None]:
    """Java starts without a word: what it has to say reaches us as an exception."""
    saved = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nothing)
