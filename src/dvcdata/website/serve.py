"""Serves the site on this machine while it is worked on, and builds it again when what it is made of changes."""

import errno
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dvcdata import texts, workspace
from dvcdata.engine.load import scratch
from dvcdata.errors import UserError
from dvcdata.package import open_all
from dvcdata.website import build, inputs

HOST = "127.0.0.1"
EVERY = 0.5  # seconds between two looks at the files
State = dict[str, tuple[int, int]]


class Handler(SimpleHTTPRequestHandler):
    """Serves the folder quietly, with the site's own page for what is not there."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".csv": "text/csv; charset=utf-8",
        ".parquet": "application/vnd.apache.parquet",
        ".jsonld": "application/ld+json",
        ".atom": "application/atom+xml",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal is for builds."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The page that says so."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def run(
    paths: Sequence[Path],
    *,
    port: int,
    as_of: date | None = None,
    say: Callable[[str], None],
    over: threading.Event | None = None,
) -> None:
    """`dvcdata site serve`: builds into a folder of its own, serves that, and builds again at every change."""
    over = over or threading.Event()
    home = workspace.find(paths[0] if paths else Path())
    with scratch() as folder, _served(folder / "site", port) as address:
        seen = _state(paths, home)
        _build(paths, folder / "site", as_of, say)
        say(texts.text("site.serve.at", address=address))
        while not over.wait(EVERY):
            now = _state(paths, home)
            if now != seen:
                seen = now
                _build(paths, folder / "site", as_of, say)


@contextmanager
def _served(folder: Path, port: int) -> Iterator[str]:
    folder.mkdir()
    try:
        server = ThreadingHTTPServer((HOST, port), partial(Handler, directory=str(folder)))
    except OSError as problem:
        taken = problem.errno == errno.EADDRINUSE
        raise UserError("site.serve.taken" if taken else "site.serve.refused", port=port, why=str(problem)) from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _build(paths: Sequence[Path], out: Path, as_of: date | None, say: Callable[[str], None]) -> None:
    """Builds and says what came of it; what is wrong is said too, and the last good site stays."""
    try:
        built = build.run(paths, out=out, as_of=as_of)
    except UserError as problem:
        say(problem.format_message())
        return
    say(texts.text("site.serve.built", pages=built.pages, written=built.written))


def _state(paths: Sequence[Path], home: Path | None) -> State:
    """What stands for the contents of all files that the site is made of."""
    try:
        folders = [package.folder for package in open_all(paths or [home or Path()])]
    except UserError:
        folders = list(paths)  # it is being edited
    return {str(path): _stamp(path) for path in inputs.files(home, folders)}


def _stamp(path: Path) -> tuple[int, int]:
    try:
        said = path.stat()
    except OSError:
        return 0, 0
    return said.st_mtime_ns, said.st_size
