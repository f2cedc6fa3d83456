"""Pages in a real browser: Debian's Chromium, and axe-core to judge whether everybody can use what is shown."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from running import PATIENCE
from system import alone, program

FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
PINNED = Path(__file__).parent / "axe"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def started() -> Iterator[Browser]:
    """A browser without a window, for as long as the tests need it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, path: Path, width: int = 1440, scheme: Any = "light", script: bool = True
) -> Iterator[Page]:
    """A file in a window of that width; what it asks the network for, and what it complains of, fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, offline=True
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    page.goto(path.as_uri())
    yield page
    assert asked == [path.as_uri()]
    assert said == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice: rule and place."""
    page.evaluate(_axe())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", STANDARD)
    return [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in found["violations"]
        for node in item["nodes"]
    ]


@cache
def _axe() -> str:
    """The source of axe-core, fetched once as the lock file pins it."""
    lock = (PINNED / "package-lock.json").read_bytes()
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dvcdata-tests"
    folder = home / f"axe-{hashlib.sha256(lock).hexdigest()[:12]}"
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    with alone(folder):
        if not (folder / "complete").exists():
            for name in ("package.json", "package-lock.json"):
                (folder / name).write_bytes((PINNED / name).read_bytes())
            command = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            (folder / "complete").touch()
    return source.read_text(encoding="utf-8")
