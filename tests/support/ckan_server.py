"""A real CKAN for tests, on this machine alone: CKAN from PyPI, PostgreSQL and Redis from Debian, a stand-in for Solr.

Everything it keeps is in one temporary folder; every process ends with the one that started it. CKAN itself is
installed once, into an environment of its own outside that of the project.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from running import PATIENCE
from system import alone, free_ports

VERSION = "2.12.0"
PACKAGES = (f"ckan[requirements]=={VERSION}", "waitress==3.0.2")  # the extra pins all that CKAN needs
POSTGRES = "/usr/lib/postgresql"
DAY = 24 * 60 * 60  # seconds that a token lives
MEGABYTES = 600  # the largest file that this portal takes
SUPPORT = Path(__file__).parent

WSGI = """
import os
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
"""
INI = """
[app:main]
use = egg:ckan
SECRET_KEY = {secret}
WTF_CSRF_SECRET_KEY = {secret}
beaker.session.secret = {secret}
sqlalchemy.url = postgresql://ckan:ckan@127.0.0.1:{postgres}/ckan
ckan.datastore.write_url = postgresql://ckan:ckan@127.0.0.1:{postgres}/datastore
ckan.datastore.read_url = postgresql://datastore_ro:ckan@127.0.0.1:{postgres}/datastore
solr_url = http://127.0.0.1:{solr}/solr/ckan
ckan.redis.url = redis://127.0.0.1:{redis}/0
ckan.site_url = http://127.0.0.1:{ckan}
ckan.site_id = test
ckan.plugins = activity datastore expire_api_token
ckan.storage_path = {home}/files
ckan.max_resource_size = {megabytes}
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(asctime)s %(levelname)-5.5s [%(name)s] %(message)s
"""


def environment() -> Path:
    """The environment that CKAN is installed in, made where it is not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dvcdata"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = cache / f"ckan-{VERSION}-python-{python}"
    with alone(cache):
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([folder / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
            (folder / "complete").touch()
    return folder


@dataclass
class Server:
    """The servers that are a CKAN; each can be stopped and started again by its name."""

    home: Path
    venv: Path
    ports: dict[str, int]
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The portal's address."""
        return f"http://127.0.0.1:{self.ports['ckan']}"

    def start(self, name: str) -> None:
        """Starts one of the servers and waits until it answers."""
        with (self.home / f"{name}.log").open("ab") as log:
            command = ["setpriv", "--pdeathsig", "KILL", *self._identity(name), *self._command(name)]
            settings = {"CKAN_INI": str(self.home / "ckan.ini"), "PYTHONPATH": str(SUPPORT)}
            self.running[name] = subprocess.Popen(
                command, cwd=self.home, env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        probes = {"postgres": lambda: self.sql("select 1"), "ckan": self._answers}
        self._wait(name, probes.get(name, lambda: self._listens(name)))

    def stop(self, name: str) -> None:
        """Ends one of the servers at once; what PostgreSQL has started would keep the next one from starting."""
        self.running[name].send_signal(signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
        self.running[name].wait()

    def sql(self, *statements: str, script: bytes | None = None) -> None:
        """Runs statements, or a script, as PostgreSQL's superuser."""
        options = [word for item in statements for word in ("-c", item)]
        command = [
            str(binary("psql")),
            "-qX",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "127.0.0.1",
            "-U",
            "postgres",
            "-d",
            "postgres",
        ]
        subprocess.run(
            [*command, "-p", str(self.ports["postgres"]), *options], input=script, check=True, capture_output=True
        )

    def ckan(self, *arguments: str, answer: bytes = b"") -> bytes:
        """Runs CKAN's own command."""
        with (self.home / "setup.log").open("ab") as log:
            return subprocess.run(
                [self.venv / "bin" / "ckan", *arguments],
                env={**os.environ, "CKAN_INI": str(self.home / "ckan.ini")},
                cwd=self.home,
                input=answer,
                stdout=subprocess.PIPE,
                stderr=log,
                check=True,
            ).stdout

    def set_up(self) -> str:
        """Everything from nothing to a portal that answers; the token of its administrator."""
        self.home.chmod(0o755)  # PostgreSQL runs as somebody else
        values = {**self.ports, "secret": self.secret, "home": self.home, "megabytes": MEGABYTES}
        (self.home / "ckan.ini").write_text(INI.format(**values), encoding="utf-8")
        (self.home / "wsgi.py").write_text(WSGI, encoding="utf-8")
        data = self.home / "postgres"
        data.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(data, "postgres", "postgres")
        make = [
            str(binary("initdb")),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run(["setpriv", *self._identity("postgres"), *make], cwd="/", check=True, capture_output=True)
        for name in ("postgres", "redis", "solr"):
            self.start(name)
        roles = [f"create role {name} login password 'ckan'" for name in ("ckan", "datastore_ro")]
        self.sql(*roles, *(f"create database {name} owner ckan" for name in ("ckan", "datastore")))
        self.ckan("db", "init")
        self.sql(script=self.ckan("datastore", "set-permissions"))
        self.ckan("sysadmin", "add", "admin", "email=admin@example.org", f"password={self.secret}", answer=b"y\n")
        life = f"expires_in={DAY}"
        token = self.ckan("user", "token", "add", "admin", "tests", life, "unit=1", "-q").decode().strip()
        self.start("ckan")
        return token

    def _identity(self, name: str) -> list[str]:
        if name != "postgres" or os.getuid() != 0:
            return []
        return ["--reuid=postgres", "--regid=postgres", "--init-groups"]  # PostgreSQL refuses to run as root

    def _command(self, name: str) -> list[str | Path]:
        port = str(self.ports[name])
        if name == "postgres":
            fast = ["-c", "fsync=off", "-c", "full_page_writes=off"]  # what is committed outlives the process, at least
            command: list[str | Path] = [binary("postgres"), "-D", self.home / "postgres", "-p", port]
            local = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
            return [*command, *local, *fast]
        if name == "redis":
            return ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", str(self.home)]
        if name == "solr":
            (schema,) = self.venv.glob("lib/python3*/site-packages/ckan/config/solr/schema.xml")
            return [sys.executable, "-m", "solr.standin", "--port", port, "--schema", schema]
        return [self.venv / "bin" / "waitress-serve", f"--listen=127.0.0.1:{port}", "--threads=8", "wsgi:application"]

    def _listens(self, name: str) -> None:
        socket.create_connection(("127.0.0.1", self.ports[name]), 1).close()

    def _answers(self) -> None:
        urllib.request.urlopen(f"{self.url}/api/3/action/package_search?rows=0", timeout=10).close()

    def _wait(self, name: str, probe: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.running[name].poll() is None:
            with contextlib.suppress(OSError, subprocess.CalledProcessError):
                probe()
                return
            time.sleep(0.1)
        log = (self.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{name} did not come up:\n{log[-2000:]}")


@contextlib.contextmanager
def started() -> Iterator[tuple[Server, str]]:
    """A CKAN that runs as long as the context, with the token of its administrator."""
    venv = environment()
    with tempfile.TemporaryDirectory(prefix="dvcdata-ckan-") as folder:
        server = Server(
            Path(folder), venv, dict(zip(("ckan", "postgres", "redis", "solr"), free_ports(4), strict=True))
        )
        try:
            yield server, server.set_up()
        finally:
            for name in reversed(server.running):
                server.stop(name)


def binary(name: str) -> Path:
    """A program of PostgreSQL, of the newest version there is."""
    return sorted(Path(POSTGRES).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))[-1]


def call(url: str, token: str, action: str, **given: Any) -> Any:
    """What an action of a portal answers, without any of the code under test."""
    headers = {"Authorization": token, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/api/3/action/{action}", json.dumps(given).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["result"]
    except urllib.error.HTTPError as problem:
        raise AssertionError(f"{action}: {problem.code} {problem.read().decode()[:500]}") from None
