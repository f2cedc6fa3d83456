"""A folder served on this machine, and windows in which any request elsewhere and any complaint fails the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from running import PATIENCE


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def window(browser: Any, address: str, **settings: Any) -> Iterator[Any]:
    """A window on what is served at the address."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # a worker of DuckDB tells the console of every refused query, which the page says itself in better words
    page.on("console", lambda message: said.extend([message.text] if message.type in ("error", "warning") else []))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    yield page
    assert [url for url in asked if not url.startswith((f"{address}/", f"blob:{address}/"))] == []
    assert said == []
    context.close()


@contextmanager
def held(page: Any, pattern: str) -> Iterator[None]:
    """What the page asks for at such addresses is on its way until the context ends."""
    routes: list[Any] = []
    page.route(pattern, lambda route: routes.append(route))
    yield
    for route in routes:
        route.continue_()
    page.unroute(pattern)
