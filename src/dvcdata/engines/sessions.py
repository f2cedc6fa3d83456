"""Opens a session of Spark: on this machine, on a cluster, or by Spark Connect."""

import os
import re
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dvcdata.engines.address import Address
from dvcdata.errors import UserError

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
    "spark.sql.execution.pythonUDF.arrow.enabled": "false",  # the Python of a cluster's machines need not have Arrow
}
LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")  # print a query that failed, beside our sentence
PATIENCE = {"max_retries": 3, "initial_backoff": 250, "backoff_multiplier": 3.0}  # 3 s, where Spark has 10 minutes
# what stands around the words that say what is wrong
AROUND = re.compile(r"\s*Traceback \(most recent call last\):\n(?:[ \t].*\n)*|<\w+ of RPC that .*\n.*\n\s*details = ")


def opened(address: Address, folder: str) -> tuple[Any, bool]:
    """A session, and whether it is ours to end; what Spark writes on this machine goes into that folder."""
    from pyspark.logger import PySparkLogger
    from pyspark.sql import SparkSession

    for name in LOGGERS:
        PySparkLogger.getLogger(name).disabled = True
    before = SparkSession.getActiveSession()
    with quiet():
        session = connected(address) if address.kind == "connect" else started(address, folder)
    return session, before is None


def started(address: Address, folder: str) -> Any:
    """A session that this process drives, on this machine or on a cluster."""
    from pyspark.sql import SparkSession

    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise UserError("engine.no_java")
    alone = address.base == "spark"
    if alone:  # a cluster's machines have a Python of their own
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[*]" if alone else address.base).appName("dvcdata")
    own = {"spark.driver.memory": half_of_memory(), **ALONE} if alone else {}
    for name, value in (SETTINGS | inside(folder) | own | address.options).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    # a thread of PySpark's own would print a traceback when Java dies
    session.sparkContext._accumulatorServer.handle_error = lambda *_: None
    return session


def connected(address: Address) -> Any:
    """A session of a server that does all the work."""
    try:  # PySpark would try again and again
        socket.create_connection((address.parts.hostname or "", address.parts.port or 15002), timeout=10).close()
    except OSError as problem:
        raise UserError("engine.down", url=address.given, why=address.masked(str(problem))) from None
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # it would print beside our sentence
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

    warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")
    session = SparkSession(address.base)
    session.client.set_retry_policies([DefaultPolicy(**PATIENCE)])
    SparkSession._set_default_and_active_session(session)  # the one that PySpark and Great Expectations then find
    try:
        return _set_up(address)
    except BaseException:
        ended(session, address)
        raise


def _set_up(address: Address) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.remote(address.base)
    for name, value in SETTINGS.items():  # what the server does not let us set is left as it is
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    for name, value in address.options.items():
        session.conf.set(name, value)
    return session


def ended(session: Any, address: Address) -> None:
    """Ends a session; one that is lost is not waited for."""
    if address.kind == "connect":
        session.client.set_retry_policies([])
    session.stop()


def reason(text: str) -> str:
    """What an error of Spark says, in one line."""
    return AROUND.sub(" ", text).strip().partition("\n")[0].strip('"')


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
