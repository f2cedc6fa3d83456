"""A Spark of its own for the tests: how it is set up for tables of a few rows, and a server of Spark Connect."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from running import waited

ALONE = {  # one thread and one part of everything: small tables then need neither shuffles nor broadcasts
    "spark.master": "local[1]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    # by itself Java, told to compile in haste only, has no room for so much code, and compiles it again and again
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.constraintPropagation.enabled": "false",
}
TOKEN = "the;bi/mat=%2F"  # with signs that mean something in an address
STARTED = re.compile(r"Spark Connect server started at: .*:([0-9]+)")


@dataclass(frozen=True)
class Server:
    """A running server of Spark Connect, which asks for TOKEN."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The address; by this name of the machine, since PySpark sends a token to another one through TLS only."""
        return f"sc://localhost:{self.port}/;token=${{THE}}"

    def jobs(self) -> str:
        """What it wrote down of all jobs so far."""
        return "".join(item.read_text(encoding="utf-8") for item in (self.folder / "events").iterdir())


@contextmanager
def server() -> Iterator[Server]:
    """Starts the server that comes with PySpark, on a free port of this machine alone, and ends it."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with tempfile.TemporaryDirectory(prefix="dvcdata-connect-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "events").mkdir()
        settings = ALONE | {
            "spark.connect.authenticate.token": TOKEN,
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": "0",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.compress": "false",
            "spark.eventLog.rolling.enabled": "false",
            "spark.eventLog.dir": f"{folder / 'events'}",
            "spark.local.dir": name,
        }
        (folder / "settings").write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "utf-8")
        command: list[str | Path] = [home / "bin" / "spark-submit", "--properties-file", folder / "settings"]
        command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
        # another Python than that of the tests, which knows nothing of dvcdata: what it is sent must be enough
        python = {"PYSPARK_PYTHON": getattr(sys, "_base_executable", sys.executable), "PYTHONPATH": ""}
        environment = {**os.environ, **python, "SPARK_HOME": str(home), "SPARK_CONNECT_MODE": "0"}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            waited(lambda: process.poll() is not None or _port(folder) is not None)
            port = _port(folder)
            assert port, (folder / "log").read_text(encoding="utf-8")[-2000:]
            yield Server(process, port, folder)
        finally:
            process.kill()
            process.wait()


def _port(folder: Path) -> int | None:
    started = STARTED.search((folder / "log").read_text(encoding="utf-8", errors="replace"))
    return int(started[1]) if started else None
